"""docs/quality.md has two parts, each written by a command of its own, which leaves the other as it is."""

from __future__ import annotations

from tests.forks import ROOT

PAGE = ROOT / "docs" / "quality.md"
MINUTES = "## What each minute buys\n"


def write_rules(text: str) -> None:
    """How well the rules are tested: `make mutation`."""
    _write(text, _parts()[1])


def write_minutes(text: str) -> None:
    """What each minute of the tests buys: `python -m tests.minutes --write`."""
    _write(_parts()[0], MINUTES + text)


def _parts() -> tuple[str, str]:
    rules, heading, minutes = PAGE.read_text(encoding="utf-8").partition(MINUTES)
    return rules, heading + minutes


def _write(rules: str, minutes: str) -> None:
    PAGE.write_text("\n\n".join(each.strip("\n") for each in (rules, minutes) if each) + "\n", encoding="utf-8")
