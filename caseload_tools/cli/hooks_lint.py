"""`caseload hooks lint`: what is staged, refused for the errors that it would bring, and for no older ones.

And what is said to somebody who waits for a hook.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools.errors import EXIT_BUG, EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE

if TYPE_CHECKING:
    from caseload_tools.lint.result import LintResult

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
    from caseload_tools.dates import count_of
    from caseload_tools.guard.hooks.new_findings import not_told_yet, parents_in_making, without_known_findings
    from caseload_tools.lint.formats import render_result
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload

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
    new = not_told_yet(new, told or ())
    if new.findings or not told:
        click.echo(render_result(format_, new, colour=False), nl=False)
    if new.older and format_ == "full":
        click.echo(
            f"Not shown: {count_of(new.older, 'older finding')} in these charts; `caseload lint` shows them all."
        )
    if new.exit_code == EXIT_BUG:
        return EXIT_BUG
    if new.excused and format_ == "full":
        errors = count_of(new.excused, "error")
        click.echo(f"{errors} above: of a draft, so the commit goes on; put right before it is signed.")
    if new.refusing:
        return _refuse(new)
    # Where the past of what is staged cannot be read, nobody knows whether it may be committed.
    return EXIT_USAGE if state.unread else EXIT_CLEAN


def _refuse(new: LintResult) -> int:
    from caseload_tools.dates import count_of
    from caseload_tools.guard.hooks.new_findings import perhaps_right

    what = "error" if all(each.level == "error" for each in new.refusing) else "finding"
    found = count_of(len(new.refusing), what)
    click.echo(f"caseload: this commit is refused, for {found} that it would bring", err=True)
    click.echo("  put right what is said above, `git add` the file again, and commit again", err=True)
    if allowed := perhaps_right(new):
        line = f"# caseload: allow[{allowed}] with your reason"
        click.echo(f"  is it right as it stands? write `{line}` above `type:`", err=True)
    return EXIT_FINDINGS
