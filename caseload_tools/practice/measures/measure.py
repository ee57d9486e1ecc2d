"""What an outcome measure is, and how an answer sheet becomes a score.

A measure is data: ranges, bands, cut, reliable change, licence, sources; never the words of its items,
which mostly belong to somebody. Scoring never fills in a missing answer: an incomplete sheet has no
total. Messages name items by number and never repeat an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from caseload_tools.values import field, frozen

Number = int | float
Direction = Literal["higher is worse", "higher is better"]
ScoreChange = Literal["better", "worse", "same", "unknown"]
RISK_LEVELS = ("none", "low", "moderate", "high")
"""The levels of a client's risk, as `risk:` names them and a screener's colours do, the lowest first."""
LOOK_AGAIN = "look at the answer sheet again"


@frozen
class Band:
    """A range of totals, both ends included, and what it is called."""

    low: int
    high: int
    label: str

    def __str__(self) -> str:
        return self.label


@frozen
class Cluster:
    """Items of which a number must reach a value, as the PCL-5's symptom groups do."""

    name: str
    first: int
    last: int
    needed: int
    reaching: int


@frozen(shown=False)
class Measure:
    """One outcome measure. Items count from 1.

    `cutoff` is the first total that asks for a closer look, coming from the healthy side. `factor` turns the
    sum into the total (WHO-5: 4). `level` replaces the sum where a measure has none. `skips`: with item n
    answered 0, these items are not asked. `unverified` names the fields whose figure nobody has checked.
    """

    id: str
    name: str
    items: int
    item_min: int
    item_max: int
    licence: str
    sources: tuple[str, ...]
    bands: tuple[Band, ...] = ()
    cutoff: Number | None = None
    cutoff_by_sex: tuple[tuple[str, int], ...] = ()
    direction: Direction = "higher is worse"
    reliable_change: Number | None = None
    reversed_items: tuple[int, ...] = ()
    item_values: tuple[tuple[int, tuple[int, ...]], ...] = ()
    factor: int = 1
    decimals: int = 0
    level: Callable[[Sequence[Number]], int] | None = None
    levels: tuple[int, int] = (0, 0)
    safety_level: int | None = None
    safety_items: tuple[int, ...] = ()
    skips: tuple[tuple[int, tuple[int, ...]], ...] = ()
    clusters: tuple[Cluster, ...] = ()
    needs_licence: bool = False
    licence_held: bool = False
    loinc: str = ""
    note: str = ""
    unverified: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Measure {self.id}>"

    @property
    def sums(self) -> bool:
        """False for a screener that has a level and no sum."""
        return self.level is None

    @property
    def range(self) -> tuple[int, int]:
        """The lowest and highest total (or level)."""
        if not self.sums:
            return self.levels
        return self.items * self.item_min * self.factor, self.items * self.item_max * self.factor

    @property
    def needs_sex(self) -> bool:
        """True when the cut differs by sex, so that a result cannot be read without it."""
        return bool(self.cutoff_by_sex)

    def allowed(self, item: int) -> tuple[int, ...]:
        """The whole-number answers an item may have."""
        return dict(self.item_values).get(item) or tuple(range(self.item_min, self.item_max + 1))

    def band(self, total: Number | None) -> Band | None:
        """The band of a total; None without a total, or where the measure has no bands."""
        if total is None:
            return None
        return next((band for band in self.bands if band.low <= total <= band.high), None)

    def beyond_cutoff(self, total: Number, sex: str = "") -> bool:
        """True when a total asks for a closer look. With an unknown sex the more careful cut counts."""
        cutoff = dict(self.cutoff_by_sex).get(sex, self.cutoff)
        if cutoff is None:
            return False
        return total >= cutoff if self.direction == "higher is worse" else total <= cutoff

    def reliable(self, before: Number, after: Number) -> ScoreChange:
        """Whether a change is more than noise; `unknown` where no figure for that is known."""
        if self.reliable_change is None:
            return "unknown"
        change = round(after - before, 6)
        if abs(change) < self.reliable_change:
            return "same"
        return "worse" if (change > 0) == (self.direction == "higher is worse") else "better"


