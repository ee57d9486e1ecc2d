"""A file is the old one or the new one, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.text import read_file, write_atomic
from caseload_tools.text.writing import ChangedError, TakenError, new_file

OLD, NEW = b"---\ntype: client\n---\n", b"---\ntype: client\nstatus: active\n---\n"
# What a writing asks of the system, in any order; each is made to fail, once.
CALLS = ("open", "write", "fchmod", "fsync", "close", "link", "replace", "scandir", "unlink", "stat", "lstat")


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".caseload-")]


def test_a_new_file_and_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "records" / "clients" / "C-1" / "client.md"
    write_atomic(path, NEW, replace=False)
    assert path.read_bytes() == NEW and not leftovers(path.parent)
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    assert read_file(tmp_path, "records/clients/C-1/client.md").usable


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "client.md"
    path.write_bytes(OLD)
    with pytest.raises(TakenError, match="exists already") as refused:
        write_atomic(path, NEW, replace=False)
    assert refused.value.hint and path.read_bytes() == OLD and not leftovers(tmp_path)


def test_replacing_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "client.md"
    path.write_bytes(OLD)
    path.chmod(0o640)
    write_atomic(path, NEW, replace=True)
    assert path.read_bytes() == NEW and stat.S_IMODE(path.stat().st_mode) == 0o640
    write_atomic(tmp_path / "other.md", NEW, replace=True, durable=False)
    assert (tmp_path / "other.md").read_bytes() == NEW


def test_a_private_file_and_a_hook_are_so_from_their_first_moment(tmp_path: Path) -> None:
    write_atomic(tmp_path / "names.toml", NEW, replace=True, private=True)
    assert stat.S_IMODE((tmp_path / "names.toml").stat().st_mode) == 0o600
    hook = tmp_path / "pre-commit"
    write_atomic(hook, NEW, replace=False, executable=True)
    assert stat.S_IMODE(hook.stat().st_mode) & 0o700 == 0o700
    hook.chmod(0o644)
    write_atomic(hook, OLD, replace=True, executable=True)
    assert stat.S_IMODE(hook.stat().st_mode) == 0o755


def test_folders_that_were_made_for_nothing_are_gone_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "records").mkdir()
    monkeypatch.setattr(os, "link", failing(os.link, 0, OSError(errno.ENOSPC, "full")))
    with pytest.raises(CaseloadError, match="cannot be written"):
        write_atomic(tmp_path / "records" / "clients" / "C-1" / "client.md", NEW, replace=False)
    assert os.listdir(tmp_path) == ["records"] and not os.listdir(tmp_path / "records")


def test_a_disk_that_does_not_confirm_is_not_said_to_have_changed_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "client.md"
    monkeypatch.setattr(os, "fsync", failing(os.fsync, 1, OSError(errno.EIO, "broken")))
    with pytest.raises(CaseloadError, match="is written, but the disk does not confirm it"):
        write_atomic(path, NEW, replace=False)
    assert path.read_bytes() == NEW


def test_a_large_file_is_written_piece_by_piece_or_not_at_all(tmp_path: Path) -> None:
    with new_file(tmp_path / "a.age") as file:
        file.write(OLD)
        file.write(NEW)
        assert not (tmp_path / "a.age").exists()
    assert (tmp_path / "a.age").read_bytes() == OLD + NEW
    with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "b.age") as file:
        file.write(OLD)
        raise KeyboardInterrupt
    with pytest.raises(CaseloadError, match="exists already"), new_file(tmp_path / "a.age") as file:
        file.write(NEW)
    assert os.listdir(tmp_path) == ["a.age"]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target.md"
    target.write_bytes(OLD)
    link = tmp_path / "client.md"
    link.symlink_to(target)
    for replace in (True, False):
        with pytest.raises(CaseloadError):
            write_atomic(link, NEW, replace=replace)
    assert target.read_bytes() == OLD and link.is_symlink() and not leftovers(tmp_path)


def test_of_many_writers_one_wins_and_the_others_hear_of_it(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-03.md"

    def write(number: int) -> bool:
        try:
            write_atomic(path, b"%d" % number, replace=False)
        except CaseloadError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = [number for number, done in enumerate(pool.map(write, range(40))) if done]
    assert len(won) == 1 and path.read_bytes() == b"%d" % won[0] and not leftovers(tmp_path)


def test_what_was_made_from_a_file_replaces_only_that_file(tmp_path: Path) -> None:
    path = tmp_path / "client.md"
    path.write_bytes(OLD)
    write_atomic(path, NEW, replace=True, instead_of=OLD)
    with pytest.raises(ChangedError, match="meanwhile; nothing was written") as refused:
        write_atomic(path, b"other", replace=True, instead_of=OLD)
    assert refused.value.hint and path.read_bytes() == NEW and os.listdir(tmp_path) == ["client.md"]
    path.unlink()
    with pytest.raises(ChangedError):
        write_atomic(path, b"other", replace=True, instead_of=NEW)
    assert os.listdir(tmp_path) == []


def test_of_many_who_add_to_a_file_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "anchors.jsonl"
    path.write_bytes(b"")

    def add(number: int) -> None:
        while True:
            with suppress(ChangedError):
                before = path.read_bytes()
                return write_atomic(path, before + b"%d\n" % number, replace=True, instead_of=before)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(100)))
    assert sorted(int(line) for line in path.read_bytes().split()) == list(range(100)) and not leftovers(tmp_path)


def test_where_no_folder_can_be_locked_the_last_look_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    path = tmp_path / "client.md"
    path.write_bytes(OLD)
    monkeypatch.setattr(fcntl, "flock", failing(fcntl.flock, 0, OSError(errno.ENOLCK, "no locks here")))
    write_atomic(path, NEW, replace=True, instead_of=OLD)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    write_atomic(path, OLD, replace=True, instead_of=NEW)
    with pytest.raises(ChangedError):
        write_atomic(path, NEW, replace=True, instead_of=NEW)
    assert path.read_bytes() == OLD


def test_somebody_who_never_ends_is_not_waited_for_always(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    path = tmp_path / "client.md"
    path.write_bytes(OLD)
    monkeypatch.setattr("caseload_tools.text.writing._TURN", 0.02)
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(CaseloadError, match="another program is writing in this folder"):
        write_atomic(path, NEW, replace=True, instead_of=OLD)
    os.close(handle)
    assert path.read_bytes() == OLD and os.listdir(tmp_path) == ["client.md"]


def test_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", none)
    path = tmp_path / "client.md"
    write_atomic(path, NEW, replace=False)
    assert path.read_bytes() == NEW
    with pytest.raises(CaseloadError, match="exists already"):
        write_atomic(path, OLD, replace=False)
    assert path.read_bytes() == NEW and not leftovers(tmp_path)
    monkeypatch.setattr(os, "replace", none)
    with pytest.raises(CaseloadError, match="cannot be written"):
        write_atomic(tmp_path / "other.md", NEW, replace=False)
    assert os.listdir(tmp_path) == ["client.md"]


@pytest.mark.parametrize("trouble", [OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("call", CALLS)
def test_when_any_call_fails_the_file_is_old_or_new(
    call: str, replace: bool, trouble: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in range(4):
        folder = tmp_path / str(nth)
        folder.mkdir()
        path = folder / "client.md"
        if replace:
            path.write_bytes(OLD)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing(getattr(os, call), nth, trouble))
            with suppress(CaseloadError, KeyboardInterrupt):
                write_atomic(path, NEW, replace=replace)
        found = path.read_bytes() if path.exists() else None
        assert found in ((OLD, NEW) if replace else (None, NEW)), (call, nth)


def failing(real: Callable[..., Any], nth: int, trouble: BaseException) -> Callable[..., Any]:
    """The call, failing the nth time."""
    count = iter(range(1000))

    def call(*arguments: Any, **keywords: Any) -> Any:
        if next(count) == nth:
            raise trouble
        return real(*arguments, **keywords)

    return call


def test_the_old_file_is_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "client.md"
    path.write_bytes(OLD)
    with path.open("rb") as before:
        write_atomic(path, NEW, replace=True)
        assert before.read() == OLD and path.read_bytes() == NEW


def test_the_disk_has_it_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for call in ("write", "fsync", "close", "link", "replace", "unlink"):
        monkeypatch.setattr(os, call, noted(call, getattr(os, call), done))
    write_atomic(tmp_path / "a.md", NEW, replace=False)
    assert done == ["write", "fsync", "close", "link", "unlink", "fsync", "close"]
    done.clear()
    write_atomic(tmp_path / "a.md", OLD, replace=True)
    assert done[:4] == ["write", "fsync", "close", "replace"] and done[-2:] == ["fsync", "close"]


def noted(name: str, real: Callable[..., Any], done: list[str]) -> Callable[..., Any]:
    """The call, putting its name down."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        done.append(name)
        return real(*arguments, **keywords)

    return call


