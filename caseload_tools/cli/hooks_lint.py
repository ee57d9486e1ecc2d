"""`caseload hooks lint`: what is staged, refused for the errors that it would bring, and for no older ones.

And what is said to somebody who waits for a hook.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import click

from caseload_tools.errors import EXIT_BUG, EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE

_SECONDS = 5.0  # between two lines; a push that is quicker says nothing


class Patience:
    """Says every few seconds how many commits were looked at: the first push of a long history takes minutes."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last >= _SECONDS:
            self._last = now
            click.echo(f"caseload: {done:,} of {of:,} commits looked at", err=True)


def say_where_to_type(root: Path) -> None:
    """Where what was said is typed, unless whoever waits for a hook stands there: git runs it at the top."""
    from caseload_tools.guard.hooks.practices import line_to_go_there
    from caseload_tools.text.safe_text import show_controls

    line = line_to_go_there(root, os.environ, Path.cwd())
    if line:
        click.echo(f"caseload: commands and paths are for the practice's folder: {show_controls(line)}", err=True)


def check_staged(ctx: click.Context, format_: str = "full", told: Sequence[str] | None = None) -> int:
    """Print what the commit would bring into the charts that it touches; returns the exit code.

    `told` are records, by their path in the repository, of whose signatures the reader is about to be told anyway.
    """
    from caseload_tools.cli.lint_run import baseline_of, nothing_staged
    from caseload_tools.cli.state import open_staged
    from caseload_tools.guard.hooks.new_findings import (
        not_told_yet,
        parents_in_making,
        said_beside,
        said_of_refusal,
        without_known_findings,
    )
    from caseload_tools.lint.formats import render_result
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload
    from caseload_tools.text.safe_text import show_controls
    from caseload_tools.values import replace

    state = open_staged(ctx)
    if state is None:
        return nothing_staged(ctx.find_root().obj, format_)
    day, known = state.judged_on(None, None), baseline_of(state, None)
    root, practice = state.tree.root, state.practice
    result = lint_caseload(
        state.tree, practice, LintRequest(today=day, paths=state.paths, baseline=known, history=state.past, part=True)
    )
    state.say_trouble()
    new = without_known_findings(result, root, parents_in_making(root), practice, day, known)
    new = replace(not_told_yet(new, told or ()), commit=True)
    if new.findings or not told:
        click.echo(render_result(format_, new, colour=False), nl=False)
    for line in said_beside(new) if format_ == "full" else ():
        click.echo(line)
    if new.exit_code == EXIT_BUG:
        return EXIT_BUG
    for line in said_of_refusal(new, root):
        click.echo(show_controls(line), err=True)
    if new.refusing:
        return EXIT_FINDINGS
    # Where the past of what is staged cannot be read, nobody knows whether it may be committed.
    return EXIT_USAGE if state.unread else EXIT_CLEAN
