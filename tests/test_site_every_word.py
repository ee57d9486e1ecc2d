"""Nothing that was typed stands on no page: each text of each record of the demo is among the words of its pages.

So is each of a record of every type that is planned or void, of an older plan, of what was added to an addition, and of
types that only a newer version knows.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from caseload_tools.chart.audience import kept_back_by_mistake, may_be_shown, shown_caseload
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.schemas import bundled_schema, schema_resolved
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.practice.record_format import FORMAT
from caseload_tools.site.addresses import coming_records, place_on_page, record_address
from caseload_tools.site.content.key_facts import NOT_LISTED, key_facts
from caseload_tools.site.content.timeline_rows import months_of, months_to_come
from caseload_tools.site.edition import Edition
from devtools.examples.trying import settings_text
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


CHARTS = sorted(page.parent.name for page in (ROOT / "records/clients").rglob("client.md"))


def test_each_chart_is_looked_at() -> None:
    assert sorted(chart.id for chart in _edition().charts) == CHARTS


@pytest.mark.parametrize("client", CHARTS)
def test_each_text_of_a_chart_is_on_its_pages(client: str) -> None:
    chart = next(each for each in _edition().charts if each.id == client)
    said = " ".join(words for address, words in _pages().items() if address.startswith(f"clients/{client}"))
    lost = [each for record in (*chart.records, *chart.voided) for each in _lost(record, said)]
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
        shown = str(key_facts(cast(Any, SimpleNamespace(type=word, data={key: value}, lost=()))))
        leaves = re.findall(r"zqwx|4711|47\.11|True|C-0142", str(value))
        assert leaves and len(re.findall(r"zqwx|4711|47\.11|>yes<|C-0142", shown)) >= len(leaves), (key, value, shown)


# --- planned, void, superseded, added to, and of a type that only a newer version knows ---------------------

DAY = date(2026, 1, 30)
CHART = "records/clients/C-0001"
OF_CHARTS = sorted(word for word, kind in RECORD_TYPES.items() if not kind.of_practice and word != "client")
# Addenda by their names and what they are added to.
ADDED = {
    "to-addendum": "addenda/2026-01-22",
    "to-that": "addenda/2026-01-23-to-addendum",
    "to-client": "client",
    "to-void": "sessions/2026-01-19-void",
    "to-planned": "sessions/2026-12-10",
    "to-nothing": "sessions/2020-01-01",
    "to-agency": "agencies/riverside",
    "in-a-circle": "addenda/2026-01-23-in-a-circle-2",
    "in-a-circle-2": "addenda/2026-01-23-in-a-circle",
    "to-itself": "addenda/2026-01-23-to-itself",
}
SIGNED = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-24 12:00}\n"
BY_GUARDIAN = "signatures:\n  - {by: Mary Roe, role: guardian, at: 2026-01-20 12:00}\n"
LETTER = "type: letter\nclient: C-0001\ndate: 2026-01-20\nposted_to:\n  - {name: Zqwx House, reason: zqwx reason}\n"
NEWER = {
    "letters/2026-01-20.md": f"---\n{LETTER}{BY_GUARDIAN}---\n\nA letter with zqwxa.\n\n%% zqhidden %%\n",
    "sessions/2026-01-21.md": f"---\n{LETTER}---\n\nAn encounter with zqwxb.\n",
    "letters/2026-01-22.md": f"---\n{LETTER}visibility: clinician-only\n---\n\nzqhidden\n",
    "letters/2026-01-23.md": f"---\n{LETTER}visibilty: clinician-only\n---\n\nzqhidden\n",
    "letters/2026-01-24.md": f"---\n{LETTER.replace('C-0001', 'C-0002')}---\n\nzqhidden\n",
    "letters/2026-01-25.md": f"---\n{LETTER}posted_to: twice\n---\n\nzqhidden\n",
}


def _marked(text: str, word: str, day: str = "") -> str:
    """A record with a word in each of its sentences and in its text."""
    front, _, body = text.partition("\n---\n")
    front = re.sub(r"(?m)^(\s*(?:- )?\w+: )([A-Za-z\"][^\n\[{|>]* [^\n]*[a-z.])$", rf"\1\2 {word}", front)
    front = re.sub(r"(?m)^date: .*", f"date: {day}", front) if day else front
    return f"{front}\n---\n{body.rstrip()}\n\n{word} is here.\n"


def _addendum(to: str, kind: str, word: str, more: str = "") -> str:
    front = f"type: addendum\nclient: C-0001\ndate: 2026-01-23\nto: {to}\nkind: {kind}\nauthor: dana.ruiz\n"
    return f"---\n{front}reason: Because of {word}.\n{more}---\n\nAdded with {word}.\n"


def _files() -> dict[str, str]:
    """The files of a chart, by their paths below it."""
    files = {"client.md": RECORD_TYPES["client"].smallest}
    for number, word in enumerate(OF_CHARTS):
        kind = RECORD_TYPES[word]
        day = re.findall(r"(?m)^date: (.*)", kind.smallest)[0]
        files[f"{kind.folder}/{day}.md"] = _marked(kind.smallest, f"zqnow{number}")
        files[f"{kind.folder}/2026-12-10.md"] = _marked(kind.smallest, f"zqahead{number}", "2026-12-10")
        void = f"{kind.folder}/{day}-void"
        files[f"{void}.md"] = _marked(kind.smallest, f"zqvoid{number}")
        files[f"addenda/2026-01-24-{word}.md"] = _addendum(void, "void", f"zqwhy{number}", SIGNED)
    planned = f"{RECORD_TYPES['session'].smallest.partition('attendance')[0]}attendance: scheduled\n---\n\n"
    for month in range(1, 13):
        day = f"2027-{month:02}-01"
        files[f"sessions/{day}.md"] = _marked(f"{planned}To talk of zqbook{month}.\n", "zqbook", day)
    older = re.sub(r"(?m)^status: .*", "status: superseded", RECORD_TYPES["plan"].smallest)
    files["plans/2026-01-06.md"] = _marked(older, "zqolder", "2026-01-06")
    files |= {f"addenda/2026-01-23-{name}.md": _addendum(to, "correction", f"zq{name}x") for name, to in ADDED.items()}
    kept = RECORD_TYPES["contact"].smallest.replace("\n---\n", "\nvisibility: clinician-only\n---\n")
    files["contacts/2026-01-19-kept.md"] = _marked(kept, "zqhidden")
    files["contacts/2026-01-19-void-2.md"] = _marked(RECORD_TYPES["contact"].smallest, "zqunsaid")
    hidden = f"{SIGNED}visibility: clinician-only\n"
    files["addenda/2026-01-24-void-2.md"] = _addendum("contacts/2026-01-19-void-2", "void", "zqhidden", hidden)
    files["agencies/other.md"] = _marked(RECORD_TYPES["agency"].smallest, "zqagency")
    files["addenda/2026-01-24-kept.md"] = _addendum("contacts/2026-01-19-kept", "void", "zqkept", SIGNED)
    return files


def _is_void(name: str) -> bool:
    return "-void" in name or "kept" in name or name.startswith("addenda/2026-01-24")


# What lies among the practice's own records: one that is void, and what belongs in a chart.
OF_PRACTICE = {
    "agencies/riverside.md": RECORD_TYPES["agency"].smallest,
    "complaints/2026-01-20.md": _marked(RECORD_TYPES["complaint"].smallest, "zqvoid"),
    "addenda/2026-01-24.md": _addendum("complaints/2026-01-20", "void", "zqwhy", SIGNED),
    "letters/2026-01-20.md": NEWER["letters/2026-01-20.md"],
}


@cache
def _written_out(root: Path, with_void: bool = True) -> Edition:
    """An edition of a practice of a newer format with one chart that has records in each of these states."""
    (root / "records/practice/agencies").mkdir(parents=True)
    settings = settings_text(f'format = {FORMAT + 1}\nneeds = "9.9.0"')
    (root / "caseload.toml").write_text(settings, encoding="utf-8")
    for name, text in OF_PRACTICE.items():
        (root / "records/practice" / name).parent.mkdir(exist_ok=True)
        (root / "records/practice" / name).write_text(text, encoding="utf-8")
    for name, text in {**_files(), **NEWER}.items():
        if with_void or not _is_void(name):
            (root / CHART / name).parent.mkdir(parents=True, exist_ok=True)
            (root / CHART / name).write_text(text, encoding="utf-8")
    practice = load_practice(root)
    caseload = read_caseload(root, practice, DAY)
    found = lint_caseload(root, practice, LintRequest(today=DAY, select=["STR004"], jobs=1))
    by_mistake = tuple(each.path for each in kept_back_by_mistake(caseload))
    return Edition(shown_caseload(caseload), all_obligations(caseload), found, None, by_mistake)


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return _written_out(tmp_path_factory.mktemp("stated"))


def _bodies(edition: Edition) -> dict[str, str]:
    return {page.address: html.unescape(page.body) for page in edition.pages()}


def _said(edition: Edition, begins: str) -> str:
    bodies = (body for address, body in _bodies(edition).items() if address.startswith(begins))
    return " ".join(_words(re.sub(r"<[^>]*>", " ", body)) for body in bodies)


def test_each_text_is_on_the_pages_in_whatever_state_its_record_is(stated: Edition) -> None:
    [chart] = stated.charts
    of_chart = {each.type for each in chart.records} - {"client", "agency"}
    assert {each.type for each in chart.voided} == of_chart == {*OF_CHARTS}
    assert {each.type for each in chart.records if each.date > DAY} == {*OF_CHARTS}
    said = _said(stated, "clients/C-0001")
    told = [record for record in (*chart.records, *chart.voided) if may_be_shown(record)]
    lost = [each for record in told for each in _lost(record, said)]
    assert not lost, "\n".join(lost)
    # Two are kept back, and what declares one of them void.
    assert len(told) + 3 == len((*chart.records, *chart.voided))


def test_each_text_of_the_practice_is_on_its_page_in_whatever_state_its_record_is(stated: Edition) -> None:
    shelf = stated.caseload.shared.shelf
    assert [each.type for each in shelf.voided] == ["complaint"] and len(shelf.records) == 2
    said = _said(stated, "practice.html")
    lost = [each for record in (*shelf.records, *shelf.voided) for each in _lost(record, said)]
    assert not lost, "\n".join(lost)
    assert "Entered in error declared void Fri 23 Jan by dana ruiz Because of zqwhy" in said
    assert " zqvoid " not in _said(dataclasses.replace(stated, of_some=True), "")


def test_each_record_has_one_place_and_its_address_leads_there(stated: Edition) -> None:
    [chart] = stated.charts
    bodies = _bodies(stated)
    for body in bodies.values():
        ids = re.findall(r' id="([^"]+)"', body)
        assert len(ids) == len({*ids})
    for record in (*chart.records, *chart.voided):
        page, _, place = record_address(chart, record).removeprefix("@").partition("#")
        assert record.type == "client" or f' id="{place}"' in bodies[page], record


def test_what_is_void_says_so_with_who_when_and_why(stated: Edition) -> None:
    [chart] = stated.charts
    body = " ".join(text for address, text in _bodies(stated).items() if address.startswith("clients/C-0001"))
    for record in chart.voided:
        row = body.partition(f' id="{place_on_page(record)}"')[2].partition("</li>")[0]
        reason = chart.shelf.voids[record.link].reason.rstrip(".")
        why = f": {reason}" if reason else ""
        assert row.partition(">")[2].startswith("Void: "), record
        assert f"Entered in error, declared void Fri 23 Jan by dana.ruiz{why}. It counts for nothing." in row, record
        assert 'class="entry void"' in row and " open" not in row.partition("<summary>")[0], record
    assert len(re.findall("Void: (?!Void)", body)) == len(chart.voided)


def test_what_is_void_is_in_no_number_and_no_other_page(stated: Edition, tmp_path: Path) -> None:
    bare = _written_out(tmp_path, with_void=False)
    without, with_void = _bodies(bare), _bodies(stated)
    # The addenda that declare void are records of their own: `rules.html` says of how many records rules were asked.
    others = [each for each in without if not each.startswith(("clients/C-0001", "rules.html"))]
    assert others and [each for each in others if without[each] != with_void[each]] == []
    # How much text stands on the chart itself decides where links lead, and nothing else.
    heads = [re.sub(r' href="[^"]*"', "", each["clients/C-0001.html"]) for each in (with_void, without)]
    assert len({each.partition("</header>")[0] for each in heads}) == 1
    charts = [one.charts[0] for one in (stated, bare)]
    months = [[(each.first, each.told) for each in months_of(chart, date.min, DAY)] for chart in charts]
    assert months[0] == months[1] and len(months[0]) == 1
    ahead = [[each.told for each in months_to_come(chart, coming_records(chart))] for chart in charts]
    assert [each.count("to come, 1 session planned") for each in ahead] == [12, 12], ahead


def test_what_only_a_newer_version_knows_stands_as_it_is_written(stated: Edition) -> None:
    said = _said(stated, "clients/C-0001.html")
    for words in ("As it is written", "letter", "posted_to", "Zqwx House", "zqwx reason", "zqwxa", "zqwxb", "9 9 0"):
        assert f" {words} " in said, words
    assert "zqwxa" in _said(stated, "practice.html")
    everything = _said(stated, "")
    assert "zqhidden" not in everything and "Mary" not in everything and "Signed by the guardian" in everything
    assert [each.rpartition("/")[2] for each in stated.by_mistake] == ["2026-01-23.md"]
    first = _bodies(stated)["index.html"]
    assert [name for name in NEWER if f"<code>{CHART}/{name}</code>" not in first] == []
