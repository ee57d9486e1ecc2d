"""NOT, where it reads: the client's answer, what went well, the client's own words, whose note it is."""

from __future__ import annotations

import re

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice

# Formats that have a place of their own for what the client brought or did; NOT001 sees that it is filled.
_ANSWER_HAS_A_PLACE = ("SOAP", "BIRP", "GIRP", "PIE")
_TELLING_PROGRESS = ("met", "progressing", "worse")


@rule("NOT005", cites=("S4.1", "S4.3"), level="warning", prose=True)
def client_response_missing(session: Session, practice: Practice) -> Problems:
    """The note names what was done and nothing of how the client took it.

    "Taught relaxation" is what the staff did. Whether it helps is in what the client did or said then. SOAP, BIRP, GIRP
    and PIE have a section for it; in the other formats one sign is enough: a quotation, an answer, a gesture.

    Bad:
        format: narrative

        Reviewed the safety plan. Provided psychoeducation on sleep. Next session in two weeks.
    Good:
        format: narrative

        Reviewed the safety plan. He tried the first step and said that it felt silly and worked.
    """
    if not session.took_place or not session.interventions or not session.prose.strip():
        return
    prose = session.document.prose
    if session.format in _ANSWER_HAS_A_PLACE or prose.quotes or prose in practice.lexicon("answers"):
        return
    yield session.at_line(
        session.document.body_line, "the note does not say how the client took it", "add what they did or said"
    )


@rule("NOT006", cites="S0.13", level="advice", prose=True)
def neither_success_nor_challenge(session: Session, chart: Chart, practice: Practice) -> Problems:
    """The note says neither what went well since the last session nor what was hard.

    That is what the next session begins with, and what the review is made of. A rating under `progress:` is enough.

    Bad:
        --- session 2026-01-19
        --- session 2026-02-16
        progress:
        interventions:
        off_plan_reason: first visit after the summer
        format: narrative
        homework: The page, at nine

        Introduced the page and looked at the lease together.
    Good:
        --- session 2026-01-19
        --- session 2026-02-16
        progress:
        interventions:
        off_plan_reason: first visit after the summer
        format: narrative

        Kept the bedtime on three nights. The phone was the hardest part.
    """
    if not session.took_place or not session.prose.strip() or session.service in ("crisis", "assessment"):
        return
    if any(word in _TELLING_PROGRESS for word in session.progress.values()) or session.relapse:
        return
    if chart.kept_sessions[0] is session:
        return
    if session.document.prose not in practice.lexicon("going"):
        hint = "add one thing that worked or one that did not, or rate an objective under `progress:`"
        yield session.at_line(session.document.body_line, "nothing is said of what went well or what was hard", hint)


@rule("NOT015", cites="S4.10", level="advice", prose=True, limit="quote_within_notes")
def client_never_quoted(chart: Chart, policy: Policy) -> Problems:
    """None of the last notes holds a word of the client's own.

    One sentence as it was said keeps what a summary loses, and shows that somebody listened.

    Bad:
        practice: quote_within_notes = 2
        --- session 2026-01-19
        format: narrative

        Kept the bedtime on three nights.
        --- session 2026-01-26
        format: narrative

        Kept the bedtime on four nights.
    Good:
        practice: quote_within_notes = 2
        --- session 2026-01-19
        format: narrative

        "Three nights out of seven," she said.
        --- session 2026-01-26
        format: narrative

        Kept the bedtime on four nights.
    """
    wanted = policy.count("quote_within_notes")
    notes = [each for each in chart.kept_sessions if each.prose.strip() and each.service != "group"]
    if not chart.is_open or not wanted or len(notes) < wanted:
        return
    if not any(note.document.prose.quotes for note in notes[-wanted:]):
        last = notes[-1]
        message = f"no word of the client's own in the last {count_of(wanted, 'note')}"
        yield last.at_line(last.document.body_line, message, "put one sentence as it was said, in quotation marks")


@rule("NOT016", cites=("S0.12", "S4.11"), level="advice")
def previous_note_not_reviewed(chart: Chart) -> Problems:
    """The last note does not say that the one before it was looked at.

    What was promised last time is in there. `reviewed: [sessions/2026-01-19]` says that it was read. Only the latest
    note is asked, none that came from an import, and only in a chart where notes have said so before.

    Bad:
        --- session 2026-01-12
        --- session 2026-01-19
        reviewed: [sessions/2026-01-12]
        --- session 2026-01-26
    Good:
        --- session 2026-01-19
        --- session 2026-01-26
    Good:
        --- session 2026-01-19
        --- session 2026-01-26
        reviewed: [sessions/2026-01-19]
    """
    if not chart.is_open or len(chart.kept_sessions) < 2:
        return
    before, last = chart.kept_sessions[-2:]
    if not any(each.reviewed for each in chart.kept_sessions):
        return
    if last.reviewed or last.source or before.source or last.service == "crisis" or not before.prose.strip():
        return
    hint = f"read it, then add `reviewed: [{before.link}]`"
    yield last.at("reviewed", "the note does not say that the one before it was looked at", hint)


