"""Versions of a record as the checks compare them: content, signatures, addenda, and whether one keeps another.

Reads what git holds, by the one strict reader. Judges nothing: which loss is an alarm is for the checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from caseload_tools.chart.records.paths import PRACTICE, RecordPath
from caseload_tools.text.digest import canonical_json, content_digest
from caseload_tools.text.reading import read_bytes

RECORDS = "records/"
# How far a plan has come, which may be kept up in it as long as its signatures are only typed names.
_STANDING = frozenset(("status", "completed_on"))


@dataclass(frozen=True, eq=False)
class Version:
    """What one content of a record says. `digest` is over all of it; `agreed`, in plans, not over how far it came."""

    type: str
    digest: str
    agreed: str
    signatures: Mapping[str, str] = field(repr=False)
    """The digest that each signature names, or nothing, by the signature without it."""
    roles: Mapping[str, str] = field(repr=False)
    addenda: tuple[str, ...] = field(repr=False)
    lines: Counter[str] = field(repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing is left: no line of text, or no front matter to say what it is."""
        return not self.lines or not self.type

    @property
    def signed(self) -> bool:
        return bool(self.signatures)

    def keeps(self, older: Version) -> bool:
        """Whether this version has the content of an older one with all its signatures and addenda."""
        return self.says(older) and not self.lost_signatures(older) and self.keeps_addenda(older)

    def says(self, older: Version) -> bool:
        """Whether this version says what an older one said. Under a digest each word counts."""
        if any(older.signatures.values()):
            return self.digest == older.digest
        return self.agreed == older.agreed

    def lost_signatures(self, older: Version) -> list[str]:
        """The roles of signatures that an older version has and this one has not, or not as they were."""
        return [
            older.roles[who]
            for who, digest in older.signatures.items()
            # A signature may gain its digest later, when it is that of the content it stands under.
            if self.signatures.get(who) != digest and not (digest == "" and self.signatures.get(who) == self.digest)
        ]

    def keeps_addenda(self, older: Version) -> bool:
        return self.addenda[: len(older.addenda)] == older.addenda

    def goes_on(self, older: Version) -> bool:
        """Whether this is an older version, written further: every line of it still stands."""
        return not older.lines - self.lines

    def resembles(self, older: Version) -> bool:
        """Whether at least half of an older version's lines stand here."""
        return 2 * (self.lines & older.lines).total() >= older.lines.total()


def read_version(raw: bytes) -> Version:
    """The version in a file's bytes. One that cannot be read is compared as text."""
    document = read_bytes(raw, "")
    data: Mapping[str, Any] = document.data
    listed = data.get("signatures")
    signatures = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    addenda = data.get("addenda")
    digest = content_digest(data, document.body) if document.usable else content_digest({}, document.text)
    is_plan = data.get("type") == "plan" and document.usable
    return Version(
        str(data.get("type", "")),
        digest,
        content_digest(_without_standing(data), document.body) if is_plan else digest,
        {_who(each): str(each.get("digest", "")) for each in signatures},
        {_who(each): str(each.get("role", "")) for each in signatures},
        tuple(canonical_json(each) for each in addenda) if isinstance(addenda, list) else (),
        Counter(line for line in document.text.splitlines() if line.strip()),
    )


def is_record(path: str) -> bool:
    """Whether a path is a record's, or a file's that was attached to one."""
    if not path.startswith(RECORDS) or path.rpartition("/")[2].startswith("."):
        return False
    return path.endswith(".md") or "/attachments/" in path


def is_read(path: str) -> bool:
    """Whether a file at this path is read as a record of a chart, so that people come to see it."""
    return bool(RecordPath.parse(path).word)


def chart_of(path: str) -> str:
    """The chart that a record lies in: its client's folder, or `practice`; empty for neither."""
    return RecordPath.parse(path).client or ("practice" if path.startswith(PRACTICE + "/") else "")


def is_addendum(path: str, version: Version | None = None) -> bool:
    """Whether this is an addition to a record, by its folder or by what it says of itself."""
    return "/addenda/" in path or (version is not None and version.type == "addendum")


def _without_standing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_standing(each) for key, each in value.items() if key not in _STANDING}
    return [_without_standing(each) for each in value] if isinstance(value, list) else value


def _who(signature: Mapping[str, Any]) -> str:
    return canonical_json({key: value for key, value in signature.items() if key != "digest"})
