"""The house is an hourglass, and these lists are its plan: who may import whom, and where each library lives.

A file imports only from lower levels. In an open folder (rules, reports, pages, record types ...) no file
imports another of the same kind, so that adding one never means reading the others. Each third-party
library stays behind one door. A failure says which level or which door to use.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "caseload_tools"
LONGEST_FILE = 400

# The twelve rooms and the ground they stand on, floor by floor from below. Rooms of one floor are neighbours: they do
# not import each other. A room inside a room has a line of its own where it stands on the rest. A further room needs a
# decision (docs/decisions/0054-twelve-rooms.md).
LEVELS = (
    ("0, the ground", "errors", "values"),
    ("0, the ground", "dates", "shipped", "collector"),
    ("1", "text", "git"),
    ("2", "history", "practice", "practice.measures"),
    ("2", "history.readers"),
    ("3", "chart", "chart.records"),
    ("3", "chart.unplaced", "chart.audience_doubts", "chart.release_contents"),
    ("3", "chart.shelf", "chart.corrections"),
    ("3", "chart.chart"),
    ("3", "chart.not_read", "chart.time_spent", "chart.comfort"),
    ("3", "chart.risk", "chart.score_changes", "chart.first_day", "chart.disclosing"),
    ("3", "chart.caseload", "chart.thread", "chart.across", "chart.draft_hints"),
    ("3", "chart.audience"),
    ("3", "chart.signing"),
    ("3", "chart.charging", "chart.replacing"),
    ("3", "chart.clocks"),
    ("3", "chart.decisions"),
    ("3", "chart.ledger", "chart.doubts"),
    ("4", "reports", "desk", "desk.drafts"),
    ("4", "desk.exchange", "desk.founding", "desk.demo", "desk.new_record"),
    ("5", "lint", "audit.changes"),
    ("5", "lint.rules", "lint.review", "audit"),
    ("6", "site", "guard"),
    ("7", "cli"),
    ("7", "cli.commands"),
    ("8", "api"),
)
# Twelve, and what may go into each: docs/decisions/0054-twelve-rooms.md.
ROOMS = ("text", "git", "history", "practice", "chart", "reports", "desk", "lint", "audit", "site", "guard", "cli")
RANK = {room: rank for rank, (_, *rooms) in enumerate(LEVELS) for room in rooms}
NAME = {room: name for name, *rooms in LEVELS for room in rooms}

# Open folders, and in each the frame that its files stand on. Any other file of the folder is one of a
# kind: a rule family, a record type, a page. It imports the frame, never its siblings; `__init__` may.
OPEN = {
    "practice/measures": {"measure", "custom", "registry"},
    "chart/records": {
        *("assignment", "base", "problem", "checking", "from_document", "schemas", "sentences", "slash_dates"),
        *("disposition", "right_lines", "value_meanings", "trade_words", "other_forms", "lost_values", "day_keys"),
        *("counted_days", "who_was_there"),
    },
    "chart/across": {"gathering"},
    "chart/clocks": {"obligation"},
    "chart/disclosing/bases": {"basis"},
    "audit/changes/words": set[str](),
    "lint/formats": set[str](),
    "lint/rules": set[str](),
    "reports": {"report"},
    "desk/drafts": {"draft"},
    "site/pages": set[str](),
    "desk/exchange": set[str](),
    "cli/commands": set[str](),
    "audit/checks": {"past_check"},
    "guard/doctor/checks": {"doctor_check"},
}

# Each library behind one door, so that it can be exchanged there, and watched there.
HOMES = {
    "yaml": {"text.front_matter.yaml_events"},
    "frontmatter": {"text.compat"},
    "jsonschema": {"chart.records.checking"},
    "jsonschema_rs": {"chart.records.checking"},
    "referencing": {"chart.records.checking"},
    "git": {"git.objects", "git.written_history"},
    "gitdb": {"git.written_history"},  # what GitPython keeps its objects in, and depends on
    "cryptography": {"git.ssh_signatures"},
    "pyrage": {"guard.backup.encrypting"},
    "markdown_it": {"site.safe_html"},
    "nh3": {"site.safe_html"},
    "mkdocs": {"site.publish.plugin", "site.publish.build"},
    "rich": {"cli.terminal"},
    "click": {"cli"},
    "gc": {"collector"},
    "subprocess": {"git.command", "git.ssh_keygen", "desk.editor"},
    "difflib": {"text.nearest", "cli.differing"},  # did you mean; the differences that `--diff` prints
}

# Who may write to the disk, and why nothing is torn there. Everybody else asks text.writing for a file and
# text.folders for a whole folder; both are tested with every call of the system failing, and by kill -9.
WRITERS = {
    "text.writing": "one file, whole or not at all",
    "text.folders": "one folder, whole or not at all",
    "site.publish.staging": "in a working folder of text.folders",
    "site.publish.marker": "in a working folder of text.folders, before the site has its name",
    "site.publish.build": "in a working folder of text.folders",
    "site.publish.plugin": "removes its working folder",
    "desk.demo.demo_practice": "in a working folder of text.folders",
    "desk.demo.faults.fault": "in a working folder of text.folders",
    "guard.backup.restoring": "in a working folder of text.folders",
    "git.written_history": "a history, in a working folder of text.folders",
    "git.command": "what git complains of, in a file of the system that is thrown away",
    "git.borrowed_repository": "a repository without content, in a folder of the system that is thrown away",
    "git.quarantine": "a repository without content, in a folder of the system that is thrown away",
    "git.ssh_keygen": "a signature to be checked, in a folder of the system that is thrown away",
    "audit.changes.event_cache": "removes a memory that others could read",
    "desk.founding": "in a working folder of text.folders",
    "guard.hooks.installing": "moves somebody's own hook aside, and back",
    "guard.hooks.remote": "the folder of a new repository, in which git then writes",
}
_WRITING_METHODS = {
    "write_text", "write_bytes", "mkdir", "unlink", "rename", "rmdir", "touch", "chmod", "lchmod", "symlink_to",
    "hardlink_to", "makedirs", "rmtree", "copytree", "copyfile", "copy2", "mkdtemp", "mkstemp",
    "TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile",
}  # fmt: skip
_WRITING_CALLS = {
    f"os.{name}" for name in ("replace", "link", "symlink", "remove", "removedirs", "renames", "truncate", "mkfifo")
} | {"shutil.copy", "shutil.move"}


@dataclass(frozen=True)
class Source:
    """One file of the package: its dotted name below caseload_tools, its text, its tree."""

    name: str  # `records.plan`; the `__init__` of a folder is `records`
    path: Path
    text: str

    @property
    def room(self) -> str:
        return _room(self.name)

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def _room(module: str) -> str:
    """The room of a module: the longest name of LEVELS that it is or lies in; its first part where there is none."""
    parts = module.split(".")
    known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((room for room in known if room in RANK), parts[0])


def _sources() -> Iterator[Source]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name not in ("", "__main__"):
            yield Source(name, path, path.read_text(encoding="utf-8"))


SOURCES = tuple(_sources())
MODULES = frozenset(source.name for source in SOURCES)


def _for_typing_only(tree: ast.Module) -> set[ast.AST]:
    """What stands under `if TYPE_CHECKING:`; it names types and runs nothing, so it may point upwards."""
    blocks = (node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


@cache
def _imports(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Line and full name of everything that this file imports at run time, late imports too."""
    return tuple(_find_imports(tree))


