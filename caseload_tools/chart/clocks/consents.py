"""Clocks of consents: those in force that are about to run out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.session import Session
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
        and other.is_understood
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


def _to_treatment(chart: Chart) -> list[Consent]:
    """The consents to treatment of the present episode: also one that was signed on the way to its opening."""
    since = max(chart.endings, default=Day.min)
    return [each for each in _treatment(chart) if each.date > since]


def _treatment(chart: Chart) -> list[Consent]:
    return [each for each in chart.consents if each.kind == "treatment" and each.status != "draft"]


def without_consent(chart: Chart) -> tuple[Session, Day] | None:
    """The first session of the present episode that no consent covered, and the day until which one could be signed.

    None where there is none, or where a consent could not be read.
    """
    return _first_uncovered(chart, chart.current_episode.kept_sessions, _to_treatment(chart))


def seen_without_consent(chart: Chart) -> Iterator[Session]:
    """The first such session of the present episode, and that of those before it, which nobody can mend any more."""
    present = chart.current_episode.kept_sessions
    earlier = [each for each in chart.kept_sessions if each not in present] if chart.endings else []
    for found in (_first_uncovered(chart, earlier, _treatment(chart)), without_consent(chart)):
        if found is not None:
            yield found[0]


def _first_uncovered(
    chart: Chart, sessions: Iterable[Session], signed: Sequence[Consent]
) -> tuple[Session, Day] | None:
    if not chart.fully_read("consent"):
        return None
    grace = chart.policy.interval("consent_grace") or Interval(0, "days")
    for session in sessions:
        if any(each.holds_on(session.date) for each in signed):
            continue
        last_day = grace.after(session.date, chart.practice.holidays)
        if not any(session.date < each.starts <= last_day for each in signed):
            return session, last_day
    return None


@clock(
    "consent to treatment",
    weight="consent",
    ended_by="a consent to treatment that is in force",
    ends_with_care=True,
    at_once=True,
    whole=True,
)
def consent_to_treatment(chart: Chart) -> Iterator[Obligation]:
    """Who is seen has agreed to it: from the first session that no consent covered, until one is in force."""
    found = None if chart.policy["consent_grace"].off else without_consent(chart)
    if found is None or any(each.holds_on(chart.today) for each in _to_treatment(chart)):
        return
    session, due = found
    yield chart_obligation(
        chart,
        "consent to treatment",
        "Have the consent to treatment signed",
        f"Seen on {say_day(session.date, chart.today)}, and none is in force",
        due,
        "CON001",
        cite=chart.policy["consent_grace"].cite,
        record=session,
    )


@clock(
    "acknowledgement", weight="consent", ended_by="the version and the day under `acknowledged`", ends_with_care=True
)
def acknowledgement(chart: Chart) -> Iterator[Obligation]:
    """Policies of the practice that clients are given and accept, each in the version that is in force."""
    limit, client = chart.policy["policy_acknowledge_within"], chart.client
    if not isinstance(limit.value, Interval) or client is None:
        return
    if any(path[0] == "acknowledged" for path in client.lost):
        return
    for each in chart.shared.policies:
        if client.status not in ("active", "intake", "") or not each.ack_required or each.effective is None:
            continue
        known = [str(ack.version) for ack in client.acknowledged if ack.policy == each.link]
        if str(each.version) in known:
            continue
        yield chart_obligation(
            chart,
            "acknowledgement",
            f"Give the client {'this version of ' if known else ''}“{each.title}”, and have it acknowledged",
            f"In effect since {say_day(each.effective, chart.today)}; acknowledged within {limit.value}",
            limit.value.after(max(each.effective, client.opened), chart.practice.holidays),
            "CON010",
            cite=limit.cite,
            record=client,
            subject=each.link,
            opened=max(each.effective, client.opened),
        )
