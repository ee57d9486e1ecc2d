"""FUP: referrals and the agencies behind them, until the client has arrived and the service fits."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.review import Review
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.text.english import lower_first


@rule(
    "FUP008",
    cites=("S0.25", "S2.51", "S3.14"),
    level="warning",
    limit=("referral_open_limit", "referral_check_every"),
    own=True,
)
def referral_loop_open(chart: Chart) -> Problems:
    """A referral has been open for too long, was due to be checked, or failed without another in its place.

    A referral counts when the client arrives. If the agency says no, another one is asked, or the record says why not.
    That the chart was closed ends none of it.

    Bad:
        --- referral 2026-01-12
        status: waiting
        check_by: 2026-01-20
        --- agency riverside
        today: 2026-02-10
    Bad:
        --- referral 2026-01-12
        status: sent
        --- agency riverside
        today: 2026-06-10
    Bad:
        --- referral 2026-01-12
        status: declined
        --- agency riverside
    Bad:
        --- referral 2026-01-12
        status: failed
        --- agency riverside
    Good:
        --- referral 2026-01-12
        status: attending
        --- agency riverside
    Good:
        --- referral 2026-01-12
        status: waiting
        check_by: 2026-04-10
        --- agency riverside
        today: 2026-04-03
    """
    for each in wanted(chart, "failed referral"):
        hint = "add `replaced_by:` with the new referral, or `reason:`"
        yield from each.at("status", f"the referral: {lower_first(each.why)}", hint)
    told = set()
    for each in wanted(chart, "referral"):
        told.add(each.record)
        message = f"this referral was to be checked, {lateness(each.due, chart.today)}"
        yield from each.at("check_by", message, "ask the agency, then write what they said and the next `check_by`")
    for each in wanted(chart, "referral outcome"):
        if each.record not in told and each.record is not None:
            message = f"this referral has been open since {each.record.date}"
            yield from each.at("status", message, f"{lower_first(each.why)}; ask the agency, or refer elsewhere")


@rule("FUP009", cites=("S2.47", "S2.11"), level="warning", limit="service_monitor_every")
def referred_service_not_monitored(chart: Chart) -> Problems:
    """The client attends a service elsewhere, and nobody has asked how it goes.

    Monitoring has two sides: does the client go, and is the service the best fit. Only a contact that names the
    referral, or is with its agency, is one about it.

    Bad:
        --- referral 2026-01-12
        status: attending
        fit: unknown
        --- agency riverside
        today: 2026-08-01
    Bad:
        --- referral 2026-01-12
        status: attending
        fit: unknown
        --- agency riverside
        --- contact 2026-03-20
        purpose: monitoring
        practice: service_monitor_every = "30 days"
        today: 2026-04-01
    Good:
        --- referral 2026-01-12
        status: attending
        fit: good
        --- agency riverside
        today: 2026-02-01
    Good:
        --- referral 2026-01-12
        status: attending
        fit: good
        --- agency riverside
        --- contact 2026-03-20
        purpose: monitoring
        referral: referrals/2026-01-12
        practice: service_monitor_every = "30 days"
        today: 2026-04-01
    """
    for each in wanted(chart, "service monitoring"):
        message = f"nobody has asked about this service since {each.opened}"
        yield from each.at("status", message, "ask, record the contact with `referral:`, and set `fit`")


@rule("FUP011", cites=("S2.50", "S2.51"), level="warning")
def barrier_without_action(review: Review) -> Problems:
    """A review names what stands in the way, and not what is done about it.

    Unwilling or unable: either way somebody looks into it.

    Bad:
        barrier: {party: agency, kind: unable}
    Good:
        barrier: {party: agency, kind: unable, action: ask the second agency on the list}
    """
    if review.barrier is not None and review.barrier.sound and not review.barrier.action:
        yield review.barrier.at("action", "the barrier is named, but not what is done about it", "add `action:`")
