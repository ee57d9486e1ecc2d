"""PLN: what a signed plan says is an agreement; a change of it is a new version."""

from __future__ import annotations

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.signing import has_digest, signed_by_staff, standing_in
from caseload_tools.chart.signing.standing import is_changed_plan
from caseload_tools.chart.signing.ways_back import shows_change
from caseload_tools.history.readers.record_history import History
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text.shell import shell_word


@rule("PLN018", cites="S0.21", as_written=True)
def signed_plan_changed(plan: Plan, history: History, practice: Practice) -> Problems:
    """A signed plan was changed in place instead of in a new version.

    A plan is an agreement. A change is a new file that names what it replaces and says what changed and why:
    `caseload new plan`. How far it has come may be kept up in a plan that was signed by hand: `status` and
    `completed_on`. Under a digest nothing may, and SIG001 says so.

    Bad:
        --- plan
        duration: 6 months
        @ 2026-01-12 Dana Ruiz
        --- plan
        duration: 9 months
        @ 2026-01-20 Dana Ruiz
    Good:
        --- plan
        status: active
        @ 2026-01-12 Dana Ruiz
        --- plan
        status: superseded
        @ 2026-01-20 Dana Ruiz
    """
    if has_digest(plan) or not signed_by_staff(plan):
        return
    standing = standing_in(plan, history, practice.adopted)
    if standing.signed_in is None or not is_changed_plan(standing):
        return
    shown = shows_change(standing.signed_in, plan.path, staged=history.staged)
    anew = f"`caseload new plan {shell_word(plan.client)}`"
    hint = f"put it back as it was signed (`{shown}` shows the change), then begin a new version: {anew}"
    yield plan.at("changes", f"this plan {standing.wrong}", hint)
