"""What stays the same through one invented chart, and how a phrase is told in it.

The texts themselves are in opening_texts.py, note_texts.py and closing_texts.py. They are
templates, not a YAML writer: a hundred thousand records must come within a minute. A test holds
each of them equal to what `text.render_record` makes of the same values, so every value told
here must need no quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from caseload_tools.desk.demo.outline import Outline
from caseload_tools.desk.demo.phrases import phrase, pick
from caseload_tools.desk.demo.themes import DoneWhenObjective, Theme, ThemeObjective


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file as written at one moment. `path` is relative to the client's folder."""

    path: str
    text: str
    written: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective of the plan, with the figures that its texts need."""

    id: str
    text: str
    measure: str = ""
    baseline: int = 0
    target: int = 0
    done_when: str = ""


@dataclass(slots=True)
class Teller:
    """One chart while it is being written. `homework` is what the last session gave."""

    rng: Random
    client: str
    clinician: str
    supervisor: str
    programme: str
    themes: Sequence[Theme]
    outline: Outline
    aims: list[Aim] = field(default_factory=list)
    homework: str = ""

    def __post_init__(self) -> None:
        for number, theme in enumerate(self.themes, start=1):
            chosen = self.rng.sample(theme.steps, 2 if number == 1 else 1)
            self.aims += [self._aim(f"O{number}.{place}", step) for place, step in enumerate(chosen, start=1)]

    def _aim(self, name: str, step: ThemeObjective | DoneWhenObjective) -> Aim:
        if isinstance(step, DoneWhenObjective):
            return Aim(name, self.say(step.text + pick(self.rng, _OWN_WAY)), done_when=step.done_when)
        baseline, target = self.rng.randint(*step.baseline), self.rng.randint(*step.target)
        text = self.say(step.text + pick(self.rng, _OWN_WAY), target=target)
        return Aim(name, text, step.measure, baseline, target)

    def say(self, text: str, **known: object) -> str:
        """The text with its slots filled."""
        return phrase(self.rng, text, known)

    def pick(self, texts: Sequence[str], **known: object) -> str:
        """One of the texts, its slots filled."""
        return phrase(self.rng, pick(self.rng, texts), known)

    def quote(self) -> str:
        return '"' + self.pick(SAID) + '."'

    @property
    def measure(self) -> str:
        """The outcome measure of the first theme; none in case management."""
        return self.themes[0].measure

    @property
    def plan_day(self) -> date:
        return self.outline.sessions[0]

    @property
    def last_day(self) -> date:
        """The day the client was last seen."""
        kept = self.outline.kept_sessions
        return self.outline.sessions[kept[-1]] if kept else self.plan_day

    @property
    def session_end(self) -> time:
        return time(self.outline.place.hour, 50)

    @property
    def times(self) -> str:
        hour = self.outline.place.hour
        return f"{hour:02}:00-{hour:02}:50"

    def head(self, kind: str, day: date) -> str:
        return f"---\ntype: {kind}\nclient: {self.client}\ndate: {day}\n"

    def soon_after(self, day: date) -> datetime:
        """When a note of that day is written: minutes after the session, now and then the next morning."""
        if self.rng.random() < 0.06:
            return datetime.combine(day + timedelta(days=1), time(8, int(self.rng.random() * 50)))
        return datetime.combine(day, self.session_end) + timedelta(minutes=3 + int(self.rng.random() * 150))

    def how_far(self, turn: int) -> float:
        """The share of the way that the client has come at a session, 0 to 1."""
        return min(1.0, turn / max(1, len(self.outline.sessions) - 1))

    def entry(self, path: str, text: str, written: datetime, author: str = "") -> WrittenFile:
        return WrittenFile(path, text, written, author or self.clinician)


_OWN_WAY = (
    ", noted down {time}",
    ", told to the {person} each time",
    ", ticked off on the wall by the {person}",
    ", first on a {weekday}",
    ", told at {place}",
)
SAID = ("{said}", "{said}. {said}", "{said}")
