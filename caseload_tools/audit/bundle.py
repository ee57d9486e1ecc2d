"""What an auditor takes away: one HTML page, the log and the settings as CSV, and the sums of all files.

Made from the committed history alone, never from the clock or the work tree, so that whoever has the same
history, day and version of this program gets the same bytes. Holds no text of a record.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import Path

from caseload_tools import __version__
from caseload_tools.audit.bundle_page import Chapter, Grid, bundle_page
from caseload_tools.audit.changes import ACTIONS
from caseload_tools.audit.csv_output import as_csv
from caseload_tools.audit.log import COLUMNS, LIMITS, Log, LogRow, Wanted, audit_log
from caseload_tools.audit.verifying import CheckResult, Verification, verify_history
from caseload_tools.dates import count_of, moment_text
from caseload_tools.errors import CaseloadError
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.git.tree import NotAFileError
from caseload_tools.practice import FILE, Practice, read_practice

MANIFEST = "SHA256SUMS"
# Checks of this copy and its files: no part of the history, and not the same for everybody who has it.
_OF_THE_DISK = frozenset(("on-disk", "watched", "log-memory"))
_PRIVILEGES = ("privilege-changed",)
_LIMIT_COLUMNS = ("programme", "limit", "value", "level", "since", "source", "set in")
_STAFF_COLUMNS = ("id", "name", "roles", "credential", "licence until", "supervisor", "from", "to")
_SHOWN = ("when", "who", "client", "record", "action", "what", "commit")


@dataclass(frozen=True, slots=True)
class AuditBundle:
    """The files by name, and whether the past stood up to the checks (None when they could not be made)."""

    files: Mapping[str, bytes]
    head: str
    rows: int
    stands: bool | None


def make_bundle(root: Path, wanted: Wanted, today: Day, *, anchor: str | None = None) -> AuditBundle:
    """Make the bundle. Raises NoRepositoryError, and an error when nothing was committed yet."""
    with CommitTree(root, "HEAD") as tree:
        settings, head = _settings(tree), tree.commit
    practice = read_practice(settings)
    log = audit_log(root, practice, wanted, fresh=True)
    checked = verify_history(root, today=today, anchor=anchor)
    checked = replace(checked, answers=tuple(each for each in checked.answers if each.name not in _OF_THE_DISK))
    files = {
        "log.csv": as_csv(COLUMNS, (row[:-1] for row in log.rows)).encode(),
        "limits.csv": as_csv(_LIMIT_COLUMNS, _limits(practice)).encode(),
        "staff.csv": as_csv(_STAFF_COLUMNS, _staff(practice)).encode(),
        "settings.toml": settings,
        "checks.csv": as_csv(
            ("check", "result", "what was seen", "alarm", "to look at", "commit", "file"), _checks(checked)
        ).encode(),
    }
    about = _About(practice, log, wanted, today, checked, head)
    files["index.html"] = bundle_page(
        f"Audit report: {practice.name or 'a practice'}", about.lead(), about.chapters(files)
    )
    files[MANIFEST] = "".join(f"{_sum(files[name])}  {name}\n" for name in sorted(files)).encode()
    return AuditBundle(files, head, len(log.rows), not checked.failed)


def _settings(tree: CommitTree) -> bytes:
    try:
        return tree.read(FILE)
    except NotAFileError:
        raise CaseloadError(f"the last commit holds no {FILE}", f"commit it: git add {FILE}") from None


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _limits(practice: Practice) -> Iterator[tuple[object, ...]]:
    """Every limit that was ever in force, of the practice and of each programme."""
    for programme, periods in practice.policies.items():
        for policy in periods.all_policies:
            for limit in policy:
                if not limit.off and limit.since == policy.since:
                    since = limit.since or "always"
                    yield programme or "(all)", limit.key, str(limit), limit.severity, since, limit.why, limit.source


def _staff(practice: Practice) -> Iterator[tuple[object, ...]]:
    for each in practice.staff.values():
        roles = " ".join(each.roles)
        yield each.id, each.name, roles, each.credential, each.licence_expires, each.supervisor, each.start, each.end


def _told(answer: CheckResult) -> Iterator[str]:
    yield from (alarm.what for alarm in answer.alarms)
    yield from (f"look at {remark.commit[:10]}: {remark.what}" for remark in answer.remarks)


def _checks(checked: Verification) -> Iterator[tuple[object, ...]]:
    for answer in checked.answers:
        about = answer.name, answer.status, answer.said
        if not answer.alarms and not answer.remarks:
            yield *about, "", "", "", ""
        for alarm in answer.alarms:
            yield *about, alarm.what, "", alarm.commit, alarm.path
        for remark in answer.remarks:
            yield *about, "", remark.what, remark.commit, remark.path


@dataclass(frozen=True, slots=True)
class _About:
    practice: Practice
    log: Log
    wanted: Wanted
    today: Day
    checked: Verification
    head: str

    def lead(self) -> Sequence[str]:
        span = " ".join(
            part
            for part in (
                f"of client {self.wanted.client}" if self.wanted.client else "",
                f"from {self.wanted.since}" if self.wanted.since else "",
                f"up to {self.wanted.until}" if self.wanted.until else "",
            )
            if part
        )
        rows = count_of(len(self.log.rows), "act")
        return (
            f"{rows} in {count_of(self.log.commits, 'commit')}{f' {span}' if span else ''}.",
            f"Made by caseload {__version__} from commit {self.head}, checked as on {self.today}.",
            "The same history, day and version give the same files, byte for byte.",
        )

    def chapters(self, files: Mapping[str, bytes]) -> Iterator[Chapter]:
        yield self._stands()
        yield Chapter("What this report cannot tell", (), LIMITS)
        yield self._summary()
        privileges = [row for row in self.log.rows if row.action in _PRIVILEGES]
        yield Chapter(
            "Changes of staff, keys and policy",
            () if privileges else ("None in this report.",),
            (),
            (_rows("Changes of who may do what, oldest first", privileges),) if privileges else (),
        )
        yield Chapter(
            "Settings in force at this commit",
            (
                f"The practice is held to the policy {self.practice.profile}.",
                "All limits with their sources are in limits.csv, the settings themselves in settings.toml.",
                *self._left_out(),
            ),
            (),
            (Grid("Who works here, as caseload.toml says", _STAFF_COLUMNS, list(_staff(self.practice))),),
        )
        yield Chapter(
            "The log",
            () if self.log.rows else ("Nothing was done in this span.",),
            (),
            (_rows("Every act, oldest first; the columns of log.csv say more", self.log.rows),)
            if self.log.rows
            else (),
        )
        sums = [(name, f"{len(files[name]):,}", _sum(files[name])) for name in sorted(files)]
        yield Chapter(
            "The files of this report",
            (f"`sha256sum -c {MANIFEST}` in this folder checks them all, this page as well.",),
            (),
            (Grid("Files with their length in bytes and their SHA-256", ("file", "bytes", "SHA-256"), sums),),
        )

    def _stands(self) -> Chapter:
        failed, left = self.checked.failed, self.checked.not_checked
        if failed:
            said = f"{count_of(len(failed), 'check')} failed: the history does not stand as it should."
        else:
            said = f"No check failed. {count_of(len(left), 'check')} could not be made." if left else "No check failed."
        rows = [
            (
                each.name,
                each.title,
                each.status,
                "; ".join([each.said, *_told(each)]).strip("; "),
            )
            for each in self.checked.answers
        ]
        of = f"{self.checked.signed:,} of {count_of(self.checked.commits, 'commit')} bear a signature."
        grid = Grid(
            "Checks of the history; checks.csv names commits and files", ("check", "asks", "result", "seen"), rows
        )
        return Chapter("Does the history stand?", (said, of), (), (grid,), alarm=bool(failed))

    def _left_out(self) -> Sequence[str]:
        ignored = self.practice.lint.ignore
        return (f"These checks of lint are switched off: {', '.join(ignored)}.",) if ignored else ()

    def _summary(self) -> Chapter:
        acts = Counter(row.action for row in self.log.rows)
        people = Counter(row.who for row in self.log.rows)
        first = [(action, acts[action], ACTIONS[action]) for action in ACTIONS if acts[action]]
        second = sorted(people.items(), key=lambda each: (-each[1], each[0]))
        grids = (
            Grid("Acts by kind", ("act", "times", "means"), first),
            Grid("Acts by person", ("who", "acts"), second),
        )
        return Chapter("Summary", (), (), grids if self.log.rows else ())


def _rows(caption: str, rows: Sequence[LogRow]) -> Grid:
    cells = [
        (moment_text(row.moment), row.who, row.client, row.record, row.action, row.what, row.commit[:10])
        for row in rows
    ]
    return Grid(caption, _SHOWN, cells)