def _find_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    ignored = _for_typing_only(tree)
    for node in ast.walk(tree):
        if node in ignored:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def _own(source: Source) -> tuple[tuple[int, str], ...]:
    """The imports from our own package, as modules below it: `records.plan`."""
    found = ((line, name) for line, name in _imports(source.tree) if name.startswith("caseload_tools."))
    return tuple(dict.fromkeys((line, _file(name.removeprefix("caseload_tools."))) for line, name in found))


def _file(name: str) -> str:
    """The module that a dotted name lies in: `records.plan.Plan` is in `records.plan`."""
    parts = name.split(".")
    while len(parts) > 1 and ".".join(parts) not in MODULES:
        parts.pop()
    return ".".join(parts)


def _say(source: Source, line: int, what: str) -> str:
    return f"caseload_tools/{source.path.relative_to(PACKAGE).as_posix()}:{line}: {what}"


def test_every_room_has_a_level() -> None:
    strange = sorted({source.room for source in SOURCES} - RANK.keys())
    assert not strange, f"{strange}: which level is this? Give it one in LEVELS, or move it into a room that has one"


def test_imports_run_only_downward() -> None:
    wrong = [
        _say(
            source,
            line,
            f"{source.room} ({NAME[source.room]}) imports {name}, which is {NAME[target]}. "
            f"Use what lies below: {', '.join(room for room in RANK if RANK[room] < RANK[source.room])}; "
            "or move the thing both need down to the lower of the two levels",
        )
        for source in SOURCES
        for line, name in _own(source)
        if {source.room, target := _room(name)} <= RANK.keys()
        and target != source.room
        and RANK[target] >= RANK[source.room]
    ]
    assert not wrong, "\n".join(["imports run only downward:", *wrong])


