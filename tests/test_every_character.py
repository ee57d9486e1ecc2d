"""Each character of a record is read, or named by a finding: whatever is typed into it, and wherever.

One record of every type from our own demo, a word put in at each place with what YAML could take it for. The word
must stand in what was read, front matter or text, which the digest covers, or its record has a finding that it had
not before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from caseload_tools.chart.caseload import checker_for
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import load_practice
from caseload_tools.text import Document, read_bytes
from tests.conftest import ROOT
from tests.odd_pieces import PIECES, WORD


@cache
def _samples() -> dict[str, tuple[str, str]]:
    """By type, the path and text of the longest front matter that the demo has of it."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "records").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        word = read_bytes(text.encode(), "").data.get("type")
        if isinstance(word, str) and len(text) > len(found.get(word, ("", ""))[1]):
            found[word] = (path.relative_to(ROOT).as_posix(), text)
    return found


def test_the_demo_has_every_type() -> None:
    assert _samples().keys() == RECORD_TYPES.keys()


def _places(text: str) -> Iterator[int]:
    """The end of each line of the front matter, and behind each colon and blank in it."""
    end = text.index("\n---", 4)
    for at in range(4, end + 1):
        if text[at] in "\n" or (at > 4 and text[at - 1] in ": ,[{" and text[at] != "\n"):
            yield at


@cache
def _tools() -> Any:
    practice = load_practice(ROOT)
    rule = load_rules()["STR017"]
    return practice, checker_for(practice), rule


def _told(path: str, text: str) -> tuple[Document, int]:
    """The document, and how much is said of it by what reads a single record."""
    practice, checker, rule = _tools()
    parts = path.split("/")
    of_practice = parts[1] == "practice"
    chart = "" if of_practice else next(each for each in parts if each.startswith("C-"))
    link = path.partition(f"{chart or 'practice'}/")[2].removesuffix(".md")
    folder = link.partition("/")[0] if "/" in link else ""
    read = read_record(read_bytes(text.encode(), path), folder, link, chart, checker)
    told = len(read.faulty.problems) if read.faulty is not None else 0
    if isinstance(read.record, Record):
        told += len(list(rule.function(read.record, None, practice)))
    return read.record.document, told


def _lost(word: str, stride: int, offset: int) -> Iterator[str]:
    path, text = _samples()[word]
    _, before = _told(path, text)
    cases = [(at, piece) for at in _places(text) for piece in PIECES]
    for at, piece in cases[offset::stride]:
        changed = text[:at] + piece + text[at:]
        document, told = _told(path, changed)
        read = json.dumps(document.data, ensure_ascii=False) + document.body
        if read.count(WORD) < piece.count(WORD) and told <= before:
            yield f"{piece!r} in line {changed[: at + 1].count(chr(10)) + 1}: {changed[:at].splitlines()[-1][-40:]!r}"


@pytest.mark.parametrize("word", sorted(RECORD_TYPES))
def test_a_word_is_read_or_named(word: str) -> None:
    lost = list(_lost(word, 29, 0))
    assert not lost, "\n".join(lost[:20])


@pytest.mark.extended
@pytest.mark.parametrize("word", sorted(RECORD_TYPES))
def test_a_word_is_read_or_named_at_more_places(word: str) -> None:
    lost = list(_lost(word, 4, 1))
    assert not lost, "\n".join(lost[:20])
