"""Did you mean: one answer to a misspelt word, wherever it is typed, and by every group of commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.cli.app import app, run
from caseload_tools.desk.exchange.csv_import.import_mistakes import or_all
from caseload_tools.lint.stray_files import walk_records
from caseload_tools.text import read_bytes
from caseload_tools.text.nearest import did_you_mean, is_slip, near_or_all, nearest

WORDS = ("progressing", "no-change", "regressed", "met")


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("progresing", WORDS, "progressing"),
        ("No_Change", WORDS, "no-change"),
        ("no change", WORDS, "no-change"),
        ("MET", WORDS, "met"),
        ("met", WORDS, "met"),
        ("c-0143", ("C-0142", "C-0021"), "C-0142"),
        ("okafor", ("m.okafor", "d.ruiz"), "m.okafor"),
        ("plm001", ("PLN001", "TIM001"), "PLN001"),
        ("worse", WORDS, None),
        ("", WORDS, None),
        ("met", (), None),
        # Alike in its end only: whoever errs in the first letter errs in no other.
        ("digressing", ("progressing",), None),
    ],
)
def test_the_nearest_word(word: str, known: tuple[str, ...], meant: str | None) -> None:
    assert nearest(word, known) == meant


def test_the_hint_names_the_word_as_it_is_typed_or_says_what_else_to_do() -> None:
    assert did_you_mean("mett", WORDS, "see the manual") == "did you mean `met`?"
    assert did_you_mean("mett", WORDS, typed="--word ") == "did you mean `--word met`?"
    assert did_you_mean("xyz", WORDS, "see the manual") == "see the manual"
    assert near_or_all("mett", WORDS) == "did you mean `met`?"
    assert near_or_all("xyz", WORDS) == "there are: met, no-change, progressing, regressed"
    assert near_or_all("xyz", ()) == "there are: none"


def test_a_mistake_in_a_mapping_is_answered_in_the_same_words() -> None:
    assert or_all("mett", WORDS) == ", did you mean `met`?"
    assert or_all("xyz", WORDS) == "; there are: met, no-change, progressing, regressed"


@pytest.mark.parametrize(
    ("word", "slip"), [("regresed", True), ("No_change", True), ("regretted", False), ("mat", False)]
)
def test_a_slip_of_the_pen_is_one_letter(word: str, slip: bool) -> None:
    assert is_slip(word, nearest(word, WORDS) or "regressed") is slip


def _groups(above: click.Context, group: click.Group) -> Iterator[tuple[str, list[str]]]:
    """What is typed before each command of a group, and the commands."""
    names = group.list_commands(above)
    yield above.command_path, names
    for name in names:
        command = group.get_command(above, name)
        if isinstance(command, click.Group):
            yield from _groups(click.Context(command, parent=above, info_name=name), command)


GROUPS = dict(_groups(click.Context(app, info_name="caseload", **app.context_settings), app))


@pytest.mark.parametrize("path", GROUPS)
def test_each_group_answers_a_misspelt_command_alike(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    typed = path.split()[1:]
    for name in GROUPS[path]:
        assert run([*typed, f"{name}x"]) == 2
        told = ["caseload: there is no such command", f"  did you mean `{path} {name}`?"]
        assert capsys.readouterr().err.splitlines() == told
    assert run([*typed, "qqqq"]) == 2
    told = ["caseload: there is no such command", f"  see `{path} --help` for the commands"]
    assert capsys.readouterr().err.splitlines() == told


def test_every_group_was_asked() -> None:
    assert {"caseload", "caseload audit", "caseload hooks", "caseload import", "caseload identities"} <= GROUPS.keys()


@pytest.mark.parametrize("key", ["Type", "TYPE", "tpye"])
def test_a_misspelt_type_is_named_where_it_stands(key: str) -> None:
    document = read_bytes(f"---\nclient: C-0001\n{key}: client\n---\n".encode(), "records/clients/C-0001/client.md")
    faulty = read_record(document, "", "client", "C-0001", Checker()).faulty
    assert faulty is not None
    (problem,) = (each.problem for each in faulty.problems if each.code == "STR002")
    assert (problem.hint, problem.path) == ("did you mean `type`?", (key,))


@pytest.mark.parametrize(("folder", "hint"), [("session", "did you mean `sessions`?"), ("misc", "the folders are")])
def test_a_misspelt_folder_is_answered_with_the_nearest(folder: str, hint: str, tmp_path: Path) -> None:
    note = tmp_path / f"records/clients/C-0001/{folder}/2026-01-12.md"
    note.parent.mkdir(parents=True)
    note.write_text("---\ntype: session\n---\n")
    (stray,) = walk_records(tmp_path).strays
    assert hint in stray.hint
