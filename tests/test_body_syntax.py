"""What each mark of a record's text becomes, the same for rules, pages and search: text/body_syntax.py."""

from __future__ import annotations

import re

import pytest

from caseload_tools.site.safe_html import safe_markdown
from caseload_tools.text import read_bytes
from caseload_tools.text.body_syntax import BODY_SYNTAX, BodySyntax, hidden_spans, visible_text
from tests.conftest import ROOT

WORD = "zqwx"
FRONT = "---\ntype: session\n---\n"


def _body(mark: BodySyntax) -> str:
    return f"\n## Note\n\nBefore.\n\n{mark.typed}\n\n## Plan\n\nAfter.\n"


@pytest.mark.parametrize("mark", BODY_SYNTAX, ids=lambda mark: mark.name)
def test_a_mark_is_shown_or_hidden_for_all_alike(mark: BodySyntax) -> None:
    document = read_bytes(f"{FRONT}{_body(mark)}".encode(), "")
    shown = mark.fate == "shown"
    assert (WORD in document.shown) is shown
    assert (WORD in document.prose.text) is shown, "the rules"
    assert any(WORD in section.text for section in document.sections) is shown, "sections"
    assert (WORD in safe_markdown(document.shown)) is shown, "the page"
    assert WORD in document.body, "the digest"
    closed = all(span.closed for span in hidden_spans(document.body))
    assert closed is (mark.fate != "refused")
    assert ("After." in document.shown) is closed


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("a <!-- b --> c %% d %% e", "a            c         e"),
        ("`%%` a %%b%% c", "`%%` a       c"),
        ("``a ` <!-- ` b`` <!-- c --> d", "``a ` <!-- ` b``            d"),
        ("a ` <!-- b -->", "a `           "),
        ("```\n<!-- a -->\n```\n<!-- b -->\n", "```\n<!-- a -->\n```\n          \n"),
        ("<!-->a", "     a"),
        ("<!--->a", "      a"),
        ("<!-- %% --> a %% b", "            a     "),
        ("%%a\n\nb%%c", "   \n\n   c"),
        ("50 % and 60 %", "50 % and 60 %"),
        ("\\`<!-- a -->\\` b", "\\`          \\` b"),
        ("\\<!-- a --> b", "\\<!-- a --> b"),
        ("\\%%a%% b", "\\      b"),
        ("> ```\n<!-- a -->\n```\n", "> ```\n          \n```\n"),
        ("> ```\n>\n> <!-- a -->\n> ```", "> ```\n>\n> <!-- a -->\n> ```"),
        ("- ```\n\n  <!-- a -->\n  ```", "- ```\n\n  <!-- a -->\n  ```"),
        ("- ```\n<!-- a -->\n", "- ```\n          \n"),
        ("- `a\n- <!-- b --> `", "- `a\n-            `"),
        ("# `a\n<!-- b --> `", "# `a\n           `"),
        ("`a\n```\nb\n```\n<!-- c --> `", "`a\n```\nb\n```\n           `"),
        ("a `b\n---\nc <!-- d --> `", "a `b\n---\nc            `"),
        ("| `a | b` |\n|---|---|\n| `c | <!-- d --> ` |", "| `a | b` |\n|---|---|\n| `c |            ` |"),
        ("* a\n| b |\n|---|\n`c\n`<!-- d -->`", "* a\n| b |\n|---|\n`c\n`          `"),
        ("| a |\n|---|\n| `<!-- b -->` |", "| a |\n|---|\n| `<!-- b -->` |"),
        ("<div>\n`<!-- a -->`\n</div>", "<div>\n`          `\n</div>"),
        ("<a href='`'><!-- b --></a>`", "<a href='`'>          </a>`"),
        ("    `a\nb <!-- c --> `", "    `a\nb            `"),
        ("1. \u00a0a <!-- b\n  c --> \\", "1. \u00a0a       \n        \\"),
        ("> `a\nb ` <!-- c --> `d", "> `a\nb `            `d"),
        ("`a <!-- b\n\n```\nc -->\n```\n<!-- d -->", "`a       \n\n   \n     \n```\n          "),
        ("%%\na\n\n```\n%%\n`<!-- b -->`", "  \n \n\n   \n  \n`<!-- b -->`"),
    ],
)
def test_what_is_hidden_leaves_blanks_in_its_place(body: str, shown: str) -> None:
    assert visible_text(body) == shown


def test_each_mark_of_a_page_is_told_in_the_manual() -> None:
    page = (ROOT / "docs" / "reference" / "records.md").read_text(encoding="utf-8")
    for mark in BODY_SYNTAX:
        assert re.search(rf"^\| {re.escape(mark.name)} \|", page, re.MULTILINE), mark.name
