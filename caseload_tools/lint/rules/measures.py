"""MEA: outcome measures, filled in rightly, taken when due, and answered when they get worse."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.ledger import owed
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.measure import MeasureRecord
from caseload_tools.chart.score_changes import change_of_scores, complete_scores
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy
from caseload_tools.practice.measures import MEASURES, Number, measures_of_practice


@rule("MEA001", cites="S0.14", level="warning", limit="measure_every", own=True)
def measure_overdue(chart: Chart) -> Problems:
    """A measure that the plan relies on has not been taken when it was due.

    An objective measured by a score stands still without a new score.

    Bad:
        --- plan
        measures:
          - {id: gad7, every: 4 weeks}
        today: 2026-03-15
    Good:
        --- plan
        measures:
          - {id: gad7, every: 4 weeks}
        --- measure 2026-02-25
        today: 2026-03-15
    """
    for each in owed(chart, "measure"):
        if each.is_overdue(chart.today):
            name = measures_of_practice(chart.practice.measures)[each.subject].name
            message = f"the {name} is {lateness(each.due, chart.today)}"
            yield from each.at("measures", message, "take it in the next session")


@rule("MEA002", cites="S0.14")
def measure_wrongly_filled_in(chart: Chart) -> Problems:
    """A score is outside the measure's range, or the list has too many or too few items.

    A wrong number looks like a change that never was.

    Bad:
        --- measure 2026-01-26
        gad7: [1, 1, 0, 1, 1, 0, 4]
    Bad:
        --- measure 2026-01-26
        gad7: 28
    Good:
        --- measure 2026-01-26
        gad7: [1, 1, 0, 1, 1, 0, 1]
    """
    for measure_id in chart.measured:
        for taken in chart.scores(measure_id):
            for fault in taken.score.faults:
                yield taken.record.at(taken.key, fault.message, fault.hint)


@rule("MEA003", cites="S0.14", level="warning")
def measure_incomplete(record: MeasureRecord, chart: Chart) -> Problems:
    """A measure taken on its own is incomplete, and nothing says why.

    An incomplete sheet has no total. `missing_reason` says what happened, so that the gap is not a riddle.

    Bad:
        gad7: [1, 1, null, 1, 1, 0, 1]
    Good:
        gad7: [1, 1, null, 1, 1, 0, 1]
        missing_reason: stopped after a telephone call came in
    """
    if record.missing_reason or record.source:
        return
    for taken in (each for key in record.scores for each in chart.scores(key) if each.record is record):
        if taken.score.missing and not taken.score.faults:
            hint = "complete it, or say why under `missing_reason`"
            yield record.at(taken.key, f"the {taken.measure.name} is incomplete, so it has no total", hint)


def _with_total(chart: Chart, measure_id: str) -> list[tuple[TakenScore, Number]]:
    return [(each, each.total) for each in complete_scores(chart, measure_id) if each.total is not None]


@rule("MEA006", cites=("S2.45", "S3.21", "S3.22"), level="warning", limit="deterioration_review_within")
def worsening_unanswered(chart: Chart) -> Problems:
    """A score got reliably worse, and no review or plan has answered it.

    Worse by more than chance is early news: look at the plan before it becomes a crisis. A score is compared with the
    best of the series as well, so that a relapse after months of progress is none of "better than at the start".

    Bad:
        --- measure 2026-01-26
        gad7: 5
        --- measure 2026-02-23
        gad7: 14
        today: 2026-04-01
    Good:
        --- measure 2026-01-26
        gad7: 5
        --- measure 2026-02-23
        gad7: 14
        --- review 2026-03-02
        today: 2026-04-01
    """
    for each in owed(chart, "worsening"):
        if each.is_overdue(chart.today):
            name = measures_of_practice(chart.practice.measures)[each.subject].name
            message = f"the {name} got reliably worse, and no review has followed"
            yield from each.at(each.subject, message, f"begin one with `caseload new review {chart.typed}`")


@rule("MEA009", cites="S0.14", rests_on=tuple(MEASURES))
def measure_record_without_a_measure(record: MeasureRecord) -> Problems:
    """A record of measures holds none.

    The sheet was handed out, and nobody can see what came back.

    Bad:
        gad7:
    Good:
        gad7: [1, 1, 0, 1, 1, 0, 1]
    """
    if not record.scores:
        hint = "add the key of a measure with its items or total; `caseload measures` lists the keys"
        yield record.at("type", "this record holds no measure", hint)


@rule("MEA004", cites="S0.14", level="warning")
def measure_changed_midway(record: MeasureRecord, chart: Chart) -> Problems:
    """The version, the language or the way of asking changed within a series.

    Two numbers from two different questionnaires make no line.

    Bad:
        administered: proxy
        --- measure 2026-02-23
    Good:
        administered: self
        --- measure 2026-02-23
    """
    earlier = [each for each in chart.measures if each.date < record.date and each.scores.keys() & record.scores.keys()]
    if not earlier:
        return
    for key in ("version", "language", "administered"):
        before, now = getattr(earlier[-1], key), getattr(record, key)
        if before and now and before != now:
            hint = "say so in the note, and read the change of score with care"
            yield record.at(key, f"`{key}` is not the same as in {earlier[-1].link}", hint)


@rule("MEA005", cites="S4.14", level="advice", limit="no_change_after")
def no_change_for_long(chart: Chart, policy: Policy) -> Problems:
    """A score has not reliably changed for a long time, and the plan goes on as before.

    No change is news as well: the review says what is to be tried instead.

    Bad:
        --- measure 2026-01-26
        gad7: 14
        --- measure 2026-03-02
        gad7: 13
        --- measure 2026-05-18
        gad7: 14
    Good:
        --- measure 2026-01-26
        gad7: 14
        --- review 2026-04-06
        --- measure 2026-05-18
        gad7: 7
    """
    limit, chart = policy.interval("no_change_after"), chart.current_episode
    if limit is None or not chart.is_open:
        return
    for measure_id in chart.measured:
        scored, change = _with_total(chart, measure_id), change_of_scores(chart, measure_id)
        if len(scored) < 3 or change is None:
            continue
        (first, _), (last, total) = scored[0], scored[-1]
        high = last.measure.beyond_cutoff(total)
        same = change.since_start == "same" and not change.has_worsened
        answered = any(each.date >= last.date for each in (*chart.reviews, *chart.plans))
        if high and same and limit.after(first.date) < last.date and not answered:
            message = f"the {last.measure.name} has not reliably changed since {first.date}"
            yield last.record.at(last.key, message, "say in a review what is to be tried instead")


@rule("MEA007", cites="standards: licences of outcome measures", level="warning")
def measure_without_licence(chart: Chart) -> Problems:
    """A measure is used that needs a licence, and the practice has not said that it holds one.

    Some questionnaires belong to somebody. `[measures.ors] licence_held = true` in caseload.toml says that it is paid for.

    Bad:
        --- measure 2026-01-26
        gad7:
        ors: 24
    Good:
        --- measure 2026-01-26
        gad7: 7
    """
    for measure_id in chart.measured:
        taken = chart.scores(measure_id)[0]
        if taken.measure.needs_licence and not taken.measure.licence_held:
            hint = f"write `licence_held = true` under [measures.{measure_id}] in caseload.toml, or use a free measure"
            yield taken.record.at(taken.key, f"the {taken.measure.name} needs a licence", hint)


@rule("MEA008", cites="standards: AUDIT-C cut-offs by sex", level="advice")
def cutoff_needs_sex(chart: Chart) -> Problems:
    """A measure's cut-off differs between men and women, and client.md does not say.

    Until it does, the more careful of the two is used.

    Bad:
        --- measure 2026-01-26
        gad7:
        audit-c: 3
    Good:
        --- client
        sex: female
        --- measure 2026-01-26
        gad7:
        audit-c: 3
    """
    if chart.client is None or chart.client.sex:
        return
    for measure_id in chart.measured:
        taken = chart.scores(measure_id)[-1]
        if taken.measure.needs_sex:
            yield taken.record.at(
                taken.key, f"the cut-off of the {taken.measure.name} differs by sex", "add `sex:` to client.md"
            )
