"""Every command that writes, in a small world of its own, and what must hold of that world whatever happened.

A world is a folder with a practice (one client, in git), an empty `out`, and `tmp` for the system. A scene is what is
typed there. What is `opaque` differs in each run (a key, a backup), and has a test of its own for being whole.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.conftest import ROOT

CLIENT = "records/clients/C-0160"
NOTE, NEXT = f"{CLIENT}/sessions/2026-11-12.md", f"{CLIENT}/sessions/2026-11-19.md"
DAY = {"CASELOAD_TODAY": "2026-11-24", "CASELOAD_NOW": "2026-11-24 15:00", "CASELOAD_IDENTITIES_KEY": "k" * 32}
LEFT = ".caseload-"
KEPT = (".caseload-site",)
Files = dict[str, bytes]


def nothing(world: Path) -> None:
    """The practice as it is."""


@dataclass(frozen=True)
class Scene:
    """`typed` in `where`; `ok` are the exit codes of a run that did it, `again` those of one that finds it done.

    The commands that sign go through several files; what the system refuses for one is told with that file, exit 1.
    """

    name: str
    typed: tuple[str, ...]
    prepare: Callable[[Path], None] = nothing
    where: str = "practice"
    ok: tuple[int, ...] = (0,)
    again: tuple[int, ...] = (0,)
    trouble: tuple[int, ...] = (2,)  # those of a run in which the system refused something
    opaque: dict[str, Callable[[Path], bool]] = field(default_factory=dict)
    whole: tuple[str, ...] = ()  # folders that are old or new as one
    told: bool = False  # what git complains of is itself what is reported
    once: bool = False  # a second run begins something new, so it is not tried when the first one did it
    dear: bool = False  # so slow that the quick suite tries it less often


def git(*arguments: str, cwd: Path, at: str = "2026-11-21T09:00:00+0000") -> str:
    env = {**os.environ, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    done = subprocess.run(["git", *arguments], cwd=cwd, env=env, capture_output=True, check=True)
    return done.stdout.decode()


def commit(practice: Path, at: str = "2026-11-21T09:00:00+0000") -> None:
    git("add", "--all", cwd=practice)
    git("commit", "--quiet", "--message=Step", cwd=practice, at=at)


def make_world(world: Path) -> None:
    """The world that every scene begins with."""
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


def slips(world: Path) -> None:
    """Two records with a word mistyped."""
    for name in ("sessions/2026-11-05.md", "sessions/2026-11-12.md"):
        file = world / "practice" / CLIENT / name
        file.write_text(file.read_text().replace("service: individual", "service: indvidual"))


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


def older_site(world: Path) -> None:
    """A site as it was yesterday."""
    run_once(world, "practice", "build", "--out", "../out/site", today="2026-11-23")


def signed(world: Path) -> None:
    """A note that its author has signed and committed."""
    run_once(world, "practice", "sign", "--as", "m.okafor", NOTE)
    commit(world / "practice", at="2026-11-24T15:30:00+0000")


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
    env = {**os.environ, **DAY, "CASELOAD_TODAY": today}
    command = [sys.executable, "-m", "caseload_tools", *typed]
    done = subprocess.run(command, cwd=world / where, env=env, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()


def opens(path: Path) -> bool:
    """A backup that decrypts to its last byte."""
    import pyrage

    secret = pyrage.x25519.Identity.from_str((path.parent.parent / "clinic.key").read_text().strip())
    try:
        return b"manifest.json" in pyrage.decrypt(path.read_bytes(), [secret])
    except pyrage.DecryptError:
        return False


def is_key(path: Path) -> bool:
    """A key file that is whole."""
    import pyrage

    return bool(pyrage.x25519.Identity.from_str(path.read_text().splitlines()[-1]))


def is_public_half(path: Path) -> bool:
    """The public half of the key beside it."""
    import pyrage

    secret = pyrage.x25519.Identity.from_str(path.with_suffix("").read_text().splitlines()[-1])
    return path.read_text() == f"{secret.to_public()}\n"


def is_stamp(path: Path) -> bool:
    return json.loads(path.read_text())["verified"] == "2026-11-24"


def is_config(path: Path) -> bool:
    """A configuration that git can read; how many settings it has yet is another matter."""
    return bool(git("config", "--file", str(path), "--list", cwd=path.parent))


MAP = ("import", "csv", "--map", "case-notes", "--given", "day=2026-10-01", "../notes.csv")
BACKUP = ("--recipients-file", "../clinic.pub")
SCENES = (
    Scene("new session", ("new", "session", "C-0160", "--date", "2026-11-26"), once=True),
    Scene("new client", ("new", "client", "C-0200", "--programme", "outpatient", "--staff", "m.okafor"), again=(2,)),
    Scene("fix", ("fix", "--select", "STR"), slips),
    Scene("baseline", ("lint", "--write-baseline"), findings, ok=(0, 1), again=(0, 1)),
    Scene(
        "import csv",
        (*MAP, "--identities", "../out/names.toml", "--rejects", "../out/rejects.csv"),
        export,
        ok=(1,),
        again=(1,),
    ),
    Scene("init", ("init", "clinic", "--staff", "m.okafor"), where="out", again=(2,), whole=("out/clinic",)),
    Scene("init here", ("init", ".", "--staff", "m.okafor"), where="empty", again=(2,)),
    Scene("demo", ("demo", "try"), where="out", again=(2,), whole=("out/try",), dear=True),
    Scene("demo untidy", ("demo", "--untidy", "try"), where="out", again=(2,), whole=("out/try",), dear=True),
    Scene(
        "demo clients",
        ("demo", "--clients", "2", "--notes", "5", "made"),
        where="out",
        again=(2,),
        whole=("out/made",),
    ),
    Scene("build", ("build", "--out", "../out/site"), older_site, whole=("out/site",), dear=True),
    Scene("sign", ("sign", "--as", "m.okafor", NOTE, NEXT), trouble=(1, 2)),
    Scene("cosign", ("cosign", "--as", "r.lindqvist", NOTE), signed, trouble=(1, 2)),
    Scene(
        "addend",
        ("addend", NOTE, "--as", "m.okafor", "--kind", "correction", "--reason", "wrong day", "--text", "Thursday."),
        signed,
        once=True,
        trouble=(1, 2),
    ),
    Scene("void", ("void", NOTE, "--as", "m.okafor", "--reason", "wrong chart"), signed, trouble=(1, 2)),
    Scene(
        "return",
        ("return", NOTE, "--as", "r.lindqvist", "--reason", "say more"),
        signed,
        once=True,
        trouble=(1, 2),
    ),
    Scene("audit log", ("audit", "log"), signed),
    Scene("audit anchor", ("audit", "anchor", "--sign", "../id"), with_ssh_key),
    Scene(
        "audit report",
        ("audit", "report", "--out", "../out/report"),
        ok=(0, 1),
        again=(2,),
        whole=("out/report",),
        told=True,
    ),
    Scene("hooks install", ("hooks", "install"), older_hook),
    Scene("hooks uninstall", ("hooks", "uninstall"), hooked),
    Scene("hooks run", ("hooks", "run", "prepare-commit-msg", "../out/message"), staged),
    Scene("identities hash", ("identities", "hash", "../out/names.json"), who_is_who, again=(2,)),
    Scene(
        "remote init",
        ("remote", "init", "--append-only", "../out/remote.git"),
        opaque={"out/remote.git/config": is_config},
    ),
    Scene("schema export", ("schema", "export", "../out/schemas"), again=(0,)),
    Scene("schema config", ("schema", "export", "--config", "../out/schemas")),
    Scene("backup", ("backup", "--to", "../out/b.age", *BACKUP), keys, again=(2,), opaque={"out/b.age": opens}),
    Scene(
        "backup key",
        ("backup", "--new-key", "../out/a.key"),
        opaque={"out/a.key": is_key, "out/a.key.pub": is_public_half},
    ),
    Scene(
        "restore check",
        ("restore", "--check", "../old.age", "--identity", "../clinic.key"),
        keys,
        opaque={"practice/.git/caseload/backup.json": is_stamp},
        dear=True,
    ),
    Scene(
        "restore",
        ("restore", "../old.age", "--to", "../out/back", "--identity", "../clinic.key"),
        keys,
        again=(2,),
        whole=("out/back",),
        dear=True,
    ),
)


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


# --- the server --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    """How a run ended; negative codes are signals, `done` the operations it came to."""

    code: int
    out: str
    err: str
    done: list[str]
    took: float


class Server:
    """A running tests/faults/server.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(
        self, scene: Scene, world: Path, at: int = 0, kind: str = "", after: float = 0.0, naive: bool = False
    ) -> Ended:
        """A scene in a world, with at most one fault: at an operation, or killed after a time."""
        (world / "tmp").mkdir(exist_ok=True)
        asked: dict[str, Any] = {
            "argv": scene.typed,
            "cwd": str(world / scene.where),
            "env": DAY,
            "tmp": str(world / "tmp"),
            "roots": [str(world)],
            "at": at,
            "kind": kind,
            "after": after,
            "naive": naive,
        }
        _pipe(self._process.stdin).write(json.dumps(asked).encode() + b"\n")
        _pipe(self._process.stdin).flush()
        return Ended(**json.loads(_pipe(self._process.stdout).readline()))

    def stop(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(30)
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
