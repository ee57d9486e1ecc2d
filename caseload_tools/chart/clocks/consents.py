"""Clocks of consents: those in force that are about to run out."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.consent import Consent
from caseload_tools.dates import Interval, say_day

_NAMES = {
    "treatment": "the consent to treatment",
    "telehealth": "the telehealth consent",
    "family": "the family consent",
    "recording": "the consent to recording",
}


def is_renewed(chart: Chart, consent: Consent) -> bool:
    """A later consent of the same kind for the same recipient is on file."""
    return any(
        other is not consent
        and other.kind == consent.kind
        and other.to == consent.to
        and other.status != "draft"
        and other.starts >= consent.starts
        and (other.expires is None or (consent.expires is not None and other.expires > consent.expires))
        for other in chart.consents
    )


@clock(
    "consent",
    weight="consent",
    ended_by="a later consent of the same kind, or its revocation",
    ends_with_care=True,
)
def consent_expiry(chart: Chart) -> Iterator[Obligation]:
    """Consents with an end, while nothing has renewed them."""
    for consent in chart.consents:
        if consent.expires is None or consent.status != "active" or is_renewed(chart, consent):
            continue
        recipient = chart.find(consent.to) if consent.to else None
        name = getattr(recipient, "name", "") or ("this recipient" if consent.to else "")
        what = _NAMES.get(consent.kind, f"the release to {name}" if name else "the consent")
        why = f"In force until {say_day(consent.expires, chart.today)}"
        yield chart_obligation(
            chart, "consent", f"Renew {what}", why, consent.expires, "CON005", cite="the consent itself", record=consent
        )


@clock("draft consent", weight="consent", ended_by="another status than `draft`", whole=True)
def draft_consent(chart: Chart) -> Iterator[Obligation]:
    """A draft covers nothing: it is finished, or taken away."""
    for consent in chart.consents:
        limit = chart.policy_for(consent)["draft_limit"]
        if consent.status == "draft" and isinstance(limit.value, Interval):
            why = f"Begun {say_day(consent.date, chart.today)}; finished within {limit.value}"
            due = limit.value.after(consent.date, chart.practice.holidays)
            what = "Finish the consent that was begun"
            yield chart_obligation(chart, "draft consent", what, why, due, "TIM016", cite=limit.cite, record=consent)
