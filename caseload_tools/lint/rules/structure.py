"""STR: the file itself. Can it be read, is it complete, does it stand where it says it belongs."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.corrections import NEVER_CORRECTED
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.referral import Referral
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import parse_day
from caseload_tools.history.record_path import CLIENTS
from caseload_tools.lint import FaultyDocument, Problems, StrayFile, rule
from caseload_tools.practice import Practice
from caseload_tools.practice.record_format import say_needed
from caseload_tools.values import replace

# What is given while a chart is open, and so lies in an episode.


@rule("STR001", cites="S1.5", allowable=False)
def front_matter_not_readable(file: FaultyDocument) -> Problems:
    """The front matter cannot be read, or could be read in more than one way.

    A record that cannot be read for certain is not read at all: no rule looks at it, and no page shows
    it. So it comes before everything else. A key that stands twice is such a case: one of the two
    would silently win.

    Bad:
        --- text sessions/2026-03-03.md
        ---
        type: session
        client: C-0001
        date: 2026-03-03
        clinician: dana.ruiz
        service: individual
        setting: office
        attendance: attended

        ## Subjective

        Slept well.
    Bad:
        attendance: attended
        attendance: no-show
    Good:
        attendance: attended
    """
    yield from file.problems_coded("STR001")


@rule("STR002", cites="S1.1", allowable=False, fixes=True)
def record_of_unknown_type(faulty: FaultyDocument) -> Problems:
    """The record does not say what it is, or says a type that does not exist.

    The type decides which keys a record has and which rules it is held to.

    Bad:
        type: Sesion
    Fixed:
        type: session
    Bad:
        type: note
    Bad:
        type:
    Good:
        type: session
    """
    yield from faulty.problems_coded("STR002")


@rule("STR003", cites="S2.7")
def key_missing_or_empty(faulty: FaultyDocument) -> Problems:
    """A key that this type of record must have is missing or empty.

    A key that says only n/a, TBD or nil counts as empty: nobody can act on it.

    Bad:
        service:
    Bad:
        setting: TBD
    Good:
        service: individual
    """
    yield from faulty.problems_coded("STR003")


@rule("STR004", cites="design: schemas", fixes=True)
def key_or_word_not_known(faulty: FaultyDocument) -> Problems:
    """A key or a word is not one that this type of record knows.

    Mostly a slip of the pen. It matters: a key that is spelt wrongly is a key that is not there. `caseload explain
    STR004 session` lists the keys and words of a session, `caseload manual records` those of every type.

    Bad:
        attendance: atended
    Fixed:
        attendance: attended
    Bad:
        homwork: Fill in the diary
    Good:
        attendance: attended
    """
    yield from _answerable(faulty, "STR004")


@rule("STR005", cites="S2.40", fixes=True)
def date_not_plain(faulty: FaultyDocument) -> Problems:
    """A date is not written as year-month-day, or is a day that does not exist.

    6/9/22 is June to some readers and September to others. Written 2022-06-09 it is one day for everybody.

    Bad:
        date: 1/19/2026
    Fixed:
        date: 2026-01-19
    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-02-30}
    Good:
        date: 2026-01-19
    """
    yield from _answerable(faulty, "STR005")


def _answerable(faulty: FaultyDocument, code: str) -> Problems:
    """The problems with a code; of a lost value of what was signed in a chart, where to say what was meant."""
    known = bundled_schema(faulty.type)["properties"] if faulty.type in RECORD_TYPES else {}
    signed = bool(faulty.document.data.get("signatures")) and faulty.document.path.startswith(CLIENTS)
    for coded in faulty.problems:
        if coded.code == code:
            key = coded.problem.path[0] if coded.problem.path else ""
            lost = signed and coded.loses and not coded.newer and key in known and key not in NEVER_CORRECTED
            where = "; as the record is signed, under `corrects` of a signed correction (`caseload addend`)"
            yield replace(coded.problem, hint=coded.problem.hint + where) if lost else coded.problem


@rule("STR006", cites=("S0.27", "design: path is identity"))
def record_in_the_wrong_place(record: Record, chart: Chart) -> Problems:
    """The record says another client, date or type than the place where it lies.

    The path is the record's identity. A note in the wrong chart is a disclosure; a note under the wrong
    date is a note that nobody finds.

    Bad:
        client: C-0002
    Bad:
        date: 2026-01-20
    Bad:
        --- text contacts/2026-01-19.md
        ---
        type: session
        client: C-0001
        date: 2026-01-19
        clinician: dana.ruiz
        service: individual
        setting: office
        attendance: attended
        ---
    Good:
        client: C-0001
    """
    if RECORD_TYPES[record.word].of_practice:
        hint = "move it to records/practice"
        yield record.at("type", f"a {record.word} belongs to the practice, not in a client's chart", hint)
        return
    if record.client != chart.id:
        said = record.client or "of no client whose it is"
        message = f"this record says {said} but lies in the chart of {chart.id}"
        yield record.at("client", message, "move the file, or correct `client` if that is what is wrong")
    folder, _, name = record.link.rpartition("/")
    if record.folder != folder:
        where = f"in the folder {record.folder}" if record.folder else "in client.md"
        yield record.at("type", f"a {record.word} belongs {where}", "move the file, or correct `type`")
    elif record.folder and not name.startswith(record.date.isoformat()):
        hint = f"rename the file so that it begins with {record.date.isoformat()}, or correct `date`"
        yield record.at("date", "the date is not the date in the file's name", hint)


@rule("STR007", cites="S4.1", fixes=True)
def time_not_from_and_to(faulty: FaultyDocument) -> Problems:
    """The time is not a start and an end.

    From `time: 14:00-14:50` the minutes are computed, and overlaps are seen. An end before the start is the next day's.
    `2:00-2:50` in an office is read as two at night, and asked.

    Bad:
        time: 2:00pm-2:50pm
        written: 2026-01-19 16:00
    Fixed:
        time: 14:00-14:50
        written: 2026-01-19 16:00
    Bad:
        time: 14.00
    Good:
        time: 14:00-14:50
        written: 2026-01-19 16:00
    """
    yield from faulty.problems_coded("STR007")


@rule("STR011", cites="design: strict reading", allowable=False, fixes=True)
def text_not_clean(faulty: FaultyDocument) -> Problems:
    """The file holds characters that hide or scramble what it says.

    Merge markers, another encoding, invisible characters, text that runs backwards: each can make two
    readers read two different records.

    Bad:
        --- text sessions/2026-01-19.md
        \ufeff---
        type: session
        client: C-0001
        date: 2026-01-19
        clinician: dana.ruiz
        service: individual
        setting: office
        attendance: cancelled
        cancelled_by: client
        ---
    Fixed:
        --- text sessions/2026-01-19.md
        ---
        type: session
        client: C-0001
        date: 2026-01-19
        clinician: dana.ruiz
        service: individual
        setting: office
        attendance: cancelled
        cancelled_by: client
        ---
    Bad:
        --- text sessions/2026-01-19.md
        <<<<<<< HEAD
        ---
        type: session
        ---
    Good:
        attendance: attended
    """
    yield from faulty.problems_coded("STR011")


@rule("STR013", cites="design: strict reading", allowable=False)
def file_not_plain(faulty: FaultyDocument) -> Problems:
    """The file is not a plain file with a name that every computer can hold.

    A link may lead out of the practice, among the papers of a chart as well; a name such as CON.md or a pair that
    differs only in capitals cannot be copied to every computer, and then a record is lost. A second name elsewhere (a
    hard link), as programs that take snapshots give to each file, is read as ever and told once, as advice.

    Bad:
        --- text sessions/2026-01-19-a:b.md
        ---
        type: session
        client: C-0001
        date: 2026-01-19
        clinician: dana.ruiz
        service: individual
        setting: office
        attendance: attended
        ---
    Good:
        attendance: attended
    """
    yield from faulty.problems_coded("STR013")


@rule("STR014", cites="S1.12")
def file_in_no_known_place(file: StrayFile, practice: Practice) -> Problems:
    """A file lies where no record belongs.

    A note saved beside the client's folder, or as `2026-11-03.txt`, is read by no check and shown on no page:
    it is as if it had never been written. Papers that belong to a record go into a folder `attachments`. Nor does
    a record belong where git was told not to look: it stays on this computer, and nobody else ever gets it.
    A note outside of records/ is found whatever its ending, its encoding and the slips in its front matter.

    Bad:
        --- text sessions/2026-03-03.txt
        Slept well.
    Bad:
        --- text records/clients/2026-03-03.md
        Slept well.
    Bad:
        --- text records/clients/north/C-0001/client.md
        ---
        type: client
        client: C-0001
        status: active
        opened: 2026-01-05
        ---
    Good:
        attendance: attended
    """
    yield file.problem(say_needed(practice))


@rule("STR015", cites=("S0.27", "design: path is identity"))
def chart_without_first_page(chart: Chart) -> Problems:
    """A chart has records but no client.md.

    client.md says whose chart it is: status, programme, clinician, and how the client may safely be reached.
    Without it nobody can tell what is due.

    Bad:
        --- no client
        --- session 2026-01-19
    Good:
        --- client
        status: active
    """
    if chart.lacks("client"):
        hint = f"begin it with `caseload new client {chart.typed}`"
        yield from chart.at(f"the chart of {chart.id} has no client.md", hint, "client")


# A day that is still to come when the record is written. What falls due by one of them has rules of its own.
_LATER = ("next", "next_review", "check_by", "outcome_on")


@rule("STR016", cites="S1.5", level="warning")
def later_day_before_the_record(record: Session | Review | Referral) -> Problems:
    """A day that comes after the record lies before it: the next session, the next review, the day to ask again.

    Mostly last year's number, typed in January. What is to be done by that day is never done.

    Bad:
        --- session 2026-01-19
        next: 2025-01-26
    Bad:
        --- review 2026-04-06
        next_review: 2025-07-06
    Good:
        --- session 2026-01-19
        next: 2026-01-26
    """
    for key in _LATER:
        day = parse_day(record.data.get(key))
        if day is not None and day < record.date:
            yield record.at(key, f"`{key}` lies before the day of this record", "check the year")
