"""FUP, and TIM where something is due: people and papers that nobody came back to."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.care import TWO_MISSED, missed_session
from caseload_tools.desk.demo.faults.fault import (
    CLIENTS,
    added_file,
    cut,
    fault,
    key_lost,
    line_added,
    never_written,
    swap,
)

_WORK = CLIENTS + "C-0142/"
_GRIEF = CLIENTS + "C-0087/"
_OLD = CLIENTS + "C-0021/"
_STUDY = CLIENTS + "C-0160/"
_SCHOOL = CLIENTS + "C-0154/"
_CLOSED = CLIENTS + "C-0033/"
_AFTER = CLIENTS + "C-0148/"
_ASKED = CLIENTS + "C-0157/"
_NIGHT_BUS = CLIENTS + "C-0131/"
_AUTUMN = tuple(never_written(f"{_OLD}sessions/{day}.md") for day in ("2026-08-26", "2026-10-21", "2026-12-16"))

FAULTS = (
    fault(
        "FUP001",
        "no next session, and no reason",
        never_written(CLIENTS + "C-0061/sessions/2026-12-17.md"),
        cut(CLIENTS + "C-0061/sessions/2026-11-19.md", r"^next: .*\n", 1),
        line_added(CLIENTS + "C-0061/sessions/2026-11-19.md", "attendance:", "next: none"),
        at=CLIENTS + "C-0061/sessions/2026-11-19.md",
    ),
    fault(
        "FUP002",
        "a plan that says weekly, and nobody heard of for three weeks",
        swap(_GRIEF + "plans/2026-07-14.md", "\nfrequency: every 3 weeks", "\nfrequency: weekly"),
        never_written(_GRIEF + "sessions/2026-11-24.md"),
        at=_GRIEF + "sessions/2026-11-03.md",
    ),
    fault(
        "FUP004",
        "a no-show, and nobody asked why",
        missed_session("C-0095", "2026-11-18", "09:00-10:30"),
    ),
    fault(
        "FUP005",
        "a cancelled session, and no other in its place",
        *(never_written(f"{_NIGHT_BUS}sessions/{day}.md") for day in ("2026-11-12", "2026-11-25", "2026-12-09")),
        added_file(
            _NIGHT_BUS + "sessions/2026-10-29.md",
            "---\ntype: session\nclient: C-0131\ndate: 2026-10-29\ntime: 11:00-11:50\nclinician: m.okafor\n"
            "service: individual\nsetting: office\nattendance: cancelled\ncancelled_by: client\n---\n",
        ),
        at=_NIGHT_BUS + "sessions/2026-10-29.md",
        follows={"MEA001": "the questionnaire of these weeks would have been filled in at the session"},
    ),
    fault("FUP006", "two missed days in a row, and no decision", *TWO_MISSED, at=TWO_MISSED[1].path),
    fault(
        "FUP007",
        "the next session was agreed on, and its day passed without a word",
        never_written(_SCHOOL + "sessions/2026-11-19.md"),
        never_written(_SCHOOL + "sessions/2026-12-03.md"),
        at=_SCHOOL + "sessions/2026-11-05.md",
    ),
    fault(
        "FUP008",
        "a referral that was to be asked after two weeks ago",
        swap(_WORK + "referrals/2026-10-06-employment-service.md", "check_by: 2026-11-24", "check_by: 2026-11-10"),
    ),
    fault(
        "FUP009",
        "a service that the client attends, and nobody asks how it goes",
        added_file(
            CLIENTS + "C-0061/referrals/2026-09-24-riverside.md",
            "---\ntype: referral\nclient: C-0061\ndate: 2026-09-24\nto: agencies/riverside-employment\n"
            "kind: vocational\nclinician: j.ferreira\nbasis: treatment\nstatus: attending\nfit: unknown\n---\n",
        ),
    ),
    fault(
        "FUP010",
        "homework that nobody came back to",
        cut(_NIGHT_BUS + "sessions/2026-08-03.md", r"^homework: .*\n", 1),
        line_added(_NIGHT_BUS + "sessions/2026-08-03.md", "attendance:", "homework: Photograph the garden gate"),
        at=_NIGHT_BUS + "sessions/2026-08-20.md",
    ),
    fault(
        "FUP011",
        "what stands in the way is named, and not what is done about it",
        line_added(
            CLIENTS + "C-0076/reviews/2026-11-20.md", "decision:", "barrier:\n  party: agency\n  kind: unwilling"
        ),
    ),
    fault(
        "FUP012",
        "a policy that nobody has read for two years",
        swap("records/practice/policies/crisis-response.md", "last_reviewed: 2026-08-24", "last_reviewed: 2024-08-26"),
    ),
    fault("FUP013", "feedback that came to nothing", key_lost("records/practice/feedback/2026-08-27.md", "action")),
    fault(
        "FUP014",
        "an open chart in which nothing happens any more",
        *_AUTUMN,
        at=_OLD + "client.md",
        follows={
            "FUP002": "where nothing happens there is no contact either",
            "MEA001": "nor does anybody fill in a questionnaire",
            "FUP007": "the day that was agreed on goes by as well",
        },
    ),
    fault(
        "FUP015",
        "a session is booked for somebody who has been discharged",
        added_file(
            _CLOSED + "sessions/2026-12-01.md",
            "---\ntype: session\nclient: C-0033\ndate: 2026-12-01\ntime: 15:00-15:50\nclinician: s.nakamura\n"
            "service: individual\nsetting: office\nattendance: scheduled\n---\n",
        ),
    ),
    fault(
        "FUP018",
        "a question of before the practice kept its records here, which nobody answered",
        added_file(
            _OLD + "contacts/2026-08-14.md",
            "---\ntype: contact\nclient: C-0021\ndate: 2026-08-14\ntime: 09:00-09:05\nstaff: m.okafor\n"
            "direction: in\nchannel: phone\nwith: client\npurpose: inquiry\nreceived: 2026-08-14 09:00\n"
            "written: 2026-08-14 09:10\n---\n\nAsked for a letter about the dates of his sessions.\n",
        ),
        at=_OLD + "client.md",
    ),
    fault(
        "FUP019",
        "a transfer, and a chart that nobody closed",
        added_file(
            _AFTER + "client.md",
            "---\ntype: client\nclient: C-0148\nstatus: intake\nprogramme: outpatient\nopened: 2026-11-17\n"
            "clinician: s.nakamura\nprefers: phone\nsafe_channels: [phone]\n---\n",
        ),
        added_file(
            _AFTER + "discharge/2026-11-20.md",
            "---\ntype: discharge\nclient: C-0148\ndate: 2026-11-20\nkind: transfer\nclinician: s.nakamura\n"
            "reason: found a place nearer to home\nwritten: 2026-11-20 16:00\n---\n\n## Summary\n\nAsked, and was not "
            "seen here.\n\n## Aftercare\n\nThe clinic there has a place from December on.\n",
        ),
        at=_AFTER + "client.md",
    ),
    fault(
        "FUP020",
        "a check-in every week, as the discharge says, and nobody rang",
        swap(_ASKED + "client.md", "status: inquiry", "status: discharged\nclosed: 2026-11-14"),
        swap(_ASKED + "client.md", "opened: 2026-11-20", "opened: 2026-11-02"),
        never_written(_ASKED + "sessions/2026-12-03.md"),
        never_written(_ASKED + "contacts/2026-11-20.md"),
        added_file(
            _ASKED + "discharge/2026-11-14.md",
            "---\ntype: discharge\nclient: C-0157\ndate: 2026-11-14\nkind: discharge\nclinician: s.nakamura\n"
            "reason: found help nearer to her home\ncheck_ins: weekly\nwritten: 2026-11-14 16:00\n---\n\n"
            "## Summary\n\nAsked, and was not seen here.\n\n## Aftercare\n\nA call each week until she has begun.\n",
        ),
        at=_ASKED + "discharge/2026-11-14.md",
    ),
    fault(
        "TIM002",
        "two months in care, and no plan",
        swap(_STUDY + "client.md", "opened: 2026-10-22", "opened: 2026-09-22"),
    ),
    fault(
        "FUP016",
        "an agency that nobody has rung for a year and a half",
        swap("records/practice/agencies/lakeshore-hospice.md", "last_checked: 2026-06-24", "last_checked: 2025-06-24"),
    ),
    fault(
        "TIM003",
        "a review that was due three weeks ago",
        swap(_GRIEF + "reviews/2026-09-01.md", "next_review: 2026-11-30", "next_review: 2026-11-02"),
        at=_GRIEF + "plans/2026-07-14.md",
    ),
    fault(
        "TIM004",
        "a reassessment that was due in August",
        line_added(_GRIEF + "assessments/2026-03-03.md", "kind:", "reassess_on: 2026-08-03"),
    ),
    fault(
        "TIM006",
        "a client in care without an intake",
        never_written(_STUDY + "assessments/2026-10-29.md"),
        at=_STUDY + "client.md",
    ),
    fault(
        "TIM017",
        "a programme that wants a comprehensive assessment, and an intake alone",
        swap(
            "caseload.toml",
            'profile = "case-management"\n',
            'profile = "case-management"\npolicy.comprehensive_within = "60 days"\n',
        ),
        swap(CLIENTS + "C-0061/assessments/2025-11-03.md", "kind: comprehensive", "kind: intake"),
        at=CLIENTS + "C-0061/client.md",
    ),
    fault(
        "TIM009",
        "a question left on the answering machine",
        key_lost(_GRIEF + "contacts/2026-09-10.md", "responded"),
    ),
    fault(
        "TIM010",
        "a complaint that nobody has answered yet",
        key_lost("records/practice/complaints/2026-11-12.md", "acknowledged"),
    ),
    fault(
        "TIM011",
        "a complaint that has been open for seven weeks",
        added_file(
            "records/practice/complaints/2026-10-05.md",
            "---\ntype: complaint\nreceived: 2026-10-05\nabout: the heating of the waiting room\n"
            "acknowledged: 2026-10-06\nowner: a.whitcombe\n---\n\nThe landlord was rung twice.\n",
        ),
    ),
    fault(
        "TIM012",
        "care ended in summer, and there is no summary",
        swap(_CLOSED + "client.md", "closed: 2026-11-06", "closed: 2026-09-29"),
        never_written(_CLOSED + "discharge/2026-11-06.md"),
        never_written(_CLOSED + "sessions/2026-11-03.md"),
        never_written(_CLOSED + "contacts/2026-11-06.md"),
    ),
    fault(
        "TIM013",
        "a programme with notes at least every three days, and five days of silence",
        swap(
            "caseload.toml",
            'profile = "case-management"\n',
            'profile = "case-management"\npolicy.note_every = "3 days"\n',
        ),
        at=CLIENTS + "C-0061/sessions/2026-11-19.md",
    ),
    fault(
        "TIM016",
        "a consent that has been a draft since September",
        added_file(
            _NIGHT_BUS + "consents/2026-09-01-recording.md",
            "---\ntype: consent\nclient: C-0131\ndate: 2026-09-01\nkind: recording\nstatus: draft\n"
            "signed_by: client\n---\n",
        ),
    ),
    fault(
        "FUP017",
        "a discharge that asks afterwards every two sessions, of which there are none",
        swap(CLIENTS + "C-0021/discharge/2025-12-15.md", "check_ins: monthly", "check_ins: every 2 sessions"),
    ),
)
