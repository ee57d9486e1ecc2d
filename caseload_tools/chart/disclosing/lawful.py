"""What the laws of the day make of a basis for one communication: all that hold must permit it, with what they need.

Law is data (practice/laws.py). Where none of it holds, the practice's own word stands, and only what is the same in
every country follows without being written: nobody waits for a form with a report of abuse or in an emergency.
"""

from __future__ import annotations

from functools import cached_property

from caseload_tools.chart.disclosing.bases.basis import Basis
from caseload_tools.chart.disclosing.communication import Communication, Permission
from caseload_tools.chart.disclosing.needs import missing_needs, rows_within
from caseload_tools.chart.disclosing.releases import NOTES
from caseload_tools.practice.laws import PART2, Laws, LegalBasis
from caseload_tools.values import frozen

_HIPAA = "us-hipaa"
_NOTES_SOURCE = "45 CFR 164.508(a)(2)"
_HERE = "crime-on-premises"
"""A threat against the practice or its staff is told to the police, also where no other threat is."""


@frozen(slots=False, eq=False)
class LawOf:
    """The laws that hold for one communication, and what they say of a basis."""

    laws: Laws
    asked: Communication
    represented: bool
    release: Permission | None
    """The answer of the releases that are about this recipient, if any is."""

    @cached_property
    def is_known(self) -> bool:
        """True where any law of ours has something to say of telling."""
        return bool(self.laws.bases(self.asked.day))

    @cached_property
    def is_part2(self) -> bool:
        """True where 42 CFR Part 2 protects the record."""
        return self.laws.has(PART2)

    @property
    def place(self) -> tuple[str | int, ...]:
        """Where a basis stands, or whom it is about."""
        return ("basis",) if self.asked.basis else self.asked.place

    def sources(self, word: str) -> tuple[str, ...]:
        """Where the laws speak of a basis."""
        return tuple(row.source for row in self.laws.bases(self.asked.day, word))

    def on_basis(self, known: Basis, *, written: bool) -> Permission:
        """Whether it may be told on this basis."""
        if known.only_heard and self.asked.direction == "out":
            return Permission(
                self.asked, "no", "only-heard", known.word, self.sources(known.word), places=(self.place,)
            )
        if not self.is_known:
            return self._on_own_word(known, written)
        if self._tells_notes and not self._spares_notes(known):
            return Permission(
                self.asked, "no", "psychotherapy-notes", known.word, (_NOTES_SOURCE,), places=(self.place,)
            )
        laws = dict.fromkeys(row.law for row in self.laws.bases(self.asked.day))
        # The stricter law's words first: a hint that would do for the other alone is none.
        found = sorted((self._under(law, known) for law in sorted(laws, key=PART2.__ne__)), key=_how_sure)
        if not found[0].allowed:
            return found[0]
        used = next((each.release for each in found if each.release), "")
        sources = tuple(source for each in found for source in each.sources)
        if used:
            return Permission(self.asked, "yes", "release", "consent", sources, release=used)
        return Permission(self.asked, "yes", "basis", known.word, sources)

    def _on_own_word(self, known: Basis, written: bool) -> Permission:
        if known.word == "agreement" and "agreement" not in self.asked.rests_on:
            return self._lacks(known, ("agreement",), ())
        return Permission(self.asked, "yes", "as-written" if written else "basis", known.word)

    def _under(self, law: str, known: Basis) -> Permission:
        """One law's answer: the first of its rows that is met, else what the nearest lacks."""
        rows = self._rows(law, known.word)
        within = rows_within(rows, self.asked, known.matter(f"{self.asked.basis} {self.asked.to}"))
        if not within:
            return self._refused(rows, known)
        lacking = sorted(((missing_needs(row, self.asked, self.represented), row) for row in within), key=_how_many)
        missing, row = lacking[0]
        if not missing:
            return Permission(self.asked, "yes", "basis", known.word, (row.source,))
        if "release" in missing:
            return self.release or self.without_release(known.word, (row.source,))
        return self._lacks(known, missing, (row.source,))

    def _rows(self, law: str, word: str) -> list[LegalBasis]:
        rows = [row for row in self.laws.bases(self.asked.day, word) if row.law == law]
        police = self.laws.bases(self.asked.day, "law-enforcement") if word == "threat" else ()
        return [*rows, *(row for row in police if row.law == law and _HERE in row.only)]

    def _refused(self, rows: list[LegalBasis], known: Basis) -> Permission:
        sources, said = tuple(row.source for row in rows), next((row.words for row in rows), "")
        if known.word == "mandated-report":
            return Permission(
                self.asked, "not said", "report-not-free", known.word, sources, law=said, places=(self.place,)
            )
        reason = "not-this-recipient" if rows and rows[0].permits else "law-refuses"
        return Permission(self.asked, "no", reason, known.word, sources, law=said, places=(self.place,))

    def _lacks(self, known: Basis, missing: tuple[str, ...], sources: tuple[str, ...]) -> Permission:
        return Permission(
            self.asked, "not said", "needs-missing", known.word, sources, wanted=missing, places=(self.place,)
        )

    def without_release(self, word: str = "", sources: tuple[str, ...] = ()) -> Permission:
        """There is no release, and nothing else will do."""
        return Permission(
            self.asked, "no", "no-release", word, sources, wanted=("release",), places=(self.asked.place,)
        )

    @cached_property
    def _tells_notes(self) -> bool:
        return self.laws.has(_HIPAA) and any(NOTES.search(each) for each in self.asked.information)

    def _spares_notes(self, known: Basis) -> bool:
        """On an order of a court, which is a demand of law, they may be told: 45 CFR 164.512(a)."""
        return known.spares_notes or not {"order", "warrant"}.isdisjoint(self.asked.rests_on)


def _how_many(lacking: tuple[tuple[str, ...], LegalBasis]) -> int:
    return len(lacking[0])


def _how_sure(answer: Permission) -> int:
    """What one law refuses no other allows."""
    return ("no", "not said", "yes").index(answer.verdict)
