"""LNK: links that lead nowhere, and a golden thread that is cut."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.desk.demo.faults.fault import CLIENTS, Edit, cut, fault, key_lost, line_added, never_written, swap

_ANNA = CLIENTS + "C-0142/"
_NIGHTS = CLIENTS + "C-0095/"
_FARM = CLIENTS + "C-0103/"
_GROUPS = "records/practice/groups/coping-skills/"
_GRIEF = CLIENTS + "C-0087/"
_NEW_OBJECTIVE = """\
  - id: O2.3
    text: Ring one friend a week
    done_when: four weeks running
    established: 2026-07-14
    target_date: 2026-12-18
    status: in-progress"""

_PLANS = (
    ("2025-06-02", "2025-10-31"),
    ("2025-08-25", "2025-12-31"),
    ("2025-12-15", "2026-03-31"),
    ("2026-03-11", "2026-12-15"),
)


def _put_off(plan: str, until: str) -> Iterator[Edit]:
    """An objective in a version of the plan, with the date it has in that version."""
    path = f"{CLIENTS}C-0021/plans/{plan}.md"
    lines = (
        f"  - id: O1.9\n    text: Ride the elevator of the hospital alone\n    done_when: ridden to the top\n"
        f"    established: 2025-06-02\n    target_date: {until}\n    status: in-progress\n"
    )
    yield swap(path, "interventions:\n", lines + "interventions:\n")
    yield swap(path, "    for: [O1.", "    for: [O1.9, O1.")


_MOVING = tuple(edit for plan, until in _PLANS for edit in _put_off(plan, until))

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
        follows={"PLN002": "the problem that was meant has no goal"},
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
        swap(_GRIEF + "sessions/2026-04-07.md", "clinician: k.adeyemi", "clinician: k.adeyemy"),
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
        "two people came to the group, and one is counted",
        line_added(_GROUPS + "2026-10-14.md", "date:", "count: 1"),
    ),
    fault(
        "LNK009",
        "a goal that waits for a referral nobody made",
        swap(
            _GRIEF + "plans/2026-07-14.md",
            "referral: referrals/2026-04-07-bereavement-group",
            "referral: referrals/2026-07-14-bereavement-group",
        ),
    ),
    fault(
        "LNK010",
        "a need that was found and that no plan takes up",
        line_added(
            CLIENTS + "C-0131/assessments/2026-07-13.md", "domains:", "  - {name: housing, rating: 3, need: present}"
        ),
    ),
    fault(
        "LNK011",
        "a new problem that reached no plan",
        line_added(
            _FARM + "sessions/2026-10-12.md", "attendance:", "new_problem: the bank calls in the machinery loan"
        ),
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
        "LNK016",
        "somebody was in the group, and the chart does not know",
        never_written(CLIENTS + "C-0118/sessions/2026-10-30.md"),
        swap(
            CLIENTS + "C-0118/sessions/2026-11-02.md",
            "reviewed: [sessions/2026-10-30",
            "reviewed: [sessions/2026-10-28",
        ),
        at=_GROUPS + "2026-10-30.md",
    ),
    fault(
        "LNK017",
        "a target date that moves with every plan",
        *_MOVING,
        at=_MOVING[-1].path,
        follows={"LNK012": "what is put off each time is what nobody works on"},
    ),
    fault(
        "LNK018",
        "the group's list and the note say different things",
        swap(_GROUPS + "2026-11-04.md", "C-0095: late", "C-0095: no-show"),
        at=_NIGHTS + "sessions/2026-11-04.md",
    ),
    fault(
        "LNK015",
        "the id of another client in a note",
        swap(_ANNA + "sessions/2026-11-10.md", "## Data\n\n", "## Data\n\nHad met C-0118 in the waiting room. "),
    ),
    fault(
        "LNK019",
        "a programme that the practice does not run",
        swap(CLIENTS + "C-0021/client.md", "programme: outpatient", "programme: outpatiant"),
    ),
    fault(
        "LNK020",
        "a decision about something that nobody owed",
        line_added(
            CLIENTS + "C-0131/contacts/2026-11-21.md",
            "purpose:",
            "dispositions:\n  - {duty: referral, of: referrals/2026-10-07, how: declined, reason: will ask herself}",
        ),
    ),
)
