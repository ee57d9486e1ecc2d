"""ssh-keygen, run the one way we run it: to sign an anchor, and to check what we cannot check ourselves.

Never asks for the network, never runs a program that a repository names. What a signature is worth is judged
in `ssh_signatures`; this only hands over bytes.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from caseload_tools.errors import CaseloadError

_TIMEOUT = 60.0
_PASSPHRASE = 300.0  # seconds a person may take to type one


def sign_with_key(content: bytes, key: Path, namespace: str) -> str:
    """A detached signature of `content` by the private key in `key`; a passphrase is asked for at the terminal."""
    if not key.is_file():
        raise CaseloadError("the key to sign with is not there", "give a private key's path, such as ~/.ssh/id_ed25519")
    done = _run(["-Y", "sign", "-q", "-n", namespace, "-f", str(key)], content, _PASSPHRASE)
    signature = done.stdout.decode("ascii", "replace")
    if done.returncode or "BEGIN SSH SIGNATURE" not in signature:
        raise CaseloadError(
            "ssh-keygen could not sign with this key", "see that it is a private SSH key, and the passphrase is right"
        )
    return signature


def is_good_by_keygen(content: bytes, signature: str, namespace: str) -> bool:
    """Whether a signature is that of the key it names, over `content`. Says nothing of whose key that is."""
    with tempfile.TemporaryDirectory(prefix="caseload-") as folder:
        file = Path(folder, "signature")
        file.write_text(signature + "\n", encoding="utf-8", errors="replace")
        return _run(["-Y", "check-novalidate", "-n", namespace, "-s", str(file)], content, _TIMEOUT).returncode == 0


def _run(args: list[str], content: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["ssh-keygen", *args], input=content, capture_output=True, timeout=timeout, check=False)
    except FileNotFoundError:
        raise CaseloadError(
            "ssh-keygen is not installed, or not found", "install OpenSSH, as `sudo apt install openssh-client`"
        ) from None
    except subprocess.TimeoutExpired:
        raise CaseloadError("ssh-keygen did not answer", "try again with a key that needs no passphrase") from None
