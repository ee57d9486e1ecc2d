"""`caseload lint`: check the records and say what is missing or wrong."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path

import click

from caseload_tools.cli.common import (
    color_option,
    complete_client,
    complete_code,
    format_option,
    is_interactive,
    today_option,
    wants_colour,
)
from caseload_tools.cli.state import State, at_option, open_staged, open_state
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.baseline import Known
from caseload_tools.lint.formats import FORMATS, render
from caseload_tools.lint.result import LintResult
from caseload_tools.practice import Practice
from caseload_tools.vcs.tree import Tree, WorkTree

EPILOG = """\b
Examples:
  caseload lint                                  the whole practice
  caseload lint records/clients/C-0142           one chart, or one file
  caseload lint --staged                         what is about to be committed, as a hook does
  caseload lint --at 2026-11-21 --client C-0142  one chart as it stood on that day
  caseload lint --select RSK,CON --format json   two families, for another program
  caseload lint --write-baseline                 begin on old charts: lay down what is there today
Exit code: 0 clean or advice only, 1 findings, 2 wrong use or configuration.
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[FILE OR FOLDER]...")
@click.option(
    "--client", "clients", metavar="ID", multiple=True, shell_complete=complete_client, help="Only this chart."
)
@click.option(
    "--select", metavar="CODES", default="", shell_complete=complete_code, help="Only these, such as PLN005,RSK."
)
@click.option("--ignore", metavar="CODES", default="", shell_complete=complete_code, help="Leave these out.")
@click.option("--extend-select", metavar="CODES", default="", help="These as well as those of caseload.toml.")
@click.option("--extend-ignore", metavar="CODES", default="", help="Leave these out as well as those of caseload.toml.")
@click.option("--baseline", metavar="FILE", help="Findings laid down in this file are counted, not shown.")
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Lay down today's findings in caseload-baseline.json, or in the file of --baseline.",
)
@click.option("--no-waivers", is_flag=True, help="Show what has been allowed as well.")
@click.option(
    "--staged", is_flag=True, help="The clients touched by what is staged in git, as the next commit would hold them."
)
@at_option
@click.option("--as-of", metavar="DATE", help="Judge as on this day; without --at, with the records there are now.")
@click.option(
    "--jobs", "-j", metavar="N", type=click.IntRange(0), default=0, help="Processes; 0 for as many as it pays."
)
@click.option("--statistics", is_flag=True, help="Only how often each rule was met.")
@click.option("--exit-zero", is_flag=True, help="Leave with exit code 0 even with findings.")
@format_option(*(name for name in FORMATS if name != "statistics"))
@color_option
@today_option
@click.pass_context
def lint(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    clients: tuple[str, ...],
    baseline: str | None,
    write_baseline: bool,
    no_waivers: bool,
    staged: bool,
    at: str | None,
    as_of: str | None,
    jobs: int,
    statistics: bool,
    exit_zero: bool,
    format_: str,
    color: str,
    today: str | None,
    **codes: str,
) -> int:
    """Check the records: what documentation standards want and a record lacks."""
    from caseload_tools.lint.baseline import FILE
    from caseload_tools.lint.running import lint_caseload

    if staged:
        _alone(paths, clients, write_baseline, at)
        state = open_staged(ctx)
        if state is None:
            return _nothing_staged("statistics" if statistics else format_)
    else:
        state = open_state(ctx, at)
    root, practice = state.tree.root, state.practice
    wanted = [inside(root, path) if at is None else _inside(state.tree, path) for path in paths]
    touched = _clients(state.tree, wanted, clients)
    state = state.about_clients(touched)
    known = None if write_baseline else _baseline_of(state, baseline)
    day = state.judged_on(today, as_of)
    with _working(touched if not staged else ()):
        result = lint_caseload(
            state.tree,
            practice,
            today=day,
            select=codes_of(codes["select"]),
            ignore=codes_of(codes["ignore"]),
            extend_select=codes_of(codes["extend_select"]),
            extend_ignore=codes_of(codes["extend_ignore"]),
            clients=touched,
            paths=wanted or state.paths,
            jobs=jobs,
            waivers=not no_waivers,
            baseline=known,
            history=state.past,
            part=staged,
        )
    state.report(day)
    if write_baseline:
        return _lay_down(root / (baseline or practice.lint.baseline or FILE), result)
    click.echo(
        render("statistics" if statistics else format_, result, colour=wants_colour(color)), nl=False, color=True
    )
    return 0 if exit_zero else result.exit_code


