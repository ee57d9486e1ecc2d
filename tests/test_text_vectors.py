"""Every table of tests/vectors against the reader: each input gives its findings, at its lines, and no other."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.text import Document, name_faults, read_bytes, read_file
from caseload_tools.text.front_matter.yaml_events import PureParser
from tests.text_vectors import Vector, fits, inputs, table
from tests.unprivileged import own, reachable, without_privileges
from tests.work import counted

CALLS_A_BYTE = 6  # of the worst file, beside some for any file; one that takes for ever is a way to stop a practice
CALLS_FOR_ANY = 50_000


@pytest.mark.parametrize("vector", inputs("text"), ids=str)
def test_an_input_gives_its_findings(vector: Vector) -> None:
    with counted() as work:
        document = read_bytes(vector.raw, "records/a.md")
        everything = (document.sections, document.comments, document.places)
    assert work.calls < CALLS_FOR_ANY + CALLS_A_BYTE * len(vector.raw) and everything
    check_faults(document, vector.expect)
    check_data(document, vector.more)
    check_places(document)
    for fault in document.faults:
        lines = document.text.split("\n")
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1 or not document.text


@pytest.mark.parametrize("vector", inputs("schema"), ids=str)
def test_the_reader_has_nothing_against_an_input_for_the_schema(vector: Vector) -> None:
    document = read_bytes(vector.raw, vector.path)
    assert document.usable and not document.faults


def test_there_are_enough_bad_inputs() -> None:
    bad = [vector for level in ("text", "schema") for vector in inputs(level) if vector.expect]
    bad_files = [*table("files")["file"], *table("names")["names"]]
    assert len(bad) >= 150
    assert len(bad) + sum(bool(entry["expect"]) for entry in bad_files) >= 240
    names = [str(vector) for level in ("text", "schema") for vector in inputs(level)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("vector", [each for each in inputs("text") if len(each.raw) < 100_000], ids=str)
def test_the_pure_parser_says_the_same(vector: Vector, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_bytes(vector.raw, "a.md")
    monkeypatch.setattr("caseload_tools.text.front_matter.yaml_reading.read_yaml.__defaults__", (PureParser,))
    slow = read_bytes(vector.raw, "a.md")
    assert [fault.line for fault in slow.faults] == [fault.line for fault in fast.faults]
    # Of one the pure parser makes half a character, at the other it stops where libyaml sees a comment.
    if vector.name not in ("half a surrogate pair by an escape", "a text that begins with >#"):
        assert slow.faults == fast.faults
        assert (slow.data, slow.usable, slow.places) == (fast.data, fast.usable, fast.places)


def check_faults(document: Document, expect: list[str]) -> None:
    told = [f"{each.code}@{each.line}:{each.column} {each.level}" for each in document.faults]
    assert len(told) == len(expect), f"expected {expect}, got {told}"
    for wanted, fault in zip(expect, document.faults, strict=True):
        assert fits(wanted, fault.code, fault.line, fault.column, fault.level), f"expected {expect}, got {told}"
        assert fault.message and not fault.message.endswith("."), fault
    assert document.usable or any(fault.level == "error" for fault in document.faults)


def check_data(document: Document, more: dict[str, Any]) -> None:
    if "data" in more:  # repr, since 1 == 1.0 == True
        assert repr(document.data) == repr(more["data"])
    for key, value in more.get("has", {}).items():
        assert repr(document.data[key]) == repr(value)
    if "usable" in more:
        assert document.usable is more["usable"]
    if "sections" in more:
        assert [f"{each.level} {each.title} @{each.line}" for each in document.sections] == more["sections"]


def check_places(document: Document) -> None:
    """Every key stands where it is said to stand, also below a mistake."""
    front = document.text[document.front_start : document.front_end]
    for path, place in document.places.items():
        assert place.key_start <= place.key_end <= max(place.start, place.key_end) <= len(front)
        key = path[-1]
        if isinstance(key, str) and document.usable:
            written = front[place.key_start : place.key_end]
            assert written == key or written[0] in "'\"", path
        elif isinstance(key, str):
            assert front[place.key_start : place.key_start + 1] in (key[:1], *"'\"&!"), path


@pytest.mark.process
@pytest.mark.parametrize("entry", table("files")["file"], ids=lambda entry: entry["name"])
def test_a_thing_on_the_disk_gives_its_findings(
    entry: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if entry["make"] == "forbidden file":
        check_that_it_is_refused(entry)
        return
    root = tmp_path / "practice"
    (root / "records").mkdir(parents=True)
    path = entry["path"]
    closing = make(entry, root, tmp_path)
    opened: list[str] = []
    real_open = os.open

    def watched(name: Any, *arguments: Any, **keywords: Any) -> int:
        opened.append(str(name))
        return real_open(name, *arguments, **keywords)

    monkeypatch.setattr(os, "open", watched)
    document = read_file(root, path)
    next(closing, None)
    check_faults(document, entry["expect"])
    assert document.path == path
    if entry.get("open") is False:
        assert not opened


def check_that_it_is_refused(entry: dict[str, Any]) -> None:
    """As somebody who is not root, or it would prove nothing; and the same file is read once its mode allows it."""
    with reachable() as root:
        next(make(entry, root, root), None)
        own(root)
        document = without_privileges(lambda: read_file(root, entry["path"]))
        check_faults(document, entry["expect"])
        assert document.path == entry["path"] and "client" not in document.text
        (root / entry["path"]).chmod(0o400)
        assert not without_privileges(lambda: read_file(root, entry["path"])).faults


def make(entry: dict[str, Any], root: Path, outside: Path) -> Iterator[None]:
    """Puts the thing there; the iterator takes away what must not stay open."""
    kind = entry["make"]
    if kind == "nothing":
        return iter(())
    path = root / entry["path"]
    text = b"---\ntype: client\n---\n"
    if kind == "symlinked folder":
        (outside / "elsewhere").mkdir()
        (outside / "elsewhere" / path.name).write_bytes(text)
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.symlink_to(outside / "elsewhere")
        return iter(())
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "symlink":
        (path.parent / "other.md").write_bytes(text)
        path.symlink_to(entry["target"])
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        return bound(path)
    elif kind == "folder":
        path.mkdir()
    elif kind in ("hard link", "interrupted writing"):
        path.write_bytes(text)
        second = outside / "b.md" if kind == "hard link" else path.parent / ".caseload-1-ab.tmp"
        os.link(path, second)
    elif kind == "sparse file":
        with path.open("wb") as file:
            file.truncate(entry["size"])
    elif kind == "forbidden file":
        path.write_bytes(text)
        path.chmod(0)
    else:
        path.write_bytes(text + b"x" * (entry["size"] - len(text)))
    return iter(())


def bound(path: Path) -> Iterator[None]:
    """A socket as a file; its full path may be too long for one, so it is bound from its folder."""
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as open_socket:
        os.chdir(path.parent)
        open_socket.bind(path.name)
        os.chdir(before)
    return iter(())


@pytest.mark.parametrize("entry", table("names")["names"], ids=lambda entry: entry["name"])
def test_names_give_their_findings(entry: dict[str, Any]) -> None:
    found = list(name_faults(entry["paths"]))
    assert [path for path, _ in found] == entry["expect"]
    for _, fault in found:
        assert (fault.code, fault.line, fault.column) == ("STR013", 1, 1)
        assert fault.message.isprintable() and fault.hint


def test_a_name_that_is_no_text_at_all() -> None:
    name = os.fsdecode(b"records/\xff.md")
    assert [path for path, _ in name_faults([name])] == [name]


def test_names_that_are_too_long() -> None:
    deep = "records/" + "/".join(["abcdefghij"] * 25) + ".md"
    assert [fault.message for _, fault in name_faults([deep])] == [
        "this path has 285 characters; Windows cannot open it"
    ]
    assert "too long" in next(iter(name_faults(["records/" + "x" * 220 + ".md"])))[1].message
