"""What a rule says is wrong, and where in a record's data: before line and column are known.

A Problem is a plain value that names a place by its path (`objectives`, 0, `text`). The lint
engine turns it into a Finding with line and column, late, so that clean records pay nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from caseload_tools.text import Document
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.values import frozen


@frozen
class Related:
    """A second place that explains a problem, such as the plan a note disagrees with."""

    document: Document
    path: KeyPath
    message: str


@frozen
class Repair:
    """A change that is sure to be what was meant; `caseload fix` makes it, nobody else.

    set: the value at `path` becomes the text `value`. write: it becomes what `value` is the source of, such as
    `[phone, sms]`. rename: the key at `path` is called `value`. quote: the value at `path`
    and what stands behind it on its line become one text in quotes. unmark: the file begins without a byte order mark.
    heading: line `line` of the file becomes the heading `value`.
    """

    kind: Literal["set", "write", "rename", "quote", "unmark", "heading"]
    value: str
    path: KeyPath
    line: int = 0


@frozen
class Problem:
    """One thing wrong at one place.

    `path` leads into the document's data; its last steps may be missing there (a key that
    should exist): the nearest part that does exist is pointed at. `line` and `column` are
    1-based places in the whole file and are given only for places in the body. `said` is the phrase of a list of ours
    that stands there, and so may be said; never anything read in the record.
    """

    document: Document
    path: KeyPath
    message: str
    hint: str = ""
    line: int = 0
    column: int = 0
    related: tuple[Related, ...] = ()
    repair: Repair | None = None
    said: str = ""
    most: Literal["error", "warning", "advice"] = "error"
    """The gravest that it can be, whatever level its rule has."""


Problems: TypeAlias = Iterator[Problem]
