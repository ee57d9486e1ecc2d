"""Copies of records that editors left behind."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.history.record_path import LEFTOVER


@doctor_check(50, "leftovers")
def leftovers(place: Surroundings) -> CheckAnswer:
    """A swap file of vim holds the note that was being written, in clear, and lives on after the note was encrypted or
    deleted. In git it stays for ever.
    """
    tracked = [path for path in place.tracked if LEFTOVER.match(path.rpartition("/")[2])]
    if tracked:
        sentence = f"{count_of(len(tracked), 'leftover')} of an editor or system in git"
        folder = tracked[0].rpartition("/")[0] or "."
        return CheckAnswer(
            "wrong", f"{sentence}, one of them in {folder}", "git ls-files | grep -E '~$|\\.(sw[op]|bak|orig|tmp)$'"
        )
    below = f"{place.prefix}records/"
    lying = [path for path in place.files if path.startswith(below) and LEFTOVER.match(path.rpartition("/")[2])]
    if lying:
        what = count_of(len(lying), "file")
        command = f"find '{place.root}/records' -name '*~' -o -name '.*.sw?' -o -name '*.bak' -o -name '*.orig'"
        return CheckAnswer("look", f"{what} that an editor left beside records hold clients' words", command)
    return CheckAnswer("ok", "no editor has left a copy of a record")
