"""Names of files and folders that some other computer cannot hold.

A practice is cloned to Windows, macOS and Linux; git takes every name and the clone fails later, or
two files become one. Looks at names only, never at the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from caseload_tools.text.characters import hides_something
from caseload_tools.text.faults import FILE, Fault

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.)").fullmatch
_DEVICE = r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?"
_RESERVED = re.compile(_DEVICE, re.IGNORECASE).fullmatch
_FORBIDDEN = re.compile(r'[<>:"\\|?*]')
_LONGEST = 200  # bytes; a name on the disk may have 255, and writing needs room for its own
_DEEPEST = 240  # characters; Windows opens 259 with the folder above in front


def name_faults(paths: Iterable[str]) -> Iterator[tuple[str, Fault]]:
    """Each path of a tree whose name is at fault, with the fault, in order of the paths.

    Paths have slashes and are relative to the practice. A folder's name is at fault once, at its
    first file. Of two names that collide, the later is at fault.
    """
    first: dict[str, str] = {}  # a name as the least capable computer sees it, with its folder: that name
    judged: set[str] = set()
    for path in sorted(paths):
        folder = ""
        for name in path.split("/"):
            before, folder = folder, f"{folder}{name}/"
            if folder in judged:
                continue
            judged.add(folder)
            other = first.setdefault(before + _folded(name), name)
            message, hint = _trouble(name)
            if other != name:
                yield path, _collision(other, name)
            elif message:
                yield path, Fault(FILE, 1, 1, message, hint)
        if len(path) > _DEEPEST:
            message = f"this path has {len(path)} characters; Windows cannot open it"
            yield path, Fault(FILE, 1, 1, message, "shorten the names of its folders")


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _collision(first: str, second: str) -> Fault:
    how = "capital letters" if first.casefold() == second.casefold() else "how its letters are stored"
    message = f"beside this name there is another that differs only in {how}"
    return Fault(FILE, 1, 1, message, "rename one of the two: Windows and macOS keep only one of them")


def _trouble(name: str) -> tuple[str, str]:
    """What is wrong with one name and what to do; empty when nothing is."""
    if _PLAIN(name) and len(name) <= _LONGEST and not _RESERVED(name):
        return "", ""
    if _RESERVED(name):
        return "Windows reserves this name for a device", "choose another name"
    if any("\ud800" <= char <= "\udfff" for char in name):
        return "this name is not UTF-8", "rename it with plain letters"
    if hides_something(name) or "\t" in name or "\n" in name:
        return "this name has a character that nobody can see", "rename it"
    found = _FORBIDDEN.search(name)
    if found:
        return f"Windows allows no `{found[0]}` in a name", "rename it"
    if name.endswith((".", " ")):
        return "this name ends with a dot or a space; Windows drops it", "rename it"
    if name.startswith((" ", "-")):
        return "this name begins with a space or a hyphen", "rename it: programs take it for something else"
    if unicodedata.normalize("NFC", name) != name:
        return "this name has accents stored apart from their letters", "rename it, typing the letters anew"
    if len(name.encode()) > _LONGEST:
        return f"this name is too long ({len(name)} characters)", "shorten it"
    return "", ""
