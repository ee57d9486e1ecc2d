"""Keys that lie beside what they open."""

from __future__ import annotations

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.text.language.identifiers import secret_in
from caseload_tools.text.shell import shell_word

_LARGEST = 256 * 1024
_NAMES = (".key", ".pem", ".p12", ".pfx", ".age-identity", ".agekey", "id_rsa", "id_ed25519", "id_ecdsa")


@doctor_check(60, "keys")
def keys_in_the_tree(place: Surroundings) -> CheckAnswer:
    """A key beside the backup or the records it opens protects nothing, and in git it is on every copy. Records
    themselves are looked through by `caseload lint` (PRV011).
    """
    for path in place.files:
        if path.startswith(f"{place.prefix}records/") and path.endswith(".md"):
            continue
        file = place.top / path
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
            continue
        raw = file.read_bytes()
        is_text = path.endswith((".md", ".py", ".html"))  # a manual may show what a key looks like
        if not is_text and (secret_in(raw.decode("utf-8", "replace")) >= 0 or _is_key(path, raw)):
            told = "in git" if path in place.tracked else "not in git"
            return CheckAnswer(
                "wrong",
                f"a private key lies in this folder ({told}): {path}",
                f"mv {shell_word(path)} ~/  # then make a new one",
            )
    return CheckAnswer("ok", "no private key lies in this folder")


def _is_key(path: str, raw: bytes) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(_NAMES) and b"PRIVATE" in raw[:200]
