"""A note as sentences: what is quoted, what is denied, what is long past, what is said of somebody else.

For rules that look for words and must not take "denies thoughts of suicide" for its opposite. It follows the idea of
NegEx and ConText (Chapman 2001, Harkema 2009): a trigger word, a direction, an end. English only. It knows where a
thing is said, and not what it means; it is right most of the time, which is why such rules are never errors.
"""

from __future__ import annotations

import re
from functools import cached_property
from operator import itemgetter

from caseload_tools.text.body_syntax import visible_text
from caseload_tools.text.language.likeness import MinHash, WordHashes, hashed_words, minhash_of, words_digest
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.values import frozen

# So many letters of a word tell it from others; a lexicon is looked up by them.
STEM = 4
_LONGEST = 400
_STEM_OF = itemgetter(slice(0, STEM))

# Each under the signs without one of which it need not be looked for. What comes first is a plain letter, so that the
# search is quick; a look behind comes after it.
_QUOTED = (
    ('"“', late_pattern(r"[\"“][^\"“”]*[\"”]")),
    (">", late_pattern(r">(?<=\n>)[^\n]*|>(?<=\n >)[^\n]*|\A>[^\n]*")),
    ("'‘", late_pattern(r"['‘](?<![\w’']['‘])[^'‘’\n]{2,60}['’](?!\w)")),
)
_SENTENCE_END = late_pattern(r"[.!?]+[\"”’)]*\s+(?=[\"“‘(\[]?[A-Z0-9])|;|\n\s*\n|\n(?=[ \t]*(?:[-*#>]|\d+\.)\s)")

_DENY = r"den(?:y|ies|ied|ying)"
_BE = r"(?:is|are|was|were|be|been|has|have|had)"
# Words that look like a denial and are none, or that undo one.
_NO_DENIAL = late_pattern(
    rf"\b(?:no change|not only|not just|no longer {_DENY}|(?:not|never|n['’]t) (?:able to )?{_DENY}"
    rf"|stopped {_DENY}|no doubt|no less|not sure|not certain|no better|not (?:any )?better|cannot help"
    r"|not (?:gone|stopped|resolved|over|left|passed|slept|eaten)"
    r"|(?:cannot|can['’]t|could not|couldn['’]t|unable to) (?:stop|shake|escape|get rid of)"
    r"|without (?:asking|warning|telling|being asked))\b",
    re.IGNORECASE,
)
_BEFORE = late_pattern(
    rf"\b(?:no|not|nor|neither|never|none|nothing|nobody|nil|without|cannot|{_DENY}|negative (?:for|screen)|absence of"
    r"|free of|free from|lack of|rule[sd]? out|instead of|stopped|rather than)\b|n['’]t\b",
    re.IGNORECASE,
)
# Behind it. `Thoughts of suicide, no plan` and `…, denied intent` are no denial of the thoughts.
_AFTER = late_pattern(
    rf"\bdenied(?! (?:an?|any|the|having|wanting|plans?|intent|means|access)\b)|\babsent\b|\bruled out\b|\bno longer\b"
    rf"|\b(?:none|nil|negative)(?=\s*[.,;:)]|\s*$| (?:reported|endorsed|noted|today|now|at|since|ever)\b)"
    rf"|\bnot (?:present|reported|endorsed|come back|returned|recurred|been back|since)\b|\b{_BE} (?:gone|negative)\b"
    rf"|\b(?:said|answered|says|answers|replied) no\b|\bno such\b|: (?:no|none|nil|denied)\b",
    re.IGNORECASE,
)
# Where the reach of a denial ends: "no plan, but thinks of it", "no plan and says that …".
_TURN = late_pattern(
    r"\b(?:but|however|although|though|except|yet|still|apart from|aside from|until)\b"
    r"|,? and (?:then )?(?:is|was|has|had|says|said|thinks|thought|wants|wanted|plans|feels|felt|reports|told)\b"
    r"|\b(?:days?|times|nights?|evenings?|week|daily|often|today|present|endorsed|reported), (?=(?:HI|SI)\b)"
    r"|[,;] ?\+|, (?:yet )?(?:says|said|thinks|wants|plans|feels|reports|told)\b"
    r"|\bor (?:\w+ ){0,2}\w+, (?!or\b|nor\b|and\b)",
    re.IGNORECASE,
)
_ASKED = late_pattern(r"\b(?:asked|screened|assessed|inquired|enquired|checked)\b", re.IGNORECASE)
_PAST = late_pattern(
    r"\bhistory of\b|\bhx of\b|\bh/o\b|\bpreviously (?:suicid|self-harm|attempt|overdos)\w*"
    r"|\bused to (?:cut|harm|hurt|burn|self-harm|overdose|think|want)\b|\byears? ago\b|\blast year\b"
    r"|\bas an? (?:child|teenager|adolescent|boy|girl|student|young)\b"
    r"|\bat (?:the )?(?:age (?:of )?)?(?:\d{1,2}|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty)\b"
    r"(?! o['’]clock| minutes| points|:\d)|\bin (?:19|20)\d\d\b"
    r"|\b(?:past|previous|prior|earlier|lifetime) (?:attempts?|suicid\w*|self-harm|overdoses?|history|hospital\w*)\b",
    re.IGNORECASE,
)
_IF = late_pattern(
    r"\b(?:if|in case|should (?:the|any|thoughts))\b(?! asked)[^,]*$"
    r"|\b(?:will|continue to|to) (?:keep |continue )?(?:monitor|watch|screen|ask)(?:ing)? (?:for|about)\b[^,]*$",
    re.IGNORECASE,
)
_KIN = (
    r"(?:mother|father|mom|mum|dad|parents?|brother|sister|son|daughter|child(?:ren)?|wife|husband|partner|spouse|uncle"
    r"|aunt|cousin|nephew|niece|grand\w+|friend|boyfriend|girlfriend|neighbou?r|colleague|co-?worker|classmate|landlord"
    r"|boss|ex|roommate|teacher)"
)
_OTHER = late_pattern(
    rf"\b{_KIN}(?:['’]s?)?(?: (?:had|has|who|once|also|then|to|by|a|an|her|his|own|late|died|attempted|committed"
    rf"|completed|\w+ly))*\s*$",
    re.IGNORECASE,
)
_MADE_UP = late_pattern(
    r"\b(?:film|movie|series|novel|book|song|play|video game|episode|documentary|the news)\b", re.IGNORECASE
)


