"""`caseload hooks`: put checks before each commit and push; and the checks themselves, for whatever runs hooks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools.cli.common import (
    format_option,
    practice_of_command,
    practice_root,
    print_json,
    today_option,
)
from caseload_tools.cli.lazy_groups import CommandGroup
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError
from caseload_tools.practice import Practice

if TYPE_CHECKING:
    from caseload_tools.guard.hooks.refusal import Refusal
    from caseload_tools.guard.hooks.refusals import CommitEvent, HookEvent

EPILOG = """\b
Examples:
  caseload hooks install       check each commit and push of this repository
  caseload hooks status        what stands there now
  caseload hooks locked        what is staged, against the signed records
With pre-commit or prek, use what `.pre-commit-hooks.yaml` offers instead.
"""
_ABOUT_COMMIT, _ABOUT_PUSH = "this commit is refused", "this push is refused"


def _example(typed: str) -> str:
    return f"\b\nExample:\n  caseload {typed}\n"


@click.group(cls=CommandGroup, epilog=EPILOG)
def hooks() -> None:
    """Check each commit and push before it is made."""


@hooks.command(epilog=_example("hooks install"))
@click.pass_context
def install(ctx: click.Context) -> None:
    """Put our checks before each commit and push of this repository; a hook that is there goes on being run."""
    from caseload_tools.guard.hooks.installing import install_hooks as put
    from caseload_tools.guard.hooks.installing import place_of_hooks

    root = practice_root(ctx.find_root().obj)
    written, folder = put(root), place_of_hooks(root)
    click.echo(f"{len(written)} hooks written to {folder}" if written else f"All hooks are in place in {folder}")
    for hook in written:
        click.echo(f"  {hook.name}" + (", after the one that was there" if hook.runs_before else ""))
    _say_what_is_checked(root)
    click.echo("Try it: git commit. `caseload hooks uninstall` takes them away.")


@hooks.command(epilog=_example("hooks uninstall"))
@click.pass_context
def uninstall(ctx: click.Context) -> None:
    """Take our hooks away, and put back what was there before."""
    from caseload_tools.guard.hooks.installing import uninstall_hooks as take

    root = practice_root(ctx.find_root().obj)
    taken = take(root)
    click.echo(f"Taken away: {', '.join(taken)}" if taken else "There is no hook of ours to take away")
    _say_what_is_checked(root)


@hooks.command(epilog=_example("hooks status"))
@format_option("text", "json")
@click.pass_context
def status(ctx: click.Context, format_: str) -> int:
    """Say which hooks are in place; exit code 1 when one is missing or altered, or leaves out a practice."""
    from caseload_tools.guard.hooks.installing import hook_in_words
    from caseload_tools.guard.hooks.installing import hook_states as look
    from caseload_tools.guard.hooks.practices import guarded_practices, own_folder, unguarded_practices

    root = practice_root(ctx.find_root().obj)
    found, own = look(root), own_folder(root)
    sound = all(hook.state == "ours" and hook.runnable and own in hook.practices for hook in found)
    left_out = unguarded_practices(root, {*guarded_practices(root), own})
    if format_ == "json":
        print_json({"sound": sound, "unguarded": left_out, "hooks": [hook._asdict() for hook in found]})
    else:
        for hook in found:
            click.echo(f"{hook.name:20} {'; '.join(hook_in_words(hook, own))}")
        if not sound:
            click.echo("`caseload hooks install` puts them in place", err=True)
        _say_unguarded(root, left_out)
    return EXIT_CLEAN if sound and not left_out else EXIT_FINDINGS


@hooks.command("lint", epilog=_example("hooks lint"))
@format_option("full", "concise", "json")
@click.pass_context
def lint_(ctx: click.Context, format_: str) -> int:
    """Check what is staged; refuse the errors that it brings, not those that were there before."""
    from caseload_tools.cli.hooks_lint import check_staged, say_where_to_type

    code = check_staged(ctx, format_)
    if code and format_ != "json":
        say_where_to_type(practice_root(ctx.find_root().obj))
    return code


@hooks.command(epilog=_example("hooks locked"))
@format_option("text", "json")
@click.pass_context
def locked(ctx: click.Context, format_: str) -> int:
    """Refuse what would alter, delete or rename a signed record; signatures may be added."""
    from caseload_tools.guard.hooks.refusals import CommitEvent

    return _commit_or_push(ctx, CommitEvent(privacy=False), format_)


@hooks.command(epilog=_example("hooks privacy"))
@format_option("text", "json")
@click.pass_context
def privacy(ctx: click.Context, format_: str) -> int:
    """Refuse a client's name or number in a path or branch, keys, and clear text where git-crypt should be."""
    from caseload_tools.guard.hooks.refusals import CommitEvent

    return _commit_or_push(ctx, CommitEvent(locked=False), format_)


