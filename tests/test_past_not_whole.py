"""A past of which something is missing: all who read it say so, in one sentence, and nobody calls it our mistake.

Damaged, where an object is gone; partial, where it was left with the one that was cloned (`git clone --filter`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from caseload_tools import CaseloadError, open_practice
from caseload_tools.desk.demo.generator import generate_caseload
from caseload_tools.errors import EXIT_CLEAN, EXIT_USAGE, DamagedPastError
from caseload_tools.git.command import DAMAGED, PARTIAL
from caseload_tools.history.readers.git_history import GitHistory
from caseload_tools.history.readers.record_history import CommittedChange
from tests.hook_scenes import edit, here, run

ASKED = {
    "audit log": ("audit", "log"),
    "audit verify": ("audit", "verify"),
    "audit anchor": ("audit", "anchor"),
    "diff": ("diff", "HEAD~1", "."),
    "lint": ("lint",),
    "lint --at": ("lint", "--at", "HEAD~1"),
    "due": ("due",),
    "due --format": ("due", "--format", "json"),
    "show": ("show", "C-0001"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    root = tmp_path_factory.mktemp("whole") / "clinic"
    generate_caseload(root, clients=3, notes=20, seed=1)
    run(root, "git", "config", "uploadpack.allowFilter", "true")
    return root


@pytest.fixture(scope="module")
def without_objects(whole: Path) -> Path:
    """No object is left, and the branch still names its commit."""
    root = whole.with_name("emptied")
    shutil.copytree(whole, root)
    shutil.rmtree(root / ".git/objects")
    (root / ".git/objects").mkdir()
    return root


@pytest.fixture(scope="module")
def without_a_commit(whole: Path) -> Path:
    """One commit of the middle is gone."""
    root = whole.with_name("holed")
    run(whole.parent, "git", "clone", "--quiet", "--no-local", whole, root)
    for pack in sorted((root / ".git/objects/pack").glob("*.pack")):
        pack.with_suffix(".idx").unlink()
        taken = pack.rename(root.with_name(pack.name))
        run(root, "sh", "-c", f"git unpack-objects -q < '{taken}'")
    gone = run(root, "git", "rev-parse", "HEAD~5").said.strip()
    (root / ".git/objects" / gone[:2] / gone[2:]).unlink()
    return root


@pytest.fixture(scope="module")
def partial(whole: Path) -> Path:
    root = whole.with_name("partial")
    run(whole.parent, "git", "clone", "--quiet", "--filter=blob:none", f"file://{whole}", root)
    return root


@pytest.mark.parametrize("asked", ASKED)
def test_without_objects_everybody_says_damaged(without_objects: Path, asked: str) -> None:
    done = here(without_objects, *ASKED[asked])
    assert (done.code, DAMAGED[0] in done.said, DAMAGED[1] in done.said) == (EXIT_USAGE, True, True), done.said


@pytest.mark.parametrize("asked", ["audit log", "audit anchor", "lint", "diff HEAD~9", "due", "show"])
def test_without_an_old_commit_everybody_says_damaged(without_a_commit: Path, asked: str) -> None:
    done = here(without_a_commit, *ASKED.get(asked, asked.split()))
    assert (done.code, DAMAGED[0] in done.said) == (EXIT_USAGE, True), done.said


def _without_head(root: Path) -> None:
    (root / ".git/HEAD").unlink()


def _with_spoilt_settings(root: Path) -> None:
    (root / ".git/config").write_text("[core\n")


def _without_first_words(root: Path) -> None:
    """What a plan said when it was signed by hand is gone from git, and every commit is there."""
    for pack in sorted((root / ".git/objects/pack").glob("*.pack")):
        pack.with_suffix(".idx").unlink()
        taken = pack.rename(root.with_name(pack.name))
        run(root, "sh", "-c", f"git unpack-objects -q < '{taken}'")
    plan = next(each for each in sorted(root.glob("records/clients/C-0001/plans/*.md")))
    text = plan.read_text(encoding="utf-8")
    signed = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-11-20 10:00}\n---\n"
    plan.write_text(text.split("\nsignatures:")[0] + f"\n{signed}" + text.split("\n---\n", 1)[1], encoding="utf-8")
    run(root, "git", "commit", "--quiet", "--all", "--message=signed by hand")
    first = run(root, "git", "rev-parse", f"HEAD:{plan.relative_to(root)}").said.strip()
    edit(plan)
    run(root, "git", "commit", "--quiet", "--all", "--message=changed")
    (root / ".git/objects" / first[:2] / first[2:]).unlink()


@pytest.fixture(scope="module", params=[_without_head, _with_spoilt_settings])
def broken(whole: Path, request: pytest.FixtureRequest) -> Path:
    root = whole.with_name(f"broken{request.param.__name__}")
    shutil.copytree(whole, root)
    request.param(root)
    return root


@pytest.mark.parametrize("asked", ["due", "show C-0001", "lint", "show C-0001 --format json", "due --format json"])
def test_who_could_not_look_says_so_and_does_not_say_no(broken: Path, asked: str) -> None:
    done = here(broken, *asked.split())
    assert done.code == EXIT_USAGE and done.said.count("caseload: ") == 1, done.said
    assert "Every date is met" not in done.said and "Nothing is due" not in done.said, done.said


@pytest.mark.parametrize("asked", ["show C-0001", "lint"])
def test_words_that_are_gone_are_not_no_words(whole: Path, tmp_path: Path, asked: str) -> None:
    root = tmp_path / "clinic"
    shutil.copytree(whole, root)
    _without_first_words(root)
    done = here(root, *asked.split())
    assert (done.code, DAMAGED[0] in done.said) == (EXIT_USAGE, True), done.said


def test_advice_says_that_it_could_not_look(broken: Path) -> None:
    done = here(broken, "hooks", "due")
    assert done.code == EXIT_CLEAN and done.said.count("caseload: ") == 1, done.said
    assert "Every date is met" not in done.said, done.said


def test_python_does_not_say_that_nothing_is_due(broken: Path) -> None:
    with pytest.raises(CaseloadError):
        open_practice(broken).due()


def test_an_old_commit_that_is_missing_is_no_good_past(without_a_commit: Path) -> None:
    assert here(without_a_commit, "audit", "verify").code == 1


@pytest.mark.parametrize("name", ["findings", "due", "history"])
def test_python_says_damaged(without_objects: Path, without_a_commit: Path, name: str) -> None:
    for root in (without_objects, without_a_commit):
        with pytest.raises(CaseloadError) as refused:
            getattr(open_practice(root), name)()
        assert refused.value.message == DAMAGED[0]


def test_a_past_that_breaks_while_a_rule_reads_it_is_no_mistake_of_ours(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_past: GitHistory, _change: CommittedChange) -> str | None:
        raise DamagedPastError(*DAMAGED)

    plan = next(each for each in sorted(whole.glob("records/**/plans/*.md")) if "\nsignatures:" in each.read_text())
    monkeypatch.setattr(GitHistory, "text_at", breaks)
    with changed(whole, plan):
        done = here(whole, "lint", plan)
    assert "ENG001" not in done.said and DAMAGED[0] in done.said and done.code == EXIT_USAGE, done.said


@pytest.mark.parametrize("words", [("lint", "--staged"), ("hooks", "lint"), ("hooks", "run", "pre-commit")])
def test_nothing_is_committed_while_nobody_can_tell(without_a_commit: Path, words: tuple[str, ...]) -> None:
    """A review that somebody signed gains a blank line: whether its words are those of then, only the past knows."""
    signed = [each for each in sorted(without_a_commit.glob("records/**/*.md")) if "\nsignatures:" in each.read_text()]
    with changed(without_a_commit, signed[-1], ""):
        done = here(without_a_commit, *words)
    assert DAMAGED[0] in done.said and done.code == EXIT_USAGE, done.said


@contextmanager
def changed(root: Path, record: Path, said: str = "A word more.") -> Iterator[None]:
    """A record with a sentence more, staged, and put back afterwards."""
    text = record.read_text(encoding="utf-8")
    try:
        edit(record, said)
        run(root, "git", "add", "--all")
        yield
    finally:
        record.write_text(text, encoding="utf-8")
        run(root, "git", "add", "--all")


# --- a clone with a filter --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [(("lint", "--select", "SIG001"), EXIT_CLEAN), (("audit", "log"), EXIT_USAGE), (("show", "C-0001"), EXIT_CLEAN)],
)
def test_a_partial_clone_is_named_with_the_command_that_fetches_the_rest(
    partial: Path, asked: tuple[str, ...], code: int
) -> None:
    done = here(partial, *asked)
    assert (done.code, done.said.count(PARTIAL[0]), PARTIAL[1] in done.said) == (code, 1, True), done.said
    assert "ENG001" not in done.said


@pytest.mark.parametrize("name", ["findings", "due", "history"])
def test_python_says_partial(partial: Path, name: str) -> None:
    with pytest.raises(CaseloadError) as refused:
        getattr(open_practice(partial), name)()
    assert refused.value.message == PARTIAL[0]


@pytest.mark.parametrize("words", [("lint", "--staged"), ("hooks", "lint")])
def test_what_is_staged_in_a_partial_clone(partial: Path, words: tuple[str, ...]) -> None:
    plan = next(each for each in sorted(partial.glob("records/**/plans/*.md")) if "\nsignatures:" in each.read_text())
    with changed(partial, plan):
        done = here(partial, *words)
    assert PARTIAL[0] in done.said and "ENG001" not in done.said and done.code != 3, done.said


@pytest.mark.parametrize("name", ["findings", "due", "history"])
def test_python_says_that_a_clone_was_cut_off(whole: Path, name: str) -> None:
    root = whole.with_name("shallow")
    run(whole.parent, "git", "clone", "--quiet", "--depth=1", f"file://{whole}", root)
    with pytest.raises(CaseloadError, match="only the last part of the history"):
        getattr(open_practice(root), name)()


def test_what_fetches_the_rest_makes_it_whole(partial: Path, whole: Path) -> None:
    root = whole.with_name("fetched")
    shutil.copytree(partial, root)
    assert run(root, "git", "config", "gc.autoDetach", "false").code == 0  # else it tidies up behind our back
    assert run(root, "sh", "-c", PARTIAL[1].split("`")[1]).code == 0
    # Git tidies up after two weeks; what it takes for contents of the filter, it takes away again.
    assert run(root, "git", "gc", "--quiet", "--prune=now").code == 0
    done = here(root, "lint", "--select", "SIG001")
    assert (done.code, PARTIAL[0] in done.said) == (EXIT_CLEAN, False), done.said
    assert here(root, "audit", "log").code == EXIT_CLEAN
