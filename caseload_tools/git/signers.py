"""Who may sign: a list in OpenSSH's own form (`allowed_signers`), read by us so that its terms can be judged.

A line is `PRINCIPALS [OPTIONS] KEYTYPE KEY [COMMENT]`, see ssh-keygen(1). Certificates (`cert-authority`) are
not supported, and that is said, never passed over: such a line vouches for nobody here. Reads text only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import translate

from caseload_tools.errors import CaseloadError

ADMIN = "caseload-admin"
"""The namespace that makes a line of the list one of those who may change the list."""

_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')
_OPTION = re.compile(r'([A-Za-z-]+)(?:="((?:[^"\\]|\\.)*)")?(?:,|\Z)')
_KEY_TYPE = re.compile(r"(?:ssh-|ecdsa-|sk-)[A-Za-z0-9@.-]+\Z")
_TIMES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of the list. `after` and `before` are seconds as git counts them, None when open."""

    line: int
    principals: str
    kind: str
    key: bytes = field(repr=False)
    namespaces: str = ""
    after: int | None = None
    before: int | None = None
    authority: bool = False

    def may_sign(self, namespace: str) -> bool:
        return not self.namespaces or matches_patterns(self.namespaces, namespace)

    def valid_at(self, seconds: int) -> bool:
        return (self.after is None or self.after <= seconds) and (self.before is None or seconds <= self.before)

    @property
    def is_admin(self) -> bool:
        """Whether the line says in so many words that this key may change the list."""
        return ADMIN in self.namespaces.split(",")


@dataclass(frozen=True, slots=True)
class Signers:
    """A list of signers, and the keys that are not to be trusted any more whoever uses them."""

    lines: tuple[Signer, ...]
    revoked: frozenset[bytes] = frozenset()

    def of_key(self, key: bytes) -> tuple[Signer, ...]:
        """The lines that vouch for a key; never a certificate authority's."""
        return tuple(line for line in self.lines if line.key == key and not line.authority)

    @property
    def authorities(self) -> int:
        """How many lines name a certificate authority, which is not supported."""
        return sum(line.authority for line in self.lines)

    @property
    def has_admins(self) -> bool:
        return any(line.is_admin for line in self.lines)


NOBODY = Signers(())


def read_signers(text: str, revoked: str = "") -> Signers:
    """The list in `text`, without the keys that the text `revoked` lists, one a line. Raises CaseloadError."""
    lines = tuple(_signer(number, line) for number, line in _lines(text))
    return Signers(lines, frozenset(_revoked(revoked)))


def key_fingerprint(key: bytes) -> str:
    """A key as ssh names it: `SHA256:` and 43 characters."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode("ascii").rstrip("=")


def matches_patterns(patterns: str, text: str) -> bool:
    """OpenSSH's pattern lists: `*` and `?`, commas, a `!` in front to exclude. E-mails are the same in any case."""
    found = False
    for pattern in patterns.lower().split(","):
        plain = pattern.removeprefix("!").replace("[", "[[]")
        if re.match(translate(plain), text.lower()):
            if pattern.startswith("!"):
                return False
            found = True
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _signer(number: int, line: str) -> Signer:
    words = _WORD.findall(line)
    options = ""
    if len(words) > 1 and not _KEY_TYPE.match(words[1]):
        options = words.pop(1)
    if len(words) < 3 or not _KEY_TYPE.match(words[1]):
        raise _unreadable(number, "write `EMAIL ssh-ed25519 KEY`, one person a line")
    given = _options(number, options)
    return Signer(
        number,
        words[0].strip('"'),
        words[1],
        _key(number, words[2]),
        namespaces=given.get("namespaces", ""),
        after=_time(number, given.get("valid-after")),
        before=_time(number, given.get("valid-before")),
        authority="cert-authority" in given,
    )


def _options(number: int, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        match = _OPTION.match(text, place)
        name = match[1].lower() if match else ""
        if match is None or name not in ("namespaces", "valid-after", "valid-before", "cert-authority"):
            raise _unreadable(number, "the options are namespaces, valid-after and valid-before")
        found[name] = (match[2] or "").replace('\\"', '"')
        place = match.end()
    return found


def _key(number: int, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _unreadable(number, "the key is not whole: copy the line of the .pub file again") from None


def _time(number: int, text: str | None) -> int | None:
    """`20261231`, with `2359` or `235959` behind it; by this machine's clock unless a Z follows, as ssh does."""
    if text is None:
        return None
    digits, universal = text.removesuffix("Z"), text.endswith("Z")
    form = _TIMES.get(len(digits)) if digits.isascii() and digits.isdigit() else None
    try:
        moment = datetime.strptime(digits, form or "")
    except ValueError:
        raise _unreadable(number, "write a time as 20261231 or 20261231235959") from None
    return int((moment.replace(tzinfo=UTC) if universal else moment).timestamp())


def _revoked(text: str) -> Iterator[bytes]:
    if text.startswith("SSHKRL\n"):
        raise CaseloadError(
            "the list of revoked keys is a binary KRL, which is not supported",
            "list the public keys as text, one a line",
        )
    for number, line in _lines(text):
        words = line.split()
        if len(words) < 2 or not _KEY_TYPE.match(words[0]):
            raise CaseloadError(
                f"line {number} of the list of revoked keys cannot be read", "write one public key a line"
            )
        yield _key(number, words[1])


def _unreadable(number: int, hint: str) -> CaseloadError:
    return CaseloadError(f"line {number} of the list of signers cannot be read", hint)
