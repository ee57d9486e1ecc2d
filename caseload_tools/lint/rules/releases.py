"""CON: what a written release must say to be one, by the law of the day it was signed."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.records import Problem, Problems
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.release_contents import MissingElement, laws_over, missing_elements
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy
from caseload_tools.values import replace

_NOTES = ("psychotherapy note", "process note")
_COUNSELING_NOTES = ("counseling note", "counselling note")


@rule("CON002", cites=("45 CFR 164.508(c)", "42 CFR 2.31(a)"))
def release_lacks_an_element(consent: Consent, policy: Policy) -> Problems:
    """A release of information lacks something it must hold to be valid.

    Who may tell, to whom, what, for what and until when; who signed it and on which day; that it can be revoked,
    whether care depends on signing, that the recipient may pass it on; and that the client has a copy. Which of these
    is asked for follows from the laws that the practice is under, as they were on the day of the signature. Without
    the first five the recipient may refuse it, and the disclosure had no ground; the others are asked for as a warning.

    Bad:
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance]
        conditions_explained: true
        redisclosure_explained: true
        expires: 2027-01-05
        --- agency riverside
    Bad:
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance]
        purpose: help in finding work
        expires: 2027-01-05
        --- agency riverside
    Good:
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance]
        purpose: help in finding work
        conditions_explained: true
        redisclosure_explained: true
        expires: 2027-01-05
        --- agency riverside
    """
    if consent.status == "draft":
        return
    missing = missing_elements(consent, laws_over(consent, policy))
    yield from (_grave(consent, each) for each in missing if each.level == "error")
    yield from _unsaid(consent, [each for each in missing if each.level != "error"])


def _grave(consent: Consent, missing: MissingElement) -> Problem:
    if missing.key == "expires":
        return consent.at("expires", "the release does not say when it ends", "add `expires:` or `expires_on_event:`")
    return consent.at(missing.key, f"a release of information needs `{missing.key}`", f"add `{missing.key}:`")


def _unsaid(consent: Consent, missing: list[MissingElement]) -> Iterator[Problem]:
    """One finding for all that the form would have said: it is one form, and one look at it."""
    if not missing:
        return
    keys = ", ".join(f"`{each.key}:`" for each in missing)
    sources = ", ".join(dict.fromkeys(source for each in missing for source in each.sources))
    message = f"the release does not say {'; '.join(each.words for each in missing)}"
    found = consent.at(missing[0].key, message, f"look at the signed form, then add {keys} ({sources})")
    yield replace(found, most="warning")


@rule("CON008", cites=("45 CFR 164.508(b)(3)(ii)", "42 CFR 2.31(b)"))
def psychotherapy_notes_in_a_wider_release(consent: Consent, policy: Policy) -> Problems:
    """A release covers psychotherapy notes together with other information.

    An authorisation for psychotherapy notes stands alone, so that nobody signs it by the way. Where the practice is
    under Part 2, so does the consent for a counselor's notes that are kept apart.

    Bad:
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance, psychotherapy notes]
        purpose: help in finding work
        expires: 2027-01-05
        --- agency riverside
    Good:
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance]
        purpose: help in finding work
        expires: 2027-01-05
        --- agency riverside
    """
    several = len(consent.information) > 1
    if _names(consent, _NOTES) and (consent.kind != "psychotherapy-notes" or several):
        if _is_under(consent, policy, "164.508(b)(3)(ii)"):
            hint = "make a consent of its own with `kind: psychotherapy-notes`"
            yield consent.at("information", "psychotherapy notes need a release of their own", hint)
    elif _names(consent, _COUNSELING_NOTES) and several and _is_under(consent, policy, "2.31(b)"):
        found = consent.at("information", "counseling notes need a consent of their own", "write a second consent")
        yield replace(found, most="warning")


def _is_under(consent: Consent, policy: Policy, provision: str) -> bool:
    return laws_over(consent, policy).provision(provision, consent.starts) is not None


def _names(consent: Consent, words: tuple[str, ...]) -> bool:
    return any(word in said.casefold() for said in consent.information for word in words)
