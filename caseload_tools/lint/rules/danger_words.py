"""RSK, where it reads: what a note says of danger to life has to stand in `risk:` as well. Never surer than a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.schemas import sentences_in
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text.body_syntax import hidden_spans
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.lexicon import Hit, Lexicon
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.language.prose import Prose
from caseload_tools.text.sections import ADDRESS

_ANSWERED = ("low", "moderate", "high")
# So little behind the word is the end of the question and not yet an answer.
_REST_OF_A_QUESTION = 25
# `Asked about wanting to die, thoughts of ending her life. No to all three.`
# `Asked about suicide; says that she has thought of it on three evenings.`
_A_YES = late_pattern(
    r"\s*(?:yes\b|(?:says?|said|tells?|told me|reports?|admits?|answers?)\b(?! no\b)(?!(?: \w+){0,3} (?:not?|never|nothing|none)\b)"
    r"|(?:she|he|they|client|pt) (?:has|have|does|did|thinks?|thought|had)\b(?! (?:not?|never|no)\b)|endorse[ds]?\b|sometimes\b|often\b)",
    re.IGNORECASE,
)
_A_NO = late_pattern(r"\s*(?:no(?:ne|t|thing)?\b|never\b|denie[ds]\b|neither\b)", re.IGNORECASE)
# With opioids and stimulants in the supply an overdose is mostly no attempt, and notes say so.
_OVERDOSE = late_pattern(r"overdos|\bod(?:'d|ed)?\b", re.IGNORECASE)
_MARKS = late_pattern("<!--|-->|%%")
_ACCIDENT = late_pattern(
    r"\b(?:accident(?:al(?:ly)?)?|unintentional(?:ly)?|(?:not|never|was ?n['’]t) (?:intentional|on purpose|meant|deliberate))\b",
    re.IGNORECASE,
)


@rule("RSK005", cites="NPSG 15.01.01", level="warning", prose=True)
def danger_in_the_text_only(record: Session | Contact | Assessment, practice: Practice) -> Problems:
    """The text speaks of suicide or harm, and the record says that there is no risk, or nothing.

    What only the prose knows, no list and no colleague at night will find. Sentences behind a key are read, and
    comments, which no page shows. "Denies thoughts of suicide" is understood
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
    Bad:
        risk: none
        homework: Ring at once when she wants to kill herself again
    Bad:
        risk: none

        ## Plan

        Slept 50 %% of nights. He wants to kill himself tonight. Ate 20 %% of meals.
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
    said = "`risk` says none" if record.risk == "none" else "`risk` does not say how great it is"
    lexicon = practice.lexicon("danger")
    for text in _texts(record, lexicon):
        for hit in lexicon.find(text.prose):
            if not _is_no_danger(hit, text.prose, record):
                message, hint = f"{text.what} of harm, and {said}", "set `risk:` to what was found"
                line, column = record.place_in_prose(text.start + hit.start)
                yield (
                    record.at(text.path, message, hint) if text.path else record.at_line(line, message, hint, column)
                )
                return


class _Text(NamedTuple):
    """Something that a record tells: behind a key, or where in its body it begins."""

    prose: Prose
    what: str
    path: KeyPath = ()
    start: int = 0


def _texts(record: Session | Contact | Assessment, lexicon: Lexicon) -> Iterator[_Text]:
    """The body as it is read, each sentence behind a key, and each comment that is not for this program."""
    yield _Text(record.document.prose, "the text speaks")
    document = record.document
    front = document.text[document.front_start : document.front_end]
    # Nearly no front matter has such a word, and to take it apart costs more. An escape may part two words.
    if "\\" in front or lexicon.has_words(front):
        for path, value in sentences_in(record.type, record.data):
            yield _Text(Prose(value), "this speaks", path)
    for span in hidden_spans(record.prose):
        hidden = record.prose[span.start : span.end]
        if not hidden.strip("<!- \n").startswith(ADDRESS):
            yield _Text(Prose(_MARKS.sub("    ", hidden)), "a comment, which nobody reads, speaks", start=span.start)


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