@frozen(slots=False, eq=False)
class Prose:
    """The body of a record, read sentence by sentence. Offsets are those of the body."""

    body: str

    @cached_property
    def text(self) -> str:
        """The body with comments blanked: nobody but the tool reads them."""
        return visible_text(self.body)

    @cached_property
    def lower(self) -> str:
        """The text in small letters, each where it stands in the text."""
        lower = self.text.lower()
        # A few letters, such as the Turkish İ, are two when small.
        return lower if len(lower) == len(self.text) else "".join(each.lower()[0] for each in self.text)

    @cached_property
    def words(self) -> WordHashes:
        """Its words in small letters, without headings."""
        return hashed_words(self.text)

    @cached_property
    def stems(self) -> frozenset[bytes]:
        """The first letters of its words."""
        return stems_of(self.words)

    @cached_property
    def digest(self) -> int:
        """The number that it shares with every text of the same words."""
        return words_digest(self.words)

    @cached_property
    def signature(self) -> MinHash:
        """What tells how much it is another text."""
        return minhash_of(self.words)

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """Where somebody's own words stand: in quotation marks, or on a line that begins with `>`."""
        text = self.text
        wanted = [pattern for signs, pattern in _QUOTED if any(sign in text for sign in signs)]
        return tuple(found.span() for pattern in wanted for found in pattern.finditer(text))

    def is_quoted(self, at: int) -> bool:
        """Inside somebody's own words."""
        return any(start <= at < end for start, end in self.quotes)

    def sentence(self, at: int) -> tuple[int, int]:
        """From where to where the sentence goes that a place stands in; no further than 400 letters either way."""
        start, end = max(0, at - _LONGEST), min(len(self.text), at + _LONGEST)
        for found in _SENTENCE_END.finditer(self.text, start, end):
            if found.end() > at:
                return start, found.end()
            start = found.end()
        return start, end

    def is_denied(self, start: int, end: int) -> bool:
        """What stands there is denied: `denies …`, `no …`, `… absent`; not `does not deny …`."""
        if self.is_denied_before(start):
            return True
        after = _blanked(self.text[end : self.sentence(start)[1]])
        turn = _TURN.search(after)
        return bool(_AFTER.search(after[: turn.start() if turn else len(after)]))

    def is_denied_before(self, start: int) -> bool:
        """A denial stands before it in its sentence and reaches as far as it: `not lazy`."""
        before = _blanked(self.text[self.sentence(start)[0] : start])
        turns = [turn.end() for turn in _TURN.finditer(before)]
        triggers = [found.end() for found in _BEFORE.finditer(before)]
        return bool(triggers) and (not turns or triggers[-1] > turns[-1])

    def is_asked(self, start: int) -> bool:
        """It was asked about, in the same sentence."""
        return bool(_ASKED.search(self.text[self.sentence(start)[0] : start]))

    def is_past(self, start: int, end: int, year: int) -> bool:
        """The sentence says that it was long ago: a year before `year`, "at sixteen", "history of"."""
        first, last = self.sentence(start)
        found = _PAST.search(self.text[first:last])
        if found is None or found.group().endswith(str(year)):
            return False
        # `Has a history of overdoses and is suicidal this week`: what comes behind the turn is of today.
        return first + found.end() > start or not _TURN.search(self.text[first + found.end() : start])

    def is_supposed(self, start: int) -> bool:
        """It is put as a case that may come (`ring if the thoughts come back`), or as a question in quotation marks."""
        first, _ = self.sentence(start)
        if _IF.search(self.text[first:start]):
            return True
        return any(begin <= start < end and self.text[end - 2] == "?" for begin, end in self.quotes)

    def is_of_another(self, start: int) -> bool:
        """It is said of a relative or a friend, or of something in a film."""
        first, last = self.sentence(start)
        return bool(_OTHER.search(self.text[first:start]) or _MADE_UP.search(self.text[first:last]))


def stems_of(words: WordHashes) -> frozenset[bytes]:
    """The first letters of words."""
    return frozenset(map(_STEM_OF, words))


def _blanked(text: str) -> str:
    """A text without the words that only look like a denial; all else stays in its place."""
    return _NO_DENIAL.sub(lambda found: " " * len(found.group()), text)
