"""What `caseload lint` does, once it is known what was asked: opens the state, runs the rules, prints what they found.

Needs no click, so that a commit hook can come here by the short way (see `short_way`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import date as Day
from pathlib import Path

from caseload_tools.cli.opening import check_client, is_interactive, practice_root, print_now, wants_colour
from caseload_tools.cli.state import PracticeState, staged_state, state_at
from caseload_tools.dates import count_of
from caseload_tools.errors import EXIT_USAGE, CaseloadError
from caseload_tools.git.tree import Tree, WorkTree
from caseload_tools.history.record_path import may_be_chart_name
from caseload_tools.lint.baseline import BaselineFinding
from caseload_tools.lint.formats import render_result
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.practice import Practice, load_practice
from caseload_tools.text.shell import shell_word
from caseload_tools.values import frozen


@frozen
class LintOptions:
    """What was typed behind `caseload lint`, by the names of its options."""

    paths: Sequence[str] = ()
    clients: Sequence[str] = ()
    baseline: str | None = None
    no_baseline: bool = False
    write_baseline: bool = False
    no_allowances: bool = False
    staged: bool = False
    at: str | None = None
    as_of: str | None = None
    jobs: int = 0
    statistics: bool = False
    exit_zero: bool = False
    format_: str = "full"
    color: str = "auto"
    today: str | None = None
    select: str = ""
    ignore: str = ""
    extend_select: str = ""
    extend_ignore: str = ""


def run_lint(place: str | None, asked: LintOptions) -> int:
    """The command, for the practice in the folder `place` or around here; returns the exit code."""
    from caseload_tools.lint.baseline import FILE
    from caseload_tools.lint.run import lint_caseload

    if asked.no_baseline and asked.baseline:
        raise CaseloadError("--no-baseline and --baseline say two things", "leave out one of them")
    if asked.staged:
        _alone(asked)
        state = staged_state(place)
        if state is None:
            return _nothing_staged_but(place, asked)
    else:
        state = state_at(place, asked.at)
    root, practice = state.tree.root, state.practice
    wanted = [practice_path(root, path) if asked.at is None else _inside(state.tree, path) for path in asked.paths]
    touched = _clients(state.tree, wanted, asked.clients)
    state = state.about_clients(touched)
    day = state.judged_on(asked.today, asked.as_of)
    request = _request(asked, state, day, touched, wanted)
    with _working(touched if not asked.staged else ()):
        result = lint_caseload(state.tree, practice, request)
    if asked.staged:
        result = _for_commit(result, root, asked, practice, day, request)
    _say_of_day(state, asked, day, result)
    if asked.write_baseline:
        return _lay_down(root / (asked.baseline or practice.lint.baseline or FILE), result)
    code = _print(result, asked)
    _say_of_commit(result, root, asked)
    # Where the past cannot be read, what it alone can tell was not asked: nobody may take this for a clean practice.
    return EXIT_USAGE if state.unread else code


def _say_of_day(state: PracticeState, asked: LintOptions, day: Day, result: LintResult) -> None:
    """Which state was judged on which day, and how much of it lies after that day."""
    state.report(day)
    state.report_later(asked.today or asked.as_of, day, sum(each.code == "STR022" for each in result.findings))


def _print(result: LintResult, asked: LintOptions) -> int:
    shape = "statistics" if asked.statistics else asked.format_
    print_now(render_result(shape, result, colour=wants_colour(asked.color)), end="")
    return 0 if asked.exit_zero else result.exit_code


def _for_commit(
    result: LintResult, root: Path, asked: LintOptions, practice: Practice, day: Day, request: LintRequest
) -> LintResult:
    """The result as the commit's hook judges it, with what else the hook refuses."""
    from caseload_tools.guard.hooks.new_findings import judged_for_commit

    judged = judged_for_commit(result, root, practice, day, request.baseline)
    return _with_refusals(judged, root, asked, practice)


def _say_of_commit(result: LintResult, root: Path, asked: LintOptions) -> None:
    """What the hook would say, in words, to a person."""
    if not result.commit or asked.statistics or asked.format_ != "full":
        return
    from caseload_tools.guard.hooks.new_findings import said_beside, said_of_refusal
    from caseload_tools.text.safe_text import show_controls

    for line in said_beside(result):
        print_now(line)
    for line in said_of_refusal(result, root, "would be"):
        print_now(show_controls(line), err=True)


def _request(
    asked: LintOptions, state: PracticeState, day: Day, touched: Collection[str] | None, wanted: Sequence[str]
) -> LintRequest:
    return LintRequest(
        today=day,
        select=codes_of(asked.select),
        ignore=codes_of(asked.ignore),
        extend_select=codes_of(asked.extend_select),
        extend_ignore=codes_of(asked.extend_ignore),
        clients=touched,
        paths=wanted or state.paths,
        jobs=asked.jobs,
        allowances=not asked.no_allowances,
        baseline=None if asked.write_baseline or asked.no_baseline else baseline_of(state, asked.baseline),
        history=state.past,
        part=asked.staged,
    )


def codes_of(text: str) -> tuple[str, ...]:
    """`PLN005,RSK` as its words."""
    return tuple(word for word in text.replace(",", " ").split() if word)


