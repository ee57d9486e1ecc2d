"""BIL: what is charged: by the fee table, the fee agreement, the estimate, and the diagnosis of the plan."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.charge import Charge
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.text.english import lower_first
from caseload_tools.text.nearest import did_you_mean


@rule("BIL006", cites="S1.18", level="warning")
def charge_off_the_fee_table(charge: Charge, practice: Practice) -> Problems:
    """A charge is not what the fee table of that day says.

    Clients are told the fees. A code that is not in the table, or another amount without an adjustment, is a
    fee that nobody was told.

    Bad:
        practice: fees.therapy-50 = {label = "Therapy, 50 minutes", amount = 150}
    Bad:
        practice: fees.therapy-45 = {label = "Therapy, 45 minutes", amount = 140}
    Bad:
        practice: fees.therapy-50 = {label = "Therapy, 50 minutes", amount = 140, from = 2026-02-01}
    Good:
        practice: fees.therapy-50 = {label = "Therapy, 50 minutes", amount = 140}
    """
    if charge.is_void or not practice.fees:
        return
    if charge.code not in practice.fees:
        yield charge.at("code", "this code is not in the fee table", _near(charge.code, practice))
        return
    line = practice.fee(charge.code, charge.date)
    if line is None:
        hint = "add a line for that time under [fees] in caseload.toml"
        yield charge.at("code", "no fee for this code was in force on that day", hint)
        return
    units = charge.units if line.unit_minutes else 1
    if charge.fee is not None and units is not None:
        wanted = line.amount * units
        if round(charge.fee * 100) != round(wanted * 100):
            message = f"the fee is {_say(charge.fee)}, by the fee table of that day it is {_say(float(wanted))}"
            yield charge.at("fee", message, "correct it; a reduction goes under `adjustment`, with its reason")


def _near(code: str, practice: Practice) -> str:
    return did_you_mean(code, practice.fees, "add it under [fees] in caseload.toml")


def _say(amount: float) -> str:
    return f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}"


@rule("BIL007", cites="S1.19", level="warning", limit="fee_review_every", own=True)
def reduced_fee_without_agreement(chart: Chart) -> Problems:
    """A fee is reduced or waived without a day on which that was agreed, or its review is overdue.

    Means change. A reduced fee is an agreement with a date, and is gone through again.

    Bad:
        fee_basis: sliding
    Bad:
        fee_basis: waived
        fee_agreed_on: 2024-11-05
    Good:
        fee_basis: sliding
        fee_agreed_on: 2026-01-05
        fee_review_on: 2026-07-05
    """
    for each in wanted(chart, "fee agreement"):
        yield from each.at("fee_agreed_on", lower_first(each.why), "add `fee_agreed_on:`, once it is")
    for each in wanted(chart, "fee review"):
        key = "fee_review_on" if chart.client and chart.client.fee_review_on else "fee_agreed_on"
        message = f"the review of the reduced fee is {lateness(each.due, chart.today)}"
        yield from each.at(key, message, "go through it with the client, then set `fee_review_on`")


@rule(
    "BIL008",
    cites=("S1.18", "S1.20", "45 CFR 149.610"),
    level="warning",
    limit=("estimate_tolerance", "estimate_required"),
)
def charge_above_estimate(charge: Charge, chart: Chart, policy: Policy) -> Problems:
    """A client who pays is charged more than they were told, or was told nothing.

    Who pays without insurance is told beforehand what it will cost, and can hold the practice to it.

    Bad:
        payer: client
        estimate: 120
    Bad:
        practice: estimate_required = true
        --- charge
        payer: client
    Good:
        payer: client
        estimate: 140
    Good:
        practice: estimate_required = true
    """
    for each in wanted(chart, "estimate"):
        if each.record is charge:
            yield from each.at("estimate", lower_first(each.why), "add `estimate:` with the amount they were told")
    tolerance = policy.count("estimate_tolerance")
    if tolerance is None or charge.is_void or not charge.is_paid_by_client:
        return
    if charge.due is not None and charge.estimate is not None and charge.due - charge.estimate > tolerance:
        message = f"the client pays {_say(charge.due)} and was told {_say(charge.estimate)}"
        yield charge.at("fee", message, "adjust the charge, or agree on it with the client")


@rule("BIL011", cites=("S2.25", "S1.17"), level="warning")
def billed_diagnosis_not_in_the_plan(charge: Charge, chart: Chart) -> Problems:
    """The diagnosis on the claim is not one of the plan that was in force on that day.

    Claim, plan and assessment tell a payer one story; where they differ, the claim is denied or paid back.

    Bad:
        diagnosis: F41.1
    Good:
        diagnosis: F51.01
    """
    plan = chart.sure_plan_on(charge.date)
    if not charge.diagnosis or charge.is_void or plan is None:
        return
    known = {problem.diagnosis for problem in plan.problems if problem.diagnosis}
    if known and charge.diagnosis not in known:
        message = "the plan of that day does not have this diagnosis"
        yield charge.at("diagnosis", message, f"see {plan.link}: correct the claim, or revise the plan")
