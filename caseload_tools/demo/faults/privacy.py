"""PRV: numbers, secrets and complaints in a place where others will read them."""

from __future__ import annotations

from caseload_tools.demo.faults.fault import CLIENTS, appended, fault, key_lost, line_added, said

_NIGHT_BUS = CLIENTS + "C-0131/"
_NO_KEY = "AGE-SECRET-KEY-1" + "QPZRY9X8" * 6  # has the form of a key and opens nothing

FAULTS = (
    fault(
        "PRV004",
        "a telephone number in a note",
        said(CLIENTS + "C-0142/contacts/2026-11-18.md", "Her mother can be rung at 218-555-0142."),
    ),
    fault(
        "PRV009",
        "a complaint in the client's chart",
        appended(CLIENTS + "C-0095/contacts/2026-09-03.md", "## Complaint\n\nTwo messages were not passed on."),
    ),
    fault(
        "PRV010",
        "violence at home, and no safe way to reach her",
        key_lost(_NIGHT_BUS + "client.md", "safe_channels"),
        line_added(_NIGHT_BUS + "client.md", "status:", "flags: [domestic-violence]"),
    ),
    fault(
        "PRV011",
        "the key of the backups in a contact note",
        said(CLIENTS + "C-0061/contacts/2026-10-08.md", f"Backup key for the new laptop: {_NO_KEY}"),
    ),
)
