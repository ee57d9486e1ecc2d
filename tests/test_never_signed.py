"""The practice's own records are kept up and never signed: a line typed below one is told at once, and locks nothing.

It had locked a policy for good: lint and `sign` said nothing of it, and the hook refused the next word of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.guard.hooks.locked import only_added
from caseload_tools.history.versions import read_version
from caseload_tools.text import read_bytes
from caseload_tools.text.signed_text import OF_THE_PRACTICE
from tests.conftest import Git
from tests.hook_scenes import edit, here
from tests.signing_scenes import commit, small_practice

LINE = "signatures:\n  - {by: dana.ruiz, role: author, at: 2026-01-19 12:05}\n---\n"


def test_these_are_the_types_of_the_practice() -> None:
    assert {word for word, kind in RECORD_TYPES.items() if kind.of_practice} == OF_THE_PRACTICE


def typed_below(word: str) -> str:
    head, _, body = RECORD_TYPES[word].smallest.lstrip().removeprefix("---\n").partition("\n---\n")
    return f"---\n{head}\n{LINE}{body or chr(10)}"


@pytest.fixture(scope="module")
def kept_up(tmp_path_factory: pytest.TempPathFactory, git: Git) -> Path:
    """A practice with a record of each kind below which somebody typed a line, each committed."""
    root = small_practice(tmp_path_factory.mktemp("kept") / "practice", git)
    for word in sorted(OF_THE_PRACTICE):
        file = root / place(word)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(typed_below(word), encoding="utf-8")
    commit(root, git, "2026-01-19T12:40:00+0000")
    return root


def place(word: str) -> str:
    return f"records/practice/{RECORD_TYPES[word].folder}/2026-01-19-one.md"


@pytest.mark.parametrize("word", sorted(OF_THE_PRACTICE))
def test_lint_says_that_it_is_not_signed(kept_up: Path, word: str) -> None:
    said = here(kept_up, "lint", "--select", "SIG018", place(word)).said
    assert f"records of the practice are not signed: this line holds no {word}" in said, said


def test_no_hook_refuses_that_it_is_kept_up(kept_up: Path, git: Git) -> None:
    for word in OF_THE_PRACTICE:
        edit(kept_up / place(word))
    git("add", "--all", cwd=kept_up)
    done = here(kept_up, "hooks", "locked")
    assert done.code == 0, done.said


def test_another_type_opens_nothing_that_was_signed() -> None:
    text = typed_below("session").encode()
    opened = text.replace(b"type: session", b"type: policy")
    assert not only_added(read_bytes(text, "a.md"), read_bytes(opened, "a.md"))
    assert not read_version(opened).keeps(read_version(text))
