"""How one value of a mapping file is written, read into a form of mapping.py.

The whole of the value language: text with braces, a list of alternatives, and small tables
whose first word says what they are (`rows_of`, `link`, `list`, `value`, `map`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.import_mistakes import NoteMistake, near_hint, or_all
from caseload_tools.desk.exchange.csv_import.template import Template, parse_template
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.toml_lines import TomlLines

_GUARDS = ("when", "unless")
_ROWS = ("rows_of", "by", "where", "order", "take", "value", *_GUARDS)
_PLACES = ("rows_of", "by", "place", "size", "value", "total", *_GUARDS)
_TAKES = ("all", "first", "last", "only")


class FormReader:
    """Reads forms against the tables and word lists that the mapping names."""

    def __init__(
        self, wrong: NoteMistake, lines: TomlLines, tables: Mapping[str, m.TableSpec], words: Mapping[str, Any]
    ) -> None:
        self.wrong = wrong
        self.lines = lines
        self.tables = tables
        self.words = words

    def form(self, raw: Any, table: str, path: KeyPath) -> m.Form:
        """One value, as it is asked of the rows of `table`."""
        line = self.lines.line_of(path)
        if isinstance(raw, str):
            return m.Text(self.template(raw, line), line)
        if isinstance(raw, bool | int | float):
            return m.Constant(raw, line)
        if isinstance(raw, list):
            return m.FirstOf(tuple(self.form(each, table, path) for each in raw), line)
        if isinstance(raw, dict):
            return self._guarded(raw, table, path, line)
        self.wrong(path, "write a date as text in quotes")
        return m.Constant(None, line)

    def template(self, raw: str, line: int) -> Template:
        try:
            template = parse_template(raw)
        except ValueError as error:
            self.wrong(line, str(error))
            return Template(())
        for place in template.placeholders:
            for each in place.filters:
                if each.name == "words" and each.argument not in self.words:
                    near = near_hint(each.argument, self.words)
                    self.wrong(line, f"there is no [words.{each.argument}]{near}")
        return template

    def condition(self, raw: Any, table: str, path: KeyPath) -> m.Condition | None:
        """`{column = "WORD"}` or `{column = ["ONE", "OTHER"]}`."""
        if raw is None:
            return None
        line = self.lines.line_of(path)
        if not isinstance(raw, dict) or not raw:
            self.wrong(path, 'a condition is written { column = "WORD" } or { column = ["ONE", "OTHER"] }')
            return None
        wanted = {}
        for column, words in raw.items():
            each = words if isinstance(words, list) else [words]
            if not all(isinstance(word, str) for word in each):
                self.wrong(path, f"`{column}` must be compared with text in quotes, as cells are text")
            wanted[column] = frozenset(map(str, each))
        return m.Condition(wanted, line)

    def _guarded(self, raw: dict[str, Any], table: str, path: KeyPath, line: int) -> m.Form:
        form = self._table_form(raw, table, path, line)
        when = self.condition(raw.get("when"), table, (*path, "when"))
        unless = self.condition(raw.get("unless"), table, (*path, "unless"))
        return m.Guarded(form, when, unless, line) if when or unless else form

    def _table_form(self, raw: dict[str, Any], table: str, path: KeyPath, line: int) -> m.Form:
        if "rows_of" in raw:
            return self._rows(raw, table, path, line)
        if "link" in raw:
            self._only(raw, ("link", *_GUARDS), path)
            return self._link(raw["link"], table, path, line)
        if "list" in raw:
            self._only(raw, ("list", *_GUARDS), path)
            items = raw["list"] if isinstance(raw["list"], list) else [raw["list"]]
            return m.ListOf(tuple(self.form(each, table, (*path, "list")) for each in items), line)
        if "map" in raw and isinstance(raw["map"], dict):
            self._only(raw, ("map", *_GUARDS), path)
            return m.MapOf({key: self.form(v, table, (*path, "map", key)) for key, v in raw["map"].items()}, line)
        if "value" in raw:
            self._only(raw, ("value", *_GUARDS), path)
            return self.form(raw["value"], table, (*path, "value"))
        near = next(
            (hint for key in raw if (hint := near_hint(key, ("rows_of", "link", "list", "map", "value")))),
            "",
        )
        self.wrong(path, f"a table here needs one of `value`, `rows_of`, `link`, `list`, `map`{near}")
        return m.Constant(None, line)

    def _link(self, column: Any, table: str, path: KeyPath, line: int) -> m.Form:
        spec = self.tables.get(table)
        if not isinstance(column, str) or (spec and column not in spec.refers):
            known = spec.refers if spec else ()
            near = near_hint(str(column), known)
            self.wrong(path, f"`link` needs a column that [tables.{table}] lists under `refers`{near}")
        return m.Link(str(column), line)

    def _rows(self, raw: dict[str, Any], table: str, path: KeyPath, line: int) -> m.Form:
        by_place = not {"place", "size", "total"}.isdisjoint(raw)
        self._only(raw, _PLACES if by_place else _ROWS, path)
        child = raw["rows_of"]
        if child not in self.tables:
            self.wrong((*path, "rows_of"), f"there is no [tables.{child}]{near_hint(str(child), self.tables)}")
            return m.Constant(None, line)
        if table in self.tables and len(self.tables[table].key) != 1:
            self.wrong(path, f"[tables.{table}] needs a `key` of one column, for other rows to point to it")
        by = raw.get("by") or self._by(child, table, path)
        if "value" not in raw:
            self.wrong(path, f"`value` is missing: what to take from the rows of {child}")
        value = self.form(raw.get("value", ""), child, (*path, "value"))
        if by_place:
            place = self.form(raw.get("place", ""), child, (*path, "place"))
            size = self.form(raw.get("size", ""), table, (*path, "size"))
            if not {"place", "size"} <= raw.keys() or not isinstance(place, m.Text):
                self.wrong(path, "a list with places needs `place`, a column, and `size`, the number of places")
                return m.Constant(None, line)
            total = self.form(raw["total"], table, (*path, "total")) if "total" in raw else None
            return m.ItemSlots(child, by, place, size, value, total, line)
        take = raw.get("take", "all")
        if take not in _TAKES:
            self.wrong((*path, "take"), f"`take` is one of {', '.join(_TAKES)}{near_hint(str(take), _TAKES)}")
            take = "all"
        where = self.condition(raw.get("where"), child, (*path, "where"))
        return m.Rows(child, by, where, str(raw.get("order", "")), take, value, line)

    def _by(self, child: str, table: str, path: KeyPath) -> str:
        pointing = [column for column, target in self.tables[child].refers.items() if target == table]
        if len(pointing) != 1:
            why = "no column" if not pointing else "several columns"
            self.wrong(path, f"{why} of {child} under `refers` point to {table}; say which with `by`")
            return ""
        return pointing[0]

    def _only(self, raw: dict[str, Any], known: tuple[str, ...], path: KeyPath) -> None:
        for key in raw:
            if key not in known:
                near = or_all(key, known)
                self.wrong((*path, key), f"there is no key `{key}` here{near}")
