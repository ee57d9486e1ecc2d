"""What is owed in a chart that the record somebody begins could end or has to answer: told before they write it.

Which records end what stands here by kind, as the kinds say it in words; a test asks that each has its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from pathlib import Path

from caseload_tools.chart.caseload import checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import obligations
from caseload_tools.git.tree import WorkTree
from caseload_tools.practice import Practice
from caseload_tools.text.english import lower_first

MOST = 3
"""A few lines: whoever begins a note reads no list. `caseload show` has all."""
_ASKED = ("risk screen", "danger in a text", "risk reason", "risk consultation", "high-risk mark")
_REACHED = ("who was there", "risk contact", "outreach", "contact", "quiet chart", "rescheduling", "regular note")
_PLANNED = ("worsening", "relapse review", "new problem", "decision after misses", "target date", "plan review")
ENDED_IN: Mapping[str, frozenset[str]] = {
    word: frozenset(kinds)
    for word, kinds in {
        "session": (
            *(*_ASKED, *_REACHED, "crisis plan", "safety plan", "emergency contact", "measure", "next appointment"),
            *("agreed session", "session note", "group note", "group list", "decision after misses", "session"),
            *("hours of the month", "hours of the week", "odd booking", "check-in", "adoption"),
        ),
        "contact": (
            *(*_ASKED, *_REACHED, "crisis plan", "safety plan", "check-in", "service monitoring"),
            *("referral", "inquiry", "adoption"),
        ),
        "assessment": (*_ASKED, "intake", "comprehensive assessment", "reassessment", "measure", "risk contact"),
        "review": (*_PLANNED, "measure", "crisis plan", "adoption"),
        "plan": (*_PLANNED, "first plan", "provisional plan"),
        "safety-plan": ("crisis plan", "safety plan", "relapse-prevention plan"),
        "measure": ("measure",),
        "consent": ("consent", "consent to treatment", "minor's consent", "draft consent"),
        "referral": ("failed referral", "referral outcome"),
        "charge": ("charge", "estimate"),
        "discharge": (
            *("discharge summary", "decision after misses", "quiet chart", "closing", "risk contact"),
            *("check-in", "adoption"),
        ),
        "client": (
            *("clinician in charge", "hand-over", "programme", "channel", "acknowledgement", "fee agreement"),
            *("fee review", "emergency contact", "high-risk mark"),
        ),
        "incident": (),
        "task": (),
        "disclosure": (),
        "addendum": ("void",),
    }.items()
}  # fmt: skip
IN_THE_RECORD = frozenset(
    (
        *("incident", "task", "double booking"),
        *("signature", "plan signature", "co-signature", "revision", "signed record"),
    )
)
"""What is ended where it stands: by a key or a signature there, by no further record."""


def owed_in_chart(root: Path, practice: Practice, word: str, client: str, today: Day) -> tuple[str, ...]:
    """What a record of a type could end in a chart, each in a line, the gravest first; and how many more there are.

    Of danger also what is due soon; of all else what is late, or wanted at once. Asked before the record is written:
    the draft of a call would count as one.
    """
    if not client or word == "client":
        return ()
    tree, checker = WorkTree(root), checker_for(practice, today)
    folder = client_folders(tree, [client])[0]
    chart = read_chart(tree, folder, practice, today, read_shared(tree, checker), checker)
    owed = [each for each in obligations(chart) if each.kind in ENDED_IN.get(word, ()) and _is_told(each, today)]
    said = [f"{lower_first(each.what)}, {each.lateness(today)}" for each in owed[:MOST]]
    if len(owed) > MOST:
        said.append(f"and {len(owed) - MOST} more: `caseload show {chart.typed}`")
    return tuple(said)


def _is_told(each: Obligation, today: Day) -> bool:
    return each.is_wanted(today) or (each.weight == "safety" and each.band(today) != "later")
