"""What the hooks say to type is typed, in a shell, and works: then the next commit, and the next push, are let through.

For each kind of what stays; before a commit, and of a push of what was committed past the hooks; and wherever whoever
commits stands in a repository that holds a practice in a folder. What lint says to type is in `test_signing_hints`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from caseload_tools.guard.hooks.pushing import Update, push_refusals
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.guard.hooks.refusals import CommitEvent, refusals_for
from caseload_tools.practice import load_practice
from tests.conftest import ROOT, Git
from tests.signing_scenes import small_practice
from tests.speeds import one_of_each
from tests.test_signing_hints import ADDENDUM, CHART, FOLDER, HERE, THERE, Deed, North, add, edited, rewritten, sealed

_TYPED = re.compile(r"(?:^|[:?] )((?:caseload|git) .+)$")
OF_IT = ADDENDUM.replace("01-20", "01-21")


class Desk(North):
    """The practice whose hooks are asked, and whose answers are typed."""

    def act(self, command: str) -> str:
        """Something that is right, done by caseload; the file that it wrote."""
        written = self.types(command).partition("  ")[0]
        self.commit()
        return written

    def head(self) -> str:
        return self.git("rev-parse", "HEAD", cwd=self.root).strip()

    def refused(self) -> tuple[Refusal, ...]:
        self.git("add", "--all", cwd=self.root)
        return refusals_for(CommitEvent(privacy=False), self.root, load_practice(self.root))

    def refused_push(self, since: str) -> tuple[Refusal, ...]:
        update = Update("refs/heads/main", since, self.head())
        return tuple(push_refusals(self.root, [update], [since], load_practice(self.root)))


def typed_of(refusals: tuple[Refusal, ...]) -> list[str]:
    """The commands of all hints, in the order in which they are said."""
    lines = (line for each in refusals for line in each.hint.splitlines())
    return [found[1] for line in lines if (found := _TYPED.search(line))]


@pytest.fixture
def desk(tmp_path: Path, git: Git) -> Desk:
    root = small_practice(tmp_path / "practice", git)
    (root / FOLDER).mkdir()
    (root / "records/clients/C-0001").rename(root / CHART)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--amend", "--no-edit", cwd=root, at="2026-01-19T12:30:00+0000")
    return Desk(root, git)


def corrected(desk: North) -> None:
    assert isinstance(desk, Desk)
    sealed(desk)
    made = desk.act(f'caseload addend "{HERE}" --kind correction --reason "wrong day" --text "On her hand."')
    (desk.root / made).rename(desk.root / ADDENDUM)
    desk.git("add", "--all", cwd=desk.root)
    desk.git("commit", "--quiet", "--amend", "--no-edit", cwd=desk.root, at="2026-01-19T12:50:00+0000")


def voided(desk: North) -> None:
    assert isinstance(desk, Desk)
    sealed(desk)
    (desk.root / desk.act(f'caseload void "{HERE}" --reason "wrong chart"')).rename(desk.root / ADDENDUM)
    desk.git("add", "--all", cwd=desk.root)
    desk.git("commit", "--quiet", "--amend", "--no-edit", cwd=desk.root, at="2026-01-19T12:50:00+0000")


def correction_voided(desk: North) -> None:
    assert isinstance(desk, Desk)
    corrected(desk)
    (desk.root / desk.act(f'caseload void "{ADDENDUM}" --reason "wrong chart"')).rename(desk.root / OF_IT)
    desk.git("add", "--all", cwd=desk.root)
    desk.git("commit", "--quiet", "--amend", "--no-edit", cwd=desk.root, at="2026-01-19T12:55:00+0000")


def begun_addendum(desk: North) -> None:
    add(desk, "correction")


def returned(desk: North) -> None:
    sealed(desk)
    add(desk, "returned")


def other_words(desk: North) -> None:
    desk.put("On her hand", "On one hand", ADDENDUM)


def other_void(desk: North) -> None:
    desk.put("Entered in error", "Entered in haste", ADDENDUM)


def other_void_of_it(desk: North) -> None:
    desk.put("Entered in error", "Entered in haste", OF_IT)


def gone(path: str) -> Deed:
    def done(desk: North) -> None:
        (desk.root / path).unlink()

    return done


def nothing(desk: North) -> None:
    """What nobody signed is as it was begun."""


# What is there, what is done to it, and how often each command is said.
KINDS: dict[str, tuple[Deed, Deed, dict[str, int]]] = {
    "a note, changed": (sealed, edited, {"addend": 1, "restore": 1}),
    "a note, deleted": (sealed, gone(HERE), {"restore": 1, "void": 1}),
    "an unsigned note, deleted": (nothing, gone(HERE), {"restore": 1, "void": 1}),
    "a plan, deleted": (nothing, gone(THERE), {"restore": 1, "void": 1}),
    "a chart's page, deleted": (nothing, gone(f"{CHART}/client.md"), {"restore": 1}),
    "a correction, changed": (corrected, other_words, {"addend": 1, "restore": 1}),
    "a correction, deleted": (corrected, gone(ADDENDUM), {"restore": 1, "void": 1}),
    "an unsigned correction, changed": (begun_addendum, rewritten, {"addend": 1, "restore": 1}),
    "a return, changed": (returned, rewritten, {"addend": 1, "restore": 1}),
    "a return, deleted": (returned, gone(ADDENDUM), {"restore": 1}),
    "a void, changed": (voided, other_void, {"addend": 1, "restore": 1}),
    "a void, deleted": (voided, gone(ADDENDUM), {"restore": 1}),
    "a void of a correction, changed": (correction_voided, other_void_of_it, {"restore": 1}),
    "a void of a correction, deleted": (correction_voided, gone(OF_IT), {"restore": 1}),
}


def _words(commands: list[str]) -> dict[str, int]:
    said = [command.split()[1].replace("checkout", "restore") for command in commands]
    return {word: said.count(word) for word in said}


@pytest.mark.parametrize("name", one_of_each(KINDS, lambda name: KINDS[name][0]))
def test_what_the_hooks_say_to_type_works(desk: Desk, name: str) -> None:
    there, deed, said = KINDS[name]
    there(desk)
    before = desk.head()
    deed(desk)
    refused = desk.refused()
    typed = typed_of(refused)
    assert len(refused) == 1 and _words(typed) == said, refused
    # Past the hooks, so that the push is asked for the same.
    desk.git("commit", "--quiet", "--message=Work", cwd=desk.root, at="2026-01-19T13:10:00+0000")
    of_push = typed_of(desk.refused_push(before))
    assert _words(of_push) == said
    if there is not nothing and there is not begun_addendum and "a return" not in name:
        hints = [hint for code, hint in desk.hints() if code in ("SIG001", "SIG015")]
        beside = [each for each in typed if each.startswith("caseload ")]
        assert len(hints) == 1 and re.findall(r"`(caseload [^`]+)`", hints[0]) == beside, "lint says the same"
    for each in of_push:
        desk.types(each)
    desk.commit()
    assert desk.refused_push(before) == ()
    # And the same before the commit.
    desk.git("reset", "--quiet", "--hard", before, cwd=desk.root)
    desk.git("clean", "--quiet", "-d", "--force", cwd=desk.root)
    deed(desk)
    desk.git("add", "--all", cwd=desk.root)
    for each in typed:
        desk.types(each)
    assert desk.refused() == ()


# --- wherever one stands ----------------------------------------------------------------------------------------

SUB = "our practice"


@pytest.fixture(scope="module")
def sub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds a practice in a folder, with its hooks, and a note that was signed by hand."""
    from tests.conftest import run_git as git

    top = tmp_path_factory.mktemp("sub") / "repo"
    top.mkdir()
    root = small_practice(top / SUB, git)
    (root / ".git").rename(top / ".git")
    git("add", "--all", cwd=top)
    git("commit", "--quiet", "--message=C-0001: moved", cwd=top, at="2026-01-19T12:35:00+0000")
    done = _shell("caseload hooks install", root)
    assert done.returncode == 0, done.stderr
    return top


