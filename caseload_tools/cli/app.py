"""The root command: which commands there are, and what becomes of an error.

0 clean, 1 findings, 2 wrong use or configuration, 3 our own bug. A bug's traceback is shown
without any value, since values are clients' lives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import click

from caseload_tools import __version__
from caseload_tools.cli.lazy_groups import LateGroup, LazyCommands
from caseload_tools.cli.outcome import as_clause, exit_code_of, print_error, print_stopped
from caseload_tools.errors import EXIT_USAGE

# Hidden options that are still read, and what is suggested in their place.
OLD_OPTIONS = {"--no-waivers": "--no-allowances"}
COMMANDS: LazyCommands = {
    "lint": ("caseload_tools.cli.commands.lint", "lint", "Check the records and say what is missing or wrong."),
    "due": ("caseload_tools.cli.commands.due", "due", "Say what is overdue, due today, and due in the next 14 days."),
    "close": ("caseload_tools.cli.commands.close", "close", "Begin a discharge, with what is still owed."),
    "show": ("caseload_tools.cli.commands.show", "show", "Show one client on a page."),
    "report": (
        "caseload_tools.cli.commands.report",
        "report",
        "Print figures, patterns and other tables over some days.",
    ),
    "fix": ("caseload_tools.cli.commands.fix", "fix", "Repair slips that have a single meaning."),
    "upgrade": (
        "caseload_tools.cli.commands.upgrade",
        "upgrade",
        "Convert what is not signed to the newest record format.",
    ),
    "new": ("caseload_tools.cli.commands.new", "new", "Start a new record, carried forward from the last one."),
    "sign": ("caseload_tools.cli.commands.sign", "sign", "Sign records: from then on they stay as they are."),
    "cosign": ("caseload_tools.cli.commands.sign", "cosign", "Co-sign, as a supervisor, what somebody has signed."),
    "addend": ("caseload_tools.cli.commands.amend", "addend", "Add a correction or late entry to a record that stays."),
    "void": (
        "caseload_tools.cli.commands.amend",
        "void",
        "Declare a record entered in error; it stays and does not count.",
    ),
    "return": ("caseload_tools.cli.commands.amend", "return_", "Return a record to its author for revision."),
    "explain": (
        "caseload_tools.cli.commands.explain",
        "explain",
        "Explain a rule: why, where it comes from, bad and good.",
    ),
    "build": ("caseload_tools.cli.commands.build", "build", "Build the private site for supervisors."),
    "diff": ("caseload_tools.cli.commands.diff", "diff", "Say what changed between two states, in clinical words."),
    "audit": (
        "caseload_tools.cli.commands.audit",
        "audit",
        "Answer an auditor: who changed what, and does the past stand.",
    ),
    "hooks": ("caseload_tools.cli.commands.hooks", "hooks", "Check each commit and push before it is made."),
    "doctor": (
        "caseload_tools.cli.commands.doctor",
        "doctor",
        "Look at what puts the records at risk on this computer.",
    ),
    "identities": (
        "caseload_tools.cli.commands.identities",
        "identities",
        "The map of who the clients are, kept apart.",
    ),
    "remote": ("caseload_tools.cli.commands.remote", "remote", "Set up a place that people push their records to."),
    "init": ("caseload_tools.cli.commands.init", "init", "Set up a new, empty practice."),
    "demo": ("caseload_tools.cli.commands.demo", "demo", "Make a fictional practice to try things on."),
    "import": ("caseload_tools.cli.commands.importing", "import_", "Bring in records from another system."),
    "schema": ("caseload_tools.cli.commands.schema", "schema", "Export the JSON Schemas for editors and other tools."),
    "rules": ("caseload_tools.cli.commands.explain", "rules", "List the rules."),
    "profiles": (
        "caseload_tools.cli.commands.profiles",
        "profiles",
        "List the policy profiles, or show one with its sources.",
    ),
    "score": ("caseload_tools.cli.commands.score", "score", "Score an outcome measure."),
    "backup": ("caseload_tools.cli.commands.backup", "backup", "Write the whole history to one encrypted file."),
    "restore": (
        "caseload_tools.cli.commands.restore",
        "restore",
        "Restore a backup, or prove that it can be restored.",
    ),
    "manual": ("caseload_tools.cli.commands.manual", "manual", "Show the page of the manual that a message points to."),
    "measures": ("caseload_tools.cli.commands.measures", "measures", "List the outcome measures."),
}


HELP = ["-h", "--help"]


@click.group(
    cls=LateGroup,
    table=COMMANDS,
    context_settings={"help_option_names": HELP},
    epilog="Begin with `caseload lint` and `caseload due`; `caseload COMMAND --help` shows an example of each.",
)
@click.version_option(__version__, "--version", prog_name="caseload", message="%(prog)s %(version)s")
@click.option("-C", "--practice", "place", metavar="FOLDER", help="The practice's folder, if not the one you are in.")
@click.pass_context
def app(ctx: click.Context, place: str | None) -> None:
    """Clinical records as plain text: check them, see what is due, build the supervisor's site."""
    ctx.obj = place


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    return exit_code_of(lambda: _typed(arguments))