@hooks.command(epilog=_example("hooks message .git/COMMIT_EDITMSG"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@format_option("text", "json")
@click.pass_context
def message(ctx: click.Context, file: Path, format_: str) -> int:
    """Refuse a commit's message (in FILE) that names a client other than by id, or says nothing."""
    return _message(ctx, file, format_)


@hooks.command("draft-message", epilog=_example("hooks draft-message .git/COMMIT_EDITMSG"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("source", default="")
@click.argument("commit", default="")
@click.pass_context
def draft_message(ctx: click.Context, file: Path, source: str, commit: str) -> None:
    """Write a first line for the message into FILE, from what is staged. Never over words of a person or of git."""
    source = source or os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")
    _draft(ctx, file, source)


@hooks.command(epilog=_example("hooks due"))
@today_option
@click.pass_context
def due(ctx: click.Context, today: str | None) -> None:
    """Say what is overdue, as advice before a push: always exit code 0."""
    _advise(practice_root(ctx.find_root().obj), today)


@hooks.command(hidden=True, epilog=_example("hooks run pre-commit"))
@click.argument("hook")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@today_option
@click.pass_context
def run(ctx: click.Context, hook: str, arguments: tuple[str, ...], today: str | None) -> int:
    """Do what the git hook of this name is for; the files that `install` writes call it."""
    if hook == "pre-receive":
        return _pre_receive(today)
    if hook in ("pre-commit", "pre-merge-commit"):
        return _pre_commit(ctx)
    if hook == "prepare-commit-msg":
        _draft(ctx, Path(arguments[0]), arguments[1] if len(arguments) > 1 else "")
        return EXIT_CLEAN
    if hook == "commit-msg":
        return _message(ctx, Path(arguments[0]))
    if hook == "pre-push":
        return _pre_push(ctx, arguments)
    raise CaseloadError("there is no such hook", "see `caseload hooks --help`")


def _refused(event: HookEvent, root: Path, practice: Practice, about: str, format_: str = "text") -> int:
    from caseload_tools.guard.hooks.refusals import refusals_for

    found = refusals_for(event, root, practice)
    code = _say(found, about, format_)
    _say_where(root, found, format_)
    return code


def _commit_or_push(ctx: click.Context, event: CommitEvent, format_: str) -> int:
    """Ask about what is staged, or, where a framework says that it pushes, about the push."""
    from caseload_tools.guard.hooks.refusals import push_by_framework

    root, practice = practice_of_command(ctx)
    push = push_by_framework(os.environ)
    if event.privacy and push is None:
        _say_if_nobody_is_known(practice)
    return _refused(push or event, root, practice, _ABOUT_PUSH if push else _ABOUT_COMMIT, format_)


def _pre_commit(ctx: click.Context) -> int:
    from caseload_tools.cli.hooks_lint import check_staged, say_where_to_type
    from caseload_tools.guard.hooks.practices import staged_and_unguarded
    from caseload_tools.guard.hooks.refusals import CommitEvent, records_refused, refusals_for

    root, practice = practice_of_command(ctx)
    _say_if_nobody_is_known(practice)
    _say_unguarded(root, staged_and_unguarded(root))
    unlooked = _say_unlooked(root)
    found = refusals_for(CommitEvent(), root, practice)
    code = check_staged(ctx, told=records_refused(found))
    _say(found, _ABOUT_COMMIT)
    if code or unlooked:
        say_where_to_type(root)
    else:
        _say_where(root, found)
    return max(code, EXIT_FINDINGS if found else EXIT_CLEAN)


def _message(ctx: click.Context, file: Path, format_: str = "text") -> int:
    from caseload_tools.guard.hooks.refusals import MessageEvent

    # Git takes comments out of what was edited; of `--message` and `--file` it keeps every line. A colon says which.
    event = MessageEvent(_text_of(file), edited=os.environ.get("GIT_EDITOR") != ":")
    return _refused(event, *practice_of_command(ctx), _ABOUT_COMMIT, format_)


def _draft(ctx: click.Context, file: Path, source: str) -> None:
    from caseload_tools.guard.hooks.drafting import staged_message
    from caseload_tools.text import write_atomic

    before = _text_of(file)
    after = staged_message(before, source, *practice_of_command(ctx))
    if after != before:
        write_atomic(file, after.encode("utf-8"), replace=True, durable=False)


def _pre_push(ctx: click.Context, arguments: Sequence[str]) -> int:
    from caseload_tools.cli.hooks_lint import Patience
    from caseload_tools.guard.hooks.refusals import push_by_git

    root, practice = practice_of_command(ctx)
    code = _refused(push_by_git(arguments, sys.stdin.read(), Patience()), root, practice, _ABOUT_PUSH)
    if not code:
        _advise(root)
    return code


def _advise(root: Path, today: str | None = None) -> None:
    """What is overdue, for whoever is about to go home. Never a reason to keep records here."""
    from dataclasses import replace

    from caseload_tools.chart.caseload import read_caseload
    from caseload_tools.cli.state import state_at
    from caseload_tools.cli.terminal import print_report
    from caseload_tools.reports.due import due as due_report
    from caseload_tools.reports.report import UNREAD, UNREAD_VALUES

    state = state_at(str(root), None)
    report = due_report(read_caseload(root, state.practice, state.judged_on(today, None), past=state.past))
    state.say_trouble()
    overdue = tuple(table for table in report.tables if table.key in (UNREAD, UNREAD_VALUES, "overdue"))
    print_report(replace(report, tables=overdue), colour=False)
    click.echo("Advice only; `caseload due` has the rest.")


def _pre_receive(today: str | None) -> int:
    from caseload_tools.cli.common import named_day
    from caseload_tools.cli.hooks_lint import Patience
    from caseload_tools.guard.hooks.pushing import updates_received
    from caseload_tools.guard.hooks.receiving import check_is_repository, formats_needed, received_refusals
    from caseload_tools.text.safe_text import show_controls

    place = Path.cwd()
    check_is_repository(place)
    told = today or os.environ.get("CASELOAD_TODAY")
    day = named_day("--today", told) if told else None
    updates = updates_received(sys.stdin.read())
    code = _say(received_refusals(place, updates, day, Patience()), _ABOUT_PUSH)
    if not code:
        for needed in formats_needed(place, updates):
            click.echo(f"caseload: accepted, though not all of it was checked here. {show_controls(needed)}", err=True)
    return code


# --- reading and saying --------------------------------------------------------------------------


def _text_of(file: Path) -> str:
    if not file.is_file():
        raise CaseloadError("there is no such file with a message", "git names it when it runs this")
    return file.read_text(encoding="utf-8", errors="replace")


def _say_what_is_checked(root: Path) -> None:
    """Where a repository holds several practices: which of them its hooks check, and which they do not."""
    from caseload_tools.guard.hooks.practices import guarded_practices, own_folder, unguarded_practices

    guarded = guarded_practices(root)
    if guarded - {own_folder(root)}:
        click.echo(f"They check the practices in {', '.join(sorted(guarded))} of this repository.")
    _say_unguarded(root, unguarded_practices(root, {*guarded, own_folder(root)}))


def _say_unguarded(root: Path, practices: Iterable[str]) -> None:
    from caseload_tools.guard.hooks.practices import line_to_guard

    for practice in practices:
        click.echo(f"caseload: no hook checks the practice in {practice} of this repository", err=True)
        click.echo(f"  {line_to_guard(root, practice)}", err=True)


def _say_unlooked(root: Path) -> bool:
    """What git was told not to look at; whether there is any."""
    from caseload_tools.history.readers.unlooked import unlooked_files
    from caseload_tools.text.safe_text import show_controls

    found = unlooked_files(root)
    for each in found:
        click.echo(f"caseload: {show_controls(each.path)}: {each.why}", err=True)
        click.echo(f"  {show_controls(each.hint)}", err=True)
    return bool(found)


def _say_if_nobody_is_known(practice: Practice) -> None:
    if practice.people is not None and practice.people.missing:
        click.echo("caseload: the identity map is not there, so names were not looked for", err=True)
        click.echo("  put it where `identities` in caseload.toml says, or set CASELOAD_IDENTITIES", err=True)


def _say_where(root: Path, refusals: Iterable[Refusal], format_: str = "text") -> None:
    """Where the commands of refusals are typed, when there are any."""
    from caseload_tools.cli.hooks_lint import say_where_to_type
    from caseload_tools.guard.hooks.refusals import typed_in_practice

    if format_ != "json" and typed_in_practice(refusals):
        say_where_to_type(root)


def _say(refusals: Iterable[Refusal], about: str, format_: str = "text") -> int:
    """Print what was refused; returns the exit code."""
    from caseload_tools.dates import count_of
    from caseload_tools.text.safe_text import show_controls

    found = list(dict.fromkeys(refusals))
    if format_ == "json":
        print_json({"refusals": [each._asdict() for each in found]})
    elif found:
        click.echo(f"caseload: {about}, for {count_of(len(found), 'reason')}", err=True)
        for each in found:
            click.echo(f"  {show_controls(each.where)}: {show_controls(each.message)}", err=True)
            for line in each.hint.splitlines():
                click.echo(f"    {show_controls(line)}", err=True)
    return EXIT_FINDINGS if found else EXIT_CLEAN
