"""What counts as emptied: that nothing stands where a record told something, and not that a key of it was edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from caseload_tools.history.keeping import is_emptied
from caseload_tools.history.versions import RecordVersion, read_version
from tests.conftest import ROOT

HEAD = {"type": "consent", "client": "C-0142", "date": "2026-01-20"}
EVENT = "the end of the treatment here and of the bills that follow it"
KEYS = {"kind": "telehealth", "signed_by": "client", "expires_on_event": EVENT}
REASON = {
    "code": "90834",
    "fee": 120,
    "adjustment_reason": "reduced by what we agreed on when she lost her work in May",
}
Keys = Mapping[str, Any]
EDITS: dict[str, tuple[Keys, Keys]] = {
    "a key in another's place": ({**KEYS}, {"kind": "telehealth", "signed_by": "client", "expires": "2026-12-31"}),
    "a few words less": ({**KEYS}, {**KEYS, "expires_on_event": "end of treatment"}),
    "two words": (REASON, {**REASON, "adjustment_reason": "sliding scale"}),
    "a short reason taken out": ({**REASON, "adjustment_reason": "paid for twice"}, {"code": "90834", "fee": 120}),
    "other words": (REASON, {**REASON, "adjustment_reason": "paid for twice in May"}),
    "one of two sentences": ({**REASON, "void_reason": EVENT}, {**REASON, "void_reason": ""}),
}
EMPTIED: dict[str, tuple[Keys, Keys]] = {
    "the only long sentence": (REASON, {"code": "90834", "fee": 120}),
    "the only long sentence, its key kept": (REASON, {**REASON, "adjustment_reason": ""}),
    "a word in its place": (REASON, {**REASON, "adjustment_reason": "void"}),
    "a key without a value in its place": (REASON, {"code": "90834", "fee": 120, "void_reason": None}),
    "all that it said": ({"code": "90834", "fee": 120}, {}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_empties_nothing(edit: str) -> None:
    assert not is_emptied(*map(version, EDITS[edit]))


@pytest.mark.parametrize("loss", EMPTIED)
def test_what_is_gone_and_has_nothing_in_its_place_is_emptied(loss: str) -> None:
    assert is_emptied(*map(version, EMPTIED[loss]))


def test_no_edit_of_a_single_key_empties_a_record_of_the_demo() -> None:
    seen, folders = 0, set[str]()
    for path in sorted((ROOT / "records").rglob("*.md")):
        before = read_version(path.read_bytes())
        if before.body.strip() and path.parent.name in folders:
            continue  # what has a text tells it there; one of each kind will do
        folders.add(path.parent.name)
        for key, edited in edits_of(before):
            seen += 1
            assert not is_emptied(before, edited), f"{path}: {key}"
    assert seen > 1_000


def version(keys: Keys) -> RecordVersion:
    front = "".join(f"{key}: {value if value is not None else ''}\n" for key, value in {**HEAD, **keys}.items())
    return read_version(f"---\n{front}---\n".encode())


def edits_of(before: RecordVersion) -> Iterator[tuple[str, RecordVersion]]:
    """A record with one key taken away, named otherwise, and of two words; by the lines of its front matter."""
    front, _, body = before.document.text.removeprefix("---\n").partition("\n---\n")
    lines = front.split("\n")
    starts = [at for at, line in enumerate(lines) if line[:1].isalpha() and ":" in line] if before.usable else []
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        key, _, value = lines[at].partition(":")
        if key in ("type", "signatures"):
            continue
        for instead in ([], [f"other_{key}: 2026-12-31"], [f"{key}: {' '.join(value.split()[:2])}"]):
            said = "\n".join([*lines[:at], *instead, *lines[end:]])
            yield key, read_version(f"---\n{said}\n---\n{body}".encode())
