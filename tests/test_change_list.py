"""The change list and the contents behind it: what git said, whole and in order, however it was cut into pieces."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.git import raw_list
from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.commits import read_commit
from caseload_tools.git.contents import LARGEST, Contents, _answer
from caseload_tools.git.raw_list import MODULE, PathChange, changes_in, changes_of_pairs, read_change
from caseload_tools.history.readers.change_list import changes, suspected_changes
from caseload_tools.history.readers.git_history import GitHistory
from tests.conftest import Git

ID = "a" * 40
OTHER = "b" * 40
NONE = "0" * 40


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    """Three commits: two files, an odd name and one that is none of ours, and one that takes a file away."""
    root = tmp_path / "repository"
    (root / "records").mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    for number, names in enumerate((("one.md", "two.md"), ("odd : né\n:name.md",), ())):
        for name in names:
            (root / "records" / name).write_text(f"{name} {number}\n", encoding="utf-8")
        (root / "notes.txt").write_text(str(number), encoding="utf-8")
        if not names:
            (root / "records" / "one.md").unlink()
        git("add", "--all", cwd=root)
        git("commit", "--quiet", "--message", f"Work {number}", cwd=root, at=f"2026-11-2{number}")
    return root


def paths_of(root: Path) -> list[list[str]]:
    return [[each.path for each in paths] for _, paths in changes(root, ["HEAD"], ["records"])]


def test_a_past_that_nobody_closed_leaves_no_git_and_no_pipe(repository: Path) -> None:
    past: Any = GitHistory(repository)
    assert past.text_at(past.changes("records/two.md")[0])
    past.itself = past  # as it holds on to itself by its moves, so that only the collector finds it dead
    pipe = past._contents._pipes[1].fileno()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        gc.collect()
        del past
        gc.collect()
    assert not [str(each.message) for each in told]
    with pytest.raises(OSError):
        os.fstat(pipe)


def test_every_commit_is_listed_with_its_paths(repository: Path) -> None:
    assert paths_of(repository) == [
        ["records/one.md", "records/two.md"],
        ["records/odd : né\n:name.md"],
        ["records/one.md"],
    ]
    listed = list(changes(repository, ["HEAD"], ["records", "notes.txt"]))
    assert [len(paths) for _, paths in listed] == [3, 2, 2]
    created, gone = listed[0][1][1], listed[2][1][1]
    assert created.before == "" and created.parents == ("",) and created.mode == "100644"
    assert gone == PathChange("records/one.md", created.after, "", "", "D", (created.after,))
    commit = listed[0][0]
    assert (commit.author, commit.parents, commit.committer is commit.author) == (listed[0][0].author, (), True)
    assert [each.parents for each, _ in listed[1:]] == [(listed[0][0].id,), (listed[1][0].id,)]


def test_a_suspected_repository_gives_the_same_commits_and_changes(repository: Path) -> None:
    trusted = list(changes(repository, ["HEAD"], ["records"]))
    with BorrowedRepository(repository) as room:
        ids = [commit.id for commit, _ in trusted]
        stored = [read_commit(each, found.raw) for each, found in zip(ids, room.objects(ids), strict=True) if found]
        suspected = list(suspected_changes(room, stored, {each.id: each.tree for each in stored}, ["records"]))
    assert [changed for _, changed in suspected] == [changed for _, changed in trusted]
    for (listed, _), commit in zip(trusted, stored, strict=True):
        assert listed[:4] == commit[:4], "id, parents, author and committer"


def test_of_a_suspected_merge_what_it_dropped_is_seen_against_the_parent_that_had_it(
    repository: Path, git: Git
) -> None:
    git("checkout", "--quiet", "-b", "theirs", cwd=repository)
    (repository / "records" / "two.md").unlink()
    git("commit", "--quiet", "--all", "--message", "Theirs", cwd=repository, at="2026-11-24")
    git("checkout", "--quiet", "main", cwd=repository)
    git("merge", "--quiet", "--strategy=ours", "--no-ff", "--message=Dropped", "theirs", cwd=repository)
    merge = git("rev-parse", "HEAD", cwd=repository).strip()
    with BorrowedRepository(repository) as room:
        parents = git("rev-parse", "HEAD^1", "HEAD^2", cwd=repository).split()
        found = zip([merge, *parents], room.objects([merge, *parents]), strict=True)
        stored = {each: read_commit(each, content.raw) for each, content in found if content}
        trees = {each.id: each.tree for each in stored.values()}
        told = list(suspected_changes(room, [stored[merge]], trees, ["records"]))
    assert [commit.id for commit, _ in told] == [merge, merge]
    assert [[each.path for each in changed] for _, changed in told] == [[], ["records/two.md"]]
    assert not [commit for commit, _ in changes(repository, ["HEAD"], ["records"]) if commit.id == merge]


@pytest.mark.parametrize(
    ("line", "before", "after", "mode", "parents"),
    [
        (f":100644 100644 {ID} {OTHER} M", ID, OTHER, "100644", (ID,)),
        (f":000000 100644 {NONE} {OTHER} A", "", OTHER, "100644", ("",)),
        (f":100644 000000 {ID} {NONE} D", ID, "", "", (ID,)),
        (f":100644 120000 {ID} {OTHER} T", ID, "", "120000", (ID,)),
        # Another repository is no file.
        (f":100644 {MODULE} {ID} {OTHER} T", ID, "", MODULE, (ID,)),
        (f":{MODULE} 100644 {ID} {OTHER} T", "", OTHER, "100644", ("",)),
        (f":000000 {MODULE} {NONE} {OTHER} A", "", "", MODULE, ("",)),
        (f":{MODULE} {MODULE} {ID} {OTHER} M", "", "", MODULE, ("",)),
        # Of a merge: one colon, mode and content for each parent.
        (f"::100644 100644 100644 {ID} {ID} {OTHER} MM", ID, OTHER, "100644", (ID, ID)),
        (f"::000000 100644 100644 {NONE} {ID} {OTHER} AM", ID, OTHER, "100644", ("", ID)),
        (f"::100644 100644 000000 {ID} {OTHER} {NONE} DD", ID, "", "", (ID, OTHER)),
        (f"::100644 {MODULE} {MODULE} {ID} {OTHER} {ID} TM", ID, "", MODULE, (ID, "")),
        (f":::100644 000000 000000 100644 {ID} {NONE} {NONE} {OTHER} MAA", ID, OTHER, "100644", (ID, "", "")),
        # What a merge has left undecided.
        (f":100644 000000 {ID} {NONE} U", ID, "", "", (ID,)),
    ],
)
def test_a_line_says_the_same_in_each_frame(
    line: str, before: str, after: str, mode: str, parents: tuple[str, ...]
) -> None:
    letters = line.rpartition(" ")[2]
    change = PathChange("a b.md", before, after, mode, letters, parents)
    assert read_change("a b.md", line) == change and change.undecided is (letters == "U")
    assert read_change("a b.md", f"\n{line}") == change
    assert changes_in(f"{line}\0a b.md\0".encode()) == [change]
    assert changes_of_pairs(f"{ID} {OTHER}\n{OTHER} {ID}\n{line}\0a b.md\0".encode(), 2) == [[], [change]]
    assert list(raw_list.listed_lines(io.BytesIO(f"x\0{line}\0a b.md\0".encode()))) == [("x", "a b.md", line)]
    with pytest.raises(CaseloadError, match="git stopped"):
        changes_of_pairs(f"{ID} {OTHER}\n{line}\0a b.md\0".encode(), 2)


@pytest.mark.parametrize("at_once", [1, 2, 7, 60])
def test_it_is_the_same_in_whatever_pieces_it_comes(
    repository: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    whole = list(changes(repository, ["HEAD"], ["records", "notes.txt"]))
    monkeypatch.setattr(raw_list, "_AT_ONCE", at_once)
    assert list(changes(repository, ["HEAD"], ["records", "notes.txt"])) == whole


def test_what_git_cannot_list_is_an_error_and_never_a_shorter_list(repository: Path) -> None:
    with pytest.raises(CaseloadError):
        list(changes(repository, ["0" * 40], ["records"]))
    whole = f"\n:100644 100644 {ID} {OTHER} M"
    printed = b"\0".join([b"x\nname", whole.encode(), b"notes.txt", b"y", b":1 2 3 4 M"])
    first, broken = raw_list.listed_lines(io.BytesIO(printed))
    assert first == ("x\nname", "notes.txt", whole) and broken[1] == "", "a line without its path is nobody's"


# --- contents ----------------------------------------------------------------------------------


@pytest.fixture
def contents(tmp_path: Path, git: Git) -> Iterator[tuple[list[str], Contents]]:
    """200 contents of all sizes, and who gives them."""
    root = tmp_path / "store"
    root.mkdir()
    git("init", "--quiet", cwd=root)
    for number in range(200):
        (root / f"{number:03}").write_bytes(b"%d\n" % number * (number * 50 + 1))
    listed = subprocess.run(
        ["git", "hash-object", "-w", *(f"{number:03}" for number in range(200))],
        cwd=root, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with Contents(root) as found:
        yield listed.stdout.split(), found


def expected(number: int) -> bytes:
    return b"%d\n" % number * (number * 50 + 1)


def test_contents_come_in_order_with_nothing_for_what_is_missing(contents: tuple[list[str], Contents]) -> None:
    ids, store = contents
    asked = [*ids[:100], "", "0" * 40, *ids[100:], ids[7], ids[7]]
    wanted = [*map(expected, range(100)), None, None, *map(expected, range(100, 200)), expected(7), expected(7)]
    assert list(store.all_of(asked)) == wanted
    assert list(store.all_of([])) == [] and list(store.all_of([""])) == [None]


def test_each_thing_comes_with_its_own_contents(contents: tuple[list[str], Contents]) -> None:
    ids, store = contents
    wanted = [(number, ids[:number]) for number in (0, 3, 0, 0, 200, 1, 59, 60, 61, 0)]
    told = list(store.of_each((name, listed) for name, listed in wanted))
    assert told == [(number, [expected(each) for each in range(number)]) for number, _ in wanted]


def test_who_stops_reading_takes_nothing_from_the_next_question(contents: tuple[list[str], Contents]) -> None:
    ids, store = contents
    begun = store.all_of(ids)
    assert next(begun) == expected(0)
    assert store.get(ids[150]) == expected(150)
    assert list(store.all_of(ids[3:5])) == [expected(3), expected(4)]
    assert next(begun) == expected(1)
    assert isinstance(begun, Generator)
    begun.close()
    assert store.get(ids[2]) == expected(2)


def test_ids_are_taken_only_a_little_ahead(contents: tuple[list[str], Contents]) -> None:
    ids, store = contents
    taken: list[str] = []

    def source() -> Iterator[str]:
        for each in ids:
            taken.append(each)
            yield each

    begun = store.all_of(source())
    next(begun)
    assert len(taken) <= 120
    assert isinstance(begun, Generator)
    begun.close()


def test_a_content_that_is_too_large_is_told_by_its_size(tmp_path: Path, git: Git) -> None:
    git("init", "--quiet", cwd=tmp_path)
    (tmp_path / "large").write_bytes(b"x" * (LARGEST + 1))
    (tmp_path / "small").write_bytes(b"y")
    large, small = (git("hash-object", "-w", name, cwd=tmp_path).strip() for name in ("large", "small"))
    with Contents(tmp_path) as store:
        assert list(store.all_of([large, small, large])) == [LARGEST + 1, b"y", LARGEST + 1]


@pytest.mark.parametrize("printed", [b"", b"%b blob 9\nhalf" % ID.encode(), b"%b blob 4\nhalf" % ID.encode()])
def test_half_a_content_is_never_taken_for_a_whole_one(printed: bytes) -> None:
    with pytest.raises(CaseloadError, match="git stopped"):
        _answer(io.BytesIO(printed))
    assert _answer(io.BytesIO(b"%b blob 4\nhalf\n" % ID.encode())) == b"half"


def test_a_practice_lies_in_a_folder_whose_name_is_two_lines(repository: Path, tmp_path: Path, git: Git) -> None:
    odd = repository.rename(tmp_path / "one\ntwo")
    within, empty = odd / "records", tmp_path / "one\nmore"
    assert GitHistory(within, ["two.md"]).changes("two.md")  # from within, git prints the whole path
    git("init", "--quiet", str(empty), cwd=tmp_path)
    past = GitHistory(empty)
    assert past.complete and not past.changes("two.md")
