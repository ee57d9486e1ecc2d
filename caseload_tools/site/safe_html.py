"""Markdown of a record becomes HTML that cannot act: the only home of markdown-it and nh3.

Two walls. The reader knows no raw HTML, no images and no addresses but those of this site; then the
cleaner keeps only a short list of elements whatever the reader let through. What a person typed never
vanishes: what may not be markup is shown as text. Time is bounded, for some texts are made to be slow.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from caseload_tools.site.html import Html, element, escape, is_local, joined_html

Resolver = Callable[[str], str]
"""From an address as a record writes it to one of this site (`@clients/…`), or empty."""

_BRACKETS = re.compile(r"[\[\]()!*_`~<>|\\&]{200,}")
_LONGEST_BODY = 300_000
_LONGEST_INLINE = 8_000
_SECONDS = 1.0
# Pairs of double quotation marks around words, straight or curved: what somebody said.
_SPOKEN = re.compile(r'(?<![\w"“”])(?:"(?=\S)[^"“”]{1,600}?(?<=\S)"|“[^"“”]{1,600}”)(?![\w"])')
# Marks of note editors (text/body_syntax.py): `==marked==`, `[[link|words]]`, `![[file]]`, `[^1]`, …
_MARK = re.compile(
    r"==(?=\S)(?P<marked>[^=\n]{1,600}?)(?<=\S)=="
    r"|(?P<file>!?)\[\[(?P<to>[^\[\]|\n]{1,200})(?:\|(?P<words>[^\[\]\n]{1,200}))?\]\]"
    r"|\[\^(?P<note>\w{1,20})\](?P<text>:?)"
)
# … the kind of a quotation on its first line, and the box of a task.
_CALLOUT = re.compile(r"\[!(\w{1,20})\][-+]?[ \t]*")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
# What opens the quotations and items that a line stands in, and words.
_MARKERS = re.compile(r"^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])(?=[ \t])[ \t>]*)*")
_WORDY = re.compile(r"\w")
_PART_ID = re.compile(r"\b[PGOI][0-9]{1,3}(?:\.[0-9]{1,3})?\b")

_TAGS = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "span", "a", "s", "mark", "sup"}
_ATTRIBUTES = {"a": {"href"}, "span": {"class"}, "ol": {"start"}}


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if is_local(value) else None
    if attribute == "class":
        return value if value == "q" else None
    return value if value.isdigit() else None


def _opening(token: Token, before: list[str]) -> Iterator[Token]:
    """What a quotation or an item of a list begins with on the page, in place of what is typed there."""
    if before == ["blockquote_open", "paragraph_open"] and (kind := _CALLOUT.match(token.content)):
        token.content = token.content[kind.end() :]
        yield _made(joined_html((element("strong", f"{kind[1].capitalize()}:"), " ")))
    elif before == ["list_item_open", "paragraph_open"] and (box := _TASK.match(token.content)):
        token.content = token.content[box.end() :]
        yield _made(escape("☐ " if box[1] == " " else "☑ "))


def _nowhere(address: str) -> str:
    return ""


def safe_markdown(text: str, *, resolve: Resolver = _nowhere, parts: Collection[str] = (), heading: int = 5) -> Html:
    """A record's Markdown as safe HTML.

    `resolve` says where an address of the record leads; `parts` are the ids of plan parts that have a
    place on the page (`#O1.1`); `heading` is the level that the record's largest heading gets.
    """
    if len(text) > _LONGEST_BODY or _BRACKETS.search(text):
        return safe_paragraphs(text)
    lines = text.split("\n")
    tokens = _blocks().parse(text)
    if _passes_over(tokens, lines):
        return safe_paragraphs(text)
    tokens = list(_with_what_is_left_out(tokens, lines))
    deadline = time.monotonic() + _SECONDS
    for at, token in enumerate(tokens):
        if token.type == "inline":
            begin = list(_opening(token, [each.type for each in tokens[max(at - 2, 0) : at]]))
            slow = len(token.content) > _LONGEST_INLINE or time.monotonic() > deadline
            token.children = [_text(token.content)] if slow else _inline(token.content)
            token.children = [*begin, *_ours(token.children, resolve, frozenset(parts))]
        elif token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, heading + max(0, int(token.tag[1]) - 2))}"
        elif token.tag in ("th", "td"):
            token.attrs = {}
    return clean_html(_render(tokens))


def _passes_over(tokens: list[Token], lines: list[str]) -> bool:
    """Whether a line with words in it stands in no token: the reader stops where marks are nested too deeply."""
    read = set[int]()
    for token in tokens:
        if token.map and token.type in ("inline", "fence"):
            read.update(range(*token.map))
    return any(at not in read and _WORDY.search(_MARKERS.sub("", line)) for at, line in enumerate(lines))


def _with_what_is_left_out(tokens: list[Token], lines: list[str]) -> Iterator[Token]:
    """The tokens with what the reader knows of and no page would show: the words behind a fence, cells beyond the
    last column.
    """
    row: list[Token] = []
    for token in tokens:
        if token.type == "fence" and token.info.strip():
            yield Token("html_block", "", 0, content=element("p", element("code", token.info.strip())))
        elif token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close" and row and row[0].map:
            row[-1].content = f"{row[-1].content} {_beyond(row, lines[row[0].map[0]])}".strip()
        yield token


def _beyond(row: list[Token], line: str) -> str:
    """What stands in a row of a table behind its last cell."""
    at, line = 0, line.replace("\\|", "|")
    for cell in row:
        found = line.find(cell.content, at)
        at = found + len(cell.content) if found >= 0 else at
    return line[at:].strip(" \t|")


def safe_line(text: str) -> Html:
    """One sentence of a record, with emphasis and spoken words but without links."""
    if len(text) > _LONGEST_INLINE or _BRACKETS.search(text):
        return escape(text)
    tokens = list(_ours(_inline(" ".join(text.split())), _nowhere, frozenset()))
    return clean_html(_render([Token("inline", "", 0, children=tokens)]))


def safe_paragraphs(text: str) -> Html:
    """Text as paragraphs of text, for what cannot be read as Markdown."""
    return joined_html(element("p", part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip())


def clean_html(html: str) -> Html:
    """The second wall: nothing passes but the short list, and links only within the site."""
    return Html(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=_keep,
            url_schemes=set(),
            link_rel=None,
            clean_content_tags={"script", "style"},
        )
    )


@cache
def _blocks() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    # `reference` would swallow lines that look like definitions; indented notes are not code.
    return reader.disable(["image", "autolink", "reference", "code", "html_block", "html_inline", "inline"])


def _render(tokens: list[Token]) -> str:
    return str(_blocks().renderer.render(tokens, _blocks().options, {}))


class _AsTyped(MarkdownIt):
    """Leaves the address of a link as it is typed, `Müller.pdf` too: it is read by people, or by our resolver."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the name is the library's
        return url


