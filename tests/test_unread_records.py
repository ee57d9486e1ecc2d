"""Where a record cannot be read nobody says that every date is met: what it asks for may be what is missing.

A blank line above the first `---` hid a call that safety asked for, and each list said that nothing was due.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from caseload_tools.desk.demo.generator import generate_caseload
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS
from tests.hook_scenes import here

CALM = (
    "Every date is met",
    "Nothing is due today",
    "Nothing is overdue",
    "Nothing falls due",
    "No high risk is on record;",
)


@pytest.fixture(scope="module")
def blurred(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A practice in which no note of one client can be read."""
    root = tmp_path_factory.mktemp("blurred") / "clinic"
    generate_caseload(root, clients=2, notes=20, seed=1)
    for path in paths(root):
        (root / path).write_text("\n" + (root / path).read_text(encoding="utf-8"), encoding="utf-8")
    return root


def paths(root: Path) -> list[str]:
    folder = root / "records/clients/C-0001"
    return sorted(each.relative_to(root).as_posix() for each in folder.glob("*/*.md"))


@pytest.mark.parametrize("asked", ["due", "due --client C-0001", "show C-0001"])
def test_what_could_not_be_read_comes_first(blurred: Path, asked: str) -> None:
    done = here(blurred, *asked.split())
    named = paths(blurred)
    assert done.code == EXIT_FINDINGS, done.said
    assert (
        done.said.lstrip()
        .removeprefix("C-0001\n")
        .startswith(f"{len(named)} records could not be read: more may be due.")
    )
    assert all(f"caseload lint {path}" in done.said for path in named)
    assert not [each for each in CALM if each in done.said], done.said


@pytest.mark.parametrize("asked", ["due", "show C-0001"])
def test_json_names_what_could_not_be_read(blurred: Path, asked: str) -> None:
    done = here(blurred, *asked.split(), "--format", "json")
    told = json.loads(done.said)
    assert done.code == EXIT_FINDINGS
    assert [row["record"] for row in told["tables"]["unread"]["rows"]] == paths(blurred)
    assert "could not be read" in told["lead"]


def test_another_client_is_none_of_it(blurred: Path) -> None:
    done = here(blurred, "show", "C-0002")
    assert (done.code, "could not be read" in done.said) == (EXIT_CLEAN, False), done.said


def test_advice_before_a_push_says_so_and_stays_advice(blurred: Path) -> None:
    done = here(blurred, "hooks", "due")
    assert done.code == EXIT_CLEAN
    assert f"caseload lint {paths(blurred)[0]}" in done.said, done.said
    assert not [each for each in CALM if each in done.said], done.said


def test_what_was_signed_has_to_be_put_back(blurred: Path) -> None:
    text = here(blurred, "due", "--client", "C-0001").said
    assert re.search(r"Put the plan of .* back as it was signed", text), text
    assert "was signed, and is no longer readable" in text


def test_the_site_says_so_on_each_page_that_tells_of_dates(blurred: Path, tmp_path: Path) -> None:
    done = here(blurred, "build", "--out", str(tmp_path / "site"))
    pages = {each.relative_to(tmp_path / "site").as_posix(): each for each in (tmp_path / "site").rglob("*.html")}
    first = pages["index.html"].read_text(encoding="utf-8")
    chart = next(each for name, each in pages.items() if "C-0001" in name).read_text(encoding="utf-8")
    assert all(path in first and path in chart for path in paths(blurred)), done.said
    for name in ("index.html", "clinicians.html", "clients.html"):
        text = pages[name].read_text(encoding="utf-8")
        assert not [each for each in CALM if each in text], name
