"""FUP: referrals and the agencies behind them, until the client has arrived and the service fits."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.referral import FAILED, Referral
from caseload_tools.chart.records.review import Review
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy


@rule("FUP008", cites=("S0.25", "S2.51", "S3.14"), level="warning", limit="referral_open_limit", own=True)
def referral_loop_open(referral: Referral, chart: Chart, policy: Policy, today: date) -> Problems:
    """A referral has been open for too long, was due to be checked, or failed without another in its place.

    A referral counts when the client arrives. If the agency says no, another one is asked, or the record says why not.

    Bad:
        status: waiting
        check_by: 2026-01-20
        --- agency riverside
        today: 2026-02-10
    Bad:
        status: declined
        --- agency riverside
    Good:
        status: attending
        --- agency riverside
    Good:
        status: waiting
        check_by: 2026-04-10
        --- agency riverside
        today: 2026-04-03
    """
    if not chart.is_open:
        return
    limit, due = policy.interval("referral_open_limit"), referral.check_by
    if limit is not None and referral.status in FAILED and not referral.replaced_by and not referral.reason:
        hint = "add `replaced_by:` with the new referral, or `reason:`"
        yield referral.at("status", f"the referral was {_no(referral)}, and nothing has taken its place", hint)
    if not referral.is_open:
        return
    if due is not None and due >= today:
        return  # a waiting list has its own time, and somebody has set a day to ask again
    asked = [each.date for each in chart.contacts if each.referral == referral.link]
    if due is not None and max([referral.date, *asked]) < due:
        message = f"this referral was to be checked, {lateness(due, today)}"
        yield referral.at("check_by", message, "ask the agency, then write what they said and the next `check_by`")
    elif limit is not None and limit.after(referral.date) < today:
        message = f"this referral has been open since {referral.date}"
        yield referral.at("status", message, f"the limit is {limit}; ask the agency, or refer elsewhere")


def _no(referral: Referral) -> str:
    return "declined" if referral.status == "declined" else "a failure"


@rule("FUP009", cites=("S2.47", "S2.11"), level="warning", limit="service_monitor_every")
def referred_service_not_monitored(referral: Referral, chart: Chart, policy: Policy, today: date) -> Problems:
    """The client attends a service elsewhere, and nobody has asked how it goes.

    Monitoring has two sides: does the client go, and is the service the best fit.

    Bad:
        status: attending
        fit: unknown
        --- agency riverside
        today: 2026-08-01
    Good:
        status: attending
        fit: good
        --- agency riverside
        today: 2026-02-01
    """
    limit = policy.interval("service_monitor_every")
    if referral.status != "attending" or limit is None or not chart.is_open or not chart.all_read("contact"):
        return
    asked = [
        each.date
        for each in chart.contacts
        if each.referral == referral.link or (each.purpose == "monitoring" and each.with_ in (referral.to, "client"))
    ]
    reviewed = [each.date for each in chart.reviews]
    since = max([referral.outcome_on or referral.date, *asked, *reviewed])
    if limit.after(since) < today:
        message = f"nobody has asked about this service since {since}"
        yield referral.at("status", message, "ask, record the contact with `referral:`, and set `fit`")


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
