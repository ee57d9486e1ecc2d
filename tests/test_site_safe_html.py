"""Markdown of a record: nothing acts, nothing a person typed vanishes, and no text takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload_tools.site.safe_html import clean_html, safe_line, safe_markdown, safe_paragraphs
from tests.work import counted

ALLOWED = re.compile(
    r"</?(?:p|br|hr|em|strong|code|pre|blockquote|ul|ol|li|h[456]|table|thead|tbody|tr|th|td|s)>"
    r'|<span class="q">|</span>'
    r'|<a href="[@#][^"]*">|</a>|<ol start="\d+">'
)


def only_allowed(made: str) -> bool:
    return "<" not in ALLOWED.sub("", made)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](//evil.example)",
        "[x](\\\\evil.example)",
        "[x](../../../../etc/passwd)",
        "![x](https://evil.example/x.png)",
        "<https://evil.example>",
        "https://evil.example",
        "[x]: https://evil.example\n\n[x]",
        'text {: onclick="alert(1)" }',
        "<a href='https://evil.example' style='x'>y</a>",
        "</title><script>alert(1)</script>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "| a |\n|:-:|\n| <b onclick=x> |",
        "```html\n<script>alert(1)</script>\n```",
        "<!-- a --><script>alert(1)</script>",
    ],
)
def test_nothing_acts(text: str) -> None:
    assert only_allowed(safe_markdown(text)), safe_markdown(text)
    assert only_allowed(safe_line(text)), safe_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "<b>word</b>",
        "[word](https://elsewhere.example)",
        "![word](x.png)",
        "{{ word }}",
        "[word]: x",
        "    word",
        "<word@x.example>",
        "```word\na\n```",
        "> ~~~ a word\n> b",
        "[a](@clients/C-0142.html 'word')",
        '![a](x.png "word")',
        "| a |\n|---|\n| b | word |",
        "> | a | b |\n> |---|---|\n> | \\| | | word |",
        "> " * 60 + "word",
        "- " * 60 + "word",
    ],
)
def test_nothing_that_was_typed_vanishes(text: str) -> None:
    assert "word" in safe_markdown(text)
    if "elsewhere" in text:
        assert "(https://elsewhere.example)" in safe_markdown(text)


def test_an_address_is_shown_as_it_is_typed() -> None:
    assert "(Müller 100%.pdf)" in safe_markdown("[letter](<Müller 100%.pdf>)")
    assert (
        safe_markdown("[x](<Mü.md>)", resolve=lambda to: f"@{to.removesuffix('ü.md')}") == '<p><a href="@M">x</a></p>\n'
    )


def test_the_second_wall_stands_alone() -> None:
    made = clean_html(
        '<script>a</script><p onclick="x" style="y" class="z">b<a href="//evil">c</a><span class="q">d</span></p>'
    )
    assert made == '<p>b<a>c</a><span class="q">d</span></p>'


def test_links_lead_only_where_the_site_says() -> None:
    places = {"sessions/2026-11-03": "@clients/C-0142.html#sessions-2026-11-03", "bad": "https://evil.example"}
    made = safe_markdown(
        "[then](sessions/2026-11-03) and [there](bad)", resolve=lambda address: places.get(address, "")
    )
    assert made == '<p><a href="@clients/C-0142.html#sessions-2026-11-03">then</a> and there (bad)</p>\n'


def test_spoken_words_are_set_apart() -> None:
    assert safe_markdown('She said "I rang.\nMy hands shook." at 5\'10".').count('<span class="q">') == 1
    assert '<span class="q">“Better”</span>' in safe_markdown("“Better”, she said.")
    assert "span" not in safe_markdown('a 5" nail and a 6" nail'), "inches are no speech"


def test_ids_of_the_plan_are_linked_and_others_are_not() -> None:
    made = safe_markdown("Work on O1.2 and O9.9 (not XO1.2).", parts={"O1.2"})
    assert made.count("<a ") == 1
    assert '<a href="#O1.2">O1.2</a>' in made


def test_headings_stand_below_those_of_the_page() -> None:
    assert safe_markdown("# A\n\n## B\n\n### C", heading=5) == "<h5>A</h5>\n<h5>B</h5>\n<h6>C</h6>\n"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "[a](" * 4_000,
        "*a_" * 20_000,
        "> " * 5_000,
        "- " * 5_000,
        '"a ' * 40_000,
        ("[" * 150 + "\n") * 2_000,
        " ".join("`" * count for count in range(1, 190)),
        "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + ("|" + "a|" * 2_000 + "\n") * 10,
        "\n".join(" " * depth + "- a" for depth in range(500)),
        "**a" * 60_000,
        "a\n" * 60_000,
    ],
    ids=lambda text: text[:6].strip() + f" {len(text)}",
)
def test_texts_made_to_be_slow_are_not(text: str) -> None:
    with counted() as work:
        made = safe_markdown(text)
    assert work.calls < 50_000 + 80 * len(text), "more work for each character, the longer the text is"
    assert only_allowed(made)


def test_plain_text_keeps_its_paragraphs() -> None:
    assert safe_paragraphs("a <b>\n\nc") == "<p>a &lt;b&gt;</p><p>c</p>"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 <>\"'&[](){}!*_`|-#:/\\=\n@O.“”\u202e\x00"), max_size=200))
def test_no_text_gets_through(text: str) -> None:
    assert only_allowed(safe_markdown(text, resolve=lambda address: address, parts={"O1.1"}))
