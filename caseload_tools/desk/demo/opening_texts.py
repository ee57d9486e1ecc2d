"""How a chart begins: the client's page, consents, the intake assessment and the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from caseload_tools.dates import moment_text
from caseload_tools.desk.demo.phrases import pick, sentence, some_in_order
from caseload_tools.desk.demo.telling import Teller, WrittenFile

_KIN = ("sister", "brother", "mother", "father", "partner", "daughter", "son", "neighbour", "aunt")
_WEEKS = ("four", "six", "eight")
_DOMAINS = (
    "mental health",
    "physical health",
    "family",
    "work",
    "leisure",
    "spiritual life",
    "legal matters",
)
_WORST = (", worst {time}", ", hardest on {weekday}", ", kept from the {person}", ", better only when {thing}")
_STRENGTHS = (
    "keeps appointments",
    "reads a great deal",
    "a steady {person}",
    "humour in bad weeks",
    "good with their hands",
    "has kept the job for {number} years",
    "knows when to ask for help",
    "thirty lengths at the pool",
    "finished a course at {place}",
    "patient with children",
    "{thing}",
    "a dog that must go out",
    "writes a diary",
    "a warm tie to the {person}",
    "saves a little each month",
)
_HISTORY = (
    "First contact with services; the {person} suggested it.",
    "Counselling {number} years ago, ended after a move.",
    "Seen once by another service, before {obstacle}.",
    "Managed alone until {obstacle}, {number} months ago.",
)


def opening_files(teller: Teller) -> Iterator[WrittenFile]:
    """The first records, as written in the first days."""
    yield _client(teller)
    yield _consent(teller, "treatment")
    if teller.outline.video:
        yield _consent(teller, "telehealth")
    yield _assessment(teller)
    yield _plan(teller)


def _client(teller: Teller) -> WrittenFile:
    rng, opened = teller.rng, teller.outline.opened
    text = (
        f"---\ntype: client\nclient: {teller.client}\nstatus: active\nopened: {opened}\n"
        f"programme: {teller.programme}\nborn: {1952 + int(rng.random() * 52)}\n"
        f"clinician: {teller.clinician}\nsupervisor: {teller.supervisor}\n"
        f"prefers: {pick(rng, ('phone', 'sms'))}\nsafe_channels: [phone, sms]\n"
        f"cadence: {teller.outline.rhythm.word}\n"
        f"emergency_contact: {pick(rng, _KIN)}, on file, permission {opened}\n---\n\n## Alerts\n\nNone.\n"
    )
    return teller.entry("client.md", text, datetime.combine(opened, teller.session_end))


def _consent(teller: Teller, kind: str) -> WrittenFile:
    opened = teller.outline.opened
    written = datetime.combine(opened, teller.session_end)
    text = (
        f"{teller.head('consent', opened)}kind: {kind}\nstatus: active\nexpires_on_event: end of treatment\n"
        f"signed_by: client\nsigned_on: {opened}\nright_to_revoke_explained: true\ncopy_given: true\n"
        f"written: {moment_text(written)}\n---\n"
    )
    return teller.entry(f"consents/{opened}-{kind}.md", text, written)


def _assessment(teller: Teller) -> WrittenFile:
    opened, theme = teller.outline.opened, teller.themes[0]
    written = datetime.combine(opened, teller.session_end) + timedelta(minutes=25)
    codes = "".join(f"  - code: {each.code}\n    text: {each.name}\n" for each in teller.themes)
    domains = "".join(
        f"  - name: {name}\n    rating: {1 + int(teller.rng.random() * 3)}\n    need: none\n"
        for name in some_in_order(teller.rng, _DOMAINS, 4)
    )
    score = f"{teller.measure}: {score_text(teller, 0)}\n" if teller.measure else ""
    text = (
        f"{teller.head('assessment', opened)}kind: intake\nclinician: {teller.clinician}\n"
        f"diagnoses:\n{codes}domains:\n{domains}risk: none\nsubstance_use: none\n{score}"
        f"written: {moment_text(written)}\n---\n\n"
        f"## Presenting concerns\n\n{sentence(teller.pick(theme.problems))} "
        f"{sentence(teller.pick(theme.told))}\n\n> {teller.quote()}\n\n"
        f"## History\n\n{teller.pick(_HISTORY)} {sentence(teller.say('{event}'))}\n\n"
        f"## Strengths\n\n{strengths(teller)}\n\n"
        "## Risk\n\nAsked directly; no thoughts of suicide, now or before.\n"
    )
    return teller.entry(f"assessments/{opened}.md", text, written)


def strengths(teller: Teller) -> str:
    """Three strengths in one sentence."""
    return sentence("; ".join(teller.say(each) for each in some_in_order(teller.rng, _STRENGTHS, 3)))


def score_text(teller: Teller, turn: int) -> str:
    """The items of the chart's measure at a session: worse at first, better as care goes on."""
    count = 9 if teller.measure == "phq9" else 7
    level = 2.1 - 1.4 * teller.how_far(turn)
    items = [max(0, min(3, round(level + teller.rng.random() - 0.5))) for _ in range(count)]
    if teller.measure == "phq9":
        items[8] = 0  # the item that asks for a talk about risk; no invented chart pretends to one
    return str(items)


