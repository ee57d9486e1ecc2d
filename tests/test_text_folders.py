"""A folder is there whole or not at all, closed to others while it is made, and never somebody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.text import folders
from caseload_tools.text.folders import exchange_folders, new_folder, put_back, working_folder

GONE = 4_000_001  # no such process: Linux has none above 4,194,304, and few have so many
THERE = "0123456789ab"


def left(beside: Path, kind: str, process: int, host: str = "") -> Path:
    folder = beside / f".caseload-{kind}-{host or folders._host()}-{process}-{THERE}"
    folder.mkdir()
    (folder / "note.md").write_text("half")
    return folder


def test_a_working_folder_is_its_owners_and_goes_whatever_happens(tmp_path: Path) -> None:
    with working_folder(tmp_path, "drill") as work:
        assert stat.S_IMODE(work.stat().st_mode) == 0o700 and work.is_absolute()
        (work / "note.md").write_text("words")
    assert os.listdir(tmp_path) == []
    for trouble in (OSError(), KeyboardInterrupt(), CaseloadError("x")):
        with pytest.raises(type(trouble)), working_folder(tmp_path, "drill") as work:
            (work / "deep").mkdir()
            raise trouble
        assert os.listdir(tmp_path) == []


def test_what_cannot_be_removed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    with pytest.raises(CaseloadError, match="cannot be removed"), working_folder(tmp_path, "drill"):
        monkeypatch.setattr("shutil.rmtree", refused)


def test_only_what_an_ended_process_left_is_swept(tmp_path: Path) -> None:
    ours = left(tmp_path, "build", GONE)
    others = [
        left(tmp_path, "build", os.getppid()),  # still at work
        left(tmp_path, "drill", GONE),  # of another kind
        left(tmp_path, "build", GONE, host="00000000"),  # of another machine, and young
    ]
    strange = tmp_path / ".caseload-build-mine"
    strange.mkdir()
    with working_folder(tmp_path, "build"):
        assert not ours.exists() and all(each.exists() for each in others) and strange.exists()


def test_a_new_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "clinic"
    with new_folder(out) as folder:
        (folder / "caseload.toml").write_text("name")
        assert not out.exists()
    assert os.listdir(out) == ["caseload.toml"] and os.listdir(out.parent) == ["clinic"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "empty") as folder:
        (folder / "caseload.toml").write_text("name")
        raise KeyboardInterrupt
    assert os.listdir(tmp_path / "empty") == []
    for taken, why in ((out, "not empty"), (out / "caseload.toml", "caseload.toml is a file")):
        with pytest.raises(CaseloadError, match=why), new_folder(taken):
            pytest.fail("it was begun")


def test_the_folder_one_stands_in_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with new_folder(Path()) as folder:
        for name in ("caseload.toml", "records"):
            (folder / name).mkdir()
    assert sorted(os.listdir(".")) == ["caseload.toml", "records"]


def test_a_filling_that_was_stopped_is_completed_by_the_next(tmp_path: Path) -> None:
    ready = tmp_path / ".caseload-ready"
    (ready / "records").mkdir(parents=True)
    (tmp_path / "caseload.toml").write_text("name")
    with pytest.raises(CaseloadError, match="complete now"), new_folder(tmp_path):
        pytest.fail("it was begun again")
    assert sorted(os.listdir(tmp_path)) == ["caseload.toml", "records"]


@pytest.mark.parametrize("swaps", [True, False])
def test_two_folders_change_places(swaps: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not swaps:
        monkeypatch.setattr(folders, "_swap", lambda one, other: False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("old")
    with working_folder(tmp_path, "build") as work:
        (work / "site").mkdir()
        (work / "site" / "new.html").write_text("new")
        exchange_folders(work / "site", tmp_path / "site", work)
    assert os.listdir(tmp_path) == ["site"] and os.listdir(tmp_path / "site") == ["new.html"]


@pytest.mark.parametrize("trouble", [OSError(), KeyboardInterrupt()])
def test_where_folders_cannot_be_swapped_the_old_one_comes_back(
    trouble: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_swap", lambda one, other: False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("old")
    rename = os.rename

    def failing(one: Path, other: Path) -> None:
        if Path(one).name == "fresh":
            raise trouble
        rename(one, other)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(type(trouble)), working_folder(tmp_path, "build") as work:
        (work / "fresh").mkdir()
        exchange_folders(work / "fresh", tmp_path / "site", work)
    assert os.listdir(tmp_path / "site") == ["old.html"]


def test_after_a_crash_between_two_renames_the_old_folder_is_put_back(tmp_path: Path) -> None:
    folder = left(tmp_path, "build", GONE)
    (folder / "old" / "site").mkdir(parents=True)
    put_back(tmp_path / "site", "build")
    assert (tmp_path / "site").is_dir()
    with working_folder(tmp_path, "build"):
        pass
    assert os.listdir(tmp_path) == ["site"]
