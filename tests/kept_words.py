"""What became of a word of a record: read, shown, covered by the digest, named by a finding, or lost."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.caseload import Caseload, checker_for
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record, Unreadable
from caseload_tools.chart.records.from_document import Read, read_record
from caseload_tools.chart.records.problem import Problem
from caseload_tools.chart.shelf import PracticeShelf, Shelf
from caseload_tools.lint.allowances import allowances_in
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.site.content.key_facts import NOT_LISTED
from caseload_tools.site.edition import Edition
from caseload_tools.site.page import PAGE_MAKERS
from caseload_tools.site.pages.rules import rules
from caseload_tools.text import read_bytes
from caseload_tools.text.body_syntax import hidden_spans, visible_text
from caseload_tools.text.digest import content_digest
from tests.conftest import ROOT, TODAY
from tests.drawn_records import CLIENT, DrawnRecord

_CHART = f"records/clients/{CLIENT}"
_OTHERS = {
    f"{_CHART}/client.md": f"---\ntype: client\nclient: {CLIENT}\nstatus: active\nopened: 2026-01-05\n---\n",
    f"{_CHART}/sessions/2026-11-10.md": f"---\ntype: session\nclient: {CLIENT}\ndate: 2026-11-10\nclinician: m.okafor\n"
    "service: individual\nsetting: office\nattendance: attended\n---\n\nCame.\n",
}


@cache
def _tools() -> Any:
    practice = load_practice(ROOT)
    return practice, checker_for(practice), load_rules()


def read_drawn(path: str, text: str) -> Read:
    """The record as any command reads it."""
    home = _CHART if path.startswith(_CHART) else "records/practice"
    link = path.removeprefix(f"{home}/").removesuffix(".md")
    folder = link.partition("/")[0] if "/" in link else ""
    return read_record(read_bytes(text.encode(), path), folder, link, CLIENT if home == _CHART else "", _tools()[1])


class Account(NamedTuple):
    """What all that reads a record makes of it."""

    read: Read
    lines: frozenset[int]
    """Those that a finding is about."""
    refused: bool
    """Whether it is told as a whole that it cannot be read."""
    pages: str
    """The pages as they are written."""
    told: str
    """What the terminal says of the chart."""


def account_of(drawn: DrawnRecord, shown: bool) -> Account:
    """The account of a drawn record; with its pages where it is asked for what is `shown`, which takes longer."""
    read = read_drawn(drawn.path, drawn.text)
    pages, told = _shown(drawn.path, read) if shown else ("", "")
    refused = isinstance(read.record, Unreadable) and read.faulty is not None and bool(read.faulty.problems)
    return Account(read, frozenset(_lines(read)), refused, pages, told)


def _lines(read: Read) -> Iterator[int]:
    practice, _, rules = _tools()
    problems: list[Problem] = [each.problem for each in read.faulty.problems] if read.faulty else []
    if isinstance(read.record, Record):
        problems += rules["STR017"].function(read.record, None, practice)
        problems += rules["STR018"].function(read.record)
        problems += rules["STR020"].function(read.record) if "STR020" in rules else ()
    for each in problems:
        span = read.record.document.position(each.path) if each.path and not each.line else None
        key = read.record.document.key_position(each.path) if each.path and not each.line else None
        yield from range(key.line if key else each.line, (span.end_line if span else each.line) + 1)
    for allowance in allowances_in(read.record.document, rules):
        yield allowance.line  # what it says stands beside what it allows, or ALW says that it is none


def _shown(path: str, read: Read) -> tuple[str, str]:
    others = [read_drawn(*each).record for each in _OTHERS.items() if each[0] != path]
    records = [each for each in (read.record, *others) if isinstance(each, Record)]
    unreadable = () if isinstance(read.record, Record) else (read.record,)
    of_chart = path.startswith(_CHART)
    in_chart = tuple(each for each in records if each.path.startswith(_CHART))
    of_practice = tuple(each for each in records if not each.path.startswith(_CHART))
    shared = PracticeShelf(Shelf(of_practice, () if of_chart else unreadable), ())
    practice = _tools()[0]
    chart = Chart(CLIENT, _CHART, practice, TODAY, Shelf(in_chart, unreadable if of_chart else ()), shared, ())
    caseload = Caseload(ROOT, practice, TODAY, (chart,), shared)
    edition = Edition(caseload, (), LintResult())
    edition.tabs  # noqa: B018 - it loads the makers
    makers = [each.make for each in PAGE_MAKERS if of_practice or each.make is not rules]  # those tell of no chart
    pages = (page for make in makers for page in make(edition))
    return "\n".join(f"{page.title}\n{page.body}" for page in pages), repr(brief(caseload, chart))


def words_of_page(written: str) -> str:
    """What a reader sees of it."""
    return html.unescape(re.sub(r"<[^>]*>", " ", written)).lower()


def lost_words(drawn: DrawnRecord, shown: bool) -> Iterator[str]:
    """What is wrong with the record's words, in a sentence for each."""
    account = account_of(drawn, shown)
    document = account.read.record.document
    front = json.dumps(document.data, ensure_ascii=False)
    for word in drawn.words:
        line = document.text[: document.text.find(word)].count("\n") + 1
        named = line in account.lines or account.refused
        if word not in front and word not in document.body and not named:
            yield f"{word} (line {line}) is neither read nor named"
    chosen = drawn.words[len(drawn.text) % len(drawn.words)] if drawn.words else ""
    if chosen and document.usable and (chosen in front or chosen in document.body):
        yield from _undigested(drawn, account, chosen)
    if shown and isinstance(account.read.record, Record):
        yield from _misshown(drawn, account, account.read.record)
    if "%%" not in document.body:
        yield from misread_comments(document.body, tuple(each for each in drawn.words if each in document.body))


