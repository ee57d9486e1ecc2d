"""Names that no person gives: copies by file managers and sync programs, and what systems and editors leave lying.

One table for lint, hooks and `doctor`. Looks at names only.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

LeftoverKind = Literal["copy", "editor", "system"]


class LeftoverName(NamedTuple):
    """What a name says of a file: its kind, who makes such names, and of a copy the name of what it was made from."""

    kind: LeftoverKind
    maker: str
    original: str = ""


# `name` is what the copy was made from, without its ending.
_COPIES = tuple(
    (maker, re.compile(rf"(?P<name>.+?){pattern}(?P<ending>\.[A-Za-z0-9]{{1,5}})\Z", re.IGNORECASE))
    for maker, pattern in (
        ("Syncthing", r"\.sync-conflict-\d{8}-\d{6}-[A-Z0-9]{5,9}"),
        ("a sync program", r" ?[(\[](?:[^()\[\]]{0,60}[ '’]s? )?conflict(?:ed|ing)?(?: copy)?[^()\[\]]{0,60}[)\]]"),
        ("a sync program", r"[-_.]conflict(?:[-_.]\d[\d_.-]*)?"),
        ("a sync program", r"(?: [^()\[\]]{1,40})? conflicted copy[^/]{0,40}"),
        ("a sync program", r" ?\((?:case|unicode|name) (?:conflict|clash)[^()]{0,40}\)"),
        ("Windows", r" - (?:copy|kopie|copie|copia)(?: ?\(\d{1,3}\))?"),
        ("a file manager", r" ?\((?:\d{1,3}|copy(?: \d{1,3})?|\d{1,3}(?:st|nd|rd|th) copy|another copy)\)"),
        ("a file manager", r" copy(?: \d{1,3})?"),
        ("Finder", r" \d{1,3}"),
    )
)
_LEFT: tuple[tuple[LeftoverKind, str, str], ...] = (
    ("system", "macOS", r"\.DS_Store|\._.+|\.AppleDouble|\.localized|Icon\r"),
    ("system", "Windows", r"(?i:thumbs\.db|ehthumbs\.db|desktop\.ini)"),
    ("system", "Linux", r"\.directory|\.fuse_hidden.+|\.nfs[0-9a-f]+"),
    ("editor", "an office program", r"~\$.+|\.~lock\..+#"),
    ("editor", "an editor", r".+\.(?:sw[a-p]|kate-swp|bak|orig|tmp|rej|temp)|.+~|\.#.+|#.+#|~.+\.tmp"),
    ("editor", "a sync program", r"\.syncthing\..+\.tmp|~syncthing~.+|\.stfolder|\.stversions"),
)
_LEFTOVERS = tuple((kind, maker, re.compile(pattern)) for kind, maker, pattern in _LEFT)


def is_copy(name: str) -> bool:
    """Whether a file manager or a sync program gave this name to a second version of a file."""
    made = leftover_name(name)
    return made is not None and made.kind == "copy"


def leftover_name(name: str) -> LeftoverName | None:
    """What a file's name says of its making; None for a name that a person may have given."""
    for kind, maker, pattern in _LEFTOVERS:
        if pattern.fullmatch(name):
            return LeftoverName(kind, maker)
    if " " not in name and "(" not in name and "conflict" not in name.lower():
        return None
    for maker, pattern in _COPIES:
        if found := pattern.match(name):
            return LeftoverName("copy", maker, found["name"].rstrip() + found["ending"])
    return None
