"""What a record tells of danger to life: found in its text, in sentences behind keys, and in comments.

It sets no level. It opens a question, which `risk:` of the same record answers, or a reason under a key of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.schemas import sentences_in
from caseload_tools.chart.risk.risk_course import reason_since
from caseload_tools.chart.risk.witnesses import HEIGHTENED, RiskRecord, height, is_spoken
from caseload_tools.practice import Practice
from caseload_tools.practice.words import level_of_phrase
from caseload_tools.text.body_syntax import hidden_spans
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.lexicon import Hit, Lexicon
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.language.prose import Prose
from caseload_tools.text.sections import ADDRESS

# So little behind the word is the end of the question and not yet an answer.
_REST_OF_A_QUESTION = 25
# `Asked about wanting to die, thoughts of ending her life. No to all three.`
# `Asked about suicide; says that she has thought of it on three evenings.`
_A_YES = late_pattern(
    r"\s*(?:yes\b|(?:says?|said|tells?|told me|reports?|admits?|answers?)\b(?! no\b)"
    r"(?!(?: \w+){0,3} (?:not?|never|nothing|none)\b)"
    r"|(?:she|he|they|client|pt) (?:has|have|does|did|thinks?|thought|had)\b(?! (?:not?|never|no)\b)"
    r"|endorse[ds]?\b|sometimes\b|often\b)",
    re.IGNORECASE,
)
_A_NO = late_pattern(r"\s*(?:no(?:ne|t|thing)?\b|never\b|denie[ds]\b|neither\b)", re.IGNORECASE)
# With opioids and stimulants in the supply an overdose is mostly no attempt, and notes say so.
_OVERDOSE = late_pattern(r"overdos|\bod(?:'d|ed)?\b", re.IGNORECASE)
_MARKS = late_pattern("<!--|-->|%%")
_ACCIDENT = late_pattern(
    r"\b(?:accident(?:al(?:ly)?)?|unintentional(?:ly)?"
    r"|(?:not|never|was ?n['’]t) (?:intentional|on purpose|meant|deliberate))\b",
    re.IGNORECASE,
)


class DangerText(NamedTuple):
    """Where a record speaks of danger, what speaks (`the text speaks`), and how high a risk its words are a sign of.

    `path` is the key it stands behind; else `start` is its place in the body.
    """

    record: RiskRecord
    what: str
    level: str
    path: KeyPath = ()
    start: int = 0


def unanswered_text(record: RiskRecord, chart: Chart) -> DangerText | None:
    """The first words of danger that `risk:` of the record does not answer, and no reason since."""
    if record.risk in HEIGHTENED or (record.risk_reason and is_spoken(record)):  # of the first no words are surer
        return None
    for danger in _dangers(record, chart.practice):  # nearly no record has any
        spoken = is_spoken(record)
        if height(danger[1]) > height(record.risk if spoken else ""):
            answered = reason_since(chart, record) or (spoken and _is_answered_beside(record, chart))
            return None if answered else DangerText(record, *danger)
    return None


def _is_answered_beside(record: RiskRecord, chart: Chart) -> bool:
    """A signed record stays as it is: what was asked and answered then stands in a signed addendum to it."""
    beside = (each for each in chart.addenda if each.to == record.link and each.risk_reason)
    return any(each.adds and each.date <= chart.today for each in beside)


def unanswered_texts(chart: Chart) -> tuple[DangerText, ...]:
    """Of each record by today what nobody has answered, by date."""
    told: tuple[RiskRecord, ...] = (*chart.sessions, *chart.assessments, *chart.contacts)
    found = (unanswered_text(each, chart) for each in told if each.date <= chart.today)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.record.date))


_Danger = tuple[str, str, KeyPath, int]
# A rule asks of each record and the ledger of each chart; without the record itself, or none would ever be forgotten.
_SAID: WeakKeyDictionary[RiskRecord, tuple[_Danger, ...]] = WeakKeyDictionary()


def _dangers(record: RiskRecord, practice: Practice) -> tuple[_Danger, ...]:
    """What speaks in a record, how high a risk it is a sign of, and where it stands, as in `DangerText`."""
    known = _SAID.get(record)
    if known is None:
        known = _SAID[record] = tuple(_read(record, practice.lexicon("danger")))
    return known


def _read(record: RiskRecord, lexicon: Lexicon) -> Iterator[_Danger]:
    for text in _texts(record, lexicon):
        for hit in lexicon.find(text.prose):
            if not _is_no_danger(hit, text.prose, record):
                yield text.what, level_of_phrase("danger", hit.phrase), text.path, text.start + hit.start


class _Text(NamedTuple):
    """Something that a record tells: behind a key, or where in its body it begins."""

    prose: Prose
    what: str
    path: KeyPath = ()
    start: int = 0


def _texts(record: RiskRecord, lexicon: Lexicon) -> Iterator[_Text]:
    """The body as it is read, each sentence behind a key, and each comment that is not for this program."""
    yield _Text(record.document.prose, "the text speaks")
    told = sentences_in(record.type, record.data)
    # Nearly no front matter has such a word, and to read each sentence by itself costs more.
    if told and lexicon.has_words("\n".join([value for _, value in told])):
        yield from (_Text(Prose(value), "this speaks", path) for path, value in told)
    for span in hidden_spans(record.prose):
        hidden = record.prose[span.start : span.end]
        if not hidden.strip("<!- \n").startswith(ADDRESS):
            yield _Text(Prose(_MARKS.sub("    ", hidden)), "a comment, which nobody reads, speaks", start=span.start)


def _is_no_danger(hit: Hit, prose: Prose, record: RiskRecord) -> bool:
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
    return record.risk in ("none", "low") and bool(answered) and prose.is_asked(hit.start)
