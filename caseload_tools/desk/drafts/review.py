"""A progress review begun from the plan in force and what the sessions said of it."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.thread import beads_of
from caseload_tools.desk.drafts.draft import Draft, Wish, client_draft, draft, free_link
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice

SECTIONS = ("Accomplished", "Progress", "Challenges", "Client's view", "Why this decision")


@draft("review")
def review(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """The period since the last review, each objective with its last beads, the scores, the next review."""
    plan = chart.plan_on(wish.date)
    if plan is None:
        raise CaseloadError(
            "there is no plan to review on this day", f"begin one with `caseload new plan {chart.typed}`"
        )
    earlier = [each.date for each in chart.reviews if each.plan == plan.link and each.date < wish.date]
    since = max([plan.date, *earlier])
    made = client_draft("review", chart, wish).key("plan", plan.link).key("period", f"{since} to {wish.date}")
    made.key("clinician", wish.staff or chart.clinician).known("supervisor", plan.supervisor)
    made.comment("after each objective: met, progressing, no change, worse, stopped or not worked on")
    made.line("progress:")
    for objective in plan.objectives:
        lately = [bead.word for bead in beads_of(chart, plan, objective.id) if bead.date >= since][-4:]
        told = f"; lately {', '.join(lately)}" if lately else ""
        made.line(f"  {objective.id}:  # {' '.join(objective.text.split())}{told}")
    for measure_id in chart.measured:
        totals = [str(each.total) for each in chart.scores(measure_id) if each.total is not None]
        if totals:
            made.comment(f"{measure_id}: {', '.join(totals[-5:])}")
    made.key("decision", None, "continue, revise, step-up, step-down, transfer or discharge")
    made.key("client_took_part", None, "true or false")
    every = plan.review_every or chart.policy.interval("plan_review_every")
    made.key("next_review", every.after(wish.date, practice.holidays) if every and every.unit != "sessions" else None)
    made.sections(SECTIONS)
    return Draft(free_link(chart, "review", wish), made.text, (f"the objectives of {plan.link}",))
