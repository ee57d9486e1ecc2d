"""LNK: links that lead nowhere, and a golden thread that is cut."""

from __future__ import annotations

from caseload_tools.demo.faults.fault import CLIENTS, cut, fault, key_lost, line_added, swap

_ANNA = CLIENTS + "C-0142/"
_GRIEF = CLIENTS + "C-0087/"
_NEW_OBJECTIVE = """\
  - id: O2.3
    text: Ring one friend a week
    done_when: four weeks running
    established: 2026-07-14
    target_date: 2026-12-18
    status: in-progress"""

FAULTS = (
    fault(
        "LNK001",
        "a link with half of its name",
        swap(
            _ANNA + "contacts/2026-10-30.md",
            "referral: referrals/2026-10-06-employment-service",
            "referral: referrals/2026-10-06-employment",
        ),
    ),
    fault(
        "LNK002",
        "a goal for a problem that the plan does not have",
        swap(_ANNA + "plans/2026-10-06.md", "problem: P2", "problem: P5"),
    ),
    fault(
        "LNK003",
        "a plan that does not say what it is based on",
        key_lost(_GRIEF + "plans/2026-03-17.md", "based_on"),
        cut(_GRIEF + "plans/2026-03-17.md", r"^    from: assessments/.*\n"),
    ),
    fault(
        "LNK004",
        "a clinician's id is mistyped",
        swap(_GRIEF + "sessions/2026-06-23.md", "clinician: k.adeyemi", "clinician: k.adeyemy"),
    ),
    fault(
        "LNK005",
        "progress on an objective of nobody's plan",
        swap(_ANNA + "sessions/2026-10-20.md", "  O1.1: progressing", "  O3.1: progressing"),
    ),
    fault(
        "LNK006",
        "progress on an objective that was reached two weeks before",
        line_added(_ANNA + "sessions/2026-11-20.md", "  O1.1: progressing", "  O1.2: progressing"),
    ),
    fault(
        "LNK008",
        "more people counted in the group than named",
        line_added("records/practice/groups/coping-skills/2026-11-23.md", "date:", "count: 4"),
    ),
    fault(
        "LNK012",
        "an objective that no session has ever worked on",
        swap(_GRIEF + "plans/2026-07-14.md", "interventions:\n", _NEW_OBJECTIVE + "\ninterventions:\n"),
        swap(_GRIEF + "plans/2026-07-14.md", "for: [O2.1, O2.2]", "for: [O2.1, O2.2, O2.3]"),
    ),
    fault(
        "LNK013",
        "an intervention that nobody agreed on",
        swap(_ANNA + "sessions/2026-10-13.md", "interventions: [I1]", "interventions: [I7]"),
    ),
    fault(
        "LNK014",
        "two plans that replace the same one",
        swap(_ANNA + "plans/2026-11-20.md", "supersedes: plans/2026-10-27", "supersedes: plans/2026-10-06"),
    ),
    fault(
        "LNK015",
        "the id of another client in a note",
        swap(_ANNA + "sessions/2026-11-10.md", "## Data\n\n", "## Data\n\nHad met C-0118 in the waiting room. "),
    ),
)
