"""The door for notebooks: what it hands out is plain, typed and frozen, and a stranger's settings run nothing."""

from __future__ import annotations

import dataclasses
import gc
import inspect
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from caseload_tools import api, open_practice, to_rows
from caseload_tools.errors import CaseloadError
from caseload_tools.git import contents
from caseload_tools.practice import FILE
from tests.test_vcs_hostile import hostile

__all__ = ["hostile"]
DAY = date(2026, 11, 24)


def test_to_import_the_package_loads_nothing_of_it() -> None:
    code = "import sys, caseload_tools; print([n for n in sys.modules if n.startswith('caseload_tools.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_it_hands_out_is_frozen_and_goes_into_json(practice: Path) -> None:
    opened = open_practice(practice / "records", today=DAY)
    charts = opened.charts()
    kinds = (charts, charts[0].records, opened.chart("C-0142").scores(), opened.due(), opened.history())
    for values in kinds:
        assert values and json.loads(json.dumps(to_rows(values))) == to_rows(values)
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(values[0], dataclasses.fields(values[0])[0].name, "")


def test_no_git_goes_on_running_behind_an_answer(practice: Path) -> None:
    opened = open_practice(practice, today=DAY)
    assert opened.findings() is not None and opened.due()
    asked = [each for each in gc.get_objects() if isinstance(each, contents.Contents) and each._root == practice]
    assert not [each for each in asked if each._pipes is not None]


def test_a_change_of_what_was_handed_out_changes_no_record(practice: Path) -> None:
    note = open_practice(practice, today=DAY).chart("C-0142").of_type("session")[0]
    note.front_matter["client"] = note.post["client"] = "C-0000"
    assert note.front_matter["client"] == note.post["client"] == "C-0142"


def test_what_an_editor_hides_goes_into_no_export(practice: Path) -> None:
    path = practice / open_practice(practice, today=DAY).chart("C-0142").of_type("session")[0].path
    path.write_text(path.read_text("utf-8") + "\nSaid <!-- zqwx --> and %%zqwx%% done.\n", "utf-8")
    note = open_practice(practice, today=DAY).chart("C-0142").of_type("session")[0]
    assert "zqwx" in note.body and "done." in note.as_dict()["body"]
    assert "zqwx" not in json.dumps(to_rows([note])) and "zqwx" not in str(note.sections)


def test_findings_are_those_of_lint(practice: Path) -> None:
    note = practice / open_practice(practice).chart("C-0142").of_type("session")[0].path
    note.write_text(note.read_text("utf-8").replace("type: session", "type: sesion"), "utf-8")
    found = open_practice(practice, today=DAY).findings()
    assert note.relative_to(practice).as_posix() in {each.path for each in found}


def test_a_folder_without_a_practice_is_said_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(CaseloadError) as caught:
        open_practice(tmp_path)
    assert caught.value.hint


def test_a_strangers_settings_run_nothing(hostile: tuple[Path, Path]) -> None:
    root, sprung = hostile
    (root / FILE).write_text('name = "A stranger"\n')
    opened = open_practice(root, today=DAY)
    opened.charts()
    assert opened.history()
    opened.findings()
    assert [each.message for each in opened.repository.iter_commits()] == ["two\n", "one\n"]
    assert not sprung.exists(), sprung.read_text()


def test_every_public_name_says_what_it_gives() -> None:
    own = [each for name, each in vars(api).items() if not name.startswith("_") and _is_ours(each)]
    inner = [each for cls in own if inspect.isclass(cls) for name, each in vars(cls).items() if _is_member(name, each)]
    assert len(own) > 8 and len(inner) > 15
    assert not [each for each in (*own, *inner) if not inspect.getdoc(each)]


def _is_ours(thing: object) -> bool:
    return getattr(thing, "__module__", "") == api.__name__


def _is_member(name: str, thing: object) -> bool:
    return not name.startswith("_") and (inspect.isfunction(thing) or isinstance(thing, property))
