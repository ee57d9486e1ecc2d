"""ALW: allowances that say too little, have run out, or allow nothing. None of these can be allowed."""

from __future__ import annotations

from datetime import date

from caseload_tools.lint import Problems, rule
from caseload_tools.lint.allowances import Allowance


@rule("ALW001", cites="S1.5", level="error")
def allowance_without_reason(allowance: Allowance) -> Problems:
    """An allowance gives no reason.

    Whoever reads the chart later must see why a demand was set aside. A reason of three words is enough.

    Bad:
        --- plan
        # caseload: allow[PLN005]
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    Good:
        --- plan
        # caseload: allow[PLN005] the target date is set at the June review
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    """
    if allowance.codes and not allowance.reason:
        yield allowance.at("this allowance gives no reason", hint="say after the bracket why it is all right here")


@rule("ALW002", cites="S1.5", level="warning")
def allowance_past_its_date(allowance: Allowance, today: date) -> Problems:
    """An allowance has run out.

    It holds until the day it names and allows nothing after that: what it allowed is shown again. Either the
    reason is gone and the record can be put right, or the date is moved with a new reason.

    Bad:
        --- plan
        # caseload: allow[PLN005] client travels until July (until 2026-01-10)
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    Bad:
        --- plan
        # caseload: allow[PLN005] client travels until July (until summer)
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    Good:
        --- plan
        # caseload: allow[PLN005] client travels until July (until 2026-07-15)
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    """
    if not allowance.holds_on(today):
        if allowance.until is None:
            yield allowance.at("the date of this allowance cannot be read", hint="write `(until YYYY-MM-DD)`")
        else:
            yield allowance.at(
                f"this allowance ended on {allowance.until}", hint="put the record right, or give a new date"
            )


@rule("ALW003", cites="S1.5", level="warning")
def allowance_that_allows_nothing(allowance: Allowance) -> Problems:
    """An allowance stands where there is nothing to allow.

    The record has been put right, or the comment stands at the wrong place. Left alone, it would hide the next
    fault of its kind.

    Bad:
        --- plan
        duration: 6 months  # caseload: allow[PLN005] client travels until July
    Good:
        --- plan
        # caseload: allow[PLN005] the target date is set at the June review
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    """
    for code in allowance.idle:
        yield allowance.at(f"{code} finds nothing here that would need allowing", hint="delete this allowance")


@rule("ALW004", cites="S1.5", level="error")
def allowance_not_understood(allowance: Allowance) -> Problems:
    """An allowance names no rule that there is.

    A misspelt code allows nothing, and the one who wrote it believes that it does.

    Bad:
        --- plan
        duration: 6 months  # caseload: allow[PLN999] ends with the school year
    Bad:
        --- plan
        duration: 6 months  # caseload: allow PLN005 ends with the school year
    Good:
        --- plan
        # caseload: allow[PLN005] the target date is set at the June review
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    """
    if not allowance.codes:
        hint = "write `caseload: allow[PLN005] reason (until YYYY-MM-DD)`"
        yield allowance.at("this comment begins like an allowance but is none", hint=hint)
    for code in allowance.unknown:
        yield allowance.at(f"there is no rule {code}", hint=allowance.nearest(code))


@rule("ALW005", cites="S1.5", level="error")
def allowance_for_what_nobody_may_allow(allowance: Allowance) -> Problems:
    """An allowance names a rule that cannot be allowed away.

    That a file can be read, that signed text is unchanged, and that allowances say why: the rest stands on
    these, so no comment sets them aside.

    Bad:
        --- plan
        duration: 6 months  # caseload: allow[ALW001] no time for reasons
    Good:
        --- plan
        # caseload: allow[PLN005] the target date is set at the June review
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    """
    for code in allowance.refused:
        yield allowance.at(f"{code} cannot be allowed", hint="put the record right, and delete this comment")