# --- whose note it is ----------------------------------------------------------------------

_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
# A person of the other kind that the pronouns may belong to, in the note or in what was said before it.
_A_MAN = re.compile(
    r"\b(?:father|dad|brother|son|husband|boyfriend|uncle|nephew|cousin|grandfather|grandson|man|boy|boss|landlord|doctor|teacher|neighbou?r"
    r"|friend|partner|ex|client's ex|dog|cat|baby|child|kid|foreman|supervisor|sponsor|Mr|stranger|somebody|someone|another|other|worker|officer)\b",
    re.IGNORECASE,
)
_A_WOMAN = re.compile(
    r"\b(?:mother|mom|mum|sister|daughter|wife|girlfriend|aunt|niece|cousin|grandmother|granddaughter|woman|girl|boss|landlady|landlord|doctor|nurse"
    r"|teacher|neighbou?r|friend|partner|ex|dog|cat|baby|child|kid|supervisor|sponsor|Mrs|Ms|stranger|somebody|someone|another|other|worker|officer)\b",
    re.IGNORECASE,
)
_ENOUGH = 3
_POSSESSIVE = ("his", "her")
# Perhaps somebody's name: a capital within a sentence that no day or month asks for.
_A_NAME = re.compile(
    r"(?<=[a-z,;] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)[A-Z][a-z]+\b"
)


@rule("NOT017", cites=("S1.5", "S4.3"), level="warning", prose=True)
def note_about_somebody_else(session: Session, chart: Chart) -> Problems:
    """The note speaks of the client as `he` throughout, and the client is a she, or the other way round.

    That is how a note copied from another chart, or written into the wrong one, is found. It goes by `pronouns:` in
    client.md, and speaks up only when the other pronoun stands three times or more, the client's own never, and
    nobody else is mentioned whom it could mean. `His landlord`, behind a `he`, is somebody whom that `he` cannot mean.

    Bad:
        --- client
        pronouns: she/her
        --- session 2026-01-19
        format: narrative

        He came on time and brought his log. Slept six hours, he says. His mood is even.
    Good:
        --- client
        pronouns: she/her
        --- session 2026-01-19
        format: narrative

        Her brother drove her. He waited in his car, and he was cross about it.
    """
    if not session.took_place or chart.client is None:
        return
    own = _own(chart.client.pronouns)
    if own is None:
        return
    prose = session.document.prose
    other, somebody = (_SHE, _A_WOMAN) if own is _HE else (_HE, _A_MAN)
    unquoted = [match for match in other.finditer(prose.text) if not prose.is_quoted(match.start())]
    if len(unquoted) < _ENOUGH or own.search(prose.text) or _may_be_another(prose.text, unquoted, somebody):
        return
    line, column = session.place_in_prose(unquoted[0].start())
    hint = "was it written for another client? Correct the note, or `pronouns` in client.md"
    yield session.at_line(line, "this note speaks of somebody with other pronouns than the client's", hint, column)


def _may_be_another(text: str, said: list[re.Match[str]], somebody: re.Pattern[str]) -> bool:
    """Somebody is mentioned whom the pronouns could mean, and of whom they were not spoken before."""
    first = said[0]
    if first.group().casefold() in _POSSESSIVE and any(
        kind.match(text, first.end() + 1) for kind in (_A_MAN, _A_WOMAN)
    ):
        return True
    mentioned = {match.start() for match in somebody.finditer(text)}
    if not mentioned:
        return False
    theirs = [match for match in said if match.end() + 1 in mentioned and match.group().casefold() in _POSSESSIVE]
    enough = len(said) - len(theirs) >= _ENOUGH
    return len(theirs) < len(mentioned) or not enough or _A_NAME.search(text) is not None


def _own(pronouns: str) -> re.Pattern[str] | None:
    """The pattern for he/him or she/her; None for anything else, which no pattern of ours tells apart."""
    words = set(re.findall(r"[a-z]+", pronouns.casefold()))
    if words and words <= {"he", "him", "his"}:
        return _HE
    return _SHE if words and words <= {"she", "her", "hers"} else None
