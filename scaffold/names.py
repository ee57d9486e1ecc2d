"""Whether a name is free, and can be one, for what is begun: refused before anything is written. Looks, never writes.

A name becomes a file, a function or class, and for a page an address. Each of these can be taken, or impossible on some
computer, and what is begun under such a name breaks the program until somebody renames it.
"""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from pathlib import Path

from caseload_tools.chart.clocks import DUTIES, PRACTICE_DUTIES
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.cli.app import COMMANDS
from caseload_tools.errors import CaseloadError
from caseload_tools.history.record_path import ATTACHMENTS, TYPE_OF_FOLDER
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice.measures import MEASURES
from caseload_tools.reports import all_reports
from caseload_tools.text.file_names import name_faults
from scaffold.places import PACKAGE, ROOT

LONGEST = 40
# Where what is begun goes, by its kind.
FOLDERS = {
    "rule": "lint/rules",
    "record": "chart/records",
    "measure": "practice/measures",
    "clock": "chart/clocks",
    "report": "reports",
    "page": "site/pages",
}
# In these the folder says what a `plan` in it is; everywhere else a function's name stands once
# (OPEN of tests/test_architecture.py).
OPEN = (
    *(*FOLDERS.values(), "chart/across", "chart/disclosing/bases", "audit/changes/words"),
    *("lint/formats", "desk/drafts", "desk/exchange"),
)
OPEN = (*OPEN, "cli/commands", "audit/checks", "guard/doctor/checks")
# What YAML and TOML read as a value, where the name is written as a key or a word.
_VALUES = {"true", "false", "null", "none", "yes", "no", "on", "off", "nan", "inf"}
# What a site has beside our pages, or what MkDocs takes for its first page.
_SERVED = {"404", "index", "readme", "search", "sitemap"}
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_IN_QUOTES = re.compile(r'[^"\\{}$\x00-\x1f\x7f\ud800-\udfff]+\Z')
_ANOTHER = "take another name"


def python_name(name: str) -> str:
    """A name as a Python function has it. Refuses what is no name, too long, or no file everywhere."""
    if not _NAME.match(name):
        hint = "small letters, digits and hyphens, such as goal-in-capitals"
        raise CaseloadError(f"`{name}` is no name for it", hint)
    if len(name) > LONGEST:
        raise CaseloadError(f"a name of {len(name)} letters is too long", f"{LONGEST} at most")
    if name in _VALUES:
        raise CaseloadError(f"`{name}` is read as a value, and not as a name", _ANOTHER)
    if any(name_faults([name])):
        raise CaseloadError(f"`{name}` can be no file on Windows", _ANOTHER)
    return name.replace("-", "_")


def free_name(kind: str, name: str) -> str:
    """A name as a Python function has it, if nothing else in its place, or in Python, is called so."""
    function = python_name(name)
    if keyword.iskeyword(function) or hasattr(builtins, function):
        raise CaseloadError(f"`{name}` is a word of Python", f"{_ANOTHER}, such as {name}-of-clients")
    if function in sys.stdlib_module_names:
        raise CaseloadError(f"`{name}` is a module of Python", f"{_ANOTHER}, such as {name}-of-clients")
    folder = PACKAGE / FOLDERS[kind]
    for file in (folder / f"{function}.py", folder / function):
        if kind != "rule" and file.exists():
            raise CaseloadError(f"{_place(file)} is there already", _ANOTHER)
    if name in _known(kind):
        raise CaseloadError(f"there is a {kind} `{name}` already", _ANOTHER)
    if taken := _defined(function, folder) or _imported_by_template(kind, function):
        raise CaseloadError(f"`{function}` is taken in {taken}", _ANOTHER)
    if name == kind:
        raise CaseloadError(f"`{name}` is the word for each of its kind", f"{_ANOTHER}, such as {name}-of-clients")
    if kind == "report" and name in COMMANDS:
        raise CaseloadError(f"`caseload {name}` is a command already", _ANOTHER)
    return function


