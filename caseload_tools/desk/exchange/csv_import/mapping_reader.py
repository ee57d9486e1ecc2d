"""A mapping file from TOML to an ImportMap, or one error that lists everything wrong with it.

Whoever writes a mapping does so once and by trial: every mistake is named with its line and
the nearest word that would have been right, all of them in one run. Rows are not looked at here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.form_reader import FormReader
from caseload_tools.desk.exchange.csv_import.import_mistakes import MappingError, near_hint, or_all
from caseload_tools.desk.exchange.csv_import.mapping_checks import check_mapping
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.toml_lines import TomlLines

SHIPPED = Path(__file__).parent.parent / "mappings"
_SYSTEM = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}\Z")
_TOP = (
    "system", "about", "encoding", "delimiter", "blank", "given", "tables", "words", "record",
    "staff", "programmes", "identities", "left_out", "skip",
)  # fmt: skip
_TABLE = ("file", "key", "refers")
_RECORD = ("type", "from", "client", "date", "name", "where", "order", "set", "body", "sections", "part")
_ENTRY = ("from", "id", "client", "set")
_SKIP = ("from", "where", "reason")


def shipped_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with the tool."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_mapping(name_or_path: str) -> m.ImportMap:
    """A shipped mapping by its name, or a mapping file by its path."""
    path = SHIPPED / f"{name_or_path}.toml" if name_or_path in shipped_mappings() else Path(name_or_path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MappingError(f"{path.name} is not UTF-8 text", "save it as UTF-8 in your editor") from None
    except OSError:
        names = ", ".join(shipped_mappings())
        near = near_hint(name_or_path, shipped_mappings())
        raise MappingError(
            f"there is no mapping {path.name}{near}", f"shipped with the tool: {names}; or give a file's path"
        ) from None
    return read_mapping(text, path.name)


def read_mapping(text: str, file: str) -> m.ImportMap:
    """The mapping that a TOML text describes. Raises MappingError with every mistake in it."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError(f"{file} cannot be read: {error}", "text stands in quotes, a table as [name]") from None
    reader = _Reader(file, raw, TomlLines(text))
    made = reader.whole()
    check_mapping(made, reader.wrong)
    reader.raise_if_any()
    return made


