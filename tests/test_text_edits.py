"""Edits leave everything alone but what they were asked for, and say no rather than harm a record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.text import append_item, insert_key, insert_section, read_bytes, rename_key, set_key

PLAN = """---
# A plan that somebody typed by hand, with their own habits.
type:   plan
date: 6/9/22      # as on paper
completed_on:
objectives:
    -   id: O1.1
        text: "Walk"   # outside

    -   {id: O1.2, text: Ring}
phq9: [1, 2,  3]
notes: |
  one
  two

empty: []
---

## Strengths

Her sister.

## Plan
Text without a last line end"""


def changed(old: str, new: str) -> list[tuple[str, str]]:
    """The lines that differ, in pairs; only for texts of as many lines."""
    pairs = zip(old.split("\n"), new.split("\n"), strict=True)
    return [(before, after) for before, after in pairs if before != after]


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        ("date", "2022-06-09", "date: 6/9/22      # as on paper", "date: 2022-06-09      # as on paper"),
        ("completed_on", "2022-07-01", "completed_on:", "completed_on: 2022-07-01"),
        ("type", "review", "type:   plan", "type:   review"),
        (("objectives", 0, "text"), "'Run'", '        text: "Walk"   # outside', "        text: 'Run'   # outside"),
        (("objectives", 1, "text"), "Text", "    -   {id: O1.2, text: Ring}", "    -   {id: O1.2, text: Text}"),
        (("phq9", 2), "null", "phq9: [1, 2,  3]", "phq9: [1, 2,  null]"),
        ("phq9", "12", "phq9: [1, 2,  3]", "phq9: 12"),
        ("empty", "[a]", "empty: []", "empty: [a]"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_set_key_changes_one_line(
    path: str | tuple[str | int, ...], value: str, before: str, after: str, end: str, mark: str
) -> None:
    text = mark + PLAN.replace("\n", end)
    new = set_key(text, path, value)
    assert new.count(end) == text.count(end) and new.startswith(mark)
    assert changed(text.replace(end, "\n"), new.replace(end, "\n")) == [(before, after)]


def test_set_key_takes_the_place_of_a_list_and_of_a_long_text() -> None:
    new = set_key(PLAN, "objectives", "[]")
    assert "completed_on:\nobjectives: []\nphq9:" in new
    new = set_key(PLAN, "notes", "short")
    assert "notes: short\n\nempty: []" in new


def test_insert_key_below_another() -> None:
    new = insert_key(PLAN, "date", "clinician", "m.okafor")
    assert "date: 6/9/22      # as on paper\nclinician: m.okafor\ncompleted_on:" in new
    new = insert_key(PLAN, ("objectives", 0, "text"), "target_date", "2026-06-30")
    assert '        text: "Walk"   # outside\n        target_date: 2026-06-30\n' in new
    new = insert_key(PLAN, ("objectives", 1, "id"), "rank", "1")
    assert "{id: O1.2, rank: 1, text: Ring}" in new
    new = insert_key(PLAN, "notes", "risk", "none")
    assert "  two\n\nrisk: none\nempty: []" in new
    new = insert_key(PLAN, "objectives", "risk", "none")
    assert "text: Ring}\nrisk: none\nphq9:" in new


def test_insert_key_at_the_end_with_a_value_of_several_lines() -> None:
    new = insert_key(PLAN, None, "signatures", "\n  - by: m.okafor\n    role: author")
    assert "empty: []\nsignatures:\n  - by: m.okafor\n    role: author\n---\n" in new
    windows = insert_key(PLAN.replace("\n", "\r\n"), None, "signatures", "\n  - by: m.okafor")
    assert "empty: []\r\nsignatures:\r\n  - by: m.okafor\r\n---\r\n" in windows


def test_rename_key_keeps_value_and_place() -> None:
    assert changed(PLAN, rename_key(PLAN, "completed_on", "done_on")) == [("completed_on:", "done_on:")]
    new = rename_key(PLAN, ("objectives", 1, "text"), "measure")
    assert "{id: O1.2, measure: Ring}" in new


def test_append_item_to_every_kind_of_list() -> None:
    new = append_item(PLAN, "objectives", {"id": "O1.3", "text": "Sleep: more"})
    assert '    -   {id: O1.2, text: Ring}\n    - id: O1.3\n      text: "Sleep: more"\nphq9:' in new
    assert "phq9: [1, 2,  3, 4]" in append_item(PLAN, "phq9", 4)
    assert "empty: [a]" in append_item(PLAN, "empty", "a")
    assert "empty:\n  - by: a\n---" in append_item(PLAN, "empty", {"by": "a"})
    assert "completed_on:\n  - a\n" in append_item(PLAN, "completed_on", "a")
    assert "empty: []\nsignatures:\n  - by: a\n---" in append_item(PLAN, "signatures", {"by": "a"})
    assert "phq9: [1, 2,  3, {by: a}]" in append_item(PLAN, "phq9", {"by": "a"})


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("signatures: []", "signatures:\n  - by: a"),
        ("signatures:   [ ]", "signatures:\n  - by: a"),
        ("signatures: []  ", "signatures:\n  - by: a"),
        ("signatures: ~", "signatures:\n  - by: a"),
        ("signatures:", "signatures:\n  - by: a"),
        ("signatures: []  # none yet", "signatures:  # none yet\n  - by: a"),
        ("signatures: # sign here", "signatures: # sign here\n  - by: a"),
        ("signatures: # here\n  []", "signatures: # here\n  - by: a"),
        ("signatures:\n  []\nlast: 1", "signatures:\n  - by: a\nlast: 1"),
        ("signatures: [\n  ]", "signatures:\n  - by: a"),
        ("signatures: [\n  # nobody\n  ]", "signatures: [\n  # nobody\n  {by: a}]"),
        ("signatures: [{by: b}]", "signatures: [{by: b}, {by: a}]"),
        ("signatures: [{by: b} ]  # one", "signatures: [{by: b}, {by: a} ]  # one"),
        ("signatures: [\n  {by: b}, # me\n]", "signatures: [\n  {by: b}, {by: a}, # me\n]"),
        ("signatures: [\n  {by: b} # me, there\n  ]", "signatures: [\n  {by: b}, {by: a} # me, there\n  ]"),
        ("signatures:\n- by: b # me\n# end", "signatures:\n- by: b # me\n- by: a\n# end"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("body", ["---", "---\n", "---\n\nText without a last line end"])
def test_a_signature_is_added_to_a_list_as_it_stands(written: str, after: str, end: str, body: str) -> None:
    """No comment is lost, and no line that was written or changed ends with a blank."""
    old, new = (f"---\ntype: session\n{part}\n{body}".replace("\n", end) for part in (written, after))
    assert append_item(old, "signatures", {"by": "a"}) == new


def test_a_word_is_added_to_an_empty_list_with_a_comment_in_it() -> None:
    text = "---\nempty: [\n  # nothing\n  ]\n---\n"
    assert append_item(text, "empty", "a") == "---\nempty: [\n  # nothing\n  a]\n---\n"


def test_insert_section_at_the_end_and_below_another() -> None:
    new = insert_section(PLAN, "Risk", "None seen.\n")
    assert new == PLAN + "\n\n## Risk\n\nNone seen.\n"
    new = insert_section(PLAN, "Barriers", "None.", after="strengths")
    assert "Her sister.\n\n## Barriers\n\nNone.\n\n## Plan\n" in new
    windows = insert_section(PLAN.replace("\n", "\r\n"), "Risk", "One.\n\nTwo.")
    assert windows.endswith("\r\n\r\n## Risk\r\n\r\nOne.\r\n\r\nTwo.\r\n")
    short = "---\ntype: session\n---\n"
    assert insert_section(short, "Plan", "Text.") == short + "\n## Plan\n\nText.\n"


@pytest.mark.parametrize(
    "edit",
    [
        lambda: set_key(PLAN, "nothing", "x"),
        lambda: set_key(PLAN, "date", "x\nrisk: high"),
        lambda: set_key(PLAN, "date", "x # hidden: high"),
        lambda: set_key(PLAN, "date", "'x"),
        lambda: set_key(PLAN, "date", "a: b"),
        lambda: set_key(PLAN, "date", " "),
        lambda: set_key(PLAN, "date", "2022-06-09\u202e"),
        lambda: set_key(PLAN, ("objectives", 0), "x"),
        lambda: set_key(PLAN, ("objectives", 1, "text"), "a, risk: high"),
        lambda: set_key(PLAN, ("phq9", 0), "1, 1"),
        lambda: insert_key(PLAN, "date", "type", "x"),
        lambda: insert_key(PLAN, "date", "risk", "none\nlevel: high"),
        lambda: insert_key(PLAN, "nothing", "risk", "none"),
        lambda: insert_key(PLAN, ("phq9", 0), "risk", "none"),
        lambda: insert_key(PLAN, ("objectives", 1, "id"), "risk", "\n  - a"),
        lambda: rename_key(PLAN, "date", "type"),
        lambda: rename_key(PLAN, ("phq9", 0), "x"),
        lambda: append_item(PLAN, "type", "x"),
        lambda: append_item(PLAN, ("objectives", 7), "x"),
        lambda: append_item(PLAN, "phq9", {"by": {"deep": 1}}),
        lambda: insert_section(PLAN, "Risk", "x", after="nothing"),
        lambda: set_key("---\ntype: a\ntype: b\n---\n", "type", "c"),
        lambda: set_key("no front matter", "type", "c"),
        lambda: set_key("---\ntype: \ud800\n---\n", "type", "c"),
    ],
)
def test_what_cannot_be_done_safely_is_refused(edit: Callable[[], object]) -> None:
    with pytest.raises(CaseloadError) as refused:
        edit()
    assert refused.value.hint and "\n" not in refused.value.message


def test_a_hash_in_a_new_value_is_no_way_to_hide_something() -> None:
    new = set_key(PLAN, "completed_on", '"x # y"')
    assert read_bytes(new.encode(), "a.md").data["completed_on"] == "x # y"
