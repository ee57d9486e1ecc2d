"""The manual's reference says what the code does: pages written from it are as fresh as it is.

`pytest tests/test_manual.py --snapshot-update` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import click
import pytest

from caseload_tools import api
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.cli.app import COMMANDS, app
from caseload_tools.cli.commands.due import due
from caseload_tools.cli.commands.hooks import hooks
from devtools.manual.checks import checks_page
from devtools.manual.commands import commands_page
from devtools.manual.python_door import python_page
from devtools.manual.records import records_page
from tests.conftest import ROOT

PAGES = {
    "checks.md": checks_page,
    "commands.md": commands_page,
    "python.md": python_page,
    "records.md": records_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_fresh(request: pytest.FixtureRequest, name: str) -> None:
    page: Callable[[], str] = PAGES[name]
    file = ROOT / "docs" / "reference" / name
    if request.config.getoption("--snapshot-update"):
        file.write_text(page(), encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == page(), "run pytest tests/test_manual.py --snapshot-update"


def test_every_command_and_type_is_there() -> None:
    commands, records = commands_page(), records_page()
    assert not [name for name in COMMANDS if f"## caseload {name}\n" not in commands]
    assert not [word for word, known in RECORD_TYPES.items() if known.smallest not in records]


def test_every_name_of_the_door_is_there() -> None:
    page = python_page()
    assert not [name for name in api.__all__ if f"## {name}\n" not in page]
    members = {(cls, name) for cls in (api.OpenedPractice, api.ClientChart, api.ChartRecord) for name in vars(cls)}
    shown = re.compile(r"^(?:### \w+\.(\w+)|\| `(\w+)` \|.*)$", re.MULTILINE)
    told = {name for found in shown.findall(page) for name in found if name}
    assert {name for _, name in members if not name.startswith("_")} <= told


def test_every_key_says_what_it_means() -> None:
    """Editors show it while one writes, and so does the page."""
    silent = [
        f"{word}.{key}"
        for word in RECORD_TYPES
        for key, schema in bundled_schema(word)["properties"].items()
        if key != "type" and "description" not in schema and not str(schema.get("$ref", "")).endswith("/score")
    ]
    assert not silent, f"add a `description` in schemas/: {silent}"


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_plain_tables(name: str) -> None:
    lines = PAGES[name]().splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    assert all(re.search(r"[^\\]\|$", line) for line in rows), "a table row is one line"
    assert max(len(line) for line in lines if not line.startswith("|")) <= 125


def test_a_page_says_how_to_ask_for_help_whoever_asked_first() -> None:
    """click keeps the first option for help that it makes, from whatever context that came."""
    for command in (app, due, hooks, *hooks.commands.values()):
        command._help_option = None
        command.get_help_option(click.Context(command))
    assert not re.search(r"^ +--help", commands_page(), re.M)
