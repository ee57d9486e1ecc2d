"""The days between: sessions kept, missed and planned, contacts, and measures taken at home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from caseload_tools.dates import moment_text
from caseload_tools.desk.demo.opening_texts import score_text
from caseload_tools.desk.demo.phrases import pick, sentence
from caseload_tools.desk.demo.telling import Aim, Teller, WrittenFile

_WORDS = ("no change", "progressing", "progressing", "progressing")
_MISSES = (
    ("no-show", ""),
    ("no-show", ""),
    ("cancelled", "cancelled_by: client\ncancelled_reason: {obstacle}\n"),
)
_AIMS_SAID = (
    "{count} of {target} this week ({id})",
    "{count} this week, {baseline} at the beginning ({id})",
    "Now at {count}, the target is {target} ({id})",
    "By the log {count}, which is {count} of {target} ({id})",
)
_DEEDS_SAID = (
    "First part done on {weekday} ({id})",
    "Begun on {weekday} and not yet finished ({id})",
    "One paper is still missing, the {person} looks for it ({id})",
    "Waiting for an answer from {place} ({id})",
    "{number} of the steps are taken ({id})",
)
_JUDGED = (
    "The good days follow {thing}",
    "What stood in the way was {obstacle}, not a lack of will",
    "The step is the right size; the next one can be larger",
    "{weekday} remains the hardest day",
    "Support by the {person} matters more than it seemed",
    "More is done than is told; the log shows it",
)
_RESPONSE = (
    "took it up at once and named {place} as an example",
    "doubtful at first, then willing to try it on {weekday}",
    "wrote it down {minutes} words long, for the {person}",
    "asked whether the {person} could help with it",
    "found it hard and stayed with it for {minutes} minutes",
    "laughed, and said that it might work {time}",
    "compared it with {thing}",
)
_CALLS = (
    "Rang as agreed. {event}.",
    "Short call. {event}. Reminded of the next appointment.",
    "Call taken standing at {place}. {event}.",
    "Two questions about the homework, both answered. {event}.",
)


def session_files(teller: Teller) -> Iterator[WrittenFile]:
    """Every session of the chart, the planned one too."""
    last = len(teller.outline.sessions) - 1
    for turn, day in enumerate(teller.outline.sessions):
        if teller.outline.active and turn == last:
            yield _planned(teller, day)
        elif turn in teller.outline.missed:
            yield _missed(teller, turn, day)
        else:
            yield _kept(teller, turn, day)


def _planned(teller: Teller, day: date) -> WrittenFile:
    text = f"{teller.head('session', day)}time: {teller.times}\n{_where(teller)}attendance: scheduled\n---\n"
    written = datetime.combine(min(teller.last_day, day - timedelta(days=1)), teller.session_end)
    return teller.entry(f"sessions/{day}.md", text, written + timedelta(minutes=2))


def _where(teller: Teller) -> str:
    service = "case-management" if teller.programme == "case-management" else "individual"
    setting = "video" if teller.outline.video else "office"
    return f"clinician: {teller.clinician}\nservice: {service}\nsetting: {setting}\n"


def _missed(teller: Teller, turn: int, day: date) -> WrittenFile:
    again = teller.outline.sessions[turn + 1]
    word, more = pick(teller.rng, _MISSES)
    written = datetime.combine(day, teller.session_end) + timedelta(minutes=20)
    outreach, hour = "", teller.session_end.hour
    if word == "no-show":
        outreach = (
            f"outreach:\n  - at: {day} {hour:02}:20\n    channel: phone\n    result: no answer\n"
            f"    by: {teller.clinician}\n"
            f"  - at: {day} {hour + 1:02}:05\n    channel: sms\n    result: answered, comes on {again}\n"
            f"    by: {teller.clinician}\n"
        )
        written += timedelta(minutes=20)
    text = (
        f"{teller.head('session', day)}time: {teller.times}\n{_where(teller)}attendance: {word}\n"
        f"{teller.say(more)}{outreach}rescheduled_to: sessions/{again}\nwritten: {moment_text(written)}\n---\n"
    )
    return teller.entry(f"sessions/{day}.md", text, written)


def _kept(teller: Teller, turn: int, day: date) -> WrittenFile:
    aims = _addressed(teller, turn)
    progress = "".join(f"  {aim.id}: {pick(teller.rng, _WORDS)}\n" for aim in aims)
    served = ", ".join(sorted({f"I{aim.id[1]}" for aim in aims}))
    before, teller.homework = teller.homework, teller.pick(teller.themes[0].homework)
    written = teller.soon_after(day)
    text = (
        f"{teller.head('session', day)}time: {teller.times}\n{_where(teller)}{_distance(teller)}"
        f"attendance: attended\nformat: {'DAP' if turn % 2 else 'SOAP'}\nprogress:\n{progress}"
        f"interventions: [{served}]\nparticipants: [client]\nrisk: none\n"
        f"homework: {teller.homework}\n{_next(teller, turn)}"
        f"{_reviewed(teller, turn)}{_measured(teller, turn)}written: {moment_text(written)}\n---\n\n"
        f"{_note(teller, turn, aims, before)}"
    )
    return teller.entry(f"sessions/{day}.md", text, written)


def _addressed(teller: Teller, turn: int) -> list[Aim]:
    """The first objective always, the others in turn."""
    rest = teller.aims[1:]
    return [teller.aims[0], rest[turn % len(rest)]] if rest else teller.aims[:1]


def _distance(teller: Teller) -> str:
    if not teller.outline.video:
        return ""
    consent = f"consents/{teller.outline.opened}-telehealth"
    return (
        f"location: at home, {pick(teller.rng, ('alone in the room', 'door closed', 'kitchen, alone'))}\n"
        f"telehealth_consent: {consent}\nemergency_contact_checked: true\n"
    )


def _next(teller: Teller, turn: int) -> str:
    later = teller.outline.sessions[turn + 1 :]
    if later:
        return f"next: {later[0]}\n"
    return "next: none\nnext_reason: care ends by agreement\n"


def _reviewed(teller: Teller, turn: int) -> str:
    if turn == 0:
        return f"reviewed: [assessments/{teller.outline.opened}]\n"
    return f"reviewed: [sessions/{teller.outline.sessions[turn - 1]}]\n"


def _measured(teller: Teller, turn: int) -> str:
    if turn not in teller.outline.measured or not teller.measure:
        return ""
    return f"{teller.measure}: {score_text(teller, turn)}\n"


def _note(teller: Teller, turn: int, aims: list[Aim], before: str) -> str:
    theme = teller.themes[turn % len(teller.themes)]
    told = [
        sentence(teller.pick(theme.told)),
        sentence(teller.say("{event}. {event}")),
        f'{teller.quote()[:-1]}"',
    ]
    if before:
        told.append(sentence(teller.say("homework ({before}) done on {days} days", before=before)))
    first, middle = told[: len(told) - 1], told[-1]
    teller.rng.shuffle(first)
    judged = " ".join(_aim_said(teller, aim, turn) for aim in aims)
    telling = teller.say("{event}")
    judged += f" {sentence(teller.pick(_JUDGED))} Most telling: {telling[0].lower()}{telling[1:]}."
    rest = teller.say("after {minutes} minutes of that, spoke of {thing}")
    work = f"{sentence(teller.pick(theme.done))} {sentence(teller.pick(_RESPONSE))} {sentence(rest)}"
    plan = f"{sentence(teller.say('homework: {given}', given=teller.homework))} {_when_next(teller, turn)}"
    seen = teller.pick(("{manner}", "{manner} {manner}"))
    if turn % 2:
        data = " ".join([*first, middle, seen, work])
        return f"## Data\n\n{data}\n\n## Assessment\n\n{judged}\n\n## Plan\n\n{plan}\n"
    return (
        f"## Subjective\n\n{' '.join([*first, middle])}\n\n## Objective\n\n{seen} {work}\n\n"
        f"## Assessment\n\n{judged}\n\n## Plan\n\n{plan}\n"
    )


def _aim_said(teller: Teller, aim: Aim, turn: int) -> str:
    if aim.done_when:
        return sentence(teller.pick(_DEEDS_SAID, id=aim.id))
    way = teller.how_far(turn) + (teller.rng.random() - 0.5) * 0.3
    count = round(aim.baseline + (aim.target - aim.baseline) * max(0.0, min(1.0, way)))
    return sentence(teller.pick(_AIMS_SAID, id=aim.id, count=count, target=aim.target, baseline=aim.baseline))


def _when_next(teller: Teller, turn: int) -> str:
    later = teller.outline.sessions[turn + 1 :]
    if not later:
        return "No further appointment; the way back is open."
    return f"Next on {later[0]:%A} at {teller.outline.place.hour}."


def contact_file(teller: Teller, day: date) -> WrittenFile:
    """A call between two sessions."""
    written = datetime.combine(day, time(12, 5)) + timedelta(minutes=teller.outline.place.order)
    text = (
        f"{teller.head('contact', day)}minutes: {5 + int(teller.rng.random() * 10)}\n"
        f"staff: {teller.clinician}\ndirection: out\nchannel: phone\nwith: client\npurpose: check-in\n"
        f"written: {moment_text(written)}\n---\n\n"
        f"{teller.pick(_CALLS)} {sentence(teller.pick(teller.themes[0].told))} No new worries named.\n"
    )
    return teller.entry(f"contacts/{day}.md", text, written)


def measure_file(teller: Teller, day: date) -> WrittenFile:
    """A questionnaire on wellbeing filled in at home."""
    items = [min(5, 1 + int(teller.rng.random() * 3)) for _ in range(5)]
    written = datetime.combine(day, time(12, 55))
    text = (
        f"{teller.head('measure', day)}clinician: {teller.clinician}\nadministered: self\nlanguage: English\n"
        f"who5: {items}\nwritten: {moment_text(written)}\n---\n"
    )
    return teller.entry(f"measures/{day}.md", text, written)
