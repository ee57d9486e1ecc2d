"""NOT: words that judge, words that say nothing, words that nobody else knows. They advise or warn, and never fail a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problem, Problems, Record
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.practice.words import name_of_phrase, whole_words
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.language.prose import Prose
from caseload_tools.values import replace

# Said by somebody and passed on: `calls himself an addict`, `her supervisor wrote that …`.
_PASSED_ON = late_pattern(
    r"\b(?:call(?:s|ed|ing)?|describ\w+|refer\w+ to|identif\w+ as|label\w*|sa(?:ys|id)|writ\w+|wrote|told|felt|feels?|asked|sees? \w+self"
    r"|(?:report\w*|stat\w+|complain\w*) that|thinks? of|discussed|according to|the words?|quot\w+)\b",
    re.IGNORECASE,
)
# What somebody thinks of somebody; of the writer it is the writer's own word.
_THOUGHT = late_pattern(
    r"\b(\w+) (?:had |has |always )?(?:thought|thinks|believ(?:ed|es)|assum(?:ed|es)|suspect(?:ed|s))\b"
)
_WRITERS = frozenset({"i", "we", "clinician", "therapist", "counselor", "counsellor", "writer", "staff", "worker"})
# `the non-compliance of the alarm clock`: what has no will is judged by nobody.
_OF_A_THING = late_pattern(
    r" of (?:the|a|an|its|this|that) (?!(?:clients?|patients?|mother|father|man|woman|boy|girl|child|children|husband|wife"
    r"|partner|son|daughter|family|parents?|couple|residents?|participants?|consumers?|individuals?|person|people"
    r"|group|teen\w*|youth|brother|sister)\b)[a-z]+",
    re.IGNORECASE,
)


@rule("NOT008", cites=("S4.9", "SAMHSA and NIDA style guides"), level="warning", prose=True)
def judging_word(record: Session | Contact | Review | Assessment, practice: Practice) -> Problems:
    """The note uses a word that judges the person in place of one that describes.

    Readers who meet such a word treat the person worse, and the client may read it. Say what was seen or said. The
    client's own words, in quotation marks or passed on ("calls himself …"), stay as they are. The list is the
    practice's: `[words] avoid` and `allow` in caseload.toml.

    Bad:
        format: narrative

        Client was manipulative about the diary.
    Bad:
        practice: words.avoid = ["no-hoper"]
        format: narrative

        A no-hoper, by the look of him.
    Good:
        format: narrative

        "I was just being lazy," she said about the diary.
    Good:
        format: narrative

        Drank two alcoholic beverages at the wedding. Calls himself an addict.
    """
    prose, words = record.document.prose, practice.lexicon("judging")
    for hit in words.find(prose):
        before = prose.text[prose.sentence(hit.start)[0] : hit.start]
        if prose.is_quoted(hit.start) or prose.is_denied_before(hit.start) or _is_passed_on(before):
            continue
        if hit.phrase.endswith("compliance") and _OF_A_THING.match(prose.text, hit.end):
            continue
        instead = words.phrases[hit.phrase]
        hint = f"describe instead: {instead}" if instead else "say what was seen or said"
        said = name_of_phrase("judging", hit.phrase)
        yield _at(record, hit.start, f"{_named(said, 'word')} judges the person", hint, said)


def _is_passed_on(before: str) -> bool:
    """Whether a sentence says so far that somebody else says or thinks what follows."""
    if _PASSED_ON.search(before):
        return True
    return any(who.casefold() not in _WRITERS for who in _THOUGHT.findall(before))


@rule("NOT011", cites="S4.3", level="advice", prose=True)
def ready_made_phrase(record: Session | Review, practice: Practice) -> Problems:
    """The note holds a phrase that could stand in any note about anybody.

    "Client was receptive" tells a colleague nothing, and to an auditor a note of such phrases is a copy. One thing that
    was seen or said is worth more. The list is the practice's: `[words] ready_made` and `allow` in caseload.toml.

    Bad:
        format: narrative

        Client was receptive to feedback. Will continue to monitor.
    Good:
        format: narrative

        She read every line of the plan aloud and changed two of them.
    """
    prose = record.document.prose
    hits = [hit for hit in practice.lexicon("ready_made").find(prose) if not prose.is_quoted(hit.start)]
    if hits:
        more = f", and so could {len(hits) - 1} more" if len(hits) > 1 else ""
        said = name_of_phrase("ready_made", hits[0].phrase)
        message = f"{_named(said, 'phrase')} could stand in any note{more}"
        yield _at(record, hits[0].start, message, "say what this client did or said", said)


# --- abbreviations -------------------------------------------------------------------------

_CAPITALS = re.compile(r"[A-Z](?=[A-Z])[A-Z]{1,4}s?(?![\w@])", re.ASCII)  # looking ahead first is twice as quick
_SHORT = re.compile(r"\b(?:[a-z]/[a-z]{0,2}|[htrsd]x|pt)(?![\w@])", re.ASCII | re.IGNORECASE)
# Not `w/`, `w/o` and `c/o`, which people write who are no clinicians.
_SHORTHAND = frozenset({"f/u", "r/o", "h/o", "s/p", "b/c", "d/c", "hx", "tx", "rx", "sx", "dx", "pt"})
_SHORT_WORDS = frozenset(each.encode() for each in _SHORTHAND if "/" not in each)
# `Duluth MN`, and not `MI used to explore …`.
_A_PLACE = re.compile(r"[a-z] [A-Z][a-z]+,? \Z")
_ROMAN = re.compile(r"[IVX]+\Z")
# `AGE-SECRET-KEY-1QPZ…`, `DELL-5CD9`: the parts of a long name of a thing are no abbreviations.
_OF_A_MACHINE = re.compile(r"[\w-]*\d[\w-]*", re.ASCII)
_MACHINE_LEAST = 16
_EMPHASIS = frozenset({"NO", "NOT", "YES", "AND", "OR", "ALL", "ANY", "NEVER", "ONLY", "MUST", "VERY", "STOP", "OK"})
_SHOUTED = re.compile(r"(?:\b[A-Z]{2,}\b\W+){3,}\b[A-Z]{2,}\b|(?:\b[A-Z]{2,}\b\W+)*\b[A-Z]{6,}\b(?:\W+[A-Z]{2,}\b)*")


@rule("NOT014", cites="S4.8", level="advice", prose=True)
def abbreviation_not_explained(chart: Chart, practice: Practice) -> Problems:
    """An abbreviation stands in the chart that neither a note nor the practice's glossary explains.

    Clients read their notes, and so do courts and the next clinic. Write it out once with the abbreviation in brackets,
    or add it under `[glossary]` in caseload.toml. Said once a chart, where it was last used; what every reader knows
    (TV, AA, PTSD) and what the client said is left alone.

    Bad:
        --- session 2026-01-19
        format: narrative

        Discharged from PHP on Friday. Two questions about the tablets, both answered.
    Good:
        --- session 2026-01-19
        format: narrative

        Discharged from partial hospitalization (PHP) on Friday; PHP will ring.
    Good:
        practice: glossary.PHP = "partial hospitalization"
        --- session 2026-01-19
        format: narrative

        Discharged from PHP on Friday.
    """
    if not chart.is_open:
        return
    known = whole_words("abbreviations") | {word for key in practice.glossary for word in _parts(key)}
    found: dict[str, tuple[Record, int]] = {}
    notes: Iterable[Record] = (*chart.sessions, *chart.contacts, *chart.reviews, *chart.assessments)
    for record in sorted(notes, key=lambda each: (each.date, each.path)):
        for word, at in _abbreviations(record.document.prose, known):
            if not practice.client_codes.is_code_at(record.document.prose.text, at):
                found[word] = (record, at)
    by_record: dict[str, list[tuple[Record, int]]] = {}
    for word, (record, at) in found.items():
        if not any(_is_explained(word, each.document.prose.text) for each in notes):
            by_record.setdefault(record.path, []).append((record, at))
    for places in by_record.values():
        record, at = min(places, key=lambda place: place[1])
        more = f" and {len(places) - 1} more in this note" if len(places) > 1 else ""
        hint = "write it out once with the abbreviation in brackets, or add it under [glossary] in caseload.toml"
        short = _SHORT.match(record.document.prose.text, at)
        said = short[0].casefold() if short and short[0].casefold() in _SHORTHAND else ""
        yield _at(record, at, f"{_named(said, 'abbreviation')}{more}: explained nowhere in the chart", hint, said)


def _abbreviations(prose: Prose, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The unexplained ones in a text, each with the place where it stands last."""
    loud: list[tuple[int, int]] | None = None
    for word, at in _written_short(prose):
        if word in known or word in _EMPHASIS or _ROMAN.match(word) or prose.is_quoted(at):
            continue
        if _is_of_a_machine(prose.text, at):
            continue
        if word in whole_words("states") and _A_PLACE.search(prose.text[:at]):
            continue
        loud = [each.span() for each in _SHOUTED.finditer(prose.text)] if loud is None else loud
        if not any(start <= at < end for start, end in loud):
            yield word, at


