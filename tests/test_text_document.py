"""What a document knows of its text: places, sections, comments; and how faults are told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from caseload_tools.text import Comment, Document, Span, read_bytes, read_file
from caseload_tools.text.front_matter.yaml_faults import WORDS
from tests.text_vectors import inputs

PLAN = """---
type: plan  # caseload: allow[PLN001] reason
client: C-0142
completed_on:
# caseload: allow[PLN005] travels until July (until 2026-07-15)
objectives:
  - id: O1.1
    text: 'Don''t "ring" # him'
    done:  # nothing yet
  - {id: O1.2, text: "später 😀", "who else": x}
phq9: [1, 2,
       null]
location: |
  # not a comment
  at home

prose: two
  lines   # one more
---

## Plan

Text. <!-- caseload: allow[NOT008] her own words -->

```
<!-- in code -->
```
<!--
several
lines
-->
"""


@pytest.fixture
def plan() -> Document:
    return read_bytes(PLAN.encode(), "records/a.md")


def shown(document: Document, span: Span | None) -> str:
    """The text that a span covers."""
    assert span is not None
    lines = document.text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("type",), "type", "plan"),
        (("completed_on",), "completed_on", ""),
        (("objectives", 0, "text"), "text", "'Don''t \"ring\" # him'"),
        (("objectives", 0, "done"), "done", ""),
        (("objectives", 1), None, '{id: O1.2, text: "später 😀", "who else": x}'),
        (("objectives", 1, "text"), "text", '"später 😀"'),
        (("objectives", 1, "who else"), '"who else"', "x"),
        (("phq9",), "phq9", "[1, 2,\n       null]"),
        (("phq9", 2), None, "null"),
        (("location",), "location", "|\n  # not a comment\n  at home"),
        (("prose",), "prose", "two\n  lines"),
    ],
)
def test_every_key_and_value_has_its_place(
    plan: Document, path: tuple[str | int, ...], key: str | None, value: str
) -> None:
    assert shown(plan, plan.position(path)) == value
    assert shown(plan, plan.key_position(path)) == (value if key is None else key)


def test_a_block_ends_where_its_last_part_ends(plan: Document) -> None:
    assert plan.position(("objectives",)) == Span(7, 3, 10, 48)
    assert plan.position(("objectives", 0)) == Span(7, 5, 9, 10)


def test_what_is_not_there_has_no_place(plan: Document) -> None:
    assert plan.position(("objectives", 7)) is None
    assert plan.key_position(("nothing",)) is None
    assert plan.position(()) == plan.key_position(()) == Span(1, 1, 1, 4)


def test_columns_count_code_points(plan: Document) -> None:
    assert plan.key_position(("objectives", 1, "who else")) == Span(10, 34, 10, 44)


def test_windows_line_ends_change_no_place(plan: Document) -> None:
    other = read_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode(), "a.md")
    assert other.data == plan.data
    assert {path: other.position(path) for path in other.places} == {path: plan.position(path) for path in plan.places}
    assert other.sections == plan.sections and other.comments == plan.comments


def test_comments_are_found_and_nothing_that_looks_like_one(plan: Document) -> None:
    assert plan.comments == (
        Comment(2, 13, "caseload: allow[PLN001] reason", False),
        Comment(5, 1, "caseload: allow[PLN005] travels until July (until 2026-07-15)", False),
        Comment(9, 12, "nothing yet", False),
        Comment(18, 11, "one more", False),
        Comment(23, 7, "caseload: allow[NOT008] her own words", True),
        Comment(28, 1, "several\nlines", True),
    )


def test_comments_of_a_file_with_mistakes_are_still_found() -> None:
    document = read_bytes(b"---\n# one\ntype: 'a\nb: @x\n# two\n---\n", "a.md")
    assert not document.usable
    assert [comment.text for comment in document.comments] == ["one", "two"]


def test_sections_have_their_text_and_lines() -> None:
    text = "---\ntype: a\n---\nBefore.\n\n## The Client’s *view*:\n\n\nOne.\n\n### Detail\n\nTwo.\n"
    text += "\n## Empty\n## Plan\nThree.\n"
    document = read_bytes(text.encode(), "a.md")
    view = document.section("the client's *View*")
    assert view is not None and view == document.section("The client's *view*")
    assert (view.title, view.level, view.line, view.text_line) == ("The Client’s *view*:", 2, 6, 9)
    assert view.text == "One.\n\n### Detail\n\nTwo."
    empty, plan = document.section("EMPTY"), document.section(" plan ")
    assert empty is not None and (empty.text, empty.text_line) == ("", 16)
    assert plan is not None and (plan.text, plan.line, plan.text_line) == ("Three.", 16, 17)
    assert document.section("Detail") is None  # of level 3
    assert [each.text for each in document.sections if each.title == "Detail"] == ["Two."]
    assert document.body_line == 4 and document.body.startswith("Before.")


def test_a_document_never_shows_its_text() -> None:
    assert repr(read_bytes(b"---\ntype: secret words\n---\n", "records/a.md")) == "<Document records/a.md>"


def test_a_file_is_read_from_its_practice(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "a.md").write_bytes(b"---\ntype: client\n---\n")
    document = read_file(tmp_path, "records/a.md")
    assert document.usable and document.data == {"type": "client"} and document.path == "records/a.md"


def test_no_path_leads_out_of_the_practice(tmp_path: Path) -> None:
    practice = tmp_path / "practice"
    (practice / "records").mkdir(parents=True)
    (tmp_path / "secret.md").write_bytes(b"---\ntype: client\n---\n")
    (practice / "link.md").symlink_to(tmp_path / "secret.md")
    for path in ("../secret.md", "records/../../secret.md", str(tmp_path / "secret.md")):
        document = read_file(practice, path)
        assert not document.data and "leads out" in document.faults[0].message
    assert "this is a link" in read_file(practice, "link.md").faults[0].message


def test_no_fault_repeats_what_was_written() -> None:
    for vector in inputs("text"):
        words = set(re.findall(rb"[A-Za-z]{5,}", vector.raw[:2000]))
        document = read_bytes(vector.raw, "records/a.md")
        for fault in document.faults:
            told = f"{fault.message} {fault.hint}"
            for word in words - COMMON:
                assert word.decode() not in told, (vector, fault)


COMMON = {word.encode() for each in WORDS.values() for text in each for word in re.findall(r"[A-Za-z]{5,}", text)}
COMMON |= {b"status", b"session", b"outreach"}  # names of fields, and our own examples


def test_every_fault_says_what_to_do_in_short_words() -> None:
    for vector in inputs("text"):
        for fault in read_bytes(vector.raw, "records/a.md").faults:
            assert fault.hint and len(fault.message) <= 90 and len(fault.hint) <= 90, fault
            assert not re.search(
                r"\b(token|scalar|mapping|sequence|parser?|stream|node|invalid|illegal)\b", fault.message
            )


@pytest.mark.process
def test_the_lint_path_imports_no_library_that_it_does_not_need() -> None:
    code = "import sys, caseload_tools.text as t; t.read_bytes(b'---\\na: 1\\n---\\n', 'a'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    unwanted = {"frontmatter", "jsonschema", "git", "rich", "mkdocs", "importlib.metadata", "tempfile", "decimal"}
    assert not unwanted & set(loaded)
    assert "caseload_tools.text.edits" not in loaded


@pytest.mark.process
def test_a_pyyaml_without_libyaml_reads_the_same() -> None:
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from caseload_tools.text import read_bytes\n"
        "from caseload_tools.text.front_matter.yaml_events import FAST\n"
        f"document = read_bytes({PLAN.encode()!r}, 'a.md')\n"
        "print(FAST, len(document.faults), repr(document.data))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert told.stdout == f"False 0 {read_bytes(PLAN.encode(), 'a.md').data!r}\n"
