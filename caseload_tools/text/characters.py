"""From bytes to text: encoding, line ends, and characters that nobody can see.

What cannot be decoded or seen is reported, never guessed away: the text comes back as near to
the file as is safe, and `sound` says whether it can be trusted. Knows nothing of YAML or Markdown.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import bidirectional

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
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


_CONTROL = _chars((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xFFFE, 0xFFFF)) - {"\r"}
_BREAKS = _chars((0x2028, 0x2029))
_TURNS = _chars((0x202A, 0x202E), (0x2066, 0x2069))  # text in another order than it is stored
_JOINERS = _chars((0x200C, 0x200D))  # part of emoji and of Persian and Indian writing
_SIDES = _chars((0x200E, 0x200F), (0x061C, 0x061C))  # part of Hebrew and Arabic writing
_HIDDEN = _chars((0x00AD, 0x00AD), (0x180E, 0x180E), (0x200B, 0x200B), (0x2060, 0x2064), (0xFEFF, 0xFEFF))
_HIDDEN |= _chars((0xFFF9, 0xFFFB), (0xE0000, 0xE007F))
UNSEEN = _CONTROL | _BREAKS | _TURNS | _JOINERS | _SIDES | _HIDDEN
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
            return Decoded(raw.decode("ascii"))
    elif (text := _utf8(raw)) is not None and text.replace("\n", "").isprintable():
        return Decoded(text)
    return _decode_closely(raw)


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


def is_joiner_in_place(text: str, index: int) -> bool:
    """Joiners between letters of other scripts or emoji, direction marks beside Hebrew or Arabic."""
    char = text[index]
    if char in _JOINERS:
        around = text[index - 1 : index] + text[index + 1 : index + 2]
        return len(around) == 2 and not around.isascii() and not any(each.isascii() for each in around)
    if char in _SIDES:
        line_start = text.rfind("\n", 0, index) + 1
        line = text[line_start : text.find("\n", index) if "\n" in text[index:] else len(text)]
        return any(bidirectional(each) in ("R", "AL") for each in line)
    return False
