"""Readers of others see in our records what we see: no program that a practice uses later is misled.

`yaml` reads YAML 1.2, as editors and most new programs do. gray-matter stands for the note-taking programs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.text import read_bytes, read_file
from tests.clients.programs import node
from tests.conftest import ROOT

pytestmark = pytest.mark.clients
RECORDS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "records").rglob("*.md"))

# Where YAML 1.2 itself sees a number and we keep the text, and the reason. Nothing in a record means these.
KEPT_AS_TEXT = {
    "007": "a plan number keeps its zeros",
    "0x1F": "nobody writes hexadecimal in a chart",
    "0o17": "nor octal",
    "1e3": "room 1e3 is not room 1000",
    "+5": "a plus sign is meant as one",
    "True": "only `true` is a truth value",
    "NULL": "only `null` and `~` are nothing",
    ".inf": "no measure is infinite",
}


def test_all_records_mean_the_same_to_a_yaml_12_parser() -> None:
    seen = node("yaml12.mjs", [str(ROOT / path) for path in RECORDS])
    assert len(seen) == len(RECORDS) > 0
    for path in RECORDS:
        theirs = seen[str(ROOT / path)]
        assert theirs["error"] is None, path
        assert theirs["yaml"] == read_file(ROOT, path).data, path


def test_all_records_have_the_same_keys_and_body_for_a_note_taking_program() -> None:
    seen = node("yaml12.mjs", [str(ROOT / path) for path in RECORDS])
    for path in RECORDS:
        ours, theirs = read_file(ROOT, path), seen[str(ROOT / path)]["matter"]
        assert theirs["error"] is None, path
        assert theirs["keys"] == list(ours.data), path
        assert theirs["body"].strip("\n") == ours.body.strip("\n"), path


def test_the_smallest_records_mean_the_same_too(tmp_path: Path) -> None:
    files = {}
    for word, kind in RECORD_TYPES.items():
        files[word] = tmp_path / f"{word}.md"
        files[word].write_text(kind.smallest, encoding="utf-8")
    seen = node("yaml12.mjs", [str(path) for path in files.values()])
    for word, path in files.items():
        assert seen[str(path)]["yaml"] == read_bytes(path.read_bytes(), path.name).data, word


@pytest.mark.parametrize("text", KEPT_AS_TEXT)
def test_the_only_differences_are_known_ones(text: str, tmp_path: Path) -> None:
    path = tmp_path / "record.md"
    path.write_text(f"---\ntype: plan\nvalue: {text}\n---\n", encoding="utf-8")
    theirs = node("yaml12.mjs", [str(path)])[str(path)]
    assert read_bytes(path.read_bytes(), path.name).data["value"] == text
    assert theirs["error"] is None and theirs["yaml"]["value"] != text