def free_record(name: str, folder: str) -> tuple[str, str]:
    """The names of the file and of the class of a new type of record, if its word, class and folder are free."""
    function = free_name("record", name)
    class_ = "".join(part.capitalize() for part in name.split("-"))
    python_name(folder)
    if folder in RECORD_TYPES:
        raise CaseloadError(f"the folder `{folder}` has the name of a type of record", f"{_ANOTHER}, such as {name}s")
    if folder in TYPE_OF_FOLDER:
        hint = f"{_ANOTHER}; a folder holds records of one type"
        raise CaseloadError(f"the folder `{folder}` is that of the {TYPE_OF_FOLDER[folder]} records", hint)
    if folder in (ATTACHMENTS, "clients", "practice", "records"):
        raise CaseloadError(f"the folder `{folder}` has another use in a practice", _ANOTHER)
    schema = ROOT / "schemas" / f"{name}.schema.json"
    if schema.exists():
        raise CaseloadError(f"{_place(schema)} is there already", _ANOTHER)
    taken = "Python" if hasattr(builtins, class_) else _defined_class(class_) or _imported_by_template("record", class_)
    if taken:
        raise CaseloadError(f"a class `{class_}` is taken in {taken}", _ANOTHER)
    return function, class_


def free_clock(kind: str) -> str:
    """The name of a new clock's function, if nothing that falls due is called so in words."""
    function = free_name("clock", kind.replace(" ", "-"))
    if kind in DUTIES or kind in PRACTICE_DUTIES:
        raise CaseloadError(f"there is a clock `{kind}` already", _ANOTHER)
    return function


def free_page(name: str) -> str:
    """The name of a new page's function, if its address is free as well."""
    function = free_name("page", name)
    texts = (file.read_text(encoding="utf-8") for file in (PACKAGE / "site").rglob("*.py"))
    if name in _SERVED or any(f'"{name}.html"' in text for text in texts):
        raise CaseloadError(f"the site has {name}.html already", _ANOTHER)
    return function


def checked_words(option: str, words: str) -> str:
    """Words that are written between quotes in Python as they are."""
    if not _IN_QUOTES.match(words):
        raise CaseloadError(f"{option} cannot be written into a file as it is", "leave out quotes, braces and the like")
    return words


def _known(kind: str) -> set[str]:
    """What people ask for by name, whatever its file is called."""
    if kind == "rule":
        return {rule.name for rule in load_rules().values()}
    return {*{"record": RECORD_TYPES, "measure": MEASURES, "report": all_reports()}.get(kind, {})}


def _defined(function: str, folder: Path) -> str:
    """Where a function of this name is that the new one would be taken for, or that it would replace."""
    looks = re.compile(rf"^(?:def {function}\(|{function}\b.* = |(?:from .*)?import .*\b{function}\b)", re.MULTILINE)
    beside = (file for file in folder.glob("*.py") if re.search(rf"^def {function}\(", _text(file), re.MULTILINE))
    if folder.name == "rules":
        beside = (file for file in folder.glob("*.py") if looks.search(_text(file)))
    if found := next(beside, None):
        return _place(found)
    free = tuple(PACKAGE / each for each in OPEN)
    elsewhere = (file for file in sorted(PACKAGE.rglob("*.py")) if not any(each in file.parents for each in free))
    definition = re.compile(rf"^def {function}\(", re.MULTILINE)
    return next((_place(file) for file in elsewhere if definition.search(_text(file))), "")


def _defined_class(class_: str) -> str:
    looks = re.compile(rf"^(?:class {class_}\b|{class_}\b.* = )", re.MULTILINE)
    return next((_place(file) for file in sorted(PACKAGE.rglob("*.py")) if looks.search(_text(file))), "")


def _imported_by_template(kind: str, name: str) -> str:
    """The template that imports a name, which what is begun would hide."""
    template = ROOT / "scaffold" / "templates" / f"{kind}.txt"
    imported = re.findall(r"^from \S+ import (.*)$", _text(template), re.MULTILINE)
    return _place(template) if name in re.findall(r"\w+", " ".join(imported)) else ""


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
