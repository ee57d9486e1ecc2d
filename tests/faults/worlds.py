"""The small worlds in which commands are tried: how one is made, made ready, and what is found in it afterwards.

A world is a folder with a practice (one client, in git), an empty `out`, and `tmp` for the system.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.conftest import ROOT, run_caseload

CLIENT = "records/clients/C-0160"
NOTE, NEXT = f"{CLIENT}/sessions/2026-11-12.md", f"{CLIENT}/sessions/2026-11-19.md"
DAY = {
    "CASELOAD_TODAY": "2026-11-24",
    "CASELOAD_NOW": "2026-11-24 15:00",
    "CASELOAD_IDENTITIES_KEY": "k" * 32,
    "EDITOR": "true",
}
LEFT = ".caseload-"
KEPT = (".caseload-site",)
Files = dict[str, bytes]
MAP = ("import", "csv", "--map", "case-notes", "--given", "day=2026-10-01", "../notes.csv")
IMPORT = (*MAP, "--identities", "../out/names.toml", "--rejects", "../out/rejects.csv")
BACKUP = ("--recipients-file", "../clinic.pub")
BOOK = ("new", "session", "C-0160", "--date", "2026-11-26", "--time", "10:00-10:50", "--attendance", "scheduled")
REMOTE = ("remote", "init", "--append-only", "../out/remote.git")


def nothing(world: Path) -> None:
    """The practice as it is."""


def git(*arguments: str, cwd: Path, at: str = "2026-11-21T09:00:00+0000") -> str:
    env = {**os.environ, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    done = subprocess.run(["git", *arguments], cwd=cwd, env=env, capture_output=True, check=True)
    return done.stdout.decode()


def commit(practice: Path, at: str = "2026-11-21T09:00:00+0000") -> None:
    git("add", "--all", cwd=practice)
    git("commit", "--quiet", "--message=Step", cwd=practice, at=at)


def make_world(world: Path) -> None:
    """The world that every scene begins with, in a folder that is not there yet."""
    shutil.copytree(_begun(), world, symlinks=True)


@cache
def _begun() -> Path:
    """The same, made once."""
    world = Path(tempfile.mkdtemp(prefix="world-"))
    practice = world / "practice"
    shutil.copytree(ROOT / CLIENT, practice / CLIENT)
    shutil.copytree(ROOT / "records/practice", practice / "records/practice")
    for name in ("caseload.toml", "mkdocs.yml", ".gitattributes"):
        shutil.copy(ROOT / name, practice)
    (world / "out").mkdir()
    (world / "empty").mkdir()
    git("init", "--quiet", "--initial-branch=main", "--template=", cwd=practice)
    commit(practice)
    git("gc", "--quiet", cwd=practice)
    return world


def slips(world: Path) -> None:
    """Two records with a word mistyped."""
    for name in ("sessions/2026-11-05.md", "sessions/2026-11-12.md"):
        file = world / "practice" / CLIENT / name
        file.write_text(file.read_text().replace("service: individual", "service: indvidual"))


OLDER = (("session", ("between",), "homework", 2),)


def older_names(world: Path) -> None:
    """Two notes whose homework is called as in an older format."""
    for name in (NOTE, NEXT):
        file = world / "practice" / name
        text = file.read_text()
        assert "\nhomework:" in text
        file.write_text(text.replace("\nhomework:", "\nbetween:"))


def findings(world: Path) -> None:
    """Something for a baseline to hold."""
    file = world / "practice" / CLIENT / "sessions/2026-11-12.md"
    file.write_text(file.read_text().replace("homework: One minute", "homwork: One minute"))


def export(world: Path) -> None:
    """Another system's export of three people."""
    head = (
        "person_oid,first_name,last_name,gender,age,location,complexity_level,archetype_id,"
        "writer_style,embedded_scenarios,case_note\n"
    )
    row = "CN-00{0},Ada,Brook,Female,26,Rural,3,pattern,senior_worker,,Seen at home.\n"
    bad = "CN-004,Ben,Weir,Male,31,Rural,3,pattern,senior_worker,,Seen at work,and again.\n"
    (world / "notes.csv").write_text(head + "".join(row.format(number) for number in (1, 2)) + bad)


def few_rules(world: Path) -> None:
    """Each rule that is asked has a page in the site; a page is written as another."""
    with (world / "practice/caseload.toml").open("a") as file:
        file.write('\n[lint]\nselect = ["STR"]\n')


def older_site(world: Path) -> None:
    """A site as it was yesterday."""
    few_rules(world)
    run_once(world, "practice", "build", "--out", "../out/site", today="2026-11-23")


def imported(world: Path) -> None:
    """The same export imported before; then a row of it changed."""
    export(world)
    run_once(world, "practice", *IMPORT)
    commit(world / "practice", at="2026-11-24T15:30:00+0000")
    file = world / "notes.csv"
    file.write_text(file.read_text().replace("Seen at home.", "Seen at the clinic."))


