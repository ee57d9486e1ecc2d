"""`caseload demo --clients N --notes M --seed S`: a caseload of any size, with its past in git.

Every chart depends on the seed and its own number only, so the same call gives the same bytes
and the same commits. Contents go to one `git fast-import` as they are made; commits follow, one
for each clinician and day, at the time the notes say they were written.

Why not a commit for each record: in one import a commit costs about a millisecond, as it writes every folder on the way
up again, a content a seventh of that; 10,000 records took 7.0 s of processor time in that way and 4.6 s in this. One
commit a day for the practice would be quicker still, but then nobody in the history wrote anything. A clinician's
calendar is filled before the next one is hired, so that a day holds several notes. What wants one client a commit
cannot be tried on such a caseload, and benchmarks of the past understate clinics that commit after each note.

The texts are templates, not calls of our writer: a test holds every generated record equal to what `render_record`
makes of it, and the whole caseload to our own linter, without a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from caseload_tools.desk.demo import calendar
from caseload_tools.desk.demo.closing_texts import closed_chart_files, discharge_file, review_files
from caseload_tools.desk.demo.import_stream import ImportStream
from caseload_tools.desk.demo.note_texts import contact_file, measure_file, session_files
from caseload_tools.desk.demo.opening_texts import opening_files
from caseload_tools.desk.demo.outline import ENOUGH_TO_END, FEWEST, Outline, count_entries, outline
from caseload_tools.desk.demo.service_themes import SERVICE
from caseload_tools.desk.demo.staff import SUPERVISOR, InventedPerson, demo_settings, invented_team
from caseload_tools.desk.demo.telling import Teller, WrittenFile
from caseload_tools.desk.demo.therapy_themes import THERAPY
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import init_repository, run_git
from caseload_tools.text.folders import new_folder

FLAT = 4000
"""Client folders in one folder; more make each commit several times dearer."""
SHARD = 1000
_VIDEO_EVERY = 5
_DEFAULT_WEEKS = 78


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made."""

    clients: int
    records: int
    commits: int
    clinicians: int


def generate_caseload(
    out: Path,
    clients: int,
    notes: int,
    seed: int,
    start: date | None = None,
    today: date = date(2026, 11, 24),
) -> Generated:
    """Make the caseload in the folder `out`, which must be new or empty.

    Each client has `notes` dated entries (assessment, sessions, reviews, contacts, measures,
    discharge) and three records more: client, plan, consent. Nothing is dated before `start`
    (18 months before `today` if not given).
    """
    _check(clients, notes)
    weeks = _DEFAULT_WEEKS if start is None else (today - start).days // 7 - 2
    start = start or today - timedelta(days=7 * (weeks + 2))
    with new_folder(out) as folder:
        outlines = list(_outlines(clients, notes, seed, weeks, today))
        people = invented_team(1 + max(each.place.clinician for each in outlines))
        init_repository(folder, nested=True)
        with ImportStream(folder) as stream:
            stream.file("caseload.toml", demo_settings(people, start, today), datetime.combine(start, time(8)), _ADMIN)
            records = sum(_write(stream, each, people, seed, clients) for each in outlines)
            commits = stream.commit(_subject)
        run_git(folder, ["read-tree", "-m", "-u", "HEAD"], settings=("checkout.workers=2",))
    return Generated(clients, records, commits, len(people))


_ADMIN = InventedPerson("a.whitcombe", "Alma Whitcombe", "")


def _check(clients: int, notes: int) -> None:
    if clients < 1 or notes < FEWEST:
        raise CaseloadError(f"a caseload has at least one client and {FEWEST} notes each", "ask for more")


def _outlines(clients: int, notes: int, seed: int, weeks: int, today: date) -> Iterator[Outline]:
    rhythms = calendar.rhythms_for(notes, weeks - 2)
    starts = min(rhythm.starts for rhythm in rhythms)
    most = max(count_entries(notes, rhythms[0], active, False).sessions for active in (True, False))
    weeks_each = max(rhythm.weeks_for(most) for rhythm in rhythms) + 2
    in_turn = calendar.PER_SLOT if notes >= ENOUGH_TO_END else 1
    for number, place in enumerate(calendar.calendar_slots(clients, weeks_each, weeks, starts, in_turn), start=1):
        rng = Random(f"{seed} {number} days")
        rhythm = rhythms[0] if rng.random() < 0.3 else rhythms[-1]
        video = notes >= ENOUGH_TO_END and number % _VIDEO_EVERY == 0
        yield outline(rng, number, place, rhythm, notes, video, today)


def _write(stream: ImportStream, days: Outline, people: list[InventedPerson], seed: int, clients: int) -> int:
    person = people[days.place.clinician]
    name = f"C-{days.number:0{max(4, len(str(clients)))}}"
    shard = f"group-{days.number // SHARD:02}/" if clients > FLAT else ""
    folder = f"records/clients/{shard}{name}"
    rng = Random(f"{seed} {days.number}")
    themes = rng.sample(SERVICE if person.programme == "case-management" else THERAPY, 2)
    teller = Teller(rng, name, person.id, SUPERVISOR, person.programme, themes, days)
    written = set()
    for entry in _chart(teller):
        written.add(entry.path)
        stream.file(f"{folder}/{entry.path}", entry.text, entry.written, person)
    return len(written)


def _chart(teller: Teller) -> Iterator[WrittenFile]:
    begun = list(opening_files(teller))
    yield from begun
    yield from session_files(teller)
    yield from (contact_file(teller, day) for day in teller.outline.contacts)
    yield from (measure_file(teller, day) for day in teller.outline.measures)
    yield from review_files(teller)
    if not teller.outline.active:
        yield discharge_file(teller)
        yield from closed_chart_files(teller, begun)


def _subject(files: int, day: date) -> str:
    return f"{'Note' if files == 1 else 'Notes'} of {day:%A} {day.day} {day:%B %Y}"