@frozen
class ChangeOfScores:
    """How the totals of a measure have moved, the oldest first: since the start, and since the best of them.

    The one answer of rules, pages and reports: whoever looks at the first and the last total alone calls a relapse an
    improvement.
    """

    measure: Measure
    totals: tuple[Number, ...]

    @property
    def first(self) -> Number:
        """The first total."""
        return self.totals[0]

    @property
    def last(self) -> Number:
        """The latest total."""
        return self.totals[-1]

    @property
    def best(self) -> Number:
        """The healthiest total."""
        return min(self.totals) if self.measure.direction == "higher is worse" else max(self.totals)

    @property
    def best_at(self) -> int:
        """Which of the totals is the best: of equal ones the latest."""
        return max(index for index, total in enumerate(self.totals) if total == self.best)

    @property
    def since_start(self) -> ScoreChange:
        """Whether the last differs from the first by more than noise, and which way."""
        return self.measure.reliable(self.first, self.last)

    @property
    def since_best(self) -> ScoreChange:
        """Whether the last is worse than the best by more than noise; never better."""
        return self.measure.reliable(self.best, self.last)

    @property
    def has_worsened(self) -> bool:
        """It got reliably worse, by whichever of the two: what is said first, everywhere."""
        return self.since_best == "worse"

    @property
    def is_reliable(self) -> bool:
        """It changed by more than noise, since the best or since the start."""
        return self.has_worsened or self.since_start in ("better", "worse")

    @property
    def verdict(self) -> Literal["first", "same", "better", "worse"]:
        """One word: worse where it has reliably worsened since the best, else which way it went since the start."""
        if len(self.totals) < 2:
            return "first"
        if self.has_worsened:
            return "worse"
        if self.last == self.first:
            return "same"
        return "better" if (self.last < self.first) == (self.measure.direction == "higher is worse") else "worse"

    @property
    def by(self) -> float:
        """How far it is from what the verdict compares it with, without a sign."""
        return abs(round(float(self.last - (self.best if self.has_worsened else self.first)), 6))

    @property
    def worsened_at(self) -> int | None:
        """Which total was the last to be reliably worse than the best before it; None unless it still is.

        What is worse and stays so is one event; a further fall by as much again is another.
        """
        if not self.has_worsened:
            return None
        found, reference = None, self.totals[0]
        for index, total in enumerate(self.totals):
            if self.measure.reliable(reference, total) == "worse":
                found, reference = index, total
            elif (total < reference) == (self.measure.direction == "higher is worse"):
                reference = total
        return found


@frozen
class ScoreFault:
    """What is wrong with an answer: which item (0 for the whole), in a sentence without the answer."""

    item: int
    message: str
    hint: str = LOOK_AGAIN


