"""Two people, or eight, write at the same moment: everybody's work is there, or they are told that it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.text import read_bytes
from tests.conftest import ROOT
from tests.faults.layer import Layer
from tests.faults.running import Server
from tests.faults.scenes import SCENES
from tests.faults.trial import Trial
from tests.faults.worlds import CLIENT, DAY, NOTE, commit, leftovers, make_world, planned
from tests.front_entries import entries_of

Told = list[list[dict[str, Any]]]


@pytest.fixture
def world(place: Path) -> Path:
    make_world(place / "world")
    return place / "world"


def race(world: Path, *people: list[list[str]]) -> Told:
    """What each line answered, by person."""
    plan = {"folder": str(world / "practice"), "env": DAY, "people": people}
    line = [sys.executable, "-m", "tests.faults.racing"]
    done = subprocess.run(line, cwd=ROOT, input=json.dumps(plan).encode(), capture_output=True, check=True)
    answer: Told = json.loads(done.stdout.splitlines()[-1])
    assert not any("Traceback" in each["err"] for told in answer for each in told)
    return answer


def test_eight_people_begin_forty_records_and_each_has_its_own(world: Path) -> None:
    """Numbers counted up from what is there gave 38 distinct ids of 200 (security.md 6)."""
    begin_side_by_side(world, 5)


@pytest.mark.slow
def test_eight_people_begin_two_hundred_records_and_each_has_its_own(world: Path) -> None:
    begin_side_by_side(world, 25)


def begin_side_by_side(world: Path, each_begins: int) -> None:
    typed = ["new", "contact", "C-0160", "--to", "agencies/riverside"]
    told = race(world, *[[typed] * each_begins] * 8)
    assert {each["code"] for person in told for each in person} == {0}
    names = [each["out"].splitlines()[0] for person in told for each in person]
    assert len(names) == 8 * each_begins == len(set(names))
    assert all((world / "practice" / name).is_file() for name in names)
    assert not leftovers(world)


def test_of_eight_who_open_the_same_chart_one_does(world: Path) -> None:
    told = race(world, *[[["new", "client", "C-0200", "--programme", "outpatient"]]] * 8)
    codes = sorted(person[0]["code"] for person in told)
    assert codes == [0, 2, 2, 2, 2, 2, 2, 2]


def test_of_eight_who_begin_the_booked_session_one_takes_it(world: Path) -> None:
    planned(world)
    told = race(world, *[[["new", "session", "C-0160", "--date", "2026-11-26"]]] * 8)
    took = [person[0]["out"] for person in told if "which was planned" in person[0]["out"]]
    assert len(took) == 1
    for (each,) in told:
        assert each["code"] == 0 or "meanwhile" in each["err"]


def test_two_who_sign_the_same_notes_are_both_there_or_told(world: Path) -> None:
    notes = [f"{CLIENT}/{path.parent.name}/{path.name}" for path in (world / "practice" / CLIENT).glob("sessions/*.md")]
    lines = [
        [["sign", "--as", who, *more, "--anyway", "--format", "json", note] for note in notes] for who, *more in _WHO
    ]
    told = race(world, *lines)
    for place, note in enumerate(notes):
        text = read_bytes((world / "practice" / note).read_bytes(), note)
        entries = entries_of(text, "signatures") if text.data.get("signatures") else []
        there = sorted(str(each["by"]) for each in entries if str(each["at"]).startswith("2026-11-24"))
        done = [who[0] for who, person in zip(_WHO, told, strict=True) if _outcome(person[place]) == "done"]
        assert text.usable and there == sorted(done), note


_WHO = (("m.okafor",), ("r.lindqvist", "--role", "witness"), ("t.brandt", "--role", "witness"))


def _outcome(told: dict[str, Any]) -> str:
    return str(json.loads(told["out"])[0]["outcome"]) if told["out"] else ""


def test_two_who_add_the_same_kind_of_thing_both_add_it(world: Path) -> None:
    line = ["sign", "--as", "m.okafor", NOTE]
    assert race(world, [line])[0][0]["code"] == 0
    commit(world / "practice", at="2026-11-24T15:30:00+0000")
    people = [
        [["addend", NOTE, "--as", "m.okafor", "--kind", "addendum", "--reason", f"{who} {n}", "--text", f"{who} {n}."]
         for n in range(5)]
        for who in ("one", "two", "three", "four")
    ]  # fmt: skip
    told = race(world, *people)
    assert {each["code"] for person in told for each in person} == {0}
    found = sorted((world / "practice" / CLIENT / "addenda").glob("2026-11-24-*.md"))
    assert len({file.read_bytes().splitlines()[-1] for file in found}) == 20 == len(found)


# What reads a file, and replaces it with what it made of that. Everything else makes new files, or a file anew.
REPLACES = ("fix", "sign", "cosign", "import csv", "import csv again", "audit anchor again", "new session as booked")
SAVED = "\n# Saved meanwhile.\n"


@pytest.mark.parametrize("name", REPLACES)
def test_what_an_editor_saves_meanwhile_stays(name: str, server: Server, place: Path) -> None:
    """Somebody saves a file before each operation but the replacing itself, which comes right after a last look."""
    scene = next(scene for scene in SCENES if scene.name == name)
    trial = Trial(scene, server, place)
    touched = [path for path, was in trial.before.items() if trial.after.get(path, was) != was]
    assert touched
    for path in touched:
        text = trial.before[path].decode() + SAVED
        for at, operation in enumerate(trial.operations, start=1):
            if operation != "rename":
                ended, world = trial.saved(at, path, text)
                assert SAVED.strip() in (world / path).read_text(), (at, operation)
                assert ended.code in {*scene.ok, *scene.trouble} and "Traceback" not in ended.err, (at, ended.err)


def test_the_layer_saves_once_and_counts_on(tmp_path: Path) -> None:
    layer = Layer([str(tmp_path)], 1, "SAVE", (str(tmp_path / "a"), "new"))
    for _ in range(2):
        layer.step("open")
    assert (tmp_path / "a").read_text() == "new" and layer.done == ["open", "open"]
    assert os.listdir(tmp_path) == ["a"]
