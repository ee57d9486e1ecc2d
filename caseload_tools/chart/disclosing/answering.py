"""The one answer: may this be told, on that day, on this basis.

The order is that of a careful person: is it about anybody at all; if it goes to the client, is the way safe; does the
record say on what it rests, and is that there; else does a release cover it; else does a basis follow from who was
told; else it is not said. Where several laws hold, all have to permit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.bases.basis import BASES, Basis
from caseload_tools.chart.disclosing.channels import channel_reason
from caseload_tools.chart.disclosing.communication import Communication, Permission, Verdict
from caseload_tools.chart.disclosing.needs import is_within, missing_needs
from caseload_tools.chart.disclosing.outgoing import communications_of, is_guardian
from caseload_tools.chart.disclosing.recipients import HERE, OUTSIDE
from caseload_tools.chart.disclosing.releases import NOTES, allows, names_recipient, release_reason, untold
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.consent import RELEASES, Consent
from caseload_tools.practice.laws import PART2, LegalBasis, laws_called, laws_of
from caseload_tools.values import frozen

HIPAA = "us-hipaa"
_NOTES_SOURCE = "45 CFR 164.508(a)(2)"


def answers_of(chart: Chart) -> Iterator[Permission]:
    """The answer for everything that went out or came in, record by record."""
    for record in chart.records:
        yield from answers_to(record, chart)


def answers_to(record: Record, chart: Chart) -> Iterator[Permission]:
    """The answer for each recipient of one record."""
    for communication in communications_of(record, chart):
        yield _Question(chart, communication).answer()


def releases_used(chart: Chart) -> dict[str, list[Permission]]:
    """By the link of each release: what was told on it."""
    found: dict[str, list[Permission]] = {}
    for each in answers_of(chart):
        if each.release and each.allowed:
            found.setdefault(each.release, []).append(each)
    return found


@frozen(slots=False, eq=False)
class _Question:
    """One communication and the chart it stands in."""

    chart: Chart
    asked: Communication

    def answer(self) -> Permission:
        """Channel, basis as written, release, basis that follows; the first that decides."""
        if self.asked.kind == "client":
            return self._to_client()
        if not self.asked.told:
            return self._say("yes", "nothing-told", "inbound" if self.asked.direction == "in" else "")
        if self.asked.kind in HERE:
            return self._say("yes", "takes-part")
        if not self.chart.fully_read("consent"):
            return self._say("not said", "consents-unread")
        if self.asked.basis:
            return self._as_written()
        on_release = self._on_release()
        if on_release is not None and (on_release.allowed or on_release.reason in _DECIDED):
            return on_release
        return self._as_follows(on_release)

    # --- the client ---------------------------------------------------------------------------

    def _to_client(self) -> Permission:
        if self.asked.direction == "out":
            reason = channel_reason(self.chart.client, self.asked.channel, self.asked.voicemail)
            if reason:
                place = self.asked.place if self.asked.place[-1] == "channel" else ("channel",)
                return self._say("no", reason, places=(place,))
        return self._say("yes", "to-client", "client-asked")

    # --- what the record says ------------------------------------------------------------------

    def _as_written(self) -> Permission:
        written = self.asked.basis.strip()
        cited = self.chart.find(written) if "/" in written else None
        if isinstance(cited, Consent):
            return self._judged((cited,), cited)
        known = self._basis_called(written)
        if known is None:
            return self._say("not said", "basis-unknown", places=(("basis",),))
        if known.word == "consent":
            return self._on_release() or self._say("no", "no-release", places=(self.asked.place,))
        return self._on_basis(known, written=True)

    def _basis_called(self, words: str) -> Basis | None:
        import caseload_tools.chart.disclosing.bases  # only for what names one

        known = caseload_tools.chart.disclosing.bases.BASES
        return known.get(words) or next((each for each in known.values() if each.written.search(words)), None)

    # --- on a release --------------------------------------------------------------------------

    @cached_property
    def _releases(self) -> tuple[Consent, ...]:
        """Those that are about this recipient, and the one that the record cites."""
        cited = self.chart.find(self.asked.cited) if self.asked.cited else None
        return tuple(
            each
            for each in self.chart.consents
            if names_recipient(each, self.asked) or (each is cited and not each.to and each.kind in RELEASES)
        )

    def _on_release(self) -> Permission | None:
        """The answer of the releases that are about this recipient; None where there is none."""
        cited = self.chart.find(self.asked.cited) if self.asked.cited else None
        return self._judged(self._releases, cited) if self._releases else self._other_recipient(cited)

    def _other_recipient(self, cited: object) -> Permission | None:
        if isinstance(cited, Consent) and cited.kind in RELEASES:
            return self._say("no", "release-of-another", places=(self.asked.place,), release=cited.link)
        return None

    def _judged(self, about: tuple[Consent, ...], cited: object) -> Permission:
        reasons = {each.link: release_reason(each, self.asked.day) for each in about}
        held = [each for each in about if not reasons[each.link] and allows(each, self.asked)]
        if isinstance(cited, Consent) and cited not in held and reasons.get(cited.link) == "release-revoked" and held:
            return self._say("no", "cited-revoked", places=(("consent",),), release=held[-1].link)
        if not held:
            last = about[-1]
            reason = reasons[last.link] or "release-not-for-this"
            verdict: Verdict = "not said" if reason == "release-unsigned" else "no"
            place = ("basis",) if self.asked.basis == last.link else self.asked.place
            return self._say(verdict, reason, "consent", places=(place,), release=last.link)
        used = next((each for each in held if each is cited), held[-1])
        return self._by_scope(used, held)

    def _by_scope(self, used: Consent, held: list[Consent]) -> Permission:
        """A release in force: whether it covers what was told. Who sits in is there; nothing is handed over."""
        if self.asked.present:
            return self._say("yes", "release", "consent", self._sources("consent"), release=used.link)
        if not any(each.information for each in held):
            return self._say("no", "release-says-nothing", "consent", places=(self.asked.place,), release=used.link)
        beyond = untold(self.asked, held)
        if beyond:
            places = tuple(("information", index) for index in beyond)
            return self._say("no", "beyond-release", "consent", places=places, release=used.link)
        if not self.asked.names_information:
            return self._say("not said", "told-not-said", "consent", places=(("information",),), release=used.link)
        return self._say("yes", "release", "consent", self._sources("consent"), release=used.link)

    # --- on another basis ------------------------------------------------------------------------

    def _as_follows(self, on_release: Permission | None) -> Permission:
        """What holds though nobody wrote it: by who was told. A referral carries a file, so it is asked."""
        import caseload_tools.chart.disclosing.bases

        asked, known = self.asked, caseload_tools.chart.disclosing.bases.BASES
        if is_guardian(self.chart, asked.to):
            return self._on_basis(known["representative"])
        follows = next((each for each in known.values() if asked.kind in each.follows_from), None)
        if follows is not None and asked.record.word != "referral" and (self._has_law or follows.anywhere):
            if on_release is not None and on_release.reason == "release-revoked" and not follows.anywhere:
                return self._say("not said", "revoked-and-told", follows.word, places=(asked.place,))
            return self._on_basis(follows)
        if on_release is not None:
            return on_release
        if asked.kind == "family" or (asked.present and asked.kind == "other"):
            return self._by_agreement(known["agreement"])
        if asked.kind in OUTSIDE or asked.record.word == "referral" or self._is_part2:
            return self._say("no", "no-release", places=(asked.place,), wanted=("release",))
        return self._say("not said", "basis-not-said", places=(("basis",),), wanted=("basis",))

    def _by_agreement(self, agreement: Basis) -> Permission:
        found = self._on_basis(agreement)
        return self._say("not said", "agreement-not-said", "agreement", places=(self.asked.place,), wanted=("agreement",)) if (
            found.reason == "needs-missing"
        ) else found

    def _on_basis(self, known: Basis, *, written: bool = False) -> Permission:
        """What the laws of the day make of a basis: each has to permit it, with what it needs."""
        asked = self.asked
        if not self._has_law:
            return self._without_law(known, written)
        if known.word == "inbound" and asked.direction == "in":
            return self._say("yes", "nothing-told", "inbound")
        sources: list[str] = []
        if not known.spares_notes and self._tells_notes:
            return self._say("no", "psychotherapy-notes", known.word, (_NOTES_SOURCE,), places=(self._basis_place,))
        for law, rows in self._by_law(known.word).items():
            found = self._under(law, rows, known)
            if not found.allowed:
                return found
            sources += found.sources
        return self._say("yes", "basis", known.word, tuple(sources))

    def _without_law(self, known: Basis, written: bool) -> Permission:
        """Where no law of ours holds: what the practice wrote stands; only what is the same anywhere follows."""
        if known.word == "agreement" and "agreement" not in self.asked.rests_on and not written:
            return self._say("not said", "needs-missing", known.word, places=(self._basis_place,), wanted=("agreement",))
        return self._say("yes", "as-written" if written else "basis", known.word)

    def _by_law(self, word: str) -> dict[str, list[LegalBasis]]:
        """The rows of each law that has any bases at all; none of one that does not know this one."""
        found: dict[str, list[LegalBasis]] = {each.law: [] for each in self._laws.bases(self.asked.day)}
        for row in self._laws.bases(self.asked.day, word):
            if row.way in ("both", self.asked.direction) or self.asked.told:
                found[row.law].append(row)
        return found

    def _under(self, law: str, rows: list[LegalBasis], known: Basis) -> Permission:
        """One law's answer: the first of its rows that is met, else what the best of them lacks."""
        asked = self.asked
        matter = known.matter(f"{asked.basis} {asked.to}")
        within = [row for row in rows if row.permits and is_within(row, asked, matter)]
        lacking = [(missing_needs(row, asked, self._represented), row) for row in within]
        for missing, row in lacking:
            if not missing:
                return self._say("yes", "basis", known.word, (row.source,))
            if missing == ("release",) and self._held_release is not None:
                return self._held_release
        sources = tuple(row.source for row in rows)
        if known.word == "mandated-report" and not within:
            return self._say(
                "not said", "report-not-free", known.word, sources, law=law, places=(self._basis_place,)
            )
        if not within:
            reason = "not-this-recipient" if any(row.permits for row in rows) else "law-refuses"
            return self._say("no", reason, known.word, sources, law=law, places=(self._basis_place,))
        missing, row = min(lacking, key=lambda each: len(each[0]))
        if "release" in missing:
            found = self._on_release()
            return found if found is not None and not found.allowed else self._say(
                "no", "no-release", known.word, (row.source,), law=law, places=(asked.place,), wanted=("release",)
            )
        return self._say(
            "not said", "needs-missing", known.word, (row.source,), law=law, places=(self._basis_place,), wanted=missing
        )

    # --- facts -----------------------------------------------------------------------------------

    @cached_property
    def _laws(self):  # type: ignore[no-untyped-def]
        policy = self.chart.policy_for(self.asked.record)
        laws = laws_of(policy) if hasattr(policy, "jurisdiction") else laws_called(("us-hipaa", "us-part2") if policy.name.startswith("sud") else ("us-hipaa",))
        return laws.adding(PART2) if self._is_marked else laws

    @cached_property
    def _is_marked(self) -> bool:
        cited = self.chart.find(self.asked.cited or self.asked.basis) if "/" in (self.asked.cited or self.asked.basis) else None
        return self.asked.record.part2 or (isinstance(cited, Consent) and (cited.part2 or cited.kind == "part2-release"))

    @cached_property
    def _is_part2(self) -> bool:
        return bool(self._laws.has(PART2))

    @cached_property
    def _has_law(self) -> bool:
        return bool(self._laws.bases(self.asked.day))

    @cached_property
    def _represented(self) -> bool:
        return is_guardian(self.chart, self.asked.to)

    @cached_property
    def _tells_notes(self) -> bool:
        return self._laws.has(HIPAA) and any(NOTES.search(each) for each in self.asked.information)

    @cached_property
    def _held_release(self) -> Permission | None:
        found = self._on_release()
        return found if found is not None and found.allowed else None

    @property
    def _basis_place(self) -> tuple[str | int, ...]:
        return ("basis",) if self.asked.basis else self.asked.place

    def _sources(self, word: str) -> tuple[str, ...]:
        return tuple(row.source for row in self._laws.bases(self.asked.day, word))

    def _say(
        self,
        verdict: Verdict,
        reason: str,
        basis: str = "",
        sources: tuple[str, ...] = (),
        *,
        wanted: tuple[str, ...] = (),
        release: str = "",
        law: str = "",
        places: tuple[tuple[str | int, ...], ...] = (),
    ) -> Permission:
        return Permission(self.asked, verdict, reason, basis, sources, wanted, release, law, places)


_DECIDED = ("beyond-release", "release-says-nothing", "told-not-said", "cited-revoked", "release-unsigned")
"""What a release in force answers, whatever else might hold: the client limited it, or nobody said what was told."""
