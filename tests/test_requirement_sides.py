"""The scenes of tests/sides: each row of docs/requirements.toml from the sides that no example of a rule tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.clocks import DUTIES, PRACTICE_DUTIES
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.lint.rule import load_rules
from devtools.examples.trying import practice_of, try_scene, write_scene
from tests.lint_scenes import scene
from tests.requirement_sides import SideScene, all_scenes
from tests.speeds import one_of_each

SCENES = all_scenes()


@pytest.mark.parametrize("told", one_of_each(SCENES, lambda each: (each.row, each.verdict)), ids=lambda each: each.name)
def test_a_side_is_as_it_says(told: SideScene, tmp_path: Path) -> None:
    made = scene(told.text)
    where = f"{told.file}:{told.line}"
    if told.verdict == "lists":
        write_scene(made, tmp_path)
        owed = {each.kind for each in all_obligations(read_caseload(tmp_path, practice_of(made), made.today))}
        assert set(told.words) <= owed, f"{where}: {told.what}; owed is {sorted(owed)}"
        return
    said = {each.code for each in try_scene(made)}
    if told.verdict == "finds":
        assert set(told.words) <= said, f"{where}: {told.what}; said is {sorted(said)}"
    elif told.verdict == "quiet":
        assert not set(told.words) & said, f"{where}: {told.what}"
    else:
        noticed = (
            f"{where}: said is {sorted(said)}; where that notices it, write `finds` or `quiet` in place of `missing`"
        )
        assert said == set(told.words), noticed


def test_a_scene_names_what_there_is() -> None:
    codes, kinds = load_rules().keys(), {*DUTIES, *PRACTICE_DUTIES}
    wrong = [each.name for each in SCENES if not set(each.words) <= (kinds if each.verdict == "lists" else codes)]
    assert not wrong and all(each.words for each in SCENES if each.verdict != "missing")
    assert len({each.name for each in SCENES}) == len(SCENES)
