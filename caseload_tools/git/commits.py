"""Commits as they are stored: every header, the exact bytes that a signature covers, nothing prettied up.

`git log` shows names through a mailmap, messages through an encoding and dates through a format; whoever
checks a past needs what stands there. Reads bytes only, runs nothing, judges nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

SIGNATURES = ("gpgsig", "gpgsig-sha256")
"""Where a signature stands in a repository with SHA-1, and in one with SHA-256; git asks for its own only."""
_SHA256_LENGTH = 64
_PERSON = re.compile(
    r"(?P<name>.*?) ?<(?P<email>[^>]*)> (?P<at>-?\d{1,18}) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)\Z", re.S
)
_EARLIEST, _LATEST = -62_135_510_400, 253_402_214_400  # the years 1 and 9999, a day inside


@dataclass(frozen=True, slots=True)
class CommitPerson:
    """Who, and when by that person's computer; `seconds` as git counts them, `at` None when no such day exists."""

    name: str
    email: str
    seconds: int
    offset: int  # minutes east of Greenwich

    @property
    def at(self) -> datetime:
        """The moment, as the clock on that person's wall showed it. Beyond all calendars: their first or last day."""
        seconds = min(max(self.seconds, _EARLIEST), _LATEST)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return moment.astimezone(timezone(timedelta(minutes=self.offset)))


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. `headers` are those below the committer, in order, but for the signature that counts;
    `signed_part` is all but signatures."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: CommitPerson
    committer: CommitPerson
    headers: tuple[tuple[str, str], ...]
    signature: str
    signed_part: bytes
    message: bytes

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
        by_name.get("tree", ""),
        tuple(value for name, value in fields if name == "parent"),
        _person(by_name.get("author", "")),
        _person(by_name.get("committer", "")),
        tuple(field for place, field in enumerate(fields) if field[0] not in known and place != first),
        signature,
        _without_signature(head) + b"\n\n" + message if signature else raw,
        message,
    )


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


def _person(text: str) -> CommitPerson:
    match = _PERSON.match(text)
    if match is None:
        return CommitPerson(text, "", 0, 0)
    minutes = int(match["hours"]) * 60 + int(match["minutes"])
    offset = min(minutes, 23 * 60 + 59) * (-1 if match["sign"] == "-" else 1)
    return CommitPerson(match["name"], match["email"], int(match["at"]), offset)