def test_the_house_has_twelve_rooms() -> None:
    folders = {source.name.split(".")[0] for source in SOURCES if "." in source.name}
    assert folders == set(ROOMS) and len(ROOMS) == 12, "a room more needs a decision, and its floor in LEVELS"
    floor = {room: int(name[0]) for name, *rooms in LEVELS for room in (each.split(".")[0] for each in rooms)}
    wrong = sorted(
        _say(source, line, f"{source.name} imports {name}, which is not below its room")
        for source in SOURCES
        for line, name in _own(source)
        if (own := source.name.split(".")[0]) in ROOMS
        and (target := name.split(".")[0]) in ROOMS
        and own != target
        and floor[target] >= floor[own]
    )
    assert not wrong, "\n".join(["a room asks only rooms below it:", *wrong])


def test_no_two_files_import_each_other() -> None:
    asks = {source.name: {name for _, name in _own(source)} - {source.name} for source in SOURCES}
    both = sorted(f"{one} and {other}" for one in asks for other in asks[one] if one < other and one in asks[other])
    assert not both, "\n".join(["these files import each other; what both need belongs into a third:", *both])


def _public_names(tree: ast.Module) -> Iterator[str]:
    """The classes and type aliases at the top of a file; an alias is a capitalised name that is no constant."""
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        name = node.name if isinstance(node, ast.ClassDef) else target.id if isinstance(target, ast.Name) else ""
        if name[:1].isupper() and not name.isupper():
            yield name


def test_a_class_name_stands_once() -> None:
    places: dict[str, list[str]] = {}
    for source in SOURCES:
        for name in _public_names(source.tree):
            places.setdefault(name, []).append(source.name)
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert not twice, f"one word for a thing, one thing for a word (docs/words.md): {twice}"


# Folders whose files are one of a kind by their folder: the folder says what a `plan` in it is.
_ONE_OF_A_KIND = (*OPEN, "site/components", "desk/demo/faults")


def test_a_module_name_stands_once_outside_open_folders() -> None:
    places: dict[str, list[str]] = {}
    for source in SOURCES:
        folder, _, name = source.name.rpartition(".")
        if source.path.name != "__init__.py" and folder.replace(".", "/") not in _ONE_OF_A_KIND:
            places.setdefault(name, []).append(source.name)
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert not twice, f"a trace that says `{next(iter(twice), '')}.py` must mean one file: {twice}"


# One name, two functions, and why: in both places it is what a person types or writes.
_NAMED_TWICE = {
    "report": "`@report` registers one; `caseload report` and `caseload audit report` print one",
    "run": "`cli.app.run` runs a command line; `caseload hooks run` is a command",
}
# Names that say nothing of what they give: a search for them finds the whole language.
_SAYS_NOTHING = {
    "alike", "brought", "common", "done", "five", "found", "given", "got", "held", "kept", "late", "left", "made", "of",
    "on", "said", "seen", "some", "taken", "told",
}  # fmt: skip


