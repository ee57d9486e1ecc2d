"""SIG: what nobody signed, the wrong person signed, or somebody signed too early."""

from __future__ import annotations

import re

from caseload_tools.desk.demo.faults.fault import CLIENTS, Edit, FaultCommit, added_file, cut, fault, line_added, swap

_GRIEF = CLIENTS + "C-0087/"
_WORK = CLIENTS + "C-0142/"
_NIGHT = CLIENTS + "C-0131/"
_REVIEW = CLIENTS + "C-0033/reviews/2026-08-04.md"
_TALK = CLIENTS + "C-0154/sessions/2026-10-23.md"
_BY_HAND = CLIENTS + "C-0021/plans/2026-03-11.md"


def _annotated(text: str) -> str:
    """The words as they were signed, below a comment: byte for byte it is found nowhere else."""
    return text.replace("---\n", "---\n# a second copy\n", 1)


def _not_signed(path: str, by: str) -> Edit:
    """A signature is not there."""
    return cut(path, rf"^  - by: {re.escape(by)}\n(?:    .*\n)+", 1)


FAULTS = (
    fault(
        "SIG001",
        "a signed note that somebody put right afterwards",
        swap(_TALK, "his words; art on Monday", "his words"),
        after_signing=True,
    ),
    fault(
        "SIG002",
        "a signature that names nobody",
        swap(CLIENTS + "C-0021/plans/2025-06-02.md", "- by: m.okafor\n", "- by: m.okafer\n"),
    ),
    fault(
        "SIG003",
        "a plan that no clinician signed",
        _not_signed(CLIENTS + "C-0095/plans/2026-08-18.md", "t.brandt"),
    ),
    fault(
        "SIG004",
        "a plan that the client did not sign",
        _not_signed(_GRIEF + "plans/2026-03-17.md", "C-0087"),
    ),
    fault(
        "SIG005",
        "a trainee's review that the supervisor has not signed",
        _not_signed(_GRIEF + "reviews/2026-09-01.md", "r.lindqvist"),
    ),
    fault(
        "SIG006",
        "a clinician who co-signs their own plan",
        swap(_WORK + "plans/2026-11-20.md", "- by: r.lindqvist\n", "- by: m.okafor\n"),
    ),
    fault(
        "SIG007",
        "a plan signed on the day before it was made",
        swap(
            CLIENTS + "C-0076/plans/2026-09-30.md",
            "- by: t.brandt\n    role: clinician\n    at: 2026-09-30",
            "- by: t.brandt\n    role: clinician\n    at: 2026-09-29",
        ),
    ),
    fault(
        "SIG008",
        "a signed review that the office committed",
        swap(
            "caseload.toml",
            'roles = ["administration"]\n',
            'roles = ["administration"]\nemail = "alma.whitcombe@example.org"\n',
        ),
        at=CLIENTS + "C-0033/reviews/2026-08-04.md",
        past=[FaultCommit("2026-11-24 09:00", "Alma Whitcombe", CLIENTS + "C-0033/reviews/2026-08-04.md")],
    ),
    fault(
        "SIG009",
        "an addition that is older than what it adds to",
        added_file(
            _WORK + "addenda/2026-11-02-sessions-2026-11-03.md",
            """
---
type: addendum
client: C-0142
date: 2026-11-02
to: sessions/2026-11-03
kind: clarification
author: m.okafor
reason: which activity was missed
---

The one that was missed was the library.
""",
        ),
    ),
    fault(
        "SIG011",
        "a signed note that was moved to another day",
        at=_TALK,
        past=[
            FaultCommit("2026-11-23 17:00", "Sana Nakamura", _TALK.replace("10-23", "10-22"), source=_TALK),
            FaultCommit("2026-11-23 18:00", "Sana Nakamura", _TALK.replace("10-23", "10-22"), lambda _: None, _TALK),
            FaultCommit("2026-11-23 18:00", "Sana Nakamura", _TALK),
        ],
    ),
    fault(
        "SIG015",
        "a signed review that somebody took out of the chart",
        at=_REVIEW.replace("reviews/2026-08-04", "client"),
        past=[
            FaultCommit("2026-11-24 08:00", "Miriam Okafor", _REVIEW.replace("08-04", "08-05"), _annotated, _REVIEW),
            FaultCommit(
                "2026-11-24 08:30", "Miriam Okafor", _REVIEW.replace("08-04", "08-05"), lambda _: None, _REVIEW
            ),
        ],
    ),
    fault(
        "SIG012",
        "a signature that was committed before it was given",
        swap(_NIGHT + "plans/2026-10-15.md", "at: 2026-10-15 18:10", "at: 2026-11-24 12:00"),
        past=[FaultCommit("2026-11-24 07:00", "Miriam Okafor", _NIGHT + "plans/2026-10-15.md")],
    ),
    fault(
        "SIG013",
        "a note that the supervisor sent back and nobody has revised",
        added_file(
            CLIENTS + "C-0154/addenda/2026-11-06-sessions-2026-10-06.md",
            """
---
type: addendum
client: C-0154
date: 2026-11-06
to: sessions/2026-10-06
kind: returned
author: r.lindqvist
reason: say who was in the room
---

Returned for revision.
""",
        ),
    ),
    fault(
        "SIG016",
        "a note that the author returned to herself",
        added_file(
            CLIENTS + "C-0154/addenda/2026-11-23-sessions-2026-11-05.md",
            """
---
type: addendum
client: C-0154
date: 2026-11-23
to: sessions/2026-11-05
kind: returned
author: s.nakamura
reason: say who was in the room
---

Returned for revision.
""",
        ),
    ),
    fault(
        "SIG017",
        "an addendum that somebody began and never wrote",
        added_file(
            CLIENTS + "C-0103/addenda/2026-11-23-sessions-2026-09-14.md",
            """
---
type: addendum
client: C-0103
date: 2026-11-23
to: sessions/2026-09-14
kind: clarification
author: m.okafor
reason: who was called afterwards
---
""",
        ),
    ),
    fault(
        "SIG018",
        "a digest that no version of this program wrote",
        swap(
            CLIENTS + "C-0061/plans/2026-05-04.md",
            "    digest: caseload-v1:",
            "    digest: caseload-v9:",
        ),
    ),
    fault(
        "SIG010",
        "a note that a program drafted and nobody has read against the day",
        line_added(CLIENTS + "C-0103/sessions/2026-09-14.md", "attendance:", "drafted_with: dictation by telephone"),
    ),
    fault(
        "PLN018",
        "a signed plan that was changed in place",
        past=[
            FaultCommit(
                "2026-11-20 10:00", "Miriam Okafor", _BY_HAND, lambda text: text.replace("monthly", "weekly", 1)
            ),
            FaultCommit("2026-11-24 10:00", "Miriam Okafor", _BY_HAND),
        ],
    ),
)
