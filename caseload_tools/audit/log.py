"""The audit log: who did what to which record, and when, from git's history; filtered and sorted, never judged.

Made for what ONC 170.315(d)(2) and (d)(3) ask of an audit report: date and time, patient, user, action, the
fields touched, sortable by each. What git cannot give is said in LIMITS, and every output carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from caseload_tools.audit.changes.event_log import CommitEvents, Did, read_past
from caseload_tools.audit.changes.signature_diff import with_whose_hand
from caseload_tools.audit.evidence import VerifyRequest, gather_evidence
from caseload_tools.audit.trust import own_list
from caseload_tools.chart.caseload import Folder, client_folders
from caseload_tools.chart.signing.co_signing import committers_by
from caseload_tools.dates import count_of, moment_text
from caseload_tools.errors import CaseloadError, DamagedPastError
from caseload_tools.git.command import DAMAGED, run_git
from caseload_tools.git.commits import Commit
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.readers.record_history import History, NoHistory
from caseload_tools.history.record_path import PRACTICE, RecordPath, client_and_link
from caseload_tools.practice import FILE, Practice
from caseload_tools.reports import Report, Table
from caseload_tools.reports.report import only_filled
from caseload_tools.text.nearest import did_you_mean

_NO_PAST = NoHistory()
LIMITS = (
    "Git records changes. Reads, prints and exports of a record leave no trace in it.",
    "An edit that was never committed is not here, nor is what was committed and taken back before anybody had a copy.",
    "Names and times are what each computer claimed. `caseload audit verify` says what bears them out.",
    "A record that a merge dropped or brought back whole is named by `caseload audit verify`, not here.",
)
"""What this log cannot tell, in the words printed below it."""


class LogRow(NamedTuple):
    """One act. `when` is the author's time by ISO 8601, `committed` that of the commit.

    `who` is a staff id where one fits, `author` and `committer` are as they stand in the commit. `signed` says
    that the commit bears a signature, `signature` what it is worth: `good`, `bad`, `unknown key` and so on.
    """

    when: str
    who: str
    client: str
    record: str
    action: str
    field: str
    what: str
    before: str
    after: str
    commit: str
    committed: str
    author: str
    committer: str
    signed: bool | None
    signature: str
    place: int

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.when)


_AS_LINKED = "name it as its chart does, such as {}/sessions/2026-11-10"
COLUMNS = LogRow._fields[:-1]
SORTABLE = ("when", "who", "client", "record", "action", "field", "what", "commit")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty value asks for everything. Days are whole days by the author's clock."""

    client: str = ""
    staff: str = ""
    actions: Collection[str] = ()
    field: str = ""
    record: str = ""
    since: Day | None = None
    until: Day | None = None

    def asks_for(self, row: LogRow, was: str) -> bool:
        """Whether a row is asked for; `was` is the path before a move, whose client counts as well."""
        return (
            (not self.client or self.client in (row.client, RecordPath.parse(was).client if was else ""))
            and (not self.staff or row.who == self.staff)
            and (not self.actions or row.action in self.actions)
            and (not self.field or _within(self.field, row.field))
            and (not self.record or self.record in (row.record, RecordPath.parse(was).link if was else "", row.field))
            and (self.since is None or row.moment.date() >= self.since)
            and (self.until is None or row.moment.date() <= self.until)
        )


def _within(wanted: str, field: str) -> bool:
    """`target_date` and `objectives/O1.2` are both within `objectives/O1.2/target_date`; titles in any case."""
    return f"/{wanted.casefold()}/" in f"/{field.casefold()}/"


@dataclass(frozen=True, slots=True)
class Log:
    """The rows, and what must be known to read them: up to which commit, and whether the beginning is missing."""

    rows: tuple[LogRow, ...]
    head: str
    cut_off: bool = False

    @property
    def commits(self) -> int:
        return len({row.commit for row in self.rows})


def audit_log(
    root: Path, practice: Practice, wanted: Wanted | None = None, *, values: bool = False, fresh: bool = False
) -> Log:
    """The acts asked for, in the order of their times. Raises NoRepositoryError."""
    wanted = wanted or Wanted()
    head = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).decode("ascii").strip()
    past = read_past(root, values=values, fresh=fresh, only=wanted.client if values else "")
    with closing(LazyHistory(root, [FILE])) as settings:
        people = People(practice, settings)
    found = [row for row, was in _rows(past, people) if wanted.asks_for(row, was)]
    worth = commit_signatures(root, {row.commit for row in found})
    found = [row._replace(signed=row.commit in worth, signature=worth.get(row.commit, "")) for row in found]
    return Log(tuple(sorted(found, key=lambda row: (row.moment, row.place))), head, is_cut_off(root))


