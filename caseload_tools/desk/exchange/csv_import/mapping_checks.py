"""What can be wrong with a mapping before a single row is read: types, keys and words of the format.

Asks the schemas what a record may hold, so that a misspelt key or an unknown word is an error
in the mapping, said once, and not a finding in each of a thousand imported records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.columns_asked import (
    AskedColumn,
    asked_by,
    asked_by_all,
    asked_by_record,
    columns_on,
)
from caseload_tools.desk.exchange.csv_import.import_mistakes import NoteMistake, near_hint, or_all
from caseload_tools.desk.exchange.csv_import.template import CellValue
from caseload_tools.practice.settings import PROGRAMME, STAFF

_OURS = ("type", "client", "date", "source")


def check_mapping(made: m.ImportMap, wrong: NoteMistake) -> None:
    """Report everything that is wrong with a mapping by itself."""
    for asked in asked_by_all(made):
        _check_path(asked.table, asked.path, asked.line, made, wrong)
    for table in made.tables.values():
        for column, target in table.refers.items():
            if target in made.tables and len(made.tables[target].key) != 1:
                wrong(
                    table.line,
                    f"`{column}` points to {target}, so [tables.{target}] needs a `key` of one column",
                )
    for record in made.records:
        _check_record(record, made, wrong)
    for word, entry, known in (("staff", made.staff, STAFF), ("programmes", made.programmes, PROGRAMME)):
        for key in entry.fields if entry else ():
            if entry and key not in known:
                wrong(
                    entry.line,
                    f"[{word}] has no key `{key}`{or_all(key, known)}",
                )
    _check_names(made, wrong)
    for name in made.left_out:
        owner = name.split(".")[0]
        if "." in name and owner not in made.tables:
            near = near_hint(owner, made.tables)
            wrong(1, f"[left_out] names `{name}`, but there is no [tables.{owner}]{near}")


def _check_path(table: str, path: str, line: int, made: m.ImportMap, wrong: NoteMistake) -> None:
    if path.startswith("@") or table not in made.tables:
        return
    if path.startswith("given."):
        name = path.removeprefix("given.")
        if name not in made.given:
            wrong(line, f"there is no [given.{name}]{near_hint(name, made.given)}")
        return
    try:
        columns_on(path, table, made.tables)
    except ValueError as error:
        wrong(line, str(error))


def _check_record(record: m.RecordSpec, made: m.ImportMap, wrong: NoteMistake) -> None:
    if record.type not in RECORD_TYPES:
        if record.type:
            wrong(
                record.line,
                f"`{record.type}` is no type of record{or_all(record.type, RECORD_TYPES)}",
            )
        return
    if record.table in made.tables and not made.tables[record.table].key:
        wrong(
            record.line,
            f"[tables.{record.table}] needs a `key`, or a second import could not know its rows again",
        )
    if "." in record.order:
        wrong(record.line, "`order` is a column of the record's own table")
    schema = bundled_schema(record.type)
    properties: Mapping[str, Any] = schema["properties"]
    for key, form in record.fields.items():
        if key in _OURS:
            wrong(form.line, f"`{key}` is not set here: it stands beside `type`, or the import writes it")
        elif key not in properties:
            near = or_all(key, (each for each in properties if each not in _OURS))
            wrong(form.line, f"a {record.type} has no key `{key}`{near}")
        else:
            _check_words(key, form, _words_allowed(properties[key], schema), made, wrong)
    for key in schema.get("required", ()):
        given = {"type": True, "client": record.client is not None, "date": record.date is not None}.get(key)
        if not (key in record.fields if given is None else given):
            wrong(record.line, f"a {record.type} needs `{key}`")
    _check_own_fields(record, wrong)


def _check_own_fields(record: m.RecordSpec, wrong: NoteMistake) -> None:
    known = {"client", "date", *record.fields}
    for asked in asked_by_record(record):
        if asked.path.startswith("@") and asked.path[1:] not in known:
            near = near_hint(asked.path[1:], known)
            wrong(asked.line, f"`{asked.path}` asks for a value this record does not set{near}")


def _words_allowed(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> list[Any]:
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    found: list[Any] = schema.get("enum", [])
    return found


def _check_words(key: str, form: m.Form, allowed: list[Any], made: m.ImportMap, wrong: NoteMistake) -> None:
    if not allowed:
        return
    for value in _possible_values(form, made):
        if value not in allowed:
            said = str(value)
            near = or_all(said, map(str, allowed))
            wrong(form.line, f"`{key}` cannot be `{said}`{near}")


def _possible_values(form: m.Form, made: m.ImportMap) -> Iterator[CellValue]:
    """The values that are known without looking at a row: constants and the right side of word lists."""
    match form:
        case m.Constant(value):
            yield value
        case m.FirstOf(forms):
            for each in forms:
                yield from _possible_values(each, made)
        case m.Guarded(inner) | m.Rows(value=inner):
            yield from _possible_values(inner, made)
        case m.Text(template):
            if not template.placeholders:
                yield "".join(map(str, template.pieces))
            elif len(template.pieces) == 1 and template.placeholders[0].filters:
                last = template.placeholders[0].filters[-1]
                if last.name == "words":
                    yield from made.words.get(last.argument, {}).values()


def _check_names(made: m.ImportMap, wrong: NoteMistake) -> None:
    """A column that goes to the identities (a name, a day of birth) reaches a record as a year at most."""
    if made.identities is None:
        return
    entry = made.identities
    private = {_end(asked, made) for form in entry.fields.values() for asked in asked_by(form, entry.table)} - {None}
    for record in made.records:
        for asked in asked_by_record(record):
            if "year" not in asked.filters and _end(asked, made) in private:
                wrong(asked.line, f"`{asked.path}` belongs to the identities; a record never holds a name")


def _end(asked: AskedColumn, made: m.ImportMap) -> tuple[str, str] | None:
    """The column a path ends in; None for what is no column, or leads nowhere (reported elsewhere)."""
    if asked.path.startswith(("@", "given.")):
        return None
    try:
        return columns_on(asked.path, asked.table, made.tables)[-1]
    except ValueError:
        return None
