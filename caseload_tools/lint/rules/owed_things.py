"""FUP and LNK: what the ledger says of a chart as a whole: what was owed before, and decisions about nothing."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.decisions import doubt_of
from caseload_tools.chart.ledger import idle_dispositions, ledger_of, owed, wanted
from caseload_tools.chart.records import Problems, Record
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import RULES, rule
from caseload_tools.text.english import lower_first
from caseload_tools.values import replace


@rule("FUP018", cites=("S1.3", "S0.8"))
def chart_not_adopted(chart: Chart) -> Problems:
    """The chart was brought along with things that were owed before the practice began to keep its records here.

    What was past on that day (`adopted` in caseload.toml) is told in one line for each chart, not one by one: look
    through it once, and do it or write what became of it. The line is as grave as the gravest of it: an error where
    danger that nobody answered is among it. Whoever moves `adopted` later puts nothing into that line which was owed,
    and committed here, before: that stays a finding of its own.

    Bad:
        practice: adopted = 2026-02-20
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        today: 2026-02-21
    Bad:
        practice: adopted = 2026-02-20
        --- session 2026-01-19
        phq9: [1, 1, 1, 1, 1, 1, 1, 1, 1]
        risk:
        today: 2026-02-21
    Good:
        practice: adopted = 2026-02-20
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        outreach:
          - {at: 2026-01-19 16:00, channel: phone, result: no answer}
        --- session 2026-02-19
        today: 2026-02-21
    """
    for each in owed(chart, "adoption"):
        many, _, kinds = each.why.rpartition(": ")
        hint = f"{kinds}: do it, or add `dispositions:` to a note, contact, review or discharge, with what became of it"
        for problem in chart.at(f"adopt this chart: {lower_first(many)}", hint):
            yield problem if _is_grave(chart) else replace(problem, most="warning")


def _is_grave(chart: Chart) -> bool:
    """Some of what was owed before would be an error by itself."""
    return any(RULES[each.rule].level == "error" for each in ledger_of(chart).earlier if each.rule in RULES)


@rule("LNK020", cites=("S0.23", "S2.44"), level="warning")
def disposition_of_nothing(chart: Chart) -> Problems:
    """A disposition names nothing that was owed, or nobody who may decide; what it was meant for goes on being owed.

    `duty` is the name that `caseload due --format json` gives it, `of` the record it comes from, `part` the place there.
    What is about a client's safety is decided by who treats or supervises. `died` holds once the chart says so, and
    `entered-in-error` once the record was declared void.

    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        dispositions:
          - {duty: outreach, how: declined, reason: she had said that she would not come, by: no.body}
    Bad:
        practice: staff."ann.poe" = {name = "Ann Poe", roles = ["administration"]}
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        dispositions:
          - {duty: outreach, how: declined, reason: she had said that she would not come, by: ann.poe}
    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        dispositions:
          - {duty: outreach, how: died, reason: her brother rang}
    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        dispositions:
          - {duty: outreach, how: entered-in-error, reason: she had been there}
    Bad:
        --- session 2026-01-19
        dispositions:
          - {duty: outreach, how: declined, reason: she had said that she would not come}
    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        outreach:
          - {at: 2026-01-19 11:00, channel: phone, result: no answer}
        dispositions:
          - {duty: outreach, of: sessions/2026-01-12, how: declined, reason: she had said that she would not come}
    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        outreach:
          - {at: 2026-01-19 11:00, channel: phone, result: no answer}
        dispositions:
          - {duty: outreach, part: O1.1, how: declined, reason: she had said that she would not come}
    Good:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        dispositions:
          - {duty: outreach, of: sessions/2026-01-19, how: declined, reason: she had said that she would not come}
    """
    for each in idle_dispositions(chart):
        doubt = doubt_of(each, chart)
        if doubt is not None:
            yield each.at(*doubt)
            continue
        about = chart.find(each.of) if each.of else None
        if isinstance(about, Record) and about.date > each.day:
            hint = "say it in a contact or a review of that day or later, or give the day of the decision under `on`"
            yield each.at("of", "this was decided before the day of the record that it names", hint)
            continue
        hint = "write `duty`, `of` and `part` as `caseload due --format json` names them; or take the disposition away"
        yield each.at("duty", "nothing of this name was owed on that day", hint)


@rule("FUP019", cites="S0.23", level="warning")
def discharged_and_left_open(chart: Chart) -> Problems:
    """The discharge was written, and the chart was left open.

    What care asks for ends with the discharge; the list of clients, the load of a clinician and the site go by the
    status.

    Bad:
        --- discharge 2026-06-30
        today: 2026-07-01
    Bad:
        --- discharge 2026-06-30
        kind: transfer
        today: 2026-07-01
    Good:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        today: 2026-07-01
    Good:
        --- discharge 2026-01-20
        last_session: 2026-01-19
        --- session 2026-01-26
        today: 2026-01-27
    """
    for each in wanted(chart, "closing"):
        hint = "write `status: discharged` and `closed:` in client.md"
        yield from chart.at(lower_first(each.why), hint, "status")


@rule("FUP020", cites=("S3.8", "S3.24"), level="warning")
def agreed_check_in_missed(chart: Chart) -> Problems:
    """The discharge agreed on check-ins, and the client has not been asked for longer than that.

    Each one is a contact that reached the client. They end on the day under `check_ins_until`, or when somebody writes
    down what became of them.

    Bad:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        today: 2026-08-15
    Bad:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        --- contact 2026-07-29
        outcome: no answer
        today: 2026-08-15
    Good:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        --- contact 2026-07-29
        today: 2026-08-15
    Good:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        check_ins_until: 2026-07-15
        today: 2026-08-15
    """
    for each in wanted(chart, "check-in"):
        hint = "ask, and write the contact; or set `check_ins_until`, or add a disposition with the reason"
        message = f"the check-in that was agreed on is {lateness(each.due, chart.today)}"
        yield from each.at("check_ins", message, hint)
