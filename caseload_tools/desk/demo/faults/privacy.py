"""PRV: numbers, secrets and complaints in a place where others will read them."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import (
    CLIENTS,
    Edit,
    added_file,
    added_paragraph,
    added_words,
    fault,
    key_lost,
    line_added,
    never_written,
    swap,
)
from caseload_tools.shipped import shipped_path

_NIGHT_BUS = CLIENTS + "C-0131/"
_NO_KEY = "AGE-SECRET-KEY-1" + "QPZRY9X8" * 6  # has the form of a key and opens nothing

_SPRING = CLIENTS + "C-0087/contacts/2026-04-09"
# Whoever seeds these faults also says who is who; in a real practice the map lies elsewhere.
_MAP = (
    swap("caseload.toml", '"Northgate Clinic"\nformat', '"Northgate Clinic"\nidentities = "identities.toml"\nformat'),
    added_file("identities.toml", '[C-0061]\nnames = ["Jaan Ilves"]\n'),
)

FAULTS = (
    fault(
        "PRV001",
        "the clinician's own process notes in a note that the team reads",
        added_paragraph(CLIENTS + "C-0095/contacts/2026-09-03.md", "## Process notes\n\nNoticed my own hurry again."),
    ),
    fault(
        "PRV003",
        "another client named in a note",
        added_words(CLIENTS + "C-0087/contacts/2026-09-10.md", "Asked how Jaan Ilves from the group was."),
        *_MAP,
        at=CLIENTS + "C-0087/contacts/2026-09-10.md",
    ),
    fault(
        "PRV005",
        "a file named for the client",
        never_written(_SPRING + ".md"),
        Edit(_SPRING + "-ilves.md", lambda _: shipped_path(_SPRING + ".md").read_text(encoding="utf-8")),
        *_MAP,
        at=_SPRING + "-ilves.md",
    ),
    fault(
        "PRV013",
        "a tag that says for whom a contact is",
        line_added(CLIENTS + "C-0103/contacts/2026-08-11.md", "written:", "tags: [clinician-only]"),
    ),
    fault(
        "PRV012",
        "the client's own name in a note",
        added_words(CLIENTS + "C-0061/contacts/2026-10-08.md", "Mr. Ilves will ring back himself."),
        *_MAP,
        at=CLIENTS + "C-0061/contacts/2026-10-08.md",
    ),
    fault(
        "PRV004",
        "a telephone number in a note",
        added_words(CLIENTS + "C-0142/contacts/2026-11-18.md", "Her mother can be rung at 218-555-0142."),
    ),
    fault(
        "PRV009",
        "a complaint in the client's chart",
        added_paragraph(CLIENTS + "C-0095/contacts/2026-09-03.md", "## Complaint\n\nTwo messages were not passed on."),
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
        added_words(CLIENTS + "C-0061/contacts/2026-10-08.md", f"Backup key for the new laptop: {_NO_KEY}"),
    ),
)
