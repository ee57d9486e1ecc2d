"""Schema checks whose errors are sentences at the key they are about.

The only home of jsonschema, jsonschema-rs and referencing. jsonschema-rs answers yes or no
first; jsonschema, which is slow to import and to run, is asked only about records that fail,
and its errors become sentences of ours: its own words are about schemas and repeat the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date as Day
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

from caseload_tools.chart.records.problem import Problem, Repair
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.dates import parse_day
from caseload_tools.practice.measures import MEASURES
from caseload_tools.practice.own_fields import is_by_editor
from caseload_tools.text import Document, Fault
from caseload_tools.text.client_codes import USUAL_CODES, ClientCodes
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.values import Schema, frozen, replace

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from caseload_tools.chart.records.sentences import SchemaSentence


@frozen
class CodedProblem:
    """One schema error or reading fault with its code; `loses` when the value cannot be used.

    `newer` when it may be no mistake, since the practice's records are of a format that this version does not know.
    `means` is where the value should stand, under an unknown key that can be meant for another.
    """

    code: str
    problem: Problem
    loses: bool = True
    newer: bool = False
    means: KeyPath = ()


@frozen
class FaultyDocument:
    """A document that could not be read clean: its problems by code, in the order of the file."""

    document: Document
    type: str
    problems: tuple[CodedProblem, ...]

    def problems_coded(self, code: str) -> Iterator[Problem]:
        """The problems with one code."""
        return (coded.problem for coded in self.problems if coded.code == code)


def faults_of(document: Document) -> tuple[CodedProblem, ...]:
    """What the reader found, as problems."""
    return tuple(CodedProblem(fault.code, _at_fault(document, fault)) for fault in document.faults)


def _at_fault(document: Document, fault: Fault) -> Problem:
    repair = Repair("unmark", "", ()) if fault.marked else None
    return Problem(document, (), fault.message, fault.hint, line=fault.line, column=fault.column, repair=repair)


class Checker:
    """Checks data against the schema of its type, for one practice.

    `measure_ids` are the measures that the practice added; `extra` its optional keys by type; `needed` is what reading
    its records needs, where they are of a newer format; `codes` are those of its clients; `staff` who works here, by
    id: an answer names nobody else; `today` the day that days are judged on, None where nobody asks where they lie.
    """

    def __init__(
        self,
        measure_ids: tuple[str, ...] = (),
        extra: Mapping[str, Mapping[str, Any]] | None = None,
        needed: str = "",
        codes: ClientCodes = USUAL_CODES,
        staff: Mapping[str, str] | None = None,
        today: Day | None = None,
    ) -> None:
        self.needed, self.codes, self.today = needed, codes, today
        self.own_measures = tuple(name for name in measure_ids if name not in MEASURES)
        self.measure_ids = frozenset((*MEASURES, *self.own_measures))
        self.extra = extra or {}
        self.staff = dict(staff or {})
        self.by_editor = frozenset(
            key for keys in self.extra.values() for key, schema in keys.items() if is_by_editor(schema)
        )
        self._schemas: dict[str, Schema] = {}
        self._first_pass: dict[str, Any] = {}

    def schema(self, word: str) -> Schema:
        """The bundled schema of a record type."""
        if word not in self._schemas:
            made = bundled_schema(word, self.own_measures, self.extra.get(word), self.codes)
            if "staff-id" in made.get("$defs", {}):
                made["$defs"]["staff-id"]["x-staff"] = self.staff
            self._schemas[word] = made
        return self._schemas[word]

    def fits(self, word: str, data: Mapping[str, Any]) -> bool | None:
        """Yes or no by jsonschema-rs; None when that is not installed."""
        if word not in self._first_pass:
            extra = json.dumps(self.extra.get(word) or {}, sort_keys=True)
            self._first_pass[word] = _first_pass(word, self.own_measures, extra, self.codes)
        validator = self._first_pass[word]
        return None if validator is None else bool(validator.is_valid(data))

    def check(self, word: str, document: Document, data: Mapping[str, Any]) -> tuple[CodedProblem, ...]:
        """Every schema error of a record's data as a coded problem; empty when it fits."""
        found: list[CodedProblem] = []
        fits = self.fits(word, data)
        if fits and data is document.data:
            return ()
        from caseload_tools.chart.records.sentences import (
            schema_sentences,
            unknown_blank_keys,
        )  # nearly no record needs it

        if data is not document.data:  # something was blank
            found += map(_coded, unknown_blank_keys(self.schema(word), word, document))
        if fits:
            return tuple(found)
        order = _date_order(document.data)
        for error in sorted(self._reference.errors(self.schema(word), data), key=_place):
            found += map(_coded, schema_sentences(error, word, document, order, self.schema(word)))
        if not found and fits is False:
            found.append(CodedProblem("STR004", Problem(document, (), f"this is not a {word} as its schema wants it")))
        return tuple(map(self.as_known, _without_twins(_without_misspelt(found))))

    def as_known(self, coded: CodedProblem) -> CodedProblem:
        """A problem of what a record says; a warning without a repair where a newer version may know better.

        Nobody here can tell a slip from news, and a repair would take away what a colleague wrote.
        """
        if not self.needed:
            return coded
        problem = coded.problem
        hint = f"perhaps written by a newer caseload-tools; update to read it: {self.needed}"
        hint = f"{problem.hint}; or {hint}" if problem.repair else hint
        return replace(coded, problem=replace(problem, hint=hint, repair=None, most="warning"), loses=True, newer=True)

    @cached_property
    def _reference(self) -> _Reference:
        return _Reference()


