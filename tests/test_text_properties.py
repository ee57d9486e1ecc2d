"""Nothing that can be in a file makes the reader raise, and what it reads is what is written.

The strategies lean towards the edge: characters that mean something to YAML, fences, odd spaces. 2,000 cases
in every run, 20,000 in `make test-all`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from caseload_tools.errors import CaseloadError
from caseload_tools.text import Document, insert_key, name_faults, read_bytes, render_record, set_key
from caseload_tools.text.characters import UNSEEN
from caseload_tools.text.edits import append_item
from caseload_tools.text.front_matter.yaml_events import PureParser
from caseload_tools.text.front_matter.yaml_reading import read_yaml
from caseload_tools.text.rendering import quote_scalar

ALPHABET = "ab \n\n::--#'\"[]{},&*!|>%@`~?\\<=.019_\t\r\0é😀\u00a0\u200b\u2028\ufeff\x85"
PIECES = st.sampled_from(
    [
        "---\n", "---", "\n", "\r\n", "type: session\n", "client: C-0142\n", "a: ", "b:\n", "  - ", "- id: x\n", "  ",
        "[1, 2]", "{a: b}", "'x'", '"x"', "|\n", ">-\n", "# c\n", "<<<<<<< x\n", "=======\n", ">>>>>>> y\n", "...\n",
        "%YAML 1.1\n", "<<: ", "? ", ": ", "&a ", "*a", "!!str ", '"\\u202e"', "14:30\n", "9999999999999999999\n",
        "## Plan\n", "```\n", "<!-- ", " -->", "\ufeff", "\t", "é", "😀",
    ]
)  # fmt: skip
SOUP = st.lists(st.one_of(PIECES, st.text(ALPHABET, max_size=8), st.text(max_size=4)), max_size=20).map("".join)
FRONTS = SOUP.map(lambda text: f"---\n{text}\n---\n\nText.\n")
BYTES = st.one_of(
    st.binary(max_size=200),
    SOUP.map(lambda text: text.encode("utf-8", "surrogatepass")),
    FRONTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    SOUP.map(lambda text: text.encode("utf-16", "surrogatepass")),
    st.tuples(SOUP, st.binary(max_size=4), SOUP).map(
        lambda parts: parts[0].encode("utf-8", "surrogatepass") + parts[1] + parts[2].encode("utf-8", "replace")
    ),
)

# fmt: off
# A text as a file can hold it, and never one that the reader itself would have to report.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(ALPHABET, max_size=12),
    st.sampled_from(
        [
            "no", "NO", "Yes", "on", "y", "null", "~", "true", "14:30", "1:30:45", "007", "0x1F", "1e3",
            "1_000", ".5", "5.", "2026-11-03", "2026-13-45", "2026-11-03 15:20", "2026-11-03T15:20:00",
            "14:00-14:50", "+5", "- x", "---", "...", "a: b", "a #b", "#a", "x:", "<<", "=", "? x", "don't",
            'say "no"', "a\nb", "a\n\n b\n", " a", "a ", "1,000", "!",
        ]
    ),
).map(lambda text: "".join(char for char in text if char not in UNSEEN or char == "\0"))
# fmt: on
NUMBERS = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.decimals(-(10**9), 10**9, places=4).map(float),
    st.floats(-(10**12), 10**12).filter(lambda number: abs(number) > 1e-12 or number == 0),
)
SCALARS = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none())
KEYS = st.one_of(st.sampled_from(["type", "no", "1", "1.5", "O1.1", "a b", "", "<<", "2026-11-03"]), TEXTS)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Scalars, and lists and mappings of what is given."""
    return st.one_of(SCALARS, st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3))


# As deep as records are, and deeper than anybody writes.
RECORDS = st.dictionaries(KEYS, nested(nested(SCALARS)), min_size=1, max_size=4)
DEEP_RECORDS = st.dictionaries(KEYS, nested(nested(nested(nested(SCALARS)))), min_size=1, max_size=3)

QUICK = settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
THOROUGH = settings(QUICK, max_examples=20_000)
MANY = settings(QUICK, max_examples=5_000)
FEW = settings(QUICK, max_examples=300)  # of the dear ones, whose cases are whole records


def holds_for_any_bytes(raw: bytes) -> None:
    document = read_bytes(raw, "records/a.md")
    assert isinstance(document, Document)
    assert document.usable or any(fault.level == "error" for fault in document.faults)
    assert document.data or document.faults  # nothing is ever silently empty
    for path in document.places:
        assert document.position(path) is not None and document.key_position(path) is not None
    assert len(document.faults) <= 120
    for fault in document.faults:
        assert fault.line >= 1 and fault.column >= 1 and fault.message.isprintable() and fault.hint.isprintable()
    assert document.sections is not None, "they are found when they are asked for"
    assert document.comments is not None
    assert all("\r" not in text for text in (document.text, document.body))


@QUICK
@given(BYTES)
def test_no_file_makes_the_reader_raise(raw: bytes) -> None:
    holds_for_any_bytes(raw)


@pytest.mark.slow
@THOROUGH
@given(BYTES)
def test_no_file_of_20_000_makes_the_reader_raise(raw: bytes) -> None:
    holds_for_any_bytes(raw)


def every_text(alphabet: str, longest: int) -> Iterator[str]:
    """All texts of an alphabet, up to a length."""
    for length in range(longest + 1):
        yield from map("".join, itertools.product(alphabet, repeat=length))


