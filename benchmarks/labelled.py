"""The labelled sentences and notes of tests/labelled/, each laid into a small chart so that the real engine meets it.

A case is what a reader was shown and what they said; its shape says where in a record it goes. All cases of a file are
linted in one run, each in a client's chart of its own.
"""

from __future__ import annotations

import csv
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import Rule, load_rules
from caseload_tools.lint.run import lint_caseload
from devtools.examples.scenes import Scene, scene_of
from devtools.examples.trying import practice_of, write_scene

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "labelled"
CORPUS = ROOT / "tests" / "corpus" / "case-notes" / "synthetic-case-notes.csv"
CLIENT = "C-0001"
NARRATIVE = "--- session 2026-01-19\nformat: narrative\n"


@dataclass(frozen=True, slots=True)
class Case:
    """What a reader was shown (`said`), the example that lays it into a chart, and whether the rule should speak."""

    part: str
    said: str
    example: str
    expected: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of cases: the rule, what the reader was asked, the cases."""

    rule: Rule
    question: str
    cases: tuple[Case, ...]


def sheets() -> list[Sheet]:
    """Every file of tests/labelled/, in the order of rule codes."""
    rules = load_rules()
    return [read_sheet(path, rules) for path in sorted(LABELLED.glob("*.toml"))]


def read_sheet(path: Path, rules: dict[str, Rule]) -> Sheet:
    """One file of cases."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    lay = SHAPES[table["shape"]]
    cases = [
        Case(part, _shown(each), lay(each), answer == "yes")
        for part in ("first", "held_back")
        for answer in ("yes", "no")
        for each in table[part][answer]
    ]
    if "corpus" in table:
        begins = tuple(table["corpus"]["yes"])
        cases += [Case("corpus", text, _note(text), text.startswith(begins)) for text in corpus()]
    return Sheet(rules[table["rule"]], table["question"], tuple(cases))


def answers(sheet: Sheet) -> list[bool]:
    """What the rule says to each case: whether it speaks."""
    if any(" of C-" in case.example for case in sheet.cases):
        return [_lint(sheet.rule, [case])[0] for case in sheet.cases]
    return _lint(sheet.rule, sheet.cases)


def _lint(rule: Rule, cases: Sequence[Case]) -> list[bool]:
    with tempfile.TemporaryDirectory(prefix="caseload-labelled-") as folder:
        root = Path(folder)
        last = lay_out(rule, cases, root)
        found = lint_caseload(
            root, practice_of(last), LintRequest(today=last.today, select=(rule.code,), baseline={})
        ).findings
    paths = [finding.path for finding in found if finding.code == rule.code]
    return [any(f"/C-{9000 + number}/" in path or "/C-0002/" in path for path in paths) for number in range(len(cases))]


def lay_out(rule: Rule, cases: Sequence[Case], root: Path) -> Scene:
    """Every case in a chart of its own below a folder; gives the last scene, whose day and settings hold for all."""
    last = None
    for number, case in enumerate(cases):
        last = scene_of(rule, case.example)
        own = f"C-{9000 + number}"
        files = {path.replace(CLIENT, own): text.replace(CLIENT, own) for path, text in last.files.items()}
        write_scene(type(last)(files, (), last.today, ""), root)
    assert last is not None
    return last


@cache
def corpus() -> tuple[str, ...]:
    """The distinct texts of the corpus of case notes, in order."""
    with CORPUS.open(newline="", encoding="utf-8") as file:
        return tuple(dict.fromkeys(row["case_note"] for row in csv.DictReader(file)))


# --- where a case goes ---------------------------------------------------------------------


def _note(said: str) -> str:
    return f"{NARRATIVE}\n{said}\n"


def _note_without_progress(said: str) -> str:
    bare = "format: narrative\nprogress:\noff_plan_reason: a visit\nhomework:\n"
    return f"--- session 2026-01-19\n--- session 2026-01-26\n{bare}\n{said}\n"


def _note_without_homework(said: str) -> str:
    return f"format: narrative\nhomework:\n\n{said}\n"


def _pronouns(said: str) -> str:
    return f"--- client\npronouns: she/her\n{_note(said)}"


