"""What nobody can see is named, whatever it is called, and what emoji and other scripts are made of is not."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from caseload_tools.text import read_bytes
from caseload_tools.text.characters import UNSEEN, hides_something

# Format characters that are drawn: signs before Arabic, Syriac and Kaithi figures.
_DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def _named(text: str) -> list[str]:
    document = read_bytes(f"---\ntype: session\n---\n\n{text}\n".encode(), "")
    return [fault.message for fault in document.faults]


def test_no_format_character_is_left_out() -> None:
    for code in range(sys.maxunicode + 1):
        kind = unicodedata.category(chr(code))
        if kind in ("Cf", "Zl", "Zp") or (kind == "Cc" and code not in (9, 10, 13)):
            assert chr(code) in UNSEEN or code in _DRAWN, f"U+{code:04X}"


@pytest.mark.parametrize(
    "code",
    [
        *(0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x200B, 0x2060, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFFA0),
        *(0x1D173, 0xE0020, 0xE0100, 0xE01EF),
    ],
)
def test_an_invisible_character_is_named(code: int) -> None:
    assert f"U+{code:04X}" in " ".join(_named(f"Slept{chr(code)} badly."))
    assert hides_something(f"a{chr(code)}")


def test_a_text_behind_an_emoji_is_named() -> None:
    hidden = "".join(chr(0xE0100 + each) for each in b"she lies")
    assert _named(f"Better. 😀{hidden}") and _named(f"Better. ❤\ufe0f{chr(0xFE01) * 8}")
    assert _named("Zoé\u200d\u200c\u200d\u200cé")


@pytest.mark.parametrize(
    "text",
    [
        "❤️ and ☀️",
        "👩‍⚕️ 👨‍👩‍👧 ❤️‍🔥 🏳️‍🌈",
        "1️⃣ #️⃣",
        "می‌خواهم",
        "क्‍ष",
        "葛\U000e0100城",
        "ᠮᠤ\u180b",
        "© ™️ ‼️",
        "R&B, A & B; &amp; &nbsp; &lt;!--",
    ],
)
def test_what_belongs_to_a_script_or_an_emoji_is_not(text: str) -> None:
    assert not _named(text)


@pytest.mark.parametrize("entity", ["&ZeroWidthSpace;", "&shy;", "&#8238;", "&#x202E;", "&zwj;", "&NoBreak;"])
def test_a_name_for_one_is_named(entity: str) -> None:
    for text in (f"Slept{entity} badly.", f"Zoé slept{entity} badly."):
        [said] = _named(text)
        assert "nobody would see" in said
        assert read_bytes(f"---\ntype: session\n---\n\n{text}\n".encode(), "").usable
