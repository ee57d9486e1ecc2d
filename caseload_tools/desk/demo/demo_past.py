"""The past of the demo: who committed what, and when, by what its records say of themselves.

A record comes into the history when it says that it was written, by whoever wrote it; a supervisor's signature when
it was given, by the supervisor; what happened to a referral, a consent or a client on that day. One commit for each
person and day. Nothing here looks at a clock or asks git: the same records have the same past.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from caseload_tools.dates import parse_day, parse_moment, parse_times
from caseload_tools.desk.demo.earlier_texts import as_booked, earlier
from caseload_tools.git.written_history import DatedCommit
from caseload_tools.history.readers.pretend_history import PretendStep
from caseload_tools.practice import Practice
from caseload_tools.text import read_bytes
from caseload_tools.text.signed_text import entries_of

MAIL = "northgate.example"
_LONGEST = 60
_ZONE = timezone(timedelta(hours=-6))
_CLIENT, _NOON, _EVENING, _SIGNING = time(8, 30), time(12), time(17, 30), time(23, 30)
_AUTHORS = ("clinician", "staff", "author", "by", "owner")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LATER_SIGNATURE = re.compile(
    r"^  - (?:\{by: \S+, role: supervisor, .*\}\n|by: \S+\n    role: supervisor\n(?:    .*\n)*)", re.MULTILINE
)


class LeftText(NamedTuple):
    """A file as somebody left it: None when it was taken away."""

    at: datetime
    author: str
    path: str
    text: bytes | None
    kind: str = ""
    alone: str = ""
    """What is in one commit with nothing else of that person's day."""


def demo_past(
    folder: Path, practice: Practice, today: date, waiting: Collection[str] = (), told: Iterable[PretendStep] = ()
) -> list[DatedCommit]:
    """The commits of the practice in `folder`, in their order.

    `waiting` are the paths that nobody has committed yet. Of the files that `told` speaks of it is the whole past.
    """
    files = {path: (folder / path).read_bytes() for path in _paths(folder) if path not in waiting}
    told_states = list(_told(told, practice))
    known = {each.path for each in told_states}
    states = _states({path: raw for path, raw in files.items() if path not in known}, practice, today)
    return list(_commits([*states, *told_states], practice))


def _paths(folder: Path) -> Iterator[str]:
    for each in sorted(folder.rglob("*")):
        path = each.relative_to(folder).as_posix()
        if each.is_file() and not path.startswith(".git/"):
            yield path


def _told(steps: Iterable[PretendStep], practice: Practice) -> Iterator[LeftText]:
    ids = {staff.name: staff.id for staff in practice.staff.values()}
    for at, author, files in steps:
        moment = parse_moment(at)
        assert isinstance(at, str) and moment is not None
        for path, text in files.items():
            yield LeftText(moment, ids[author], path, None if text is None else text.encode("utf-8"), "record", at)


def _states(files: Mapping[str, bytes], practice: Practice, today: date) -> list[LeftText]:
    office = _office(practice)
    charts: dict[str, list[tuple[str, bytes, dict[str, Any]]]] = {}
    begun: list[tuple[str, bytes]] = []
    for path, raw in files.items():
        document = read_bytes(raw, path)
        if _is_dated(path, document.data):
            charts.setdefault("/".join(path.split("/")[:3]), []).append((path, raw, dict(document.data)))
        else:
            begun.append((path, raw))
    states = [state for chart in charts.values() for state in _chart(chart, practice, office, today)]
    first = min((state.at for state in states), default=datetime.combine(today, _NOON))
    beginning = datetime.combine(first.date() - timedelta(days=1), _NOON)
    return [*(LeftText(beginning, office, path, raw) for path, raw in begun), *states]


def _is_dated(path: str, data: Mapping[str, Any]) -> bool:
    """Whether a file came on a day of its own. Settings, policies and agencies were there from the beginning."""
    name = path.rsplit("/", 1)[-1]
    if not path.startswith("records/") or not name.endswith(".md"):
        return False
    return bool(_DAY.match(name)) or (bool(data) and not path.startswith("records/practice/"))


def _office(practice: Practice) -> str:
    """Who keeps what nobody wrote by name: settings, policies, agencies, charges."""
    office = (staff.id for staff in practice.staff.values() if "administration" in staff.roles)
    return next(office, next(iter(practice.staff)))