def _block(said: str) -> str:
    days = ("2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09")
    return "".join(f"--- session {day}\nformat: SOAP\n\n## Objective\n\n{said}\n" for day in days)


def _homework(said: Sequence[str]) -> str:
    return f"--- session 2026-01-19\nhomework: {said[0]}\n--- session 2026-01-26\nformat: narrative\n\n{said[1]}\n"


def _objective(said: str) -> str:
    return _objectives([said])


def _objectives(said: Sequence[str]) -> str:
    lines = [f"  - id: O1.{number}\n    text: {each}\n" for number, each in enumerate(said, start=1)]
    return "--- plan\nobjectives:\n" + "".join(lines)


def _goal(said: str) -> str:
    return f"--- plan\ngoals:\n  - id: G1\n    problem: P1\n    text: {said}\n"


def _copies(said: dict[str, Any]) -> str:
    return f"{_note(body_of(said['of']))}--- session 2026-02-16\nformat: narrative\n\n{_later(said)}\n"


def _later(said: dict[str, Any]) -> str:
    text = body_of(said.get("with", said["of"]))
    for old, new in said.get("change", ()):
        assert old in text, f"{said['of']} does not say {old}"
        text = text.replace(old, new)
    return f"{text} {said.get('and', '')}".strip()


def _plans(said: dict[str, Any]) -> str:
    earlier, later = _front_of(said["of"]), _front_of(said.get("with", said["of"]))
    for old, new in said.get("change", ()):
        assert old in later, f"{said['of']} does not say {old}"
        later = later.replace(old, new)
    return f"--- plan\n{earlier}\n--- plan of C-0002\n{later}\n"


def body_of(name: str) -> str:
    """The text of a note of the demo, by its id, or of the corpus, by its first words; as one paragraph."""
    if not name.startswith("C-"):
        return min((text for text in corpus() if text.startswith(name)), key=len)
    client, _, rest = name.partition("/")
    text = (ROOT / "records" / "clients" / client / f"{rest}.md").read_text(encoding="utf-8")
    # Without headings, which the small language of examples would take for sections.
    lines = text.split("\n---\n", 1)[1].splitlines()
    return " ".join(" ".join(line for line in lines if not line.startswith("## ")).split())


def _front_of(name: str) -> str:
    """Problems, goals and objectives of a plan of the demo, as they stand in its file."""
    client, _, rest = name.partition("/")
    front = (ROOT / "records" / "clients" / client / f"{rest}.md").read_text(encoding="utf-8").split("\n---\n", 1)[0]
    lines, kept = front.splitlines(), False
    chosen = []
    for line in lines:
        if line[:1] not in (" ", "-"):
            kept = line.partition(":")[0] in ("problems", "goals", "objectives")
        if kept:
            chosen.append(line)
    return "\n".join(chosen)


def _shown(said: Any) -> str:
    """A case as the page shows it."""
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        return " → ".join(said)
    changed = "; ".join(f"{old} → {new}" for old, new in said.get("change", ()))
    then = f"then {said['with']}" if "with" in said else ""
    more = [then, f"changed: {changed}" if changed else "", said.get("and", "")]
    return ", ".join([said["of"][:60], *filter(None, more)])


def _call(said: str) -> str:
    """The text of a call that is filed as one with the client."""
    return f"--- contact 2026-01-21\nwith: client\npurpose: coordination\n\n{said}"


SHAPES: dict[str, Callable[[Any], str]] = {
    "note": _note,
    "call": _call,
    "note without progress": _note_without_progress,
    "note without homework": _note_without_homework,
    "pronouns": _pronouns,
    "block": _block,
    "homework": _homework,
    "objective": _objective,
    "objectives": _objectives,
    "goal": _goal,
    "copies": _copies,
    "plans": _plans,
}


def wrong(sheet: Sheet, said: Sequence[bool]) -> Iterator[tuple[Case, bool]]:
    """The cases in which rule and reader differ, with what the rule said."""
    for case, spoke in zip(sheet.cases, said, strict=True):
        if spoke is not case.expected:
            yield case, spoke
