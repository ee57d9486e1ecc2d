"""Tasks that are nobody's or late, incidents that nobody reported, a household with a client who does not exist."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import CLIENTS, SeededFault, added_file, fault, swap

_OWN = "records/practice/"

FAULTS: tuple[SeededFault, ...] = (
    fault(
        "FUP003",
        "a form that was to be filled in by last Friday",
        swap(CLIENTS + "C-0061/tasks/2026-11-17.md", "due: 2026-12-09", "due: 2026-11-20"),
    ),
    fault(
        "FUP021",
        "a meeting decided something, and nobody took it on",
        swap(_OWN + "meetings/2026-11-18.md", "    owner: a.whitcombe\n", ""),
    ),
    fault(
        "FUP022",
        "a rail on the step that is called done, of no day",
        swap(_OWN + "incidents/2026-10-14.md", "    ended_on: 2026-10-27\n", ""),
    ),
    fault(
        "LNK021",
        "a household with a client whose code was mistyped",
        swap(_OWN + "households/1.md", "clients: [C-0061]", "clients: [C-0061, C-0016]"),
    ),
    fault(
        "RSK009",
        "a minor told of blows, and nobody wrote whether that was reported",
        added_file(
            CLIENTS + "C-0154/incidents/2026-11-19.md",
            "---\ntype: incident\nclient: C-0154\ndate: 2026-11-19\nkind: abuse\nwhat: told of blows at a relative's\n"
            "level: serious\nowner: s.nakamura\npresent: [the client, s.nakamura]\n"
            "told:\n  - who: r.lindqvist\n    at: 2026-11-19 17:20\n---\n",
        ),
    ),
    fault(
        "RSK014",
        "a telephone was stolen from the office, and nobody was told",
        added_file(
            _OWN + "incidents/2026-11-16.md",
            "---\ntype: incident\ndate: 2026-11-16\nkind: property\nwhat: the office telephone was gone at eight\n"
            "level: minor\nowner: a.whitcombe\n---\n",
        ),
    ),
)
