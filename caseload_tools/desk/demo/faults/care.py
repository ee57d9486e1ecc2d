"""CON, RSK and MEA: consents that do not cover, danger that goes unanswered, scores that say nothing."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import (
    CLIENTS,
    Edit,
    added_file,
    added_words,
    cut,
    fault,
    key_lost,
    line_added,
    never_written,
    swap,
)

_WORK = CLIENTS + "C-0142/"
_GRIEF = CLIENTS + "C-0087/"
_NIGHTS = CLIENTS + "C-0095/"
_SAFETY = CLIENTS + "C-0118/"
_SCHOOL = CLIENTS + "C-0154/"
_FARM = CLIENTS + "C-0103/"
_DRINK = CLIENTS + "C-0076/"


def missed_session(client: str, day: str, time: str, called: str = "") -> Edit:
    """The day's group session of a client as a no-show, with nothing more but a call that nobody answered."""
    outreach = f"outreach:\n  - {{at: {day} {called}, channel: phone, result: no answer}}\n" if called else ""
    return added_file(
        f"{CLIENTS}{client}/sessions/{day}.md",
        f"---\ntype: session\nclient: {client}\ndate: {day}\ntime: {time}\nclinician: t.brandt\n"
        f"service: group\nsetting: video\nattendance: no-show\ngroup: groups/coping-skills/{day}\n{outreach}---\n",
    )


TWO_MISSED = (
    missed_session("C-0118", "2026-11-20", "09:00-12:00", called="09:20"),
    missed_session("C-0118", "2026-11-23", "09:00-12:00", called="09:20"),
)
SILENCE = (
    *TWO_MISSED,
    never_written(_SAFETY + "contacts/2026-11-21.md"),
    never_written(_SAFETY + "contacts/2026-11-22.md"),
)

