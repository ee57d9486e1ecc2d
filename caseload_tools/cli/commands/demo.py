"""`caseload demo`: a fictional practice to try things on."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from caseload_tools.cli.common import format_option, named_day, print_json
from caseload_tools.errors import CaseloadError
from caseload_tools.text.shell import shell_word

EPILOG = """\b
Examples:
  caseload demo try-it                          the demo practice, clean, with its history
  caseload demo --untidy untidy                 the same with each known fault once
  caseload demo --clients 450 --notes 20 --seed 1 big    a caseload of any size, with its history
"""


@click.command(epilog=EPILOG)
@click.argument("folder")
@click.option("--untidy", is_flag=True, help="Seed the fault of each rule once.")
@click.option("--clients", type=click.IntRange(1), help="Make up a caseload of so many clients.")
@click.option("--notes", type=click.IntRange(1), default=20, show_default=True, help="Dated entries a client.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same caseload.")
@click.option("--today", "day", metavar="DATE", help="The day the made-up caseload ends on.")
@click.option("--no-history", is_flag=True, help="Only the files: no repository, and nothing of how they came about.")
@format_option("text", "json")
@click.pass_context
def demo(
    ctx: click.Context,
    /,
    folder: str,
    untidy: bool,
    clients: int | None,
    notes: int,
    seed: int,
    day: str | None,
    no_history: bool,
    format_: str,
) -> None:
    """Make a practice of fictional people in FOLDER, which must be new or empty.

    It is a git repository of its own: each record was committed when it was written, by whoever wrote it. A note of
    the demo's today is written and not committed yet.
    """
    out = Path(folder)
    if clients is not None:
        if untidy or no_history:
            other = "--untidy" if untidy else "--no-history"
            raise CaseloadError(f"{other} and --clients do not go together", "choose one of the two")
        made, say = _made_up(out, clients, notes, seed, day)
    else:
        _refuse_what_is_made_up(ctx)
        made, say = _shipped(out, untidy, not no_history)
    if format_ == "json":
        print_json(made)
    else:
        click.echo(say)


def _refuse_what_is_made_up(ctx: click.Context) -> None:
    """The shipped practice is the same for everybody: what shapes a made-up one says nothing of it."""
    for name, option in {"notes": "--notes", "seed": "--seed", "day": "--today"}.items():
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise CaseloadError(f"{option} goes with --clients", f"add --clients and how many, or leave {option} out")


def _shipped(out: Path, untidy: bool, history: bool) -> tuple[dict[str, object], str]:
    from caseload_tools.desk.demo.demo_practice import make_demo, said_of_its_history
    from caseload_tools.desk.demo.untidy import make_untidy

    made: dict[str, object] = {"folder": str(out)}
    typed = shell_word(out)
    if untidy:
        faults, commits = make_untidy(out, history=history)
        made |= {"faults": len(faults), "commits": commits}
        say = f"the demo practice with {len(faults)} faults in {out}; try `caseload -C {typed} lint`"
    else:
        whole = make_demo(out, history=history)
        commits = whole.commits
        made |= {"records": whole.records, "commits": commits}
        people = f"{whole.records} records of fictional people"
        say = f"the demo practice, {people}, in {out}; try `caseload -C {typed} due`"
    return made, "\n".join(filter(None, (say, said_of_its_history(out, commits) if history else "")))


def _made_up(out: Path, clients: int, notes: int, seed: int, day: str | None) -> tuple[dict[str, object], str]:
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.desk.demo.generator import generate_caseload

    today = named_day("--today", day) if day else None
    with show_status("Making up the caseload"):
        made = generate_caseload(out, clients, notes, seed, **({"today": today} if today else {}))
    rate = f"{made.records:,} records of {clients:,} clients, {made.commits:,} commits"
    say = f"{rate} in {out}; try `caseload -C {shell_word(out)} lint`"
    return {"folder": str(out), "records": made.records, "commits": made.commits, "seed": seed}, say