def _public_functions(source: Source) -> Iterator[ast.FunctionDef]:
    """The public functions of a file; of one with overloads, the last."""
    found = (node for node in source.tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_")
    yield from {node.name: node for node in found}.values()


def _public_classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")


def _is_one_of_a_kind(module: str) -> bool:
    return any(_kind(module, folder) for folder in OPEN)


def test_a_function_name_stands_once_outside_open_folders() -> None:
    """A search for a name gives one hit. In an open folder the folder says what a `plan` in it is."""
    places: dict[str, list[str]] = {}
    for source in SOURCES:
        for function in _public_functions(source):
            places.setdefault(function.name, []).append(source.name)
    twice = {
        name: found
        for name, found in places.items()
        if len(found) > 1 and not all(map(_is_one_of_a_kind, found)) and name not in _NAMED_TWICE
    }
    assert not twice, f"say of each what it gives, or of what (docs/words.md): {twice}"
    idle = sorted(name for name in _NAMED_TWICE if len(places.get(name, ())) < 2)
    assert not idle, f"these stand once by now; take them off _NAMED_TWICE: {idle}"


# What nobody in the package calls, and who does.
_CALLED_FROM_OUTSIDE = {
    "open_practice": "the documented door (docs/how-to/notebooks.md)",
    "to_rows": "the documented door",
}


def _mentions(source: Source) -> Iterator[str]:
    """Each name that a file uses, once a use; to define a function is none. A string may name what is loaded late."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def _methods_too(source: Source) -> Iterator[ast.FunctionDef]:
    for body in (source.tree.body, *(each.body for each in _public_classes(source.tree) if not each.bases)):
        yield from (each for each in body if isinstance(each, ast.FunctionDef) and each.name[0] != "_")


def test_what_is_public_is_called() -> None:
    """By the package itself: what only tests call stands with them, and what nobody calls is gone.

    A decorator (a registry, a command, a hook of MkDocs, a property) may do the calling.
    """
    called = Counter(name for source in SOURCES for name in _mentions(source))
    pyproject = (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8")
    wrong = [
        _say(source, node.lineno, f"{node.name} is called by nobody in the package: take it out, or into tests/")
        for source in SOURCES
        if not _is_one_of_a_kind(source.name) and source.name != "api"
        for node in _methods_too(source)
        if not node.decorator_list
        and not called[node.name]
        and node.name not in _CALLED_FROM_OUTSIDE
        and f":{node.name}" not in pyproject
    ]
    assert not wrong, "\n".join(["what is public is called:", *wrong])
    assert not [name for name in _CALLED_FROM_OUTSIDE if called[name] > 2], "take off what the package calls by now"


def test_a_function_says_what_it_gives() -> None:
    wrong = [
        _say(source, node.lineno, f"{node.name}: a verb and its object, or what it gives back")
        for source in SOURCES
        for body in (source.tree.body, *(each.body for each in _public_classes(source.tree)))
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name in _SAYS_NOTHING
    ]
    assert not wrong, "\n".join(["a name says something:", *wrong])


def _kind(module: str, folder: str) -> str | None:
    """The file of an open folder that a module is or lies in; None outside it and for its frame."""
    prefix = folder.replace("/", ".") + "."
    if not module.startswith(prefix):
        return None
    file = module.removeprefix(prefix).split(".")[0]
    return None if file in OPEN[folder] else file


@pytest.mark.parametrize("folder", OPEN)
def test_files_of_an_open_folder_do_not_know_each_other(folder: str) -> None:
    wrong = [
        _say(
            source,
            line,
            f"{folder}/{own} imports its sibling {other}. What both need belongs on a lower level, "
            f"or into the folder's frame ({', '.join(sorted(OPEN[folder])) or 'it has none'})",
        )
        for source in SOURCES
        if (own := _kind(source.name, folder))
        for line, name in _own(source)
        if (other := _kind(name, folder)) and other != own
    ]
    assert not wrong, "\n".join(["files of an open folder do not import each other:", *wrong])


def test_each_library_stays_behind_its_door() -> None:
    wrong = [
        _say(
            source,
            line,
            f"{library} is used only by {', '.join(sorted(HOMES[library]))}; ask that module instead",
        )
        for source in SOURCES
        for line, name in _imports(source.tree)
        if (library := name.split(".")[0]) in HOMES
        and not any(source.name == home or source.name.startswith(home + ".") for home in HOMES[library])
    ]
    assert not wrong, "\n".join(["each library stays behind its door:", *wrong])


def test_every_library_has_a_door() -> None:
    known = HOMES.keys() | sys.stdlib_module_names | {"caseload_tools", "__future__"}
    strange = [
        _say(source, line, f"{name}: give it a door in HOMES, and a line with its reason in pyproject.toml")
        for source in SOURCES
        for line, name in _imports(source.tree)
        if name.split(".")[0] not in known
    ]
    assert not strange, "\n".join(["every library has a door:", *strange])


def test_whose_chart_a_path_is_in_is_asked_of_its_home() -> None:
    """Each reader that looked for `C-` by itself gave another answer for a folder that is named otherwise."""
    wrong = [
        _say(source, node.lineno, f"{ast.unparse(node)}: ask history.record_path.RecordPath.parse")
        for source in SOURCES
        if source.name != "text.client_codes"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node).endswith(".startswith('C-')")
    ]
    assert not wrong, "\n".join(["whose chart a path is in has one home:", *wrong])


def test_what_a_clients_code_looks_like_is_said_in_its_home() -> None:
    """Ten places had the pattern of `C-` codes, and none of them knew a practice's own."""
    # One finds a chart's folder in a path, one passes over file names without a number of anybody.
    other = ("history.record_path", "lint.rules.privacy")
    wrong = [
        _say(source, node.lineno, f"{node.value!r}: ask text.client_codes, with the practice's `client_codes`")
        for source in SOURCES
        if source.name not in ("text.client_codes", *other)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"C-(?:\[|\Z)", node.value)
        if not source.name.startswith("desk.demo.")
    ]
    assert not wrong, "\n".join(["what a client's code looks like has one home:", *wrong])


