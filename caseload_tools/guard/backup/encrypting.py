"""Encryption to age keys and back, piece by piece: the one place that knows pyrage.

Takes plain age keys only. Ssh keys, passphrases and mixed-up halves of a key are answered with a sentence.
Never shows, logs or keeps the secret half of a key; knows nothing of git or of what is encrypted.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from caseload_tools.errors import CaseloadError
from caseload_tools.guard.install_line import install_line

_LARGEST_KEY_FILE = 64 * 1024
_MAGIC = b"age-encryption.org/v1\n"
_SECRET, _PUBLIC = "AGE-SECRET-KEY-", "age1"
_MAKE_ONE = "`caseload backup --new-key FILE` makes a key; its public half begins with age1"


class DamagedError(Exception):
    """The encrypted file is not as it was written."""


def _pyrage() -> Any:
    try:
        return importlib.import_module("pyrage")
    except ImportError:
        raise CaseloadError("the part that encrypts backups is not installed", install_line("pyrage>=1.2.1")) from None


def age_recipient(text: str) -> Any:
    """The public half of a key, as pyrage wants it."""
    text = text.strip()
    if text.upper().startswith(_SECRET):
        raise CaseloadError(
            "this is the secret half of a key, which no backup needs",
            "give the public half, which begins with age1; if others have seen the secret half, make a new key",
        )
    if text.startswith(("ssh-", "ecdsa-", "sk-")):
        raise CaseloadError("ssh keys are not taken as recipients of a backup", _MAKE_ONE)
    if not text.startswith(_PUBLIC):
        raise CaseloadError("a recipient is not an age key; passphrases and names are not taken", _MAKE_ONE)
    pyrage = _pyrage()
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise CaseloadError(
            f"the recipient {text[:12]}… is not a whole age key", "copy all of it, from age1 to its end"
        ) from None


def recipients_in(path: Path) -> tuple[str, ...]:
    """The recipients that a file names, one a line; lines that begin with # are remarks."""
    return tuple(_lines(path, "the recipients file"))


def new_key() -> tuple[str, str]:
    """The secret and the public half of a new key."""
    made = _pyrage().x25519.Identity.generate()
    return str(made), str(made.to_public())


def public_half(path: Path) -> str:
    """The public half of the first key in a file of secret halves."""
    return str(_identities(path)[0].to_public())


def _identities(path: Path) -> list[Any]:
    pyrage = _pyrage()
    found = []
    for line in _lines(path, "the key file"):
        if line.startswith(("-----BEGIN OPENSSH", "-----BEGIN RSA", "ssh-")):
            raise CaseloadError("this is an ssh key; a backup is opened with an age key", _MAKE_ONE)
        if line.startswith(("-----BEGIN AGE", _MAGIC.decode().strip())):
            raise CaseloadError("this key file is itself locked", "unlock it first: age -d LOCKED > KEYFILE")
        if line.startswith(_PUBLIC):
            raise CaseloadError(
                "this is the public half of a key, which opens nothing",
                "give the file whose line begins with AGE-SECRET-KEY-1",
            )
        try:
            found.append(pyrage.x25519.Identity.from_str(line))
        except pyrage.IdentityError:
            raise CaseloadError(
                "the key file holds a line that is no age key", "its line begins with AGE-SECRET-KEY-1"
            ) from None
    if not found:
        raise CaseloadError("the key file holds no key", "its line begins with AGE-SECRET-KEY-1")
    return found


def _lines(path: Path, what: str) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_KEY_FILE).decode("utf-8", "replace")
    except OSError as error:
        raise CaseloadError(f"{what} cannot be read: {error.strerror}", "check its path") from None
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def encrypt(pieces: Iterable[bytes], into: IO[bytes], recipients: Sequence[Any]) -> None:
    """Encrypt the pieces, as they come, to every recipient."""
    pyrage = _pyrage()
    source = _Source(iter(pieces))
    sink = _Sink(into.write)
    try:
        pyrage.encrypt_io(source, sink, list(recipients))
    except Exception:
        _raise_first(source, sink)
        raise CaseloadError("the backup could not be encrypted", "this should not happen; please report it") from None
    _raise_first(source, sink)  # pyrage says nothing of a last piece that could not be written


def decrypt(encrypted: IO[bytes], give: Callable[[bytes], object], key_file: Path) -> None:
    """Decrypt, handing on each piece that has proved to be as it was written.

    Raises DamagedError as soon as something is not: what was handed on before is then only a part.
    """
    keys = _identities(key_file)
    pyrage = _pyrage()
    _check_header(encrypted)
    source, sink = _Source(iter(lambda: encrypted.read(1 << 16), b"")), _Sink(give)
    try:
        pyrage.decrypt_io(source, sink, keys)
    except pyrage.DecryptError as error:
        _raise_first(source, sink)
        if "No matching keys" in str(error):
            raise CaseloadError(
                "this key does not open this backup",
                "it was made for other keys, or the first lines of the file are damaged",
            ) from None
        raise DamagedError from None
    except Exception:
        _raise_first(source, sink)
        raise DamagedError from None
    _raise_first(source, sink)  # as above


def _check_header(encrypted: IO[bytes]) -> None:
    head = encrypted.read(512)
    encrypted.seek(0)
    if not head.startswith(_MAGIC):
        raise CaseloadError("this is no backup: it is not an age file, or its first line is damaged", "check the path")
    if b"\n-> scrypt " in head:
        raise CaseloadError(
            "this file was encrypted with a passphrase, not by `caseload backup`", "decrypt it with age itself"
        )


class _Source:
    """A file to read from. What goes wrong in it is kept, since pyrage hands on no more than a text."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")
        self.trouble: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.trouble = error
            raise
        piece, self._left = self._left[:size], self._left[size:]
        return bytes(piece)


class _Sink:
    """A file to write to, which keeps what goes wrong in it first: pyrage offers it the same piece again."""

    def __init__(self, give: Callable[[bytes], object]) -> None:
        self._give = give
        self.trouble: BaseException | None = None

    def write(self, piece: bytes) -> int:
        if self.trouble is not None:
            raise self.trouble
        try:
            self._give(piece)
        except BaseException as error:
            self.trouble = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back here."""


def _raise_first(source: _Source, sink: _Sink) -> None:
    for each in (source.trouble, sink.trouble):
        if each is not None:
            raise each from None
