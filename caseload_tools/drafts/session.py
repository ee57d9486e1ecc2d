"""A session note begun from the plan in force and the last note."""

from __future__ import annotations

from caseload_tools.chart import Chart
from caseload_tools.dates import count_of, say_day
from caseload_tools.drafts.draft import Draft, Page, Wish, draft, free_link, page
from caseload_tools.practice import Practice
from caseload_tools.records.session import FORMATS


@draft("session")
def session(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """Clinician, format and setting of the last session, open objectives, last homework, measures due."""
    last = next((each for each in reversed(chart.kept_sessions) if each.date <= wish.date), None)
    attendance = wish.attendance or "attended"
    format_ = wish.format or (last.format if last and last.format else "SOAP")
    made = page("session", chart, wish)
    made.key("time", wish.time, "from and to, such as 14:00-14:50")
    made.key("clinician", wish.staff or chart.clinician)
    made.key("service", wish.service or (last.service if last else "individual"))
    made.key("setting", wish.setting or (last.setting if last else "office")).key("attendance", attendance)
    link = free_link(chart, "session", wish, "crisis" if wish.service == "crisis" else "")
    if attendance not in ("attended", "late"):
        return Draft(link, made.text)
    carried: list[str] = []
    made.key("format", format_)
    if is_at_a_distance(wish.setting or (last.setting if last else "office")):
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
    if last is not None:
        carried.insert(0, f"clinician, service and setting of {last.link}")
    return Draft(link, made.text, tuple(carried))


def is_at_a_distance(setting: str) -> bool:
    """Seen at a distance: then the place of the client matters."""
    return setting in ("video", "phone")


def _thread(made: Page, chart: Chart, wish: Wish) -> list[str]:
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