def test_where_a_toml_table_begins_is_known_in_one_home() -> None:
    """A pattern that takes the header of a table, and neither its name nor a key, looks for lines of TOML."""
    wrong = [
        _say(source, node.lineno, f"{ast.unparse(node)}: ask text.toml_lines.TomlLines")
        for source in SOURCES
        if source.name != "text.toml_lines"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "re.compile"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(pattern := node.args[0].value, str)
        and [bool(re.match(pattern, text)) for text in ("[staff.x]", "[[staff.x]]", "staff.x", "x = 1", "[")]
        == [True, True, False, False, False]
    ]
    assert not wrong, "\n".join(["lines of TOML have one home:", *wrong])


# What was once written in several places, how it looks in code, and its one home; and who else may, and why.
CONCEPTS = {
    "a capital at the beginning of a sentence": (
        r"\[(:1|0)\]\.(upper|lower)\(\)",
        "text.english",
        {
            "cli.outcome": "other programs' messages, whose first word may be a name",
            "desk.demo.staff": "an e-mail address out of a name",
            "desk.demo.phrases": "with the full stop of an invented sentence",
            "desk.demo.note_texts": "an invented sentence",
        },
    ),
    "a moment as records write it": (r"%Y-%m-%d %H:%M", "dates", {"cli.commands.sign": "reads one that was typed"}),
    "the practice's folder within its repository": (
        r"--show-prefix",
        "git.command",
        {
            "audit.changes.event_cache": "asked with git's own folder, in one start of git",
            "guard.backup.repository": "asked with the top and git's own folder, in one start of git",
        },
    ),
    "what became of a session by a day": (r"\"no note\" if ", "chart.records.session", dict[str, str]()),
    "did you mean": (r"did you mean ?[`{\"]", "text.nearest", dict[str, str]()),
    "the list of what there is, when nothing is like what was typed": (
        r"(known here|there are|it knows|it may be):? (\"\s*\+|\{)",
        "text.nearest",
        dict[str, str](),
    ),
}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_concept_is_written_once(concept: str) -> None:
    looks, home, others = CONCEPTS[concept]
    found = {source.name for source in SOURCES if re.search(looks, source.text)}
    assert found - {*others} == {home}, f"{concept}: ask {home}"
    assert {*others} <= found, f"{concept}: these do not any more; take them off: {sorted({*others} - found)}"


def test_only_the_command_line_speaks() -> None:
    wrong = [
        _say(source, node.lineno, f"{ast.unparse(node)}: return a value, and let cli/ print it")
        for source in SOURCES
        if source.room != "cli"
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr", "sys.__stdout__"))
    ]
    assert not wrong, "\n".join(["only the command line speaks:", *wrong])


# Which files of the command line ask git, and for what: the trees that a state of the practice is read from.
GIT_IN_CLI = {
    "cli.state": {"git.tree", "git.stored_trees", "git.staged"},
    "cli.lint_run": {"git.tree"},
    "cli.commands.diff": {"git.stored_trees"},
}
LONGEST_IN_CLI = 25


def test_the_command_line_asks_git_for_states_alone() -> None:
    wrong = [
        _say(source, line, f"{name}: the room that knows what this is for asks git, and {source.name} asks that room")
        for source in SOURCES
        if source.room in ("cli", "cli.commands")
        for line, name in _own(source)
        if name.split(".")[0] == "git" and name not in GIT_IN_CLI.get(source.name, set())
    ]
    assert not wrong, "\n".join(["cli/ reads options and prints:", *wrong])
    used = {source.name: {name for _, name in _own(source)} for source in SOURCES if source.name in GIT_IN_CLI}
    assert all(asked <= used[name] for name, asked in GIT_IN_CLI.items()), "the list is as short as it can be"


