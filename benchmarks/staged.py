"""`python -m benchmarks.staged`: a hook's `caseload lint --staged` of three plans beside the import of five packages.

    python -m benchmarks.staged                       10,350 records of 450 clients, under a minute
    python -m benchmarks.staged --clients 900

The measure of performance.md: what a hook costs at most is what Python takes to import the packages that the
tool is asked to stand on. Processor time of whole processes, with git's; ratios within one run. The caseload
is made once and kept in build/benchmarks/. Prints what it finds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
from pathlib import Path

from benchmarks.measuring import Contender, python, race
from benchmarks.run import BUILD, Budget

FIVE = "import click, yaml, frontmatter, jsonschema, git"
PLANS = 3


def main() -> None:
    """Make the caseload, stage three plans, let all take turns, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=450)
    parser.add_argument("--turns", type=int, default=11)
    options = parser.parse_args()
    root = caseload(options.clients)
    stage(root)
    # Bytecode of the first turn must be there for the second, as on anybody's machine.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    ours = python("-m", "caseload_tools", "-C", root)
    contenders = [
        Contender("import of the five packages", python("-c", FIVE), options.turns),
        Contender("caseload --version", [*ours, "--version"], options.turns),
        Contender("caseload lint --staged, three plans", [*ours, "lint", "--staged"], options.turns, (0, 1)),
        Contender("caseload lint --client, one of them", [*ours, "lint", "--client", "C-0001"], options.turns, (0, 1)),
    ]
    race([Contender(each.name, each.command, 1, (0, 1)) for each in contenders])  # so that all is in the disk's memory
    race(contenders)
    report(contenders)


def report(contenders: list[Contender]) -> None:
    """Median and best turn, and both as a multiple of the import."""
    floor = contenders[0]
    print("\n| what | median ms | of the import | best ms | of the import |\n|---|---|---|---|---|")
    for each in contenders:
        best = min(each.worked, default=float("nan"))
        failed = f" ({each.failed})" if each.failed else ""
        print(
            f"| {each.name}{failed} | {each.processor * 1000:.0f} | {each.processor / floor.processor:.2f} "
            f"| {best * 1000:.0f} | {best / min(floor.worked):.2f} |"
        )
    print("\n| budget | measured | limit | |\n|---|---|---|---|")
    print(Budget("lint --staged / import of the five", contenders[2].processor / floor.processor, 1.0).row())


def caseload(clients: int) -> Path:
    """A made-up caseload with its history, made when it is not there."""
    root = BUILD / f"staged-{clients}"
    if not (root / ".git").exists():
        made = python("-m", "caseload_tools", "demo", "--clients", str(clients), "--notes", "20", root)
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    return root


def stage(root: Path) -> None:
    """Lay three plans of three clients ready, each with one line more."""
    charts = sorted({*root.glob("records/clients/C-*"), *root.glob("records/clients/*/C-*")})
    found = (sorted(folder.glob("plans/*.md")) for folder in charts)
    plans = [each[0] for each in found if each][:PLANS]
    for plan in plans:
        subprocess.run(["git", "-C", str(root), "checkout", "-q", "HEAD", "--", str(plan)], check=True)
        plan.write_text(plan.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    subprocess.run(["git", "-C", str(root), "add", *map(str, plans)], check=True)


if __name__ == "__main__":
    main()
