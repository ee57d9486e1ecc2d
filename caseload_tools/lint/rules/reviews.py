"""PLN: the review of a plan: evidence for each objective, a decision, and its reason."""

from __future__ import annotations

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.review import Review
from caseload_tools.lint.rule import rule


@rule("PLN020", cites=("S0.20", "S1.4", "S2.21"), level="warning")
def review_without_evidence(review: Review) -> Problems:
    """The review does not rate the objectives, or the client took no part in it and nothing says why.

    What was seen stands in the text; how each objective stands is the evidence that the next review builds on. Goals are
    changed together with the client: where that could not be, `## Client's view` says why.

    Bad:
        progress:
    Bad:
        client_took_part: false

        ## Client's view
    Bad:
        client_took_part:

        ## Client's view

        (no text)
    Good:
        decision: continue
    Good:
        client_took_part: false

        ## Client's view

        In hospital; will be asked on her return.
    """
    view = review.section("Client's view")
    if not review.client_took_part and not (view and view.text.strip()):
        hint = "write `client_took_part: true`, or below `## Client's view` why not"
        yield review.at("client_took_part", "the client took no part in this review, and nothing says why", hint)
    if not review.progress:
        yield review.at("progress", "the review rates no objective", "add `progress:` with each objective of the plan")


@rule("PLN022", cites=("S0.19", "S3.10"), fixes=True)
def decision_without_reason(review: Review) -> Problems:
    """The review changes the course, or carries on though it got worse, and does not say why.

    A change of plan without a reason looks like chance; carrying on while it gets worse looks like neglect.

    Bad:
        decision: step-up

        Written after the meeting.

        ## Accomplished

        The diary is kept.

        ## Progress

        Bedtime kept on 3 nights a week.

        ## Challenges

        Three nights in hospital.

        ## Why this decison

        Three nights in hospital since the last review.
    Fixed:
        decision: step-up

        Written after the meeting.

        ## Accomplished

        The diary is kept.

        ## Progress

        Bedtime kept on 3 nights a week.

        ## Challenges

        Three nights in hospital.

        ## Why this decision

        Three nights in hospital since the last review.
    Bad:
        decision: step-up

        (no text)
    Good:
        decision: step-up

        ## Accomplished

        The diary is kept.

        ## Progress

        Bedtime kept on 3 nights a week.

        ## Challenges

        Three nights in hospital.

        ## Why this decision

        Three nights in hospital since the last review.
    """
    section = review.section("Why this decision")
    if section is not None and section.text.strip():
        return
    worse = any(word == "worse" for word in review.progress.values())
    if review.decision != "continue" or worse:
        message = "the review gives no reason for its decision"
        if section is None:
            yield review.lacks_section("Why this decision", "decision", message)
        else:
            yield review.at("decision", message, "write it below `## Why this decision`")
