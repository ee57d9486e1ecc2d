"""Brackets are counted before any parser sees them, so no finding depends on how far a parser scans ahead.

What counts as an open bracket is asked of the parser itself: of texts short enough for every parser to agree on.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from yaml import events

from caseload_tools.text.front_matter.yaml_depth import bracket_at_depth
from caseload_tools.text.front_matter.yaml_events import PARSER, ParserOf, PureParser
from caseload_tools.text.front_matter.yaml_reading import read_yaml
from caseload_tools.text.front_matter.yaml_words import DEPTH

MOST_OPEN = 2 * DEPTH + 1

# `^` stands before the bracket that is meant: the second of two that are open; none when there is no such.
# fmt: off
NESTED = {
    "two": "a: [^[",
    "braces": "a: {b: ^{",
    "closed and opened again": "a: [^[]",
    "on lines of their own": "a:\n  [\n  ^[",
    "pairs side by side": "a: [], {}, [], {}",
    "in double quotes": 'a: ["[[[", ^[',
    "in single quotes": "a: ['[[[', ^[",
    "a quote escaped": r'a: ["\"[[[", ^[',
    "a quote doubled": "a: ['it''s [[[', ^[",
    "quotes over two lines": 'a: "[\n  [ # [\n  [" \nb: [^[',
    "an apostrophe is no quote": "a: don't\nb: [^[",
    "an apostrophe in a list": "a: [don't, ^[it's",
    "a closing bracket in quotes": "a: ['] ]', ^[",
    "a comment": "a: 1 # [[[\nb: [ # [[\n  ^[",
    "a comment of its own": "# [[[\na: 1\n  # [[[\nb: 2",
    "no comment without a space": "a: [b#c, ^[",
    "text that has brackets": "a: b[[[ [ [c",
    "text that goes on": "a: b\n  [[[\n  [c\nd: [^[",
    "text that goes on over an empty line": "a: b\n\n  [[[\nd: 1",
    "text in a list that ends with it": "- a\n  [[[\n- [^[",
    "text ends where a key can be": "a: b\n[^[[",
    "a key with brackets": "a[[[: b",
    "a block of text": "a: |\n  [[[\n  [\nb: [^[",
    "a folded block": "a: >-\n  [[[\n\n   [\nb: 1",
    "a block with its indent": "a: |2\n   [[[\n  [\nb: 1",
    "a block with a comment": "a: | # [[\n  [[[\nb: 1",
    "a block in a list": "a:\n  - |\n    [[[\n  - [^[",
    "an empty block": "a: |\nb: [^[",
    "a colon in the text": "a: 14:30[[[",
    "an anchor": "a: &b [^[",
    "a tag": "a: !b [^[",
    "a sign for keys": "? [^[",
    "nothing": "",
}
# fmt: on
PARTS = st.sampled_from(
    [
        "[",
        "]",
        "{",
        "}",
        "a",
        "b c",
        ": ",
        ":",
        "\n",
        "\n  ",
        "\n ",
        "- ",
        "'",
        '"',
        "# ",
        "#",
        " ",
        ",",
        ", ",
        "|",
        "|\n",
        "|2\n",
        "|\n  ",
        ">-\n",
        "? ",
        "&a ",
        "*a",
        "!t ",
        "---",
        "...",
        "-",
        "it's",
        "\\",
        "''",
        "x'y",
        "key:\n",
        "\nk: ",
        "\n- ",
        "\n\n",
        "%",
    ]
)  # fmt: skip
SOUP = st.lists(PARTS, min_size=2, max_size=16).map("".join)
QUICK = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_only_brackets_that_open_something_are_counted(text: str) -> None:
    meant = text.find("^")
    source = text.replace("^", "")
    padded = source + "\n" + "# [" * MOST_OPEN  # so that it is looked at, however few brackets it has
    assert bracket_at_depth(padded, 2) == (meant if meant >= 0 else None)
    assert bracket_at_depth("[[[\n" + padded, 2, 4) == (meant + 4 if meant >= 0 else None)


def told(parser: ParserOf, source: str, depth: int) -> int | None:
    """The first bracket with so many open, as a parser tells it. ValueError when it stops before that."""
    open_ones: list[bool] = []
    try:
        parsing = parser(source)
        while not isinstance(event := parsing.get_event(), events.StreamEndEvent):
            if isinstance(event, events.CollectionEndEvent):
                open_ones.pop()
            elif isinstance(event, events.CollectionStartEvent):
                open_ones.append(_is_bracket(event, source))
                if open_ones[-1] and sum(open_ones) == depth:
                    assert event.end_mark is not None
                    return int(event.end_mark.index) - 1
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError("no bracket before the mistake") from error
    return None


def _is_bracket(event: Any, source: str) -> bool:
    """A pair in a list, `[a: b]`, is a mapping without a bracket of its own."""
    start, end = event.start_mark.index, event.end_mark.index
    return bool(event.flow_style) and end > start and source[end - 1] in "[{"


def as_parsers_count(source: str) -> None:
    for depth in (1, 2, 3):
        for parser in (PARSER, PureParser):
            try:
                expected = told(parser, source, depth)
            except ValueError:
                continue
            assert bracket_at_depth(source, depth) == expected, (source, depth, parser)


@QUICK
@given(SOUP)
@example("*akey:\n? \n--- -|\n>-\n{|2\n|{\n")
@example("a:\n- b: |\n    [\n   c: [[")
def test_what_is_open_is_what_parsers_say(source: str) -> None:
    as_parsers_count(source)


@pytest.mark.extended
@settings(QUICK, max_examples=2_000)
@given(SOUP)
def test_what_is_open_is_what_parsers_say_of_more(source: str) -> None:
    as_parsers_count(source)


@pytest.mark.slow
@MANY
@given(SOUP)
def test_what_is_open_is_what_parsers_say_of_many(source: str) -> None:
    as_parsers_count(source)


DEEP = st.lists(
    st.one_of(PARTS, st.tuples(st.sampled_from(["[", "{", "[{", "{? ", "{a: ", "&a ["]), st.integers(1, 90)).map(
        lambda part: part[0] * part[1]
    )),
    min_size=1,
    max_size=6,
).map(lambda parts: f"x: {''.join(parts)}\nend: 1\n")  # fmt: skip


@settings(QUICK, max_examples=500)
@given(DEEP)
@example("x: " + "[" * 100_000)
@example("x: " + "[" * 19 + "{" + "[" * 100)
def test_no_parser_sees_more_open_brackets_than_are_followed(source: str) -> None:
    seen: list[str] = []

    def listening(text: str) -> Any:
        seen.append(text)
        return PARSER(text)

    reading = read_yaml(source, listening)
    for text in seen:
        assert bracket_at_depth(text + "# [" * MOST_OPEN, MOST_OPEN) in (None, len(text) - 1)
    # What was cut off was never missed: the text seems to end in the middle of nothing.
    if len(seen[0]) < len(source):
        assert reading.slips and reading.slips[0].start < len(seen[0])


# Whatever limit a parser has of its own, from a hundred levels on, is not felt.
@pytest.mark.parametrize("opening", ["[", "{", "{? ", "{a: ", "[{", "&a [", "[\n  ", '["", '])
@pytest.mark.parametrize("parser", [PARSER, PureParser], ids=["usual", "pure"])
def test_a_thousand_levels_read_as_fifty(parser: ParserOf, opening: str) -> None:
    few, many = (read_yaml(f"x:\n  {opening * levels}", parser) for levels in (50, 1_100))
    assert many.slips[0][:2] == few.slips[0][:2]
    assert not few.sound and not many.sound


def test_brackets_that_are_none_stay_in_the_data() -> None:
    signs = "[" * 1_100
    source = f"a: \"{signs}\"\nb: '{signs}'\nc: |\n  {signs}\nd: x{signs}\n  {signs}\ne: 1 # {signs}\n"
    reading = read_yaml(source)
    assert reading.sound
    assert reading.data == {"a": signs, "b": signs, "c": signs + "\n", "d": f"x{signs} {signs}", "e": 1}
