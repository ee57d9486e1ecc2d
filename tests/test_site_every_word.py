"""Nothing that was typed stands on no page: each text of each record of the demo is among the words of its pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.records import Record
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.site.content.key_facts import NOT_LISTED
from caseload_tools.site.edition import Edition
from tests.conftest import ROOT, TODAY


@cache
def _edition() -> Edition:
    practice = load_practice(ROOT)
    caseload = read_caseload(ROOT, practice, TODAY)
    return Edition(caseload, (), lint_caseload(ROOT, practice, LintRequest(today=TODAY, jobs=1)))


@cache
def _pages() -> dict[str, str]:
    """The words of every page, by its address, as a reader sees them."""
    return {page.address: _words(html.unescape(re.sub(r"<[^>]*>", " ", page.body))) for page in _edition().pages()}


def _words(text: str) -> str:
    return " " + " ".join(re.findall(r"\w+", text)) + " "


def _texts(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if len(path) or key not in NOT_LISTED:
                yield from _texts(value, (*path, key))
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _texts(each, path)
    elif isinstance(data, str):
        yield path, data


def _lost(record: Record, said: str) -> Iterator[str]:
    for path, text in _texts(record.data):
        if _words(text) not in said:
            yield f"{record.path}: {'.'.join(path)}"
    for paragraph in re.split(r"\n\s*\n|\n(?=[-#|>])", record.document.shown):
        plain = re.sub(r"\]\([^)]*\)|[*_`|]", " ", paragraph)
        if plain.strip("#-> \n") and _words(plain) not in said:
            yield f"{record.path}: a paragraph of {len(plain.split())} words"


@pytest.mark.parametrize("client", [chart.id for chart in _edition().charts])
def test_each_text_of_a_chart_is_on_its_pages(client: str) -> None:
    chart = next(each for each in _edition().charts if each.id == client)
    said = " ".join(words for address, words in _pages().items() if address.startswith(f"clients/{client}"))
    lost = [each for record in chart.records if record.date <= TODAY for each in _lost(record, said)]
    assert not lost, "\n".join(lost[:40])


def test_each_text_of_the_practice_is_on_a_page() -> None:
    said = " ".join(words for address, words in _pages().items() if not address.startswith("clients/"))
    lost = [each for record in _edition().caseload.shared.records for each in _lost(record, said)]
    assert not lost, "\n".join(lost[:40])
