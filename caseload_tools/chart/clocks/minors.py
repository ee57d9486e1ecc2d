"""Clocks of who may sign: a consent that a minor signed alone, and a guardian's where the client is of age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.release_contents import laws_over
from caseload_tools.dates import add_months, parse_day, say_day
from caseload_tools.practice import Policy
from caseload_tools.practice.laws import PART2, MinorsConsent
from caseload_tools.practice.profiles import GENERAL

KIND = "minor's consent"
_SIGNED_FOR = "add the guardian's consent, or say under `authority` why the client may sign"


class WrongSigner(NamedTuple):
    """Why a consent should bear another signature, what to do, since when, and whether it is no more than a doubt."""

    message: str
    hint: str
    order: str
    due: Day
    doubtful: bool = False


def wrong_signer(consent: Consent, chart: Chart, policy: Policy) -> WrongSigner | None:
    """The client signed alone and was under age, or has come of age and the guardian's signature still stands."""
    client, usual = chart.client, policy.count("age_of_consent")
    if usual is None or client is None or consent.status == "draft" or consent.kind == "policy":
        return None
    if consent.signed_by == "client" and not consent.authority and _may_be_minor(consent, client, usual):
        return None if _is_signed_for(consent, chart) else _signed_alone(consent, client, policy)
    if consent.signed_by == "guardian" and chart.is_open and consent.holds_on(chart.today):
        of_age = _of_age(client, usual)
        if of_age is not None and of_age[1] <= chart.today:
            message, order = (
                f"the client has been {usual} since {of_age[1]}",
                "Let the client sign a consent of their own",
            )
            return WrongSigner(message, "let the client sign a consent of their own", order, of_age[1])
    return None


@clock(
    KIND,
    weight="consent",
    ended_by="a guardian's consent of that kind, why the client may sign under `authority`, or its revocation",
    ends_with_care=True,
    at_once=True,
)
def minors_consent(chart: Chart) -> Iterator[Obligation]:
    """Consents in force whose signature is not the one that counts."""
    for consent in chart.consents:
        found = wrong_signer(consent, chart, chart.policy_for(consent)) if consent.holds_on(chart.today) else None
        if found is not None:
            why = f"Consent of {say_day(consent.starts, chart.today)}: {found.message}"
            cite = chart.policy_for(consent)["age_of_consent"].cite
            yield chart_obligation(
                chart, KIND, found.order, why, found.due, "CON011", cite=cite, record=consent, opened=found.due
            )


def _is_signed_for(consent: Consent, chart: Chart) -> bool:
    """A guardian signed for the same, before and still in force on that day, or since."""
    return any(
        each.signed_by == "guardian"
        and (each.kind, each.to) == (consent.kind, consent.to)
        and each.status not in ("draft", "refused")
        and (each.starts >= consent.starts or each.holds_on(consent.starts))
        for each in chart.consents
    )


def _signed_alone(consent: Consent, client: Client, policy: Policy) -> WrongSigner | None:
    law = _law_on_file(consent, policy)
    age = policy.count("age_of_consent") if law is None or law.age is None else law.age
    assert age is not None  # nothing is asked without one
    hint, order = _SIGNED_FOR, "Have a guardian sign the consent, or say why the client may"
    if law is not None:
        hint = f"{hint}; {law.words} ({law.source if law.verified else f'{law.source}, not checked'})"
    of_age = _of_age(client, age)
    if of_age is None:
        message = "the client is a minor, as client.md says"
        return WrongSigner(message, hint, order, consent.starts) if "minor" in client.flags else None
    if consent.starts < of_age[0]:
        unsure = law is not None and not law.verified
        return WrongSigner(f"the client was not yet {age} on this day", hint, order, consent.starts, unsure)
    if consent.starts < of_age[1]:
        message, hint = f"the client was perhaps not yet {age} on this day", f"write the day under `born`, or {hint}"
        return WrongSigner(
            message, hint, "Write the client's day of birth, or have a guardian sign", consent.starts, True
        )
    return None


def _may_be_minor(consent: Consent, client: Client, age: int) -> bool:
    """Whether there is anything to ask: law on file only ever lets somebody younger sign, and takes time to read."""
    of_age = _of_age(client, age)
    return "minor" in client.flags if of_age is None else consent.starts < of_age[1]


def _law_on_file(consent: Consent, policy: Policy) -> MinorsConsent | None:
    """What the state says of this service, unless the practice or a profile for its state has a limit of its own."""
    laws = laws_over(consent, policy)
    found = laws.minors("substance-use" if laws.has(PART2) else "mental-health", consent.starts)
    return found[-1] if found and policy["age_of_consent"].source == GENERAL else None


def _of_age(client: Client, age: int) -> tuple[Day, Day] | None:
    """The first and the last day on which the client may have come of age; None where nothing says when."""
    born = parse_day(client.born)
    if born is not None:
        return add_months(born, 12 * age), add_months(born, 12 * age)
    if isinstance(client.born, int):
        return Day(client.born + age, 1, 1), Day(client.born + age, 12, 31)
    return None
