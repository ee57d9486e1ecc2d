"""What the tests are installed with is written down once, and fits what pyproject.toml promises."""

from __future__ import annotations

import re

import pytest

from tests.floors import ROOT, floors, requirement_floor

PIN = re.compile(r"(?P<package>[a-z0-9]+(?:-[a-z0-9]+)*)==(?P<version>[0-9][0-9a-z.]*)(?: ; [^;]+)?")
LINES = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


def test_each_line_of_the_lock_is_one_version_and_names_no_place() -> None:
    assert LINES
    for line in LINES:
        assert PIN.fullmatch(line), line
    assert not re.search(r"://|@|--|/", (ROOT / "constraints.txt").read_text(encoding="utf-8"))


def test_the_lock_holds_all_that_pyproject_asks_for_and_never_less_than_its_floor() -> None:
    locked = {found["package"]: found["version"] for line in LINES if (found := PIN.fullmatch(line))}
    for floor in floors():
        assert floor.package in locked, f"{floor.package} is not in constraints.txt: `make lock`"
        assert _parts(locked[floor.package]) >= _parts(floor.version), f"{floor.package}: `make lock`"


def test_a_requirement_without_a_floor_is_refused() -> None:
    assert requirement_floor("mkdocs>=1.6,<2") == ("mkdocs", "1.6")
    assert requirement_floor("PyYAML_env.tag>=1") == ("pyyaml-env-tag", "1")
    for without in ("types-PyYAML", "click<9", "click==8.4", "click~=8.4"):
        with pytest.raises(ValueError, match="has no floor"):
            requirement_floor(without)


def _parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
