"""Making an anchor: what the repository holds today, added to the chain, and one line to keep elsewhere.

Adds to the end of audit/anchors.jsonl and changes no line that is there. Commits nothing: people commit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from caseload_tools.audit.anchors import FILE, SIGNATURES, Anchor, read_anchors, refs_digest, write_line
from caseload_tools.audit.evidence import Evidence, VerifyRequest, gather_evidence
from caseload_tools.dates import moment_text
from caseload_tools.errors import CaseloadError
from caseload_tools.git import ssh_keygen
from caseload_tools.git.ssh_signatures import ANCHOR
from caseload_tools.history.readers.head import read_head as state_of
from caseload_tools.text.writing import sweep_below, write_atomic


@dataclass(frozen=True, slots=True)
class NewAnchor:
    """An anchor that was made: the line to keep, what was written, and whether there is work it does not cover."""

    anchor: Anchor
    kept: str
    written: tuple[str, ...]
    uncommitted: bool


def make_anchor(root: Path, *, now: datetime, key: Path | None = None, print_only: bool = False) -> NewAnchor:
    """Anchor the current commit of the practice in `root`; signed with the private key in `key`, if any.

    The same commit is not anchored twice: then the line that stands is given again.
    """
    with gather_evidence(root, VerifyRequest(now.date())) as past:
        raw = _raw(root / FILE)
        text = _chain(raw, past)
        anchors = read_anchors(text)
        anchor = _describe(past, anchors, now)
    if anchors and (anchors[-1].head, anchors[-1].tags) == (anchor.head, anchor.tags):
        anchor = anchors[-1]
    kept = anchor.short
    if print_only:
        return NewAnchor(anchor, _without_number(kept), (), state_of(root).dirty)
    signature = ssh_keygen.sign_with_key(anchor.line.encode(), key, ANCHOR) if key else ""
    written = []
    if anchor not in anchors:
        content = f"{text}{anchor.line}\n".encode()
        write_atomic(root / FILE, content, replace=raw is not None, instead_of=raw)
        written.append(FILE)
    else:
        sweep_below((root / FILE).parent)
    if signature:
        beside = f"{SIGNATURES}/{anchor.n}.sig"
        write_atomic(root / beside, signature.encode(), replace=True)
        written.append(beside)
    return NewAnchor(anchor, kept, tuple(written), state_of(root).dirty)


def _raw(file: Path) -> bytes | None:
    """What lies on the disk; None when nothing does yet."""
    if file.is_symlink():
        raise CaseloadError(f"{FILE} is a link", "put the file itself there")
    return file.read_bytes() if file.is_file() else None


def _chain(raw: bytes | None, past: Evidence) -> str:
    """The chain as it lies on the disk, which must go on from the committed one."""
    text = (raw or b"").decode("utf-8").replace("\r\n", "\n")
    if not text.startswith(past.anchors_text) or (text and not text.endswith("\n")):
        raise CaseloadError(
            f"{FILE} is not as it was committed, and nothing may be added to it",
            f"`git diff {FILE}` shows the difference; `git checkout -- {FILE}` puts it back",
        )
    return text


def _describe(past: Evidence, anchors: tuple[Anchor, ...], now: datetime) -> Anchor:
    count, root = past.record_digests([past.head])[past.head]
    tags = {name: object_id for name, object_id in past.references.items() if name.startswith("refs/tags/")}
    anchor = Anchor(
        n=len(anchors) + 1,
        time=moment_text(now),
        head=past.head,
        tree=past.by_id[past.head].tree,
        refs=refs_digest(past.references),
        tags={name.removeprefix("refs/tags/"): tags[name] for name in sorted(tags)},
        records=count,
        root=root,
        previous=anchors[-1].digest if anchors else "",
    )
    return replace(anchor, line=write_line(anchor))


def _without_number(kept: str) -> str:
    """The line to keep of an anchor that is in no chain."""
    name, _, rest = kept.split(" ", 2)
    return f"{name} - {rest}"
