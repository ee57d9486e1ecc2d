"""`verify`: every check of the past, made one after the other, as one frozen answer.

Decides what becomes of a check that cannot be made: a damaged repository fails, what is not there to compare
with is told as not checked. Prints nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from caseload_tools.audit.anchors import read_kept
from caseload_tools.audit.checks.past_check import ABOUT, Alarm, NotChecked, PastCheck, Remark, load_checks
from caseload_tools.audit.evidence import Evidence, VerifyRequest, gather_evidence
from caseload_tools.audit.trust import is_inside, own_list
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError
from caseload_tools.git.command import MachineError, commit_id_of

Status = Literal["ok", "failed", "not checked"]
Watching = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one check. `said` is what it saw, or why it was not made."""

    name: str
    about: str
    title: str
    status: Status
    said: str
    alarms: tuple[Alarm, ...]
    page: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()

    @property
    def commits(self) -> set[str]:
        """The commits that it names."""
        return {alarm.commit for alarm in self.alarms} | {remark.commit for remark in self.remarks}


@dataclass(frozen=True)
class Verification:
    """All answers on one past."""

    head: str
    commits: int
    checked: int
    signed: int
    answers: tuple[CheckResult, ...]
    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The day and the author of each commit that an answer names, as the commit claims them."""

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        return tuple(each for each in self.answers if each.status == "failed")

    @property
    def not_checked(self) -> tuple[CheckResult, ...]:
        return tuple(each for each in self.answers if each.status == "not checked")

    @property
    def remarks(self) -> int:
        """How many things somebody should look at."""
        return sum(len(each.remarks) for each in self.answers)

    @property
    def exit_code(self) -> int:
        return EXIT_FINDINGS if self.failed else EXIT_CLEAN

    def as_json(self) -> dict[str, Any]:
        """For another program; the keys stay as they are."""
        return {
            "head": self.head,
            "commits": self.commits,
            "checked": self.checked,
            "signed": self.signed,
            "failed": len(self.failed),
            "remarks": self.remarks,
            "checks": [self._as_json(each) for each in self.answers],
        }

    def _as_json(self, answer: CheckResult) -> dict[str, Any]:
        page = {"means": answer.page["Means"], "do": answer.page["Do"]}
        return {
            "name": answer.name,
            "about": answer.about,
            "title": answer.title,
            "status": answer.status,
            "said": answer.said,
            "findings": [{**self._place(alarm), **page} for alarm in answer.alarms],
            "remarks": [self._place(remark) for remark in answer.remarks],
        }

    def _place(self, said: Alarm | Remark) -> dict[str, str]:
        path = said.path.encode("utf-8", "backslashreplace").decode()
        day, author = self.named.get(said.commit, ("", ""))
        return {"what": said.what, "commit": said.commit, "on": day, "author": author, "path": path}


def verify_history(
    root: Path,
    *,
    today: date,
    anchor: str | None = None,
    signers: Path | None = None,
    revoked: Path | None = None,
    since: str = "",
    watching: Watching = lambda _: nullcontext(),
) -> Verification:
    """Check the past of the practice in `root`.

    `anchor` is a line that was kept elsewhere, or a file that holds some; `signers` a list of signers, `revoked`
    of keys; `since` a revision up to which all is taken for granted. `watching` is told what is being done.
    """
    own = signers or own_list(root)
    asked = VerifyRequest(
        today,
        commit_id_of(root, since) if since else "",
        read_kept(_text_or_file(anchor)) if anchor is not None else (),
        _read(root, own, "the list of signers") if own else None,
        "the list you gave" if signers else "the list in your git settings",
        _read(root, revoked, "the list of revoked keys") if revoked else "",
    )
    with gather_evidence(root, asked) as past:
        head = past.head  # before any check: a repository without commits is said at once, and once
        answers = tuple(_answer(each, past, watching) for each in load_checks())
        return Verification(head, *_counted(past), answers, dict(_named(past, answers)))


def _counted(past: Evidence) -> tuple[int, int, int]:
    try:
        signed = sum(verdict.standing != "unsigned" for verdict in past.trust.verdicts.values())
        return len(past.commits), len(past.commits_in_scope), signed
    except CaseloadError:
        return 0, 0, 0


def _named(past: Evidence, answers: Iterable[CheckResult]) -> Iterator[tuple[str, tuple[str, str]]]:
    try:
        known = past.by_id
    except CaseloadError:
        return
    for commit in {said for each in answers for said in each.commits}:
        if commit in known:
            author = known[commit].author
            yield commit, (f"{author.at:%Y-%m-%d}", author.name.encode("utf-8", "replace").decode())


def _answer(check: PastCheck, past: Evidence, watching: Watching) -> CheckResult:
    alarms: list[Alarm] = []
    remarks: list[Remark] = []
    notes: list[str] = []
    status: Status = "ok"
    page = check.page
    with watching(f"Checking {ABOUT[check.about]}: {check.name}"):
        try:
            for said in check.function(past):
                if isinstance(said, Alarm):
                    alarms.append(said)
                elif isinstance(said, Remark):
                    remarks.append(said)
                else:
                    notes.append(said.text)
        except NotChecked as why:
            status, notes = "not checked", [str(why)]
        except MachineError:
            raise  # a full disk is no finding about the past
        except CaseloadError as error:
            alarms.append(Alarm(f"this could not be read: {error.message}"))
            if len(alarms) == 1:
                page = page | {"Means": "what this check looks at is damaged or missing.", "Do": error.hint + "."}
    return CheckResult(
        check.name,
        check.about,
        check.title,
        "failed" if alarms else status,
        "; ".join(notes),
        tuple(alarms),
        page,
        tuple(remarks),
    )


def _read(root: Path, path: Path, what: str) -> str:
    if not path.is_file():
        raise CaseloadError(f"{what} is not there", f"check the path: {path}")
    if is_inside(root, path):
        raise CaseloadError(
            f"{what} lies inside the repository, where whoever changes commits can change it too",
            "give a copy from outside; the list inside, audit/allowed_signers, is read without being named",
        )
    return path.read_text(encoding="utf-8", errors="replace")


def _text_or_file(given: str) -> str:
    try:
        path = Path(given)
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else given
    except (OSError, ValueError):  # a line is too long for a path, or holds what no path may
        return given
