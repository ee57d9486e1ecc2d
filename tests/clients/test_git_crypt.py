"""Under the real git-crypt: what it encrypted passes, and what would go in clear text is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import hook_scenes as scenes
from tests.hook_scenes import caseload, commit, commits, here, run

pytestmark = pytest.mark.clients
LETTER = "letters/2026-11-20.txt"


def test_letters_behind_git_crypt(tmp_path: Path) -> None:
    assert shutil.which("git-crypt"), "tests/clients/install installs it"
    root = scenes.make_practice(tmp_path)
    assert run(root, "git-crypt", "init").code == 0
    assert caseload(root, "hooks", "install").code == 0
    (root / ".gitattributes").write_text("letters/** filter=git-crypt diff=git-crypt\n")
    (root / "letters").mkdir()
    (root / LETTER).write_text("Dear colleague\n")
    run(root, "git", "add", "--all")
    first = commit(root, "C-0142: a letter, encrypted")
    assert first.code == 0, first.said
    assert run(root, "git", "cat-file", "-s", f"HEAD:{LETTER}").said.strip() != "15"
    assert "encrypted in git: " in here(root, "doctor").said

    # Somebody whose copy was never unlocked stages clear text, and git says nothing.
    (root / LETTER).write_text("Dear colleague, once more\n")
    run(root, "git", "config", "--remove-section", "filter.git-crypt")
    run(root, "git", "add", LETTER)
    refused = commit(root, "C-0142: the letter, once more")
    assert refused.code == 1 and "it must be encrypted, and is staged in clear text" in refused.said
    assert commits(root) == 2
    assert "1 of 1 files that must be encrypted are in git in clear text" in here(root, "doctor").said
