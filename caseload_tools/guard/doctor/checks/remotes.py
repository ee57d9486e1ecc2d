"""Where the repository's copies go."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.git.remotes import remotes_of, wrong_with
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.text.shell import shell_word


@doctor_check(10, "remotes")
def remotes(place: Surroundings) -> CheckAnswer:
    """One push to the wrong host publishes every record and its whole past. Whether a host keeps a repository private
    cannot be seen from here, so only hosts that somebody has thought about and allowed are in order.
    """
    found = remotes_of(place.top)
    for remote in found:
        wrong = wrong_with(remote, place.practice.allowed_remotes)
        if wrong:
            host = f" ({remote.host})" if remote.host else ""
            return CheckAnswer(
                "wrong", f"the remote {remote.name}{host}: {wrong}", f"git remote remove {shell_word(remote.name)}"
            )
    if not found:
        return CheckAnswer("ok", "there is no remote; copies are for your backups")
    return CheckAnswer(
        "ok", f"{count_of(len(found), 'remote')}, each on this computer, a disk of it or an allowed host"
    )