@cache
def _words() -> MarkdownIt:
    return _AsTyped("commonmark", {"html": False}).disable(["image", "autolink", "html_inline"])


def _inline(text: str) -> list[Token]:
    return _words().parseInline(text)[0].children or []


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _ours(tokens: Iterable[Token], resolve: Resolver, parts: frozenset[str]) -> Iterator[Token]:
    """The inline tokens with links resolved, part ids linked and spoken words set apart."""
    run = ""
    left: list[str] = []  # of each link that is open, what the page has no other place for
    for token in tokens:
        if token.type in ("text", "softbreak"):
            run += "\n" if token.type == "softbreak" else token.content
            continue
        if run:
            yield _made(joined_html(_noted(run, resolve, frozenset() if left else parts)))
            run = ""
        if token.type == "link_open":
            address, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
            to, title = resolve(address), f' "{title}"' if title else ""
            token = _made(Html(f'<a href="{escape(to)}">') if is_local(to) else Html(""))
            left.append(f"</a>{escape(title)}" if is_local(to) else escape(f" ({address}{title})"))
        elif token.type == "link_close":
            token = _made(Html(left.pop() if left else ""))
        yield token
    if run:
        yield _made(joined_html(_noted(run, resolve, parts)))


def _made(html: Html) -> Token:
    # markdown-it renders a token of this type as it stands; what stands here went through `escape`.
    return Token("html_inline", "", 0, content=html)


def _noted(text: str, resolve: Resolver, parts: frozenset[str]) -> Iterator[Html]:
    """A run of text with the marks of note editors as they are meant; no word of it is left out."""
    at = 0
    for mark in _MARK.finditer(text):
        yield from _spoken(text[at : mark.start()], parts)
        if mark["marked"]:
            yield element("mark", joined_html(_spoken(mark["marked"], parts)))
        elif mark["note"]:
            yield joined_html((element("sup", mark["note"]), " " if mark["text"] else ""))
        else:
            yield from _wiki_link(mark["to"], mark["words"] or "", resolve if not mark["file"] else _nowhere)
        at = mark.end()
    yield from _spoken(text[at:], parts)


def _wiki_link(to: str, words: str, resolve: Resolver) -> Iterator[Html]:
    address = resolve(to.strip())
    if is_local(address):
        yield element("a", words or to, href=address)
    else:
        yield escape(f"{words} ({to})" if words else to)


def _spoken(text: str, parts: frozenset[str]) -> Iterator[Html]:
    at = 0
    for match in _SPOKEN.finditer(text):
        yield from _linked(text[at : match.start()], parts)
        yield element("span", joined_html(_linked(match.group(), parts)), class_="q")
        at = match.end()
    yield from _linked(text[at:], parts)


def _linked(text: str, parts: frozenset[str]) -> Iterator[Html]:
    at = 0
    for match in _PART_ID.finditer(text):
        if match.group() in parts:
            yield escape(text[at : match.start()])
            yield element("a", match.group(), href=f"#{match.group()}")
            at = match.end()
    yield escape(text[at:])
