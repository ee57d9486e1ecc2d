"""Whether what one record told stands in another, so that this may be the same record under another name.

Two calls, two charges, two releases share most of their lines: who called, what it costs, what the law wants said.
What makes a record this one is its text, its scores, what it cites and when it was. Asked of two files of which half of
the lines are the same, so that a record that was deleted beside a new one is not taken for one that moved. Whoever
corrects the day of a record leaves when it was written; of another day and another hour of writing it is another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from caseload_tools.history.keeping import says_nothing
from caseload_tools.history.record_path import RecordPath
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text.digest import canonical_json
from caseload_tools.text.older_names import todays_type
from caseload_tools.text.sections import apart_from_titles
from caseload_tools.values import frozen

_WORD, _LETTERS = re.compile(r"\w+"), re.compile(r"[^\W\d_]+")
_KEY = re.compile(r"[\w-]+:(?:\s|\Z)")  # how a line of front matter begins, in what could not be read
_SENTENCE = 3  # words of a value from which on it tells something
_LONG = 12  # pairs of words from which on a text is known by itself
_KEPT = 3  # a text of which a third of the pairs of words stands was edited, and not written by chance
# Whose record it is, and what every record has at some time.
_WHOSE = frozenset(("type", "client", "date", "time", "signatures"))
# Types of which the next one is begun from a copy of the last, and does not name it as a plan does (`supersedes`).
_RENEWED = frozenset(("safety-plan", "group"))
Pairs = frozenset[tuple[str, ...]]


@frozen(slots=False, eq=False, shown=False)
class Telling:
    """What one version of a record tells, taken apart once."""

    version: RecordVersion

    @cached_property
    def text(self) -> Pairs:
        """Each two words of the body that follow one another, without its headings."""
        if self.version.usable:
            return _pairs(apart_from_titles(self.version.body)[0])
        lines = self.version.document.text.splitlines()
        return _pairs("\n".join(line for line in lines if not _KEY.match(line)))

    @cached_property
    def values(self) -> dict[str, tuple[Pairs, str]]:
        """By key what it says, of those that a choice from a list or a day alone does not fill."""
        found = {}
        for key, value in self.version.data.items():
            texts = list(_texts(value))
            said = [each for each in texts if len(_LETTERS.findall(each)) >= _SENTENCE]
            cites = any("/" in each for each in texts)
            if key not in _WHOSE and (said or cites or isinstance(value, list) or _is_number(value)):
                found[key] = frozenset[tuple[str, ...]]().union(*map(_pairs, said)), canonical_json(value)
        return found

    @cached_property
    def but_for_the_client(self) -> tuple[str, str]:
        """All that it says, without whose it is and who signed it."""
        return self._but_for("client", "signatures")

    @cached_property
    def but_for_the_day(self) -> tuple[str, str]:
        return self._but_for("client", "signatures", "date")

    def _but_for(self, *keys: str) -> tuple[str, str]:
        own = {key: value for key, value in self.version.data.items() if key not in keys}
        return canonical_json(own), self.version.body.strip()

    @cached_property
    def says_nothing(self) -> bool:
        return says_nothing(self.version)

    def stands_in(self, newer: Telling) -> bool:
        """Whether enough of what this record tells stands in another one; of one that says nothing, all does."""
        if self.says_nothing:
            return True
        ours, theirs = self.version, newer.version
        if not ours.usable or not theirs.usable:
            return not self.text or _is_kept(self.text, newer.text)
        if self.but_for_the_client == newer.but_for_the_client:
            return True
        if ours.data.get("kind") != theirs.data.get("kind"):
            return False
        if self._is_of_another_day(newer):
            return False
        at_home = ours.data.get("client") == theirs.data.get("client")
        same_day = at_home and ours.data.get("date") == theirs.data.get("date")
        if same_day and ours.data.get("time") and ours.data["time"] == theirs.data.get("time"):
            return True
        if len(self.text) >= _LONG:
            return _is_kept(self.text, newer.text)
        kept = list(self._kept_in(newer, at_home))
        if same_day:
            return 2 * sum(kept) >= len(kept)
        return bool(kept) and all(kept)

    def _is_of_another_day(self, newer: Telling) -> bool:
        """Whether the other one has not only another day, but what no correction of the day changes is another too.

        Of few words the hour tells as well; what is renewed from a copy is the same one with all that it says alone.
        """
        ours, theirs = self.version, newer.version
        if ours.data.get("date") == theirs.data.get("date"):
            return False
        if todays_type(ours.type) in _RENEWED and self.but_for_the_day != newer.but_for_the_day:
            return True
        telling = ("written",) if len(self.text) >= _LONG else ("written", "time")
        both = [(ours.data[key], theirs.data[key]) for key in telling if ours.data.get(key) and theirs.data.get(key)]
        return any(one != other for one, other in both)

    def _kept_in(self, newer: Telling, at_home: bool) -> Iterator[bool]:
        """Of each thing that it tells beside its day, whether that stands there; in another chart, of words alone."""
        if self.text:
            yield _is_kept(self.text, newer.text)
        for key, (pairs, whole) in self.values.items():
            there, other = newer.values.get(key, (frozenset[tuple[str, ...]](), ""))
            if pairs:
                yield _is_kept(pairs, there)
            elif at_home:
                yield whole == other


def is_told_in(path: str, older: Telling, newer: Telling) -> bool:
    """Whether a record at a path may be the one that came: that tells what it told, and names it as no other one."""
    replaced = newer.version.data.get("supersedes")
    return (replaced is None or replaced != RecordPath.parse(path).link) and older.stands_in(newer)


def _is_kept(ours: Pairs, theirs: Pairs) -> bool:
    return _KEPT * len(ours & theirs) >= len(ours)


def _pairs(text: str) -> Pairs:
    words = [each.casefold() for each in _WORD.findall(text)]
    return frozenset(pairwise(words)) or frozenset((each,) for each in words)


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value, at whatever depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
