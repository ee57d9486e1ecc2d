"""A small practice of invented records, and its past written by one `git fast-import`: a repository for each story."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from caseload_tools.text import read_bytes
from caseload_tools.text.digest import content_digest
from devtools.examples.trying import SETTINGS

CHART, OTHER_CHART = "records/clients/C-0001", "records/clients/C-0002"
MORNING, EVENING = f"{CHART}/sessions/2026-01-05.md", f"{CHART}/sessions/2026-01-12.md"
KEPT, DRAFT = f"{CHART}/sessions/2026-01-02.md", f"{CHART}/sessions/2026-01-19.md"
THEIRS, CLIENT = f"{OTHER_CHART}/sessions/2026-01-08.md", f"{CHART}/client.md"
BY_HAND, ADDENDUM = f"{CHART}/sessions/2026-01-16.md", f"{CHART}/addenda/2026-01-20-sessions-2026-01-05.md"
ANN = "records/clients/ann"  # a chart whose folder is not named by a client's id
HERS, HER_DRAFT = f"{ANN}/sessions/2026-01-09.md", f"{ANN}/sessions/2026-01-10.md"
BEGUN = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
Files = Mapping[str, str | None]
State = dict[str, str]


@dataclass(frozen=True)
class Commit:
    """What one commit changes (None takes a file away), on which branch; a new branch begins where main is.

    `merges` are the branches that it brings in; what a merge is to hold is said in `files`, as git itself needs it.
    `modes` are those of files that are not plain ones.
    """

    files: Files
    on: str = "main"
    merges: tuple[str, ...] = ()
    modes: Mapping[str, str] | None = None


def note(path: str, seed: str, more: str = "") -> str:
    """A session note, unlike the note of any other seed in most of its lines."""
    folder, day = path.split("/")[2], path.rpartition("/")[2][:10]
    client = folder if folder.startswith("C-") else "C-0003"
    said = "\n".join(f"{seed.capitalize()} was spoken of, part {number} of the {seed}." for number in range(1, 15))
    return (
        f"---\ntype: session\nclient: {client}\ndate: {day}\ntime: 10:00-10:50\nclinician: dana.ruiz\n"
        f"attendance: attended\n{more}---\n\n## Subjective\n\n{said}\n"
    )


def call(path: str, said: str, more: str = "") -> str:
    """A telephone call, which shares all with any other of that client but its day, its time and what was said."""
    day = path.rpartition("/")[2][:10]
    return (
        f"---\ntype: contact\nclient: {path.split('/')[2]}\ndate: {day}\ntime: 1{int(day[-1])}:00\nstaff: dana.ruiz\n"
        "direction: in\nchannel: phone\nwith: client\npurpose: check-in\nrisk: none\n"
        f"written: {day} 18:00\n{more}---\n\n{said}\n"
    )


def charge(path: str, more: str = "") -> str:
    """A charge, which shares all with any other but the day and what it was for."""
    day = path.rpartition("/")[2][:10]
    return (
        f"---\ntype: charge\nclient: {path.split('/')[2]}\ndate: {day}\nsession: sessions/{day}\ncode: 90834\n"
        "minutes: 45\nfee: 140\nadjustment: 60\nadjustment_reason: sliding fee, agreed on when she lost her work\n"
        f"payer: client\ndiagnosis: F33.1\nstatus: billed\n{more}---\n"
    )


def measured(path: str, scores: str) -> str:
    """A questionnaire, filled in as each other one was."""
    day = path.rpartition("/")[2][:10]
    return (
        f"---\ntype: measure\nclient: {path.split('/')[2]}\ndate: {day}\nclinician: dana.ruiz\nadministered: self\n"
        f"who5: [{scores}]\npart2: true\n---\n\nFilled in at home before the session.\n"
    )


def safe(path: str, coping: str = "She turns the choir recordings on.") -> str:
    """A safety plan; the next one shares all with it but the day and how she copes."""
    day = path.rpartition("/")[2][:10]
    return (
        f"---\ntype: safety-plan\nclient: {path.split('/')[2]}\ndate: {day}\nkind: crisis\nclinician: dana.ruiz\n"
        "client_has_copy: true\nreview_on: 2026-07-19\n---\n\n## Warning signs\n\n- Lying awake past three at night\n\n"
        f"## Coping\n\n- {coping}\n\n## People and places that distract\n\n- The choir on Thursdays\n\n"
        "## Making the place safe\n\n- Sleeping tablets are kept by her brother at his place\n"
    )


def group_list(path: str, came: str) -> str:
    """Who came to a group, which shares all with the list of any other hour but the day and who came."""
    day = path.rpartition("/")[2][:10]
    return (
        f"---\ntype: group\ngroup: coping\ntopic: Cold water and breath\ndate: {day}\ntime: 09:00-12:00\n"
        f"facilitators: [dana.ruiz]\nattendance:\n  C-0001: attended\n  C-0002: {came}\n---\n"
    )


def signed(text: str, by: str = "dana.ruiz", role: str = "clinician", digest: bool = True) -> str:
    """A record with one more signature, over what it says; without a digest, as one types it by hand."""
    seal = f", digest: '{digest_in(text)}'" if digest else ""
    head, _, body = text.removeprefix("---\n").partition("---\n")
    head += "" if "signatures:\n" in head else "signatures:\n"
    return f"---\n{head}  - {{by: {by}, role: {role}, at: 2026-01-20 08:00{seal}}}\n---\n{body}"


def digest_in(text: str) -> str:
    """The digest of what a record says."""
    document = read_bytes(text.encode(), "")
    return content_digest(document.data, document.body)


def reworded(text: str) -> str:
    return text.replace("part 3 of", "part three of")


def commented(text: str) -> str:
    """The same words, with a comment above the front matter's last key."""
    return text.replace("attendance:", "# read again\nattendance:")


