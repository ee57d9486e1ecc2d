"""Clocks of referrals: the loop is closed only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock
from caseload_tools.chart.records.referral import FAILED, Referral
from caseload_tools.chart.replacing import stands_instead
from caseload_tools.dates import Interval, say_day


def _asked(chart: Chart, referral: Referral) -> list[Day]:
    """The days by today on which somebody spoke of a referral: a contact that names it."""
    about = (each for each in chart.contacts if each.referral == referral.link and each.reached)
    return [each.date for each in about if each.date <= chart.today]


def _monitored(chart: Chart, referral: Referral) -> list[Day]:
    """The same, and the days on which the agency itself was asked how it goes."""
    with_agency = (each for each in chart.contacts if each.purpose == "monitoring" and each.with_ == referral.to)
    return [*_asked(chart, referral), *(each.date for each in with_agency if each.date <= chart.today)]


def _asked_again(every: object, turn: timedelta) -> Recurrence:
    """By the policy's rhythm; where only a day was set, the next turn is as long as this one was."""
    return Recurrence(((every if isinstance(every, Interval) else Interval(max(1, turn.days), "days"),),))


def _called(chart: Chart, referral: Referral) -> str:
    recipient = chart.find(referral.to)
    return getattr(recipient, "name", "") or f"the {referral.kind.replace('-', ' ')} service"


@clock(
    "referral",
    weight="timeliness",
    ended_by="its outcome, or a contact that names it on that day or later",
    whole=True,
    recurs=True,
    ends_for_good=("declined", "handed-over", "done-elsewhere"),
)
def referral_check(chart: Chart) -> Iterator[Obligation]:
    """Open referrals, by their own `check_by`, else by the policy's rhythm since the last news."""
    if not chart.all_read("contact"):
        return
    for referral in chart.referrals:
        if not referral.is_open:
            continue
        limit = chart.policy_for(referral)["referral_check_every"]
        since = max([referral.date, *_asked(chart, referral)])
        day = referral.check_by
        if day is not None and since < day:
            due, why = day, f"Asked {say_day(referral.date, chart.today)}; to be checked by this day"
        elif isinstance(limit.value, Interval):
            due = limit.value.after(since, chart.practice.holidays)
            why = f"Last news {say_day(since, chart.today)}; asked about {limit.value.each}"
        else:
            continue
        yield chart_obligation(
            chart,
            "referral",
            f"Check the referral to {_called(chart, referral)}",
            why,
            due,
            "FUP008",
            cite=limit.cite,
            record=referral,
            clinician=referral.clinician,
            again=_asked_again(limit.value, due - since),
        )


@clock("referral outcome", weight="timeliness", ended_by="its outcome", whole=True)
def referral_outcome(chart: Chart) -> Iterator[Obligation]:
    """A referral has an outcome within the policy's limit, or a day on which somebody asks again."""
    for referral in chart.referrals:
        limit = chart.policy_for(referral)["referral_open_limit"]
        if not referral.is_open or not isinstance(limit.value, Interval):
            continue
        due = limit.value.after(referral.date, chart.practice.holidays)
        if referral.check_by is not None and referral.check_by >= min(due, chart.today):
            continue  # a waiting list has its own time
        why = f"Open since {say_day(referral.date, chart.today)}; at most {limit.value}"
        what = f"Find out what became of the referral to {_called(chart, referral)}"
        yield chart_obligation(
            chart,
            "referral outcome",
            what,
            why,
            due,
            "FUP008",
            cite=limit.cite,
            record=referral,
            clinician=referral.clinician,
        )


def _is_replaced(chart: Chart, referral: Referral) -> bool:
    """Another referral stands in its place: one that was entered in error, or is not there, is none."""
    return stands_instead(chart, referral, referral.replaced_by) is not None


@clock("failed referral", weight="timeliness", ended_by="`replaced_by`, or `reason`", at_once=True, whole=True)
def failed_referral(chart: Chart) -> Iterator[Obligation]:
    """What was declined or failed is asked for elsewhere, or the record says why not."""
    for referral in chart.referrals:
        limit = chart.policy_for(referral)["referral_open_limit"]
        if referral.status not in FAILED or _is_replaced(chart, referral) or referral.reason or limit.off:
            continue
        due = referral.outcome_on or referral.date
        why = f"It was {'declined' if referral.status == 'declined' else 'a failure'}, and nothing has taken its place"
        what = f"Ask elsewhere than at {_called(chart, referral)}, or say why not"
        yield chart_obligation(
            chart,
            "failed referral",
            what,
            why,
            due,
            "FUP008",
            cite=limit.cite,
            record=referral,
            clinician=referral.clinician,
        )


@clock(
    "service monitoring",
    weight="thread",
    ended_by="a contact that names the referral or its agency",
    ends_with_care=True,
    recurs=True,
)
def service_monitoring(chart: Chart) -> Iterator[Obligation]:
    """A service that the client attends elsewhere is asked about; only a contact about it counts."""
    if not chart.all_read("contact"):
        return
    for referral in chart.referrals:
        limit = chart.policy_for(referral)["service_monitor_every"]
        if referral.status != "attending" or not isinstance(limit.value, Interval):
            continue
        since = max([referral.outcome_on or referral.date, *_monitored(chart, referral)])
        why = f"Nobody has asked about it since {say_day(since, chart.today)}; asked about {limit.value.each}"
        yield chart_obligation(
            chart,
            "service monitoring",
            f"Ask how it goes at {_called(chart, referral)}",
            why,
            limit.value.after(since, chart.practice.holidays),
            "FUP009",
            cite=limit.cite,
            record=referral,
            clinician=referral.clinician,
            opened=since,
            again=Recurrence(((limit.value,),)),
        )
