"""The hooks of .pre-commit-hooks.yaml under the programs that run them: real pre-commit, real prek, real git.

In the normal suite both run our commands from this environment (`language: system`). The slow tests let pre-commit
install our package into an environment of its own, as in a clinic; that asks no package index, because what we depend
on is lent to it. prek cannot do that offline: it fetches a program of its own (uv) first.
"""

from __future__ import annotations

import os
import shutil
import site
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import hook_scenes as scenes
from tests.conftest import FORKS, ROOT, run_caseload
from tests.hook_scenes import CLIENT, GOOD, OPEN, SIGNED, Done, commit, commits, edit, run, said_nobody, sign

PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
PREK = [str(Path(sys.executable).parent / "prek")]
SHIPPED_PAGES = (
    "docs/how-to/import-csv.md",
    *(f"docs/reference/{name}.md" for name in ("configuration", "records", "digest")),
)
STAGES = ("pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "pre-push")
LENT = {
    "PYTHONPATH": os.pathsep.join(site.getsitepackages()),
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_NO_BUILD_ISOLATION": "0",  # pip reads this as "off"
    "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
}


def _manifest() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return loaded


def test_pre_commit_accepts_our_manifest_and_configuration() -> None:
    for check, file in (
        ("validate-manifest", ".pre-commit-hooks.yaml"),
        ("validate-config", ".pre-commit-config.yaml"),
    ):
        done = run(ROOT, *PRE_COMMIT, check, file)
        assert done.code == 0, done.said


def test_pre_commit_accepts_what_a_new_practice_gets(tmp_path: Path) -> None:
    assert run_caseload("init", "clinic", cwd=tmp_path).code == 0
    done = run(tmp_path / "clinic", *PRE_COMMIT, "validate-config", ".pre-commit-config.yaml")
    assert done.code == 0, done.said


def _configuration(root: Path, repositories: list[dict[str, Any]]) -> None:
    whole = {"default_install_hook_types": list(STAGES), "repos": repositories}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(whole), encoding="utf-8")
    run(root, "git", "add", ".pre-commit-config.yaml")
    assert run(root, "git", "commit", "--quiet", "--message=Check each commit").code == 0


def _local_hooks() -> list[dict[str, Any]]:
    """Our manifest's own hooks, run from this environment, by a Python that forks (tests/forks.py)."""
    command = f"{FORKS.python} -P -m caseload_tools "
    return [
        {**hook, "entry": hook["entry"].replace("caseload ", command, 1), "language": "system"} for hook in _manifest()
    ]


