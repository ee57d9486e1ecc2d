"""FUP of people and bookings: nobody in charge, who left, who has no licence, and what cannot be meant so."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import CLIENTS, added_file, fault, swap

_NEW = CLIENTS + "C-0171/"


def _booking(client: str, day: str, time: str, clinician: str) -> str:
    return (
        f"---\ntype: session\nclient: {client}\ndate: {day}\ntime: {time}\nclinician: {clinician}\n"
        "service: individual\nsetting: office\nattendance: scheduled\n---\n"
    )


FAULTS = (
    fault(
        "FUP027",
        "a new client, and nobody in charge",
        added_file(
            _NEW + "client.md",
            "---\ntype: client\nclient: C-0171\nstatus: intake\nprogramme: outpatient\nopened: 2026-11-20\nborn: 1990\n"
            "prefers: phone\nsafe_channels: [phone]\nemergency_contact: sister, on file, permission 2026-11-20\n---\n",
        ),
    ),
    fault(
        "FUP028",
        "a client of somebody who left in summer",
        swap(CLIENTS + "C-0021/client.md", "clinician: m.okafor", "clinician: k.adeyemi"),
    ),
    fault(
        "FUP023",
        "one clinician, and two clients at ten past ten",
        added_file(
            CLIENTS + "C-0142/sessions/2026-12-02.md", _booking("C-0142", "2026-12-02", "10:10-11:00", "m.okafor")
        ),
    ),
    fault(
        "FUP024",
        "a session booked on Christmas Day",
        added_file(
            CLIENTS + "C-0142/sessions/2026-12-25.md", _booking("C-0142", "2026-12-25", "14:00-14:50", "m.okafor")
        ),
    ),
    fault(
        "FUP025",
        "a licence that ended yesterday",
        swap("caseload.toml", "licence_expires = 2028-01-31", "licence_expires = 2026-11-23"),
        at="caseload.toml",
    ),
    fault(
        "FUP026",
        "a therapy session by the front desk",
        swap(CLIENTS + "C-0095/sessions/2026-12-08.md", "clinician: t.brandt", "clinician: a.whitcombe"),
    ),
)
