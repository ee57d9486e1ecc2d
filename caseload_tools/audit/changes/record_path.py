"""Where a file of a practice belongs, by its path alone: whose chart, which link, which type of record.

For paths of the past, which may be anything: it never fails and never looks at the disk.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from caseload_tools.chart.records import TYPE_OF_FOLDER

CLIENTS = ("records", "clients")
# A record in the folder of a client, which begins with `C-`: nearly all that is ever asked for.
_IN_CHART = re.compile(r"records/clients/(?:(?!C-)[^/]*/)*+(C-[^/]*)/(.*)\.md", re.DOTALL).fullmatch
SETTINGS = "caseload.toml"


class RecordPath(NamedTuple):
    """`client` is empty outside charts; `link` is as records link to each other; `word` the type, or empty."""

    client: str
    link: str
    word: str


def place_of(path: str) -> RecordPath:
    """The place of a file. Folders between `records/clients` and a client's only group charts."""
    if charted := _IN_CHART(path):
        client, link = charted.groups()
    else:
        parts = path.split("/")
        client, link = _client(parts), _below(parts)
        if not path.endswith(".md"):
            return RecordPath(client, link, "")
        link = link.removesuffix(".md")
    folder = "" if link == "client" else link.partition("/")[0]
    return RecordPath(client, link, TYPE_OF_FOLDER.get(folder, ""))


def _client(parts: list[str]) -> str:
    at = _at(parts)
    return parts[at] if at else ""


def _at(parts: list[str]) -> int:
    """Which part is the client's folder; 0 when there is none."""
    if tuple(parts[:2]) != CLIENTS or len(parts) < 4:
        return 0
    for at, part in enumerate(parts[2:-1], start=2):
        if part.startswith("C-"):
            return at
    return len(parts) - 2 if parts[-1] == "client.md" else 2


def _below(parts: list[str]) -> str:
    at = _at(parts)
    if at:
        return "/".join(parts[at + 1 :])
    return "/".join(parts[2:] if parts[0] == "records" and len(parts) > 2 else parts)
