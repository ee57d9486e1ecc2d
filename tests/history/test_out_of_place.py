"""What was signed and is not where it was signed is said in its own chart: by lint, show and due, and by verify.

Also what was moved into the chart of another client, and what git has and the disk has not. A row a deed in a small
practice on the disk, with what its own chart then says of the record.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.audit.verifying import verify_history
from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.signing.out_of_place import out_of_place
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.site.edition import make_edition
from tests.history.repository import BY_HAND, CHART, CLIENT, DRAFT, MORNING, OTHER_CHART, Commit, build
from tests.history.test_fates import git
from tests.history.test_kept import PAGE
from tests.speeds import one_of_each

TODAY = date(2026, 1, 31)
ELSEWHERE, LATER = MORNING.replace("C-0001", "C-0002"), MORNING.replace(".md", "-later.md")
NOT_THERE, MOVED = "is not on the disk any more", "into another client's chart"
Deed = Callable[[Path], None]


def committed(deed: Deed) -> Deed:
    def both(root: Path) -> None:
        deed(root)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--no-verify", "-m", "Work")

    return both


def deleted(root: Path) -> None:
    (root / MORNING).unlink()


def all_deleted(root: Path) -> None:
    for path in (root / CHART / "sessions").iterdir():
        path.unlink()


def put(old: str, new: str, says: str = "") -> Deed:
    def moved(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        text = (root / old).read_text().replace("client: C-0001", f"client: {says or 'C-0001'}")
        (root / old).unlink()
        (root / new).write_text(text)

    return moved


def staged(root: Path) -> None:
    git(root, "rm", "--quiet", MORNING)


def in_turn(*deeds: Deed) -> Deed:
    def all_of_them(root: Path) -> None:
        for each in deeds:
            each(root)

    return all_of_them


def checked_out(root: Path) -> None:
    git(root, "checkout", "--", MORNING)


def folder_away(root: Path) -> None:
    shutil.move(root / CHART / "sessions", root / CHART / "old")


def sparse(root: Path) -> None:
    git(root, "config", "core.sparseCheckout", "true")
    git(root, "update-index", "--skip-worktree", MORNING)
    deleted(root)


# What is done, the path of which something is said, and what.
DEEDS: dict[str, tuple[Deed, str, str]] = {
    "nothing": (lambda _: None, MORNING, ""),
    "a draft deleted on the disk": (lambda root: (root / DRAFT).unlink(), DRAFT, ""),
    "deleted on the disk": (deleted, MORNING, NOT_THERE),
    "by hand, deleted on the disk": (lambda root: (root / BY_HAND).unlink(), BY_HAND, NOT_THERE),
    "deleted and staged": (staged, MORNING, NOT_THERE),
    "renamed on the disk": (put(MORNING, LATER), MORNING, NOT_THERE),
    "into another chart on the disk": (put(MORNING, ELSEWHERE), MORNING, NOT_THERE),
    "all deleted on the disk": (all_deleted, MORNING, NOT_THERE),
    "its folder moved on the disk": (folder_away, MORNING, NOT_THERE),
    "deleted on the disk, and put back": (
        in_turn(deleted, checked_out), MORNING, ""
    ),
    "left out by a sparse checkout": (sparse, MORNING, ""),
    "into another chart": (committed(put(MORNING, ELSEWHERE)), MORNING, MOVED),
    "into another chart as its client's": (committed(put(MORNING, ELSEWHERE, "C-0002")), MORNING, MOVED),
    "by hand, into another chart": (
        committed(put(BY_HAND, BY_HAND.replace("C-0001", "C-0002"), "C-0002")), BY_HAND, MOVED
    ),
    "into another chart, and renamed there": (
        in_turn(committed(put(MORNING, ELSEWHERE)), committed(put(ELSEWHERE, LATER.replace("C-0001", "C-0002")))),
        MORNING,
        MOVED,
    ),
    "into another chart, and deleted there": (
        in_turn(committed(put(MORNING, ELSEWHERE)), committed(lambda root: (root / ELSEWHERE).unlink())),
        MORNING,
        "was deleted on",
    ),
    "into another chart, and put back": (
        in_turn(committed(put(MORNING, ELSEWHERE)), committed(put(ELSEWHERE, MORNING))), MORNING, ""
    ),
    "into another chart, and back under another name": (
        in_turn(committed(put(MORNING, ELSEWHERE)), committed(put(ELSEWHERE, LATER))), MORNING, "was moved from"
    ),
    "a draft into another chart": (committed(put(DRAFT, DRAFT.replace("C-0001", "C-0002"))), DRAFT, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """The practice, committed and checked out."""
    root = tmp_path_factory.mktemp("whole") / "clinic"
    build(root, (Commit({CLIENT: PAGE}),))
    git(root, "reset", "--quiet", "--hard")
    for name, value in (("user.name", "Dana Ruiz"), ("user.email", "ruiz@northgate.example")):
        git(root, "config", name, value)
    return root


@pytest.mark.parametrize("name", one_of_each(DEEDS, lambda name: DEEDS[name][1:]))
def test_its_own_chart_says_it(name: str, whole: Path, tmp_path: Path) -> None:
    deed, path, said = DEEDS[name]
    root = tmp_path / "clinic"
    shutil.copytree(whole, root)
    deed(root)
    practice, past = load_practice(root), LazyHistory(root)
    caseload = read_caseload(root, practice, TODAY, past=past)
    chart = next(each for each in caseload.charts if each.id == "C-0001")
    told = {
        "lint": of_lint(root),
        "lint of the chart": of_lint(root, "C-0001"),
        "show": [
            " ".join(map(str, row))
            for each in brief(Caseload(Path(), practice, TODAY, (chart,), caseload.shared), chart).tables
            if each.key == "changed"
            for row in each.rows
        ],
        "due": [each.why for each in obligations(chart) if each.rule in ("SIG011", "SIG015")],
    }
    link = path.removeprefix(f"{CHART}/").removesuffix(".md")
    for asker, lines in told.items():
        assert any(link in each and said in each for each in lines) if said else not lines, (asker, lines)
    assert told["lint"] == told["lint of the chart"]
    assert [(each.link, each.wrong) for each in out_of_place(chart)] == [
        (each.link, each.wrong) for each in out_of_place(alone(root))
    ]
    assert said or not of_lint(root, at=OTHER_CHART)
    if said in (MOVED, NOT_THERE):
        alarms = [each for one in verify_history(root, today=TODAY).answers for each in one.alarms]
        assert path in {each.path for each in alarms}


def alone(root: Path) -> Chart:
    """The chart as `show` reads it: with no more of the past than is about its client."""
    past = LazyHistory(root, [CHART])
    return read_caseload(root, load_practice(root), TODAY, ["C-0001"], past).charts[0]


def of_lint(root: Path, client: str = "", at: str = CHART) -> list[str]:
    past = LazyHistory(root, [CHART]) if client else LazyHistory(root)
    asked = LintRequest(
        today=TODAY, select=["SIG011", "SIG015"], history=past, baseline={}, clients=[client] if client else None
    )
    found = lint_caseload(root, load_practice(root), asked).findings
    return [f"{each.path} {each.message}" for each in found if each.path.startswith(at)]


def test_the_way_back_from_another_chart_leaves_no_copy_there(whole: Path, tmp_path: Path) -> None:
    root = tmp_path / "clinic"
    shutil.copytree(whole, root)
    committed(put(MORNING, ELSEWHERE, "C-0002"))(root)
    asked = LintRequest(today=TODAY, select=["SIG015"], history=LazyHistory(root), baseline={})
    (found,) = lint_caseload(root, load_practice(root), asked).findings
    typed = found.hint.split("`")[1].split(" && ")
    for command in typed:
        git(root, *command.split()[1:])
    assert git(root, "diff", "--cached", "--name-only", "HEAD^") == "" and OTHER_CHART in typed[1]


def test_the_site_finds_what_lint_finds_in_the_past(whole: Path, tmp_path: Path) -> None:
    root = tmp_path / "clinic"
    shutil.copytree(whole, root)
    committed(deleted)(root)
    practice = load_practice(root)
    said = lint_caseload(root, practice, LintRequest(today=TODAY, history=LazyHistory(root), baseline={}))
    assert "SIG015" in {each.code for each in said.findings}
    assert make_edition(root, practice, TODAY).lint.findings == said.findings
