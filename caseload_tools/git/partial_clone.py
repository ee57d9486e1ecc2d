"""Whether contents of the past were left where a repository was cloned from (`git clone --filter`).

Git would fetch them when they are asked for; we use no network, and a newer git then calls them missing, which reads
like a record that was never there. So it is asked before anything is concluded.
"""

from __future__ import annotations

from pathlib import Path

from caseload_tools.git.command import PARTIAL, PartialCloneError, git_stream


def check_whole(root: Path, packs: Path, tip: str) -> None:
    """Raise PartialCloneError where something that the past of `tip` names is not here.

    `packs` is the folder of git's packs: only a clone with a filter has one from where more can be had, and no other
    repository is looked through.
    """
    if next(packs.glob("*.promisor"), None) is None:
        return
    with git_stream(root, ["rev-list", "--objects", "--missing=print", "--end-of-options", tip]) as (_, printed):
        lacking = any(line.startswith(b"?") for line in printed)
    if lacking:
        raise PartialCloneError(*PARTIAL)
