"""From older formats of the records to that of today: what is not signed gets the names of today.

Gives texts, writes nothing. A signed record stays as it was signed, and is read by its older names for ever; every
other byte of what is converted stays as well. The settings come first: where a run is cut short, an older version
knows that it may meet what it does not understand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from caseload_tools.chart.caseload import files_below, read_document, tree_of
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import FILE, Practice
from caseload_tools.practice.record_format import FIRST_READ_BY, FORMAT
from caseload_tools.text import Document, rename_key, set_key
from caseload_tools.text.rendering import quote_scalar
from caseload_tools.values import frozen

_RECORDS = "records"
_FORMAT_LINE = re.compile(r"(?m)^(format[ \t]*=[ \t]*)([0-9]+)")
_NEEDS_LINE = re.compile(r"(?m)^(needs[ \t]*=[ \t]*)(\"[^\"\n]*\"|'[^'\n]*')")
_NAME_LINE = re.compile(r"(?m)^[\"']?name[\"']?[ \t]*=[^\r\n]*(\r?\n)")
_TABLE = re.compile(r"(?m)^[ \t]*\[")


@frozen
class Converted:
    """A file before and after, and what was done to it, each in words."""

    path: str
    before: str
    after: str
    what: tuple[str, ...]


@frozen
class StaysAsSigned:
    """A signed record with older names, or a file that cannot be converted: it stays, for the reason that is said."""

    path: str
    why: str
    signed: bool = True


def conversions(root: Path, practice: Practice, to: int = FORMAT) -> Iterator[Converted | StaysAsSigned]:
    """What is to be converted to a format, the settings first; nothing for a file that is of that format."""
    settings = _settings(root, practice, to)
    if settings is not None:
        yield settings
    for path in files_below(tree_of(root), _RECORDS):
        document = read_document(root, path) if path.endswith(".md") else None
        if document is not None and document.usable and document.older is not None:
            yield _record(root, document)


def _record(root: Path, document: Document) -> Converted | StaysAsSigned:
    path = document.path
    if document.data.get("signatures"):
        return StaysAsSigned(path, "it is signed, and is read by its older names for ever")
    before = (root / path).read_bytes().decode("utf-8")
    text, what = before, []
    try:
        for key in document.older_names:
            if key.is_word:
                text = set_key(text, key.path, quote_scalar(key.name))
            else:
                text = rename_key(text, key.path, key.name)
            what.append(f"`{key.older}` is `{key.name}`")
    except CaseloadError as error:
        return StaysAsSigned(path, error.message, signed=False)
    return Converted(path, before, text, tuple(what))


def _settings(root: Path, practice: Practice, to: int) -> Converted | None:
    """caseload.toml with the format raised, and the version that reads it; None where it is of that format."""
    if practice.format >= to:
        return None
    before = (root / FILE).read_bytes().decode("utf-8")
    wanted: dict[str, object] = {"format": to}
    text = _with_line(before, _FORMAT_LINE, "format", str(to))
    if to in FIRST_READ_BY:
        wanted["needs"] = FIRST_READ_BY[to]
        text = _with_line(text, _NEEDS_LINE, "needs", f'"{FIRST_READ_BY[to]}"')
    if _data(text) != {**_data(before), **wanted}:
        lines = " and ".join(f"{key} = {value!r}".replace("'", '"') for key, value in wanted.items())
        raise CaseloadError(f"{FILE} cannot be changed without touching something else", f"write {lines} at its top")
    return Converted(FILE, before, text, (f"the format is {to}",))


def _with_line(text: str, pattern: re.Pattern[str], key: str, value: str) -> str:
    """The text with a value at a key of its top; a new line goes below the practice's name, or above all."""
    first = _TABLE.search(text)
    top, rest = (text[: first.start()], text[first.start() :]) if first else (text, "")
    if pattern.search(top):
        return pattern.sub(lambda found: f"{found[1]}{value}", top, count=1) + rest
    if _NAME_LINE.search(top):
        return _NAME_LINE.sub(lambda found: f"{found[0]}{key} = {value}{found[1]}", top, count=1) + rest
    mark = text[: text.startswith("\ufeff")]
    line_end = "\r\n" if "\r\n" in text else "\n"
    return f"{mark}{key} = {value}{line_end}{text.removeprefix(mark)}"


def _data(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return {}
