"""From bytes to text: encoding, line ends, and characters that nobody can see.

What cannot be decoded or seen is reported, never guessed away: the text comes back as near to
the file as is safe, and `sound` says whether it can be trusted. Knows nothing of YAML or Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import bidirectional, category

from caseload_tools.text.faults import CHARACTERS, MOST, Fault, fault_at

_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"
_BOM = "\ufeff"
_MARKS = (  # the longer first: a UTF-32 mark begins with a UTF-16 one
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_SAVE_AS = "save the file as UTF-8 (in Notepad: Save as, Encoding, UTF-8)"
_SAMPLE = 400


def _chars(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset().union(*(map(chr, range(first, last + 1)) for first, last in ranges))


_CONTROL = _chars((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xFFFE, 0xFFFF)) - {"\r"}
_BREAKS = _chars((0x2028, 0x2029))
_TURNS = _chars((0x202A, 0x202E), (0x2066, 0x2069))  # text in another order than it is stored
_JOINERS = _chars((0x200C, 0x200D))  # part of emoji and of Persian and Indian writing
_SIDES = _chars((0x200E, 0x200F), (0x061C, 0x061C))  # part of Hebrew and Arabic writing
# Unicode's Default_Ignorable_Code_Point, the format characters that show nothing, and the empty Braille pattern.
_HIDDEN = _chars(
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200B)),
    *((0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0)),
    *((0xFFF0, 0xFFFB), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
UNSEEN = _CONTROL | _BREAKS | _TURNS | _JOINERS | _SIDES | _HIDDEN
# Those that Python would print, so that a text of them passes for printable.
_PRINTED = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_SELECTORS = _chars((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))  # how the character before them looks: emoji, ideographs
_MONGOLIAN = _chars((0x180B, 0x180D), (0x180F, 0x180F))
_SYMBOLS = ("So", "Sm", "Sk", "Po", "Pd")
_KEYCAP = "\u20e3"
# What a page makes a character of: named, or by its number.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
# These break or derail a YAML parser, so it is given a space in their place.
UNPARSABLE = dict.fromkeys(map(ord, _CONTROL | _BREAKS | {_BOM}), " ")

_NAMES = {
    "\x00": "NUL",
    "\x1b": "escape",
    "\u00ad": "soft hyphen",
    "\u061c": "Arabic letter mark",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\u202e": "right-to-left override",
    "\u2060": "word joiner",
    _BOM: "byte order mark",
}


class Decoded(NamedTuple):
    """A file's text with LF line ends and no byte order mark.

    `sound` is False when it is not for certain what was written. `odd` is True when it holds tabs
    or characters that are not printed, so that its front matter needs a closer look.
    """

    text: str
    faults: tuple[Fault, ...] = ()
    sound: bool = True
    odd: bool = False


def decode_text(raw: bytes) -> Decoded:
    """The text of a file's bytes, with what is wrong with its characters. Never raises."""
    if raw.isascii():
        if not raw.translate(None, _PLAIN):
            return _plain(raw.decode("ascii"))
    elif (text := _utf8(raw)) is not None and text.replace("\n", "").isprintable() and not _PRINTED.search(text):
        return _plain(text)
    return _decode_closely(raw)


def _plain(text: str) -> Decoded:
    return Decoded(text, tuple(_unseen_entities(text)) if "&" in text else ())


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_closely(raw: bytes) -> Decoded:
    wide = _wide(raw)
    if wide is not None:
        text, name = wide
        found = [Fault(CHARACTERS, 1, 1, f"the file is not UTF-8; it looks like {name}", _SAVE_AS)]
        text = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
        return Decoded(text, tuple(found), sound=False, odd=True)
    faults: list[Fault] = []
    utf8 = _utf8(raw)
    if utf8 is None:
        faults += _not_utf8(raw)
    text = raw.decode("utf-8", "replace") if utf8 is None else utf8
    if text.startswith(_BOM):
        text = text[1:]
        message = "the file begins with an invisible byte order mark"
        hint = "save it as UTF-8 without BOM, or let `caseload fix` take it off"
        faults.append(Fault(CHARACTERS, 1, 1, message, hint, level="warning", marked=True))
    if "\r" in text:
        text, mixed = _with_lf(text)
        faults += mixed
    faults += unseen_in(text)
    faults += _unseen_entities(text)
    return Decoded(text, tuple(faults), sound=utf8 is not None, odd=True)


