"""What each mark of a record's text becomes, the same for rules, pages and search: text/body_syntax.py."""

from __future__ import annotations

import re

import pytest

from caseload_tools.site.safe_html import safe_markdown
from caseload_tools.text import read_bytes
from caseload_tools.text.body_syntax import BODY_SYNTAX, BodySyntax, hidden_spans, visible_text
from caseload_tools.text.sections import sections_of
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
        ("[a](b) `<!-- c -->`", "[a](b) `<!-- c -->`"),
        ("a](b`c) <!-- d -->`", "a](b`c) <!-- d -->`"),
        ("[a] (b`c) <!-- d -->`", "[a] (b`c) <!-- d -->`"),
        ("[a](b `c) <!-- d -->`", "[a](b `c) <!-- d -->`"),
        (">\t```\n> <!-- a --> b\n", ">\t```\n> <!-- a --> b\n"),
        ("a\tb <!-- c --> \\\td", "a\tb            \\\td"),
        ("`a\n2. <!-- b -->`", "`a\n2. <!-- b -->`"),
        ("%%\na\n\n```\n%%\n`<!-- b -->`", "  \n \n\n   \n  \n`<!-- b -->`"),
    ],
)
def test_what_is_hidden_leaves_blanks_in_its_place(body: str, shown: str) -> None:
    assert visible_text(body) == shown


@pytest.mark.parametrize(
    "body",
    [
        "- It`s hard.\n- <!-- zqwx --> He`s fine.",
        "1. It`s hard.\n2. %% zqwx %% He`s fine.",
        "## Plan for Mo`s week\n<!-- zqwx --> Mo`s sister rings.",
        "## Plan for Mo`s week\n\n<!-- zqwx --> Mo`s sister rings.",
        "Said \\` and <!-- zqwx --> \\`.",
        "- item\n\n  ```\n  code\n\nNext paragraph <!-- zqwx --> here.",
        "> ```\n> code\n\nNext paragraph <!-- zqwx --> here.",
        "> > ``a```<!-- zqwx -->\n    <!-- b -->``c``",
        "| a | b |\n|---|---|\n| x` <!-- zqwx --> | y` |",
        "See [letter](letters/mo`s.pdf) <!-- zqwx --> and Mo`s sister.",
        "See [letter](<letters/mo`s.pdf>) <!-- zqwx --> and Mo`s sister.",
        "See [letter](letters/a(b`s)c.pdf) <!-- zqwx --> and Mo`s sister.",
        "See [letter](a.pdf 'mo`s') <!-- zqwx --> and Mo`s sister.",
        "See ![letter](mo`s.png) <!-- zqwx --> and Mo`s sister.",
        "[letter]: letters/mo`s.pdf\nSee <!-- zqwx --> Mo`s sister.",
        "> She can`t go <!-- zqwx -->\n2. It`s the bus.",
        "> She can`t go <!-- zqwx --> and\n-\nIt`s the bus.",
        "> > She can`t go <!-- zqwx -->\n> 2. It`s the bus.",
        "> \t</div> \\<!-- zqwx -->",
        "a\n+\t~~~\n\n  `<!-- zqwx -->a",
    ],
)
def test_what_only_looks_like_code_publishes_no_comment(body: str) -> None:
    assert WORD not in visible_text(body) and WORD not in safe_markdown(visible_text(body))


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("- item\n\n  ```\n  code\n\n## Plan\n\nRing.", ["Plan"]),
        ("> ```\n> code\n\n## Plan", ["Plan"]),
        ("```\n## No\n```\n## Plan", ["Plan"]),
        ("~~~\n## No\n\n## No\n", []),
        ("<!--\n## No\n-->\n## Plan", ["Plan"]),
        ("## One\n\n%%\n## No\n%%\n\n## Two", ["One", "Two"]),
        ("a ``` b\n## Plan", ["Plan"]),
    ],
)
def test_a_heading_is_one_where_the_page_has_it(body: str, titles: list[str]) -> None:
    assert [each.title for each in sections_of(body, 1)] == titles
    page = safe_markdown(visible_text(body))
    assert re.findall(r"<h\d>(.*?)</h\d>", page) == titles


def test_each_mark_of_a_page_is_told_in_the_manual() -> None:
    page = (ROOT / "docs" / "reference" / "records.md").read_text(encoding="utf-8")
    for mark in BODY_SYNTAX:
        assert re.search(rf"^\| {re.escape(mark.name)} \|", page, re.MULTILINE), mark.name
