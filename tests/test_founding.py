"""A practice begun with `caseload init` is whole: settings that load, records that lint, a hook, a site, git."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

from caseload_tools.cli.app import run
from caseload_tools.desk.founding import Founder, found_practice
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice, profile_names
from tests.conftest import TODAY, Git

ME = Founder("m.okafor", "M. Okafor")


def _found(folder: Path, name: str = "Northgate Clinic", profile: str = "general", founder: Founder = ME) -> Path:
    found_practice(folder, name, profile, founder, TODAY)
    return folder


@pytest.mark.parametrize("profile", profile_names())
def test_every_profile_begins_clean(profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = _found(tmp_path / "clinic", profile=profile)
    practice = load_practice(place)
    assert (practice.profile, practice.adopted, practice.today) == (profile, TODAY, None)
    assert run(["-C", str(place), "lint"]) == 0, capsys.readouterr().out
    assert run(["-C", str(place), "due"]) == 0
    assert "Every date is met." in capsys.readouterr().out


def test_the_credential_is_kept(tmp_path: Path) -> None:
    place = _found(tmp_path / "clinic", founder=Founder("m.okafor", "M. Okafor", 'LPC "S"'))
    assert load_practice(place).staff["m.okafor"].credential == 'LPC "S"'


def test_what_was_written_is_what_was_said(tmp_path: Path) -> None:
    told = found_practice(tmp_path / "clinic", "Northgate Clinic", "general", ME, TODAY)
    there = {
        path.relative_to(tmp_path / "clinic").as_posix() for path in (tmp_path / "clinic").rglob("*") if path.is_file()
    }
    assert set(told) == there


@pytest.mark.parametrize(
    "name", ['Mary\'s "ValuePath" \\ Co', "Clínica São José", "  two\n lines ", "# not a comment", "@STAFF@", "x: y"]
)
def test_any_name_can_be_written(name: str, tmp_path: Path) -> None:
    place = _found(tmp_path / "clinic", name=name, founder=Founder("m.okafor", name))
    plain = " ".join(name.split())
    settings = tomllib.loads((place / "caseload.toml").read_text(encoding="utf-8"))
    assert settings["name"] == settings["staff"]["m.okafor"]["name"] == plain
    site = (place / "mkdocs.yml").read_text(encoding="utf-8")
    line = next(each for each in site.splitlines() if each.startswith("site_name:"))
    assert yaml.safe_load(line) == {"site_name": f"{plain} caseload"}


@pytest.mark.parametrize("id_", ["Okafor", "okafor", "../x", "m okafor", "m.okafor]", ""])
def test_a_staff_id_is_refused_before_anything_is_written(id_: str, tmp_path: Path) -> None:
    with pytest.raises(CaseloadError, match="not a staff id"):
        found_practice(tmp_path / "clinic", "x", "general", Founder(id_, "x"), TODAY)
    assert not (tmp_path / "clinic").exists()


def test_no_practice_is_begun_in_a_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = _found(tmp_path / "clinic")
    before = sorted(clinic.rglob("*"))
    monkeypatch.chdir(clinic / "records")
    for place in (Path("second"), Path("../second"), clinic / "records/clients/a/b", tmp_path / "clinic/./second"):
        with pytest.raises(CaseloadError, match="lies in a practice already"):
            _found(place)
    assert sorted(clinic.rglob("*")) == before
    assert load_practice(_found(Path("../../beside"))).name == "Northgate Clinic"


def test_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    (tmp_path / "caseload.toml").write_text("name = 'mine'\n")
    with pytest.raises(CaseloadError, match="not empty"):
        found_practice(tmp_path, "x", "general", ME, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["caseload.toml"]


@pytest.mark.parametrize("below", ["", "x"])
def test_a_file_is_no_folder_to_begin_in(below: str, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(CaseloadError, match="notes is a file, and no folder"):
        found_practice(tmp_path / "notes" / below, "x", "general", ME, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


def test_the_command_begins_a_repository_that_keeps_leftovers_and_names_out(
    tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        run(["init", "my-clinic", "--name", "Northgate Clinic", "--staff", "m.okafor", "--staff-name", "M. Okafor"])
        == 0
    )
    said = capsys.readouterr().out
    assert load_practice(tmp_path / "my-clinic").staff["m.okafor"].credential == ""
    assert "with a git repository" in said and "caseload new client C-0001 --staff m.okafor" in said
    clinic = tmp_path / "my-clinic"
    for leftover in ("note.md~", ".note.md.swp", "identities.toml", "site/index.html"):
        (clinic / leftover).write_text("x")
    git("add", "--all", cwd=clinic)
    tracked = git("ls-files", cwd=clinic).splitlines()
    assert "caseload.toml" in tracked and "site/.gitignore" in tracked and ".pre-commit-config.yaml" in tracked
    assert not {"note.md~", ".note.md.swp", "identities.toml", "site/index.html"} & set(tracked)
    assert git("check-attr", "eol", "records/clients/x.md", cwd=clinic).strip().endswith("eol: lf")


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "my-clinic", "--no-git"]) == 0
    assert not (tmp_path / "my-clinic" / ".git").exists()


@pytest.mark.process
def test_the_first_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What the README of the new practice says, typed in its order."""
    monkeypatch.chdir(tmp_path)
    assert run(["init", "my-clinic", "--staff", "m.okafor"]) == 0
    monkeypatch.chdir(tmp_path / "my-clinic")
    readme = (tmp_path / "my-clinic/README.md").read_text(encoding="utf-8")
    monkeypatch.setenv("EDITOR", "true")
    typed = [each for each in readme.split("`")[1::2] if each.startswith("caseload ") and "build" not in each]
    assert len(typed) >= 5
    for each in typed:
        assert run(each.split()[1:]) in (0, 1), each
    capsys.readouterr()
    assert run(["show", "C-0001"]) == 0
    assert "intake" in capsys.readouterr().out
