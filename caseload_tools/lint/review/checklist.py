"""What a reviewer asks of a chart: the standards' questions, each with the rules that look at the same thing.

The rules never answer a question: that nothing was found is where a reader begins. Every rule belongs to one
question, by its code or else by its family, so that no finding of a drawn chart is passed over.
"""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """A question in the order of a review. `rules` are codes, or families of three letters for the rest of one."""

    asks: str
    source: str
    rules: tuple[str, ...]


QUESTIONS = (
    Question("Is the chart whole, in order and readable?", "", ("STR", "LNK001", "LNK015")),
    Question(
        "Is there an assessment in time, and does the plan rest on it?",
        "42 CFR 456.180",
        ("TIM004", "TIM006", "LNK003", "LNK010", "LNK011"),
    ),
    Question(
        "Was the plan there in time, agreed and signed by client and clinician?",
        "the plan as a mutual written agreement (TAP 21)",
        ("TIM002", "TIM016", "PLN016", "PLN017", "SIG002", "SIG003", "SIG004"),
    ),
    Question(
        "Does the plan hold problems, measurable objectives with dates, and interventions with a frequency?",
        "42 CFR 456.180",
        ("PLN", "LNK002", "LNK009", "LNK014"),
    ),
    Question(
        "Was the plan reviewed when it was due, every objective rated, the decision explained?",
        "42 CFR 456.180",
        ("TIM003", "PLN020", "PLN022", "PLN024", "LNK017"),
    ),
    Question("Does every session work on the plan in force?", "", ("LNK",)),
    Question(
        "Does every note say when, how long, what, who and where, and how the client took it?",
        "WAC 388-877A-0120",
        ("NOT",),
    ),
    Question(
        "Is every note and plan this client's own, and not a copy?",
        "",
        ("NOT009", "NOT010", "NOT011", "NOT018", "NOT019", "NOT020", "PLN015"),
    ),
    Question("Was every note written in time, and is a late one marked as late?", "CMS PIM 100-08 3.3.2.5", ("TIM",)),
    Question(
        "Do signatures still hold; are additions dated, authored, and the original untouched?",
        "CMS PIM 100-08 3.3.2.5",
        ("SIG",),
    ),
    Question("Is work under supervision co-signed by somebody who may?", "", ("SIG005", "SIG006", "TIM015", "LNK004")),
    Question(
        "Was risk asked about, answered, and followed by a safety plan where it was raised?", "NPSG.15.01.01", ("RSK",)
    ),
    Question("Do consents and releases cover what was done and told?", "45 CFR 164.508, 42 CFR 2.31", ("CON",)),
    Question("Is progress measured, and is a change for the worse answered?", "", ("MEA",)),
    Question("Were missed sessions, homework and referrals followed up?", "", ("FUP",)),
    Question("Does every charge have its note, its length and its fee?", "", ("BIL", "LNK008", "LNK016", "LNK018")),
    Question("Does the chart keep to itself what must not stand in it?", "", ("PRV",)),
    Question("Is every finding that was allowed away allowed with a reason that holds?", "", ("ALW",)),
)


def question_of(code: str) -> Question | None:
    """The question that a rule's findings belong to: the one that names its code, else its family."""
    for wanted in (code, code[:3]):
        for question in QUESTIONS:
            if wanted in question.rules:
                return question
    return None
