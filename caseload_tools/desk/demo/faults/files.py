"""STR and ALW: files that cannot be read or lie wrong, and allowances that allow nothing."""

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
    swap,
)

_OLD = CLIENTS + "C-0021/sessions/"
_PROGRAM = CLIENTS + "C-0076/sessions/"
_PASTED = "\n## Scan\n\n" + "JVBERi0xLjcKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIvRmls\n" * 18_500

FAULTS = (
    fault(
        "STR001",
        "a key stands twice, with two answers",
        swap(_PROGRAM + "2026-10-02.md", "attendance: attended\n", "attendance: attended\nattendance: late\n"),
    ),
    fault("STR002", "the type is misspelt", swap(_PROGRAM + "2026-10-05.md", "type: session", "type: sesion")),
    fault("STR003", "a key says TBD", swap(_OLD + "2025-07-28.md", "setting: office", "setting: TBD")),
    fault("STR004", "a word is misspelt", swap(_OLD + "2025-08-11.md", "attendance: attended", "attendance: atended")),
    fault("STR005", "a date as on paper forms", swap(_OLD + "2025-09-22.md", "date: 2025-09-22", "date: 9/22/2025")),
    fault(
        "STR006",
        "digits of the client's id are swapped",
        swap(CLIENTS + "C-0087/sessions/2026-04-28.md", "client: C-0087", "client: C-0078"),
    ),
    fault(
        "STR007",
        "a time without an end",
        swap(CLIENTS + "C-0087/sessions/2026-05-19.md", "time: 15:00-15:50", "time: 15.00"),
    ),
    fault(
        "STR008",
        "a call dated next week",
        added_file(
            CLIENTS + "C-0142/contacts/2026-12-01.md",
            """
---
type: contact
client: C-0142
date: 2026-12-01
minutes: 5
staff: m.okafor
direction: in
channel: phone
with: client
purpose: check-in
---

Rang about the letter from Riverside; it has come.
""",
        ),
    ),
    fault(
        "STR009",
        "a diagnosis code without its dot",
        swap(CLIENTS + "C-0142/assessments/2026-09-29.md", "code: F41.1", "code: F411"),
    ),
    fault(
        "STR010",
        "a reminder to oneself was left in the note",
        added_words(CLIENTS + "C-0142/sessions/2026-10-06.md", "What her sister said about Sundays: [fill in]."),
    ),
    fault(
        "STR011",
        "two people's changes were merged by hand, and not to the end",
        added_paragraph(
            "records/practice/feedback/2026-06-18.md",
            "<<<<<<< HEAD\nTold the team on 19 June.\n=======\nTold the team on 22 June.\n>>>>>>> desk",
        ),
    ),
    fault(
        "STR013",
        "a scan was pasted into the note: more than a megabyte",
        Edit(_PROGRAM + "2026-10-09.md", lambda text: text + _PASTED),
    ),
    fault(
        "STR014",
        "a note saved as a text file, where nobody reads it",
        added_file(
            CLIENTS + "C-0087/sessions/2026-09-22-addition.txt",
            "She rang again at five: the piano tuner is coming on Thursday.\n",
        ),
    ),
    fault(
        "STR015",
        "a call was written down for somebody who has no chart",
        added_file(
            CLIENTS + "C-0203/contacts/2026-11-18.md",
            """
---
type: contact
client: C-0203
date: 2026-11-18
minutes: 10
staff: a.whitcombe
direction: in
channel: phone
with: client
purpose: inquiry
responded: 2026-11-18 10:15
written: 2026-11-18 10:20
---

Asked for a first appointment after New Year. Wants to be rung in the evening.
""",
        ),
    ),
    fault(
        "ALW001",
        "an allowance that does not say why",
        key_lost(CLIENTS + "C-0160/client.md", "emergency_contact"),
        swap(CLIENTS + "C-0160/client.md", "type: client\n", "type: client  # caseload: allow[RSK004]\n"),
    ),
    fault(
        "ALW002",
        "an allowance that ended in summer",
        key_lost(CLIENTS + "C-0095/client.md", "emergency_contact"),
        swap(
            CLIENTS + "C-0095/client.md",
            "type: client\n",
            "type: client  # caseload: allow[RSK004] asks his wife first (until 2026-07-31)\n",
        ),
        follows={"RSK004": "it was allowed until then"},
    ),
    fault(
        "ALW003",
        "an allowance for something that has been put right",
        swap(
            CLIENTS + "C-0131/plans/2026-07-20.md",
            "duration: 6 months\n",
            "duration: 6 months  # caseload: allow[PLN007] to be talked over with the supervisor\n",
        ),
    ),
    fault(
        "ALW004",
        "an allowance with a mistyped code",
        swap(
            CLIENTS + "C-0118/plans/2026-10-23.md",
            "duration: 8 weeks\n",
            "duration: 8 weeks  # caseload: allow[PLM007] eight weeks as agreed with the payer\n",
        ),
    ),
    fault(
        "ALW005",
        "an allowance for what nobody may allow",
        swap(
            CLIENTS + "C-0142/client.md",
            "client: C-0142\n",
            "client: C-0142  # caseload: allow[STR001] typed in a hurry\n",
        ),
    ),
    fault(
        "STR017",
        "a telephone number cut off by its number sign",
        swap(
            CLIENTS + "C-0087/client.md",
            "emergency_contact: daughter in Oregon, on file, confirmed",
            "emergency_contact: daughter in Oregon, line #2 of the farm, on file, confirmed",
        ),
    ),
    fault(
        "STR018",
        "a comment that hides the end of a contact",
        swap(CLIENTS + "C-0103/contacts/2026-08-08.md", "Saturday. Milked", "Saturday. <!-- ask about the dog\nMilked"),
    ),
    fault(
        "STR021",
        "percent signs typed twice around half a sentence",
        added_words(
            CLIENTS + "C-0103/contacts/2026-09-08.md", "Took 50%% of the doses, he thinks, and slept 80%% of the night."
        ),
    ),
    fault(
        "PRV014",
        "an aside within comment marks in the value of a key",
        line_added(
            CLIENTS + "C-0103/contacts/2026-09-18.md", "date:", 'outcome: "Reached %% his wife must not know %%"'
        ),
    ),
    fault(
        "STR019",
        "a sync program left a second version of a consent",
        added_file(
            CLIENTS + "C-0142/consents/2026-09-29-treatment.sync-conflict-20261120-101112-ABCDEFG.md",
            "---\ntype: consent\nclient: C-0142\ndate: 2026-09-29\nkind: treatment\nstatus: active\n---\n",
        ),
    ),
    fault(
        "STR016",
        "the next session in the year that is over",
        swap(CLIENTS + "C-0103/sessions/2026-08-03.md", "next: 2026", "next: 2025"),
    ),
    fault(
        "STR022",
        "a client who will be born in sixty years",
        swap(CLIENTS + "C-0033/client.md", "born: 1987", "born: 2087"),
    ),
    fault(
        "STR023",
        "the next session in a year with two digits changed round",
        swap(CLIENTS + "C-0103/sessions/2026-08-24.md", "next: 2026", "next: 2062"),
    ),
)