def test_every_short_file_is_read() -> None:
    for text in every_text("-\n:a \t", 5):
        holds_for_any_bytes(text.encode())


def test_every_short_front_matter_is_read() -> None:
    for text in every_text("a:-[{'\"#|&*!?,} \n", 3):
        holds_for_any_bytes(f"---\n{text}\n---\n".encode())


def test_the_pure_parser_builds_the_same_from_every_short_text() -> None:
    for text in every_text("a:-['\"#|&*! \n", 4):
        fast, slow = read_yaml(f"{text}\n"), read_yaml(f"{text}\n", PureParser)
        assert bool(fast.slips) == bool(slow.slips), text
        assert fast.slips or (fast.data, fast.marks) == (slow.data, slow.marks), text


def reads_back(data: dict[str, Any]) -> None:
    text = render_record(data)
    document = read_bytes(text.encode(), "a.md")
    assert repr(document.data) == repr(data)
    hidden = any(char in UNSEEN for char in repr(data).encode().decode("unicode_escape", "ignore"))
    assert document.usable or hidden


@FEW
@given(RECORDS)
def test_what_is_rendered_is_read_back(data: dict[str, Any]) -> None:
    reads_back(without_nul(data))


@pytest.mark.slow
@MANY
@given(st.one_of(DEEP_RECORDS, RECORDS))
def test_5_000_deeper_records_are_read_back(data: dict[str, Any]) -> None:
    reads_back(without_nul(data))


def without_nul(value: Any) -> Any:
    """Characters that the reader reports are for another test."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {without_nul(key): without_nul(each) for key, each in value.items()}
    return [without_nul(each) for each in value] if isinstance(value, list) else value


@QUICK
@given(st.one_of(TEXTS, NUMBERS, st.booleans(), st.none()), st.booleans())
def test_yaml_11_sees_what_we_see(value: Any, flow: bool) -> None:
    written = quote_scalar(value, flow=flow)
    seen = yaml.safe_load(f"k: [{written}]\n" if flow else f"k: {written}\n")["k"]
    seen = seen[0] if flow else seen
    if isinstance(value, str) and not isinstance(seen, str):
        assert seen.isoformat() == value and not written.startswith('"')  # a date is a date
    else:
        assert repr(seen) == repr(value)


@FEW
@given(FRONTS.filter(lambda text: "?" not in text))  # of which the two have different ideas in brackets
def test_the_pure_parser_builds_the_same(text: str) -> None:
    source = text[4:-12].translate({ord(char): " " for char in "\t\0\r\x85\u2028\ufeff"})
    fast, slow = read_yaml(source), read_yaml(source, PureParser)
    if not fast.slips and not slow.slips:
        assert (slow.data, list(slow.marks)) == (fast.data, list(fast.marks))
    assert bool(fast.slips) == bool(slow.slips)


@FEW
@given(RECORDS, TEXTS, st.booleans(), st.data())
def test_an_edit_touches_only_its_bytes(data: dict[str, Any], new: str, windows: bool, draw: Any) -> None:
    text = render_record(without_nul(data), "## Plan\n\nText.").replace("\n", "\r\n" if windows else "\n")
    document = read_bytes(text.encode(), "a.md")
    assume(document.usable)
    path = draw.draw(st.sampled_from(list(document.places)))
    written = quote_scalar(new.replace("\0", ""), flow=True)
    try:
        edited = set_key(text, path, written)
    except CaseloadError:
        return  # refused, and nothing was changed
    place = document.places[path]
    begin = place.key_end if isinstance(path[-1], str) else place.start
    first, last = (in_file(document, index, windows) for index in (begin, place.end))
    assert edited.startswith(text[:first]) and edited.endswith(text[last:])
    assert len(edited) <= len(text) + len(written) + 1


def in_file(document: Document, index: int, windows: bool) -> int:
    """Where a place of the front matter is in the file's own text."""
    index += document.front_start
    return index + windows * document.text.count("\n", 0, index)


@FEW
@given(RECORDS, SCALARS, st.booleans())
def test_a_field_or_item_that_is_added_is_the_only_change(data: dict[str, Any], new: Any, windows: bool) -> None:
    text = render_record(without_nul(data), "Text.").replace("\n", "\r\n" if windows else "\n")
    assume(read_bytes(text.encode(), "a.md").usable and "added" not in data)
    new = without_nul(new)
    added = insert_key(text, None, "added", quote_scalar(new))
    before, after = text.split("\n"), added.split("\n")
    line = next(number for number, each in enumerate(after) if each.startswith("added:"))
    assert after[:line] + after[line + 1 :] == before
    assert read_bytes(added.encode(), "a.md").data["added"] == new
    signed = append_item(append_item(text, "added", {"by": "m.okafor"}), "added", {"by": "t.brandt"})
    assert read_bytes(signed.encode(), "a.md").data["added"] == [{"by": "m.okafor"}, {"by": "t.brandt"}]
    assert [each for each in signed.split("\n") if each in before] == before


@FEW
@given(st.lists(st.text(st.characters(exclude_characters="/"), max_size=12), max_size=6))
def test_no_name_makes_the_check_raise(names: list[str]) -> None:
    for path, fault in name_faults([f"records/{name}" for name in names]):
        assert path.startswith("records/") and fault.message.isprintable()
