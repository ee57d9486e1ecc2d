"""What was signed first and stands again as it was is let back by all, and nobody alarms of it any more.

A row a story: what befell the practice past the hooks. Its last commit puts everything back byte for byte, and is asked
of before it is made (hook, lint of the disk), when it is pushed, and afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.audit.changes.event_log import read_past
from caseload_tools.audit.verifying import verify_history
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.signing.out_of_place import out_of_place
from caseload_tools.chart.signing.standing import changed_in
from caseload_tools.guard.hooks.pushing import Update, push_refusals
from caseload_tools.guard.hooks.refusals import CommitEvent, refusals_for
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from tests.history.repository import BASE, BY_HAND, CLIENT, KEPT, MORNING, THEIRS, Commit, build, note, signed
from tests.history.test_fates import git
from tests.history.test_kept import PAGE

TODAY = date(2026, 1, 31)
OTHER = MORNING.replace("01-05", "01-06")
ELSEWHERE = MORNING.replace("C-0001", "C-0002")
RESEALED = signed(note(MORNING, "cellar"))
STORIES: dict[str, tuple[Commit, ...]] = {
    "sealed over other words": (Commit({MORNING: RESEALED}), Commit({MORNING: BASE[MORNING]})),
    "and sealed by another one too": (
        Commit({MORNING: RESEALED}),
        Commit({MORNING: signed(RESEALED, "sam.lee", "supervisor")}),
        Commit({MORNING: BASE[MORNING]}),
    ),
    "another sealed note copied over it": (Commit({MORNING: BASE[KEPT]}), Commit({MORNING: BASE[MORNING]})),
    "one signed by hand copied over it": (Commit({MORNING: BASE[BY_HAND]}), Commit({MORNING: BASE[MORNING]})),
    "copied over one signed by hand": (Commit({BY_HAND: BASE[MORNING]}), Commit({BY_HAND: BASE[BY_HAND]})),
    "two swapped": (
        Commit({MORNING: BASE[KEPT], KEPT: BASE[MORNING]}),
        Commit({MORNING: BASE[MORNING], KEPT: BASE[KEPT]}),
    ),
    "its name passed on": (
        Commit({MORNING: None, OTHER: BASE[MORNING]}),
        Commit({BY_HAND: None, MORNING: BASE[BY_HAND]}),
        Commit({OTHER: None, MORNING: BASE[MORNING], BY_HAND: BASE[BY_HAND]}),
    ),
    "two names exchanged in three commits": (
        Commit({MORNING: None, OTHER: BASE[MORNING]}),
        Commit({BY_HAND: None, MORNING: BASE[BY_HAND]}),
        Commit({OTHER: None, BY_HAND: BASE[MORNING]}),
        Commit({MORNING: BASE[MORNING], BY_HAND: BASE[BY_HAND]}),
    ),
    "moved into another chart": (
        Commit({MORNING: None, ELSEWHERE: BASE[MORNING]}),
        Commit({ELSEWHERE: None}),
        Commit({MORNING: BASE[MORNING]}),
    ),
}
NOT_BACK: dict[str, tuple[Commit, ...]] = {
    "a later signature left out": (
        Commit({MORNING: signed(BASE[MORNING], "sam.lee", "supervisor")}),
        Commit({MORNING: RESEALED}),
        Commit({MORNING: BASE[MORNING]}),
    ),
    "what was sealed over it, again": (
        Commit({MORNING: RESEALED}),
        Commit({MORNING: BASE[MORNING]}),
        Commit({MORNING: RESEALED}),
    ),
}


@pytest.fixture(scope="module", params=[*STORIES, *NOT_BACK])
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> Iterator[tuple[bool, Path]]:
    root = tmp_path_factory.mktemp("back") / "clinic"
    build(root, (Commit({CLIENT: PAGE}), *(STORIES | NOT_BACK)[request.param]))
    git(root, "reset", "--quiet", "--hard")
    yield request.param in STORIES, root


def test_what_stands_as_it_was_signed_first_is_let_back(story: tuple[bool, Path]) -> None:
    is_back, root = story
    practice, tip = load_practice(root), git(root, "rev-parse", "HEAD")
    first = git(root, "rev-list", "--max-parents=0", "HEAD")
    pushed = list(push_refusals(root, [Update("refs/heads/main", first, tip)], [first], practice))
    assert not pushed if is_back else MORNING in pushed[0].where
    alarms = [str(each) for one in verify_history(root, today=TODAY).answers for each in one.alarms]
    assert bool(alarms) is not is_back, alarms
    said = of_lint(root)
    git(root, "reset", "--quiet", "--soft", "HEAD^")
    assert bool(refusals_for(CommitEvent(privacy=False), root, practice)) is not is_back
    before = of_lint(root)
    git(root, "reset", "--quiet", "--soft", tip)
    assert said == before == [] or not is_back
    caseload = read_caseload(root, practice, TODAY, past=LazyHistory(root))
    found = [each for chart in caseload.charts for each in (*changed_in(chart), *out_of_place(chart))]
    assert not found or not is_back


def of_lint(root: Path) -> list[str]:
    codes = ["SIG001", "SIG011", "SIG012", "SIG015"]
    asked = LintRequest(today=TODAY, select=codes, history=LazyHistory(root), baseline={})
    return [f"{each.path} {each.code}" for each in lint_caseload(root, load_practice(root), asked).findings]


def test_the_log_tells_what_came_back_after_a_move_as_restored(tmp_path: Path, clean_environment: None) -> None:
    root = tmp_path / "clinic"
    build(root, STORIES["moved into another chart"])
    last = [did for did in read_past(root)[-1].found if did.path == MORNING]
    assert [did.event.action for did in last] == ["restored"]
    assert THEIRS not in {did.path for did in read_past(root)[-1].found}