@frozen
class Score:
    """An answer sheet, read. `total` is None when it is incomplete, faulty, or the measure has no sum."""

    measure: Measure
    items: tuple[Number | None, ...] = ()
    total: Number | None = None
    level: int | None = None
    missing: tuple[int, ...] = ()
    faults: tuple[ScoreFault, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """True when every item that had to be asked was answered, and nothing is wrong."""
        return not self.missing and not self.faults

    @property
    def band(self) -> Band | None:
        """The band of the total or level."""
        return self.measure.band(self.total if self.measure.sums else self.level)

    @property
    def safety_items(self) -> tuple[int, ...]:
        """The safety items answered above zero, even on an incomplete sheet."""
        if len(self.items) != self.measure.items:
            return ()
        return tuple(n for n in self.measure.safety_items if (self.items[n - 1] or 0) > 0)

    @property
    def asks_for_safety(self) -> bool:
        """True when the answers ask for a risk assessment the same day, however low the total."""
        at = self.measure.safety_level
        return bool(self.safety_items) or (at is not None and self.level is not None and self.level >= at)

    @property
    def is_silent_on_safety(self) -> bool:
        """True when a sheet was filled in and its safety items were left blank: nobody knows what they would say."""
        return len(self.items) == self.measure.items and bool(self.measure.safety_items) and not self.answers_safety

    @property
    def answers_safety(self) -> bool:
        """True when it says something of the risk: by a level, or by its safety items, all of which were answered."""
        whole = len(self.items) == self.measure.items and bool(self.measure.safety_items)
        return bool(self.risk_level) or (whole and not {*self.missing, *self._wrong} & {*self.measure.safety_items})

    @property
    def _wrong(self) -> tuple[int, ...]:
        return tuple(fault.item for fault in self.faults)

    @property
    def risk_level(self) -> str:
        """How high a risk the answers speak of: none, low, moderate or high; empty where they say nothing of it.

        A screener with levels says it by the colour of its level, an incomplete sheet by what was answered; of a
        questionnaire whose safety item is above 0 nobody knows more than that it is not none.
        """
        if self.measure.safety_level is None:
            return "low" if self.safety_items else ""
        level = self.level
        if level is None and self.measure.level is not None and len(self.items) == self.measure.items:
            level = self.measure.level([each or 0 for each in self.items])
            level = level if level >= self.measure.safety_level else None
        band = self.measure.band(level)
        return band.label if band is not None and band.label in RISK_LEVELS else "low" if self.asks_for_safety else ""

    @property
    def clusters_met(self) -> bool | None:
        """Whether the items reach every symptom group; None without clusters or a complete sheet."""
        if not self.measure.clusters or not self.items or not self.complete:
            return None
        return all(
            sum((value or 0) >= group.reaching for value in self.items[group.first - 1 : group.last]) >= group.needed
            for group in self.measure.clusters
        )


def read_score(measure: Measure, value: object) -> Score:
    """Read what a record holds for a measure: a total, or the items with None for an unanswered one."""
    if isinstance(value, (list, tuple)):
        return _score_items(measure, value)
    low, high = measure.range
    if not _is_number(measure, value):
        kind = "number" if measure.decimals else "whole number"
        return _faulty(measure, f"{measure.id} is neither a {kind} nor a list of items", _list_hint(measure))
    value = _plain(value)
    if not low <= value <= high:
        return _faulty(measure, f"{measure.id} is outside its range of {low} to {high}")
    if measure.factor > 1 and value % measure.factor:
        return _faulty(
            measure,
            f"{measure.id} is the sum of its items times {measure.factor}, and this is no such number",
            f"multiply the sum by {measure.factor}, or write the {measure.items} items",
        )
    return Score(measure, total=value) if measure.sums else Score(measure, level=int(value))


def _score_items(measure: Measure, answers: Sequence[object]) -> Score:
    if len(answers) != measure.items:
        few = "too few" if len(answers) < measure.items else "too many"
        message = f"{measure.id} has {measure.items} items, and {few} answers are given ({len(answers)})"
        return _faulty(measure, message, _list_hint(measure))
    faults = tuple(fault for n, answer in enumerate(answers, start=1) if (fault := _item_fault(measure, n, answer)))
    bad = {fault.item for fault in faults}
    items = tuple(
        _plain(answer) if isinstance(answer, (int, float)) and n not in bad else None
        for n, answer in enumerate(answers, start=1)
    )
    skipped = {n for asked, rest in measure.skips if items[asked - 1] == 0 for n in rest}
    missing = tuple(n for n, item in enumerate(items, start=1) if item is None and n not in skipped and n not in bad)
    if faults or missing:
        return Score(measure, items, missing=missing, faults=faults)
    counted = [_counted(measure, n, item) for n, item in enumerate(items, start=1)]
    if measure.level is not None:
        return Score(measure, items, level=measure.level(counted))
    total = (
        round(sum(counted) * measure.factor, measure.decimals) if measure.decimals else sum(counted) * measure.factor
    )
    return Score(measure, items, total=total)


def _item_fault(measure: Measure, item: int, answer: object) -> ScoreFault | None:
    if answer is None:
        return None
    low, high = measure.item_min, measure.item_max
    if not _is_number(measure, answer):
        return ScoreFault(item, f"{measure.id} item {item} is not a number", "write `null` for an unanswered item")
    assert isinstance(answer, (int, float))
    if not low <= answer <= high:
        return ScoreFault(item, f"{measure.id} item {item} is outside {low} to {high}")
    if not measure.decimals and answer not in measure.allowed(item):
        values = ", ".join(map(str, measure.allowed(item)))
        return ScoreFault(item, f"{measure.id} item {item} can only be one of {values}")
    return None


def _counted(measure: Measure, item: int, answer: Number | None) -> Number:
    if answer is None:  # skipped because an earlier item was answered 0
        return measure.item_min
    return measure.item_min + measure.item_max - answer if item in measure.reversed_items else answer


def _is_number(measure: Measure, value: object) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (
        isinstance(value, float) and (value.is_integer() or (measure.decimals > 0 and value == value))
    )


def _plain(value: object) -> Number:
    """A number as it is added up and shown: 8.0 is 8, as for the digest of a signature."""
    assert isinstance(value, (int, float))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _list_hint(measure: Measure) -> str:
    return f"write the total, or {measure.items} items as [0, 1, null, ...] with `null` for an unanswered one"


def _faulty(measure: Measure, message: str, hint: str = LOOK_AGAIN) -> Score:
    return Score(measure, faults=(ScoreFault(0, message, hint),))


def say_range(measure: Measure) -> str:
    """`0 to 27`, or `level 0 to 5` for a screener without a sum."""
    low, high = measure.range
    return f"{low} to {high}" if measure.sums else f"level {low} to {high}"


def say_cutoff(measure: Measure) -> str:
    """`10 or more`, `50 or less`, `4 or more (male), 3 or more (female)`; empty without a cut."""
    side = "or more" if measure.direction == "higher is worse" else "or less"
    if measure.cutoff_by_sex:
        return ", ".join(f"{cutoff} {side} ({sex})" for sex, cutoff in measure.cutoff_by_sex)
    return "" if measure.cutoff is None else f"{measure.cutoff} {side}"
