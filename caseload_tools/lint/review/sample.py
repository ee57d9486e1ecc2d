"""Charts drawn for review, so that anybody can draw them again and see that nobody chose.

The draw: each chart's key is the SHA-256 of `caseload-sample-v1`, the seed and the client's id, with a line end
after each of the first two, all in UTF-8; the charts with the smallest keys are drawn. A chart's key knows
nothing of other charts, so a client who comes or goes moves nobody else in the order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Any, NamedTuple

from caseload_tools.chart.caseload import checker_for, client_folders, read_chart, read_shared, stream_charts
from caseload_tools.chart.chart import Chart
from caseload_tools.dates import count_of
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.record_path import PRACTICE
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.review.checklist import QUESTIONS, Question, question_of
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import FILE, Practice

ALGORITHM = "caseload-sample-v1"
FOUND_COLUMNS = ("client", "programme", "clinician", "question", "source", "found", "codes", "yes", "no", "remark")


class ReviewAnswer(NamedTuple):
    """A question, and what `caseload lint` found that belongs to it."""

    question: Question
    errors: int
    warnings: int
    codes: tuple[str, ...]

    @property
    def found_in_words(self) -> str:
        """What was found, in a few words. That nothing was found is not yet a yes."""
        if not self.codes:
            return "nothing found"
        counts = ((self.errors, "error"), (self.warnings, "warning or advice"))
        return ", ".join(
            count_of(number, word, f"{word}s" if word == "error" else word) for number, word in counts if number
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that was drawn, where it stands, and its checklist. `allowed` counts findings allowed away."""

    client: str
    status: str
    programme: str
    clinician: str
    records: int
    answers: tuple[ReviewAnswer, ...]
    allowed: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn of how many, with what is needed to draw it again."""

    seed: str
    asked: int
    eligible: int
    day: Day
    charts: tuple[Drawn, ...]
    restricted_to: str = ""

    @property
    def lead(self) -> str:
        """How the sample was drawn, in a sentence."""
        among = f"{count_of(self.eligible, 'chart')}{self.restricted_to}"
        few = "; there are no more" if self.asked > self.eligible else ""
        drawn = count_of(len(self.charts), "chart")
        return f"{drawn} of {among}, drawn with the seed {self.seed!r} ({ALGORITHM}), as on {self.day}{few}."

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each chart and question, by FOUND_COLUMNS, the boxes empty."""
        for chart in self.charts:
            about = (chart.client, chart.programme, chart.clinician)
            for answer in chart.answers:
                question = answer.question
                noted = answer.found_in_words
                yield (*about, question.asks, question.source, noted, " ".join(answer.codes), "", "", "")

    def as_json(self) -> dict[str, Any]:
        """The sample for programs."""
        return {
            "algorithm": ALGORITHM,
            "seed": self.seed,
            "asked": self.asked,
            "eligible": self.eligible,
            "as_of": self.day.isoformat(),
            "charts": [
                {
                    "client": chart.client,
                    "status": chart.status,
                    "programme": chart.programme,
                    "clinician": chart.clinician,
                    "records": chart.records,
                    "allowed": chart.allowed,
                    "questions": [_answer_json(answer) for answer in chart.answers],
                }
                for chart in self.charts
            ],
        }


def _answer_json(answer: ReviewAnswer) -> dict[str, Any]:
    return {
        "asks": answer.question.asks,
        "source": answer.question.source,
        "errors": answer.errors,
        "warnings": answer.warnings,
        "codes": list(answer.codes),
        "answer": None,
    }


def drawn_ids(ids: Iterable[str], seed: str, number: int) -> list[str]:
    """The ids drawn, in the order of the draw."""
    return sorted(ids, key=lambda each: (_key(seed, each), each))[:number]


def _key(seed: str, client: str) -> str:
    return hashlib.sha256(f"{ALGORITHM}\n{seed}\n{client}".encode()).hexdigest()


def draw_sample(
    root: Path, practice: Practice, day: Day, number: int, seed: str, *, programme: str = "", clinician: str = ""
) -> Sample:
    """Draw charts and lint them."""
    if programme or clinician:
        charts = stream_charts(root, practice, day)
        ids = [each.id for each in charts if _belongs(each, programme, clinician)]
    else:
        ids = [folder.id for folder in client_folders(root)]
    drawn = drawn_ids(ids, seed, number)
    words = [f"programme {programme}"] if programme else []
    words += [f"clinician {clinician}"] if clinician else []
    restricted = f" of {' and '.join(words)}" if words else ""
    return Sample(seed, number, len(ids), day, tuple(_reviewed(root, practice, day, drawn)), restricted)


def _belongs(chart: Chart, programme: str, clinician: str) -> bool:
    return (not programme or chart.programme == programme) and (not clinician or chart.clinician == clinician)


def _reviewed(root: Path, practice: Practice, day: Day, drawn: Sequence[str]) -> Iterator[Drawn]:
    checker = checker_for(practice)
    shared = read_shared(root, checker)
    folders = {folder.id: folder for folder in client_folders(root, drawn)}
    # One look into the past for all that were drawn, and none if no rule asks.
    past = LazyHistory(root, (*(folder.path for folder in folders.values()), PRACTICE, FILE))
    for client in drawn:
        folder = folders[client]
        chart = read_chart(root, folder, practice, day, shared, checker)
        result = lint_caseload(root, practice, LintRequest(today=day, clients=[client], history=past))
        yield Drawn(
            client,
            chart.status or "not stated",
            chart.programme or "not stated",
            chart.clinician or "not stated",
            len(chart.records) + len(chart.unreadable),
            tuple(_answers(result)),
            len(result.allowed),
        )


def _answers(result: LintResult) -> Iterator[ReviewAnswer]:
    by_question: dict[Question, list[Finding]] = {question: [] for question in QUESTIONS}
    for finding in result.findings:
        by_question[question_of(finding.code) or QUESTIONS[0]].append(finding)
    for question, found in by_question.items():
        levels = Counter(finding.level for finding in found)
        codes = tuple(sorted({finding.code for finding in found}))
        yield ReviewAnswer(question, levels["error"], levels["warning"] + levels["advice"], codes)
