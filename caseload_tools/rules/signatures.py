"""SIG: who has to have signed what. Whether a signed text changed is for the audit."""

from __future__ import annotations

from caseload_tools.lint.rule import rule
from caseload_tools.records import Problems
from caseload_tools.records.plan import Plan

_SIGNED_BY_CLIENT = ("client", "guardian")


@rule("SIG003", cites=("S2.20", "S2.16"))
def plan_without_clinician_signature(plan: Plan) -> Problems:
    """No clinician has signed the plan.

    A plan is an agreement; it begins to hold when both sides have signed it.

    Bad:
        signatures:
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    """
    if plan.status in ("provisional", "revoked"):
        return
    if not any(each.role in ("clinician", "author", "supervisor") for each in plan.signatures):
        yield plan.at("signatures", "no clinician has signed this plan", "add the clinician under `signatures:`")


@rule("SIG004", cites=("S2.20", "S0.20"))
def plan_without_client_signature(plan: Plan) -> Problems:
    """The client has not signed the plan, and nothing says why.

    The plan is mutually agreed. Where a client will not or cannot sign, the plan has a section
    "Client's signature" that says so.

    Bad:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}

        ## Strengths

        Keeps up her choir.

        ## Discharge criteria

        Five nights of sleep a week.

        ## Client's signature

        Agreed by phone; will sign on her next visit.
    """
    if plan.status in ("provisional", "revoked") or plan.section("Client's signature"):
        return
    if not any(each.role in _SIGNED_BY_CLIENT for each in plan.signatures):
        hint = "add the client under `signatures:`, or say why not under `## Client's signature`"
        yield plan.at("signatures", "the client has not signed this plan", hint)
