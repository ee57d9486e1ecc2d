"""Which state of the practice a command looks at: the files on the disk, what is staged, or a commit.

A state is read and never changed; nothing here knows what is done with it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Day
from typing import TYPE_CHECKING

from caseload_tools.chart.caseload import client_folders
from caseload_tools.cli.opening import named_day, practice_root, print_now, the_day
from caseload_tools.dates import count_of, parse_day
from caseload_tools.errors import CaseloadError
from caseload_tools.git.tree import NotAFileError, Tree, WorkTree
from caseload_tools.history.readers.lazy_history import LazyHistory, is_unread
from caseload_tools.history.record_path import CLIENTS, PRACTICE, RecordPath, is_chart_name
from caseload_tools.practice import FILE, Practice, load_practice, read_practice, with_people
from caseload_tools.practice.record_format import say_needed
from caseload_tools.text.safe_text import show_controls
from caseload_tools.values import frozen, replace

if TYPE_CHECKING:
    import click

    from caseload_tools.git.stored_trees import CommitTree
    from caseload_tools.history.readers.staged_history import StagedHistory


@frozen
class PracticeState:
    """A practice as it stands, stood, or is about to stand.

    `day` is the day it is judged on when nobody names another; None for the clock. `paths` narrows what is
    shown, None for all; `about` says in a line which state it is, where that is not plain.
    """

    tree: Tree
    practice: Practice
    past: LazyHistory | StagedHistory
    day: Day | None = None
    paths: tuple[str, ...] | None = None
    about: str = ""

    def judged_on(self, today: str | None, as_of: str | None) -> Day:
        """The day for the options --today and --as-of."""
        if as_of or self.day is None:
            return the_day(self.practice, today, as_of)
        return named_day("--today", today) if today else self.day

    def about_clients(self, clients: Collection[str] | None) -> PracticeState:
        """The same state, with no more of its past than is about some clients; None for all."""
        if clients is None or not isinstance(self.past, LazyHistory):
            return self
        folders = [folder.path for folder in client_folders(self.tree, clients)]
        return replace(self, past=self.past.only((*folders, PRACTICE, FILE)))

    def report(self, day: Day) -> None:
        """Say, beside what is printed, which state was judged on which day, and what of its past could not be seen."""
        if self.about:
            print_now(f"{self.about}, judged on {day}.", err=True)
        inside = sorted(each for each in self.tree.repositories if each.startswith("records/"))
        if inside:
            from caseload_tools.lint.stray_files import OTHER_REPOSITORY  # the linter is loaded by who needs it

            for path in inside:
                print_now(f"caseload: {OTHER_REPOSITORY}\n  {path}", err=True)
        if self.tree.left_out:
            from caseload_tools.chart.unplaced import say_left_out

            for said in say_left_out(self.tree):
                print_now(f"caseload: {said}", err=True)
        self.say_trouble()

    def report_later(self, today: str | None, day: Day, later: int) -> None:
        """Say how much is not understood for lying after a past day that was asked for: the files are those of now."""
        if today and self.day is None and later:
            much = count_of(later, "value tells", "values tell")
            said = f"{much} what happened after {day}, as the files are those of now"
            print_now(f"caseload: {said}\n  `--at {day}` judges what was committed by that day", err=True)

    @property
    def trouble(self) -> CaseloadError | None:
        """Why its past, if anybody asked for it, could not be read in full."""
        return self.past.trouble

    @property
    def unread(self) -> bool:
        """Whether nothing could be read of its past: a command then ends with the code of something to be put right."""
        return is_unread(self.trouble)

    def say_trouble(self) -> None:
        """Say what of the past could not be seen, and what of the practice needs a newer version."""
        needed = say_needed(self.practice)
        if needed:
            unread = "".join(f"\n  not understood: {show_controls(each)}" for each in self.practice.unread)
            print_now(f"caseload: {show_controls(needed)}: update it{unread}", err=True)
        if self.trouble is not None:
            print_now(f"caseload: {self.trouble.message}\n  {self.trouble.hint}", err=True)


def open_state(ctx: click.Context, at: str | None) -> PracticeState:
    """The files on the disk, or the practice as the commit `at` holds it."""
    return state_at(ctx.find_root().obj, at)


def state_at(place: str | None, at: str | None) -> PracticeState:
    """The same for the practice in the folder `place`, or around here."""
    root = practice_root(place)
    if at is None:
        return PracticeState(WorkTree(root), load_practice(root), LazyHistory(root))
    from caseload_tools.git.stored_trees import CommitTree

    tree = CommitTree(root, at)
    practice = _practice_in(tree)
    day = parse_day(at) or practice.today or tree.made_at.date()  # a stopped clock stands still in every commit
    return PracticeState(tree, practice, LazyHistory(root, tip=tree.commit), day, about=_about(tree))


def open_staged(ctx: click.Context) -> PracticeState | None:
    """What is staged, with all records of the clients it touches; None when nothing of the practice is."""
    return staged_state(ctx.find_root().obj)


def staged_state(place: str | None) -> PracticeState | None:
    """The same for the practice in the folder `place`, or around here."""
    from caseload_tools.chart.records.session import only_planned
    from caseload_tools.git.staged import staged_changes
    from caseload_tools.git.stored_trees import IndexTree
    from caseload_tools.history.readers.staged_history import StagedHistory
    from caseload_tools.lint.baseline import FILE as BASELINE_FILE
    from caseload_tools.lint.stray_files import with_leftovers

    root = practice_root(place)
    staged = with_leftovers(root, staged_changes(root, ()))
    if not staged:
        return None
    touched = tuple(each.path for each in staged)
    above, charts = _charts_of(touched)
    # Minutes, a household, a task name clients: whether those have a chart is asked of all charts.
    every = (CLIENTS,) if any(path.startswith(PRACTICE + "/") for path in touched) else ()
    listed = (FILE, BASELINE_FILE, PRACTICE, *above, *charts, *every)
    tree = IndexTree(root, listed, staged)
    missing = [folder for folder in _charts_without_a_name(tree, above) if folder not in charts]
    if missing:
        tree.close()
        tree = IndexTree(root, (*listed, *missing), staged)
    found = (folder.path for folder in client_folders(tree))
    folders = [each for each in found if any(path.startswith(each + "/") for path in touched)]
    practice = _practice_in(tree) if tree.holds(FILE) else load_practice(root)
    return PracticeState(tree, practice, StagedHistory(root, staged, only_planned), paths=(*folders, *touched))


def _charts_of(paths: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """By their names alone: the client.md files that may make a folder a chart, and the folders that are one."""
    above: set[str] = set()
    charts: set[str] = set()
    for path in paths:
        if not path.startswith(CLIENTS + "/"):
            continue
        if chart := RecordPath.parse(path).folder:
            charts.add(chart)
        folder = CLIENTS
        for step in path[len(CLIENTS) + 1 :].split("/")[:-1]:
            folder = f"{folder}/{step}"
            if is_chart_name(step):
                break
            above.add(f"{folder}/client.md")
    return above, charts


def _charts_without_a_name(tree: Tree, above: set[str]) -> list[str]:
    return [path.rpartition("/")[0] for path in sorted(above) if tree.holds(path)]


def _practice_in(tree: Tree) -> Practice:
    try:
        return with_people(read_practice(tree.read(FILE)), tree.root)
    except NotAFileError as refusal:
        if refusal.reason == "missing":
            raise CaseloadError(f"there was no {FILE} yet", "name a later commit") from None
        raise CaseloadError(
            f"{FILE} is not an ordinary file of ordinary size", "links and other files are not read"
        ) from None


def _about(tree: CommitTree) -> str:
    return f"As committed on {tree.made_at.date()} ({tree.commit[:10]})"