def practice_path(root: Path, path: str) -> str:
    """A path from the command line as records' paths are: relative to the practice."""
    _named(path)
    # It counts from here, or, where `-C` names the practice, from there.
    found = [each for each in (Path.cwd() / path, root / path) if each.exists() or each.is_symlink()]
    if not found:
        meant_client = may_be_chart_name(path) and "/" not in path
        hint = f"for one client: `--client {shell_word(path)}`" if meant_client else f"check the path: {path}"
        raise CaseloadError("there is no such file or folder", hint)
    for each in found:
        # The last part stays as it is: a link must be reported, not followed.
        place = each.parent.resolve() / each.name if each.name != ".." else each.resolve()
        if place.is_relative_to(root.resolve()):
            return place.relative_to(root.resolve()).as_posix()
    raise CaseloadError("this path is outside the practice", f"the practice is {root}")


def _named(path: str) -> None:
    """Refuses an empty path, such as an unset variable of a script's: it would mean everything here."""
    if not path:
        raise CaseloadError("an empty path names no file", "name a file or a folder; `.` is where you are")


def _inside(tree: Tree, path: str) -> str:
    """A path from the command line in a state that may hold what the disk does not."""
    _named(path)
    place = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links of today
    root = Path(os.path.abspath(tree.root))  # noqa: PTH100
    found = place.relative_to(root).as_posix() if place.is_relative_to(root) else path.rstrip("/")
    if found != "." and not tree.holds(found) and not tree.names(found):
        raise CaseloadError("there was no such file or folder", f"check the path: {path}")
    return found


def _alone(asked: LintOptions) -> None:
    if asked.paths or asked.clients:
        raise CaseloadError("--staged looks at the clients that git says are touched", "leave out files and --client")
    if asked.at is not None:
        raise CaseloadError("--staged and --at are two states of the records", "name one of them")
    if asked.write_baseline:
        raise CaseloadError(
            "a baseline is laid down for the whole practice, not for what is staged", "leave out --staged"
        )


def _with_refusals(result: LintResult, root: Path, asked: LintOptions, practice: Practice) -> LintResult:
    """The result with what the commit's hook refuses as well, unless only some rules were asked for."""
    if not asked.staged or asked.select:
        return result
    from caseload_tools.guard.hooks.new_findings import with_refusals
    from caseload_tools.guard.hooks.refusals import CommitEvent, refusals_for

    return with_refusals(result, refusals_for(CommitEvent(), root, practice), root)


def _nothing_staged_but(place: str | None, asked: LintOptions) -> int:
    """Say that nothing of the practice is staged, unless the hook would refuse the commit for something else."""
    root = practice_root(place)
    result = _with_refusals(LintResult(part=True, commit=True), root, asked, load_practice(root))
    if result.findings:
        code = _print(result, asked)
        _say_of_commit(result, root, asked)
        return code
    return nothing_staged(place, "statistics" if asked.statistics else asked.format_)


def nothing_staged(place: str | None, format_: str) -> int:
    """Say that nothing of the practice in the folder `place` is staged; others of the repository were not asked."""
    from caseload_tools.guard.hooks.practices import own_folder

    if format_ in ("full", "concise", "statistics"):
        folder = own_folder(practice_root(place))
        where = f" of the practice in {folder}" if folder != "." else ""
        print_now(f"No record{where} is staged, so there is nothing to check.")
    else:
        print_now(render_result(format_, LintResult(), colour=False), end="")
    return 0


def _clients(tree: Tree, paths: Collection[str], named: Sequence[str]) -> Collection[str] | None:
    """The charts that have to be read; None for all. A path outside any chart asks for everything."""
    from caseload_tools.chart.caseload import client_folders

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


def baseline_of(state: PracticeState, asked: str | None) -> dict[str, BaselineFinding] | None:
    """The baseline of this state, or else of the disk: it may never have been committed."""
    from caseload_tools.lint.baseline import FILE, baseline_on_disk, parse_baseline

    name = state.practice.lint.baseline or FILE
    if not asked and not isinstance(state.tree, WorkTree) and state.tree.holds(name):
        return parse_baseline(state.tree.read(name), name)
    return baseline_on_disk(state.tree.root, state.practice, asked)


def _lay_down(path: Path, result: LintResult) -> int:
    from caseload_tools.lint.baseline import write_baseline
    from caseload_tools.lint.rule import RULES

    write_baseline(path, result.findings, lambda code: code in RULES and RULES[code].adoptable)
    kept = [each for each in result.findings if each.code in RULES and not RULES[each.code].adoptable]
    laid = count_of(len(result.findings) - len(kept), "finding")
    print_now(f"{laid} laid down in {path.name}; from now on only new ones are shown")
    if kept:
        print_now(f"{len(kept)} cannot be laid down, since nobody may allow them: run `caseload lint` to see them")
    return 0


def _working(clients: Collection[str] | None) -> AbstractContextManager[None]:
    from contextlib import nullcontext

    # A hook and a pipe never see this; then rich is not even imported.
    if clients is not None or not is_interactive() or os.environ.get("CI"):
        return nullcontext()
    from caseload_tools.cli.terminal import show_status

    return show_status("Reading the records")
