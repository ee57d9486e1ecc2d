"""What an export holds that belongs beside the records: staff and programmes, and who is who.

Staff and programmes are added to caseload.toml, where an entry that is there already stays as
it is. Names of clients go to a file of their own, outside the practice, and only when asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from caseload_tools.dates import parse_day
from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.asking import OtherRowError, RowInMaking
from caseload_tools.desk.exchange.csv_import.csv_tables import CsvRow, CsvTable
from caseload_tools.desk.exchange.csv_import.import_mistakes import RejectedRow, RowError
from caseload_tools.desk.exchange.csv_import.template import CellValue
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import read_practice
from caseload_tools.practice.settings import PROGRAMME, STAFF, Setting
from caseload_tools.text import write_atomic

PRACTICE_FILE = "caseload.toml"


@dataclass(slots=True)
class Entries:
    """Entries of one kind: by id, the values to write; with the rows they came from and those refused."""

    found: dict[str, dict[str, CellValue]] = field(default_factory=dict)
    touched: list[CsvRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


def staff_entries_of(
    spec: m.EntrySpec | None, made: m.ImportMap, tables: Mapping[str, CsvTable], given: Mapping[str, str]
) -> Entries:
    """What the mapping makes of each row of the entries' table."""
    result = Entries()
    if spec is None:
        return result
    for row in tables[spec.table].rows:
        asking = RowInMaking(made, tables, given, _no_link)
        try:
            id_ = asking.value(spec.id, row)
            if id_ is None:
                raise RowError("gives no id")
            values = {key: asking.value(form, row) for key, form in spec.fields.items()}
            known: dict[str, CellValue] = {key: value for key, value in values.items() if value is not None}
            if result.found.setdefault(str(id_), known) != known:
                raise RowError("gives an id that another row gave before, with other values")
        except RowError as trouble:
            bad = trouble.row if isinstance(trouble, OtherRowError) else row
            result.rejected.append(bad.rejection(trouble.reason, trouble.column))
            continue
        result.touched += [row, *asking.touched]
    return result


def _no_link(row: CsvRow) -> str:
    raise RowError("an entry cannot link to a record")


def practice_with(text: str, staff: Entries, programmes: Entries) -> tuple[str, list[str]]:
    """caseload.toml with the missing staff and programmes behind its last line, and their ids.

    Raises CaseloadError when the practice would no longer read its own file.
    """
    there = tomllib.loads(text)
    blocks: list[str] = []
    added: list[str] = []
    for word, known, wanted in (("programmes", PROGRAMME, programmes), ("staff", STAFF, staff)):
        for id_, values in wanted.found.items():
            if id_ not in there.get(word, {}):
                blocks.append(_block(word, id_, values, known))
                added.append(f"{word}.{id_}")
    if not added:
        return text, []
    more = "\n\n" + "\n\n".join(blocks) + "\n"
    made = text.rstrip("\r\n") + (more.replace("\n", "\r\n") if "\r\n" in text else more)
    try:
        read_practice(made.encode())
    except CaseloadError as error:
        raise CaseloadError(
            f"the mapping's staff or programmes do not fit: {error.message}",
            "put the mapping right; nothing was written",
        ) from None
    return made, added


def _block(word: str, id_: str, values: Mapping[str, CellValue], known: Mapping[str, Setting]) -> str:
    lines = [f"[{word}.{_key(id_)}]"]
    lines += [f"{key} = {_toml(value, known[key].kind)}" for key, value in values.items()]
    return "\n".join(lines)


def _key(text: str) -> str:
    return text if text.replace("-", "").replace("_", "").isalnum() and text.isascii() else _quoted(text)


def _toml(value: CellValue, kind: str = "text") -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return text if kind == "date" and parse_day(text) else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in escaped) + '"'


def identities_with(text: str, wanted: Entries) -> tuple[str, list[str], list[str]]:
    """An identities file with the missing clients added: its text, who was added, who differs."""
    there = tomllib.loads(text)
    missing = [id_ for id_ in wanted.found if id_ not in there]
    other = [id_ for id_, values in wanted.found.items() if id_ in there and there[id_] != values]
    blocks = [
        "\n".join([f"[{_key(id_)}]", *(f"{key} = {_toml(value)}" for key, value in wanted.found[id_].items())])
        for id_ in missing
    ]
    return "\n\n".join([*filter(None, [text.rstrip("\n")]), *blocks]) + "\n", missing, other


def identities_text(path: Path, root: Path) -> str:
    """What stands in the identities file now."""
    refuse_inside(path, root, "the identities")
    try:
        text = path.read_text(encoding="utf-8")
        tomllib.loads(text)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise CaseloadError(f"{path.name} cannot be read as TOML", "give the path of a new file") from None
    return text


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    write_atomic(path, text.encode(), replace=True, private=True)


def refuse_inside(path: Path, root: Path, what: str) -> None:
    """Refuse a place inside the practice for what says who clients are: git would take it along."""
    if path.resolve().is_relative_to(root.resolve()):
        raise CaseloadError(f"{what} must not lie inside the practice", "give a path outside this folder")


def touched_of(all_entries: Iterable[Entries]) -> list[CsvRow]:
    """Every row that some entry was made of."""
    return [row for each in all_entries for row in each.touched]
