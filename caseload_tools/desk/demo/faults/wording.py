"""NOT and PLN, where rules read: notes without the client in them, words that say nothing, text that was copied."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import (
    CLIENTS,
    added_paragraph,
    added_words,
    body,
    copied_text,
    cut,
    fault,
    key_lost,
    section,
    swap,
)

_GRIEF = CLIENTS + "C-0087/sessions/"
_FARM = CLIENTS + "C-0103/"
_NIGHT_BUS = CLIENTS + "C-0131/sessions/"
_NORMAL = "Oriented to person and place. Mood euthymic, affect congruent, speech normal."
_WHAT_STAFF_DID = """\
## Data

Reviewed the homework of the last call. Provided psychoeducation on the nervous system, on arousal and on breathing,
with the leaflet of the clinic, page by page, and the list of exercises on its back.

## Assessment

Objective O1.5 of the plan, by telephone.

## Plan

Leaflet by mail. Call in eight weeks, in the morning."""
_NEITHER = """\
## Data

By video from the hall of residence, roommate out until noon. Introduced the model of attention, drawn on the board, and
the camera of the telephone as a tool. The drawing went into the folder. The date of the talk is 14 December, in the
large lecture hall.

## Assessment

Social phobia, as at the intake.

## Plan

Draft of the plan next time. One minute a day to the camera, watched once."""
_HE = """\
## Subjective

Homework done. He drove the hill on duty on all shifts. Pictures come at dusk, he says, and leave within a minute.
He slept in the house on four nights.

## Objective

PCL-5 34. He told the whole call in nineteen minutes without a pause, tea in hand. Distress 30 at the end.

## Assessment

Down by 17 since July (O1.1). Four in a row is one short (O1.2). Four of seven nights (O1.3).

## Plan

Review next time. No recording for a week, to see what comes."""
_SAME = "Spoke twice in the round, listened to the others with the camera on, and wrote until the break."

FAULTS = (
    fault(
        "NOT005",
        "what the clinician did, and nothing of how it was taken",
        body(CLIENTS + "C-0021/sessions/2026-03-11.md", _WHAT_STAFF_DID),
    ),
    fault(
        "NOT006",
        "neither what went well nor what was hard",
        body(CLIENTS + "C-0160/sessions/2026-11-19.md", _NEITHER),
    ),
    fault(
        "NOT009",
        "last time's note over again",
        copied_text(_FARM + "sessions/2026-11-09.md", _FARM + "sessions/2026-10-26.md"),
    ),
    fault(
        "NOT010",
        "the same normal findings, three times in a row",
        *(added_paragraph(f"{_NIGHT_BUS}{day}.md", _NORMAL) for day in ("2026-08-20", "2026-09-03", "2026-09-17")),
        at=_NIGHT_BUS + "2026-09-17.md",
    ),
    fault(
        "NOT011",
        "a phrase that fits anybody",
        added_words(_GRIEF + "2026-09-01.md", "Client was receptive to feedback."),
    ),
    fault(
        "NOT014",
        "letters that nobody explains",
        added_words(CLIENTS + "C-0061/contacts/2026-04-16.md", "Asked about the PHP in Duluth."),
    ),
    fault(
        "NOT015",
        "five notes without a word of the client's own",
        *(
            cut(f"{_GRIEF}{day}.md", r"[\"“”]")
            for day in ("2026-08-04", "2026-09-01", "2026-09-22", "2026-10-13", "2026-11-03")
        ),
        at=_GRIEF + "2026-11-03.md",
    ),
    fault(
        "NOT016",
        "nothing says that the last note was read",
        key_lost(CLIENTS + "C-0142/sessions/2026-11-24.md", "reviewed"),
    ),
    fault("NOT017", "a note about a man, in a woman's chart", body(_NIGHT_BUS + "2026-10-01.md", _HE)),
    fault(
        "NOT019",
        "two people in the group, one sentence for both",
        section(CLIENTS + "C-0095/sessions/2026-11-04.md", "Behaviour", _SAME),
        section(CLIENTS + "C-0118/sessions/2026-11-04.md", "Behaviour", _SAME),
        at=CLIENTS + "C-0118/sessions/2026-11-04.md",
    ),
    fault(
        "NOT020",
        "somebody else's note, with another name on it",
        copied_text(_FARM + "sessions/2026-08-24.md", CLIENTS + "C-0021/sessions/2025-11-17.md"),
    ),
    fault(
        "PLN015",
        "somebody else's plan, with another name on it",
        swap(
            _FARM + "plans/2026-07-27.md",
            "text: Low, silent, away from the table",
            "text: Low mood, no pleasure, an hour in the truck each morning",
        ),
        swap(
            _FARM + "plans/2026-07-27.md",
            "text: Be at the table with his family",
            "text: Be at home when he is at home",
        ),
        swap(
            _FARM + "plans/2026-07-27.md",
            "text: Sit down to supper with the family on 5 evenings a week",
            "text: Do one planned thing with his sons on 2 days a week",
        ),
    ),
)
