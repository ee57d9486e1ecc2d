"""A plan: the first one empty, every later one carried forward from the version in force."""

from __future__ import annotations

from typing import Any

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.plan import Plan
from caseload_tools.desk.drafts.draft import Draft, Wish, client_draft, draft, free_link
from caseload_tools.practice import Practice
from caseload_tools.text import render_record

_NOT_CARRIED = ("signatures", "written", "changes", "supersedes", "source", "late_reason")

SIGNATURES = "signatures:  # `caseload sign` writes yours, `caseload sign --paper` the client's"


@draft("plan")
def plan(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """A copy of the plan in force with `supersedes` and room for the changes, or a first plan."""
    before = chart.plan_on(wish.date)
    link = free_link(chart, "plan", wish)
    return _carried(before, link, wish) if before is not None else _first(chart, link, wish)


def _carried(before: Plan, link: str, wish: Wish) -> Draft:
    data: dict[str, Any] = {}
    for key, value in before.data.items():
        if key == "status":
            data["status"], data["supersedes"] = "active", before.link
        elif key not in _NOT_CARRIED:
            data[key] = wish.date.isoformat() if key == "date" else value
    text = render_record(data, before.prose.lstrip("\n"))
    room = "changes:\n  - what:  # what is different from before\n    why:\n    from:  # the record it came from\n"
    head, _, rest = text.partition(f"supersedes: {before.link}\n")
    front, fence, body = rest.partition("\n---\n")
    text = f"{head}supersedes: {before.link}\n{room}{front}\n{SIGNATURES}{fence}{body}"
    return Draft(link, text, (f"everything but the signatures of {before.link}",))


def _first(chart: Chart, link: str, wish: Wish) -> Draft:
    made = client_draft("plan", chart, wish)
    made.key("kind", wish.kind or "treatment").key("status", "active").key("clinician", wish.staff or chart.clinician)
    latest = [each.link for each in chart.episode_of(wish.date).assessments if each.date <= wish.date][-1:]
    made.key("based_on", latest, "the assessment, such as [assessments/2026-11-03]")
    made.key("duration", None, "such as 6 months").key("review_every", None, "such as 90 days")
    made.key("frequency", None, "such as weekly")
    made.key("family", None, "engaged, declined, not-appropriate, no-permission or undecided")
    made.key("participants", ["client"])
    for line in (
        "problems:",
        "  - id: P1",
        "    text:",
        "    rank: 1",
        "    diagnosis:",
        "goals:",
        "  - id: G1",
        "    problem: P1",
        "    text:",
        "objectives:",
        "  - id: O1.1",
        "    text:  # what the client will do, so that one can see it",
        "    measure:  # phq9, gad7, or what is counted; or use done_when",
        "    baseline:",
        "    target:",
        f"    established: {wish.date.isoformat()}",
        "    target_date:",
        "    status: in-progress",
        "interventions:",
        "  - id: I1",
        "    for: [O1.1]",
        "    text:",
        "    method: individual",
        "    frequency:",
        f"    by: {wish.staff or chart.clinician}".rstrip(),
    ):
        made.line(line)
    made.line(SIGNATURES)
    made.sections(("In the client's words", "Strengths", "Discharge criteria"))
    return Draft(link, made.text, tuple(latest))
