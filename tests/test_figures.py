"""A figure in a sentence agrees with its noun (`1 session`), and what the pages count is what there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from caseload_tools import __version__
from caseload_tools.chart.clocks import DUTIES, PRACTICE_DUTIES
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice.keys import KEYS
from caseload_tools.practice.measures import MEASURES
from caseload_tools.practice.profiles import profile_names
from tests.conftest import ROOT

PACKAGE = ROOT / "caseload_tools"


def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


NOUNS = {
    "sessions", "words", "minutes", "hours", "days", "weeks", "months", "years", "goals", "problems", "notes",
    "records", "clients", "charts", "files", "lines", "items", "commits", "findings", "pages", "limits", "rules",
    "signatures", "characters", "answers", "objectives", "scores", "people", "measures",
}  # fmt: skip
_MAY_COUNT = re.compile(rf"\}} (?:{'|'.join(sorted(NOUNS))})\b")
# Figures that are never one: fixed, or only said where there are several.
SEVERAL = {
    "text/rendering.py": "a key that is too long",
    "text/file_names.py": "a path that is too long",
    "guard/hooks/message.py": "a subject that is too long",
    "guard/hooks/drafting.py": "said of three or more",
    "guard/doctor/checks/encryption_filter.py": "so many of so many files",
    "cli/hooks_lint.py": "so many of so many commits",
    "cli/commands/init.py": "a new practice has several files",
    "cli/commands/demo.py": "the demo has hundreds of records",
    "cli/commands/build.py": "a site has several pages",
    "cli/commands/audit_report.py": "a bundle has several files",
    "audit/changes/showing.py": "+3 −1 words, an abbreviation",
    "practice/measures/measure.py": "no measure has one item",
    "practice/fees.py": "a service of one minute has no fee",
    "desk/drafts/charge.py": "units of one minute are charged by nobody",
    "lint/rules/billing.py": "units of one minute are charged by nobody",
}


def _counted(file: Path) -> Iterator[str]:
    """What a file says as a figure of its own beside a noun in the plural: `{words} words`."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if _MAY_COUNT.search(text) else ():
        if not isinstance(node, ast.JoinedStr):
            continue
        for figure, behind in zip(node.values, node.values[1:], strict=False):
            if isinstance(figure, ast.FormattedValue) and isinstance(behind, ast.Constant):
                noun = str(behind.value)[1:].split(" ")[0].strip(".,;:)")
                agrees = ast.unparse(figure.value).startswith("count_of(")
                if str(behind.value).startswith(" ") and noun in NOUNS and not agrees:
                    yield f"{node.lineno}: {ast.unparse(figure.value)} {noun}"


def test_one_is_singular_wherever_a_figure_is_said() -> None:
    files = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    said = {name: list(_counted(file)) for name, file in files.items() if not name.startswith("desk/demo/")}
    found = [f"{name}:{each}" for name, all_ in said.items() for each in all_ if name not in SEVERAL]
    assert not found, "`1 sessions`: write count_of(number, noun) of caseload_tools/dates.py\n" + "\n".join(found)
    assert not [name for name in SEVERAL if not said.get(name)], "these say no such figure any more"


# --- what the pages count -------------------------------------------------------------------

# What there is of each thing that a page may count. A decision tells of its own day, and a released version of its own.
THERE_ARE = {
    "rules": len(load_rules()),
    "limits": len(KEYS),
    "outcome measures": len(MEASURES),
    "clocks": len(DUTIES) + len(PRACTICE_DUTIES),
    "record types": len(RECORD_TYPES),
    "policy profiles": len(profile_names()),
    "rows with rules, commands and tests": len(re.findall(r"^\| \*\*S", _text("docs/requirements.md"), re.MULTILINE)),
}
_FIGURE = re.compile(rf"(?<!\")\b([Mm]ore than |[Oo]ver )?(\d[\d,]*) ({'|'.join(THERE_ARE)})\b")


def _pages() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(("docs/decisions/", "docs/reference/rules/")):
            yield name, path.read_text(encoding="utf-8")
    yield "CHANGELOG.md", _text("CHANGELOG.md").split("\n## ")[1]  # the newest version


def test_what_a_page_counts_is_what_there_is() -> None:
    found = 0
    for name, text in _pages():
        for about, figure, noun in _FIGURE.findall(" ".join(text.split())):
            there = THERE_ARE[noun] - THERE_ARE[noun] % 10 if about else THERE_ARE[noun]
            assert int(figure.replace(",", "")) == there, f"{name}: `{about}{figure} {noun}`, and there are {there}"
            found += 1
    assert found >= 2, "the pages count rules and rows"


def test_the_page_of_releases_names_the_version_that_there_is() -> None:
    said = set(re.findall(r"(?:caseload_tools-|v|caseload-tools )(\d+\.\d+\.\d+)\b", _text("RELEASING.md")))
    assert said == {__version__}, f"RELEASING.md speaks of {said}; `__version__` is {__version__}"
    assert re.search(rf"^## \[{re.escape(__version__)}\]", _text("CHANGELOG.md"), re.MULTILINE)
