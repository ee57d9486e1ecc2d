"""Text made safe for a terminal, and colour for those who have it.

A record may hold escape sequences, on purpose or by accident; nothing that comes from a file
reaches a screen but through `show_controls`. Whether colour is wanted is the command line's to decide.
"""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "advice": "\x1b[1;36m",
    "strong": "\x1b[1m",
    "faint": "\x1b[2m",
    "good": "\x1b[32m",
}
_PLAIN = "\x1b[0m"


def show_controls(text: str) -> str:
    """The text with every control, direction and other invisible character written out (`\\x1b`)."""
    if text.isprintable():
        return text
    return "".join(_shown(char) if unicodedata.category(char) in _UNSAFE else char for char in text)


def _shown(char: str) -> str:
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def styled_text(text: str, style: str, colour: bool) -> str:
    """The text in a style, when colour is wanted."""
    return f"{_STYLES[style]}{text}{_PLAIN}" if colour else text


def width_of(text: str) -> int:
    """How many cells a text takes on a screen: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    cells = 0
    for char in text:
        if unicodedata.combining(char):
            continue
        cells += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return cells
