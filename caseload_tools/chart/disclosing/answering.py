"""The one answer: may this be told, on that day, on this basis.

The order is that of a careful person: is it about anybody at all; if it goes to the client, is the way safe; does the
record say on what it rests, and is that there; else does a release cover it; else does a basis follow from who was
told; else it is not said.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.channels import channel_reason
from caseload_tools.chart.disclosing.communication import Communication, Permission
from caseload_tools.chart.disclosing.lawful import LawOf
from caseload_tools.chart.disclosing.outgoing import communications_of, is_guardian, recipient_kind
from caseload_tools.chart.disclosing.recipients import HERE, INVOLVED, OUTSIDE
from caseload_tools.chart.disclosing.releases import release_answer
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.release_contents import laws_over
from caseload_tools.values import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caseload_tools.chart.disclosing.bases import Basis

# What a release answers, whatever else might hold: the client set the limit, or nobody said what was told.
_DECIDED = ("beyond-release", "release-says-nothing", "told-not-said", "cited-revoked")


def answers_of(chart: Chart) -> Iterator[Permission]:
    """The answer for everything that went out or came in, record by record."""
    for record in chart.records:
        yield from answers_to(record, chart)


def answers_to(record: Record, chart: Chart) -> Iterator[Permission]:
    """The answer for each recipient of one record."""
    for communication in communications_of(record, chart):
        yield _Question(chart, communication).answer()


def needs_no_release(chart: Chart, to: str) -> bool:
    """Whether nobody waits for a release: to whom a report by law goes, or a call in an emergency."""
    follows = _BasisList.following(recipient_kind(chart, to))
    return follows is not None and follows.anywhere


def releases_used(chart: Chart) -> Mapping[str, list[Permission]]:
    """By the link of each release: what was told on it, by day."""
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
        asked = self.asked
        if asked.kind == "client":
            return self._to_client()
        if not asked.told:
            return Permission(asked, "yes", "nothing-told", "inbound")
        if asked.kind in HERE:
            return Permission(asked, "yes", "takes-part")
        if not self.chart.fully_read("consent"):
            return Permission(asked, "not said", "consents-unread")
        never_waits = _BasisList.following(asked.kind)
        if never_waits is not None and never_waits.anywhere and not self._says_another_basis:
            found = self._law.on_basis(never_waits, written=False)
            return found if found.allowed or self._release is None or not self._release.allowed else self._release
        if asked.basis:
            return self._as_written()
        if self._release is not None and (self._release.allowed or self._release.reason in _DECIDED):
            return self._release
        return self._as_follows()

    def _to_client(self) -> Permission:
        asked = self.asked
        if asked.direction == "out":
            reason = channel_reason(self.chart.client, asked.channel, asked.voicemail)
            if reason:
                place = asked.place if asked.place[-1] == "channel" else ("channel",)
                return Permission(asked, "no", reason, places=(place,))
        return Permission(asked, "yes", "to-client", "client-asked")

    def _as_written(self) -> Permission:
        """By the basis that the record names: a link of a consent, a word of the list, or words that say one."""
        asked, written = self.asked, self.asked.basis.strip()
        if isinstance(self._cited, Consent) and self._cited.link == written:
            return self._release or self._law.without_release()
        known = _BasisList.called(written)
        if known is None and not self._law.is_known:  # the law of another country, in its own words
            return Permission(asked, "yes", "as-written")
        if known is None:
            return Permission(asked, "not said", "basis-unknown", places=(("basis",),))
        if known.word == "consent":
            return self._release or self._law.without_release()
        return self._law.on_basis(known, written=True)

    def _as_follows(self) -> Permission:
        """What holds though nobody wrote it: by who was told. A referral carries a file, so it is asked."""
        asked, law = self.asked, self._law
        if self._represented:
            return law.on_basis(_BasisList.named("representative"), written=False)
        follows = _BasisList.following(asked.kind) if asked.record.word != "referral" else None
        if follows is not None and (law.is_known or follows.anywhere):
            revoked = self._release is not None and self._release.reason == "release-revoked"
            if revoked and not follows.anywhere and not law.is_part2:
                return Permission(asked, "not said", "revoked-and-told", follows.word, places=(asked.place,))
            return law.on_basis(follows, written=False)
        if asked.kind in INVOLVED and "agreement" in asked.rests_on:
            return self._by_agreement()
        if self._release is not None:
            return self._refused_by_release(self._release)
        if asked.kind in INVOLVED or (asked.present and asked.kind == "other"):
            return self._by_agreement()
        if asked.kind in OUTSIDE or asked.record.word == "referral" or law.is_part2:
            return law.without_release()
        return Permission(asked, "not said", "basis-not-said", wanted=("basis",), places=(("basis",),))

    def _refused_by_release(self, release: Permission) -> Permission:
        """What a family consent leaves out the client may have agreed to since; under Part 2 not without writing."""
        if release.reason == "release-not-for-this" and not self._law.is_part2:
            return replace(release, verdict="not said")
        return release

    def _by_agreement(self) -> Permission:
        found = self._law.on_basis(_BasisList.named("agreement"), written=False)
        if found.reason != "needs-missing":
            return found
        reason = "agreement-not-said"
        return Permission(self.asked, "not said", reason, "agreement", found.sources, found.wanted, places=found.places)

    @cached_property
    def _says_another_basis(self) -> bool:
        """The record names a basis that is no consent: then it is that one which is asked about."""
        known = _BasisList.called(self.asked.basis) if self.asked.basis and "/" not in self.asked.basis else None
        return known is not None and known.word != "consent"

    # --- facts -----------------------------------------------------------------------------------

    @cached_property
    def _cited(self) -> object:
        """The record that this one names as the consent it rests on."""
        link = self.asked.cited or self.asked.basis
        return self.chart.find(link) if "/" in link else None

    @cached_property
    def _release(self) -> Permission | None:
        return release_answer(self.chart.consents, self.asked, self._cited)

    @cached_property
    def _represented(self) -> bool:
        return is_guardian(self.chart, self.asked.to, self.asked.day)

    @cached_property
    def _law(self) -> LawOf:
        policy = self.chart.policy_for(self.asked.record)
        laws = laws_over(self.asked.record, policy)
        if isinstance(self._cited, Consent):
            laws = laws.adding(*laws_over(self._cited, policy).keys)
        return LawOf(laws, self.asked, self._represented, self._release)


class _BasisList:
    """The bases, which are loaded once somebody asks for one: most commits tell nobody anything."""

    @staticmethod
    def _all() -> Mapping[str, Basis]:
        from caseload_tools.chart.disclosing.bases import BASES

        return BASES

    @classmethod
    def named(cls, word: str) -> Basis:
        return cls._all()[word]

    @classmethod
    def called(cls, words: str) -> Basis | None:
        known = cls._all()
        return known.get(words.casefold()) or next(
            (each for each in known.values() if each.written.search(words)), None
        )

    @classmethod
    def following(cls, kind: str) -> Basis | None:
        return next((each for each in cls._all().values() if kind in each.follows_from), None)
