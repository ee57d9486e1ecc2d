"""FUP: what the practice owes itself: policies looked at again, agencies asked again, feedback answered."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.ledger import wanted_of_practice
from caseload_tools.chart.records import Problems
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice


@rule("FUP012", cites="S0.29", level="warning", limit="policy_review", own=True)
def policy_not_reviewed(shared: PracticeShelf, practice: Practice, today: date) -> Problems:
    """A policy of the practice has not been looked at again when it was due.

    A policy that describes what was done two years ago is no help to whoever looks something up tonight.

    Bad:
        --- policy
        last_reviewed: 2024-12-01
        effective: 2024-12-01
        today: 2026-02-01
    Good:
        --- policy
        last_reviewed: 2026-01-01
        today: 2026-02-01
    """
    for each in wanted_of_practice(shared, practice, today, "policy review"):
        message = f"this policy's review is {lateness(each.due, today)}"
        hint = "read it, change what is out of date, then set `last_reviewed`"
        yield from each.at("last_reviewed", message, hint)


@rule("FUP016", cites="S2.52", level="advice", limit="agency_check_every")
def agency_entry_not_checked(shared: PracticeShelf, practice: Practice, today: date) -> Problems:
    """Nobody has made sure for a long time that an agency's entry is right.

    A referral to a number that has changed costs a client weeks. One call keeps the entry true: address, services, wait.

    Bad:
        --- agency
        last_checked: 2024-11-02
        today: 2026-02-01
    Good:
        --- agency
        last_checked: 2026-01-02
        today: 2026-02-01
    """
    for each in wanted_of_practice(shared, practice, today, "agency check"):
        message = f"the check of this entry is {lateness(each.due, today)}"
        yield from each.at("last_checked", message, "ring them, correct the entry, then set `last_checked`")


@rule("FUP013", cites="S0.30", level="advice", limit="feedback_action_within")
def feedback_without_action(shared: PracticeShelf, practice: Practice, today: date) -> Problems:
    """Feedback was given, and nothing says what was done with it.

    People who are asked and never hear back do not answer a second time.

    Bad:
        --- feedback
        action:
        today: 2026-04-01
    Good:
        --- feedback
        action: heating turned down
        today: 2026-04-01
    """
    for each in wanted_of_practice(shared, practice, today, "feedback"):
        hint = "add `action:`, even if it is: nothing, because …"
        yield from each.at("about", "nothing says what was done with this feedback", hint)
