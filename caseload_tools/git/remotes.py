"""Where a repository's copies go: the host or folder that an address names, and what is plainly unsafe about it.

Reads text only and asks no network: whether a host keeps its repositories private cannot be seen from here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from caseload_tools.git.command import run_git

PUBLIC_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht", "dev.azure.com", "gitee.com")
IN_CLEAR = ("http", "git", "ftp", "rsync")
_URL = re.compile(r"([a-z][a-z0-9+.-]*)://(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)", re.IGNORECASE)
_SCP = re.compile(r"(?:[^/@:]*@)?(\[[^\]]*\]|[^/@:]{2,}):(?!/?/)")  # one letter before the colon is a disk of Windows


class Remote(NamedTuple):
    """A remote by name. `scheme` is `file` for a folder; `host` is empty then and `folder` is the path."""

    name: str
    scheme: str
    host: str
    folder: str


def remotes_of(root: Path) -> tuple[Remote, ...]:
    """Every address that the repository's configuration can send to, once each."""
    told = run_git(root, ["config", "-z", "--get-regexp", r"^remote\..*\.(url|pushurl)$"], accept=(0, 1))
    found = []
    for entry in told.decode("utf-8", "replace").split("\0"):
        key, _, address = entry.partition("\n")
        if address:
            found.append(remote_at(key.removeprefix("remote.").rpartition(".")[0], address))
    return tuple(dict.fromkeys(found))


def remote_at(name: str, address: str) -> Remote:
    """The remote that an address means."""
    url = _URL.match(address)
    if url and url.group(1).lower() != "file":
        return Remote(name, url.group(1).lower(), url.group(2).lower(), "")
    scp = None if url else _SCP.match(address)
    if scp:
        return Remote(name, "ssh", scp.group(1).lower(), "")
    return Remote(name, "file", "", address.removeprefix("file://"))


def wrong_with(remote: Remote, allowed: Collection[str]) -> str:
    """Why records must not go there, or an empty text: clear text on the wire, or a host that nobody has allowed."""
    if remote.scheme in IN_CLEAR:
        return f"{remote.scheme}:// sends records over the network in clear text"
    if remote.scheme == "file":
        return ""
    if any(_covers(each, remote.host) for each in allowed):
        return ""
    if any(_covers(each, remote.host) for each in PUBLIC_HOSTS):
        return "it is a public host, and nobody here has allowed it"
    return "nobody here has allowed this host"


def _covers(allowed: str, host: str) -> bool:
    """`northgate.example` allows `git.northgate.example` as well."""
    plain = allowed.lower().strip()
    return bool(plain) and (host == plain or host.endswith("." + plain))
