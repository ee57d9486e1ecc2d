"""STR, where it reads: what a template left behind."""

from __future__ import annotations

import re

from caseload_tools.chart.records import Problems, Record
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text.language.patterns import late_pattern

# Blanks and brackets as templates have them. What stands in brackets inside a quotation is an editor's word, a number
# a footnote, an `x` a tick, and `[text](address)` a link.
# Each behind a sign that a text must hold for it, since a plain search for a sign costs a tenth of the pattern.
_BLANKS = tuple(
    (sign, late_pattern(pattern))
    for sign, pattern in (
        ("TODO", r"\bTODO\b"),
        ("ToDo", r"\bToDo\b"),
        ("FIXME", r"\bFIXME\b"),
        ("XXX", r"\bXXX+\b"),
        ("TB", r"\bTB[DC]\b"),
        ("T.B.", r"\bT\.B\.[DC]\."),
        ("___", r"(?<![\w_])_{3,}(?![\w_])"),
        ("[", r"(?<!\d )(?<![\[\]!$])\[[^\[\]\n=]{3,80}\](?![(\[:\]])"),
        ("<", r"(?<![\w<])<{1,2}[A-Za-z][A-Za-z _/-]{1,40}>{1,2}"),
        ("{", r"\{\{?[A-Za-z][\w .]{1,40}\}\}?"),
        ("%", r"(?<!\w)%[A-Z_]{3,30}%(?!\w)"),
    )
)
_PROMPTS = ("(insert ", "(enter ", "(describe ", "(specify ", "(select ", "(fill in ")
_IN_BRACKETS = late_pattern(r"\([a-z]+ [^()\n]{2,60}\)")  # where one of those stands
_DAYS = r"mon|tues?|wed|thurs?|fri|sat|sun|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)|today|yesterday|tonight"
_NOTED = rf"{_DAYS}|no answer|no reply|no show|left (?:a )?(?:message|voicemail|vm)|called|rang|texted|see|cf|via|per"
_NOT_A_PROMPT = late_pattern(
    r"\[(?:\W*\d[\d\s,.;:-]*|\w(?:\s*,\s*\w)+|sic|inaudible|unclear|laughs?|laughter|pause|redacted|…|\.\.\."
    # What somebody notes of a day, a call or a source; a prompt asks for it.
    rf"|(?:{_NOTED})\b[^/|]*)\]",
    re.IGNORECASE,
)
_VERBS = (
    r"\w{2,}ed|was|were|is|are|had|has|did|does|said|says|told|went|came|took|got|felt|kept|left|made|saw|thought|knew"
    r"|wept|spoke|sang|swore|meant|gave|held|put|ran|sat|stood|fell|shook|bit|hid|hit|let|rose|began|broke|could|would"
)
_GESTURES = (
    r"laugh(?:ed|ing)|cr(?:ied|ying)|wept|weeping|shrug(?:s|ged)?|nod(?:s|ded)?|sigh(?:s|ed)?|smil(?:ed|es|ing)|sobb(?:ed|ing)"
    r"|in tears|tearful|(?:long |short )?(?:pause|silence)|silent|quietly|softly|loudly|whisper(?:ed|ing)|not|later|again"
    r"|still|meaning|i\.e\.|the one|the same"
)
# What somebody says of what happened, as a clause with its verb or a gesture: a prompt asks for it, or leaves room.
_OWN_WORDS = late_pattern(
    rf"\[(?:(?:and |but |so |then )?(?:s?he|they|i|we|it|you|nobody|no one|somebody|both)(?: \w+)? (?:{_VERBS})"
    rf"|(?:s?he|they|we|i)(?:['’](?:s|d|re|m|ve|ll))|{_GESTURES})\b(?![^\]]*(?:[/|_…]|\.\.\.|\b(?:here|enter|insert|select)\b))[^\]]*\]",
    re.IGNORECASE,
)
_TAG = late_pattern(r"</?(?:b|i|u|em|strong|br|p|sub|sup|hr|mark|small|del|ins|kbd|code)>", re.IGNORECASE)


@rule("STR010", cites="S4.15", level="warning", prose=True)
def leftover_of_a_template(record: Record, practice: Practice) -> Problems:
    """Something of a template was left in the text: a TODO, a blank to fill in, a prompt in brackets.

    It says that the note was not finished, whatever the signature says. A word in brackets inside a quotation, a
    footnote, an unticked box and a clause with its verb (`[she laughed at that]`) are left alone. Your own templates' prompts: `[words] leftovers` in caseload.toml.

    Bad:
        format: narrative

        Client reports [insert mood].
    Bad:
        format: narrative

        Session focused on ______. Affect was (select one): flat / full.
    Good:
        format: narrative

        Two calls were made [Mon, no answer]; on the line she said a set [a,b] means nothing $[a,b]$ to her.
    Good:
        format: narrative

        Read the letter aloud [she laughed at that] and put it away.
    Good:
        format: narrative

        "I told [my sister] to stop," he said, and wrote it on his to-do list.
    """
    found = _first_blank(record)
    if found is None:
        prose, words = record.document.prose, practice.lexicon("leftovers")
        if words.may_stand_in(prose):
            found = next((hit.start for hit in words.find(prose) if not prose.is_quoted(hit.start)), None)
    if found is not None:
        line, column = record.place_in_prose(found)
        yield record.at_line(line, "something of a template was left in the text", "fill it in or delete it", column)


def _first_blank(record: Record) -> int | None:
    """Where the first blank or prompt stands."""
    body = record.prose
    patterns = [pattern for sign, pattern in _BLANKS if sign in body]
    if "(" in body and any(prompt in body for prompt in _PROMPTS):
        patterns.append(_IN_BRACKETS)
    if not patterns:
        return None
    prose = record.document.prose
    places = [
        match.start() for pattern in patterns for match in pattern.finditer(prose.text) if not _is_own(match.group())
    ]
    return min((place for place in places if not prose.is_quoted(place)), default=None)


def _is_own(found: str) -> bool:
    """Whether what stands between two signs is what a person says, or a sign of a page."""
    return any(each.match(found) for each in (_NOT_A_PROMPT, _OWN_WORDS)) or _TAG.fullmatch(found) is not None
