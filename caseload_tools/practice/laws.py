"""Law as dated data: what each body of law under `law/` says, since when, until when, where, and who looked when.

A practice is under the laws that its profile or its caseload.toml names (`jurisdiction`), and under no other: no rule
speaks American where nobody named a law of the United States. The files are read when a rule first asks, since most
commits never do. This module says what is written there, and decides nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from caseload_tools.values import frozen

LAW = Path(__file__).parent / "law"
HIPAA, PART2 = "us-hipaa", "us-part2"


class Provision(NamedTuple):
    """One demand or permission of a law, in our words, for the days from `since` to `until` (None: open).

    `subject` is a word by which it is found where a rule asks for no paragraph, such as telehealth.
    """

    law: str
    key: str
    text: str
    source: str
    checked: date
    verified: bool = True
    since: date | None = None
    until: date | None = None
    subject: str = ""


class ReleaseElement(NamedTuple):
    """Something that a written permission must hold; one of `keys` of the consent record has to say it.

    `of` names the kinds of permission: release (an authorization), tpo (one consent for treatment, payment and
    operations), psychotherapy-notes, counseling-notes, representative (somebody signs for the client). `level` is the
    highest at which a gap is told: a practice that was clean is not stopped overnight by what this tool learned later.
    """

    law: str
    name: str
    keys: tuple[str, ...]
    of: tuple[str, ...]
    words: str
    provision: str
    source: str
    verified: bool = True
    since: date | None = None
    until: date | None = None
    level: Literal["error", "warning"] = "error"


class RequiredNotice(NamedTuple):
    """One of the texts that may go with a disclosure; `says` are the phrases by which it is known again."""

    law: str
    name: str
    words: str
    says: tuple[str, ...]
    provision: str
    source: str
    verified: bool = True
    since: date | None = None
    until: date | None = None


class LegalBasis(NamedTuple):
    """A ground on which something may be told: whether the law knows it, and what it needs.

    `permits` is False where the law has such a ground in general and refuses it here. `needs` and `only` are words of
    `law/README.md`: what has to be there, and the sole matters or recipients that it covers (empty: any).
    """

    law: str
    word: str
    permits: bool
    needs: tuple[str, ...]
    only: tuple[str, ...]
    words: str
    provision: str
    source: str
    verified: bool = True
    since: date | None = None
    until: date | None = None


class MinorsConsent(NamedTuple):
    """From which age a minor may agree alone to a service (mental-health, substance-use); `age` None: no fixed age."""

    law: str
    service: str
    age: int | None
    words: str
    provision: str
    source: str
    verified: bool = True
    since: date | None = None
    until: date | None = None


class DutyToProtect(NamedTuple):
    """What a state's law makes of a threat to others: a duty, a permission, or nothing on file."""

    law: str
    kind: Literal["duty", "permission", "none"]
    words: str
    provision: str
    source: str
    verified: bool = True
    since: date | None = None
    until: date | None = None


class LawClock(NamedTuple):
    """A time that a law sets: `days` to act, `extension` once more with a written reason; `years` looked back."""

    law: str
    name: str
    days: int | None
    extension: int | None
    years: int | None
    words: str
    provision: str
    source: str
    verified: bool = True
    since: date | None = None
    until: date | None = None


LawRow = Provision | ReleaseElement | RequiredNotice | LegalBasis | MinorsConsent | DutyToProtect | LawClock
Row = TypeVar("Row", bound=LawRow)
# The table of a file, and the kind of row that it holds.
TABLES: Mapping[str, Any] = {
    "element": ReleaseElement,
    "notice": RequiredNotice,
    "basis": LegalBasis,
    "minors": MinorsConsent,
    "duty": DutyToProtect,
    "clock": LawClock,
}
_OPEN: Mapping[str, Any] = {
    "needs": (),
    "only": (),
    "age": None,
    "days": None,
    "extension": None,
    "years": None,
}


@frozen(slots=False)
class LawBody:
    """One body of law: its key (`us-hipaa`), its name for people, its rows in the order of the file."""

    key: str
    name: str
    about: str
    provisions: tuple[Provision, ...]
    elements: tuple[ReleaseElement, ...] = ()
    notices: tuple[RequiredNotice, ...] = ()
    bases: tuple[LegalBasis, ...] = ()
    minors: tuple[MinorsConsent, ...] = ()
    duties: tuple[DutyToProtect, ...] = ()
    clocks: tuple[LawClock, ...] = ()


class UnderLaw(Protocol):
    """Whatever says which bodies of law hold for it: a policy, a profile through time."""

    @property
    def jurisdiction(self) -> tuple[str, ...]:
        """The keys of the bodies of law."""
        ...


