"""SSH signatures of commits and anchors, checked here and now: no network, no agent, no process a commit.

`git log --format=%G?` starts ssh-keygen twice or more a commit; this checks the same mathematics in our own
process when `cryptography` is there (pip install 'cryptography>=43'), and asks ssh-keygen when it is not,
or when the key is of a kind that only ssh-keygen knows. Whose key it is, and whether it was valid then, is
judged here in both cases. The only home of `cryptography`, imported when the first signature comes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from caseload_tools.git import ssh_keygen
from caseload_tools.git.commits import Commit
from caseload_tools.git.signers import Signers, key_fingerprint

SshStanding = Literal[
    "good",
    "unsigned",
    "bad",
    "unknown key",
    "not valid then",
    "revoked",
    "other purpose",
    "other kind",
    "not supported",
]
COMMIT, ANCHOR = "git", "caseload-anchor"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_ED25519, _RSA = b"ssh-ed25519", b"ssh-rsa"
_LETTERS = {"good": "G", "unsigned": "N", "bad": "B", "unknown key": "U", "not valid then": "U"}


@dataclass(frozen=True, slots=True)
class SshVerdict:
    """What a signature is worth. `principals` are those that the list has for the key, when it is good."""

    standing: SshStanding
    principals: tuple[str, ...] = ()
    key: str = ""

    @property
    def letter(self) -> str:
        """As `git log --format=%G?` tells it."""
        return _LETTERS.get(self.standing, "B")


UNSIGNED = SshVerdict("unsigned")


@dataclass(frozen=True, slots=True)
class SshSignature:
    """A signature taken apart (OpenSSH's PROTOCOL.sshsig)."""

    key: bytes
    namespace: bytes
    reserved: bytes
    hash: bytes
    kind: bytes
    value: bytes
    armored: str

    def covered(self, content: bytes) -> bytes:
        """What the key has really signed: the content's digest, with the purpose beside it."""
        digest = _HASHES[self.hash](content).digest()
        return _MAGIC + b"".join(map(_packed, (self.namespace, self.reserved, self.hash, digest)))


def judge_commit(commit: Commit, signers: Signers) -> SshVerdict:
    """What a commit's signature is worth at the time that its committer claims."""
    if not commit.signature:
        return UNSIGNED
    return judge_signature(commit.signed_part, commit.signature, COMMIT, signers, commit.committer.seconds)


def judge_signature(content: bytes, armored: str, namespace: str, signers: Signers, seconds: int) -> SshVerdict:
    """What a detached signature over `content` is worth, made for `namespace` at a time."""
    if not armored.lstrip().startswith(_BEGIN):
        return SshVerdict("other kind")
    signature = take_apart(armored)
    if signature is None or signature.namespace != namespace.encode():
        return SshVerdict("bad")
    key = key_fingerprint(signature.key)
    if b"-cert-v01@" in signature.key[:64]:
        return SshVerdict("not supported", key=key)
    if not is_good(content, signature):
        return SshVerdict("bad", key=key)
    if signature.key in signers.revoked:
        return SshVerdict("revoked", key=key)
    lines = signers.of_key(signature.key)
    if not lines:
        return SshVerdict("unknown key", key=key)
    valid = [line for line in lines if line.valid_at(seconds)]
    if not valid:
        return SshVerdict("not valid then", key=key)
    meant = tuple(line.principals for line in valid if line.may_sign(namespace))
    return SshVerdict("good" if meant else "other purpose", meant, key)


def is_good(content: bytes, signature: SshSignature) -> bool:
    """Whether the key named in the signature has made it over `content`. Says nothing of whose key that is."""
    if signature.hash not in _HASHES:
        return False
    answer = _checked_here(content, signature)
    if answer is None:
        return ssh_keygen.is_good_by_keygen(content, signature.armored, signature.namespace.decode("ascii", "replace"))
    return answer


def take_apart(armored: str) -> SshSignature | None:
    """The parts of a signature between its BEGIN and END lines; None for what is no such thing."""
    text = armored.strip()
    if not (text.startswith(_BEGIN) and text.endswith(_END)):
        return None
    try:
        raw = base64.b64decode("".join(text[len(_BEGIN) : -len(_END)].split()), validate=True)
        if not raw.startswith(_MAGIC + b"\0\0\0\1"):
            return None
        key, namespace, reserved, hash_, inner = _strings(raw[len(_MAGIC) + 4 :], 5)
        kind, value = _strings(inner, 2, more=inner[:30].find(b"sk-") >= 0)
    except (binascii.Error, ValueError, struct.error):
        return None
    return SshSignature(key, namespace, reserved, hash_, kind, value, text)


def _strings(raw: bytes, count: int, *, more: bool = False) -> list[bytes]:
    """The first `count` length-prefixed strings in `raw`; nothing may follow unless `more` is allowed."""
    found, place = [], 0
    for _ in range(count):
        (size,) = struct.unpack_from(">I", raw, place)
        if place + 4 + size > len(raw):
            raise ValueError
        found.append(raw[place + 4 : place + 4 + size])
        place += 4 + size
    if place != len(raw) and not more:
        raise ValueError
    return found


def _packed(part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + part


def _checked_here(content: bytes, signature: SshSignature) -> bool | None:
    """True or False when we can tell; None when this needs ssh-keygen."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    except ImportError:
        return None
    try:
        (name,) = _strings(signature.key, 1, more=True)
        key = _public_key(name, signature.key)
        return _verify(key, name, signature, content)
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError, struct.error):
        return None


@lru_cache(maxsize=256)
def _public_key(name: bytes, raw: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    return load_ssh_public_key(name + b" " + base64.b64encode(raw))


def _verify(key: Any, name: bytes, signature: SshSignature, content: bytes) -> bool | None:
    """Raises InvalidSignature. None for kinds of keys that we leave to ssh-keygen (security keys, DSA)."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    covered = signature.covered(content)
    if name == _ED25519 and signature.kind == name:
        key.verify(signature.value, covered)
        return True
    if name == _RSA and signature.kind in (b"rsa-sha2-256", b"rsa-sha2-512"):
        hash_ = SHA256() if signature.kind.endswith(b"256") else SHA512()
        key.verify(signature.value, covered, padding.PKCS1v15(), hash_)
        return True
    curves: dict[bytes, Any] = {b"nistp256": SHA256, b"nistp384": SHA384, b"nistp521": SHA512}
    curve = name.removeprefix(b"ecdsa-sha2-")
    if curve in curves and signature.kind == name:
        r, s = (int.from_bytes(part, "big", signed=True) for part in _strings(signature.value, 2))
        key.verify(utils.encode_dss_signature(r, s), covered, ec.ECDSA(curves[curve]()))
        return True
    return None
