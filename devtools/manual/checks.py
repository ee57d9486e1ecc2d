"""docs/reference/checks.md: each check of `caseload audit verify`, as its docstring has it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from caseload_tools.audit.checks.past_check import ABOUT, PARTS, load_checks

INTRODUCTION = """\
# Checks

What `caseload audit verify` looks at, in the order in which it tells. How to use it, and which kind of tampering
each check finds: [show that nobody changed the past](../how-to/verify-the-record.md).
"""
_WIDTH = 120


def checks_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, *_sections()]).rstrip() + "\n"


def _sections() -> Iterator[str]:
    told = ""
    for each in load_checks():
        if each.about != told:
            told = each.about
            yield f"## About {ABOUT[each.about]}\n"
        parts = (fill(f"- **{part}:** {each.page[part]}", _WIDTH, subsequent_indent="  ") for part in PARTS)
        yield f"### {each.name}\n\n{each.title}\n\n" + "\n".join(parts) + "\n"