def _undigested(drawn: DrawnRecord, account: Account, word: str) -> Iterator[str]:
    document = account.read.record.document
    changed = read_bytes(drawn.text.replace(word, word[:-1]).encode(), drawn.path)
    if content_digest(changed.data, changed.body) == content_digest(document.data, document.body):
        yield f"{word} may change and no digest knows"


def _misshown(drawn: DrawnRecord, account: Account, record: Record) -> Iterator[str]:
    document = record.document
    front = json.dumps(document.data, ensure_ascii=False)
    listed = json.dumps({k: v for k, v in record.data.items() if k not in NOT_LISTED}, ensure_ascii=False)
    seen = words_of_page(account.pages) if may_be_shown(record) else ""
    for word in drawn.words:
        line = document.text[: document.text.find(word)].count("\n") + 1
        if (word in listed or word in document.shown) and word not in seen and line not in account.lines and seen:
            yield f"{word} (line {line}) is read and stands on no page"
        if word not in front and word not in document.shown:
            if word in account.pages:
                yield f"{word} (line {line}) is hidden and stands on a page"
            if word in account.told:
                yield f"{word} (line {line}) is hidden and told by `show`"


def misread_comments(body: str, words: tuple[str, ...]) -> Iterator[str]:
    """Words of a body that are hidden to an editor and shown by us, or the other way round."""
    in_comments, shown, spans = _comments(body), visible_text(body), list(hidden_spans(body))
    # Elsewhere one editor differs from the other: notes that are indented, comments that end in another paragraph …
    alike = not re.search(r"(?:^|[-+*>.)\]])(?: {4}|\t)|\|", body, re.MULTILINE)
    alike = (
        alike and "--->" not in body and all(span.closed and "\n" not in body[span.start : span.end] for span in spans)
    )
    for word in words:
        # Of `--->` CommonMark has had two minds; a quotation indented so far is none to it, to this reader it is.
        if word in in_comments and word in shown and not re.search(r"--->|^ {4,}>", body, re.MULTILINE):
            yield f"{word} is in a comment, to an editor, and shown"
        if alike and word not in shown and word not in in_comments:
            yield f"{word} is in no comment, to an editor, and hidden"


def _comments(body: str) -> str:
    """What stands in comments of HTML, as the editors read it that follow CommonMark."""
    blocks = _commonmark().parse(body)
    tokens = [part for block in blocks for part in (block, *(block.children or ()))]
    raw = (each.content for each in tokens if each.type in ("html_block", "html_inline"))
    return " ".join(found for html in raw for found in re.findall(r"<!--(?:-?>|.*?(?:-->|\Z))", html, re.DOTALL))


@cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable("table")
