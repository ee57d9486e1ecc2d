"""BIL, and SIG where it is about charges: bills for what did not happen, lasted otherwise, or costs something else."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import CLIENTS, added_file, fault, key_lost, swap

_BILLS = CLIENTS + "C-0142/charges/"
_PROGRAM = CLIENTS + "C-0118/"

FAULTS = (
    fault("BIL001", "a bill that does not say what for", key_lost(_BILLS + "2026-10-06.md", "session")),
    fault(
        "BIL002",
        "a bill for a session to which nobody came",
        added_file(
            _BILLS + "2026-11-17.md",
            "---\ntype: charge\nclient: C-0142\ndate: 2026-11-17\nsession: sessions/2026-11-17\ncode: 90834\n"
            "fee: 140\nestimate: 140\npayer: client\nstatus: billed\n---\n",
        ),
    ),
    fault(
        "BIL003",
        "an hour is charged for fifty minutes",
        swap(_BILLS + "2026-10-13.md", "minutes: 50", "minutes: 60"),
    ),
    fault(
        "BIL004",
        "two sessions of one client at the same time",
        swap(_PROGRAM + "sessions/2026-11-13-crisis.md", "time: 12:05-12:55", "time: 11:35-12:55"),
    ),
    fault(
        "BIL005",
        "one session, charged twice",
        added_file(
            _BILLS + "2026-10-20-second.md",
            "---\ntype: charge\nclient: C-0142\ndate: 2026-10-20\nsession: sessions/2026-10-20\ncode: 90834\n"
            "minutes: 50\nfee: 140\nestimate: 140\npayer: client\nstatus: billed\n---\n",
        ),
    ),
    fault(
        "BIL006",
        "ten dollars more than the fee table says",
        swap(_BILLS + "2026-10-27.md", "fee: 140\nadjustment: 60", "fee: 150\nadjustment: 70"),
    ),
    fault(
        "BIL007",
        "a reduced fee, and nothing on when that was agreed",
        key_lost(CLIENTS + "C-0160/client.md", "fee_agreed_on"),
    ),
    fault(
        "BIL008",
        "the client was told less than the bill asks for",
        swap(_BILLS + "2026-11-03.md", "estimate: 80", "estimate: 60"),
    ),
    fault(
        "BIL009",
        "a funder wants three hours a month in the room",
        swap(
            "caseload.toml",
            'profile = "case-management"\n',
            'profile = "case-management"\npolicy.face_to_face_hours_month = 3\n',
        ),
        at=CLIENTS + "C-0061/client.md",
    ),
    fault(
        "BIL010",
        "a programme that promises twelve hours a week and offers nine",
        swap("caseload.toml", "minimum_hours_week = 9\n", "minimum_hours_week = 12\n"),
        at=_PROGRAM + "client.md",
    ),
    fault(
        "BIL011",
        "a diagnosis on the bill that the plan does not have",
        swap(_BILLS + "2026-11-10.md", "diagnosis: F33.1", "diagnosis: F32.0"),
    ),
    fault(
        "BIL012",
        "a day in the group is charged, and no list says who was there",
        key_lost(_PROGRAM + "sessions/2026-11-16.md", "group"),
        at=_PROGRAM + "charges/2026-11-16.md",
        follows={"LNK016": "the list of the day looks for the note that should name it"},
    ),
    fault(
        "BIL013",
        "a clinician with two clients after noon",
        swap(CLIENTS + "C-0087/sessions/2026-09-01.md", "time: 15:00-15:50", "time: 12:20-13:10"),
    ),
    fault(
        "BIL014",
        "a visit that nobody charged",
        swap(
            "caseload.toml",
            'profile = "case-management"\n',
            'profile = "case-management"\npolicy.charge_within = [{ value = false }, '
            '{ value = "3 days", since = 2026-11-19 }]\n',
        ),
        at=CLIENTS + "C-0061/sessions/2026-11-19.md",
    ),
    fault(
        "SIG014",
        "a bill was taken back, and nothing says why",
        swap(_BILLS + "2026-11-20.md", "status: billed", "status: void"),
    ),
)
