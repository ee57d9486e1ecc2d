"""PLN: plans that promise too little, too much, or at no time, and reviews without a reason."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import CLIENTS, cut, fault, key_lost, line_added, swap

_WORK = CLIENTS + "C-0142/plans/"
_GRIEF = CLIENTS + "C-0087/"
_NIGHTS = CLIENTS + "C-0095/"
_SAFETY = CLIENTS + "C-0118/plans/"
_SCHOOL = CLIENTS + "C-0154/"
_MORE_PROBLEMS = """\
  - id: P3
    text: The roof of the shed
  - id: P4
    text: Letters from the pension office
  - id: P5
    text: A knee that hurts on stairs
"""

FAULTS = (
    fault(
        "PLN001",
        "nothing says when the work is done",
        swap(_NIGHTS + "plans/2026-11-10.md", "## Discharge criteria", "## Later"),
    ),
    fault(
        "PLN002",
        "a goal that no objective serves",
        swap(
            _NIGHTS + "plans/2026-11-10.md",
            "objectives:\n",
            "  - id: G3\n    problem: P2\n    text: Play hockey again\nobjectives:\n",
        ),
    ),
    fault(
        "PLN003",
        "an objective without a measure",
        cut(_NIGHTS + "plans/2026-06-09.md", r"^    measure: .*\n", 1),
    ),
    fault(
        "PLN004",
        "an objective nobody can see",
        swap(_GRIEF + "plans/2026-03-17.md", "text: Eat lunch with somebody once a week", "text: Work on loneliness"),
        swap(_GRIEF + "plans/2026-03-17.md", "    measure: calendar\n", "    done_when: four weeks running\n"),
    ),
    fault(
        "PLN005",
        "an objective without a target date",
        cut(_WORK + "2026-10-06.md", r"^    target_date: 2026-11-30\n", 1),
    ),
    fault(
        "PLN006",
        "a target date with last year's number",
        swap(_WORK + "2026-10-27.md", "target_date: 2027-01-04", "target_date: 2026-01-04"),
    ),
    fault(
        "PLN007",
        "a duration that is not the time from beginning to end",
        line_added(_WORK + "2026-11-20.md", "duration: 6 months", "end: 2027-12-31"),
    ),
    fault(
        "PLN008",
        "a goal that is its objective over again",
        swap(
            _NIGHTS + "plans/2026-08-18.md", "text: Sleep enough to have a day", "text: Sleep 6 hours on 5 days a week"
        ),
    ),
    fault(
        "PLN009",
        "a goal that says only what is to stop",
        swap(_NIGHTS + "plans/2026-11-10.md", "text: Be at home when he is at home", "text: Stop sitting in the truck"),
    ),
    fault(
        "PLN010",
        "an intervention that nobody is to do",
        cut(_NIGHTS + "plans/2026-06-09.md", r"^    by: t\.brandt\n", 1),
    ),
    fault(
        "PLN011",
        "five problems in one plan",
        swap(_GRIEF + "plans/2026-07-14.md", "goals:\n", _MORE_PROBLEMS + "goals:\n"),
        follows={
            "PLN002": "problems that nobody can work on have no goal",
            "PLN013": "nobody can say in which order five come",
        },
    ),
    fault(
        "PLN012",
        "a plan that names no strength",
        cut(_SAFETY + "2026-11-16.md", r"^    solutions: .*\n"),
        swap(_SAFETY + "2026-11-16.md", "## Strengths", "## Other"),
    ),
    fault("PLN013", "two problems of the same rank", swap(_SAFETY + "2026-11-16.md", "rank: 2", "rank: 1")),
    fault(
        "PLN014",
        "a plan that only asks the client to come",
        swap(
            _SCHOOL + "plans/2026-09-08.md",
            "text: Be in class for at least 3 lessons on 4 days a week",
            "text: Attend the morning classes on 4 days a week",
        ),
        swap(
            _SCHOOL + "plans/2026-09-08.md",
            "text: Say one prepared sentence aloud in class each week",
            "text: Come to the group each week",
        ),
        swap(_SCHOOL + "plans/2026-09-08.md", "text: Bring the GAD-7 score down", "text: Complete twelve sessions"),
    ),
    fault("PLN016", "nothing on whether family takes part", key_lost(_SAFETY + "2026-11-16.md", "family")),
    fault(
        "PLN017",
        "a provisional plan that was never made final",
        swap(CLIENTS + "C-0021/plans/2026-03-11.md", "status: active", "status: provisional"),
    ),
    fault(
        "PLN029",
        "a programme that decides in a meeting, and a plan that never was in one",
        *(key_lost(f"{_SAFETY}{day}.md", "for_meeting") for day in ("2026-11-16", "2026-10-28", "2026-10-23")),
        swap(f"{_SAFETY}2026-10-28.md", "\nstatus: active\n", "\nstatus: provisional\n"),
    ),
    fault(
        "PLN019",
        "drinking is diagnosed, and no goal is about it",
        swap(_NIGHTS + "plans/2026-08-18.md", "diagnosis: F33.1", "diagnosis: F10.20"),
    ),
    fault("PLN020", "a review that rates no objective", key_lost(_NIGHTS + "reviews/2026-11-10.md", "progress")),
    fault(
        "PLN022",
        "a transfer without a reason",
        swap(_GRIEF + "reviews/2026-06-09.md", "## Why this decision", "## Remarks"),
    ),
    fault(
        "PLN023",
        "an objective that is the clinician's work",
        swap(
            _WORK + "2026-11-20.md",
            "text: Work 6 hours a week in a paid or trial job",
            "text: Clinician will find a trial job of 6 hours a week",
        ),
    ),
    fault(
        "PLN024",
        "a target date that passed without a decision",
        swap(_WORK + "2026-11-20.md", "target_date: 2026-12-15", "target_date: 2026-11-15"),
    ),
    fault(
        "PLN025",
        "two goals in one",
        swap(_WORK + "2026-10-27.md", "text: Worry less, sleep longer", "text: Worry less and sleep longer at night"),
    ),
    fault(
        "PLN026",
        "nothing on how often the client comes",
        key_lost(CLIENTS + "C-0103/plans/2026-09-28.md", "frequency"),
        key_lost(CLIENTS + "C-0103/client.md", "cadence"),
    ),
    fault(
        "PLN027",
        "a target that is worse than the beginning",
        swap(_WORK + "2026-10-06.md", "    target: 9\n", "    target: 19\n"),
    ),
)
