"""No sentence of comfort over what is not known: each state of unknown, put into a chart, asked of each page and tool.

A state is told as a rule's examples are, over the smallest clean chart. Of that chart itself each sentence is said, so
that a test which finds none has looked for the right words.
"""

from __future__ import annotations

import ast
import html
import re
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.comfort import COMFORT, NOTHING_LEFT, READ
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.lint.summary import summary_of
from caseload_tools.reports.brief import brief
from caseload_tools.reports.closing import closing
from caseload_tools.reports.due import DueFilter, due
from caseload_tools.reports.progress import progress
from caseload_tools.reports.report import Days, Report
from caseload_tools.site.edition import Edition
from caseload_tools.site.pages import charts, clients, clinicians, needs_attention, rules
from devtools.examples.trying import practice_of, write_scene
from tests.conftest import ROOT
from tests.lint_scenes import scene

SESSION = "--- session 2026-01-19\n"
BLANK = "--- assessment 2026-01-05\nrisk:\n--- session 2026-01-19\nrisk:\nphq9: [1, 1, 1, 1, 1, 1, 1, 1, null]\n"
NOT_THERE = "--- text sessions/2026-01-20.md\n\n---\ntype: session\nclient: C-0001\ndate: 2026-01-20\n---\nShe came.\n"
AS_PLANNED = "attendance: scheduled\nprogress:\ninterventions:\nhomework:\nnext:\n"
STATES = {
    "risk never asked": "--- assessment 2026-01-05\nrisk:\n--- session 2026-01-19\nrisk:\n",
    "not asked, in a word": "--- assessment 2026-01-05\nrisk: not-asked\n--- session 2026-01-19\nrisk: not-asked\n",
    "not asked since they came back": (
        "--- client\nopened: 2026-03-01\n--- discharge 2026-01-20\nlast_session: 2026-01-12\n"
        "--- assessment 2026-03-01\nrisk:\n--- plan 2026-03-01\ntoday: 2026-03-02\n"
    ),
    "screen blank": BLANK,
    "screen positive": "--- session 2026-01-19\nphq9: [1, 1, 1, 1, 1, 1, 1, 1, 1]\nrisk:\n",
    "text not answered": SESSION + "\n## Data\n\nShe thinks about killing herself.\n",
    "risk high": SESSION + "risk: high\n",
    "risk high, closed by status": SESSION + "risk: high\n--- client\nstatus: discharged\nclosed: 2026-01-19\n",
    "risk not understood": SESSION + "risk: elevated\n",
    "attendance not understood": SESSION + "attendance: perhaps\n",
    "status not understood": SESSION + "--- client\nstatus: Active\n",
    "kind of a consent not understood": SESSION + "--- consent 2026-01-05-treatment\nkind: everything\n",
    "day not understood": SESSION + "next: soon\n",
    "day far ahead": SESSION + "next: 2072-01-26\n",
    "written in a year to come": SESSION + "written: 2062-01-19 12:00\ntoday: 2026-01-20\n",
    "owed from before the first day here": (
        "practice: adopted = 2026-01-30\n--- session 2026-01-19\nattendance: no-show\nprogress:\ninterventions:\n"
        "homework:\nnext:\ntoday: 2026-01-30\n"
    ),
    "dated later": "--- session 2026-03-19\ntoday: 2026-01-20\n",
    "a contact dated later": "--- contact 2026-03-19\ntoday: 2026-01-20\n",
    "a note that cannot be read": SESSION + "today: 2026-01-21\n" + NOT_THERE,
    "a note in no place": SESSION + "--- text sessions/note.txt\nShe came.\n",
    "a note in another folder": SESSION + "--- text session/2026-01-20.md\nShe came.\n",
    "no client.md": SESSION + "--- no client\n",
    "a note without a word": SESSION + "today: 2026-02-20\n\n(no text)\n",
    "a note that nobody began": "--- session 2026-01-19\n" + AS_PLANNED + "today: 2026-02-20\n",
}
# Where something else is owed: the risk was asked at the intake.
RISK_IS_KNOWN = ("a note without a word", "a note that nobody began", "owed from before the first day here")
KNOWN_RISK = ("no high or moderate risk", "no client now")
# A list of one person of whom the chart is not: what is theirs may well be in order.
ANOTHERS = "clinicians/sam.lee.html"
DAYS = Days(date(2026, 1, 1), date(2026, 12, 31))


