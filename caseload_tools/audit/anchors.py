"""Anchors: what was true of the repository on a day, in a chain that cannot be changed without being seen.

A line of audit/anchors.jsonl holds the head, its tree, the tags, and one root over the digests of all records;
a short line to keep elsewhere holds the head and a digest. docs/reference/anchors.md tells the format so that
others can check it. Computes and reads; writing is `anchoring`, judging is for the checks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caseload_tools.errors import CaseloadError

FILE = "audit/anchors.jsonl"
SIGNATURES = "audit/anchors"
_KEYS = ("n", "time", "head", "tree", "refs", "tags", "records", "root", "previous")
_LENGTH = 20
_BETWEEN = r"[\s>]+"  # a mail may fold the line and quote it
_KEPT = re.compile(
    _BETWEEN.join(
        (
            "caseload-anchor",
            r"(\d+|-)",
            r"(\d{4}-\d{2}-\d{2})",
            "([0-9a-f]{12,64})",
            rf"([0-9a-f]{{{_LENGTH}}})\b",
        )
    ),
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the chain. `previous` is the digest of the line before, empty for the first."""

    n: int
    time: str
    head: str
    tree: str
    refs: str
    tags: Mapping[str, str]
    records: int
    root: str
    previous: str
    line: str = ""

    @property
    def digest(self) -> str:
        """What the next line calls `previous`: SHA-256 over this line without its line end."""
        return line_digest(self.line)

    @property
    def short(self) -> str:
        """The one line to keep elsewhere."""
        return kept_line(
            str(self.n), self.time[:10], self.head, anchor_digest(self.head, self.tree, self.records, self.root)
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """An anchor that somebody kept outside the repository; `n` is None when it is in no chain."""

    n: int | None
    day: str
    head: str
    digest: str
    line: str = ""


def write_line(anchor: Anchor) -> str:
    """An anchor as its line in the file, without the line end."""
    fields = {key: getattr(anchor, key) for key in _KEYS}
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def read_anchors(text: str) -> tuple[Anchor, ...]:
    """The anchors of a file. Raises CaseloadError for a line that is none."""
    return tuple(_anchor(number, line) for number, line in enumerate(text.splitlines(), start=1))


def line_digest(line: str) -> str:
    return "sha256:" + hashlib.sha256(line.encode("utf-8", "surrogateescape")).hexdigest()


def refs_digest(references: Mapping[str, str]) -> str:
    """One digest over the branches and tags of a repository."""
    lines = [f"{references[name]} {name}\n" for name in sorted(references) if name.startswith(_OF_REFS)]
    return line_digest("".join(lines))


_OF_REFS = ("refs/heads/", "refs/tags/")


def merkle_root(records: Iterable[tuple[str, str]]) -> str:
    """The root of the tree over (path, SHA-256 in hexadecimal) of all records, as in RFC 6962."""
    leaves = sorted((path.encode("utf-8", "surrogateescape"), digest) for path, digest in records)
    return "sha256:" + _root([_sha256(b"\0" + path + b"\0" + digest.encode("ascii")) for path, digest in leaves]).hex()


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return _sha256(b"\1" + _root(leaves[:left]) + _root(leaves[left:]))


def _sha256(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def anchor_digest(head: str, tree: str, records: int, root: str) -> str:
    """What anybody can compute again from the commit: 20 hexadecimal digits over head, tree and records."""
    text = f"caseload-seal-v1\n{head}\n{tree}\n{records}\n{root}\n"
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_LENGTH]


def kept_line(n: str, day: str, head: str, digest: str) -> str:
    return f"caseload-anchor {n} {day} {head} {digest}"


def read_kept(text: str) -> tuple[Kept, ...]:
    """The anchors in what somebody kept: short lines, in an e-mail or alone, or a copy of the file."""
    found = [
        Kept(None if n == "-" else int(n), day, head.lower(), digest.lower())
        for n, day, head, digest in _KEPT.findall(text)
    ]
    if not found and text.lstrip().startswith("{"):
        copied = read_anchors(text.strip())
        found = [
            Kept(
                each.n,
                each.time[:10],
                each.head,
                anchor_digest(each.head, each.tree, each.records, each.root),
                each.line,
            )
            for each in copied
        ]
    if not found:
        raise CaseloadError(
            "this is no anchor", "give the line that begins with caseload-anchor, in quotes, or a file that holds it"
        )
    return tuple(found)


def _anchor(number: int, line: str) -> Anchor:
    try:
        fields: dict[str, Any] = json.loads(line)
        if list(fields) != list(_KEYS):
            raise ValueError
        tags = {str(name): str(tag) for name, tag in fields["tags"].items()}
        texts = {key: str(fields[key]) for key in ("time", "head", "tree", "refs", "root", "previous")}
        anchor = Anchor(n=int(fields["n"]), tags=tags, records=int(fields["records"]), line=line, **texts)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise CaseloadError(f"line {number} of {FILE} is no anchor", "restore the file as it was committed") from None
    return anchor
