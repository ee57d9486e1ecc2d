"""NOT, and TIM where it is about notes: notes that say too little, too late, or two things at once."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import (
    CLIENTS,
    added_file,
    added_words,
    body,
    cut,
    fault,
    key_lost,
    line_added,
    swap,
)

_WORK = CLIENTS + "C-0142/sessions/"
_GRIEF = CLIENTS + "C-0087/"
_NIGHTS = CLIENTS + "C-0095/sessions/"
_OLD = CLIENTS + "C-0021/sessions/"
_PLANNED = """
---
type: session
client: C-0142
date: 2026-11-12
time: 11:00-11:30
clinician: m.okafor
service: individual
setting: office
attendance: scheduled
---
"""

FAULTS = (
    fault(
        "NOT001",
        "a SOAP note without its assessment",
        swap(_WORK + "2026-10-27.md", "## Assessment\n\n", ""),
    ),
    fault(
        "NOT002",
        "a session of six hours",
        swap(CLIENTS + "C-0103/sessions/2026-09-14.md", "time: 10:00-10:50", "time: 10:00-15:50"),
    ),
    fault(
        "NOT021",
        "a session whose minutes are not those of its time",
        line_added(CLIENTS + "C-0103/sessions/2026-09-28.md", "clinician:", "minutes: 80"),
    ),
    fault("NOT003", "a session of no length", key_lost(_GRIEF + "sessions/2026-10-13.md", "time")),
    fault(
        "NOT004",
        "objectives are named, and not how they stand",
        key_lost(_NIGHTS + "2026-08-04.md", "progress"),
        line_added(_NIGHTS + "2026-08-04.md", "format:", "objectives: [O1.1, O1.2]"),
    ),
    fault(
        "NOT007",
        "nothing on what comes next",
        key_lost(_OLD + "2026-02-11.md", "homework"),
        swap(_OLD + "2026-02-11.md", "format: DAP", "format: narrative"),
        swap(_OLD + "2026-02-11.md", "## Plan", "## Remarks"),
        swap(_OLD + "2026-02-11.md", " Call on 11 March, then longer gaps if March is quiet.", ""),
    ),
    fault(
        "NOT008",
        "a word that judges",
        added_words(CLIENTS + "C-0076/sessions/2026-10-14.md", "Was manipulative when asked about the weekend."),
    ),
    fault(
        "NOT012",
        "a note of ten words",
        body(
            _OLD + "2026-01-14.md",
            '## Data\n\nHomework done. "All well."\n\n## Assessment\n\nStable.\n\n## Plan\n\nGo on.',
        ),
    ),
    fault("NOT013", "nobody knows where the client was", key_lost(_WORK + "2026-11-10.md", "location")),
    fault(
        "NOT018",
        "homework from a session that did not take place",
        line_added(CLIENTS + "C-0160/sessions/2026-11-05.md", "attendance:", "homework: One call to the library"),
    ),
    fault(
        "TIM001",
        "a note written six days later",
        swap(_WORK + "2026-10-20.md", "written: 2026-10-20 16:10", "written: 2026-10-26 09:05"),
    ),
    fault(
        "TIM005",
        "the note of a crisis, written on the third day",
        cut(CLIENTS + "C-0118/sessions/2026-11-13-crisis.md", r"^written: .*\n", 1),
        line_added(CLIENTS + "C-0118/sessions/2026-11-13-crisis.md", "date:", "written: 2026-11-16 08:30"),
        follows={"TIM001": "this programme asks for every note within 24 hours, the crisis note among them"},
    ),
    fault(
        "TIM007",
        "a note written after the session that followed it",
        cut(CLIENTS + "C-0061/sessions/2026-07-02.md", r"^written: .*\n", 1),
        line_added(CLIENTS + "C-0061/sessions/2026-07-02.md", "date:", "written: 2026-08-03 09:00"),
        swap(
            "caseload.toml",
            'profile = "case-management"\n',
            'profile = "case-management"\npolicy.note_before_next_session = true\n',
        ),
        follows={"TIM001": "the next session was a month later"},
    ),
    fault("TIM008", "a session that is past and still says planned", added_file(_WORK + "2026-11-12.md", _PLANNED)),
    fault(
        "TIM014",
        "a note that was written before the session was over",
        swap(_WORK + "2026-10-27.md", "written: 2026-10-27 15:31", "written: 2026-10-27 14:20"),
    ),
    fault(
        "TIM015",
        "a clinician's licence ran out before the last session",
        swap("caseload.toml", "licence_expires = 2027-03-31", "licence_expires = 2026-06-15"),
        at=_GRIEF + "sessions/2026-06-23.md",
    ),
)
