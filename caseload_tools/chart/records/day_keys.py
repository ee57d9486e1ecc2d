"""Where the days of records may lie: the one table, by key, of what has happened and of what is still to come.

A year typed wrong in the future ends an obligation for decades, without a word: a complaint that was acknowledged in
2062 is done, an agency last checked in 2076 is right until then. What has happened lies on no day to come, and what
shall come lies at most some years off. Any other day is a value that nobody could read: no clock goes by it, and each
list says so. `signatures` and `date` have rules of their own, which know who signed and what may be planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from caseload_tools.chart.records.checking import CodedProblem
from caseload_tools.chart.records.counted_days import AHEAD
from caseload_tools.chart.records.problem import Problem
from caseload_tools.dates import Interval, add_months, count_of, parse_day
from caseload_tools.text import Document
from caseload_tools.text.front_matter.marks import KeyPath

HAPPENED = 0
"""In place of the years that a day may lie ahead: it may not."""
_HAPPENED_KEYS = (
    *("written", "received", "responded", "acknowledged", "resolved", "last_checked", "last_reviewed", "last_session"),
    *("born", "closed", "fee_agreed_on", "signed_on", "revoked_on", "outcome_on"),
    *(
        "acknowledged/date",
        "relapse/date",
        "outreach/at",
        "dispositions/on",
        "told/at",
        "reported_on",
        "since",
        "until",
    ),
    *("ended_on", "decisions/ended_on", "follow_up/ended_on"),
    *("goals/achieved_on", "objectives/established", "objectives/completed_on"),
)
# By key, or by key and key in a list or a map, how many years from today it may lie at most.
YEARS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(_HAPPENED_KEYS, HAPPENED),
        "opened": 1,
        **AHEAD,
    }
)
ENDS = frozenset(
    (
        *("responded", "acknowledged", "resolved", "reported_on", "ended_on"),
        *("told/at", "follow_up/ended_on", "decisions/ended_on"),
    )
)
"""What ends what a record opened: none of it lies before the day on which it came in, `received` or else `date`."""
# Lengths of time and frequencies, of which none is longer than this.
LENGTHS = frozenset(
    (
        *("review_every", "check_ins", "frequency", "duration", "cadence", "waiting_time"),
        *("measures/every", "interventions/frequency", "interventions/duration"),
    )
)
LONGEST_YEARS = 20
ELSEWHERE: Mapping[str, str] = MappingProxyType({"date": "STR008", "signatures/at": "SIG007"})
"""Days that other rules judge."""

_INSIDE = frozenset(key.partition("/")[0] for key in (*YEARS, *LENGTHS) if "/" in key)
_A_DAY = timedelta(days=1)
_DAYS_A_YEAR = 365.25
_TEXT_OF_A_DAY = 10


class DayKeys:
    """The table for one day: which days of a record's data cannot be."""

    def __init__(self, today: Day) -> None:
        self._today = today.isoformat()
        # In the east it is tomorrow already.
        self._last = {years: _later(today, years) for years in {*YEARS.values()}}

    def problems(self, document: Document, data: Mapping[str, Any]) -> Iterator[CodedProblem]:
        """The days that lie where they cannot, each a value that is lost. A record that is itself to come is whole."""
        if str(data.get("date", "")) > self._today:
            return
        began = _began(data)
        if began > self._today:
            began = ""  # one finding of one cause
        for key, value in data.items():
            if key in _INSIDE and value.__class__ in (list, dict):
                yield from self._inside(document, key, value, began)
            elif key in YEARS or key in LENGTHS:
                yield from self._of(document, (key,), key, value, began)

    def _inside(self, document: Document, key: str, value: Any, began: str) -> Iterator[CodedProblem]:
        parts = [((key,), value)] if isinstance(value, dict) else [((key, n), part) for n, part in enumerate(value)]
        for where, part in parts:
            if isinstance(part, dict):
                for inner, each in part.items():
                    yield from self._of(document, (*where, inner), f"{key}/{inner}", each, began)

    def _of(self, document: Document, path: KeyPath, key: str, value: Any, began: str) -> Iterator[CodedProblem]:
        if (years := YEARS.get(key)) is not None:
            if value.__class__ in (str, int) and self._is_later(str(value), years):
                yield _happened(document, path) if years == HAPPENED else _too_far(document, path, years)
            elif key in ENDS and _is_day(value) and _is_day(began) and str(value)[:_TEXT_OF_A_DAY] < began:
                yield _ended_before(document, path)
        elif key in LENGTHS and _is_too_long(value):
            yield _too_long(document, path)

    def _is_later(self, text: str, years: int) -> bool:
        """Whether a day, the last day of a period, or a year lies beyond; all are written so that they sort."""
        day = text[-_TEXT_OF_A_DAY:] if " to " in text else text[:_TEXT_OF_A_DAY]
        return day[:4].isdigit() and day > self._last[years][: len(day)]


@lru_cache(maxsize=8)
def day_keys_of(today: Day) -> DayKeys:
    """The table for a day, one for all records that are read on it."""
    return DayKeys(today)


def lies_later(path: KeyPath, value: Any, data: Mapping[str, Any]) -> bool:
    """Whether a value that was lost is the day of what has happened, and was lost for nothing but lying ahead."""
    key = "/".join(step for step in path if isinstance(step, str))
    day = str(value)[:_TEXT_OF_A_DAY]
    return YEARS.get(key) == HAPPENED and _is_day(day) and (key not in ENDS or day >= _began(data))


def _began(data: Mapping[str, Any]) -> str:
    """The day on which came in what a record is about."""
    return str(data.get("received") or data.get("date") or "")[:_TEXT_OF_A_DAY]


def _later(today: Day, years: int) -> str:
    try:
        return (add_months(today, 12 * years) + _A_DAY).isoformat()
    except (OverflowError, ValueError):  # a today of the last years there are
        return Day.max.isoformat()


def _is_day(value: Any) -> bool:
    return parse_day(str(value)[:_TEXT_OF_A_DAY]) is not None


def _is_too_long(value: Any) -> bool:
    length = Interval.try_parse(value)
    return length is not None and length.unit != "sessions" and length.days > LONGEST_YEARS * _DAYS_A_YEAR


def _happened(document: Document, path: KeyPath) -> CodedProblem:
    message = f"`{path[-1]}` tells what has happened, and its day is still to come"
    hint = "check the year; what is only planned is written down once it has happened"
    return CodedProblem("STR022", Problem(document, path, message, hint))


def _ended_before(document: Document, path: KeyPath) -> CodedProblem:
    message = f"`{path[-1]}` lies before the day of what it ends"
    hint = "check both days; nothing is ended by it as long as it stands so"
    return CodedProblem("STR022", Problem(document, path, message, hint))


def _too_far(document: Document, path: KeyPath, years: int) -> CodedProblem:
    message = f"`{path[-1]}` lies more than {count_of(years, 'year')} ahead"
    hint = "check the year; nothing is due by it as long as it stands so"
    return CodedProblem("STR023", Problem(document, path, message, hint))


def _too_long(document: Document, path: KeyPath) -> CodedProblem:
    message = f"`{path[-1]}` is a time of more than {count_of(LONGEST_YEARS, 'year')}"
    hint = "check the number and the unit; nothing is due by it as long as it stands so"
    return CodedProblem("STR023", Problem(document, path, message, hint))
