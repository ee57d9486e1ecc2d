"""Whether there is a repository at all. The only check that has an answer where there is none."""

from __future__ import annotations

from caseload_tools.git.command import in_repository
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check


@doctor_check(5, "repository")
def repository(place: Surroundings) -> CheckAnswer:
    """Git keeps what was written and who wrote it. Without a repository a note that is overwritten is gone."""
    if in_repository(place.root):
        return CheckAnswer("ok", "git keeps this practice")
    return CheckAnswer("wrong", "this practice is not in a git repository, so nothing of it is kept", "git init")