def named_record(root: Path, record: str, client: str = "") -> tuple[str, str]:
    """The client and the link of a record: by its link, behind its client or not, or by its path from any folder."""
    path, place = Path(record), record.removeprefix("./")
    for folder in (root, root.resolve()):
        if path.is_absolute() and path.is_relative_to(folder):
            place = path.relative_to(folder).as_posix()
    if place.startswith("records/"):
        parsed = RecordPath.parse(place if place.endswith(".md") else f"{place}.md")
        named, link = parsed.client, parsed.link
    else:
        named, link = client_and_link(place)
    if client and named and client != named:
        raise CaseloadError(
            f"the record is named in the chart of {named}, and the client is {client}",
            "name one chart, or leave one out",
        )
    return client or named, link


def check_asked(root: Path, practice: Practice, wanted: Wanted, found: Log) -> None:
    """Refuse a client or a record that there is not and never was, and a link that means records of several charts.

    That nothing was done to it would sound as if it were there; and acts on several clients as if on one.
    """
    folders = client_folders(root)
    if wanted.record and not wanted.client:
        _check_means_one(root, folders, wanted.record, found)
    if found.rows:
        return
    if wanted.client:
        client_folders(root, [wanted.client])
    if wanted.record:
        _check_ever_was(root, practice, folders, wanted)


def _check_means_one(root: Path, folders: Sequence[Folder], link: str, found: Log) -> None:
    charts = {row.client for row in found.rows if row.client and row.record == link}
    charts |= {each.id for each in folders if _is_file(root, each.path, link)}
    if len(charts) > 1:
        hint = f"name its chart as well, with `--client` (in Python `client=`) or as `{min(charts)}/{link}`"
        raise CaseloadError(f"{count_of(len(charts), 'chart')} have a record of this name", hint)


def _check_ever_was(root: Path, practice: Practice, folders: Sequence[Folder], wanted: Wanted) -> None:
    client, link = wanted.client, wanted.record
    places = [each.path for each in folders if client in ("", each.id)] + ([] if client else [PRACTICE, "records"])
    if any(_is_file(root, place, link) for place in places):
        return
    ever, asked = audit_log(root, practice), Wanted(client, record=link)
    if not ever.cut_off and not any(asked.asks_for(row, "") for row in ever.rows):
        known = {row.record for row in ever.rows if row.record and client in ("", row.client)}
        otherwise = _AS_LINKED.format(practice.client_codes.example)
        hint = did_you_mean(link, known, otherwise, typed=f"{client}/" if client else "")
        raise CaseloadError("there is no such record, and never was one", hint)


def _is_file(root: Path, folder: str, link: str) -> bool:
    return Path(f"{root}/{folder}/{link}.md").is_file()


def sorted_rows(rows: Sequence[LogRow], column: str, backwards: bool = False) -> tuple[LogRow, ...]:
    """Rows by a column, then by time."""
    key: Callable[[LogRow], Any] = (lambda row: row.moment) if column == "when" else (lambda row: getattr(row, column))
    return tuple(sorted(rows, key=lambda row: (key(row), row.moment, row.place), reverse=backwards))


def is_cut_off(root: Path) -> bool:
    """Whether this is a shallow clone, whose history begins in the middle."""
    return run_git(root, ["rev-parse", "--is-shallow-repository"]).strip() == b"true"


def _rows(past: Sequence[CommitEvents], people: People) -> Iterator[tuple[LogRow, str]]:
    place = 0
    for commit, found in past:
        made = _Made(commit, people)
        for did in found:
            place += 1
            yield _row(made, did, place), did.was


class _Made:
    """Who made a commit and when, as every row about it says."""

    def __init__(self, commit: Commit, people: People) -> None:
        author, committer = commit.author, commit.committer
        self.id = commit.id
        self.who = people.person_called(author.name, author.email)
        self.hand = people.hand_of(commit)
        self.when = author.at.isoformat()
        adopted = people.adopted
        self.before_adoption = adopted is not None and author.at.date() < adopted  # what was left then, counts
        self.committed = self.when if committer is author else committer.at.isoformat()
        self.author = decodable_text(f"{author.name} <{author.email}>")
        self.committer = self.author if committer is author else decodable_text(f"{committer.name} <{committer.email}>")


