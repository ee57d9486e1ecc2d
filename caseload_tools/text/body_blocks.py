"""Where a body has comments and where it has code, which shows them: the blocks of Markdown, as editors read them.

What looks like code and is none would publish what its writer's editor hides. A fence ends with the quotation or the
list that it stands in, a backtick closes nothing in another paragraph or another cell, none counts behind a backslash
or in HTML. So the lines are gone through as CommonMark says. Asked only for bodies that have comments and such marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class HiddenSpan(NamedTuple):
    """`body[start:end]` is hidden; `closed` says whether it ends where its writer said so."""

    start: int
    end: int
    closed: bool


_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"( {0,3}(?:[-+*]|(\d{1,9})[.)]))([ \t]+|(?=\n|\Z))([^ \t\n]?)")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t\n]|\Z)")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$", re.MULTILINE)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_DELIMITERS = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)
_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr"
    "|track|ul"
)
_VERBATIM = "script|pre|style|textarea"
_ATTRIBUTE = r"""\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>"
_AT_A_BLANK_LINE = re.compile(r"(?!)")
# HTML that begins a block, by where it ends: at its own closing mark or a blank line. The last may not cut a paragraph.
_RAW = (
    (re.compile(rf" {{0,3}}<(?:{_VERBATIM})(?=[\s>]|$)", re.I | re.M), re.compile(rf"</(?:{_VERBATIM})>", re.I)),
    (re.compile(r" {0,3}<!--"), re.compile("-->")),
    (re.compile(r" {0,3}<\?"), re.compile(r"\?>")),
    (re.compile(r" {0,3}<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r" {0,3}<![A-Za-z]"), re.compile(">")),
    (re.compile(rf" {{0,3}}</?(?:{_NAMES})(?=\s|/?>|$)", re.I | re.M), _AT_A_BLANK_LINE),
)  # fmt: skip
_LAST_RAW = re.compile(rf" {{0,3}}(?:{_TAG})[ \t]*$", re.MULTILINE)
_INLINE = re.compile(rf"\\[^%\n]|(`+)|[\[\]]|<!--|%%|{_TAG}|<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^<>\x00-\x20]*>")
_IN_RAW = re.compile("<!--|%%")
_ADDRESS = r"(?:<(?:[^<>\n\\]|\\.)*>|(?!<)(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*\))+)"
_TITLE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))"""
# Behind the text of a link: its address and its title, in which a backtick is a letter.
_LINK = re.compile(rf"\(\s*(?:{_ADDRESS}(?:\s+{_TITLE})?\s*)?\)", re.DOTALL)
_DEFINITION = re.compile(
    rf" {{0,3}}\[(?=[^\]]*\S)(?:[^\[\]\\]|\\.)+\]:\s*{_ADDRESS}(?:[ ]*\n?[ ]*(?<=\s){_TITLE})?[ ]*(?:\n|\Z)", re.DOTALL
)
_PIPE = re.compile(r"(?<!\\)\||\n")


def comment_at(body: str, start: int) -> HiddenSpan:
    """The comment that begins at an index."""
    html = body.startswith("<!--", start)
    closing = "-->" if html else "%%"
    # `<!-->` is a whole comment, so its two hyphens may belong to both of its ends.
    end = body.find(closing, start + 2)
    return HiddenSpan(start, len(body) if end < 0 else end + len(closing), end >= 0)


def spans_outside_code(body: str) -> Iterator[HiddenSpan]:
    """The comments of a body with code or backslashes in it, in order."""
    wide, origin = _without_tabs(body)
    for span in _Blocks(wide).spans():
        yield HiddenSpan(origin[span.start], origin[span.end], span.closed)


def code_lines(body: str) -> frozenset[int]:
    """Where the lines of a body begin that stand in fenced code."""
    wide, origin = _without_tabs(body)
    blocks = _Blocks(wide)
    for _ in blocks.spans():
        pass
    return frozenset(origin[each] for each in blocks.in_code)


def _without_tabs(body: str) -> tuple[str, Sequence[int]]:
    """The body with blanks up to the next fourth column for each tab, and where each character of it came from.

    How far a line is indented behind the mark of a quotation depends on the column at which its tab stands.
    """
    if "\t" not in body:
        return body, range(len(body) + 1)
    wide, origin, column = [], [], 0
    for at, letter in enumerate(body):
        width = 4 - column % 4 if letter == "\t" else 1
        wide.append(" " * width if letter == "\t" else letter)
        origin += [at] * width
        column = 0 if letter == "\n" else column + width
    return "".join(wide), [*origin, len(body)]


class _Leaf(NamedTuple):
    """A paragraph, a heading, or HTML (`raw`, in which backticks mean nothing): its lines without what opens them."""

    raw: bool
    lines: list[tuple[int, int]]


class _Blocks:
    """A body as it is gone through: which quotations and lists are open, and what stands in the innermost.

    `inside` has 0 for a quotation, and for an item of a list how far its text is indented. `unsure` behind a comment of
    HTML that ends in another paragraph than it began, as some editors show it: nothing counts as code from there on.
    """

    def __init__(self, body: str) -> None:
        self.body = body
        self.inside: list[int] = []
        self.fence: re.Pattern[str] | None = None  # what closes the one that is open
        self.raw: re.Pattern[str] | None = None  # what ends the HTML that is open
        self.lines: list[tuple[int, int]] = []  # of the paragraph or the HTML that is open
        self.finished: list[_Leaf] = []
        self.unsure = False
        self.in_code: list[int] = []  # where the lines begin that stand in a fence

    def spans(self) -> Iterator[HiddenSpan]:
        """The comments, in order. Where one ends in a later line than its paragraph, that line is gone on with."""
        at = 0
        while at < len(self.body) or self.lines or self.finished:
            if not self.finished and at < len(self.body):
                end = self._line_end(at)
                self._line(at, end)
                at = end + 1
            elif not self.finished:
                self._finish()
            leaves, self.finished = self.finished, []
            for leaf in leaves:
                span = None
                for span in _comments_of(self.body, leaf):
                    yield span
                if span is not None and span.end > leaf.lines[-1][1]:
                    self.unsure |= self.body.startswith("<!--", span.start)
                    at = self._go_on(span.end, leaf.raw)
                    break

    def _line_end(self, at: int) -> int:
        end = self.body.find("\n", at)
        return len(self.body) if end < 0 else end

    def _go_on(self, at: int, raw: bool) -> int:
        """Reads on behind a comment; where the next line begins."""
        end = self._line_end(at)
        self.fence = self.raw = None
        self.lines = [(at, end)]
        if raw:
            self._finish(raw)
        return end + 1

    def _finish(self, raw: bool = False) -> None:
        if self.lines:
            self.finished.append(_Leaf(raw or self.unsure or self.raw is not None, self.lines))
        self.lines, self.raw = [], None

    def _line(self, at: int, end: int) -> None:
        begin = at
        at, kept = self._entered(at, end)
        ends = kept < len(self.inside)
        if not ends and self.fence is not None:
            self.in_code.append(begin)
            if self.fence.match(self.body, at, end):
                self.fence = None
            return
        if not ends and self.raw is not None:
            self._raw_line(at, end)
            return
        # Only within its own container a paragraph goes on before an item that is empty or not the first.
        interrupts = bool(self.lines) and self.raw is None and not ends
        if ends and self.lines and self.raw is None and self._goes_on(at, end, interrupts):
            self.lines.append((at, end))
            return
        if ends:
            self._finish()
            self.fence, self.inside = None, self.inside[:kept]
        self._leaf(self._opened(at, end, interrupts), end)

    def _entered(self, at: int, end: int) -> tuple[int, int]:
        """Where a line goes on behind the marks of what is open, and how much of that is still open."""
        for number, indent in enumerate(self.inside):
            if not indent:
                quote = _QUOTE.match(self.body, at, end)
                if quote is None:
                    return at, number
                at = quote.end()
            elif self.body[at:end].strip(" \t"):
                if _indent(self.body, at) < indent:
                    return at, number
                at = _indented(self.body, at, indent)
        return at, len(self.inside)

    def _goes_on(self, at: int, end: int, interrupts: bool) -> bool:
        """Whether a line without the marks of what is open still belongs to the paragraph there."""
        text = self.body
        begins = (_QUOTE, _FENCE, _HEADING, _RULE, *(each[0] for each in _RAW))
        # Readers differ over a comment that is indented here. Where it begins anew, the code before it hides nothing.
        if text[at:end].lstrip(" \t").startswith("<!--"):
            return False
        if not text[at:end].strip(" \t") or any(each.match(text, at, end) for each in begins):
            return False
        return self._item(at, end, interrupts) is None

    def _opened(self, at: int, end: int, interrupts: bool) -> int:
        """Opens the quotations and items that a line begins; where it goes on."""
        while True:
            if quote := _QUOTE.match(self.body, at, end):
                self._finish()
                self.inside, at = [*self.inside, 0], quote.end()
            elif item := self._item(at, end, interrupts and bool(self.lines)):
                self._finish()
                indent, at = item
                self.inside = [*self.inside, indent]
            else:
                return at

    def _item(self, at: int, end: int, interrupts: bool) -> tuple[int, int] | None:
        """How far the text of an item is indented that begins here, and where it stands."""
        item = _ITEM.match(self.body, at, end)
        if item is None or _RULE.match(self.body, at, end):
            return None
        if interrupts and (not item[4] or int(item[2] or 1) != 1):
            return None
        if not item[4]:
            return len(item[1]) + 1, end
        width = len(item[1]) + (len(item[3]) if len(item[3]) < 5 else 1)
        return width, at + width

    def _leaf(self, at: int, end: int) -> None:
        text = self.body
        if not text[at:end].strip(" \t"):
            self._finish()
        elif not self.unsure and (fence := _FENCE.match(text, at, end)):
            self._finish()
            self.fence = re.compile(rf" {{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*\Z")
        elif _HEADING.match(text, at, end):
            self._finish()
            self.finished.append(_Leaf(self.unsure, [(at, end)]))
        elif _RULE.match(text, at, end) or (self.lines and _UNDERLINE.match(text, at, end)):
            self._finish()
        elif raw := next((ends for opens, ends in _RAW if opens.match(text, at, end)), None):
            self._finish()
            self.raw = raw
            self._raw_line(at, end)
        elif not self.lines and _LAST_RAW.match(text, at, end):
            self.raw = _AT_A_BLANK_LINE
            self._raw_line(at, end)
        elif not self.lines and _indent(text, at) > 3:
            self.finished.append(_Leaf(self.unsure, [(at, end)]))
        else:
            self.lines.append((at, end))

    def _raw_line(self, at: int, end: int) -> None:
        assert self.raw is not None
        if self.raw is _AT_A_BLANK_LINE and not self.body[at:end].strip(" \t"):
            self._finish()
            return
        self.lines.append((at, end))
        if self.raw.search(self.body, at, end):
            self._finish()


def _indent(text: str, at: int) -> int:
    width = 0
    while text[at : at + 1] in (" ", "\t"):
        width += 4 - width % 4 if text[at] == "\t" else 1
        at += 1
    return width


def _indented(text: str, at: int, indent: int) -> int:
    """Behind so much of the blanks that begin here."""
    width = 0
    while width < indent and text[at : at + 1] in (" ", "\t"):
        width += 4 - width % 4 if text[at] == "\t" else 1
        at += 1
    return at


def _comments_of(body: str, leaf: _Leaf) -> Iterator[HiddenSpan]:
    """The comments that begin in a paragraph, a heading or HTML."""
    first, text, last = leaf.lines[0][0], "", leaf.lines[0][0]
    for start, end in leaf.lines:  # what opens a line is no text, and covered so that each character keeps its place
        text += re.sub(r"[^\n]", " ", body[last:start]) + body[start:end]
        last = end
    # Not every editor takes the same lines for a table; where it matters, nothing counts as code from there on.
    cells = not leaf.raw and "|" in text and _DELIMITERS.search(text) is not None
    marks, at = (_IN_RAW, 0) if leaf.raw else (_INLINE, _behind_definitions(text))
    open_links = 0
    while (found := marks.search(text, at)) is not None:
        at = found.end()
        if found[0] in ("<!--", "%%"):
            span = comment_at(body, first + found.start())
            yield span
            at = span.end - first
        elif found[0] == "[":
            open_links += 1
        elif found[0] == "]" and open_links:
            open_links, at = open_links - 1, _behind_link(text, at)
        elif found[0][0] == "`":
            end = _code_end(text, found[0], at)
            cell = _PIPE.search(text, at) if cells else None
            if cell is not None and end > cell.start():
                marks = _IN_RAW
            else:
                at = end


def _behind_link(text: str, at: int) -> int:
    """Behind the address and the title of a link whose text ends here; a comment in them is one as everywhere."""
    link = _LINK.match(text, at)
    return at if link is None or _IN_RAW.search(link[0]) else link.end()


def _behind_definitions(text: str) -> int:
    """Behind the definitions of links with which a paragraph begins."""
    at = 0
    while (found := _DEFINITION.match(text, at)) is not None and not _IN_RAW.search(found[0]):
        at = found.end()
    return at


def _code_end(text: str, marks: str, at: int) -> int:
    """Where code within a paragraph ends; behind its opening marks when it never does."""
    end = re.compile(rf"(?<!`){marks}(?!`)").search(text, at)
    return end.end() if end else at