def addition(kind: str) -> str:
    return (
        "---\ntype: addendum\nclient: C-0001\ndate: 2026-01-20\nto: sessions/2026-01-05\n"
        f"kind: {kind}\nauthor: dana.ruiz\nreason: another day\n---\n\nIt was another day.\n"
    )


BASE: State = {
    "caseload.toml": SETTINGS.lstrip("\n"),
    CLIENT: "---\ntype: client\nclient: C-0001\nadmitted: 2026-01-02\nclinician: dana.ruiz\n---\n",
    f"{OTHER_CHART}/client.md": "---\ntype: client\nclient: C-0002\nadmitted: 2026-01-02\nclinician: sam.lee\n---\n",
    KEPT: signed(note(KEPT, "garden")),
    MORNING: signed(note(MORNING, "harbour")),
    EVENING: signed(note(EVENING, "orchard")),
    BY_HAND: signed(note(BY_HAND, "lantern"), digest=False),
    DRAFT: note(DRAFT, "bridge"),
    THEIRS: signed(note(THEIRS, "meadow")),
    f"{ANN}/client.md": "---\ntype: client\nclient: C-0003\nadmitted: 2026-01-02\nclinician: sam.lee\n---\n",
    HERS: signed(note(HERS, "island")),
    HER_DRAFT: note(HER_DRAFT, "pepper"),
}


def build(root: Path, commits: tuple[Commit, ...]) -> None:
    """The practice in a repository without a work tree on the disk, its past as told."""
    root.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    stream = b"".join(_stream((Commit(dict(BASE)), *commits)))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=stream, check=True)
    (root / "caseload.toml").write_text(BASE["caseload.toml"], encoding="utf-8")


def _stream(commits: tuple[Commit, ...]) -> Iterator[bytes]:
    known: set[str] = set()
    for number, commit in enumerate(commits):
        at = int((BEGUN + timedelta(minutes=number)).timestamp())
        who = f"Dana Ruiz <ruiz@northgate.example> {at} +0000"
        yield f"commit refs/heads/{commit.on}\nauthor {who}\ncommitter {who}\n".encode() + _data("Work")
        if commit.on not in known and known:
            yield b"from refs/heads/main\n"
        known.add(commit.on)
        yield from (f"merge refs/heads/{each}\n".encode() for each in commit.merges)
        modes = commit.modes or {}
        for path, text in commit.files.items():
            mode = modes.get(path, "100644")
            if text is None:
                yield f"D {path}\n".encode()
            elif mode == "160000":
                yield f"M {mode} {text} {path}\n".encode()
        for path, text in commit.files.items():
            mode = modes.get(path, "100644")
            if text is not None and mode != "160000":
                yield f"M {mode} inline {path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%b\n" % (len(raw), raw)
