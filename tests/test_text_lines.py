"""The short way of reading front matter gives what the strict reader gives, or nothing (decision 0039).

Whatever is accepted is read by both and must be equal in value, type, order and every mark: all short texts, every
record of the demo, the charts not made for this, the vectors, and thousands of real fronts with something odd put in.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseload_tools.text.front_matter.yaml_events import PARSER, PureParser
from caseload_tools.text.front_matter.yaml_lines import read_lines
from caseload_tools.text.front_matter.yaml_reading import LONGEST, read_yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "records", ROOT / "tests" / "fixtures")

# fmt: off
ODD = [
    "---", "\n", "\n\n", "\r\n", "a: ", "b:\n", "  - ", "- ", "- id: x\n", "  ", " ", "[1, 2]", "[a,b]", "[ a]",
    "[a, ]", "{a: b}", "{a: b, a: c}", "{a: 14:30}", "{a}", "[a: b]", "'x'", '"x"', "''", '""', "'", '"', '"\\n"',
    "|", "|\n", ">-\n", "# c", " #", "#", ": ", ":", ":x", ":\n", "...", "... ", "%Y", "<<: x\n", "? ", "&a ", "*a",
    "!", "!!str ", "\\", "14:30", "9999999999999999999", "-9999999999999999999.5", "-1", "1.50", "1e3", "007", "0x1",
    "-", "- - a", "null", "~", "true", "True", "no", "é", "😀", "\u2028", "\x85", "\u00a0", "\t", "\ufeff", "\0",
    "\x7f", "[]", "{}", "  x: y\n", "x: y\n", "x:\n", "    z: 1\n", "null: 1\n", "1: 2\n", "O1.1: x\n", "a b: c\n",
    "@", "`", ",", "]", "=", "=: 1\n", "'a': b\n", "Ä: b\n", "k" * 39 + ": 1\n", "k" * 40 + ": 1\n",
]
# fmt: on


@cache
def fronts() -> tuple[str, ...]:
    """The front matters of the demo and of the charts that no rule was made for."""
    files = sorted(path for folder in FOLDERS for path in folder.rglob("*.md"))
    found = [path.read_bytes().decode("utf-8", "replace").removeprefix("---\n") for path in files]
    return tuple(text[: text.index("\n---") + 1] for text in found if "\n---" in text)


def agree(source: str) -> bool:
    """Whether the short way was taken; both ways must agree then."""
    quick = read_lines(source)
    if quick is None:
        return False
    strict = read_yaml(source, lambda text: PARSER(text))  # any parser but the usual one is the strict way
    assert strict.sound and not strict.slips, source
    assert (repr(quick[0]), list(quick[1])) == (repr(strict.data), list(strict.marks)), source
    return True


def test_every_short_text() -> None:
    taken = 0
    for length in range(5):
        for text in map("".join, itertools.product("a:-[]{'\"#,! \n0", repeat=length)):
            taken += agree(f"{text}\n")
            if length < 4:
                agree(f"k:\n{text}\n")
    assert taken


def test_every_record_that_we_have() -> None:
    taken = sum(map(agree, fronts()))
    assert taken > 0.9 * len(fronts()) > 300, "the short way is no way any more"


def test_every_vector() -> None:
    for entry in _entries(tomllib.loads((ROOT / "tests/vectors/yaml.toml").read_text(encoding="utf-8"))):
        agree(entry)
        agree(entry if entry.endswith("\n") else entry + "\n")


def _entries(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node.removeprefix("---\n").partition("\n---")[0]
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _entries(each)


@st.composite
def nearly_real(draw: st.DrawFn) -> str:
    """Some lines of a real front matter, in other places, with something odd put in."""
    lines = draw(st.sampled_from(fronts())).split("\n")[:-1]
    first = draw(st.integers(0, len(lines) - 1))
    kept = lines[first : first + draw(st.integers(1, 9))]
    indent = min(len(line) - len(line.lstrip(" ")) for line in kept)
    text = "\n".join(line[indent:] for line in kept) + "\n"
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.sampled_from((0, 0, 0, 1, 2, 5)))
        text = text[:at] + draw(st.one_of(st.sampled_from(ODD), st.text(max_size=2))) + text[at + cut :]
    return text


QUICK = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(nearly_real())
def test_real_lines_with_something_odd(source: str) -> None:
    agree(source)


@pytest.mark.extended
@settings(QUICK, max_examples=2_000)
@given(nearly_real())
def test_2_000_times(source: str) -> None:
    agree(source)


@pytest.mark.slow
@settings(QUICK, max_examples=20_000)
@given(nearly_real())
def test_20_000_times(source: str) -> None:
    agree(source)


@pytest.mark.slow
@settings(QUICK, max_examples=3_000)
@given(nearly_real())
def test_the_pure_parser_agrees_too(source: str) -> None:
    quick = read_lines(source)
    if quick is not None:
        pure = read_yaml(source, PureParser)
        assert (repr(quick[0]), list(quick[1])) == (repr(pure.data), list(pure.marks)), source


@pytest.mark.parametrize("source", ["", "\n", "a:b\n", "- a\n", " a: b\n", "a: b", "# c\na: b\n", "a: b\n\nc: d\n"])
def test_what_it_leaves_to_the_strict_reader(source: str) -> None:
    assert read_lines(source) is None


@pytest.mark.parametrize("piece", [": ", " #", ":", "#", "  ", "[", "a, ", "a: b, ", "- ", '"', "é"])
def test_no_line_takes_longer_than_its_length(piece: str) -> None:
    long = piece * (LONGEST // len(piece) - 10)
    for source in (f"a: {long}\n", f"{long}\n", f"a: x{long}\n", f"a: [{long}]\n", f"a: {{b: {long}}}\n"):
        read_lines(source)  # were it quadratic, this test would take minutes
