"""The look, checked from the style sheets themselves: contrast of every token, weight, nothing foreign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caseload_tools.site.publish.plugin import THEME

ASSETS = THEME / "assets"
SHEETS = sorted(ASSETS.glob("*.css"))
CSS = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme: those of every scheme, with the dark ones over them."""
    blocks = re.findall(r"\[data-md-color-scheme\] \{(.*?)\}", CSS, re.DOTALL)
    if scheme == "dark":
        blocks += re.findall(r"\[data-md-color-scheme=slate\] \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", "".join(blocks)))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Text needs 4.5 against what it stands on, forms and borders of controls 3 (WCAG 1.4.3 and 1.4.11).
TEXT = [(ink, ground) for ink in ("ink", "ink2", "ink3", "acc", "late", "now", "good") for ground in ("bg", "tint")]
TEXT += [("late", "latebg"), ("ink", "accbg"), ("ink2", "b0"), ("ink2", "b1"), ("ink2", "b2"), ("ink2", "b3")]
FORMS = [
    ("gold", "bg"),
    ("gold", "tint"),
    ("line2", "bg"),
    ("line2", "tint"),
    ("acc2", "bg"),
    ("acc", "b3"),
    ("acc", "b0"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_token_can_be_read_on_what_it_stands(scheme: str) -> None:
    found = tokens(scheme)
    for needed, pairs in ((4.5, TEXT), (3.0, FORMS)):
        poor = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in pairs}
        assert {pair: value for pair, value in poor.items() if value < needed} == {}


def test_light_and_dark_know_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys()
    assert all(tokens("light")[name] != tokens("dark")[name] for name in tokens("light"))


def test_a_dark_screen_prints_light() -> None:
    outside_screen = re.sub(r"@media screen \{.*?\n\}\n", "", CSS, flags=re.DOTALL)
    assert "slate" not in outside_screen


def test_every_token_used_is_defined_and_every_one_defined_is_used() -> None:
    defined = set(re.findall(r"(?<![\w-])--([a-z0-9]+):", CSS))
    used = set(re.findall(r"var\(--([a-z0-9]+)\)", CSS))
    assert used - defined == set()
    assert defined - used == set()


def test_the_sheets_keep_their_weight() -> None:
    weight = {sheet.name: sheet.stat().st_size for sheet in SHEETS}
    assert weight["caseload.css"] < 12_288
    assert sum(weight.values()) < 24_576
    assert (ASSETS / "caseload.js").stat().st_size < 6_000


@pytest.mark.parametrize(
    "file", sorted(path for path in THEME.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_the_theme_names_no_other_host_and_writes_nothing_inline(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"^\s*//.*|/\*.*?\*/", "", text, flags=re.MULTILINE | re.DOTALL)
    assert "@import" not in text
    if file.suffix == ".html":
        assert "<style" not in text
        assert " style=" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"\son\w+=", text)


def test_nothing_is_important_but_in_print() -> None:
    assert "!important" not in re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
