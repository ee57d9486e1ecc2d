"""A charge begun for the last service that has none, with the code, units and fee that the fee table gives it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Day

from caseload_tools.chart.charging import uncharged
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.charge import Charge
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.time_spent import minutes_of
from caseload_tools.desk.drafts.draft import Draft, Wish, client_draft, draft, free_link
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Fee, Practice

Service = Session | Contact


@draft("charge")
def charge(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """The charge for a session or contact: the one named with `--to`, else the last kept session without one."""
    service = _named(chart, wish.to) if wish.to else _uncharged(chart, wish.date)
    last = chart.charges[-1] if chart.charges else None
    day = service.date if service is not None else wish.date
    minutes = minutes_of(service, chart) if service is not None else None
    fee = _fee(practice, service, last, minutes, day)
    made = client_draft("charge", chart, replace(wish, date=day))
    made.key("session", service.link if service else None, "what it is for, such as sessions/2026-11-03")
    made.key("code", _plain(fee.code) if fee else None, "a code of the fee table")
    units = fee.units_for(minutes) if fee is not None and minutes is not None else None
    if fee is not None and fee.unit_minutes:
        made.key("units", units[1] if units else None, f"how many units of {fee.unit_minutes} minutes")
    made.known("minutes", minutes)
    amount = fee.amount * (units[1] if units else 1) if fee is not None else None
    made.key("fee", None if amount is None else float(amount) if amount % 1 else int(amount))
    made.key("payer", last.payer if last else None, "client, or the name of the insurance or funder")
    made.known("diagnosis", _diagnosis(chart, last, day))
    made.key("status", "draft")
    carried = (f"payer from {last.link}",) if last is not None else ()
    return Draft(free_link(chart, "charge", replace(wish, date=day)), made.text, carried)


def _plain(code: str) -> str | int:
    """A code of digits stands in the file as a number, so that nobody has to type quotes."""
    return int(code) if code.isascii() and code.isdigit() and not code.startswith("0") else code


def _diagnosis(chart: Chart, last: Charge | None, day: Day) -> str:
    """The one charged last if the plan of that day has it, else the plan's first."""
    plan = chart.plan_on(day)
    known = [problem.diagnosis for problem in plan.problems if problem.diagnosis] if plan else []
    if last is not None and (last.diagnosis in known or not known):
        return last.diagnosis
    return known[0] if known else ""


def _named(chart: Chart, link: str) -> Service:
    found = chart.find(link)
    if isinstance(found, Session | Contact):
        return found
    raise CaseloadError("this chart has no such session or contact", "name it as in `--to sessions/2026-11-03`")


def _uncharged(chart: Chart, day: Day) -> Service | None:
    """The last session without a charge; none in a chart without sessions, where a draft may come first."""
    found = next((each for each in reversed([*uncharged(chart)]) if each.date <= day), None)
    if found is None and any(each.date <= day for each in chart.kept_sessions):
        raise CaseloadError("each session is charged, or says why not", "name another service with `--to`")
    return found


def _fee(practice: Practice, service: Service | None, last: Charge | None, minutes: int | None, day: Day) -> Fee | None:
    """The line to charge: of the session's own code, the last charge's, or the only one that fits the minutes."""
    for code in (service.code if isinstance(service, Session) else "", last.code if last else ""):
        line = practice.fee(code, day) if code else None
        if line is not None and (minutes is None or line.allows_minutes(minutes)) and not line.missed:
            return line
    if minutes is None:
        return None
    lines = [line for code in practice.fees if (line := practice.fee(code, day)) and line.say_minutes()]
    fitting = [line for line in lines if line.allows_minutes(minutes) and not line.missed and not line.add_on]
    return fitting[0] if len(fitting) == 1 else None