def codes_of(text: str) -> tuple[str, ...]:
    """`PLN005,RSK` as its words."""
    return tuple(word for word in text.replace(",", " ").split() if word)


def inside(root: Path, path: str) -> str:
    """A path from the command line as records' paths are: relative to the practice."""
    # It counts from here, or, where `-C` names the practice, from there.
    found = [each for each in (Path.cwd() / path, root / path) if each.exists() or each.is_symlink()]
    if not found:
        meant_client = path.startswith("C-") and "/" not in path
        hint = f"for one client: `--client {path}`" if meant_client else f"check the path: {path}"
        raise CaseloadError("there is no such file or folder", hint)
    for each in found:
        # The last part stays as it is: a link must be reported, not followed.
        place = each.parent.resolve() / each.name
        if place.is_relative_to(root.resolve()):
            return place.relative_to(root.resolve()).as_posix()
    raise CaseloadError("this path is outside the practice", f"the practice is {root}")


def _inside(tree: Tree, path: str) -> str:
    """A path from the command line in a state that may hold what the disk does not."""
    place = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links of today
    root = Path(os.path.abspath(tree.root))  # noqa: PTH100
    found = place.relative_to(root).as_posix() if place.is_relative_to(root) else path.rstrip("/")
    if found != "." and not tree.holds(found) and not tree.names(found):
        raise CaseloadError("there was no such file or folder", f"check the path: {path}")
    return found


def _alone(paths: tuple[str, ...], clients: tuple[str, ...], write_baseline: bool, at: str | None) -> None:
    if paths or clients:
        raise CaseloadError("--staged looks at the clients that git says are touched", "leave out files and --client")
    if at is not None:
        raise CaseloadError("--staged and --at are two states of the records", "name one of them")
    if write_baseline:
        raise CaseloadError(
            "a baseline is laid down for the whole practice, not for what is staged", "leave out --staged"
        )


def _nothing_staged(format_: str) -> int:
    if format_ in ("full", "concise", "statistics"):
        click.echo("No record is staged, so there is nothing to check.")
    else:
        click.echo(render(format_, LintResult(), colour=False), nl=False)
    return 0


def _clients(tree: Tree, paths: Collection[str], named: tuple[str, ...]) -> Collection[str] | None:
    """The charts that have to be read; None for all. A path outside any chart asks for everything."""
    from caseload_tools.caseload import client_folders
    from caseload_tools.cli.common import check_client

    for client in named:
        check_client(tree, client)
    found = set(named)
    if paths:
        folders = client_folders(tree)
        for path in paths:
            within = [each.id for each in folders if path == each.path or path.startswith(each.path + "/")]
            below = [each.id for each in folders if each.path.startswith(path + "/")]
            if not within and (not below or len(below) == len(folders)):
                return None
            found |= {*within, *below}
    return found or None


def _baseline_of(state: State, asked: str | None) -> dict[str, Known] | None:
    """The baseline of this state, or else of the disk: it may never have been committed."""
    from caseload_tools.lint.baseline import FILE, parse_baseline

    name = state.practice.lint.baseline or FILE
    if not asked and not isinstance(state.tree, WorkTree) and state.tree.holds(name):
        return parse_baseline(state.tree.read(name), name)
    return _baseline(state.tree.root, state.practice, asked)


def _baseline(root: Path, practice: Practice, asked: str | None) -> dict[str, Known] | None:
    from caseload_tools.lint.baseline import FILE, read_baseline

    name = asked or practice.lint.baseline
    if name:
        return read_baseline(root / name)
    return read_baseline(root / FILE) if (root / FILE).is_file() else None


def _lay_down(path: Path, result: LintResult) -> int:
    from caseload_tools.lint.baseline import write_baseline
    from caseload_tools.lint.rule import RULES

    write_baseline(path, result.findings, lambda code: code in RULES and RULES[code].adoptable)
    kept = [each for each in result.findings if each.code in RULES and not RULES[each.code].adoptable]
    laid = count_of(len(result.findings) - len(kept), "finding")
    click.echo(f"{laid} laid down in {path.name}; from now on only new ones are shown")
    if kept:
        click.echo(f"{len(kept)} cannot be laid down, since nobody may allow them: run `caseload lint` to see them")
    return 0


def _working(clients: Collection[str] | None) -> AbstractContextManager[None]:
    from contextlib import nullcontext

    # A hook and a pipe never see this; then rich is not even imported.
    if clients is not None or not is_interactive() or os.environ.get("CI"):
        return nullcontext()
    from caseload_tools.cli.terminal import status

    return status("Reading the records")
