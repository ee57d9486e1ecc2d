"""A commit, as one value for all who read a past: as it is stored, or as `git log` lists it.

`git log` shows names through a mailmap and messages through an encoding; whoever checks a past needs what stands there:
every header, the exact bytes that a signature covers. Whoever tells of a past needs who, when and from what, which a
list has. Reads texts only, runs nothing, judges nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from sys import intern
from typing import NamedTuple

SIGNATURES = ("gpgsig", "gpgsig-sha256")
"""Where a signature stands in a repository with SHA-1, and in one with SHA-256; git asks for its own only."""
_SHA256_LENGTH = 64
_PERSON = r"(?P<name>.*?) ?<(?P<email>[^>]*)> (?P<at>-?\d{1,18}) (?P<zone>[+-]\d{4})\Z"
_EARLIEST, _LATEST = -62_135_510_400, 253_402_214_400  # the years 1 and 9999, a day inside
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LISTED = "%H%n%P%n%an%n%ae%n%ad%n%cn%n%ce%n%cd"
"""The format in which `git log --date=raw` lists a commit for `listed_commit`."""
LISTED_WITH_SUBJECT = f"{LISTED}%n%s"


class CommitPerson(NamedTuple):
    """Who, and when by that person's computer; `seconds` as git counts them."""

    name: str
    email: str
    seconds: int
    offset: int  # minutes east of Greenwich

    @property
    def at(self) -> datetime:
        """The moment, as the clock on that person's wall showed it. Beyond all calendars: their first or last day."""
        if 0 <= self.seconds < _LATEST:
            return datetime.fromtimestamp(self.seconds, _zone(self.offset))
        seconds = min(max(self.seconds, _EARLIEST), _LATEST)
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(_zone(self.offset))


class Commit(NamedTuple):
    """One commit. From a list it has the first four, and of its message the first line at most.

    `headers` are those below the committer, in order, but for the signature that counts; `signed_part` is all but
    signatures.
    """

    id: str
    parents: tuple[str, ...]
    author: CommitPerson
    committer: CommitPerson
    message: bytes = b""
    tree: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    signature: str = ""
    signed_part: bytes = b""

    @property
    def short(self) -> str:
        return self.id[:10]

    @property
    def subject(self) -> str:
        return self.message.decode("utf-8", "replace").partition("\n")[0]


def read_commit(commit: str, raw: bytes) -> Commit:
    """The commit in `raw`, which is what `git cat-file commit` prints. Odd ones are read as far as they go."""
    head, _, message = raw.partition(b"\n\n")
    fields = _fields(head)
    by_name = dict(reversed(fields))
    known = ("tree", "parent", "author", "committer")
    own = SIGNATURES[len(commit) == _SHA256_LENGTH]
    signature = next((value for name, value in fields if name == own), "")
    first = fields.index((own, signature)) if signature else -1
    return Commit(
        commit,
        tuple(value for name, value in fields if name == "parent"),
        _person(by_name.get("author", "")),
        _person(by_name.get("committer", "")),
        message,
        by_name.get("tree", ""),
        tuple(field for place, field in enumerate(fields) if field[0] not in known and place != first),
        signature,
        _without_signature(head) + b"\n\n" + message if signature else raw,
    )


def listed_commit(text: str) -> Commit:
    """The commit of which git printed this in the format LISTED, with its subject or without."""
    commit, parents, author, email, authored, committer, committer_email, committed, *subject = text.split("\n", 8)
    by = _listed_person(author, email, authored)
    same = committed == authored and committer_email == email and committer == author
    other = by if same else _listed_person(committer, committer_email, committed)
    message = subject[0].encode("utf-8", "surrogateescape") if subject else b""
    return Commit(commit, tuple(parents.split()), by, other, message)


def _listed_person(name: str, email: str, at: str) -> CommitPerson:
    """`at` is as git has it: `1795593600 +0100`. A few people make all of a history: each name is one text."""
    seconds, _, zone = at.partition(" ")
    try:
        return CommitPerson(intern(name), intern(email), int(seconds), _minutes(zone))
    except ValueError:  # git prints nothing of a line that it cannot take apart
        return CommitPerson(intern(name), intern(email), 0, 0)


@cache
def _minutes(zone: str) -> int:
    minutes = int(zone[1:-2]) * 60 + int(zone[-2:])
    return min(minutes, 23 * 60 + 59) * (-1 if zone[0] == "-" else 1)


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(minutes=offset))


def _fields(head: bytes) -> list[tuple[str, str]]:
    """Name and value of each header; a line that begins with a blank goes on with the one above."""
    found: list[tuple[str, str]] = []
    for line in head.decode("utf-8", "surrogateescape").split("\n"):
        if line.startswith(" ") and found:
            name, value = found[-1]
            found[-1] = (name, value + "\n" + line[1:])
        else:
            name, _, value = line.partition(" ")
            found.append((name, value))
    return found


def _without_signature(head: bytes) -> bytes:
    kept: list[bytes] = []
    inside = False
    for line in head.split(b"\n"):
        inside = line.startswith(b" ") if inside and line.startswith(b" ") else _opens_signature(line)
        if not inside:
            kept.append(line)
    return b"\n".join(kept)


def _opens_signature(line: bytes) -> bool:
    return line.startswith(tuple(name.encode() + b" " for name in SIGNATURES))


@cache
def _person_pattern() -> re.Pattern[str]:
    """Made at need: a list of commits needs none, and most that runs reads only lists."""
    return re.compile(_PERSON, re.S)


def _person(text: str) -> CommitPerson:
    match = _person_pattern().match(text)
    if match is None:
        return CommitPerson(text, "", 0, 0)
    return CommitPerson(match["name"], match["email"], int(match["at"]), _minutes(match["zone"]))
