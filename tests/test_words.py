"""docs/words.md: one word for a thing, one thing for a word. Names that it gives exist, those it rules out do not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.test_architecture import SOURCES

PAGE = ROOT / "docs" / "words.md"
# Classes with a word that stands for something else elsewhere, and what it is here.
OTHER_SENSE = {
    "Complaint": "the record type, of a client about the practice",
    "EntrySpec": "an entry of a staff list that is imported",
    "IdentifierKind": "which kind of identifier, not how severe",
    "KeyMarks": "where libyaml says that a key stands, as numbers",
    "KnownName": "a person's name that the identity map knows",
    "Mark": "a sign that is drawn",
    "NotAFileError": "a file of the disk",
    "Page": "a page of the site",
    "PageMaker": "a page of the site",
    "PlanMark": "a sign that is drawn",
    "PracticeShelf": "what a practice's own records are looked up in",
    "PracticeState": "the practice on the disk, staged or in a commit",
    "Reading": "what came of reading a text",
    "RulePage": "a page of the manual",
    "Shelf": "what records are looked up in by type, also those of no chart",
    "StoredObject": "an object as git keeps it",
    "StrayFile": "a file that is no record",
    "TreeEntry": "a line of git's tree object",
    "WrittenFile": "a file of the disk",
    "WrongRule": "a function that cannot be a rule: our error, in no settings",
}


class Word(NamedTuple):
    """A row of the page."""

    word: str
    it_is: str
    it_is_not: str
    others: tuple[str, ...]
    names: tuple[str, ...]


def _row(line: str) -> Word:
    word, it_is, it_is_not, others, names = (cell.strip() for cell in line.strip().strip("|").split("|"))
    apart = tuple(each.strip() for each in others.split(",") if each.strip() != "-")
    return Word(word, it_is, it_is_not, apart, tuple(re.findall(r"`([^`]+)`", names)))


WORDS = [_row(line) for line in PAGE.read_text(encoding="utf-8").splitlines()[1:] if line.startswith("| ")][1:]


@cache
def _statements() -> tuple[ast.stmt, ...]:
    """What stands at the left edge of all files."""
    return tuple(node for source in SOURCES for node in source.tree.body)


@cache
def _classes() -> frozenset[str]:
    return frozenset(node.name for node in _statements() if isinstance(node, ast.ClassDef) and node.name[0] != "_")


@cache
def _functions() -> frozenset[str]:
    return frozenset(node.name for node in _statements() if isinstance(node, ast.FunctionDef))


@cache
def _constants() -> frozenset[str]:
    return frozenset(
        target.id
        for node in _statements()
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    )


def test_a_word_stands_for_one_thing() -> None:
    words = [each.word for each in WORDS]
    assert len(words) == len({*words}) and len(words) >= 40
    assert all(each.it_is and each.it_is_not and each.names for each in WORDS)
    # Two rows may rule out one word; a word that is ruled out for one thing may be the word for another.
    assert not [each for each in WORDS if each.word in each.others]


@pytest.mark.parametrize("row", WORDS, ids=[each.word for each in WORDS])
def test_the_names_that_the_page_gives_exist(row: Word) -> None:
    missing = [name for name in row.names if name not in _classes() | _functions() | _constants()]
    assert not missing, f"docs/words.md names {missing} for `{row.word}`: what is it called now?"
    registrars = [name for name in re.findall(r"`@(\w+)`", row.it_is) if name not in _functions()]
    assert not registrars, f"docs/words.md names {registrars} for `{row.word}`"


def _parts(name: str) -> list[str]:
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", name)]


def test_a_word_that_is_ruled_out_names_no_class() -> None:
    """`Waiver` beside an allowance, `Strand` beside a thread: whoever searches for one finds half."""
    found = {
        name: f"`{row.word}` is the word, not `{other}`"
        for row in WORDS
        for other in row.others
        for name in _classes()
        if f" {other} " in f" {' '.join(_parts(name))} " or f" {other}s " in f" {' '.join(_parts(name))} "
    }
    wrong = {name: why for name, why in found.items() if name not in OTHER_SENSE}
    assert not wrong, f"docs/words.md: {wrong}; another name, or its sense in OTHER_SENSE"
    idle = sorted(OTHER_SENSE.keys() - found.keys())
    assert not idle, f"take these off OTHER_SENSE: {idle}"


# --- how wide a page is --------------------------------------------------------------------

WIDEST = 120
# What programs write: a line there is a row of what they found.
_WRITTEN = {"accuracy.md", "quality.md", "requirements.md", "sign-and-correct.md"}
_PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "RELEASING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs/how-to").glob("*.md")),
    *sorted((ROOT / "docs/decisions").glob("0*.md")),  # the list of them has a line for each
]


def _prose(text: str) -> Iterator[str]:
    """The lines of a page that are wrapped: not what is to be typed or is shown, no table, heading, address or code."""
    fence = ""
    for line in text.splitlines():
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and not line.startswith(("|", "#", "    ")) and "://" not in line:
            yield line


def _may_be_broken(line: str) -> bool:
    return " " in re.sub(r"`[^`]*`", "", line.strip())


_WRAPPED = [page for page in _PAGES if page.name not in _WRITTEN]


@pytest.mark.parametrize("page", _WRAPPED, ids=lambda page: page.name)
def test_a_line_of_prose_is_not_too_long(page: Path) -> None:
    wide = [line for line in _prose(page.read_text(encoding="utf-8")) if len(line) > WIDEST and _may_be_broken(line)]
    assert not wide, f"{WIDEST} characters at most: {wide}"