def _row(made: _Made, did: Did, number: int) -> LogRow:
    where = RecordPath.parse(decodable_text(did.path))
    event = with_whose_hand(did.event, made.hand, made.before_adoption)
    return LogRow(
        made.when,
        made.who,
        where.client,
        where.link,
        event.action,
        event.field,
        event.words,
        event.before,
        event.after,
        made.id,
        made.committed,
        made.author,
        made.committer,
        None,
        "",
        number,
    )


class People:
    """Who an author of a commit is: the id of somebody on the staff, else the author as it stands there."""

    def __init__(self, practice: Practice, settings: History = _NO_PAST) -> None:
        """`settings` is the past of caseload.toml: nobody is another person by a line that was changed there."""
        self._committers = committers_by(practice, settings)
        self.adopted = practice.adopted
        self._known: dict[tuple[str, str], str] = {}

    def person_called(self, name: str, email: str) -> str:
        """A staff id, or `Name <e-mail>`."""
        if (name, email) not in self._known:
            found = self._committers.staff_id(name, email)
            self._known[name, email] = found or decodable_text(f"{name} <{email}>")
        return self._known[name, email]

    def hand_of(self, commit: Commit) -> str:
        """Whose own commit this is; where its author is another person than its committer, both are named."""
        author, committer = commit.author, commit.committer
        who, by = (self.person_called(each.name, each.email) for each in (author, committer))
        return who if who == by else f"{by} in the name of {who}"


def decodable_text(text: str) -> str:
    """Text of git's that may be in any encoding, as text that can be written anywhere."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def signed_commits(root: Path, commits: Collection[str]) -> frozenset[str]:
    """Which of some commits bear a signature of any kind. Whether it is good is not looked at."""
    if not commits:
        return frozenset()
    listed = sorted(commits)
    printed = run_git(root, ["cat-file", "--batch", "--buffer"], stdin="\n".join(listed).encode("ascii") + b"\n")
    found, at = set(), 0
    while at < len(printed):
        end = printed.index(b"\n", at)
        fields = printed[at:end].split()
        if len(fields) != 3:
            raise DamagedPastError(*DAMAGED)
        size = int(fields[2])
        head = printed[end + 1 : end + 1 + size].partition(b"\n\n")[0]
        if b"\ngpgsig" in head:
            found.add(fields[0].decode("ascii"))
        at = end + 2 + size
    return frozenset(found)


def commit_signatures(root: Path, commits: Collection[str]) -> dict[str, str]:
    """What the signature of each commit that bears one is worth, by the keys that `audit verify` goes by."""
    signed = signed_commits(root, commits)
    if not signed:
        return {}
    own = own_list(root)
    text = own.read_text(encoding="utf-8", errors="replace") if own else None
    with gather_evidence(root, VerifyRequest(Day.min, signers=text)) as past:
        try:
            return {commit: past.trust.verdicts[commit].standing for commit in signed}
        except CaseloadError:  # a damaged past is for `verify`; a log is told all the same
            return dict.fromkeys(signed, "not checked")


def _worth(signature: str) -> str:
    """As the table says it, beside the commit."""
    return f" signed ({signature})" if signature not in ("", "good") else " signed" if signature else ""


def report_of(log: Log, rows: Sequence[LogRow], values: bool = False, limit: int = 0) -> Report:
    """The log for people: the sentence that sums it up, and a table of at most `limit` rows, the last ones."""
    shown = rows[-limit:] if limit else rows
    lead = f"{count_of(len(rows), 'act')} in {count_of(log.commits, 'commit')}, up to {log.head[:10] or 'no commit'}."
    if len(shown) < len(rows):
        lead += f" The last {len(shown)} are shown; --limit 0 shows all."
    if log.cut_off:
        lead += " This is a shallow clone: the beginning of the history is missing here."
    clients = {row.client for row in rows}
    # A column that says the same in every row takes the room of those that do not.
    several = len(clients) > 1
    if not several and any(clients):
        lead = lead.replace(" in ", f" on {clients.copy().pop()} in ", 1)
    columns = ("when", "who", "client", "record", "action", "what", *(("old", "new") if values else ()), "commit")
    cells = tuple(
        (
            moment_text(row.moment),
            row.who.partition(" <")[0],
            *((row.client,) if several else ()),
            row.record,
            row.action,
            row.what,
            *((row.before, row.after) if values else ()),
            row.commit[:10] + _worth(row.signature),
        )
        for row in shown
    )
    columns = columns if several else tuple(each for each in columns if each != "client")
    return Report("Audit log", lead, only_filled((Table("What was done", columns, cells, key="log"),)))
