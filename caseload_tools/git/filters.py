"""Which files git hands to an encrypting filter, by what stands in .gitattributes. No filter is ever run here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseload_tools.git.command import index_in_use, run_git

ENCRYPTED = {"git-crypt": b"\0GITCRYPT\0"}
"""What each filter's files begin with once they are encrypted. Without its key at hand, git-crypt says nothing."""


def filters_of(top: Path, paths: Sequence[str]) -> dict[str, str]:
    """The filter that the staged .gitattributes names for each path that has one. A second key is no other filter."""
    if not paths:
        return {}
    asked = "\0".join(paths).encode("utf-8", "surrogateescape")
    printed = run_git(top, ["check-attr", "--cached", "-z", "--stdin", "filter"], stdin=asked, index=index_in_use(top))
    fields = printed.decode("utf-8", "surrogateescape").split("\0")
    told = zip(fields[::3], fields[2::3], strict=False)
    return {path: _family(value) for path, value in told if value not in ("unspecified", "unset", "set")}


def _family(name: str) -> str:
    return "git-crypt" if name.startswith("git-crypt-") else name
