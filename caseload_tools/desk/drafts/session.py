"""A session note begun from the plan in force and the last note."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import FORMATS, Session
from caseload_tools.dates import count_of, say_day
from caseload_tools.desk.drafts.draft import Draft, DraftLines, Wish, client_draft, draft, free_link
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice

# What a booking consists of. A planned session with more than this has been written in, and is left alone.
_BOOKING = {"type", "client", "date", "time", "clinician", "service", "setting", "attendance", "format"}
_ALSO_BOOKED = ("group", "programme", "code", "interpreter")
# What is asked for when the client was not seen.
_UNSEEN = {
    "cancelled": ("cancelled_by", "client, clinician or practice"),
    "late-cancelled": ("cancelled_by", "client, clinician or practice"),
    "rescheduled": ("rescheduled_to", "the session in its place, such as sessions/2026-12-01"),
}


@draft("session")
def session(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """Clinician, format and setting of the last session, open objectives, last homework; a booking is continued."""
    booked = _booked(chart, wish)
    last = next((each for each in reversed(chart.episode_of(wish.date).kept_sessions) if each.date <= wish.date), None)
    like = booked or last
    attendance = wish.attendance or "attended"
    setting = wish.setting or (like.setting if like else "office")
    made = client_draft("session", chart, wish)
    made.key("time", wish.time or (booked.data.get("time") if booked else ""), "from and to, such as 14:00-14:50")
    made.key("clinician", wish.staff or (booked.clinician if booked else "") or chart.clinician)
    made.key("service", wish.service or (like.service if like else "individual"))
    made.key("setting", setting).key("attendance", attendance)
    for key in _ALSO_BOOKED:
        made.known(key, booked.data.get(key) if booked else None)
    link = booked.link if booked else free_link(chart, "session", wish, "crisis" if wish.service == "crisis" else "")
    carried: list[str] = []
    if attendance == "no-show":
        made.line("outreach:").line("  - at:  # each attempt, such as 2026-11-24 15:10")
        made.line("    channel:  # phone, sms, email, mail, portal, in-person, video or fax")
        made.line("    result:  # such as left a message")
    elif attendance in _UNSEEN:
        key, hint = _UNSEEN[attendance]
        made.key(key, None, hint)
    if attendance in ("attended", "late"):
        carried += _note(made, chart, wish, last, setting)
        if last is not None and booked is None:
            carried.insert(0, f"clinician, service and setting of {last.link}")
    return Draft(link, made.text, tuple(carried), continues=booked is not None)


def _booked(chart: Chart, wish: Wish) -> Session | None:
    """The planned session of this day, or the one at the time asked for, when nobody has written in it yet."""
    if wish.attendance == "scheduled":
        return None
    planned = [each for each in chart.sessions if each.is_planned and each.date == wish.date]
    found = next((each for each in planned if not wish.time or each.data.get("time") == wish.time), None)
    if found is not None and (found.prose.strip() or found.data.keys() - _BOOKING - {*_ALSO_BOOKED}):
        raise CaseloadError(
            f"{found.link} is planned for this day, and somebody has written in it",
            "open it and change `attendance`; for another session of the day, give its `--time`",
        )
    return found


def _note(made: DraftLines, chart: Chart, wish: Wish, last: Session | None, setting: str) -> list[str]:
    """The keys and sections of a session that took place; says what was carried."""
    carried: list[str] = []
    format_ = wish.format or (last.format if last and last.format else "SOAP")
    made.key("format", format_)
    if is_at_a_distance(setting):
        made.key("location", None, "where the client is").key("emergency_contact_checked", None, "true, once checked")
        consent = next((each for each in chart.consents_on(wish.date) if each.kind == "telehealth"), None)
        made.known("telehealth_consent", consent.link if consent else "")
    if last is not None:
        made.key("reviewed", None, f"[{last.link}], once you have read it")
    if last is not None and last.homework:
        made.comment(f"homework of {say_day(last.date, wish.date)}: {last.homework}")
        carried.append(f"the homework of {last.link}")
    carried += _thread(made, chart, wish)
    made.key("risk", None, "none, low, moderate, high or not-asked; ask, then write")
    made.key("homework", None).key("next", None, "the date, or none or declined")
    made.sections(FORMATS[format_] or ("Note",))
    return carried


def is_at_a_distance(setting: str) -> bool:
    """Seen at a distance: then the place of the client matters."""
    return setting in ("video", "phone")


def _thread(made: DraftLines, chart: Chart, wish: Wish) -> list[str]:
    plan = chart.plan_on(wish.date)
    if plan is None:
        made.comment("there is no plan in force on this day: say why under off_plan_reason")
        made.key("off_plan_reason", None)
        return []
    open_ones = [each for each in plan.objectives if each.is_open]
    made.comment("after each objective: met, progressing, no change, worse, stopped or not worked on")
    made.line("progress:")
    for objective in open_ones:
        made.line(f"  {objective.id}:  # {' '.join(objective.text.split())}")
    used = ", ".join(f"{each.id} {' '.join(each.text.split())}" for each in plan.interventions)
    made.key("interventions", None, f"such as [I1]; the plan has {used}" if used else "")
    return [f"{count_of(len(open_ones), 'open objective')} of {plan.link}"]
