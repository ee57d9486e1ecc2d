"""The reader of the manual is not to be helped: what a page does not say, does not happen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.manual_reader import NotAsPrintedError, Reader, Written, acts

CLIENT = "records/clients/C-0001/client.md"
NOTE = "records/clients/C-0001/sessions/2026-11-24.md"
OWN = "Follow along in a practice of your own: `caseload init mine`, then `cd mine`. Here it is 24 November 2026.\n\n"
CHART = OWN + "```sh\ncaseload new client C-0001\n```\n\n"


def _follow(page: str, folder: Path) -> None:
    Reader(folder, folder.parent, page).follow(page)


def _console(*lines: str) -> str:
    return "\n".join(["```console", *lines, "```", ""])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<!-- place: demo -->\n\n" + _console("$ ls"), "no reader sees"),
        (f"<!-- file: {NOTE} -->\n\n```markdown\nx\n```\n", "no reader sees"),
        (f"This is `{NOTE}`:\n\n```markdown\nx\n```\n", "is not there"),
        (f"Change it so that `{NOTE}` reads:\n\n```markdown\nx\n```\n", "is not there"),
        ("Add this to the top of `caseload.toml`:\n\n```toml\nname = 1\n```\n", "is not there"),
        ("Save this as `a`:\n\n```text\nx\n```\n\nSave this as `a`:\n\n```text\ny\n```\n", "is there already"),
        ("Save this as `a`:\n\n```text\nx\n```\n\nThis is `a`:\n\n```text\ny\n```\n", "reads otherwise"),
        (_console("$ caseload lint", "..."), "does not say that it is refused"),
        (_console("$ caseload --version", "caseload 0.0.0"), "prints something else"),
        (_console("$ caseload --version"), "prints something else"),
        ("```sh\ncaseload lint\n```\n", "does not say that it is refused"),
        ("Follow along: `caseload lint`.\n", "does not say that it is refused"),
        (_console("$ cd try-it"), "no such folder"),
        (_console("$ rm x"), "no command that a reader types"),
        (CHART + f"```sh\ncaseload sign --as a.clinician {CLIENT}\n```\n", "ends with 1"),
        ("```sh\ncasload lint\n```\n", "no command that a reader types"),
        (_console("$ git status", "..."), "does not say that it is refused"),
        (_console("no command"), "begins with no command"),
        (
            CHART + _console("$ caseload new consent C-0001", "...", "$ caseload lint", "..."),
            "nothing of what it found",
        ),
        ("It is refused.\n\n" + _console("$ caseload --version", "...", "$ caseload lint", "..."), "does not say that"),
    ],
)
def test_what_the_page_does_not_say_does_not_happen(page: str, said: str, home: Path) -> None:
    with pytest.raises(NotAsPrintedError, match=said):
        _follow(page, home)


def test_what_the_page_says_is_done(home: Path) -> None:
    chart = f"Save this as `{NOTE}`:\n\n```markdown\nx\n```\n\nThis is `{NOTE}`:\n\n```markdown\nx\n```\n"
    added = (
        "Add this to the end of `a b`:\n\n```text\nlast\n```\n\nAdd this to the top of `a b`:\n\n```text\nfirst\n```\n"
    )
    changed = f"Change a word so that `{NOTE}` reads:\n\n<details><summary>All of it</summary>\n\n```text\ny\n```\n"
    page = OWN + chart + "Save this as `a b`:\n\n```text\nx\n```\n\n" + added + changed
    page += _console("$ cat 'a b'", "first", "", "x", "", "last", f"$ cat {NOTE}", "y", "$ cat caseload.toml > copy")
    _follow(page + "There:\n\n" + _console("$ ls copy", "copy"), home)
    assert (home / "mine" / NOTE).read_text() == "y\n"
    assert not list(home.glob("copy"))


def test_a_refusal_that_the_page_tells_of_is_as_printed(home: Path) -> None:
    _follow("Outside of a practice it is refused:\n\n" + _console("$ caseload lint", "..."), home)
    message = "Save this as `m`:\n\n```text\nC-0001: rang her sister, 218-555-0142\n```\n\n"
    shown = ("caseload: this commit is refused, for 1 reason", "...")
    _follow(OWN + message + _console("$ caseload hooks message m", *shown), home)


def test_a_block_below_other_words_is_only_looked_at() -> None:
    page = "It may look like this:\n\n```toml\nname = 1\n```\n\nSave this as `a`.\n\nOr so:\n\n```toml\nx = 1\n```\n"
    assert not [act for act in acts(page) if isinstance(act, Written)]


def test_the_day_is_the_one_that_the_page_names(home: Path) -> None:
    page = OWN.replace("24 November 2026", "3 May 2027") + _console("$ caseload new client C-0001", "...")
    _follow(page + _console(f"$ cat {CLIENT}", "...", "opened: 2027-05-03", "..."), home)


def test_the_reader_has_no_name_until_the_page_on_installing_gives_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = OWN + _console(
        "$ git add --all", "$ git commit --quiet --message 'C-0001: began the practice, no client yet'"
    )
    monkeypatch.setattr("tests.manual_reader._git_settings", tuple)
    with pytest.raises(NotAsPrintedError, match="tell me who you are"):
        _follow(commit, home)


def test_a_clone_is_where_the_page_says_so(home: Path) -> None:
    with pytest.raises(NotAsPrintedError):
        _follow(_console("$ ls pyproject.toml", "pyproject.toml"), home)
    with pytest.raises(NotAsPrintedError, match="no command that a reader types"):
        _follow(_console("$ .venv/bin/caseload --version", "..."), home)
    page = "Follow along in a clone of this\nrepository.\n\n" + _console("$ ls pyproject.toml", "pyproject.toml")
    _follow(page + _console("$ .venv/bin/caseload --version", "caseload ..."), home)


def test_home_is_the_readers_own(home: Path) -> None:
    page = "Save this as `~/a`:\n\n```text\nx\n```\n\n" + _console(
        "$ caseload demo ~/try-it", "...", "$ cd ~", "$ cat a", "x"
    )
    _follow(page, home)
    assert sorted(path.name for path in home.iterdir()) == [".gitconfig", "a", "try-it"]