def signed(world: Path) -> None:
    """A note that its author has signed and committed."""
    run_once(world, "practice", "sign", "--as", "m.okafor", NOTE)
    commit(world / "practice", at="2026-11-24T15:30:00+0000")


def cosigned(world: Path) -> None:
    """A note with both its signatures, and a memory of the past from before it was co-signed."""
    signed(world)
    run_once(world, "practice", "audit", "log")
    run_once(world, "practice", "cosign", "--as", "r.lindqvist", NOTE)
    commit(world / "practice", at="2026-11-24T15:40:00+0000")


def anchored(world: Path) -> None:
    """A first link of the chain, committed."""
    run_once(world, "practice", "audit", "anchor")
    commit(world / "practice", at="2026-11-24T15:30:00+0000")


def planned(world: Path) -> None:
    """A session that was booked."""
    run_once(world, "practice", *BOOK)
    commit(world / "practice", at="2026-11-24T15:30:00+0000")


def with_baseline(world: Path) -> None:
    """An older baseline, and something new for it."""
    run_once(world, "practice", "lint", "--write-baseline")
    findings(world)


def with_remote(world: Path) -> None:
    """A place to push to that somebody made before, with a hook and a setting gone."""
    run_once(world, "practice", *REMOTE)
    (world / "out/remote.git/hooks/update").unlink()
    git("--git-dir=.", "config", "--unset", "receive.denyDeletes", cwd=world / "out/remote.git")


def with_ssh_key(world: Path) -> None:
    """A key to sign anchors with."""
    line = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(world / "id")]
    subprocess.run(line, check=True, capture_output=True)


def older_hook(world: Path) -> None:
    """A hook that somebody put there before."""
    hook = world / "practice/.git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    hook.chmod(0o755)


def hooked(world: Path) -> None:
    older_hook(world)
    run_once(world, "practice", "hooks", "install")


def hooked_elsewhere(world: Path) -> None:
    """Hooks in a folder that this repository's configuration names."""
    git("config", "core.hooksPath", "../out/hooks", cwd=world / "practice")


def staged(world: Path) -> None:
    """A change about to be committed, and git's file for the message."""
    slips(world)
    git("add", "--all", cwd=world / "practice")
    (world / "out/message").write_text("")


def who_is_who(world: Path) -> None:
    """A map of who the clients are, outside of the practice."""
    (world / "names.toml").write_text('[C-0160]\nnames = ["Ada Brook"]\n')
    file = world / "practice/caseload.toml"
    file.write_text(f'identities = "../names.toml"\n{file.read_text()}')


def keys(world: Path) -> None:
    """A fixed key, and a backup made to it."""
    import pyrage

    secret = pyrage.x25519.Identity.generate()
    (world / "clinic.key").write_text(f"{secret}\n")
    (world / "clinic.pub").write_text(f"{secret.to_public()}\n")
    run_once(world, "practice", "backup", "--to", "../old.age", "--recipients-file", "../clinic.pub")


def run_once(world: Path, where: str, *typed: str, today: str = "2026-11-24") -> None:
    """Type something to make a world ready."""
    done = run_caseload(*typed, cwd=world / where, env={**DAY, "CASELOAD_TODAY": today})
    assert done.code in (0, 1), done.err


# --- what there is -----------------------------------------------------------------------------


def files(world: Path) -> Files:
    """Every file of a world by its path, but what git and the system keep for themselves, and what is left over."""
    found: Files = {}
    for folder, below, names in os.walk(world):
        place = Path(folder).relative_to(world)
        if place == Path():
            below[:] = [each for each in below if each != "tmp"]
        if place.name == ".git":
            below[:] = [each for each in below if each in ("caseload", "hooks")]
            continue
        below[:] = sorted(each for each in below if not is_left(each))
        for name in names:
            if not is_left(name):
                found[(place / name).as_posix()] = (world / place / name).read_bytes()
    return found


def traces(world: Path) -> frozenset[tuple[str, int, int, int]]:
    """What any writing would leave: of all there is the place on the disk, the size, and when it was changed last."""
    found = set()
    for folder, below, names in os.walk(world):
        if folder == str(world):
            below[:] = [each for each in below if each != "tmp"]
        for name in (*below, *names):
            status = os.lstat(f"{folder}/{name}")
            found.add((f"{folder}/{name}", status.st_ino, status.st_size, status.st_ctime_ns))
    return frozenset(found)


def is_left(name: str) -> bool:
    return name.startswith(LEFT) and name not in KEPT


def leftovers(world: Path) -> list[Path]:
    """What no finished run leaves."""
    return [
        Path(folder, name)
        for folder, below, names in os.walk(world)
        for name in (*below, *names)
        if is_left(name) or name.endswith(".lock")
    ]


def age(paths: Iterable[Path]) -> None:
    """As if it had been left two hours ago."""
    for path in paths:
        long_ago = path.parent.stat().st_mtime - 7300
        if path.exists():
            os.utime(path, (long_ago, long_ago), follow_symlinks=False)
