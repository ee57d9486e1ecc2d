"""Every command that writes, in a small world of its own, and what must hold of that world whatever happened.

A scene is what is typed there. What is `opaque` differs in each run (a key, a backup), and has a test of its own for
being whole. The groups take about the same time each, so that they can be tried side by side.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import worlds
from tests.faults.worlds import BACKUP, BOOK, IMPORT, MAP, NEXT, NOTE, REMOTE


@dataclass(frozen=True)
class Scene:
    """`typed` in `where`; `ok` are the exit codes of a run that did it, `again` those of one that finds it done.

    The commands that sign go through several files; what the system refuses for one is told with that file, exit 1.
    """

    name: str
    typed: tuple[str, ...]
    prepare: Callable[[Path], None] = worlds.nothing
    where: str = "practice"
    ok: tuple[int, ...] = (0,)
    again: tuple[int, ...] = (0,)
    trouble: tuple[int, ...] = (2,)  # those of a run in which the system refused something
    opaque: dict[str, Callable[[Path], bool]] = field(default_factory=dict)
    whole: tuple[str, ...] = ()  # folders that are old or new as one
    told: bool = False  # what git complains of is itself what is reported
    once: bool = False  # a second run begins something new, so it is not tried when the first one did it
    older: tuple[tuple[object, ...], ...] = ()  # rows of text.older_names that this version does not have
    many: bool = False  # thousands of operations in a working folder: some of them are tried, not each

    def __str__(self) -> str:
        return self.name

    @property
    def command(self) -> tuple[str, ...]:
        """What is typed before options and names: `lint`, `audit anchor`."""
        return self.typed[:2] if self.typed[0] in GROUPS else self.typed[:1]


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
    return bool(json.loads(path.read_text())["verified"] == "2026-11-24")


GROUPS = ("audit", "hooks", "identities", "remote", "schema")
OKAFOR, LINDQVIST = ("--as", "m.okafor"), ("--as", "r.lindqvist")
FIX = ("--kind", "correction", "--reason", "wrong day")

RECORDS = (
    Scene("new session", ("new", "session", "C-0160", "--date", "2026-11-26"), once=True),
    Scene("new session as booked", BOOK[:5], worlds.planned, once=True),
    Scene("new session in an editor", (*BOOK[:5], "--edit"), once=True),
    Scene("new client", ("new", "client", "C-0200", "--programme", "outpatient", "--staff", "m.okafor"), again=(2,)),
    Scene("new addendum", ("new", "addendum", "C-0160", "--to", "sessions/2026-11-05"), once=True),
    Scene("close", ("close", "C-0160"), once=True),
    Scene("fix", ("fix", "--select", "STR"), worlds.slips),
    Scene("upgrade", ("upgrade",), worlds.older_names, older=worlds.OLDER),
    Scene("baseline", ("lint", "--write-baseline"), worlds.findings, ok=(0, 1), again=(0, 1)),
    Scene("baseline again", ("lint", "--write-baseline"), worlds.with_baseline, ok=(0, 1), again=(0, 1)),
    Scene("import csv", IMPORT, worlds.export, ok=(1,), again=(1,)),
    Scene("import csv again", IMPORT, worlds.imported, ok=(1,), again=(1,)),
    Scene("import csv without names", MAP, worlds.export, ok=(1,), again=(1,)),
)
SIGNING = (
    Scene("sign", ("sign", *OKAFOR, NOTE, NEXT), trouble=(1, 2)),
    Scene("cosign", ("cosign", *LINDQVIST, NOTE), worlds.signed, trouble=(1, 2)),
    Scene("addend", ("addend", NOTE, *OKAFOR, *FIX, "--text", "Thursday."), worlds.signed, once=True, trouble=(1, 2)),
    Scene("addend to write in", ("addend", NOTE, *OKAFOR, *FIX), worlds.signed, once=True, trouble=(1, 2)),
    Scene("void", ("void", NOTE, *OKAFOR, "--reason", "wrong chart"), worlds.signed, trouble=(1, 2)),
    Scene("return", ("return", NOTE, *LINDQVIST, "--reason", "say more"), worlds.signed, once=True, trouble=(1, 2)),
    Scene("audit log", ("audit", "log"), worlds.signed),
    Scene("audit log again", ("audit", "log"), worlds.cosigned),
    Scene("audit anchor", ("audit", "anchor", "--sign", "../id"), worlds.with_ssh_key),
    Scene("audit anchor again", ("audit", "anchor"), worlds.anchored),
    Scene(
        "audit report",
        ("audit", "report", "--out", "../out/report"),
        ok=(0, 1),
        again=(2,),
        whole=("out/report",),
        told=True,
    ),
)
PLACES = (
    Scene("init", ("init", "clinic", "--staff", "m.okafor"), where="out", again=(2,), whole=("out/clinic",)),
    Scene("init here", ("init", ".", "--staff", "m.okafor"), where="empty", again=(2,)),
    Scene("init without git", ("init", "clinic", "--no-git"), where="out", again=(2,), whole=("out/clinic",)),
    Scene("demo", ("demo", "try"), where="out", again=(2,), whole=("out/try",), many=True),
    Scene("demo untidy", ("demo", "--untidy", "try"), where="out", again=(2,), whole=("out/try",), many=True),
    Scene(
        "demo clients",
        ("demo", "--clients", "2", "--notes", "5", "made"),
        where="out",
        again=(2,),
        whole=("out/made",),
    ),
    Scene("hooks install", ("hooks", "install"), worlds.older_hook),
    Scene("hooks install elsewhere", ("hooks", "install"), worlds.hooked_elsewhere),
    Scene("hooks uninstall", ("hooks", "uninstall"), worlds.hooked),
    Scene("hooks run", ("hooks", "run", "prepare-commit-msg", "../out/message"), worlds.staged),
    Scene("hooks draft-message", ("hooks", "draft-message", "../out/message"), worlds.staged),
    Scene("identities hash", ("identities", "hash", "../out/names.json"), worlds.who_is_who, again=(2,)),
    Scene("remote init", REMOTE, whole=("out/remote.git",)),
    Scene("remote init again", REMOTE, worlds.with_remote),
    Scene("schema export", ("schema", "export", "../out/schemas")),
    Scene("schema config", ("schema", "export", "--config", "../out/schemas")),
)
COPIES = (
    Scene("build", ("build", "--out", "../out/site"), worlds.older_site, whole=("out/site",), many=True),
    Scene("build anew", ("build",), worlds.few_rules, whole=("practice/site",), many=True),
    Scene("backup", ("backup", "--to", "../out/b.age", *BACKUP), worlds.keys, again=(2,), opaque={"out/b.age": opens}),
    Scene(
        "backup to a folder",
        ("backup", "--to", "../out", *BACKUP),
        worlds.keys,
        opaque={"out/caseload-2026-11-24.age": opens},
        once=True,
    ),
    Scene(
        "backup key",
        ("backup", "--new-key", "../out/a.key"),
        opaque={"out/a.key": is_key, "out/a.key.pub": is_public_half},
    ),
    Scene(
        "restore check",
        ("restore", "--check", "../old.age", "--identity", "../clinic.key"),
        worlds.keys,
        opaque={"practice/.git/caseload/backup.json": is_stamp},
    ),
    Scene(
        "restore",
        ("restore", "../old.age", "--to", "../out/back", "--identity", "../clinic.key"),
        worlds.keys,
        again=(2,),
        whole=("out/back",),
    ),
)
SCENES = (*RECORDS, *SIGNING, *PLACES, *COPIES)
