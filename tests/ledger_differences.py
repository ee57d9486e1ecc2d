"""Where the ledger and the table of issue 10 once differed, as the smallest practices that show it.

Each was found by the machine of tests/test_ledger_machine.py or tried beside it, and decided by asking whether a
coroner or a board would agree with the ledger. All are mended; a row holds each of them.
"""

from __future__ import annotations

MISSED_AT_FOUR = (
    "--- session 2026-02-03\nattendance: no-show\ntime: 16:00-16:50\nprogress:\ninterventions:\nrisk:\nnext:\n"
)
NEXT_IN_TWO_WEEKS = "--- session 2026-01-26\nnext: 2026-02-09\n"
NO_NEXT = "next: none\nnext_reason: away\n"
AGREED = "--- session 2026-02-03\nnext: 2026-02-10\n"
STATUS = "--- client\nstatus: {}\ntoday: 2026-02-20"
HIGH = "--- session 2026-02-03\nrisk: high\n" + NO_NEXT
REPLACED = (
    "--- referral 2026-02-01\nstatus: failed\nfit:\nreplaced_by: referrals/2026-02-10\n"
    "--- referral 2026-02-10\nstatus: sent\nfit:\n"
)
EXTRA = "--- session {}\nattendance: {}\nrisk:\nnext:\nprogress:\ninterventions:\n"

# What it is, the scene, and the kind that is owed by the table and not by the ledger.
SILENT = {
    "outreach, a call about a form that morning": (
        MISSED_AT_FOUR + "--- contact 2026-02-03\ntime: 09:00-09:10\npurpose: resources\ntoday: 2026-02-09",
        "outreach",
    ),
    "outreach, a voicemail that morning": (
        MISSED_AT_FOUR + "--- contact 2026-02-03\ntime: 09:00-09:10\noutcome: left message\ntoday: 2026-02-09",
        "outreach",
    ),
    "outreach, an attempt of the day before": (
        MISSED_AT_FOUR + "outreach:\n  - {at: 2026-02-02 09:00, channel: phone, result: no answer}\ntoday: 2026-02-09",
        "outreach",
    ),
    "agreed session, one booked on an earlier day": (
        NEXT_IN_TWO_WEEKS + EXTRA.format("2026-02-02", "scheduled") + "today: 2026-02-13",
        "agreed session",
    ),
    "agreed session, one cancelled on an earlier day": (
        NEXT_IN_TWO_WEEKS + EXTRA.format("2026-02-02", "cancelled") + "today: 2026-02-13",
        "agreed session",
    ),
    "agreed session, one missed on an earlier day": (
        NEXT_IN_TWO_WEEKS + EXTRA.format("2026-02-02", "no-show") + "today: 2026-02-13",
        "agreed session",
    ),
    "contact, 16 days late and a session booked for two weeks on": (
        "--- session 2026-01-19\n" + NO_NEXT + EXTRA.format("2026-03-04", "scheduled") + "today: 2026-02-18",
        "contact",
    ),
    "rescheduling, moved to nowhere": (
        "--- session 2026-02-03\nattendance: rescheduled\nprogress:\ninterventions:\nrisk:\nnext:\ntoday: 2026-02-28",
        "rescheduling",
    ),
    "risk contact, moderate": (
        "--- session 2026-02-03\nrisk: moderate\n" + NO_NEXT + "today: 2026-02-20",
        "risk contact",
    ),
    "outreach, a call dated four months on": (
        MISSED_AT_FOUR + "--- contact 2026-06-20\ntoday: 2026-02-09",
        "outreach",
    ),
    "agreed session, the status alone was changed to follow-up": (
        AGREED + STATUS.format("follow-up"),
        "agreed session",
    ),
    "agreed session, the status alone was changed to intake": (AGREED + STATUS.format("intake"), "agreed session"),
    "agreed session, the status alone was changed to inquiry": (AGREED + STATUS.format("inquiry"), "agreed session"),
    "next appointment, the status alone was changed to inquiry": (
        "--- session 2026-02-03\nnext:\n" + STATUS.format("inquiry"),
        "next appointment",
    ),
    "rescheduling, the status alone was changed to inquiry": (
        MISSED_AT_FOUR + STATUS.format("inquiry"),
        "rescheduling",
    ),
    "risk contact, a lower finding in a voicemail": (
        HIGH + "--- contact 2026-02-05\nrisk: low\noutcome: left message\ntoday: 2026-02-20",
        "risk contact",
    ),
    "risk contact, a lower finding in a talk with somebody else": (
        HIGH + "--- contact 2026-02-05\nrisk: low\nwith: her mother\npurpose: collateral\ntoday: 2026-02-20",
        "risk contact",
    ),
    "failed referral, what replaced it was entered in error": (
        REPLACED + "--- addendum 2026-02-12\nkind: void\nto: referrals/2026-02-10\ntoday: 2026-04-20",
        "failed referral",
    ),
    "intake, an assessment of risk alone": (
        "--- no assessment\n--- assessment 2026-01-08\nkind: risk\ntoday: 2026-02-20",
        "intake",
    ),
}
# The same, of what the ledger owes and the table does not.
FALSE_ALARMS = {
    "rescheduling, the client came later that day": (
        MISSED_AT_FOUR + "--- session 2026-02-03-2\ntime: 18:00-18:50\n" + NO_NEXT + "today: 2026-02-09",
        "rescheduling",
    ),
    "next appointment, agreed on in a second session of that day": (
        "--- session 2026-02-03\nnext:\n--- session 2026-02-03-2\ntime: 18:00-18:50\n" + NO_NEXT + "today: 2026-02-09",
        "next appointment",
    ),
}