def test_what_a_crash_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    old, fresh, other = (tmp_path / name for name in (".caseload-1-aa.tmp", ".caseload-2-bb.tmp", "notes.tmp"))
    for path in (old, fresh, other):
        path.write_bytes(b"half")
    hour_ago = time.time() - 3700
    os.utime(old, (hour_ago, hour_ago))
    os.utime(other, (hour_ago, hour_ago))
    write_atomic(tmp_path / "client.md", NEW, replace=False)
    assert sorted(os.listdir(tmp_path)) == [".caseload-2-bb.tmp", "client.md", "notes.tmp"]


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CaseloadError, match="cannot be written") as refused:
        write_atomic(tmp_path / "file" / "client.md", NEW, replace=False)
    assert refused.value.hint


WRITER = """
import sys
from pathlib import Path
from caseload_tools.text import write_atomic
path, contents = Path(sys.argv[1]), (b"a" * 300_000, b"b" * 400_000)
print("ready", flush=True)
while True:
    for content in contents:
        write_atomic(path, content, replace=True)
"""


def kills(times: int, folder: Path) -> None:
    """Ends a writer at a moment of its own choosing, again and again; the file is always whole."""
    path = folder / "client.md"
    dice = random.Random(7)
    whole = {b"a" * 300_000, b"b" * 400_000}
    for _ in range(times):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
            time.sleep(dice.random() / 50)
            os.kill(writer.pid, signal.SIGKILL)
        assert not path.exists() or path.read_bytes() in whole


@pytest.mark.process
def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    kills(8, tmp_path)


@pytest.mark.slow
def test_a_writer_that_is_killed_100_times_leaves_a_whole_file(tmp_path: Path) -> None:
    kills(100, tmp_path)
