"""FUP: what the practice owes itself: policies looked at again, agencies asked again, feedback answered."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.clocks.practice import review_interval
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.feedback import Feedback
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice


@rule("FUP012", cites="S0.29", level="warning", limit="policy_review", own=True)
def policy_not_reviewed(policy_record: PolicyRecord, policy: Policy, practice: Practice, today: date) -> Problems:
    """A policy of the practice has not been looked at again when it was due.

    A policy that describes what was done two years ago is no help to whoever looks something up tonight.

    Bad:
        last_reviewed: 2024-12-01
        effective: 2024-12-01
        today: 2026-02-01
    Good:
        last_reviewed: 2026-01-01
        today: 2026-02-01
    """
    every, _ = review_interval(policy_record, policy["policy_review"])
    since = policy_record.last_reviewed or policy_record.effective
    if every is not None and since is not None and every.after(since, practice.holidays) < today:
        message = f"this policy's review is {lateness(every.after(since, practice.holidays), today)}"
        yield policy_record.at(
            "last_reviewed", message, "read it, change what is out of date, then set `last_reviewed`"
        )


@rule("FUP016", cites="S2.52", level="advice", limit="agency_check_every")
def agency_entry_not_checked(agency: Agency, policy: Policy, practice: Practice, today: date) -> Problems:
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
    limit, checked = policy.interval("agency_check_every"), agency.last_checked
    if limit is not None and checked is not None and limit.after(checked, practice.holidays) < today:
        message = f"the check of this entry is {lateness(limit.after(checked, practice.holidays), today)}"
        yield agency.at("last_checked", message, "ring them, correct the entry, then set `last_checked`")


@rule("FUP013", cites="S0.30", level="advice", limit="feedback_action_within")
def feedback_without_action(feedback: Feedback, policy: Policy, practice: Practice, today: date) -> Problems:
    """Feedback was given, and nothing says what was done with it.

    People who are asked and never hear back do not answer a second time.

    Bad:
        action:
        today: 2026-04-01
    Good:
        action: heating turned down
        today: 2026-04-01
    """
    limit = policy.interval("feedback_action_within")
    if limit is not None and not feedback.action and limit.after(feedback.date, practice.holidays) < today:
        yield feedback.at(
            "about", "nothing says what was done with this feedback", "add `action:`, even if it is: nothing, because …"
        )
