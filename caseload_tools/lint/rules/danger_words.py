"""RSK, where it reads: what a note says of danger to life has to stand in `risk:` as well. Never surer than a warning."""

from __future__ import annotations

import re

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text.language.lexicon import Hit
from caseload_tools.text.language.prose import Prose

_ANSWERED = ("low", "moderate", "high")
# So little behind the word is the end of the question and not yet an answer.
_REST_OF_A_QUESTION = 25
# `Asked about wanting to die, thoughts of ending her life. No to all three.`
# `Asked about suicide; says that she has thought of it on three evenings.`
_A_YES = re.compile(
    r"\s*(?:yes\b|(?:says?|said|tells?|told me|reports?|admits?|answers?)\b(?! no\b)(?!(?: \w+){0,3} (?:not?|never|nothing|none)\b)"
    r"|(?:she|he|they|client|pt) (?:has|have|does|did|thinks?|thought|had)\b(?! (?:not?|never|no)\b)|endorse[ds]?\b|sometimes\b|often\b)",
    re.IGNORECASE,
)
_A_NO = re.compile(r"\s*(?:no(?:ne|t|thing)?\b|never\b|denie[ds]\b|neither\b)", re.IGNORECASE)
# With opioids and stimulants in the supply an overdose is mostly no attempt, and notes say so.
_OVERDOSE = re.compile(r"overdos|\bod(?:'d|ed)?\b", re.IGNORECASE)
_ACCIDENT = re.compile(
    r"\b(?:accident(?:al(?:ly)?)?|unintentional(?:ly)?|(?:not|never|was ?n['’]t) (?:intentional|on purpose|meant|deliberate))\b",
    re.IGNORECASE,
)


@rule("RSK005", cites="NPSG 15.01.01", level="warning", prose=True)
def danger_in_the_text_only(record: Session | Contact | Assessment, practice: Practice) -> Problems:
    """The text speaks of suicide or harm, and the record says that there is no risk, or nothing.

    What only the prose knows, no list and no colleague at night will find. "Denies thoughts of suicide" is understood
    as a no, and so is what lies years back or happened to somebody else; what the client said in quotation marks
    counts. The words are the practice's: `[words] danger` and `allow` in caseload.toml.

    Bad:
        risk: none

        ## Subjective

        Says she thinks of suicide most evenings.
    Bad:
        risk:

        ## Objective

        Brought in by her sister. Reports intentional overdose on Sunday.
    Good:
        risk: none

        ## Subjective

        Denies suicidal thoughts.
    Good:
        risk: low
        safety_plan: safety/2026-01-19

        ## Subjective

        "Some nights I think about not waking up."
        --- safety-plan 2026-01-19
    """
    if record.risk in _ANSWERED:
        return
    prose = record.document.prose
    for hit in practice.lexicon("danger").find(prose):
        if not _is_no_danger(hit, prose, record):
            line, column = record.place_in_prose(hit.start)
            said = "`risk` says none" if record.risk == "none" else "`risk` does not say how great it is"
            yield record.at_line(line, f"the text speaks of harm, and {said}", "set `risk:` to what was found", column)
            return


def _is_no_danger(hit: Hit, prose: Prose, record: Session | Contact | Assessment) -> bool:
    if _OVERDOSE.match(prose.text, hit.start) and _ACCIDENT.search(prose.text):
        return True
    if prose.is_denied(hit.start, hit.end) or prose.is_of_another(hit.start):
        return True
    if prose.is_past(hit.start, hit.end, record.date.year) or prose.is_supposed(hit.start):
        return True
    # `Asked directly about suicide.` and `risk: none`: the question is no finding.
    end = prose.sentence(hit.start)[1]
    if _A_YES.match(prose.text, end):
        return False
    answered = end - hit.end < _REST_OF_A_QUESTION or _A_NO.match(prose.text, end)
    return record.risk == "none" and bool(answered) and prose.is_asked(hit.start)
