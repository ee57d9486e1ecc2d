"""What a draft is, and the lines it is made of: keys, empty keys, comments, headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date as Day
from typing import Any

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice
from caseload_tools.text import quote_scalar, render_record


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for: the day, and whatever options the command was given (empty when not)."""

    date: Day
    kind: str = ""
    format: str = ""
    time: str = ""
    to: str = ""
    name: str = ""
    staff: str = ""
    attendance: str = ""
    programme: str = ""
    service: str = ""
    setting: str = ""
    clients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A new record's link in its chart and its whole text; `carried` says what came from where.

    `continues` is true when the record stands there already as a mere booking, which this text takes further.
    """

    link: str
    text: str
    carried: tuple[str, ...] = ()
    continues: bool = False


DraftFunction = Callable[[Chart, Practice, Wish], Draft]
PracticeDraftFunction = Callable[[PracticeShelf, Practice, Wish], Draft]
DRAFTS: dict[str, DraftFunction] = {}
PRACTICE_DRAFTS: dict[str, PracticeDraftFunction] = {}


def draft(word: str) -> Callable[[DraftFunction], DraftFunction]:
    """Register the function that begins records of a type."""

    def register(function: DraftFunction) -> DraftFunction:
        DRAFTS[word] = function
        return function

    return register


def start_draft(word: str, chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """Begin a record of a type in a chart."""
    return DRAFTS[word](chart, practice, wish)


def practice_draft(word: str) -> Callable[[PracticeDraftFunction], PracticeDraftFunction]:
    """Register the function that begins the practice's own records of a type."""

    def register(function: PracticeDraftFunction) -> PracticeDraftFunction:
        PRACTICE_DRAFTS[word] = function
        return function

    return register


def start_practice_draft(word: str, shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """Begin a record of a type among the practice's own."""
    return PRACTICE_DRAFTS[word](shared, practice, wish)


@dataclass
class DraftLines:
    """The lines of a new record, in the order a person would type them."""

    front: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def key(self, name: str, value: Any = None, hint: str = "") -> DraftLines:
        """A key with its value, or empty with a hint of what goes there."""
        if value is None or value == "" or value == ():
            self.front.append(f"{name}:" + (f"  # {hint}" if hint else ""))
        elif isinstance(value, list | tuple | dict):
            shown = list(value) if isinstance(value, tuple) else value
            self.front += render_record({name: shown}, "").splitlines()[1:-1]
        else:
            self.front.append(f"{name}: {quote_scalar(_plain(value))}")
        return self

    def known(self, name: str, value: Any) -> DraftLines:
        """A key only when there is a value for it."""
        return self.key(name, value) if value not in (None, "", (), []) else self

    def comment(self, text: str) -> DraftLines:
        """A line for the writer, which is no part of the record."""
        self.front.append("# " + " ".join(text.split()))
        return self

    def line(self, text: str) -> DraftLines:
        """A front matter line as it stands."""
        self.front.append(text)
        return self

    def sections(self, titles: Iterable[str]) -> DraftLines:
        """Empty sections to write under."""
        for title in titles:
            self.body += [f"## {title}", "", ""]
        return self

    @property
    def text(self) -> str:
        """The whole file."""
        body = "\n".join(self.body).rstrip()
        front = "\n".join(line for line in self.front if line.strip())
        return f"---\n{front}\n---\n" + (f"\n{body}\n" if body else "")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, Day) else value


def client_draft(word: str, chart: Chart, wish: Wish) -> DraftLines:
    """A page with the keys every client record begins with."""
    return DraftLines().key("type", word).key("client", chart.id).key("date", wish.date)


def free_link(place: Chart | PracticeShelf, word: str, wish: Wish, suffix: str = "") -> str:
    """A link no record of the chart, or of the practice, has yet: the date, then a name, then a number."""
    return free_name(place, word, wish.date.isoformat() + (f"-{suffix}" if suffix else ""))


def free_name(place: Chart | PracticeShelf, word: str, name: str) -> str:
    """A link that nothing has yet: a name in the folder of a type, then with a number."""
    stem, taken = f"{RECORD_TYPES[word].folder}/{name}", set(place.taken_links)
    if stem not in taken:
        return stem
    return next(f"{stem}-{number}" for number in range(2, 1000) if f"{stem}-{number}" not in taken)


def needed_option(value: str, option: str, example: str) -> str:
    """The value, or a sentence that says which option is missing."""
    if not value:
        raise CaseloadError(f"say {option}", f"for example {example}")
    return value