def _typed(arguments: Sequence[str] | None) -> int:
    try:
        typed = None if arguments is None else list(arguments)
        code = app.main(args=typed, prog_name="caseload", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        print_error(*_in_plain_words(error))
        return EXIT_USAGE
    except click.Abort:
        return print_stopped()


def _in_plain_words(error: click.ClickException) -> tuple[str, str]:
    """What click found wrong on the command line, as a message and a hint of ours."""
    message = as_clause(error.format_message()).rstrip(".")
    hint = f"see `{error.ctx.command_path} --help`" if isinstance(error, click.UsageError) and error.ctx else ""
    if isinstance(error, click.exceptions.NoSuchOption):
        from caseload_tools.text.nearest import suggest  # only for what is wrong

        message = f"there is no option {error.option_name}"
        near = error.possibilities or ()
        hint = suggest(OLD_OPTIONS.get(near[0], near[0])) if near else hint
    elif message.startswith("got unexpected extra argument") and isinstance(error, click.UsageError) and error.ctx:
        hint = _said_as_option(error.ctx, message) or hint
    elif isinstance(error, click.BadOptionUsage):
        message, hint = (
            f"{error.option_name} needs a value",
            "write it behind it; `--help` behind the command says which",
        )
    elif message.startswith("no such command"):
        message = "there is no such command"
    elif isinstance(error, click.exceptions.MissingParameter) and error.param is not None:
        name = error.param.make_metavar(error.ctx) if isinstance(error.param, click.Argument) and error.ctx else ""
        message = f"{name or max(error.param.opts, key=len)} is missing"
    elif isinstance(error, click.BadParameter) and error.param is not None:
        name = max(error.param.opts, key=len)
        message, hint = _bad_value(name, error.param.type, hint)
    return f"caseload: {message}", hint


def _said_as_option(ctx: click.Context, message: str) -> str:
    """The hint for a client that was typed without the option that the command has for it."""
    if not any("--client" in each.opts for each in ctx.command.params):
        return ""
    from caseload_tools.history.record_path import may_be_chart_name

    words = [each for each in re.findall(r"[^\s()]+", message) if may_be_chart_name(each)]
    if not words:
        return ""
    from caseload_tools.text.nearest import suggest  # only for what is wrong

    return suggest(f"--client {words[0]}")


def _bad_value(name: str, kind: click.ParamType[Any], hint: str) -> tuple[str, str]:
    if isinstance(kind, click.Choice):
        return f"{name} does not know this word", f"use {', '.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange) and kind.min is not None:
        return f"{name} must be a whole number, {kind.min} or more", hint
    return f"{name} cannot be read", hint
