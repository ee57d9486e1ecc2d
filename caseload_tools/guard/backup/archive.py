"""What lies inside the encryption: a tar archive that standard programs open too, written and read piece by piece.

A remark on how to restore without this tool, the git bundle in parts, and last the manifest. Parts, because a
tar entry says its size first and git says it last; so memory never holds more than two of them. Reading trusts
nothing: anybody who has the public half of a key can make a file that decrypts.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator

PART = 8 * 1024 * 1024
BLOCK = 512
README, MANIFEST = "README.txt", "manifest.json"
_BUNDLE = re.compile(r"bundle-(\d{5})\Z", re.ASCII)
_LARGEST_TEXT = 64 * 1024 * 1024  # the manifest names every branch and tag
_TEXT = b"""A backup of a practice, made by `caseload backup`. To restore it without that tool:

  age -d -i KEYFILE BACKUP.age | tar x
  cat bundle-* > practice.bundle
  git clone practice.bundle practice

manifest.json says what must come out: every branch and tag, and the SHA-256 of practice.bundle.
"""


class BadArchiveError(Exception):
    """It decrypts, and is still not what `caseload backup` writes."""


def archive_pieces(bundle: Iterator[bytes], manifest: Callable[[], bytes]) -> Iterator[bytes]:
    """The pieces of an archive; `manifest` is asked when the whole bundle has gone by."""
    yield from _entry(README, _TEXT)
    number, part = 0, bytearray()
    for piece in bundle:
        part += piece
        while len(part) >= PART:
            yield from _entry(f"bundle-{number:05}", bytes(part[:PART]))
            del part[:PART]
            number += 1
    if part:
        yield from _entry(f"bundle-{number:05}", bytes(part))
    yield from _entry(MANIFEST, manifest())
    yield bytes(2 * BLOCK)


def _entry(name: str, content: bytes) -> Iterator[bytes]:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(content), 0o600
    yield about.tobuf(tarfile.USTAR_FORMAT)
    yield content
    yield bytes(-len(content) % BLOCK)


class Unpacking:
    """Takes the pieces of an archive; the bundle goes to `bundle`, the manifest is kept."""

    def __init__(self, bundle: Callable[[bytes], object]) -> None:
        self._bundle = bundle
        self._held = bytearray()
        self._take: Callable[[bytes], object] | None = None  # where the content of the present entry goes
        self._left = self._padding = 0
        self._parts = 0
        self._manifest = bytearray()
        self._ended = self._has_manifest = False

    def take_piece(self, piece: bytes) -> None:
        """The next piece."""
        self._held += piece
        while self._step():
            pass

    def manifest(self) -> bytes:
        """The manifest, when everything has been given."""
        if not self._ended or not self._has_manifest or self._held.strip(b"\0"):
            raise BadArchiveError
        return bytes(self._manifest)

    def _step(self) -> bool:
        """Use up some of what is held; false when more is needed."""
        if self._left:
            used = min(self._left, len(self._held))
            if self._take is not None:
                self._take(bytes(self._held[:used]))
            del self._held[:used]
            self._left -= used
            return used > 0
        if self._padding:
            if len(self._held) < self._padding:
                return False
            del self._held[: self._padding]
            self._padding = 0
            return True
        if self._ended or len(self._held) < BLOCK:
            return False
        head = bytes(self._held[:BLOCK])
        del self._held[:BLOCK]
        self._begin(head)
        return True

    def _begin(self, head: bytes) -> None:
        if not head.strip(b"\0"):
            self._ended = True
            return
        try:
            about = tarfile.TarInfo.frombuf(head, "ascii", "strict")
        except (tarfile.HeaderError, UnicodeError):
            raise BadArchiveError from None
        if not about.isreg() or about.size < 0 or self._has_manifest:
            raise BadArchiveError
        self._take = self._taker(about.name, about.size)
        self._left, self._padding = about.size, -about.size % BLOCK

    def _taker(self, name: str, size: int) -> Callable[[bytes], object] | None:
        part = _BUNDLE.match(name)
        if part and int(part[1]) == self._parts:
            self._parts += 1
            return self._bundle
        if name == MANIFEST and size <= _LARGEST_TEXT:
            self._has_manifest = True
            return self._manifest.extend
        if name == README:
            return None
        raise BadArchiveError
