"""The answer to a wrong value is the right line: over each key of each schema, read back and held to that schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.checking import Checker, CodedProblem
from caseload_tools.chart.records.right_lines import form_of, right_line
from caseload_tools.chart.records.schemas import schema_at, schema_resolved
from caseload_tools.chart.records.trade_words import SURE, UNSURE, meaning_of
from caseload_tools.cli.app import run
from caseload_tools.lint.repairing import repaired_text
from caseload_tools.text import read_bytes
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.rendering import render_record

CHECKER = Checker()
SECRET = "Zqwx Vlkj, and a remark"
_CODE = re.compile("`([^`]*)`")


def _keys(word: str) -> Iterator[KeyPath]:
    """Each key of a type, in lists and maps as well."""

    def inside(path: KeyPath, deep: int) -> Iterator[KeyPath]:
        schema = schema_at(whole, path)
        for key in schema.get("properties", {}):
            yield (*path, key)
            if deep < 3:
                yield from inside((*path, key), deep + 1)
        items = schema_resolved(schema.get("items", {}), whole)
        if path and items.get("properties"):
            yield from inside((*path, 0), deep + 1)

    whole = CHECKER.schema(word)
    return inside((), 0)


KEYS = [(word, path) for word in RECORD_TYPES for path in _keys(word) if path != ("type",)]


def _record(word: str, path: KeyPath, value: Any) -> str:
    """A record of this type with a value at a path, and forms around it."""
    whole = CHECKER.schema(word)
    data = {"type": word, **{key: form_of(schema_at(whole, (key,)), whole) for key in whole["required"]}}
    data["type"] = word

    def put(schema_path: KeyPath, left: KeyPath) -> Any:
        if not left:
            return value
        step, *rest = left
        inner = put((*schema_path, step), tuple(rest))
        if isinstance(step, int):
            return [inner]
        around = form_of(schema_at(whole, schema_path), whole) if schema_path else data
        return {**(around if isinstance(around, dict) else {}), step: inner}

    return render_record(put((), path))


def _problems(word: str, text: str, path: KeyPath) -> list[CodedProblem]:
    document = read_bytes(text.encode(), "")
    assert not document.faults, (text, document.faults)
    found = CHECKER.check(word, document, document.data)
    return [each for each in found if each.problem.path[: len(path)] == path]


def _lines_of(hint: str, path: KeyPath) -> str:
    codes = _CODE.findall(hint)
    if "below it" not in hint:
        codes = codes[:1]
    return "\n".join(codes) + "\n"


def test_there_are_keys() -> None:
    assert len(KEYS) > 500


@pytest.mark.parametrize("word", RECORD_TYPES)
def test_each_key_of_a_type_is_answered_with_a_line_that_it_takes(word: str) -> None:
    """A value of each wrong shape: what the hint says is read back as a value of that key, and says nothing typed."""
    answered = 0
    for _, path in (each for each in KEYS if each[0] == word):
        for wrong in (SECRET, 123456789, True, [SECRET, SECRET + "x"], {"zqwx": SECRET}, [[1]]):
            for coded in _problems(word, _record(word, path, wrong), path):
                problem = coded.problem
                if problem.path != path or problem.hint.startswith(
                    ("use `", "fill in", "a key here", "nobody types it")
                ):
                    continue
                answered += 1
                assert "qwx" not in f"{problem.message} {problem.hint}".casefold(), problem
                assert problem.hint.startswith("write "), (path, problem)
                typed = _lines_of(problem.hint, path)
                value = read_bytes(f"---\n{typed}---\n".encode(), "").data.get(str(path[-1]))
                assert not _problems(word, _record(word, path, value), path), (path, problem.hint)
    assert answered > 10, word


MEANT = [
    ("client", "safe_channels", "phone, sms", "[phone, sms]"),
    ("client", "safe_channels", "phone", "[phone]"),
    ("client", "safe_channels", "call and text", "[phone, sms]"),
    ("client", "safe_channels", '"[phone, sms]"', "[phone, sms]"),
    ("client", "prefers", "text", "sms"),
    ("client", "prefers", "[phone]", "phone"),
    ("client", "part2", "yes", "true"),
    ("client", "part2", "TRUE", "true"),
    ("client", "part2", "No", "false"),
    ("session", "minutes", '"50"', "50"),
    ("session", "setting", "telehealth", "video"),
    ("session", "setting", "call", "phone"),
    ("session", "attendance", "DNA", "no-show"),
    ("session", "format", "soap", "SOAP"),
    ("session", "objectives", "O1.1, O1.2", "[O1.1, O1.2]"),
    ("session", "objectives", "o1.1 o1.2", "[O1.1, O1.2]"),
    ("session", "clinician", "M.Okafor", "m.okafor"),
    ("session", "phq9", '"11"', "11"),
    ("session", "phq9", "1, 0, 2", "[1, 0, 2]"),
    ("session", "themes", "sleep", "[sleep]"),
    ("session", "safety_plan", '"[[safety/2026-10-13]]"', "safety/2026-10-13"),
    ("session", "homework", "12", '"12"'),
    ("charge", "fee", "$140", "140"),
    ("contact", "direction", "incoming", "in"),
]


@pytest.mark.parametrize(("word", "key", "wrong", "right"), MEANT, ids=lambda each: str(each)[:14])
def test_what_has_one_meaning_is_written_by_fix(word: str, key: str, wrong: str, right: str) -> None:
    text = re.sub(rf"\n{key}: .*", "", _record(word, ("source",), "x")).replace("\nsource: x", f"\n{key}: {wrong}")
    [coded] = _problems(word, text, (key,))
    assert coded.problem.repair is not None, coded
    fixed = repaired_text(text, coded.problem.repair)
    assert fixed == text.replace(f"{key}: {wrong}", f"{key}: {right}")
    assert not _problems(word, fixed, (key,))


@pytest.mark.parametrize(
    ("word", "key", "wrong"),
    [
        ("client", "safe_channels", "phone, maybe"),
        ("session", "themes", "sleep, and work"),
        ("session", "homework", "[Call Ann, rest]"),
        ("session", "risk", "denied"),
        ("session", "setting", "remote"),
        ("contact", "purpose", "admin"),
        ("session", "minutes", '"50 or so"'),
        ("client", "part2", "perhaps"),
        ("session", "phq9", "1, no, 2"),
    ],
)
def test_what_could_mean_two_things_is_told_and_not_written(word: str, key: str, wrong: str) -> None:
    text = re.sub(rf"\n{key}: .*", "", _record(word, ("source",), "x")).replace("\nsource: x", f"\n{key}: {wrong}")
    [coded] = _problems(word, text, (key,))
    assert coded.problem.repair is None, coded
    assert coded.problem.hint.startswith(("write it like `", "use `")), coded


def test_each_word_of_the_trade_stands_for_a_word_that_some_key_takes() -> None:
    lists = [tuple(each) for word in RECORD_TYPES for each in _lists(CHECKER.schema(word))]
    for said, meant in ((said, meant) for table in (SURE, UNSURE) for said, words in table.items() for meant in words):
        where = [words for words in lists if meant in words]
        assert where, (said, meant)
        for words in where:
            meaning = meaning_of(said, words)
            assert meaning is not None and set(meaning.words) <= set(words), (said, words)


def _lists(node: Any) -> Iterator[list[str]]:
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield node["enum"]
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from _lists(each)


def test_the_lines_of_the_issue() -> None:
    whole = CHECKER.schema("client")
    assert right_line(whole, ("safe_channels",), "phone, sms").hint == "write `safe_channels: [phone, sms]`"
    assert right_line(CHECKER.schema("session"), ("homework",), 5).hint == 'write it like `homework: "…"`'
    text = _record("complaint", ("source",), "x").replace("source: x", "status: open")
    [coded] = _problems("complaint", text, ("status",))
    assert coded.problem.hint == "a complaint says that with `resolved`"
    text = _record("session", ("source",), "x").replace("source: x", "zzyyxx: open")
    [coded] = _problems("session", text, ("zzyyxx",))
    assert coded.problem.hint == "`caseload explain STR004 session` lists the keys of a session"


@pytest.mark.parametrize("word", RECORD_TYPES)
def test_explain_lists_each_key_of_a_type(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "STR004", word]) == 0
    told = capsys.readouterr().out
    listed = set(re.findall(r"^ *([A-Za-z0-9_-]+)\*?(?:  |$)", told, re.MULTILINE))
    assert {str(path[-1]) for of, path in KEYS if of == word} <= listed
    assert max(map(len, told.splitlines())) <= 78
