"""Our schemas mean the same to every validator, in both drafts.

jsonschema-rs says yes or no in `caseload lint`, jsonschema writes the messages, ajv is what web programs and
editors use. All four are asked about every good record we have and about every mistake that
tests/clients/mutations.py can make in one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.records.schemas import DRAFTS, exported_schema
from caseload_tools.text import read_bytes
from tests.clients.mutations import mutants
from tests.clients.programs import node
from tests.conftest import ROOT

pytestmark = pytest.mark.clients


@dataclass(frozen=True)
class Case:
    """One record's data, with the type whose schema it is held against."""

    name: str
    word: str
    data: Mapping[str, Any]


def _data(text: str, name: str) -> Mapping[str, Any]:
    return read_bytes(text.encode(), name).data


@cache
def _good() -> tuple[Case, ...]:
    """The smallest record of each type, and every record of the demo practice."""
    smallest = [Case(f"{word} (smallest)", word, _data(kind.smallest, word)) for word, kind in RECORD_TYPES.items()]
    demo = []
    for path in sorted((ROOT / "records").rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        data = _data(path.read_text(encoding="utf-8"), name)
        demo.append(Case(name, str(data["type"]), data))
    return (*smallest, *demo)


@cache
def _bad() -> tuple[Case, ...]:
    """Every mistake in the smallest record of each type and in the first record of each type of the demo."""
    found = []
    for word, kind in RECORD_TYPES.items():
        texts = {f"{word} (smallest)": kind.smallest}
        of_type = (case.name for case in _good() if case.word == word and case.name.startswith("records/"))
        texts |= {name: (ROOT / name).read_text(encoding="utf-8") for name in list(of_type)[:1]}
        for name, text in texts.items():
            found += (Case(f"{name}: {each.what}", word, _data(each.text, name)) for each in mutants(text))
    return tuple(found)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each draft with the schema of every type in it."""
    folders = {}
    for draft in DRAFTS:
        folders[draft] = tmp_path_factory.mktemp(f"draft-{draft}")
        for word in RECORD_TYPES:
            schema = json.dumps(exported_schema(word, draft), ensure_ascii=False)
            (folders[draft] / f"{word}.schema.json").write_text(schema, encoding="utf-8")
    return folders


@pytest.fixture(scope="module")
def ajv(exported: dict[str, Path]) -> dict[str, dict[str, set[tuple[Any, ...]]]]:
    """By draft and record: the paths at which ajv finds an error, a missing key's own path among them."""
    records = [
        {"name": case.name, "schema": f"{case.word}.schema.json", "data": case.data} for case in (*_good(), *_bad())
    ]
    answers = {}
    for draft, folder in exported.items():
        found = node("ajv.mjs", {"dialect": draft, "schemas": str(folder), "records": records})
        assert found["schemas"] == {}, f"ajv refuses a schema of draft {draft}"
        answers[draft] = {
            name: {
                (*error["path"], error["missing"]) if error["missing"] else tuple(error["path"])
                for error in errors
                if error["keyword"] not in ("if", "propertyNames")  # they only repeat what lies below them
            }
            for name, errors in found["errors"].items()
        }
    return answers


def test_there_is_something_to_compare() -> None:
    assert len(_good()) >= len(RECORD_TYPES) + 40
    assert len(_bad()) >= 1000


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_good_record_is_good_for_ajv(ajv: dict[str, dict[str, set[tuple[Any, ...]]]], draft: str) -> None:
    refused = {case.name: ajv[draft][case.name] for case in _good() if ajv[draft][case.name]}
    assert not refused


def test_both_drafts_say_the_same(ajv: dict[str, dict[str, set[tuple[Any, ...]]]]) -> None:
    differing = [case.name for case in _bad() if ajv["7"][case.name] != ajv["2020-12"][case.name]]
    assert not differing


def test_the_first_pass_and_ajv_agree_on_every_mistake(
    ajv: dict[str, dict[str, set[tuple[Any, ...]]]],
) -> None:
    checker = Checker()
    differing = [case.name for case in _bad() if checker.fits(case.word, case.data) == bool(ajv["2020-12"][case.name])]
    assert not differing


def test_the_reference_and_ajv_find_the_same_places(ajv: dict[str, dict[str, set[tuple[Any, ...]]]]) -> None:
    checker = Checker()
    differing = {}
    for case in _bad():
        ours = {
            (*error.absolute_path, key) if error.validator == "required" else tuple(error.absolute_path)
            for error in checker._reference.errors(checker.schema(case.word), case.data)
            for key in (error.validator_value if error.validator == "required" else [None])
            if error.validator != "required" or key not in error.instance
        }
        theirs = ajv["2020-12"][case.name]
        unknown = {path for path in theirs if path not in ours and path[:-1] in ours}  # an unknown key, by its own name
        if (theirs - unknown) | {path[:-1] for path in unknown} != ours:
            differing[case.name] = (ours, theirs)
    assert not differing
