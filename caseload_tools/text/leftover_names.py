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


# What file managers call a copy, in the languages that they speak.
_A_COPY = (
    r"(?:copy|kopie|kópia|copie|copia|cópia|kopia|kopi|kopio|kopya|másolat|копия|копія|副本|拷贝|拷貝|複本|複製|複製"
    r"|のコピー|コピー|사본|shortcut|verknüpfung|raccourci|acceso directo|collegamento|atalho|ショートカット|快捷方式)"
)
_A_COPY_OF = (
    r"(?:copy(?: \(\d{1,3}\))? of|copy|kopie von|kopie van|copie de|copia de|copia di|cópia de|kopi av|kopi af|копия)"
)
_NUMBER = r"(?: ?\(?\d{1,3}\)?)?"
_ENDING = r"(?P<ending>\.[A-Za-z0-9]{1,5})\Z"
# `name` is what the copy was made from, without its ending.
_COPIES = (
    ("a file manager", rf"{_A_COPY_OF} (?P<name>.+?){_ENDING}"),
    *(
        (maker, rf"(?P<name>.+?){pattern}{_ENDING}")
        for maker, pattern in (
            ("Syncthing", r"\.sync-conflict(?:-\d{8}-\d{6}-[A-Z0-9]{5,9})?"),
            ("git mergetool", r"[._](?:BACKUP|REMOTE|LOCAL|BASE)[._]\d{1,9}"),
            ("Synology Drive", r"_[^/]{1,60}_(?:case|unicode)?conflict"),
            ("a sync program", r" ?[(\[](?:[^()\[\]]{0,60}[ '’]s? )?conflict(?:ed|ing)?(?: copy)?[^()\[\]]{0,60}[)\]]"),
            ("a sync program", r"[-_.]conflict(?:[-_.]\d[\d_.-]*)?"),
            ("a sync program", r"(?: [^()\[\]]{1,40})? conflicted copy[^/]{0,40}"),
            ("a sync program", r" ?\((?:case|unicode|name) (?:conflict|clash)[^()]{0,40}\)"),
            ("a file manager", rf" ?(?:- ?)?{_A_COPY}{_NUMBER}"),
            ("a file manager", rf" ?\({_A_COPY}{_NUMBER}\)"),
            ("a file manager", r" ?\((?:\d{1,3}|\d{1,3}(?:st|nd|rd|th) copy|another copy)\)"),
            ("Finder", r" \d{1,3}"),
        )
    ),
)
# Most names by far, of which nothing more need be asked.
_PLAIN = re.compile(r"[A-Za-z0-9-]+\.[a-z]+").fullmatch
_LEFT: tuple[tuple[LeftoverKind, str, str], ...] = (
    ("system", "macOS", r"\.DS_Store|\._.+|\.AppleDouble|\.localized|Icon\r"),
    ("system", "Windows", r"(?i:thumbs\.db|ehthumbs\.db|desktop\.ini)"),
    ("system", "Linux", r"\.directory|\.fuse_hidden.+|\.nfs[0-9a-f]+"),
    ("editor", "an office program", r"~\$.+|\.~lock\..+#"),
    ("editor", "an editor", r".+\.(?:sw[a-p]|kate-swp|bak|orig|tmp|rej|temp)|.+~|\.#.+|#.+#|~.+\.tmp"),
    ("editor", "a sync program", r"\.syncthing\..+\.tmp|~syncthing~.+|\.stfolder|\.stversions"),
)
_ENDINGS = (".bak", ".orig", ".tmp", ".rej", ".temp", ".db", ".ini")


def is_copy(name: str) -> bool:
    """Whether a file manager or a sync program gave this name to a second version of a file."""
    made = leftover_name(name)
    return made is not None and made.kind == "copy"


def leftover_name(name: str) -> LeftoverName | None:
    """What a file's name says of its making; None for a name that a person may have given."""
    if _PLAIN(name) and not name.endswith(_ENDINGS) and "conflict" not in name.lower():
        return None
    # Compiled by `re` when first asked, and kept there: nearly no practice has such a name.
    for kind, maker, pattern in _LEFT:
        if re.fullmatch(pattern, name):
            return LeftoverName(kind, maker)
    for maker, pattern in _COPIES:
        if found := re.match(pattern, name, re.IGNORECASE):
            return LeftoverName("copy", maker, found["name"].rstrip() + found["ending"])
    return None
