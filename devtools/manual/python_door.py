"""docs/reference/python.md: every name that notebooks and scripts may use, with its signature and its docstring.

What stands in a value's row, and how, is read from the types of its fields. Must hold no facts of its own.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from textwrap import fill

from caseload_tools import __all__ as FOREMOST
from caseload_tools import api

INTRODUCTION = """\
# From Python

The names that notebooks and scripts may use; [Ask from Python](../how-to/notebooks.md) shows them at work. Each
has types that `mypy --strict` reads. Every value is frozen. What you can put right is a `CaseloadError`; what the
system refuses (a full disk, a missing right) is Python's `OSError`.

A name that is not on this page may change with any version.
"""
_WIDTH = 120
# How a field's type is told by `as_dict` and `to_rows`, which suit JSON.
FORMS = {
    "str": "text",
    "int": "number",
    "float": "number",
    "date": "text, `YYYY-MM-DD`",
    "None": "`null`",
    "tuple[str, ...]": "list of texts",
}


def python_page() -> str:
    """The whole page as Markdown."""
    first = [name for name in FOREMOST if not name.startswith("_")]
    others = [name for name in api.__all__ if name not in first]
    named = [("caseload_tools", name) for name in first] + [("caseload_tools.api", name) for name in others]
    return "\n".join([INTRODUCTION, *("\n".join(_section(home, name)) for home, name in named)]).rstrip() + "\n"


def _section(home: str, name: str) -> Iterator[str]:
    thing = getattr(api, name)
    yield f"## {name}\n"
    yield (
        f"```python\nfrom {home} import {name}\n"
        + ("" if inspect.isclass(thing) else _signature(name, thing))
        + "```\n"
    )
    yield from _prose(thing)
    if not inspect.isclass(thing):
        return
    if dataclasses.is_dataclass(thing) and (rows := list(_fields(thing))):
        yield (
            "| field | type | in a row |\n|---|---|---|"
            if issubclass(thing, api.PlainRow)
            else "| field | type |\n|---|---|"
        )
        yield from (*rows, "")
    for member, value in vars(thing).items():
        if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
            yield f"### {name}.{member}\n"
            yield f"```python\n{_member(member, value)}```\n"
            yield from _prose(value)


def _prose(thing: object) -> Iterator[str]:
    for passage in re.split(r"\n\n+", inspect.getdoc(thing) or ""):
        yield fill(" ".join(passage.split()), _WIDTH, break_on_hyphens=False, break_long_words=False) + "\n"


def _fields(cls: type) -> Iterator[str]:
    for each in dataclasses.fields(cls):
        if not each.name.startswith("_"):
            kind = str(each.type)
            cells = [f"`{each.name}`", f"`{kind}`".replace("|", "\\|")]
            yield f"| {' | '.join([*cells, _form(kind)] if issubclass(cls, api.PlainRow) else cells)} |"


def _form(kind: str) -> str:
    """Fails for a type that nobody has told of in FORMS."""
    return " or ".join(FORMS[part] for part in kind.split(" | "))


def _member(name: str, value: object) -> str:
    if isinstance(value, property):
        return f"{name}: {inspect.signature(value.fget).return_annotation}\n" if value.fget else ""
    return _signature(name, value)


def _signature(name: str, function: object) -> str:
    assert inspect.isfunction(function)
    asked = inspect.signature(function)
    own = [each for each in asked.parameters.values() if each.name != "self"]
    shown = [_parameter(each) for each in own]
    first_named = next((at for at, each in enumerate(own) if each.kind is each.KEYWORD_ONLY), None)
    if first_named is not None:
        shown.insert(first_named, "*")
    return f"{name}({', '.join(shown)}) -> {asked.return_annotation}\n"


def _parameter(each: inspect.Parameter) -> str:
    default = "" if each.default is each.empty else f" = {each.default!r}"
    return f"{each.name}: {each.annotation}{default}"