@dataclass
class _Reader:
    file: str
    raw: dict[str, Any]
    lines: TomlLines
    found: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, place: int | KeyPath, message: str) -> None:
        line = place if isinstance(place, int) else self.lines.line_of(place)
        if (line, message) not in self.found:
            self.found.append((line, message))

    def raise_if_any(self) -> None:
        if not self.found:
            return
        said = [f"{self.file}:{line}: {message}" for line, message in sorted(self.found)]
        hint = "`caseload manual import-csv` tells how a mapping is written"
        if len(said) == 1:
            raise MappingError(said[0], hint)
        raise MappingError(f"{self.file} has {len(said)} mistakes\n" + "\n".join(said), hint)

    def whole(self) -> m.ImportMap:
        self.only(self.raw, _TOP, ())
        system = self.text(self.raw, "system", (), needed=True)
        if system and not _SYSTEM.match(system):
            self.wrong(("system",), "`system` is a short name of small letters, digits, dots and dashes")
        tables = {name: self.table(name, row) for name, row in self.rows("tables")}
        if not tables:
            self.wrong((), "no [tables.x]: name at least one table of the export")
        words = dict(self.rows("words"))
        forms = FormReader(self.wrong, self.lines, tables, words)
        blocks = self.raw.get("record", [])
        if not isinstance(blocks, list) or not blocks:
            self.wrong(("record",), "no [[record]]: say at least one kind of record to make")
            blocks = []
        records = tuple(self.record(number, block, forms) for number, block in enumerate(blocks))
        return m.ImportMap(
            file=self.file,
            system=system,
            about=self.text(self.raw, "about", ()),
            encoding=self.encoding(),
            delimiter=self.delimiter(),
            blank=frozenset(self.texts(self.raw, "blank", ())),
            given={name: m.Given(name, self.text(row, "about", ("given", name))) for name, row in self.rows("given")},
            tables=tables,
            words=words,
            records=records,
            staff=self.entry("staff", forms),
            programmes=self.entry("programmes", forms),
            identities=self.entry("identities", forms),
            left_out={name: str(reason) for name, reason in self.part(self.raw, "left_out", ()).items()},
            skips=tuple(self.skip(index, row, forms) for index, row in enumerate(self.raw.get("skip", []))),
        )

    def encoding(self) -> str:
        name = self.text(self.raw, "encoding", ()) or "utf-8"
        try:
            return ("".encode(name) and name) or name
        except LookupError:
            self.wrong(("encoding",), f"no encoding is called {name!r}; common ones: utf-8, cp1252, latin-1, utf-16")
            return "utf-8"

    def delimiter(self) -> str:
        mark = self.text(self.raw, "delimiter", ()) or ","
        if len(mark) != 1:
            self.wrong(("delimiter",), '`delimiter` is one character, for example ";" or "\\t"')
        return mark[:1]

    def table(self, name: str, row: dict[str, Any]) -> m.TableSpec:
        path: KeyPath = ("tables", name)
        self.only(row, _TABLE, path)
        key = row.get("key", [])
        columns = tuple(key) if isinstance(key, list) else (key,)
        if not all(isinstance(column, str) for column in columns):
            self.wrong((*path, "key"), "`key` is a column, or a list of columns")
            columns = ()
        refers = {column: str(table) for column, table in self.part(row, "refers", path).items()}
        for column, target in refers.items():
            if target not in self.raw.get("tables", {}):
                near = near_hint(target, self.raw.get("tables", {}))
                self.wrong((*path, "refers", column), f"there is no [tables.{target}]{near}")
        return m.TableSpec(
            name, self.text(row, "file", path) or f"{name}.csv", columns, refers, self.lines.line_of(path)
        )

    def record(self, number: int, row: Any, forms: FormReader) -> m.RecordSpec:
        path: KeyPath = ("record", number)
        self.only(row, _RECORD, path)
        table = self.source(row, path)

        def form(key: str) -> m.Form | None:
            return forms.form(row[key], table, (*path, key)) if key in row else None

        fields = {
            key: forms.form(value, table, (*path, "set", key)) for key, value in self.part(row, "set", path).items()
        }
        sections = {
            title: forms.form(value, table, (*path, "sections", title))
            for title, value in self.part(row, "sections", path).items()
        }
        name = forms.form(row.get("name", "{@date}"), table, (*path, "name"))
        return m.RecordSpec(
            number=number, type=self.text(row, "type", path, needed=True), table=table, client=form("client"),
            date=form("date"), name=name, where=forms.condition(row.get("where"), table, (*path, "where")),
            order=self.text(row, "order", path), fields=fields, body=form("body"), sections=sections,
            part=self.text(row, "part", path),
            line=self.lines.line_of(path),
        )  # fmt: skip

    def entry(self, word: str, forms: FormReader) -> m.EntrySpec | None:
        if word not in self.raw:
            return None
        row, path = self.part(self.raw, word, ()), (word,)
        self.only(row, _ENTRY, path)
        table = self.source(row, path)
        key = "client" if word == "identities" else "id"
        if key not in row:
            self.wrong(path, f"`{key}` is missing in [{word}]")
        fields = {
            name: forms.form(value, table, (word, "set", name)) for name, value in self.part(row, "set", path).items()
        }
        return m.EntrySpec(table, forms.form(row.get(key, ""), table, (word, key)), fields, self.lines.line_of(path))

    def skip(self, index: int, row: Any, forms: FormReader) -> m.Skip:
        path: KeyPath = ("skip", index)
        self.only(row, _SKIP, path)
        table = self.source(row, path)
        condition = forms.condition(row.get("where"), table, (*path, "where"))
        if condition is None:
            self.wrong(path, "[[skip]] needs `where`: which rows; a whole table goes under [left_out]")
        reason = self.text(row, "reason", path, needed=True)
        return m.Skip(table, condition or m.Condition({}, 1), reason, self.lines.line_of(path))

    # --- small steps -------------------------------------------------------------------------

    def source(self, row: Any, path: KeyPath) -> str:
        table = self.text(row, "from", path, needed=True)
        tables = self.raw.get("tables", {})
        if table and table not in tables:
            self.wrong((*path, "from"), f"there is no [tables.{table}]{near_hint(table, tables)}")
        return table

    def only(self, row: Any, known: Iterable[str], path: KeyPath) -> None:
        if not isinstance(row, dict):
            self.wrong(path, f"`{path[-1] if path else self.file}` must be a table")
            return
        known = tuple(known)
        for key in row:
            if key not in known:
                near = or_all(key, known)
                self.wrong((*path, key), f"there is no key `{key}` here{near}")

    def rows(self, word: str) -> list[tuple[str, dict[str, Any]]]:
        table = self.part(self.raw, word, ())
        for name, row in table.items():
            if not isinstance(row, dict):
                self.wrong((word, name), f"write [{word}.{name}] with keys below it")
        return [(name, row) for name, row in table.items() if isinstance(row, dict)]

    def part(self, row: Any, key: str, path: KeyPath) -> dict[str, Any]:
        found = row.get(key, {}) if isinstance(row, dict) else {}
        if not isinstance(found, dict):
            self.wrong((*path, key), f"`{key}` must be a table")
            return {}
        return found

    def text(self, row: Any, key: str, path: KeyPath, *, needed: bool = False) -> str:
        found = row.get(key, "") if isinstance(row, dict) else ""
        if not isinstance(found, str):
            self.wrong((*path, key), f"`{key}` must be text in quotes")
            return ""
        if needed and not found:
            self.wrong(path, f"`{key}` is missing here")
        return found

    def texts(self, row: Any, key: str, path: KeyPath) -> list[str]:
        found = row.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            self.wrong((*path, key), f"`{key}` must be a list of texts")
            return []
        return found
