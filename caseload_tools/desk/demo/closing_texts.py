"""Looking back: plan reviews, the discharge, and the records that change when care ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from caseload_tools.dates import moment_text
from caseload_tools.desk.demo.phrases import pick, sentence
from caseload_tools.desk.demo.telling import Aim, Teller, WrittenFile

_WHY = (
    "Steady way towards the targets; nothing in the plan stands in its way.",
    "The targets still fit; the pace is the client's own.",
    "Progress on one objective and none lost on the others, so the plan stays.",
    "What helps has been found; more of it needs no new plan.",
)
_REASONS = ("goals reached", "goals reached in the main, care ended by agreement")
_AFTER = (
    "Keeps {thing} and {place} in the week; knows the signs that the old pattern is back.",
    "Will ring if {obstacle} comes round again. The {person} has read the list of signs.",
    "Has the log for use at home; first look at it with the {person} on {weekday}.",
)


def review_files(teller: Teller) -> Iterator[WrittenFile]:
    """The plan reviews, each on the day of a session."""
    before = teller.plan_day
    for turn in teller.outline.reviewed:
        day = teller.outline.sessions[turn]
        yield _review(teller, turn, before, day)
        before = day


def _review(teller: Teller, turn: int, before: date, day: date) -> WrittenFile:
    written = datetime.combine(day, time(17, 5)) + timedelta(minutes=teller.outline.place.order % 50)
    # A word of its own for each objective, and none that was said of it at the review before.
    words = ("progressing", "no change") if turn == teller.outline.reviewed[0] else ("progressing", "progressing")
    progress = "".join(f"  {aim.id}: {words[place % 2]}\n" for place, aim in enumerate(teller.aims))
    theme = teller.themes[0]
    text = (
        f"{teller.head('review', day)}plan: plans/{teller.plan_day}\nperiod: {before} to {day}\n"
        f"clinician: {teller.clinician}\nsupervisor: {teller.supervisor}\nprogress:\n{progress}"
        f"decision: continue\nclient_took_part: true\nnext_review: {day + timedelta(days=84)}\n"
        f"written: {moment_text(written)}\n---\n\n"
        f"## Accomplished\n\n{sentence(teller.say('{event}'))} {sentence(teller.pick(theme.told))}\n\n"
        f"## Progress\n\n{' '.join(_figure(teller, aim, turn) for aim in teller.aims)}\n\n"
        f"## Challenges\n\n{sentence(teller.say('{obstacle} took {number} days'))}\n\n"
        f"## Client's view\n\n{teller.quote()}\n\n## Why this decision\n\n{pick(teller.rng, _WHY)}\n"
    )
    return teller.entry(f"reviews/{day}.md", text, written)


def _figure(teller: Teller, aim: Aim, turn: int) -> str:
    if aim.done_when:
        return sentence(teller.say("{number} visits spent on it, not yet done ({id})", id=aim.id))
    now = round(aim.baseline + (aim.target - aim.baseline) * teller.how_far(turn))
    counted = sentence(aim.measure)[:-1]
    return f"{counted}: {aim.baseline} at the start, {now} now, {aim.target} wanted ({aim.id})."


def discharge_file(teller: Teller) -> WrittenFile:
    """The end of care."""
    day = teller.last_day
    written = datetime.combine(day, time(17, 10)) + timedelta(minutes=teller.outline.place.order % 40)
    outcomes = "".join(f"  G{number}: achieved\n" for number in range(1, len(teller.themes) + 1))
    kept = len(teller.outline.kept_sessions)
    text = (
        f"{teller.head('discharge', day)}kind: discharge\nclinician: {teller.clinician}\n"
        f"reason: {pick(teller.rng, _REASONS)}\noutcomes:\n{outcomes}last_session: {day}\n"
        f"written: {moment_text(written)}\n---\n\n"
        f"## Summary\n\n{kept} sessions since {teller.plan_day}. {sentence(teller.say('{event}'))} "
        f"{teller.quote()}\n\n## Aftercare\n\n{teller.pick(_AFTER)}\n"
    )
    return teller.entry(f"discharge/{day}.md", text, written)


def closed_chart_files(teller: Teller, opening: Sequence[WrittenFile]) -> Iterator[WrittenFile]:
    """The client's page, the plan and the consents once more, as they stand after discharge."""
    day = teller.last_day
    written = datetime.combine(day, time(17, 55))
    for entry in opening:
        text = entry.text
        if entry.path == "client.md":
            text = text.replace("status: active\n", "status: discharged\n", 1)
            text = text.replace("\nclinician:", f"\nclosed: {day}\nclosed_reason: goals reached\nclinician:", 1)
        elif entry.path.startswith("plans/"):
            text = text.replace("\nstatus: active\n", "\nstatus: completed\n", 1)
            text = text.replace("    status: in-progress\n", f"    status: achieved\n    completed_on: {day}\n")
        elif entry.path.startswith("consents/"):
            text = text.replace("\nstatus: active\n", "\nstatus: expired\n", 1)
            text = text.replace("expires_on_event: end of treatment\n", f"expires: {day}\n", 1)
        if text != entry.text:
            yield teller.entry(entry.path, text, written)