def _length(function: ast.FunctionDef) -> int:
    """The lines in which something is done: without options, docstring and late imports."""
    idle = (ast.Import, ast.ImportFrom)
    done = (each for each in function.body if not isinstance(each, idle) and each is not _docstring(function))
    return sum((each.end_lineno or each.lineno) - each.lineno + 1 for each in done)


def _docstring(function: ast.FunctionDef) -> ast.stmt | None:
    return function.body[0] if ast.get_docstring(function) else None


def test_a_function_of_the_command_line_is_short() -> None:
    wrong = [
        _say(source, node.lineno, f"{node.name} has {length} lines, {LONGEST_IN_CLI} at most: what does it decide?")
        for source in SOURCES
        if source.room in ("cli", "cli.commands")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and (length := _length(node)) > LONGEST_IN_CLI
    ]
    assert not wrong, "\n".join(["cli/ reads options and prints:", *wrong])


def test_no_file_is_too_long_to_read() -> None:
    wrong = [
        _say(source, lines, f"{lines} lines, {LONGEST_FILE} at most: which room is missing?")
        for source in SOURCES
        if (lines := source.text.count("\n")) > LONGEST_FILE
    ]
    assert not wrong, "\n".join(["no file is too long to read:", *wrong])


def test_every_file_says_why_it_exists() -> None:
    wrong = [
        _say(source, 1, "no docstring")
        for source in SOURCES
        if source.text.strip() and not ast.get_docstring(source.tree)
    ]
    assert not wrong, "\n".join(["every file says why it exists and what it must not do:", *wrong])


def _writes(call: ast.Call) -> bool:
    """Whether a call changes something on the disk, as far as its name and its arguments tell."""
    name = ast.unparse(call.func)
    last = name.rpartition(".")[2]
    constants = [
        str(each.value)
        for each in [*call.args, *(key.value for key in call.keywords)]
        if isinstance(each, ast.Constant)
    ]
    if name in _WRITING_CALLS or last in _WRITING_METHODS:
        return True
    if "devnull" in ast.unparse(call):
        return False
    if name == "os.open":
        return any(flag in ast.unparse(call) for flag in ("O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC", "O_APPEND"))
    if last in ("open", "fdopen"):
        return any(set(text) & set("wax+") and set(text) <= set("wax+bt") for text in constants)
    # `Path.replace` takes one argument, that of a string two, that of a date only named ones.
    return last == "replace" and len(call.args) == 1 and not call.keywords and name != "replace"


def test_only_named_homes_write() -> None:
    wrong = [
        _say(
            source,
            node.lineno,
            f"{ast.unparse(node.func)} writes; ask text.writing.write_atomic, new_file, or text.folders. "
            "A home of its own needs a line in WRITERS that says why nothing is torn there",
        )
        for source in SOURCES
        if source.name not in WRITERS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and _writes(node)
    ]
    assert not wrong, "\n".join(["only named homes write:", *wrong])


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("path.write_text(x)", True),
        ("open(path, 'w')", True),
        ("path.open(mode='ab')", True),
        ("os.open(path, os.O_WRONLY | os.O_CREAT)", True),
        ("temporary.replace(path)", True),
        ("shutil.rmtree(folder)", True),
        ("tempfile.mkdtemp()", True),
        ("path.open('rb')", False),
        ("os.open(path, os.O_RDONLY)", False),
        ("text.replace('a', 'b')", False),
        ("day.replace(year=2026)", False),
        ("replace(record, text=x)", False),
        ("self._open(words)", False),
    ],
)
def test_a_writing_is_known_when_seen(code: str, writes: bool) -> None:
    call = ast.parse(code).body[0]
    assert isinstance(call, ast.Expr) and isinstance(call.value, ast.Call) and _writes(call.value) is writes


def test_every_file_that_the_package_names_is_there() -> None:
    """A docstring sends the reader on; to a file that was renamed long ago it sends nobody."""
    named = re.compile(r"(?<![\w./-])(?:\w+/)*\w+\.py\b")
    there = [f"/{path.relative_to(PACKAGE.parent).as_posix()}" for path in PACKAGE.rglob("*.py")]
    lost = [
        f"{path.relative_to(PACKAGE.parent)} names {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in named.findall(path.read_text(encoding="utf-8"))
        if not any(file.endswith(f"/{name}") for file in there) and not (PACKAGE.parent / name).is_file()
    ]
    assert not lost, lost
