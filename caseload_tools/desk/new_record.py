"""A new record of a chart or of the practice: what was asked is checked, begun from what is known, and written.

Whoever is quicker keeps the name: the record is then begun anew, since the other one may have changed what is carried
over. Says nothing; the command line tells what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date as Day
from pathlib import Path
from typing import Any

from caseload_tools.chart.audience import shown_chart
from caseload_tools.chart.caseload import Folder, checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.other_forms import meant_by
from caseload_tools.chart.records.right_lines import or_list
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.chart.records.trade_words import meaning_of
from caseload_tools.chart.records.value_meanings import word_meant
from caseload_tools.chart.unplaced import why_not_here
from caseload_tools.dates import parse_times
from caseload_tools.desk.drafts import DRAFTS, PRACTICE_DRAFTS, Draft, Wish, start_draft, start_practice_draft
from caseload_tools.errors import CaseloadError
from caseload_tools.git.tree import WorkTree
from caseload_tools.history.record_path import CLIENTS, PRACTICE
from caseload_tools.practice import Practice
from caseload_tools.text.client_codes import ClientCodes
from caseload_tools.text.nearest import list_known, near_or_all, nearest, suggest
from caseload_tools.text.shell import shell_word
from caseload_tools.text.writing import TakenError, write_atomic
from caseload_tools.values import frozen

_TURNS = 50  # each costs somebody else's success
# What people call a record, and what makes it.
_CALLED = {
    **dict.fromkeys(("note", "progress", "progress-note", "soap", "visit", "appointment"), "session"),
    **dict.fromkeys(("call", "phone", "email", "outreach"), "contact"),
    **dict.fromkeys(("release", "roi", "authorization"), "consent --kind release-of-information"),
    **dict.fromkeys(("intake", "evaluation"), "assessment --kind intake"),
    **dict.fromkeys(("risk", "risk-assessment"), "assessment --kind risk"),
    **dict.fromkeys(("score", "screening"), "measure"),
    **dict.fromkeys(("safety", "crisis-plan"), "safety-plan"),
    **dict.fromkeys(("chart", "patient"), "client"),
    **dict.fromkeys(("amendment", "correction"), "addendum"),
    **dict.fromkeys(("treatment-plan", "goal", "objective"), "plan"),
    **dict.fromkeys(("todo", "to-do", "reminder"), "task"),
    **dict.fromkeys(("accident", "mandated-report", "abuse-report"), "incident"),
    **dict.fromkeys(("conference", "case-conference", "staffing"), "meeting --kind case-conference"),
    **dict.fromkeys(("supervision", "minutes"), "meeting --kind supervision"),
}
# What an option fills in, by type; an option that a type has no use for is refused, not passed over.
_KEYS = {
    "attendance": {"session": "attendance"},
    "service": {"session": "service"},
    "setting": {"session": "setting"},
    "note_format": {"session": "format"},
    "time": {"session": "time", "contact": "time", "group": "time"},
    "programme": {"client": "programme"},
    "name": {"agency": "name", "policy": "title"},
    "to": {
        "contact": "with",
        "consent": "to",
        "referral": "to",
        "addendum": "to",
        "disclosure": "to",
        "charge": "session",
        "task": "from",
        "group": "group",
    },
    "kind": {
        "contact": "purpose",
        "measure": "",
        **dict.fromkeys(("assessment", "plan", "consent", "referral", "safety-plan", "addendum", "discharge"), "kind"),
        **dict.fromkeys(("incident", "meeting"), "kind"),
    },
}
# Which of the practice's own records name clients, and how many at most.
_NAMES_CLIENTS = {"meeting": 1_000, "household": 1_000, "group": 1_000, "complaint": 1}


@frozen
class NewRecord:
    """A record that was begun: its path from the practice's folder, and its text."""

    path: str
    draft: Draft


@frozen
class Beginning:
    """What is to be begun: a record of a type, for a client or for none, with what was wished for it."""

    word: str
    client: str
    wish: Wish

    @classmethod
    def new_beginning(cls, word: str, wish: Wish) -> Beginning:
        """What goes into one chart, or among the practice's own, which may name clients."""
        clients = wish.clients
        if word in DRAFTS and (clients or word not in PRACTICE_DRAFTS):
            if len(clients) == 1:
                return cls(word, clients[0], wish)
            message = "say one client, whose chart it goes into" if clients else "say whose chart it goes into"
            raise CaseloadError(message, f"for example `caseload new {word} {shell_word((*clients, 'C-0142')[0])}`")
        most = _NAMES_CLIENTS.get(word, 0)
        if len(clients) > most:
            said = "names one client at most" if most else "is about no client"
            raise CaseloadError(f"a record of the type {word} {said}", f"for example `caseload new {word}`")
        return cls(word, "", wish)

    def begin(self, root: Path, practice: Practice) -> NewRecord:
        """The record as it would be written now; writes nothing."""
        if not self.client:
            if self.wish.clients:
                client_folders(root, self.wish.clients)
            shared = read_shared(root, checker_for(practice))
            begun = start_practice_draft(self.word, shared, practice, self.wish)
            return NewRecord(f"{PRACTICE}/{begun.link}.md", begun)
        chart = _chart(root, practice, self.client, self.wish.date, is_new=self.word == "client")
        # A draft is for the team: what is kept back from it is not carried over. An addendum carries a digest alone.
        seen = chart if self.word == "addendum" else shown_chart(chart)
        made = start_draft(self.word, seen, practice, self.wish)
        return NewRecord(f"{chart.folder}/{made.link}.md", made)

    def write(self, root: Path, practice: Practice) -> NewRecord:
        """Write it, and begin it anew when somebody took its name meanwhile, unless the name was asked for."""
        return _write(root, lambda: self.begin(root, practice), named=self.word == "client")


