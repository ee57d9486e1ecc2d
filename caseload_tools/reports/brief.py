"""One client on one page of the terminal: what to know before the next session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseload_tools.chart.audience import document_may_be_shown, kept_back_in, shown_chart
from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.clocks.bookings import booked_with_another
from caseload_tools.chart.clocks.tasks import tasks_of
from caseload_tools.chart.disclosing.channels import safe_channels_of, ways_not_understood
from caseload_tools.chart.ledger import DECISION, owed, owed_with, told_decisions
from caseload_tools.chart.not_read import NOT_UNDERSTOOD, NotRead, lost_before, not_read_in
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.risk.risk_view import say_risk
from caseload_tools.chart.signing import standing_of
from caseload_tools.chart.signing.out_of_place import out_of_place
from caseload_tools.chart.signing.standing import changed_in
from caseload_tools.chart.thread import beads_of
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.own_fields import own_facts
from caseload_tools.reports.report import Report, Table, every_date_met, only_filled, report, unread_lead, unread_tables
from caseload_tools.text.english import and_list, lower_first
from caseload_tools.text.front_matter.marks import FrontValue, value_at
from caseload_tools.text.shell import shell_word


@report("brief")
def brief(caseload: Caseload, chart: Chart, beside: Sequence[Chart] = ()) -> Report:
    """Facts, what is wrong or void, what is due, the plan with its thread, measures, consents, referrals, sessions.

    As the team may read it: of what is kept back it says that it is there. `beside` are further charts whose clients
    may be booked at the same time.
    """
    chart = caseload.chart(chart.id) or chart  # without what the practice's own records keep back
    seen = shown_chart(chart)
    facts = Table("Facts", ("fact", "value"), (*_facts(seen), *_kept_back(chart)), key="facts")
    charts = [chart, *(each for each in (*caseload.charts, *beside) if each.id != chart.id)]
    owed = owed_with(chart, booked_with_another(charts).get(chart.id, ()))
    unread = not_read_in(chart)
    tables = (
        *unread_tables(unread),
        facts,
        _wrong(chart),
        _not_understood(seen),
        _lost_before(chart),
        _void(chart),
        _due(chart, owed),
        Table("Not owed any more, by decision", DECISION, told_decisions(chart), key="settled"),
        _plan(seen),
        _measures(seen),
        _tasks(chart, seen),
        _agreements(seen),
        _recent(seen),
    )
    return Report(f"{chart.id}", unread_lead(unread) + _lead(chart, owed, unread), only_filled(tables))


def _lead(chart: Chart, owed: Sequence[Obligation], unread: NotRead) -> str:
    wanted = [each for each in owed if each.is_wanted(chart.today)]
    if not wanted:
        return every_date_met([chart], unread)
    late = sum(each.is_overdue(chart.today) for each in wanted)
    much = f"{count_of(late, 'thing')} overdue" if late else f"{count_of(len(wanted), 'thing')} wanted today, at once"
    return f"{much}. First: {lower_first(wanted[0].what)}, {wanted[0].lateness(chart.today)}."


def _facts(chart: Chart) -> list[tuple[str, str]]:
    client = chart.client
    last, following = chart.last_contact(chart.today), chart.next_session(chart.today)
    return [
        ("status", chart.status or (NOT_UNDERSTOOD if client else "no client.md")),
        ("programme", chart.programme or "none stated"),
        ("clinician", chart.clinician or "none stated"),
        ("opened", say_day(chart.opened, chart.today) if chart.opened else "not known"),
        ("risk", say_risk(chart)),
        *_marks(chart),
        ("last contact", f"{say_day(last.date, chart.today)}, {last.word}" if last else "none recorded"),
        ("next session", say_day(following.date, chart.today) if following else _agreed(chart)),
        *_ways(client),
        *(("household", f"lives with {each}") for each in chart.shared.lives_with(chart.id, chart.today)),
        *_own(chart),
    ]


def _ways(client: Client | None) -> Iterator[tuple[str, str]]:
    """By which ways to reach the client, and by which never."""
    unknown = client is not None and ways_not_understood(client)
    yield (
        "reach by",
        ", then ".join(safe_channels_of(client)) or ("not understood: ask first" if unknown else "not stated"),
    )
    if client is not None and client.do_not_contact:
        yield "never by", " or ".join(client.do_not_contact)


def _marks(chart: Chart) -> Iterator[tuple[str, str]]:
    """The marks of client.md, which every reader must see."""
    if chart.client is not None and chart.client.flags:
        yield "marks", and_list([each.replace("-", " ") for each in chart.client.flags])


def _agreed(chart: Chart) -> str:
    agreed = next((each.due for each in owed(chart, "agreed session") if each.due >= chart.today), None)
    return f"none booked; agreed on for {say_day(agreed, chart.today)}" if agreed else "none booked"


def _kept_back(chart: Chart) -> Iterator[tuple[str, str]]:
    """How many records the team may not read; whoever may opens their files."""
    if held := kept_back_in(chart.shelf):
        yield "kept back", f"{count_of(len(held), 'record')}, to be read in the file"


def _own(chart: Chart) -> Iterator[tuple[str, str]]:
    """What the practice itself writes down about a client, in keys of its own."""
    if chart.client is not None:
        for name, value, _ in own_facts(chart.practice.fields, "client", chart.client.data, chart.today):
            yield lower_first(name), value


def _wrong(chart: Chart) -> Table:
    """What was signed and is not any more what was signed: nobody should go by it."""
    rows = [(each.record.link, each.wrong) for each in changed_in(chart)]
    rows += [(each.link, each.wrong) for each in out_of_place(chart)]
    return Table("Signed, and not as it was", ("record", "what became of it"), tuple(rows), key="changed")


def _not_understood(chart: Chart) -> Table:
    """What a newer version wrote and this one does not know, as it is written: nobody may miss it for that."""
    rows = []
    for each in reversed(chart.records):
        for path in each.not_understood:
            value = value_at(each.data, path)
            if value is not None:
                rows.append((each.link, "/".join(map(str, path)), _as_written(value)))
    for document in filter(document_may_be_shown, chart.shelf.newer):
        said = f"{_as_written(document.data)}\n{document.shown.strip()}"
        link = document.path.removeprefix(f"{chart.folder}/").removesuffix(".md")
        rows.append((link, "all of it", said.strip()))
    title = "Perhaps written by a newer caseload-tools: update to read it"
    return Table(title, ("record", "key", "as written"), tuple(rows), key="not_understood")


def _lost_before(chart: Chart) -> Table:
    """What was not understood in what has ended: it asks for nothing, and is not what the record says either."""
    rows = [(each.path, each.key, f"caseload lint {shell_word(each.path)}") for each in lost_before(chart)]
    title = "Not understood, in what asks for nothing any more"
    return Table(title, ("record", "key", "see"), tuple(rows), key="lost_before")


def _as_written(value: FrontValue) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_as_written(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_as_written, value))
    return "" if value is None else str(value)


def _void(chart: Chart) -> Table:
    """What was declared void, when and by whom: it is there and counts for nothing. Why, the addendum says."""
    rows = []
    for each in chart.voided:
        voided = standing_of(each, chart).voided
        if voided is not None:
            rows.append(
                (each.link, f"declared void {say_day(voided.date, chart.today)} by {voided.author}", voided.link)
            )
    return Table("Void", ("record", "since when", "said in"), tuple(rows), key="void")


def _due(chart: Chart, owed: Sequence[Obligation]) -> Table:
    rows = [
        (each.lateness(chart.today), each.due.isoformat(), each.what, each.why)
        for each in owed
        if each.band(chart.today) != "later"
    ]
    return Table("Due", ("when", "due", "what", "why"), tuple(rows), key="due")


def _plan(chart: Chart) -> Table:
    plan, name = chart.plan, chart.practice.label("plan")
    if plan is None:
        return Table(name, ("id", "text", "state"), (), key="plan")
    rows: list[tuple[str, str, str]] = []
    for goal in plan.goals:
        rows.append((goal.id, goal.text, goal.status))
        for objective in plan.objectives_of(goal):
            target = say_day(objective.target_date, chart.today) if objective.target_date else "no date"
            words = ", ".join(bead.word for bead in beads_of(chart, plan, objective.id)[-4:])
            rows.append((objective.id, objective.text, f"by {target}" + (f"; lately: {words}" if words else "")))
    return Table(f"{name} of {say_day(plan.date, chart.today)}", ("id", "text", "state"), tuple(rows), key="plan")


def _measures(chart: Chart) -> Table:
    rows = []
    for measure_id in chart.measured:
        taken = [each for each in chart.scores(measure_id) if each.total is not None]
        if taken:
            series = ", ".join(str(each.total) for each in taken[-5:])
            rows.append((taken[-1].measure.name, series, say_day(taken[-1].date, chart.today)))
    return Table("Measures", ("measure", "last scores", "taken"), tuple(rows), key="measures")


def _tasks(chart: Chart, seen: Chart) -> Table:
    """What somebody has still to do of this client, wherever it was set; of what is kept back only that it is there."""
    known = {(link, subject): task for link, subject, task in tasks_of(seen)}
    rows = []
    for each in owed(chart, "task"):
        task = known.get((each.record.link if each.record else "", each.subject))
        if task is not None and each.record is not None:
            day = task.due.isoformat() if task.due else "no day"
            rows.append((task.what or "kept back", each.owner, day, each.record.link))
    return Table("Open tasks", ("what", "owner", "by", "record"), tuple(rows), key="tasks")


def _agreements(chart: Chart) -> Table:
    rows: list[tuple[str, str, str]] = []
    for consent in chart.consents_on(chart.today):
        until = f"until {consent.expires}" if consent.expires else "no end stated"
        rows.append((f"consent: {consent.kind}", consent.to or "", until))
    unclear = (each for each in chart.consents if not each.is_understood)
    rows += [(f"consent: {each.kind or NOT_UNDERSTOOD}", each.to, f"{NOT_UNDERSTOOD}, see lint") for each in unclear]
    rows += [(f"referral: {referral.kind}", referral.to, referral.status) for referral in chart.referrals]
    return Table("Consents and referrals", ("what", "to", "state"), tuple(rows), key="agreements")


def _recent(chart: Chart) -> Table:
    past = [each for each in chart.sessions if each.date <= chart.today][-5:]
    rows = tuple(
        (each.date.isoformat(), each.service, each.attendance, each.homework, each.link) for each in reversed(past)
    )
    return Table("Last sessions", ("date", "service", "attendance", "homework", "record"), rows, key="sessions")