def _wide(raw: bytes) -> tuple[str, str] | None:
    """Text in UTF-16 or UTF-32, by its mark or by the NUL in every second byte."""
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(codec, "replace"), name
    sample = raw[:_SAMPLE]
    for first, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        half = sample[first::2]
        if len(half) > 1 and half.count(0) * 5 > len(half) * 4 and sample[1 - first :: 2].count(0) == 0:
            return raw.decode(codec, "replace"), "UTF-16"
    return None


def _not_utf8(raw: bytes) -> list[Fault]:
    """One fault for each line that is not UTF-8, at its first wrong byte."""
    faults: list[Fault] = []
    for number, line in enumerate(re.split(b"\r\n|\r|\n", raw), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode("utf-8")) + 1
            byte = f"byte 0x{line[error.start]:02X}"
            message = f"this character is not UTF-8 ({byte}); the file looks like Windows-1252"
            faults.append(Fault(CHARACTERS, number, column, message, _SAVE_AS))
            if len(faults) == MOST:
                break
    return faults


def _with_lf(text: str) -> tuple[str, list[Fault]]:
    windows, all_feeds = text.count("\r\n"), text.count("\n")
    returns = text.count("\r") - windows
    one_text = text.replace("\r\n", "\n")
    kinds = sum(count > 0 for count in (windows, all_feeds - windows, returns))
    if kinds < 2 and not returns:
        return one_text, []
    ends = re.findall("\r\n|\r|\n", text)
    line = next((number for number, end in enumerate(ends, 1) if end != ends[0]), 1)
    message = "the lines end in different ways" if kinds > 1 else "the lines end in old Mac style"
    hint = "let your editor save it with one kind of line end"
    return one_text.replace("\r", "\n"), [Fault(CHARACTERS, line, 1, message, hint, level="warning")]


def unseen_in(text: str) -> list[Fault]:
    """A fault for each character that cannot be seen and has no business where it stands."""
    faults: list[Fault] = []
    for index, char in enumerate(text):
        if char not in UNSEEN or is_joiner_in_place(text, index):
            continue
        what = f"{_NAMES[char]}, U+{ord(char):04X}" if char in _NAMES else f"U+{ord(char):04X}"
        if char in _CONTROL:
            message, hint = f"a control character ({what})", "delete it"
        elif char in _TURNS:
            message = f"a character that turns the direction of the text ({what})"
            hint = "delete it: what is shown is not what is stored"
        else:
            message = f"an invisible character ({what})"
            hint = "delete it; such characters come with text copied from a page or a PDF"
        faults.append(fault_at(CHARACTERS, text, index, index + 1, message, hint))
        if len(faults) == MOST:
            break
    return faults


def _unseen_entities(text: str) -> Iterator[Fault]:
    """A fault for each entity that a page would turn into such a character."""
    for found in _ENTITY.finditer(text):
        if (char := _meant_by(found[0])) in UNSEEN:
            name = _NAMES.get(char, "invisible")
            message = f"a name for a character that nobody would see ({name}, U+{ord(char):04X})"
            yield fault_at(CHARACTERS, text, *found.span(), message, "delete it", level="warning")


def _meant_by(entity: str) -> str:
    """The one character that an entity stands for; empty for anything else."""
    from html import unescape  # knows 2,231 names, and few records have one

    char = unescape(entity)
    return char if len(char) == 1 else ""


def hides_something(text: str) -> bool:
    """Whether a text has a character that cannot be seen and has no business where it stands."""
    if text.isprintable() and not _PRINTED.search(text):
        return False
    return any(char in UNSEEN and not is_joiner_in_place(text, index) for index, char in enumerate(text))


def is_joiner_in_place(text: str, index: int) -> bool:
    """Joiners between letters of other scripts or emoji, one selector behind what it is for, direction marks beside
    Hebrew or Arabic.
    """
    char, before, behind = text[index], text[index - 1 : index], text[index + 1 : index + 2]
    if char in _JOINERS:
        around = before + behind
        return len(around) == 2 and not any(each.isascii() or each in _JOINERS for each in around)
    if char in _SELECTORS:
        ideograph = "\u3400" <= before <= "\u9fff" or "\U00020000" <= before <= "\U0003ffff"
        if ideograph or not before or char >= "\U000e0100":
            return ideograph
        return category(before) in _SYMBOLS or (before in "#*0123456789" and behind == _KEYCAP)
    if char in _MONGOLIAN:
        return "\u1820" <= before <= "\u18aa"
    if char in _SIDES:
        line_start = text.rfind("\n", 0, index) + 1
        line = text[line_start : text.find("\n", index) if "\n" in text[index:] else len(text)]
        return any(bidirectional(each) in ("R", "AL") for each in line)
    return False
