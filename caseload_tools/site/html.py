"""Safe HTML by construction: the only way in which the site makes markup.

Text becomes HTML only through `element` and `joined_html`, which escape everything that is not already
`Html`. An `Html` that is cut, joined or formatted by ordinary string means turns back into plain
text and is escaped again: a slip shows as odd signs on the page, never as markup from a record.
Attributes that run code or set styles are refused, so that the strict content policy holds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

# A root-relative address is written with this sign in front; each page turns it into its own `../`.
ROOT = "@"
# For what the program says itself: a search for a client's word must not find our sentences about scores.
# Only for an element that holds none of its own kind: Material's search ends the pause at the first end tag
# of that name.
UNSEARCHED = {"data_search_exclude": "1"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# Most texts hold nothing to replace, and a page is made of thousands.
_TO_REPLACE = re.compile(r"[&<>\"'\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*\Z")
_LOCAL = re.compile(r"(?:@[A-Za-z0-9][A-Za-z0-9._/-]*)?(?:#[A-Za-z0-9._:=-]+)?\Z")
_VOID = frozenset(("br", "hr", "input", "col"))
_DRAWN = frozenset(("path", "circle", "line", "rect", "polyline"))
_FORBIDDEN = frozenset(("style", "srcdoc", "src", "srcset", "action", "formaction", "background", "poster"))


class Html(str):
    """Text that is safe to stand in a page. Made only in this module and in `safe_html`."""

    __slots__ = ()


Child: TypeAlias = "Html | str | int | None"
HtmlValue: TypeAlias = "str | int | float | bool | None"


def escape(text: object) -> Html:
    """Plain text as HTML: the five signs replaced, control and direction characters dropped."""
    if isinstance(text, Html):
        return text
    words = str(text)
    if _TO_REPLACE.search(words) is None:
        return Html(words)
    return Html(html.escape(_CONTROL.sub("", words), quote=True))


def joined_html(children: Iterable[Child], between: Child = "") -> Html:
    """Children one after the other, each escaped unless it is `Html`; None leaves nothing."""
    return Html(escape(between).join(escape(child) for child in children if child is not None))


def element(name: str, /, *children: Child, **attributes: HtmlValue) -> Html:
    """`<name attributes>children</name>`.

    A trailing `_` is dropped and `_` becomes `-` in attribute names; `True` writes the bare name,
    `False` and None leave it out; an empty `class_` is left out too.
    """
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{opening}>")
    if name in _DRAWN and not children:
        return Html(f"<{name}{opening}/>")
    return Html(f"<{name}{opening}>{joined_html(children)}</{name}>")


def _attribute(key: str, value: HtmlValue) -> str:
    name = _attribute_name(key)
    if value is None or value is False or (name == "class" and not value):
        return ""
    if value is True:
        return f" {name}"
    if name == "href" and not _LOCAL.match(str(value)):
        raise ValueError("the site links only to its own pages")
    if isinstance(value, float):
        value = f"{value:.1f}".removesuffix(".0")
    return f' {name}="{escape(str(value))}"'


@cache
def _attribute_name(key: str) -> str:
    name = key.rstrip("_").replace("_", "-")
    if not _NAME.match(name) or name.lower().startswith("on") or name.lower() in _FORBIDDEN:
        raise ValueError(f"the site writes no attribute {name!r}")
    return name


def is_local(address: str) -> bool:
    """Whether an address may stand in `href`: a page of this site, a place on a page, or both."""
    return bool(address) and _LOCAL.match(address) is not None and ".." not in address


def settle_addresses(page: Html, depth: int) -> Html:
    """Turn root-relative addresses into those of a page that many folders deep.

    Escaped text holds no quotation marks, so nothing a record says can look like this attribute.
    """
    return Html(page.replace(f'href="{ROOT}', f'href="{"../" * depth}'))


# --- small words of the page's language ------------------------------------------------------


def link(text: Child, address: str, class_: str = "") -> Html:
    """A link to a page of the site; text alone where there is no address."""
    return element("a", text, class_=class_, href=address) if address else escape(text)


def strong(text: Child, class_: str = "") -> Html:
    """Bold text: the fact of a sentence."""
    return element("b", text, class_=class_)


def small(text: Child, class_: str = "c") -> Html:
    """Context beside a heading or a word, in the quiet ink."""
    return element("span", text, class_=class_)
