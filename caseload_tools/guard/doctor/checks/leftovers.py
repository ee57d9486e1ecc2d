"""Copies of records that editors, systems and sync programs left behind."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.history.record_path import HIDDEN
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.text.leftover_names import is_copy, leftover_name
from caseload_tools.text.shell import shell_word

_LEFT_BESIDE = ("STR014", "STR019")


@doctor_check(50, "leftovers")
def leftovers(place: Surroundings) -> CheckAnswer:
    """A swap file of vim holds the note that was being written, in clear, and lives on after the note was encrypted or
    deleted. In git it stays for ever. What lies among the records and is none of them is asked of `caseload lint`.
    """
    said = _said_by_lint(place)
    left = [path for path in (*place.tracked, *place.files, *said) if path in said or _is_left(path)]
    tracked = [path for path in place.tracked if path in left]
    if tracked:
        sentence = f"{count_of(len(tracked), 'leftover')} of an editor or system in git"
        folder = tracked[0].rpartition("/")[0] or "."
        return CheckAnswer("wrong", f"{sentence}, one of them in {folder}", f"ls -lA {shell_word(folder)}")
    below = f"{place.prefix}records/"
    lying = sorted({path for path in left if path.startswith(below) or path in said})
    if lying:
        folder = f"{place.top}/{lying[0].rpartition('/')[0]}"
        what = f"{count_of(len(lying), 'file')} with clients' words beside records: copies, or what an editor left"
        return CheckAnswer("look", what, f"ls -lA {shell_word(folder)}")
    return CheckAnswer("ok", "no editor and no program has left a copy of a record")


def _said_by_lint(place: Surroundings) -> set[str]:
    """What lint calls a copy, or in no place, from the top of the repository: one answer for both."""
    request = LintRequest(today=place.today, select=_LEFT_BESIDE, allowances=False)
    found = lint_caseload(place.root, place.practice, request).findings
    return {f"{place.prefix}{each.path}" for each in found}


def _is_left(path: str) -> bool:
    """A leftover by its name, or what may be a record that lies hidden below records/."""
    *folders, name = path.split("/")
    by_name = leftover_name(name) is not None and not is_copy(name)  # of copies lint knows what they are copies of
    below = [*folders[folders.index("records") :], name] if "records" in folders else []
    return by_name or (name.endswith(".md") and any(each.startswith(HIDDEN) for each in below))
