"""`caseload demo`: a fictional practice to try things on."""

from __future__ import annotations

from pathlib import Path

import click

from caseload_tools.cli.common import format_option, named_day, print_json
from caseload_tools.errors import CaseloadError

EPILOG = """\b
Examples:
  caseload demo try-it                          the demo practice, clean
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
@format_option("text", "json")
def demo(folder: str, untidy: bool, clients: int | None, notes: int, seed: int, day: str | None, format_: str) -> None:
    """Make a practice of fictional people in FOLDER, which must be new or empty."""
    out = Path(folder)
    if clients is not None:
        if untidy:
            raise CaseloadError("--untidy and --clients do not go together", "choose one of the two")
        made = _made_up(out, clients, notes, seed, day)
    elif untidy:
        from caseload_tools.desk.demo.untidy import make_untidy

        faults = make_untidy(out)
        made = {"folder": folder, "faults": len(faults)}
        say = f"the demo practice with {len(faults)} faults in {folder}; try `caseload -C {folder} lint`"
    else:
        from caseload_tools.desk.demo.demo_practice import copy_demo

        records = copy_demo(out)
        made = {"folder": folder, "records": records}
        say = f"the demo practice, {records} records of fictional people, in {folder}; try `caseload -C {folder} due`"
    if format_ == "json":
        print_json(made)
    elif clients is not None:
        rate = f"{made['records']:,} records of {clients:,} clients, {made['commits']:,} commits"
        click.echo(f"{rate} in {folder}; try `caseload -C {folder} lint`")
    else:
        click.echo(say)


def _made_up(out: Path, clients: int, notes: int, seed: int, day: str | None) -> dict[str, object]:
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.desk.demo.generator import generate_caseload

    today = named_day("--today", day) if day else None
    with show_status("Making up the caseload"):
        made = generate_caseload(out, clients, notes, seed, **({"today": today} if today else {}))
    return {"folder": str(out), "records": made.records, "commits": made.commits, "seed": seed}
