"""The line of a TOML key: what people write, what only looks like a table, and any document that tomllib reads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload_tools.text.toml_lines import TomlLines

DOCUMENT = '''\
name = "Northgate"  # [staff.x] is no table here
label = """
[staff.x]
name = 3
[[fees.90834]]
"""
other = \'\'\'
[staff.x]\'\'\'
"m.okafor".start = 2024-02-01

[staff.x]
name = 3
'quoted key' . inner = "a = [1"
"caf\\u00e9" = true

[policy]
note_within = { value = "24 hours", source = "x = 1, [policy]" }
days = [
  1,  # one, ]
  [2, 3],
  { at = 4 },
]

[[x]]
a = 1

[x.y]
b = 1

[[x]]
a = 2

[x.y]
b = 2

[[x.z]]
c = 1
[[x.z]]
c = 2

[deep.below]
d = 1

[deep]
e = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("label",), 2),
        (("other",), 7),
        (("m.okafor",), 9),
        (("m.okafor", "start"), 9),
        (("staff",), 11),
        (("staff", "x"), 11),
        (("staff", "x", "name"), 12),
        (("staff", "x", "quoted key", "inner"), 13),
        (("staff", "x", "café"), 14),
        (("policy", "note_within", "source"), 17),
        (("policy", "days"), 18),
        (("policy", "days", 0), 19),
        (("policy", "days", 1, 1), 20),
        (("policy", "days", 2, "at"), 21),
        (("x",), 24),
        (("x", 0, "a"), 25),
        (("x", 0, "y", "b"), 28),
        (("x", 1), 30),
        (("x", 1, "y"), 33),
        (("x", 1, "y", "b"), 34),
        (("x", 1, "z", 0, "c"), 37),
        (("x", 1, "z", 1, "c"), 39),
        # A table's own header goes before the first mention of it.
        (("deep",), 44),
        (("deep", "below", "d"), 42),
        # What is not there: the nearest thing round it.
        (("policy", "note_withn"), 16),
        (("staff", "y"), 11),
        (("x", 2, "a"), 24),
        (("nothing", "of", "it"), 1),
        ((), 1),
    ],
)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(DOCUMENT)
    assert TomlLines(DOCUMENT).line_of(path) == line
    assert TomlLines(DOCUMENT.replace("\n", "\r\n")).line_of(path) == line


def test_only_the_ends_of_lines_count() -> None:
    assert TomlLines('a = "\u2028"  # \u2028\x85\nb = 1\n').line_of(("b",)) == 2


def test_of_broken_text_what_stands_above_the_break_is_known() -> None:
    lines = TomlLines("a = 1\n[b]\nc = 2\nd = [1, 2\n[e]\nf = 1\n")
    assert [lines.line_of(path) for path in (("a",), ("b", "c"), ("b", "d"), ("e", "f"))] == [1, 3, 4, 1]


@given(st.text(alphabet="ab=.[]{}\"'#,\\\n 1", max_size=60))
@settings(max_examples=300)
def test_it_never_fails(text: str) -> None:
    assert 1 <= TomlLines(text).line_of(("a", 0, "b")) <= text.count("\n") + 1


# `@` stands for a number that no other place of the document has.
_KEYS = st.sampled_from(["a", "b", "c-d", '"e.f"', "'g h'", '"[a]"', "a.b", 'b . "e.f"'])
_VALUES = st.recursive(
    st.just("@"),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda each: "[\n  " + ",  # ]\n  ".join(each) + ",\n]")
        | st.lists(inner, min_size=1, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.lists(
            st.tuples(st.sampled_from("abc"), inner), min_size=1, max_size=3, unique_by=lambda each: each[0]
        ).map(lambda pairs: "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }")
    ),
    max_leaves=5,
)
_STRINGS = st.sampled_from(['"""\n[a]\nb = 1\n"""', "'''\n[[b]]\n'''", '"[a] # "', '"""x""""', '"\\" = {"'])
_STEPS = (
    st.builds("{} = {}".format, _KEYS, _VALUES)
    | st.builds("{} = {}".format, _KEYS, _STRINGS)
    | _KEYS.map("[{}]".format)
    | _KEYS.map("[[ {} ]]  # x".format)
    | st.sampled_from(["", "# [a]", "# b = 1"])
)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _leaves(each, (*path, at))
    else:
        yield path, value


def _readable(steps: list[str]) -> str:
    """The document of the steps that tomllib takes, one after the other; each number is one of its own."""
    kept = ""
    for step in steps:
        pieces = step.split("@")
        numbers = [str(70_000 + kept.count("\n") * 100 + at) for at in range(len(pieces) - 1)]
        more = "".join(f"{piece}{number}" for piece, number in zip(pieces, [*numbers, ""], strict=True))
        try:
            tomllib.loads(kept + more + "\n")
        except tomllib.TOMLDecodeError:
            continue
        kept += more + "\n"
    return kept


@given(st.lists(_STEPS, min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_each_value_that_tomllib_reads_stands_in_the_line_that_is_told(steps: list[str]) -> None:
    text = _readable(steps)
    lines, looked_up = text.split("\n"), TomlLines(text)
    for path, value in _leaves(tomllib.loads(text)):
        line = lines[looked_up.line_of(path) - 1]
        assert str(value) in line if isinstance(value, int) else "=" in line, (path, text)