@frozen(slots=False)
class Laws:
    """The bodies of law that hold somewhere. Each question names a day; None asks for every day."""

    bodies: tuple[LawBody, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the bodies, in their order."""
        return tuple(each.key for each in self.bodies)

    def has(self, key: str) -> bool:
        """True when this body of law holds here."""
        return key in self.keys

    def adding(self, *keys: str) -> Laws:
        """The same with further bodies: a record marked as one of Part 2 is under it wherever it lies."""
        return laws_called(tuple(dict.fromkeys((*self.keys, *keys))))

    def without(self, *keys: str) -> Laws:
        """The same less some bodies: a chart that is no record of Part 2 in a practice that has such."""
        return Laws(tuple(each for each in self.bodies if each.key not in keys))

    def provisions(self, day: date | None = None) -> tuple[Provision, ...]:
        """Every provision on file that holds on the day."""
        return _held((row for body in self.bodies for row in body.provisions), day)

    def provision(self, key: str, day: date | None = None) -> Provision | None:
        """What a provision says on the day, such as `164.508(c)(1)`; None where none of the laws here has it."""
        return next((each for each in reversed(self.provisions(day)) if each.key == key), None)

    def about(self, subject: str, day: date | None = None) -> tuple[Provision, ...]:
        """The provisions on a subject, such as telehealth; empty where nothing is on file."""
        return tuple(each for each in self.provisions(day) if each.subject == subject)

    def elements(self, of: str, day: date | None = None) -> tuple[ReleaseElement, ...]:
        """What a written permission of a kind (release, tpo, psychotherapy-notes) must hold on the day."""
        rows = (row for body in self.bodies for row in body.elements if of in row.of)
        return _held(rows, day)

    def notices(self, day: date | None = None) -> tuple[RequiredNotice, ...]:
        """The texts of which one has to go with a disclosure; empty where no law asks for a notice."""
        return _held((row for body in self.bodies for row in body.notices), day)

    def bases(self, day: date | None = None, word: str = "") -> tuple[LegalBasis, ...]:
        """The grounds for telling (of one word, or all): each law's own, and where several hold all must permit."""
        rows = (row for body in self.bodies for row in body.bases if word in ("", row.word))
        return _held(rows, day)

    def minors(self, service: str, day: date | None = None) -> tuple[MinorsConsent, ...]:
        """From which age a minor agrees alone to a service; empty where nothing is on file."""
        return _held((row for body in self.bodies for row in body.minors if row.service == service), day)

    def duties(self, day: date | None = None) -> tuple[DutyToProtect, ...]:
        """What the state makes of a threat to others; empty where no state's law is on file."""
        return _held((row for body in self.bodies for row in body.duties), day)

    def clock(self, name: str, day: date | None = None) -> LawClock | None:
        """The time a law sets for access, amendment or accounting; None where none does."""
        found = _held((row for body in self.bodies for row in body.clocks if row.name == name), day)
        return found[-1] if found else None


def law_keys() -> tuple[str, ...]:
    """The bodies of law on file."""
    return tuple(sorted(path.stem for path in LAW.glob("*.toml")))


def laws_of(place: UnderLaw) -> Laws:
    """The laws that a policy (of a programme, on a day) or a profile is under.

    The law of a state stands beside HIPAA, whether or not the list names it.
    """
    keys = place.jurisdiction
    if HIPAA not in keys and any(each.startswith("us-") for each in keys):
        return laws_called((HIPAA, *keys))
    return laws_called(keys)


@cache
def laws_called(keys: tuple[str, ...]) -> Laws:
    """The laws of these keys, in their order. Each must be one of `law_keys()`."""
    return Laws(tuple(load_law(key) for key in keys))


def is_notice(text: str, notice: RequiredNotice) -> bool:
    """Whether a text says what a notice says, whatever its capitals, stops and line ends."""
    plain = _plain(text)
    return all(_plain(phrase) in plain for phrase in notice.says)


def _plain(text: str) -> str:
    return " ".join("".join(each if each.isalnum() else " " for each in text.casefold().replace(".", "")).split())


def stale_facts(laws: Laws, day: date) -> tuple[Provision, ...]:
    """The provisions that nobody has checked against their source within the year before a day."""
    return tuple(each for each in laws.provisions(day) if (day - each.checked).days > 365)


@cache
def load_law(key: str) -> LawBody:
    """One body of law from its file. A row without its provision is a fault of ours, and fails loudly."""
    table = tomllib.loads((LAW / f"{key}.toml").read_text(encoding="utf-8"))
    provisions = tuple(_provision(key, table["checked"], row) for row in table["provision"])
    rows = {name: tuple(_row(key, name, row, provisions) for row in table.get(name, ())) for name in TABLES}
    return LawBody(
        key,
        table["name"],
        table["about"],
        provisions,
        elements=rows["element"],
        notices=rows["notice"],
        bases=rows["basis"],
        minors=rows["minors"],
        duties=rows["duty"],
        clocks=rows["clock"],
    )


def _provision(law: str, checked: date, row: Mapping[str, Any]) -> Provision:
    return Provision(law, **{"checked": checked, **row})


def _row(law: str, name: str, row: Mapping[str, Any], provisions: tuple[Provision, ...]) -> Any:
    """A row with the source of the provision it rests on; it is no surer than that, and holds as long unless told."""
    texts = [each for each in provisions if each.key == row["provision"]]
    kind = TABLES[name]
    usual = {key: value for key, value in _OPEN.items() if key in kind._fields}
    usual |= {"law": law, "source": texts[-1].source, "since": _first(texts), "until": _last(texts)}
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return kind(**{**usual, **values, "verified": texts[-1].verified and row.get("verified", True)})


def _first(texts: Iterable[Provision]) -> date | None:
    days = [each.since for each in texts]
    return None if None in days else min(day for day in days if day)


def _last(texts: Iterable[Provision]) -> date | None:
    days = [each.until for each in texts]
    return None if None in days else max(day for day in days if day)


def _held(rows: Iterable[Row], day: date | None) -> tuple[Row, ...]:
    """The rows that hold on a day, both ends counted."""
    return tuple(
        row
        for row in rows
        if day is None or ((row.since is None or row.since <= day) and (row.until is None or day <= row.until))
    )
