"""Copies of records that editors left behind."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.git.tree import WorkTree
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.history.record_path import HIDDEN
from caseload_tools.lint.stray_files import leftover_records
from caseload_tools.text.leftover_names import is_copy, leftover_name
from caseload_tools.text.shell import shell_word


@doctor_check(50, "leftovers")
def leftovers(place: Surroundings) -> CheckAnswer:
    """A swap file of vim holds the note that was being written, in clear, and lives on after the note was encrypted or
    deleted. In git it stays for ever.
    """
    outside = {f"{place.prefix}{each.path}" for each in leftover_records(WorkTree(place.root))}
    left = [path for path in (*place.tracked, *place.files, *outside) if path in outside or _is_left(path)]
    tracked = [path for path in place.tracked if path in left]
    if tracked:
        sentence = f"{count_of(len(tracked), 'leftover')} of an editor or system in git"
        folder = tracked[0].rpartition("/")[0] or "."
        return CheckAnswer("wrong", f"{sentence}, one of them in {folder}", f"ls -lA {shell_word(folder)}")
    below = f"{place.prefix}records/"
    lying = sorted({path for path in left if path.startswith(below) or path in outside})
    if lying:
        folder = f"{place.top}/{lying[0].rpartition('/')[0]}"
        what = f"{count_of(len(lying), 'file')} that an editor left beside records hold clients' words"
        return CheckAnswer("look", what, f"ls -lA {shell_word(folder)}")
    return CheckAnswer("ok", "no editor has left a copy of a record")


def _is_left(path: str) -> bool:
    """A leftover by its name, or what may be a record in a hidden folder below records/."""
    *folders, name = path.split("/")
    by_name = leftover_name(name) is not None and not is_copy(name)  # of copies the check of sync folders speaks
    below = folders[folders.index("records") :] if "records" in folders else []
    return by_name or (name.endswith(".md") and any(each.startswith(HIDDEN) for each in below))
