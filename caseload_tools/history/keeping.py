"""What a record keeps from its first commit on, whether or not anybody signed it: that it is there, and says it.

A draft may be written anew; but a contact or a charge is never signed, and is as much of the chart as a note. So what
says something is not deleted, not emptied, and not put where nobody reads it; and an addition loses no line. Hook,
push, lint and the audit ask here. Two versions are compared; nothing here knows git or a chart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from caseload_tools.history.versions import RecordVersion
from caseload_tools.text.sections import apart_from_titles
from caseload_tools.text.signed_text import SignatureLine, doubled_by

# What everybody says of an addition that lost a line, or one that was signed and is another one now.
REWRITTEN = "changed since it was committed"
UNREADABLE = "no longer readable"
"""What is said of a signed record whose text still stands there, where nobody can tell what it says."""
ODD = {"120000": "a link was put in place of a record", "160000": "another repository was put among the records"}
"""What is said of what is no plain file, by its mode in git: what is shown there lies elsewhere."""
ATTACHED_GONE = "an attached file was deleted"
ATTACHED_EMPTIED = "an attached file was emptied"
_LEAST, _LEFT = 10, 2  # of at least so many words at most so many are left: `void`, `see above`
_WHOSE = frozenset(("type", "client", "date", "id", "signatures"))
_SENTENCE = 3  # words of a value from which on it tells something, and is no name or choice
_TITLE = 5  # words of a heading beyond which it is a text, typed behind number signs
_WORD, _LETTERS = re.compile(r"\w+"), re.compile(r"[^\W\d_]+")  # a date is no sentence


def is_addendum(path: str, version: RecordVersion | None = None) -> bool:
    """Whether this is an addition to a record, by its folder or by what it says of itself."""
    return "/addenda/" in path or (version is not None and version.type == "addendum")


def is_rewritten(older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether an addition says another thing now. One that nobody has signed may be written further."""
    if newer.digest == older.digest:
        return False
    return older.signed or not newer.goes_on(older)


def is_unreadable(older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether a signed record can no longer be read, by a blank line above it or a fault in its front matter.

    Which words or signatures it lost cannot be told then; where hardly a line of it is left, it is known.
    """
    broken = older.usable and older.signed and not newer.usable
    return broken and (newer.unopened or newer.resembles(older))


def is_doubled(lost: SignatureLine, older: RecordVersion, newer: RecordVersion, sides: Iterable[RecordVersion]) -> bool:
    """Whether a merge kept the other of two signatures that one person gave on two branches over the same words.

    `sides` are the record as the merge's parents have it. In one line of commits it would be no merge's choice: there a
    signature would have got another date.
    """
    if not newer.says(older):
        return False
    brought = [each for side in sides for each in side.entries]
    return any(each in brought and each not in older.entries for each in doubled_by(lost, newer.entries))


def is_emptied(older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether what a record told is gone and nothing stands in its place; its file is there still.

    Text is what a body tells. Without a body the values do: to take one of them away, to put another key in its place,
    or to say it in a few words is an edit; to take away nearly all that it said empties it.
    """
    if newer.empty or not newer.usable:
        told = not older.empty or not says_nothing(older)
        return told and (_lacks_text_of(older, newer) or not newer.resembles(older))
    body, titles = _counted(older.body if older.usable else older.document.text)
    now, now_titles = _counted(newer.body)
    values, now_values = _words_of(older.data), _words_of(newer.data)
    if body or titles:
        # A title that stood there before is no text in place of what stood below it.
        gone = _is_gone(body, now + max(0, now_titles - titles)) or _is_gone(body + titles, now + now_titles)
        return gone and now_values < values + (body + titles) // 2
    return not now and _tells_nothing_of(older.data, newer.data)


def _lacks_text_of(older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether what cannot be read is shorter by all the text that there was: of its front matter most may be left."""
    body = _counted(older.body)[0] if older.usable else 0
    before, now = (len(_WORD.findall(each.document.text)) for each in (older, newer))
    return body >= _LEAST and now <= before - body + _LEFT


def says_nothing(version: RecordVersion) -> bool:
    """Whether a record was only begun: an appointment, or headings that nobody has written below.

    What cannot be read as a record tells something as soon as there is a word in it, and so does what nobody opened.
    """
    if version.signed or version.unopened:
        return False
    if not version.usable or version.empty:
        return not any(_counted(version.document.text))
    if any(_counted(version.body)) or _words_of(version.data):
        return False
    return version.data.get("attendance") == "scheduled" or "#" in version.body


def says_little(version: RecordVersion) -> bool:
    """Whether there is so little text that a longer record would be emptied by it, whatever its values say."""
    return version.empty or not version.usable or _counted(version.body)[0] <= _LEFT


def sentences_of(version: RecordVersion) -> Counter[str]:
    """What a record tells: the lines of its text and the values that are sentences, without whose record it is."""
    text, titles = apart_from_titles(version.body if version.usable else version.document.text)
    told = [line.strip() for line in (*text.splitlines(), *filter(_is_text, titles))]
    told += [text.strip() for text in _texts(version.data)]
    return Counter(each for each in told if len(_LETTERS.findall(each)) >= _SENTENCE)


def is_told(older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether at least half of what one record tells stands in another, whatever else stands there."""
    said = sentences_of(older)
    return 2 * (said & sentences_of(newer)).total() >= said.total()


def _tells_nothing_of(older: Mapping[str, Any], newer: Mapping[str, Any]) -> bool:
    """Whether values without a text beside them are gone, and nothing was put where they stood."""
    said, left = _said_in(older), _said_in(newer)
    if len(said) > 1 and not left:
        return True
    told = [key for key in said if _words_of({key: older[key]})]
    in_place = left.keys() - said.keys() or any(left.get(key, 0) >= _LEFT for key in told)
    lost = _words_of(older) >= _LEAST and not _words_of(newer) and 4 * sum(left.values()) < sum(said.values())
    return lost and not in_place


def _said_in(data: Mapping[str, Any]) -> dict[str, int]:
    """How many words each key has, of those that say more than whose record it is, and of when."""
    words = {key: sum(len(_WORD.findall(text)) for text in _texts(value)) for key, value in data.items()}
    return {
        key: words[key] or 1 for key, value in data.items() if key not in _WHOSE and value not in (None, "", [], {})
    }


def _is_gone(before: int, now: int) -> bool:
    return bool(before) and (not now or (before >= _LEAST and now <= _LEFT))


def _counted(body: str) -> tuple[int, int]:
    """The words of a text without its headings and comments, and those of headings that are a text themselves."""
    text, titles = apart_from_titles(body)
    return len(_WORD.findall(text)), sum(len(_WORD.findall(title)) for title in filter(_is_text, titles))


def _is_text(title: str) -> bool:
    """Whether a heading tells something: it is as long as a sentence, or ends like one."""
    return len(title.split()) > _TITLE or title.rstrip("# \t").endswith((".", "!", "\u2026"))


def _words_of(data: Mapping[str, Any]) -> int:
    """The words of the values that tell something, as sentences do."""
    return sum(words for text in _texts(data) if (words := len(_LETTERS.findall(text))) >= _SENTENCE)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key != "signatures":
                yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