def _chart(
    files: Sequence[tuple[str, bytes, dict[str, Any]]], practice: Practice, office: str, today: date
) -> Iterator[LeftText]:
    """The states of all files of a chart; what is still to come was written with the last that was."""
    page = next((data for path, _, data in files if path.endswith("/client.md")), {})
    own = page.get("clinician") if page.get("clinician") in practice.staff else office
    closed = _closed(page, files)
    moments = {path: _moment(path, data) for path, _, data in files}
    past = [moment for path, moment in moments.items() if moment.date() < today and "/sessions/" in path]
    opened = parse_day(page.get("opened")) or min(each.date() for each in moments.values())
    last = max(past, default=datetime.combine(min(opened, today - timedelta(days=1)), _CLIENT))
    booked = {
        f"{path.partition('/sessions/')[0]}/{data['rescheduled_to']}.md": moments[path]
        for path, _, data in files
        if "rescheduled_to" in data
    }
    for path, raw, data in files:
        kind = str(data.get("type") or "record")
        author = office if kind == "charge" else _author(data, practice, str(own))
        moment = moments[path] if moments[path].date() < today else last
        if path in booked and booked[path] < moment:
            yield LeftText(booked[path], author, path, as_booked(raw.decode("utf-8")).encode("utf-8"), "booking")
        for change in earlier(raw.decode("utf-8"), data, closed) if data else ():
            if moment.date() < change.day < today:
                yield from _signed(moment, author, path, change.before.encode("utf-8"), data, today)
                moment = datetime.combine(change.day, _EVENING)
        yield from _signed(moment, author, path, raw, data, today)


def _closed(page: Mapping[str, Any], files: Sequence[tuple[str, bytes, dict[str, Any]]]) -> date | None:
    """When the care of a client ended, who may be in follow-up since."""
    if page.get("status") not in ("discharged", "follow-up"):
        return None
    ends = [parse_day(data.get("date")) for path, _, data in files if "/discharge/" in path]
    enrolled = page.get("enrolments")
    if isinstance(enrolled, list):
        ends += [parse_day(each.get("to")) for each in enrolled if isinstance(each, dict)]
    return parse_day(page.get("closed")) or max(filter(None, ends), default=None)


def _moment(path: str, data: Mapping[str, Any]) -> datetime:
    """When a record was written and signed by whoever wrote it."""
    found = _DAY.search(path.rsplit("/", 1)[-1])
    day = parse_day(data.get("opened") if path.endswith("/client.md") else data.get("date"))
    day = day or parse_day(found.group() if found else None) or date.min.replace(year=2025)
    if path.endswith("/client.md"):
        return datetime.combine(day, _CLIENT)
    times = parse_times(data.get("time"))
    hour = _EVENING if data.get("type") in ("charge", "group") else _NOON
    written = parse_moment(data.get("written"))
    over = times.moments_on(day)[1] if times and hour is _NOON else datetime.combine(day, hour)
    moment = written if written and written.date() >= day else over
    signed = [parse_moment(each.get("at")) for each in entries_of(data) if each.get("role") != "supervisor"]
    return max([moment, *(each for each in signed if each is not None)])


def _author(data: Mapping[str, Any], practice: Practice, own: str) -> str:
    leading = data.get("facilitators")
    named = [data.get(key) for key in _AUTHORS] + (leading[:1] if isinstance(leading, list) else [])
    return next((each for each in named if isinstance(each, str) and each in practice.staff), own)


def _signed(
    moment: datetime, author: str, path: str, raw: bytes, data: Mapping[str, Any], today: date
) -> Iterator[LeftText]:
    """The record without and with what a supervisor signed on a later moment."""
    kind = str(data.get("type") or "record")
    later = [each for each in entries_of(data) if each.get("role") == "supervisor"]
    signed = parse_moment(later[-1].get("at")) if later else None
    before = _LATER_SIGNATURE.sub("", raw.decode("utf-8", "surrogateescape"))
    if signed is None or not moment.date() <= signed.date() < today or not re.search(r"^  - .*\n", before, re.M):
        yield LeftText(moment, author, path, raw, kind)
        return
    yield LeftText(moment, author, path, before.encode("utf-8", "surrogateescape"), kind)
    yield LeftText(datetime.combine(signed.date(), _SIGNING), str(later[-1].get("by")), path, raw, f"{kind} co-signed")


def _commits(states: Iterable[LeftText], practice: Practice) -> Iterator[DatedCommit]:
    """One for each person and day, at the moment of the last, in the order of time."""
    ordered = sorted(states, key=lambda each: (*_together(each), each.at, each.path))
    days = [list(group) for _, group in groupby(ordered, key=_together)]
    for group in sorted(days, key=lambda each: (each[-1].at, each[-1].author)):
        last = group[-1]
        staff = practice.staff[last.author if last.author in practice.staff else _office(practice)]
        yield DatedCommit(
            staff.name,
            staff.email or f"{staff.id}@{MAIL}",
            (last.at + timedelta(minutes=1)).replace(tzinfo=_ZONE),
            _subject(group),
            {each.path: each.text for each in group},
        )


def _together(state: LeftText) -> tuple[date, str, str]:
    return state.at.date(), state.author, state.alone


def _subject(group: Sequence[LeftText]) -> str:
    """What a commit brings, such as `C-0142: plan, session`; where that gets long, how much."""
    if not any(each.kind for each in group):
        return "Begin the practice"
    places = {each.path.split("/")[2] for each in group if each.kind}
    where = places.pop() if len(places) == 1 else f"{len(places)} charts"
    kinds = list(dict.fromkeys(each.kind for each in group if each.kind))
    subject = f"{where}: {', '.join(kinds)}"
    return subject if len(subject) <= _LONGEST else f"{where}: {len(group)} records"