def _shell(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    known = {
        "PATH": f"{Path(ROOT, '.venv/bin')}{os.pathsep}{os.environ['PATH']}",
        "CASELOAD_STAFF": "dana.ruiz",
        "CASELOAD_TODAY": "2026-02-20",
        "PYTHONPATH": str(ROOT),
    }
    for variable in ("GIT_PREFIX", "GIT_DIR"):
        assert variable not in os.environ
    return subprocess.run(
        ["bash", "-c", command], cwd=place, env=os.environ | known, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("place", "into"),
    [(".", ""), (SUB, ""), (f"{SUB}/records/clients", ""), (".", SUB), ("..", f"repo/{SUB}"), (SUB, "records")],
)
def test_it_works_where_whoever_commits_stands(sub: Path, place: str, into: str) -> None:
    """Also behind `git -C`, of which git tells its hooks nothing."""
    plan = sub / SUB / THERE.replace(FOLDER, "records/clients")
    plan.write_text(plan.read_text().replace("duration: 6 months", "duration: 9 months"))
    done = _shell(f"git {into and f'-C {shlex.quote(into)}'} commit --all --message='C-0001: plan'", sub / place)
    said = done.stderr
    commands = [found[1] for line in said.splitlines() if (found := re.search(r": ((?:caseload|git|cd) .+)$", line))]
    moves = [each for each in commands if each.startswith("cd ")]
    assert done.returncode == 1 and len(moves) == 1, said
    others = [each for each in commands if each not in moves]
    assert {each.split()[1] for each in others} == {"addend", "restore"}
    typed = _shell(" && ".join([*moves, *others]), sub / place)
    assert typed.returncode == 0, typed.stderr
    assert "duration: 6 months" in plan.read_text()
    added = sub / SUB / typed.stdout.partition("  ")[0]
    assert added.is_file()
    added.unlink()


_FRONT = "---\ntype: contact\nclient: C-0001\ndate: 2026-02-01\n---\n"
_ANY_COMMAND = re.compile(r"(?:^ +|: |`)(cd [^`\n]+|git (?:-C|check-ignore|restore) [^`\n]+)(?:`|$)", re.MULTILINE)


def test_what_has_no_signature_is_put_back_from_anywhere(sub: Path) -> None:
    """An emptied contact, the identity map, and what git passes over: each says something to type."""
    contacts = sub / SUB / "records/clients/C-0001/contacts"
    contact, place = contacts / "2026-02-01.md", sub.parent
    contacts.mkdir()
    contact.write_text(f"{_FRONT}\nShe rang and asked for a later hour.\n")
    _shell("git add --all && git commit --quiet --no-verify --message='C-0001: contact'", sub)
    try:
        contact.write_text(_FRONT)
        (contacts / "x.md").write_text(_FRONT)
        (sub / ".git/info/exclude").write_text("x.md\n")
        (sub / "identities.toml").write_text('[C-0001]\nnames = ["Ann Lee"]\n')
        _shell("git add --all", sub)
        done = _shell("git -C repo commit --message='C-0001: contact'", place)
        typed = _ANY_COMMAND.findall(done.stderr)
        last = [each for each in typed if each.startswith("cd ")]
        others = [each for each in typed if each not in last]
        assert done.returncode == 1 and (len(last), len(others)) == (1, 3), (typed, done.stderr)
        works = _shell(" && ".join([*last, *others]), place)
        assert works.returncode == 0, works.stderr
        assert "later hour" in contact.read_text() and "identities.toml" not in _shell("git ls-files", sub).stdout
    finally:
        (sub / ".git/info/exclude").write_text("")
        _shell("git reset --quiet --hard HEAD~1 && git clean --quiet -d --force", sub)