@pytest.fixture(scope="module", params=[pytest.param("pre-commit", marks=pytest.mark.slow), "prek"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A practice whose hooks one of the two programs runs, made once for each. pre-commit is the slower by far."""
    program = PREK if request.param == "prek" else PRE_COMMIT
    yield from _hooked(tmp_path_factory.mktemp("template"), program)


def _hooked(folder: Path, program: list[str]) -> Iterator[Path]:
    homes = {"PRE_COMMIT_HOME": str(folder / "home"), "PREK_HOME": str(folder / "prek")}
    before = {name: os.environ.get(name) for name in homes}
    os.environ.update(homes)
    root = scenes.make_practice(folder)
    _configuration(root, [{"repo": "local", "hooks": _local_hooks()}])
    installed = run(root, *program, "install")
    assert installed.code == 0, installed.said
    yield folder
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "own", symlinks=True, ignore=shutil.ignore_patterns("home", "prek"))
    return tmp_path / "own" / "clinic"


@pytest.mark.requirement("S2.10")
def test_a_bad_record_stops_the_commit_and_a_good_one_does_not(root: Path) -> None:
    good = (root / CLIENT).read_text(encoding="utf-8")
    (root / CLIENT).write_text(good.replace("\nstatus: ", "\nstatus: un", 1), encoding="utf-8", newline="\n")
    refused = commit(root, "C-0142: client, status")
    assert refused.code == 1
    assert CLIENT in refused.said
    (root / CLIENT).write_text(good + "\nA line more.\n", encoding="utf-8", newline="\n")
    accepted = commit(root, "C-0142: client, a line more")
    assert accepted.code == 0, accepted.said


def test_the_main_things_under_pre_commit(tmp_path: Path) -> None:
    """What runs in full in the slow suite, once round: a signed note, a name, and a good commit."""
    for folder in _hooked(tmp_path, PRE_COMMIT):
        root = folder / "clinic"
        edit(root / SIGNED)
        assert "changed since" in commit(root, "C-0142: session 2026-10-20").said
        run(root, "git", "checkout", "--quiet", "HEAD", "--", SIGNED)
        edit(root / OPEN)
        assert "a client's name" in commit(root, "C-0142: seen with Annie").said
        assert commits(root) == 2
        done = commit(root)
        assert (done.code, commits(root)) == (0, 3), done.said


@pytest.mark.parametrize("deed", ["alter", "delete", "rename"])
def test_a_signed_note_stays_as_it_was(root: Path, deed: str) -> None:
    before = commits(root)
    if deed == "alter":
        edit(root / SIGNED)
        run(root, "git", "add", "--all")
    elif deed == "delete":
        run(root, "git", "rm", "--quiet", SIGNED)
    else:
        run(root, "git", "mv", SIGNED, SIGNED.replace("10-20", "10-21"))
    done = run(root, "git", "commit", "--message=C-0142: session 2026-10-20")
    assert (done.code, commits(root)) == (1, before), done.said
    signed = "signed by m.okafor on 2026-11-20, and"
    said = "changed since m.okafor signed it on 2026-11-20" if deed == "alter" else signed
    assert f"{SIGNED}: {said}" in done.said


def test_a_bad_message_is_refused(root: Path) -> None:
    before = commits(root)
    edit(root / OPEN)
    for message, why in (("C-0142: seen with Annie", "a client's name"), ("update", "does not say what was done")):
        done = commit(root, message)
        assert (done.code, commits(root)) == (1, before)
        assert why in done.said and said_nobody(done.said)


def test_a_clients_name_in_path_or_branch_is_refused(root: Path) -> None:
    before = commits(root)
    run(root, "git", "switch", "--quiet", "--create", "lindgren")
    (root / "anna-lindgren.txt").write_text("x\n")
    run(root, "git", "add", "--all")
    done = run(root, "git", "commit", "--message=a letter added")
    assert (done.code, commits(root)) == (1, before)
    assert "branch …: a client's name" in done.said and "….txt: a client's name" in done.said
    assert said_nobody(done.said)


def test_a_draft_is_begun_and_nothing_of_a_person_overwritten(root: Path) -> None:
    sign(root / OPEN)
    run(root, "git", "add", "--all")
    done = run(root, "git", "commit", GIT_EDITOR="true")
    assert done.code == 0, done.said
    assert run(root, "git", "log", "-1", "--format=%B").said.strip() == "C-0142: session 2026-10-13 signed"
    edit(root / CLIENT)
    run(root, "git", "add", "--all")
    assert run(root, "git", "commit", "--amend", GIT_EDITOR="true").code == 0
    assert run(root, "git", "log", "-1", "--format=%B").said.strip() == "C-0142: session 2026-10-13 signed"


def test_parts_of_the_work_may_be_committed(root: Path) -> None:
    """The signed note is altered on the disk and even staged; neither counts for a commit without it."""
    edit(root / SIGNED)
    edit(root / OPEN)
    run(root, "git", "add", OPEN)
    done = run(root, "git", "commit", f"--message={GOOD}")
    assert done.code == 0, done.said
    run(root, "git", "add", SIGNED)
    edit(root / CLIENT)
    done = run(root, "git", "commit", "--message=C-0142: client, a word more", CLIENT)
    assert done.code == 0, done.said
    assert run(root, "git", "status", "--porcelain").said == f"M  {SIGNED}\n"


def test_a_push_is_looked_at(root: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "--quiet", "--bare", "there.git")
    run(root, "git", "remote", "add", "there", str(tmp_path / "there.git"))
    done = run(root, "git", "push", "there", "main")
    assert done.code == 0 and "Advice only" in done.said, done.said
    edit(root / SIGNED)
    assert commit(root, GOOD, "--no-verify").code == 0
    done = run(root, "git", "push", "there", "main")
    assert done.code == 1 and "changed since" in done.said, done.said


# --- as it is installed in a clinic ------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What of this repository a clinic's pre-commit would fetch, in a repository of its own."""
    folder = tmp_path_factory.mktemp("published") / "caseload-tools"
    folder.mkdir()
    for name in ("caseload_tools", "schemas", "records"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    names = ("caseload.toml", "mkdocs.yml", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
    for name in (*names, *SHIPPED_PAGES):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for line in ("init --quiet --initial-branch=main", "add --all --force", "commit --quiet --message Publish"):
        assert run(folder, "git", *line.split()).code == 0
    return folder


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {**LENT, "PRE_COMMIT_HOME": str(tmp_path / "home")}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.slow
def test_installed_from_our_repository(published: Path, lent: None, tmp_path: Path) -> None:
    root = scenes.make_practice(tmp_path)
    revision = run(published, "git", "rev-parse", "HEAD").said.strip()
    hooks = [{"id": hook["id"]} for hook in _manifest()]
    _configuration(root, [{"repo": str(published), "rev": revision, "hooks": hooks}])
    assert run(root, *PRE_COMMIT, "install", "--install-hooks").code == 0
    edit(root / SIGNED)
    refused = commit(root, "C-0142: session 2026-10-20")
    assert refused.code == 1 and "changed since" in refused.said, refused.said
    run(root, "git", "checkout", "--quiet", "HEAD", "--", SIGNED)
    edit(root / OPEN)
    assert "a client's name" in commit(root, "C-0142: Annie").said
    done: Done = commit(root)
    assert done.code == 0, done.said


@pytest.mark.slow
def test_try_repo(published: Path, lent: None, tmp_path: Path) -> None:
    root = scenes.make_practice(tmp_path)
    edit(root / OPEN)
    run(root, "git", "add", "--all")
    good = run(root, *PRE_COMMIT, "try-repo", str(published))
    assert good.code == 0, good.said
    assert all(f"caseload {name}" in good.said for name in ("lint", "locked", "privacy"))
    edit(root / SIGNED)
    run(root, "git", "add", "--all")
    bad = run(root, *PRE_COMMIT, "try-repo", str(published), "caseload-locked")
    assert bad.code == 1 and "changed since" in bad.said, bad.said
