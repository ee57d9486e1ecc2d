"""Each number of a decision is a page, says where it went, or was never used; each mention of one leads to a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "decisions"
LIST = (FOLDER / "README.md").read_text(encoding="utf-8")
PAGES = {path.name[:4]: path.name for path in FOLDER.glob("[0-9]*.md") if path.name != "0000-template.md"}
MOVED = dict(re.findall(r"^\| (\d{4}) \|.*\| (.+) \|$", LIST, re.MULTILINE))


def _without_a_page() -> set[str]:
    """The numbers that the list says were never used: single ones, and stretches."""
    said = LIST.partition("Some numbers never had a page:")[2].partition("\n\n")[0]
    found = set(re.findall(r"\d{4}", said))
    for first, last in re.findall(r"(\d{4}) to (\d{4})", said):
        found |= {f"{number:04}" for number in range(int(first), int(last) + 1)}
    return found


def test_every_number_is_accounted_for_once() -> None:
    last = int(max({*PAGES, *MOVED, *_without_a_page()}))
    groups = (set(PAGES), set(MOVED), _without_a_page())
    assert set().union(*groups) == {f"{number:04}" for number in range(1, last + 1)}
    assert sum(map(len, groups)) == last, "a number is said to be in two places"


def test_the_list_has_every_page_under_its_title() -> None:
    for number, name in PAGES.items():
        title = (FOLDER / name).read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        assert title.startswith(f"{number}. "), name
        assert f"- [{title}]({name})" in LIST, f"docs/decisions/README.md lacks `- [{title}]({name})`"


def test_a_number_that_moved_names_a_place_that_is_there() -> None:
    for number, place in MOVED.items():
        link = re.search(r"\]\((.+?)\)|`(.+?)`", place)
        assert link, number
        assert (FOLDER / link[1] if link[1] else ROOT / link[2]).exists(), f"{number}: {place}"


def test_a_mention_of_a_decision_leads_to_its_page() -> None:
    for file in _texts():
        for number in re.findall(r"decisions?[/ ](\d{4})\b", file.read_text(encoding="utf-8")):
            assert number in PAGES or number == "0000", f"{file.relative_to(ROOT)} speaks of decision {number}"


def _texts() -> Iterator[Path]:
    for place in ("caseload_tools", "devtools", "scaffold", "tests", "docs", "benchmarks"):
        yield from (each for each in sorted((ROOT / place).rglob("*")) if each.suffix in {".py", ".md", ".toml"})
    yield from (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "RELEASING.md"))