def _plan(teller: Teller) -> WrittenFile:
    day, outline = teller.plan_day, teller.outline
    written = datetime.combine(day, time(outline.place.hour, 55))
    kind = "service" if teller.programme == "case-management" else "treatment"
    measured = f"measures:\n  - id: {teller.measure}\n    every: 4 weeks\n" if teller.measure else ""
    text = (
        f"{teller.head('plan', day)}kind: {kind}\nstatus: active\nclinician: {teller.clinician}\n"
        f"supervisor: {teller.supervisor}\nbased_on: [assessments/{outline.opened}]\nduration: 12 months\n"
        f"review_every: 90 days\nfrequency: {outline.rhythm.word}\n"
        f"family: {pick(teller.rng, ('engaged', 'declined', 'not-appropriate'))}\nparticipants: [client]\n"
        f"{measured}{_problems(teller)}{_objectives(teller)}{_interventions(teller)}"
        f"signatures:\n  - by: {teller.clinician}\n    role: clinician\n    at: {moment_text(written)}\n"
        f"  - by: {teller.client}\n    role: client\n    at: {moment_text(written)}\n"
        f"written: {moment_text(written)}\n---\n\n{_plan_body(teller)}"
    )
    return teller.entry(f"plans/{day}.md", text, written)


def _problems(teller: Teller) -> str:
    problems, goals = "problems:\n", "goals:\n"
    for number, theme in enumerate(teller.themes, start=1):
        problems += (
            f"  - id: P{number}\n    text: {teller.pick(theme.problems)}{teller.pick(_WORST)}\n    rank: {number}\n"
            f"    diagnosis: {theme.code}\n    from: assessments/{teller.outline.opened}\n"
        )
        goals += (
            f"  - id: G{number}\n    problem: P{number}\n    text: {teller.pick(theme.goals)}\n    priority: {number}\n"
        )
    return problems + goals


def _objectives(teller: Teller) -> str:
    day = teller.plan_day
    lines = ["objectives:\n"]
    for place, aim in enumerate(teller.aims):
        counted = f"    measure: {aim.measure}\n    baseline: {aim.baseline}\n    target: {aim.target}\n"
        lines.append(
            f"  - id: {aim.id}\n    text: {aim.text}\n"
            + (f"    done_when: {aim.done_when}\n" if aim.done_when else counted)
            + f"    established: {day}\n    target_date: {day + timedelta(days=300 + 20 * place)}\n"
            + "    status: in-progress\n"
        )
    return "".join(lines)


def _interventions(teller: Teller) -> str:
    lines = ["interventions:\n"]
    for number, theme in enumerate(teller.themes, start=1):
        text, technique = pick(teller.rng, theme.methods)
        served = ", ".join(aim.id for aim in teller.aims if aim.id.startswith(f"O{number}."))
        lines.append(
            f"  - id: I{number}\n    for: [{served}]\n    text: {text}\n    method: individual\n"
            f"    technique: {technique}\n    frequency: {teller.outline.rhythm.word}\n"
            f"    by: {teller.clinician}\n"
        )
    return "".join(lines)


def _plan_body(teller: Teller) -> str:
    criteria = " ".join(
        f"{sentence(aim.done_when)}"
        if aim.done_when
        else f"{sentence(aim.measure)[:-1]}: {aim.target} for {pick(teller.rng, _WEEKS)} weeks."
        for aim in teller.aims
    )
    return (
        f"## In the client's words\n\n> {teller.quote()}\n\n## Strengths\n\n{strengths(teller)}\n\n"
        f"## Discharge criteria\n\n{criteria} {sentence(teller.say('{thing} again without being asked'))}\n"
    )
