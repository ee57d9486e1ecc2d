"""What a practice is, once its caseload.toml has been read: frozen, and free of files.

Holds what every level above may ask of the clinic: who works there, which programmes it runs, which
policy holds. Must know nothing of records, and must stay picklable (lint runs in several processes).
Plain rows are NamedTuples: a dataclass costs the commit hook a millisecond to define.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from caseload_tools.practice.fees import Fee, fee_on
from caseload_tools.practice.policy import Periods, Policy
from caseload_tools.practice.profiles import GENERAL
from caseload_tools.practice.record_format import FORMAT
from caseload_tools.practice.supervision import Supervision, held_on
from caseload_tools.practice.words import lexicon_called
from caseload_tools.text.client_codes import USUAL_CODES, ClientCodes
from caseload_tools.text.english import upper_first
from caseload_tools.text.language.lexicon import Lexicon
from caseload_tools.values import field, frozen

if TYPE_CHECKING:
    from caseload_tools.practice.identities import Identities

ROLES = ("clinician", "case-manager", "supervisor", "administration", "prescriber", "peer", "trainee")


class Staff(NamedTuple):
    """Somebody who works here; `start` and `end` are the first and last day, None when open."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    credential: str = ""
    licence_expires: date | None = None
    supervisor: str = ""
    start: date | None = None
    end: date | None = None
    email: str = ""
    supervision: tuple[Supervision, ...] = ()

    def active_on(self, day: date) -> bool:
        """True when this person worked here on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def has_left(self, day: date) -> bool:
        """True when this person worked here and does not any more; who begins later has not left."""
        return self.end is not None and self.end < day

    def licensed_on(self, day: date) -> bool:
        """False only when a licence is on file and had run out by that day."""
        return self.licence_expires is None or day <= self.licence_expires

    def supervised_on(self, day: date) -> Supervision:
        """How this person's work of that day is supervised, and by whom."""
        return held_on(self.supervision, self.supervisor, day)


class Programme(NamedTuple):
    """A programme clients enrol in, and the policy profile it is held to."""

    id: str
    label: str
    profile: str
    minimum_hours_week: int | None = None
    jurisdiction: tuple[str, ...] | None = None


class LintSettings(NamedTuple):
    """What `caseload lint` looks for unless the command line says otherwise."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str = ""


class WordLists(NamedTuple):
    """The practice's own words: phrases added to a shipped list, and those of any list that it accepts."""

    avoid: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    ready_made: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()

    def added(self, name: str) -> tuple[str, ...]:
        """What the practice added to one of the lists; `avoid` is the list of judging words."""
        found: tuple[str, ...] = getattr(self, "avoid" if name == "judging" else name, ())
        return found


# What Obsidian, GitJournal and others write into front matter by themselves.
EDITOR_KEYS = ("tags", "aliases", "cssclasses", "created", "modified")
NO_WORDS, NO_SETTINGS = WordLists(), LintSettings()


@frozen(slots=False)
class Practice:
    """The clinic as caseload.toml describes it.

    `jurisdiction` are the bodies of law it says it is under, None where it leaves that to its profile.
    `format` is that of its records, `reads` the newest that whoever reads them knows, `needs` the first version that
    reads `format`, where somebody wrote it down, `unread` what nobody here understood in settings of a newer format.
    `today` pins the clock (a demo only), `adopted` is the first day git's history counts, `timezone` whose clock
    says what day it is. `measures` are
    the raw tables of `[measures.x]`, for `measures_of_practice`. `fees` has the lines of each code. `recipients`
    can open a backup; nobody has looked yet at whether they are keys. `people` is the identity map, read from
    the file that `identities` names; None where none is named. `fields` has, by type of record, the schema of each
    key that the practice added. `editor_keys` may stand in every record, and nobody reads them.
    """

    name: str
    format: int = 1
    needs: str = ""
    reads: int = FORMAT
    unread: tuple[str, ...] = ()
    profile: str = GENERAL
    jurisdiction: tuple[str, ...] | None = None
    today: date | None = None
    adopted: date | None = None
    timezone: str = ""
    holidays: frozenset[date] = frozenset()
    crisis_contacts: tuple[str, ...] = ()
    identities: str = ""
    allowed_remotes: tuple[str, ...] = ()
    staff: Mapping[str, Staff] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)
    words: WordLists = NO_WORDS
    lint: LintSettings = NO_SETTINGS
    measures: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    fees: Mapping[str, tuple[Fee, ...]] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    editor_keys: tuple[str, ...] = EDITOR_KEYS
    client_codes: ClientCodes = USUAL_CODES
    policies: Mapping[str, Periods] = field(default_factory=dict)
    people: Identities | None = None

    def policy(self, programme: str | None = None, day: date | None = None) -> Policy:
        """The policy of a programme (of the practice itself for None or one it does not have) on a day, or the last."""
        return (self.policies.get(programme or "") or self.policies[""]).policy_on(day)

    @property
    def is_newer(self) -> bool:
        """True when its records are of a format that this version does not know: no slip can be told from news."""
        return self.format > self.reads

    @property
    def changes_policy(self) -> bool:
        """True when some limit has another value from a day on."""
        return any(len(each.all_policies) > 1 for each in self.policies.values())

    def staff_by_email(self, email: str) -> Staff | None:
        """Who commits under an e-mail address; None for nobody on the staff."""
        wanted = email.casefold()
        return next((each for each in self.staff.values() if wanted and each.email.casefold() == wanted), None)

    def fee(self, code: str, day: date) -> Fee | None:
        """The line of the fee table for a code that is in force on a day."""
        return fee_on(self.fees.get(code, ()), day)

    def lexicon(self, name: str) -> Lexicon:
        """A word list of the rules over prose, with the practice's own words."""
        return lexicon_called(name, self.words.added(name), self.words.allow)

    def label(self, word: str) -> str:
        """What this practice calls a thing, as a heading: `plan` is "Plan", or its "Healthy Living Plan"."""
        return self.labels.get(word) or upper_first(word)