def check_type(word: str, client: str) -> None:
    """Refuse a type of record that cannot be begun; the hint says which command was meant."""
    known = tuple(dict.fromkeys((*DRAFTS, *PRACTICE_DRAFTS)))
    if word in known:
        return
    near = _CALLED.get(word.casefold()) or nearest(word, known) or ""
    first, _, more = near.partition(" ")
    meant = " ".join(filter(None, ("caseload new", first, shell_word(client) if client else "", more)))
    hint = suggest(meant) if near else list_known(known)
    raise CaseloadError("there is no such type of record to start", hint)


def understand_words(type_: str, asked: Mapping[str, str], practice: Practice) -> dict[str, str]:
    """What was asked with each word of the trade, and each slip, as the word that the record's schema has for it."""
    properties = bundled_schema(type_, practice.measures)["properties"]
    understood = dict(asked)
    for option, keys in _KEYS.items():
        words = properties.get(keys.get(type_, ""), {}).get("enum", ())
        if words and asked.get(option):
            understood[option] = word_meant(asked[option], words) or asked[option]
    meant = meant_by("times", asked.get("time"))
    return {**understood, "time": meant.text} if meant is not None else understood


def check_words(type_: str, asked: Mapping[str, str], practice: Practice) -> None:
    """Refuse what the type has no place for, or a word that its schema would refuse, before anything is written."""
    properties = bundled_schema(type_, practice.measures)["properties"]
    for option, value in asked.items():
        name, keys = f"--{option.replace('_', '-')}", _KEYS.get(option)
        if not value or keys is None:
            continue
        if type_ not in keys:
            raise CaseloadError(f"{name} does not go with `new {type_}`", f"it goes with {', '.join(keys)}")
        key = keys[type_]
        _check_word(name, value, properties[key].get("enum", ()) if key else _measures_of(properties))
    times = parse_times(asked["time"])
    if asked["time"] and times is None:
        raise CaseloadError("--time is not a start and an end", "write it as 14:00-14:50")
    if times is not None and times.are_turned_round():
        raise CaseloadError("--time ends before it starts", "turn the two round, as in 14:00-14:50")
    _check_word("--staff", asked["staff"], practice.staff)
    _check_word("--programme", asked["programme"], practice.programmes)


def _measures_of(properties: dict[str, Any]) -> list[str]:
    """The keys of a schema that hold a score."""
    return [key for key, schema in properties.items() if str(schema.get("$ref", "")).endswith("/score")]


def _check_word(name: str, value: str, known: Collection[str]) -> None:
    if value and known and value not in known:
        meaning = meaning_of(value, known)
        perhaps = f"perhaps {or_list(meaning.words)}; {list_known(known)}" if meaning is not None else ""
        hint = perhaps or near_or_all(value, known)
        raise CaseloadError(f"{name} is not one of the known words", hint)


def _chart(root: Path, practice: Practice, client: str, day: Day, *, is_new: bool) -> Chart:
    folder = _new_folder(root, practice.client_codes, client) if is_new else client_folders(root, [client])[0]
    checker = checker_for(practice, day)
    return read_chart(root, folder, practice, day, read_shared(root, checker), checker)


def _new_folder(root: Path, codes: ClientCodes, client: str) -> Folder:
    if not codes.fits(client):
        raise CaseloadError("this is not a client id", f"write {codes.in_words}")
    # A folder without client.md is a chart that was begun by hand: this completes it.
    known = {each.id: each for each in client_folders(root)}
    folder = known.get(client) or Folder(client, f"{CLIENTS}/{client}")
    here, page = WorkTree(root), f"{folder.path}/client.md"
    if page in here.left_out:
        said, hint = why_not_here(here, page)
        raise CaseloadError(f"the first page of {client} {said}", hint)
    if (root / folder.path / "client.md").exists():
        hint = "take the next free id; for somebody who comes back, write the day under `opened` in client.md"
        raise CaseloadError(f"there is already a chart {client}", hint)
    return folder


def _write(root: Path, begin: Callable[[], NewRecord], *, named: bool) -> NewRecord:
    for _ in range(_TURNS):
        made = begin()
        path = root / made.path
        before = path.read_bytes() if made.draft.continues else None
        if before is not None and begin() != made:
            continue  # it was made from something else than these bytes
        try:
            write_atomic(path, made.draft.text.encode(), replace=made.draft.continues, instead_of=before)
        except TakenError:
            if named:
                raise
            continue
        return made
    raise CaseloadError("others begin records here all the time", "try again")