@lru_cache(maxsize=128)
def _first_pass(word: str, measures: tuple[str, ...], extra: str, codes: ClientCodes) -> Any:
    """The validator of jsonschema-rs, which takes milliseconds to make; every practice with these settings has it."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    schema = bundled_schema(word, measures, json.loads(extra), codes)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


class _Reference:
    """jsonschema, imported when the first record fails."""

    def __init__(self) -> None:
        from jsonschema import Draft202012Validator, FormatChecker, validators
        from referencing import Registry

        formats = FormatChecker(formats=())
        formats.checkers["date"] = (_is_day, ())
        self._validator: Any = cast(Any, validators).extend(Draft202012Validator, {"pattern": _pattern})
        # An empty registry: jsonschema would otherwise fetch a remote reference over the network.
        self._strict: dict[str, Any] = {"format_checker": formats, "registry": cast(Any, Registry)()}

    def errors(self, schema: Schema, data: Mapping[str, Any]) -> Iterator[ValidationError]:
        found: Iterator[ValidationError] = self._validator(schema, **self._strict).iter_errors(data)
        return found


def _pattern(validator: Any, pattern: str, instance: object, schema: Schema) -> Iterator[ValidationError]:
    """`$` is the very end to every other validator; to Python's `re`, which jsonschema asks, also a last line end."""
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not re.search(pattern.replace("$", "\\Z"), instance, re.ASCII):
        yield ValidationError("does not fit the pattern")


def _is_day(value: object) -> bool:
    return not isinstance(value, str) or parse_day(value) is not None


def _place(error: ValidationError) -> tuple[str, ...]:
    return tuple(f"{step:06}" if isinstance(step, int) else str(step) for step in error.absolute_path)


def _date_order(data: Mapping[str, Any]) -> str | None:
    from caseload_tools.chart.records.slash_dates import order_of

    return order_of(data)


def _coded(said: SchemaSentence) -> CodedProblem:
    return CodedProblem(said.code, said.problem, said.loses, means=said.means)


def _without_misspelt(problems: list[CodedProblem]) -> list[CodedProblem]:
    """What is missing because its key is misspelt is said of that key alone."""
    meant = {coded.means for coded in problems if coded.means}
    return [coded for coded in problems if coded.code != "STR003" or coded.problem.path not in meant]


def _without_twins(problems: list[CodedProblem]) -> Iterator[CodedProblem]:
    seen: set[tuple[str, KeyPath]] = set()
    for coded in problems:
        key = (coded.code, coded.problem.path)
        if key not in seen:
            seen.add(key)
            yield coded
