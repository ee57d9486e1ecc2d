"""The lines in which a file would differ, for commands that can show it before they write."""

from __future__ import annotations

import difflib

import click

from caseload_tools.text.safe_text import show_controls


def print_difference(path: str, before: str, after: str) -> None:
    """The lines that go and those that come, without any around them."""
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="", n=0):
        click.echo(show_controls(line))
