"""Tables: real ones, with a caption that says order and scale, in a box that scrolls by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from caseload_tools.site.html import Child, Html, element, joined_html


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it shows and, where that differs, the value it sorts by."""

    shown: Child
    value: str | int | float | None = None
    class_: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row. The first cell is its heading; `facts` are what the filter reads, by the name of the filter."""

    cells: Sequence[Cell | str | int]
    facts: dict[str, str] = field(default_factory=dict)
    anchor: str = ""


def table(
    label: str,
    heads: Sequence[str],
    rows: Iterable[TableRow],
    *,
    caption: Child = None,
    id_: str = "",
    numbers: Sequence[int] = (),
    sorted_by: int | None = None,
    sortable: bool = False,
    wide: bool = False,
) -> Html:
    """A table in its scrolling box. `label` must differ from every other on the page; `numbers` are columns."""
    head = element(
        "tr",
        *(
            element(
                "th",
                words or element("span", "more", class_="vh"),
                scope="col",
                class_="n" if column in numbers else "",
                aria_sort="ascending" if column == sorted_by else None,
            )
            for column, words in enumerate(heads)
        ),
    )
    inside = element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", head),
        element("tbody", joined_html(_row(row, numbers) for row in rows)),
        id=id_ or None,
        class_="t wide" if wide else "t",
        data_sort=sortable,
    )
    return element("div", inside, class_="box", tabindex="0", role="region", aria_label=label)


def _row(row: TableRow, numbers: Sequence[int]) -> Html:
    cells = []
    for column, given in enumerate(row.cells):
        cell = given if isinstance(given, Cell) else Cell(given)
        classes = " ".join(word for word in (cell.class_, "n" if column in numbers else "") if word)
        name = "td" if column else "th"
        scope = None if column else "row"
        cells.append(element(name, cell.shown, scope=scope, class_=classes, data_v=_key(cell.value)))
    facts: dict[str, str | None] = {f"data_{name}": value for name, value in row.facts.items()}
    return element("tr", *cells, id=row.anchor or None, **facts)


def _key(value: str | int | float | None) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name in `data-…`, its label, its values with their words."""

    name: str
    label: str
    values: Sequence[tuple[str, str]]


def filter_bar(table_id: str, noun: str, choices: Sequence[Choice]) -> Html:
    """The filter above a table. Hidden until the script shows it, since without script it would do nothing."""
    fields = (
        element(
            "label",
            choice.label,
            element(
                "select",
                element("option", "all", value=""),
                *(element("option", words, value=value) for value, words in choice.values),
                name=choice.name,
            ),
        )
        for choice in choices
        if len(choice.values) > 1
    )
    return element(
        "form",
        *fields,
        element("button", "Show all", type="reset"),
        element("output"),
        class_="filter",
        data_of=table_id,
        data_noun=noun,
        hidden=True,
    )
