"""Nothing that was typed stands on no page: each text of each record of the demo is among the words of its pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.schemas import bundled_schema, schema_resolved
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.site.content.key_facts import NOT_LISTED, key_facts
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


def _sample(schema: Any, whole: Any) -> Any:
    """A value with the word to look for in it, in the form that the schema wants as far as it is a form at all."""
    kinds = schema.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "object":
        keys = schema.get("properties") or {"C-0142": {}}
        return {key: _sample(schema_resolved(below, whole), whole) for key, below in keys.items()}
    if kind == "array":
        return [_sample(schema_resolved(schema.get("items", {}), whole), whole)]
    return {"integer": 4711, "number": 47.11, "boolean": True}.get(kind, "zqwx")


@pytest.mark.parametrize("word", sorted(RECORD_TYPES))
def test_each_key_of_each_schema_is_shown_or_says_why_not(word: str) -> None:
    whole = bundled_schema(word)
    for key, schema in whole["properties"].items():
        if key in NOT_LISTED:
            continue
        value = _sample(schema_resolved(schema, whole), whole)
        shown = str(key_facts(cast(Any, SimpleNamespace(type=word, data={key: value}))))
        leaves = re.findall(r"zqwx|4711|47\.11|True|C-0142", str(value))
        assert leaves and len(re.findall(r"zqwx|4711|47\.11|>yes<|C-0142", shown)) >= len(leaves), (key, value, shown)
