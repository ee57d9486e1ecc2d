"""Safe HTML by construction: text is escaped wherever it enters, and a slip can only escape it twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.site.html import Html, element, escape, joined_html, link, settle_addresses

HOSTILE = """<script>alert(1)</script> " ' & ]]> --> {{ 7*7 }} </title>"""


def test_text_in_content_and_attributes_is_escaped() -> None:
    made = element("p", HOSTILE, title=HOSTILE, data_of=HOSTILE)
    assert "<script" not in made
    assert made.count("<") == 2, "only the tags of our own"
    assert "&quot; &#x27; &amp;" in made


def test_html_that_was_cut_or_joined_by_other_means_is_escaped_again() -> None:
    safe = element("b", "x")
    assert element("p", f"{safe}") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert element("p", safe + "!") == "<p>&lt;b&gt;x&lt;/b&gt;!</p>"
    assert element("p", safe) == "<p><b>x</b></p>"


@pytest.mark.parametrize("name", ["onclick", "ONCLICK", "style", "srcdoc", "src", "formaction", "x y", 'a"b'])
def test_attributes_that_act_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="writes no attribute"):
        element("a", "x", **{name: "1"})


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example",
        "//x.example",
        "\\\\x",
        "javascript:alert(1)",
        "data:text/html,x",
        "/etc/passwd",
        "@a b",
        "@../x",
    ],
)
def test_addresses_that_leave_the_site_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="links only to its own pages"):
        link("x", address) if ".." not in address else element("a", href=address)


def test_root_relative_addresses_become_those_of_the_page() -> None:
    page = joined_html((link("a", "@clients/C-0142.html#plan"), element("p", 'href="@clients.html')))
    assert settle_addresses(page, 0).startswith('<a href="clients/C-0142.html#plan">')
    assert settle_addresses(page, 2).startswith('<a href="../../clients/C-0142.html#plan">')
    assert "href=&quot;@clients.html" in settle_addresses(page, 2), "what a record says is never an address"


def test_control_and_direction_characters_do_not_reach_a_page() -> None:
    assert escape("a\x00b\x1bc\u202ed\u2066e\nf\tg") == "abcde\nf\tg"


@given(st.text(), st.text())
def test_no_text_opens_a_tag_or_ends_an_attribute(inside: str, value: str) -> None:
    made = element("p", inside, title=value)
    assert made.count("<") == made.count(">") == 2
    assert made.count('"') == 2
    assert isinstance(made, Html)