class Told:
    """One practice, asked of every tool: what each says, as a reader sees it."""

    def __init__(self, text: str, root: Path, history: type[PretendHistory] = PretendHistory) -> None:
        told = scene(text)
        write_scene(told, root)
        practice, past = practice_of(told), history(told.past)
        self.caseload = read_caseload(root, practice, told.today, past=past)
        found = lint_caseload(root, practice, LintRequest(today=told.today, history=past, baseline={}))
        chart = self.caseload.charts[0]
        self.said = {
            "lint": summary_of(found).partition("\n")[0],
            "due": _words(due(self.caseload)),
            "due --client": _words(due(self.caseload, wanted=DueFilter(client=chart.id))),
            "due --clinician": _words(due(self.caseload, wanted=DueFilter(clinician="dana.ruiz"))),
            "show": _words(brief(self.caseload, chart)),
            "close": _words(closing(self.caseload, chart)),
            "report progress": _words(progress(self.caseload, DAYS)),
        }
        edition = Edition(self.caseload, all_obligations(self.caseload), found, past)  # type: ignore[arg-type]
        pages = (needs_attention.needs_attention, clients.clients, clinicians.clinicians, charts.charts)
        made = [*(each for of in pages for each in of(edition)), next(iter(rules.rules(edition)))]
        self.said |= {each.address: _plain(each.body) for each in made if each.address != ANOTHERS}

    @property
    def comfort(self) -> list[tuple[str, str]]:
        """Each sentence of comfort, and where it is said. With what was not read beside it, it is none."""
        return [(name, each) for name, words in self.said.items() for each in COMFORT if _is_said(each, words)]


def _words(told: Report) -> str:
    rows = (" ".join(map(str, row)) for table in told.tables for row in table.rows)
    return "\n".join((told.lead, *rows))


def _plain(body: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _is_said(sentence: str, words: str) -> bool:
    return re.search(rf"{re.escape(sentence)}(?!{re.escape(READ)})", words, re.IGNORECASE) is not None


class Unread(PretendHistory):
    """A repository that git will not read."""

    @property
    def trouble(self) -> CaseloadError | None:
        return CaseloadError("git could not read the repository", "ask git")


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(SESSION + "today: 2026-01-20\n", tmp_path_factory.mktemp("calm"))


def test_each_sentence_is_said_where_all_is_well(calm: Told) -> None:
    said = {each for _, each in calm.comfort}
    # A chart in care owes a summary at its end; the smallest chart has something within two weeks.
    assert {*COMFORT} - said <= {NOTHING_LEFT, "Nothing falls due", "no date near"}
    assert {name for name, _ in calm.comfort} >= {"lint", "due", "show", "index.html", "clients.html", "rules.html"}


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_calmed_over_what_is_not_known(state: str, tmp_path: Path) -> None:
    told = Told(STATES[state], tmp_path)
    known = KNOWN_RISK if state in RISK_IS_KNOWN else ()
    assert [each for each in told.comfort if each[1] not in known] == []


def test_nobody_is_calmed_where_git_could_not_be_read(tmp_path: Path) -> None:
    told = Told(SESSION + "today: 2026-01-20\n", tmp_path, Unread)
    # Lint and the risk of a client go by the records; each command of lint says first that git could not be read.
    by_records = ("lint",)
    assert [each for each in told.comfort if each[0] not in by_records and each[1] not in KNOWN_RISK] == []


def test_a_sentence_of_comfort_stands_in_one_file() -> None:
    """So that whoever writes another one comes by the place that says when it may be said."""
    for path in sorted((ROOT / "caseload_tools").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name == "comfort.py" or not any(each.lower() in text.lower() for each in COMFORT):
            continue
        tree = ast.parse(text)
        told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}  # docstrings
        words = [
            each.value.lower()
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in told
        ]
        assert [(path.name, each) for each in COMFORT if any(each.lower() in one for one in words)] == []
