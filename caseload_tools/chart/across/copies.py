"""Which texts were taken over from another client's chart: notes, sections of notes, plans.

A chart gives for each text its digest and a signature of 64 bytes, never the text. What they point to is read again and
compared word by word before anything is said. Texts within one chart are compared by the rules over a chart.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from caseload_tools.chart.across.gathering import Gathering, Reader
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session
from caseload_tools.text import Document
from caseload_tools.text.language.likeness import (
    WordHashes,
    hashed_words,
    likely_pairs,
    minhash_of,
    number_of,
    share_taken,
    words_digest,
)

# A whole note of so few words is nobody's copy ("Phone call, no answer, message left"); a section needs more.
WHOLE_LEAST = 8
SECTION_LEAST = 15
# Below this many words a changed name or number is a tenth of the note.
NEAR_LEAST = 40
PLAN_LEAST = 25
# What the staff did, or do next, may well be the same for two people; what became of it may not.
SAME_FOR_ALL = frozenset(
    {"intervention", "interventions", "plan", "group", "topic", "goal", "goals", "homework", "next"}
)
# Of the texts that may be the original, so many are read.
_TRIES = 3


class Passage(NamedTuple):
    """One text as a chart gives it. `kind` is n for a note, g for a note of a group, p for a plan."""

    day: int
    path: str
    client: str
    kind: str
    group: str
    length: int
    whole: int
    signed: bytes
    sections: bytes


class Copy(NamedTuple):
    """A text (or its section on `line`, if `section`) and the earlier text it was taken from for `share`.

    `same` when both have the very same words; all of a note may also stand in a longer one.
    """

    document: Document
    line: int
    section: str
    original: Document
    share: float
    same: bool


class Copies(Gathering[Passage]):
    """Every note and plan of the caseload, to be asked which of them were taken over from another client."""

    def __init__(self, facts: Iterable[Passage], read: Reader) -> None:
        super().__init__(sorted(facts), read)

    @classmethod
    def facts(cls, chart: Chart) -> Iterator[Passage]:
        """One passage for each note of a kept session and each plan of a chart."""
        for session in chart.kept_sessions:
            prose = session.document.prose
            if len(prose.words) >= WHOLE_LEAST:
                kind = "g" if session.service == "group" else "n"
                group = (session.group or str(session.date)) if kind == "g" else ""
                said = (len(prose.words), prose.digest, prose.signature, _sections(session))
                yield Passage(session.date.toordinal(), session.path, chart.id, kind, group, *said)
        for plan in chart.plans:
            words = plan_words(plan.document)
            if len(words) >= PLAN_LEAST:
                said = (len(words), words_digest(words), minhash_of(words), b"")
                yield Passage(plan.date.toordinal(), plan.path, chart.id, "p", "", *said)

    def notes(self, at_least: float) -> Iterator[Copy]:
        """Notes that were taken from another client's for `at_least`, or one of their sections word for word."""
        found = self._near("ng", at_least, NEAR_LEAST) | self._same_notes()
        for place, passage in enumerate(self.gathered):
            if place in found:
                other, share = found[place]
                if not _of_one_group(passage, self.gathered[other]):
                    yield self._copy(passage, self.gathered[other], share)
        yield from self._same_sections(found.keys(), grouped=False)

    def in_groups(self) -> Iterator[Copy]:
        """Notes of one group whose part about the member is the same, word for word, as another member's."""
        yield from self._same_sections((), grouped=True)
        for place, (other, _) in self._same_notes().items():
            passage = self.gathered[place]
            if not passage.sections and _of_one_group(passage, self.gathered[other]):
                yield self._copy(passage, self.gathered[other], 1.0)

    def plans(self, at_least: float) -> Iterator[Copy]:
        """The first plan of a client that was taken from another client's for `at_least`."""
        said: set[tuple[str, str]] = set()
        for place, (other, share) in sorted(self._near("p", at_least, PLAN_LEAST, plan_words).items()):
            later, earlier = self.gathered[place], self.gathered[other]
            if (later.client, earlier.client) not in said:
                said.add((later.client, earlier.client))
                yield self._copy(later, earlier, share)

    # --- the same words --------------------------------------------------------------------

    def _same_notes(self) -> dict[int, tuple[int, float]]:
        """Notes with the very words of an earlier one of another client, each with the first such."""
        found: dict[int, tuple[int, float]] = {}
        firsts: dict[int, tuple[int, int]] = {}
        for place, passage in enumerate(self.gathered):
            if passage.kind != "p":
                other = self._first_of_another(firsts, passage.whole, place)
                if other >= 0:
                    found[place] = (other, 1.0)
        return found

    def _first_of_another(self, firsts: dict[int, tuple[int, int]], key: int, place: int) -> int:
        """The first place known under a key that belongs to another client, -1 for none; notes the place down."""
        first, second = firsts.get(key, (-1, -1))
        client = self.gathered[place].client
        if first < 0:
            firsts[key] = (place, -1)
            return -1
        if self.gathered[first].client != client:
            if second < 0:
                firsts[key] = (first, place)
            return first
        return second

    def _same_sections(self, whole: Iterable[int], *, grouped: bool) -> Iterator[Copy]:
        """Sections with the very words of an earlier one of another client, in or outside of one group."""
        known: dict[int, tuple[int, int]] = {}
        leave = set(whole)
        for place, passage in enumerate(self.gathered):
            for section in array("Q", passage.sections):
                other = self._first_of_another(known, section, place)
                if other < 0 or place in leave or _of_one_group(passage, self.gathered[other]) is not grouped:
                    continue
                document = self.document(passage.path)
                for title, line, same in _long_sections(document):
                    if same == section:
                        yield Copy(document, line, title, self.document(self.gathered[other].path), 1.0, True)
                break

    # --- nearly the same words -------------------------------------------------------------

    def _near(
        self, kinds: str, at_least: float, length: int, words: Callable[[Document], WordHashes] | None = None
    ) -> dict[int, tuple[int, float]]:
        """Texts taken for `at_least` from an earlier one of another client, each with that and the share."""
        places = [place for place, each in enumerate(self.gathered) if each.kind in kinds and each.length >= length]
        likely: dict[int, list[int]] = {}
        for later, earlier in likely_pairs([self.gathered[place].signed for place in places]):
            one, other = places[later], places[earlier]
            if self.gathered[one].client != self.gathered[other].client:
                likely.setdefault(one, []).append(other)
        found: dict[int, tuple[int, float]] = {}
        for place, others in sorted(likely.items()):
            for other in sorted(others)[:_TRIES]:
                share = self._share(place, other, words or _prose_words)
                if share >= at_least:
                    found[place] = (other, share)
                    break
        return found

    def _share(self, later: int, earlier: int, words: Callable[[Document], WordHashes]) -> float:
        one, other = self.gathered[later], self.gathered[earlier]
        if one.whole == other.whole:
            return 1.0
        return share_taken(words(self.document(one.path)), words(self.document(other.path)))

    def _copy(self, later: Passage, earlier: Passage, share: float) -> Copy:
        document = self.document(later.path)
        same = later.whole == earlier.whole
        return Copy(document, document.body_line, "", self.document(earlier.path), share, same)


def plan_words(document: Document) -> WordHashes:
    """The words of what a plan says of this client: problems, goals and objectives, not what the staff do."""
    said: list[str] = []
    for key in ("problems", "goals", "objectives"):
        parts: Any = document.data.get(key)
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict):
                said += [str(part[each]) for each in ("text", "solutions", "done_when") if part.get(each)]
    return hashed_words(" ".join(said))


def _sections(session: Session) -> bytes:
    return array("Q", [said for _, _, said in _long_sections(session.document)]).tobytes()


def _long_sections(document: Document) -> Iterator[tuple[str, int, int]]:
    """Title, line and digest of the sections that are about this client and long enough to tell a copy.

    Letter by letter but for capitals and line ends: reading the words of each would cost as much as the whole note.
    """
    for section in document.sections:
        if section.level == 2 and section.title.casefold() not in SAME_FOR_ALL:
            words = section.text.split()
            if len(words) >= SECTION_LEAST:
                yield section.title, section.line, number_of(" ".join(words).lower().encode("utf-8", "surrogatepass"))


def _of_one_group(one: Passage, other: Passage) -> bool:
    return one.kind == other.kind == "g" and one.group == other.group


def _prose_words(document: Document) -> WordHashes:
    return document.prose.words
