"""How far a client has come, in plain words, for the client: what was agreed, how it stands, what the scores did.

It holds no note, no diagnosis, no risk and nothing that is for the team: the words of the plan are those that the
client agreed to. Whoever hands it over reads it first.
"""

from __future__ import annotations

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.plan import Objective
from caseload_tools.dates import count_of, say_day
from caseload_tools.errors import CaseloadError
from caseload_tools.practice.measures import ChangeOfScores
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report

_SAID = {
    "met": "reached",
    "progressing": "on the way",
    "no change": "as before",
    "worse": "harder just now",
    "stopped": "set aside",
}
_ENDED = {"achieved": "reached", "not-achieved": "not reached", "cancelled": "set aside"}
_CHANGE = {
    "better": "better",
    "worse": "harder",
    "same": "much as before",
    "unknown": "no figure says whether that is a change",
}


@report("progress", of_days=True)
def progress(caseload: Caseload, days: Days) -> Report:
    """For one client to take home: what was agreed and how it stands, how often you met, what the scores did."""
    if len(caseload.charts) != 1:
        raise CaseloadError("this report is for one client", "say whose it is: `--client ID`")
    chart = caseload.charts[0]
    plan = chart.plan if chart.plan and may_be_shown(chart.plan, "client") else None
    agreed = tuple(_stands(chart, each) for each in plan.objectives) if plan else ()
    met = [each for each in chart.kept_sessions if each.date in days]
    tables = (
        Table("What we agreed", ("what", "how it stands", "until"), agreed, key="agreed"),
        Table(
            "What the questionnaires say",
            ("questionnaire", "first", "last", "so it is"),
            tuple(_scores(chart, days)),
            key="scores",
        ),
    )
    reached = sum(row[1] == "reached" for row in agreed)
    lead = f"{count_of(len(met), 'session')} from {days}; {reached} of {count_of(len(agreed), 'step')} reached."
    return Report("Progress", lead, only_filled(tables))


def _stands(chart: Chart, objective: Objective) -> tuple[str, str, str]:
    told = [
        session.progress[objective.id]
        for session in chart.kept_sessions
        if session.date <= chart.today and session.progress.get(objective.id, "not worked on") != "not worked on"
    ]
    state = _ENDED.get(objective.status) or (_SAID.get(told[-1], told[-1]) if told else "begun")
    until = say_day(objective.target_date, chart.today) if objective.target_date else ""
    return objective.text, state, until


def _so_it_is(change: ChangeOfScores) -> str:
    """Since the start, and since the best where it is worse than that: what came back is not kept from the client."""
    said = _CHANGE[change.since_start]
    if not change.has_worsened or change.best == change.first:
        return said
    return f"harder again since the best, which was {change.best:g}; since the start {said}"


def _scores(chart: Chart, days: Days) -> list[tuple[str, int | float, int | float, str]]:
    found: list[tuple[str, int | float, int | float, str]] = []
    for measure_id in chart.measured:
        taken = [each for each in chart.scores(measure_id) if each.total is not None and each.date in days]
        if len(taken) > 1 and taken[0].measure.sums:
            change = ChangeOfScores(taken[0].measure, tuple(each.total or 0 for each in taken))
            found.append((taken[0].measure.name, change.first, change.last, _so_it_is(change)))
    return found
