"""Each library that we ask users to install is of use to them: the table says which command or call loads it.

And none is loaded where it is of no use: they cost 20 to 130 ms each, and a command that is typed all day waits for
them. Each command runs once, in a process of its own, since modules stay loaded in this one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_git
from tests.test_architecture import HOMES
from tests.test_vcs_signatures import make_key, public

CHART, NOTE = "records/clients/C-0142", "records/clients/C-0142/sessions/2026-11-10.md"
ADDRESS = "dana@northgate.example"
BROKEN = "lint, of a record that its schema refuses"
# What loads each library, as it is typed in a practice. What begins with `practice.` is typed in Python.
USES = {
    "click": "due",
    "cryptography": "audit verify --signers ../signers",
    "frontmatter": "practice.chart('C-0142').records[0].post",
    "git": "practice.repository",
    "jsonschema": BROKEN,
    "jsonschema_rs": "lint",
    "markdown_it": "build --out ../site",
    "material": "build --out ../site",
    "mkdocs": "build --out ../site",
    "nh3": "build --out ../site",
    "pyrage": "backup --new-key ../clinic.key",
    "referencing": BROKEN,
    "rich": "due",
    "yaml": BROKEN,
}
# What is typed all day, and all that it may load.
EVERYDAY = {
    "lint": {"click", "jsonschema_rs", "yaml"},
    "lint --staged": {"jsonschema_rs", "yaml"},
    "due": {"click", "jsonschema_rs", "rich", "yaml"},
    "show C-0142": {"click", "jsonschema_rs", "rich", "yaml"},
    "new session C-0142 --print": {"click", "jsonschema_rs", "yaml"},
    "sign C-0142/sessions/2026-11-10 --as m.okafor": {"click", "jsonschema_rs", "yaml"},
    "diff": {"click"},
    "audit log": {"click", "cryptography", "rich"},
    "hooks locked": {"click"},
    "hooks privacy": {"click"},
    "practice.chart('C-0142').scores('phq9')": {"jsonschema_rs", "yaml"},
    "practice.due()": {"jsonschema_rs", "yaml"},
    "practice.findings()": {"jsonschema_rs", "yaml"},
    "practice.history()": {"cryptography"},
}
# Of the names that packages are installed by, those that are imported by another.
IMPORTED_AS = {"gitpython": "git", "markdown_it_py": "markdown_it", "mkdocs_material": "material"}
IMPORTED_AS |= {"python_frontmatter": "frontmatter", "pyyaml": "yaml"}
_TYPED = """
import json, sys
from caseload_tools.cli import main
sys.argv = ["caseload", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as end:
    assert end.code in (0, 1), end.code
"""
_ASKED = """
import json, sys
from caseload_tools import open_practice
practice = open_practice()
assert eval(json.loads(sys.argv[1])) is not None
"""
_TELL = "print('\\0' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One chart and the settings in a repository whose commit is signed, and a list of those who may sign."""
    folder = tmp_path_factory.mktemp("libraries")
    root = folder / "clinic"
    for name in (CHART, "records/practice"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy2(ROOT / "caseload.toml", root)
    key = make_key(folder, "dana")
    (folder / "signers").write_text(f"{ADDRESS} {public(key)}\n")
    run_git("init", "--quiet", "--initial-branch=main", cwd=root)
    run_git("add", "--all", cwd=root)
    signed = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={key}", "-c", f"user.email={ADDRESS}"]
    run_git(*signed, "commit", "--quiet", "-S", "--message=Begin", cwd=root)
    return root


Loaded = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def loaded(clinic: Path) -> Loaded:
    """The libraries that a command or call loads; each is run once."""
    known: dict[str, set[str]] = {}

    def ask(typed: str) -> set[str]:
        if typed not in known:
            with _state_for(typed, clinic):
                known[typed] = _run(typed, clinic)
        return known[typed]

    return ask


@contextmanager
def _state_for(typed: str, root: Path) -> Iterator[None]:
    """A note that fails its schema, or that is staged, and the note as it was again."""
    note = root / NOTE
    before = note.read_bytes()
    if typed == BROKEN:
        note.write_text(re.sub("^attendance: .*", "attendance: not-a-word", before.decode(), flags=re.MULTILINE))
    if "--staged" in typed:
        note.write_bytes(before + b"\n")
        run_git("add", "--all", cwd=root)
    yield
    note.write_bytes(before)
    run_git("add", "--all", cwd=root)


def _run(typed: str, root: Path) -> set[str]:
    words = "lint" if typed == BROKEN else typed
    asked = words.startswith("practice.")
    code = (_ASKED if asked else _TYPED) + _TELL
    argument = json.dumps(words if asked else words.split())
    done = subprocess.run(
        [sys.executable, "-c", code, argument], cwd=root, capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.returncode == 0, f"{typed}: {done.stdout[-500:]}{done.stderr}"
    return set(json.loads(done.stdout.rpartition("\0")[2])) & USES.keys()


@pytest.mark.parametrize("library", USES)
def test_each_library_is_loaded_by_what_it_is_for(loaded: Loaded, library: str) -> None:
    assert library in loaded(USES[library])


@pytest.mark.parametrize("typed", EVERYDAY)
def test_what_is_typed_all_day_loads_nothing_else(loaded: Loaded, typed: str) -> None:
    assert loaded(typed) == EVERYDAY[typed]


def test_every_library_has_its_use() -> None:
    """Those that have a door in the package, and those that an installation brings."""
    behind_doors = HOMES.keys() - sys.stdlib_module_names
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(each for name in extras if name != "dev" for each in extras[name])]
    names = [re.split(r"[^\w-]", each)[0].lower().replace("-", "_") for each in wanted]
    installed = {IMPORTED_AS.get(name, name) for name in names}
    assert USES.keys() == installed and behind_doors <= USES.keys()
