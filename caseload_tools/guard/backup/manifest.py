"""What a backup must restore to: every reference, the commit, the number of records, the digest of the bundle.

Written into the backup, last, and compared with what comes out. A manifest that was read is only a claim:
it is checked for its form here and for its truth by whoever restores.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date as Day
from typing import Any

from caseload_tools.dates import parse_day

FORMAT = "caseload-backup-1"
_ID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z", re.ASCII)
_REF = re.compile(r"refs/[^\x00-\x20\x7f~^:?*\[\\]+\Z")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`refs` by name, without HEAD; `branch` is the one that was checked out, empty between branches.

    `folder` is where the practice lies in the repository: empty at its top, else it ends with a slash.
    """

    made: Day
    version: str
    head: str
    branch: str
    folder: str
    records: int
    commits: int
    size: int
    sha256: str
    refs: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is written down."""
        return {"format": FORMAT, **asdict(self), "made": self.made.isoformat(), "refs": dict(self.refs)}

    def to_bytes(self) -> bytes:
        """The file."""
        return (json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(raw: bytes) -> Manifest | None:
    """The manifest; None when these bytes are not one."""
    try:
        said = json.loads(raw)
        if said.pop("format") != FORMAT:
            return None
        made = parse_day(said.pop("made"))
        read = Manifest(made=made, **said) if made else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return read if read is not None and _is_sound(read) else None


def _is_sound(read: Manifest) -> bool:
    texts = (read.version, read.head, read.branch, read.folder, read.sha256)
    numbers = (read.records, read.commits, read.size)
    return (
        all(isinstance(each, str) for each in texts)
        and all(type(each) is int and each >= 0 for each in numbers)
        and isinstance(read.refs, dict)
        and all(_REF.match(name) and ".." not in name for name in read.refs)
        and all(isinstance(each, str) and _ID.match(each) for each in (*read.refs.values(), read.head))
        and (not read.branch or read.branch in read.refs)
        and not read.folder.startswith("/")
        and ".." not in read.folder.split("/")
        and "\0" not in read.folder
    )