def _written_short(prose: Prose) -> Iterator[tuple[str, int]]:
    """Words in capitals (without a plural s) and clinical shorthand (in small letters), with their places."""
    text = prose.text
    for match in _CAPITALS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in ("-", ".", "_")):
            yield match.group().rstrip("s"), match.start()
    if "/" in text or not _SHORT_WORDS.isdisjoint(prose.words):
        for match in _SHORT.finditer(text):
            if match.group().casefold() in _SHORTHAND:
                yield match.group().casefold(), match.start()


def _is_of_a_machine(text: str, at: int) -> bool:
    """True in a long run of letters, digits and hyphens, such as a key or a serial number."""
    run = _OF_A_MACHINE.match(text, at)
    return run is not None and len(run.group()) >= _MACHINE_LEAST


def _is_explained(word: str, text: str) -> bool:
    return f"({word})" in text or f"{word} (" in text


def _parts(key: str) -> list[str]:
    return [key, *re.split(r"[^A-Za-z]+", key)]


def _named(said: str, what: str) -> str:
    """The phrase itself where it is a list's and no record's."""
    return f"`{said}`" if said else f"this {what}"


def _at(record: Record, offset: int, message: str, hint: str, said: str) -> Problem:
    line, column = record.place_in_prose(offset)
    return replace(record.at_line(line, message, hint, column), said=said)