FAULTS = (
    fault(
        "CON001",
        "the consent to treatment was signed after ten weeks",
        swap(_GRIEF + "consents/2026-03-03-treatment.md", "signed_on: 2026-03-03", "signed_on: 2026-05-12"),
        at=_GRIEF + "sessions/2026-03-17.md",
    ),
    fault(
        "CON002",
        "a release that does not say what for",
        key_lost(_WORK + "consents/2026-10-06-employment-service.md", "purpose"),
    ),
    fault(
        "CON003",
        "more was told on the phone than the release allows",
        swap(
            _SAFETY + "contacts/2026-11-13-harbor.md",
            "information: [medication, scores, risk]",
            "information: [medication, scores, risk, family]",
        ),
    ),
    fault(
        "CON004",
        "a wife in the session, and no permission on file",
        line_added(_NIGHTS + "sessions/2026-06-23.md", "attendance:", "participants: [client, wife]"),
    ),
    fault(
        "CON005",
        "a consent that ends in two weeks",
        swap(_SAFETY + "consents/2026-10-23-brother.md", "expires: 2027-10-23", "expires: 2026-12-08"),
    ),
    fault(
        "CON006",
        "a letter sent three days after the release was taken back",
        swap(_DRINK + "consents/2026-10-07-harbor.md", "status: active", "status: revoked\nrevoked_on: 2026-10-20"),
        at=_DRINK + "disclosures/2026-10-23-harbor.md",
    ),
    fault(
        "CON007",
        "the notice that must go with such records is not recorded",
        key_lost(_DRINK + "disclosures/2026-10-23-harbor.md", "notice"),
    ),
    fault(
        "CON008",
        "psychotherapy notes in a release for something else",
        swap(
            _GRIEF + "consents/2026-04-07-hospice.md",
            "information: [attendance, referral]",
            "information: [attendance, referral, psychotherapy notes]",
        ),
    ),
    fault(
        "CON009",
        "a session by video three days before the consent to it",
        swap(_NIGHTS + "consents/2026-09-29-telehealth.md", "signed_on: 2026-09-29", "signed_on: 2026-10-10"),
        at=_NIGHTS + "sessions/2026-10-07.md",
    ),
    fault(
        "CON010",
        "the rules on cancelling were never handed to the client",
        cut(_FARM + "client.md", r"^  - \{policy: policies/cancellation.*\n", 1),
    ),
    fault(
        "CON011",
        "a boy of sixteen signed for himself",
        swap(_SCHOOL + "consents/2026-09-01-treatment.md", "signed_by: guardian", "signed_by: client"),
        key_lost(_SCHOOL + "consents/2026-09-01-treatment.md", "authority"),
    ),
    fault(
        "CON013",
        "a letter told more than the release allows",
        added_file(
            _WORK + "disclosures/2026-10-30.md",
            "---\ntype: disclosure\nclient: C-0142\ndate: 2026-10-30\nto: agencies/riverside-employment\n"
            "what: [plans/2026-10-06]\ninformation: [work goals, scores]\npurpose: help in finding part-time work\n"
            "basis: consents/2026-10-06-employment-service\nby: m.okafor\n---\n",
        ),
    ),
    fault(
        "CON012",
        "an e-mail to somebody who wants none",
        swap(_FARM + "contacts/2026-09-08.md", "channel: phone", "channel: email"),
    ),
    fault(
        "RSK001",
        "a questionnaire points to thoughts of suicide, and no risk is recorded",
        key_lost(_WORK + "sessions/2026-10-13.md", "risk"),
        follows={"RSK005": "the note tells of the talk about it, and still not how great the risk is"},
    ),
    fault(
        "RSK002",
        "moderate risk without a safety plan",
        swap(_NIGHTS + "sessions/2026-09-01.md", "risk: low", "risk: moderate"),
        follows={"RSK012": "the notes after it are lower, as they were, and had nothing to give a reason for"},
    ),
    fault(
        "RSK012",
        "a questionnaire says more than the risk, and no word says why",
        swap(_FARM + "sessions/2026-09-02.md", "risk: low", "risk: none"),
    ),
    fault(
        "RSK013",
        "a chart closed at moderate risk, and nobody says who takes over",
        swap(CLIENTS + "C-0033/sessions/2026-09-29.md", "risk: none", "risk: moderate"),
        swap(CLIENTS + "C-0033/safety/2026-11-03.md", "kind: relapse-prevention", "kind: crisis"),
        at=CLIENTS + "C-0033/sessions/2026-09-29.md",
        follows={
            "RSK012": "the note after it is lower, as it was, and had nothing to give a reason for",
        },
    ),
    fault(
        "RSK003",
        "work on drinking without a plan against relapse",
        swap(_DRINK + "safety/2026-10-21.md", "kind: relapse-prevention", "kind: crisis"),
        swap(_DRINK + "safety/2026-11-20.md", "kind: relapse-prevention", "kind: crisis"),
        at=_DRINK + "plans/2026-10-23.md",
    ),
    fault("RSK004", "nobody to ring in an emergency", key_lost(_SAFETY + "client.md", "emergency_contact")),
    fault(
        "RSK011",
        "a brother whom nobody has tried to reach since last autumn",
        swap(CLIENTS + "C-0061/client.md", "on file, confirmed 2026-10-22", "on file, permission 2025-11-03"),
    ),
    fault(
        "RSK015",
        "a call of which nobody can tell whether it was with him or with his wife",
        swap(CLIENTS + "C-0131/contacts/2026-11-21.md", "with: client", "with: them"),
    ),
    fault(
        "RSK016",
        "a mark of high risk, and no note that says so",
        line_added(_GRIEF + "client.md", "prefers:", "flags: [high-risk]"),
    ),
    fault(
        "RSK005",
        "the text speaks of suicide, and the risk says none",
        added_words(_NIGHTS + "sessions/2026-07-21.md", "On the drive home he thinks of suicide."),
    ),
    fault(
        "RSK006",
        "high risk, and five days of silence",
        *SILENCE,
        at=_SAFETY + "contacts/2026-11-19.md",
        follows={"FUP006": "the silence is made of sessions that were missed in a row"},
    ),
    fault(
        "RSK007",
        "a relapse, and the plan stays as it is",
        line_added(
            _GRIEF + "sessions/2026-09-22.md", "attendance:", "relapse: {date: 2026-09-19, substance: sleeping tablets}"
        ),
    ),
    fault(
        "RSK008",
        "a safety plan that was to be looked through two weeks ago",
        swap(_WORK + "safety/2026-10-13.md", "review_on: 2027-01-11", "review_on: 2026-11-10"),
    ),
    fault(
        "RSK010",
        "high risk, told to nobody",
        key_lost(_SAFETY + "sessions/2026-11-16.md", "consultation"),
    ),
    fault(
        "MEA001",
        "a measure that the plan asks for and nobody took",
        swap(
            _GRIEF + "plans/2026-07-14.md",
            "  - {id: phq9, every: 6 weeks}\n",
            "  - {id: phq9, every: 6 weeks}\n  - {id: gad7, every: 6 weeks}\n",
        ),
    ),
    fault(
        "MEA002",
        "an answer of 4 where 3 is the most",
        swap(
            _WORK + "sessions/2026-11-03.md", "phq9: [1, 1, 2, 2, 1, 2, 1, 1, 0]", "phq9: [1, 1, 2, 2, 1, 2, 1, 4, 0]"
        ),
    ),
    fault(
        "MEA003",
        "a questionnaire with a gap, and nothing on why",
        added_file(
            _WORK + "measures/2026-11-16.md",
            "---\ntype: measure\nclient: C-0142\ndate: 2026-11-16\nclinician: m.okafor\nadministered: self\n"
            "who5: [2, 3, null, 2, 3]\n---\n",
        ),
    ),
    fault(
        "MEA004",
        "a questionnaire that was read aloud for once",
        added_file(
            CLIENTS + "C-0131/measures/2026-11-05.md",
            "---\ntype: measure\nclient: C-0131\ndate: 2026-11-05\nclinician: m.okafor\nadministered: interview\n"
            "pcl5: [2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1]\n---\n",
        ),
    ),
    fault(
        "MEA005",
        "four months, and the score stands where it stood",
        swap(
            _FARM + "sessions/2026-09-28.md", "phq9: [1, 2, 2, 2, 1, 2, 2, 1, 0]", "phq9: [3, 2, 3, 2, 2, 2, 2, 2, 0]"
        ),
        swap(
            _FARM + "sessions/2026-10-26.md", "phq9: [1, 1, 2, 1, 1, 2, 1, 1, 0]", "phq9: [3, 2, 3, 2, 2, 2, 2, 1, 0]"
        ),
        swap(
            _FARM + "sessions/2026-11-23.md", "phq9: [1, 1, 1, 1, 1, 1, 1, 1, 0]", "phq9: [3, 3, 3, 2, 2, 2, 2, 1, 0]"
        ),
        at=_FARM + "sessions/2026-11-23.md",
    ),
    fault(
        "MEA006",
        "a score that fell back to where it began, and no review",
        swap(
            _GRIEF + "sessions/2026-11-03.md", "phq9: [1, 1, 1, 1, 1, 1, 1, 1, 0]", "phq9: [3, 3, 3, 3, 2, 2, 2, 2, 0]"
        ),
    ),
    fault(
        "MEA007",
        "a questionnaire that has to be paid for",
        line_added(_SCHOOL + "sessions/2026-10-06.md", "attendance:", "ors: 24"),
    ),
    fault(
        "MEA008",
        "a score that means one thing for men and another for women",
        key_lost(CLIENTS + "C-0160/client.md", "sex"),
        line_added(CLIENTS + "C-0160/measures/2026-11-18.md", "gad7:", "audit-c: 3"),
        at=CLIENTS + "C-0160/measures/2026-11-18.md",
    ),
    fault(
        "MEA009",
        "a questionnaire was handed out, and nothing came back",
        added_file(
            _SCHOOL + "measures/2026-11-12.md",
            "---\ntype: measure\nclient: C-0154\ndate: 2026-11-12\nclinician: s.nakamura\nadministered: self\n---\n",
        ),
    ),
)
