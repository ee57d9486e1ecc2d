"""What one command loads: the linter runs at every commit, so it must not pay for what it does not use.

Each test starts a fresh process, because modules stay loaded in this one. GitPython, python-frontmatter,
rich, MkDocs and importlib.metadata cost 30 to 130 ms each. What loads each library: test_libraries.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

NEVER = {
    "git",
    "frontmatter",
    "rich",
    "mkdocs",
    "importlib.metadata",
    "markdown_it",
    "nh3",
    "jinja2",
}
RUN = """
import json, sys
from caseload_tools.cli import main
sys.argv = ["caseload", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as end:
    code = end.code
print("\\0" + json.dumps([code, sorted(sys.modules)]))
"""


def _loaded(code: str, *arguments: str, cwd: Path) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[object] = json.loads(done.stdout.rpartition("\0")[2])
    return found


def _command(*arguments: str, cwd: Path) -> tuple[int, set[str]]:
    """Exit code of a command, and every module that it loaded."""
    code, modules = _loaded(RUN, json.dumps(arguments), cwd=cwd)
    assert isinstance(code, int) and isinstance(modules, list)
    return code, set(modules)


def test_loading_the_linter_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import json, sys; import caseload_tools.cli, caseload_tools.lint.run;"
        "print(chr(0) + json.dumps(sorted(sys.modules)))"
    )
    modules = set(map(str, _loaded(code, cwd=tmp_path)))
    assert modules & (NEVER | {"jsonschema"}) == set()


@pytest.mark.parametrize("arguments", [("--help",), ("lint", "--help"), ("--version",)])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    code, modules = _command(*arguments, cwd=tmp_path)
    assert code == 0
    assert modules & (NEVER | {"jsonschema"}) == set()
    assert "lint" in arguments or "caseload_tools.text" not in modules


@pytest.mark.parametrize("arguments", [("lint", "--staged"), ("lint", "records/clients/C-0142/client.md")])
def test_what_hooks_type_loads_no_command_line(arguments: tuple[str, ...], practice: Path) -> None:
    plan = practice / "records/clients/C-0142/plans/2026-11-20.md"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")
    subprocess.run(["git", "add", "-A"], cwd=practice, check=True)
    code, modules = _command(*arguments, cwd=practice)
    assert code == 0 and "caseload_tools.lint.rules" in modules, "it has been judged"
    assert modules & (NEVER | {"click", "inspect", "dataclasses", "pkgutil", "jsonschema"}) == set()
