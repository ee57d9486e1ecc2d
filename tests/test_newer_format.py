"""What a newer format brings is a warning to this version: told, shown as written, signed, in nobody's way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.guard.hooks.pushing import Update, silent
from caseload_tools.guard.hooks.receiving import formats_needed, received_refusals
from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.practice.record_format import FIRST_READ_BY, FORMAT
from caseload_tools.site.edition import Edition
from tests import hook_scenes as scenes
from tests.conftest import Git
from tests.signing_scenes import NOTE, Run, commit, small_practice, typed_in

TODAY = date(2026, 1, 19)
WORDS = "brighter than in autumn"
LETTER = "records/clients/C-0001/letters/2026-01-19.md"
UPDATE = "written by a newer caseload-tools; update to read it"
# What a later version may have done to a note, each as (what stands there now, what stands there then).
NEWS = {
    "a key": ("attendance:", f"mood: {WORDS}\nattendance:"),
    "a word": ("service: individual", "service: walk-and-talk"),
    "a required key renamed": ("setting:", "place:"),
    "another kind of value": ("service: individual", "service: [individual, family]"),
    "a type": ("type: session", "type: encounter"),
}


def _newer(root: Path) -> None:
    settings = root / "caseload.toml"
    settings.write_text(f'format = {FORMAT + 1}\nneeds = "9.9.0"\n' + settings.read_text())


def _change(root: Path, news: str) -> None:
    note, (now, then) = root / NOTE, NEWS[news]
    text = note.read_text()
    assert text.count(f"\n{now}") == 1, text
    note.write_text(text.replace(f"\n{now}", f"\n{then}"))


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    found = small_practice(tmp_path / "practice", git)
    git("config", "user.email", "ruiz@northgate.example", cwd=found)
    return found


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typed_in(root, monkeypatch, capsys)


def _findings(root: Path) -> list[Finding]:
    request = LintRequest(today=TODAY, history=NoHistory(), baseline={}, jobs=1)
    return list(lint_caseload(root, load_practice(root), request).findings)


@pytest.mark.parametrize("news", NEWS)
def test_it_is_an_error_in_a_format_that_is_known_and_a_warning_in_a_newer_one(root: Path, news: str) -> None:
    before = {(each.path, each.code) for each in _findings(root) if each.level == "error"}
    _change(root, news)
    errors = [each for each in _findings(root) if each.level == "error" and (each.path, each.code) not in before]
    assert errors
    _newer(root)
    found = [each for each in _findings(root) if each.path == NOTE]
    assert not [each for each in found if each.level == "error"], found
    told = [each for each in found if UPDATE in each.hint]
    assert told and all("9.9.0" in each.hint and f"reads format {FORMAT}" in each.hint for each in told)
    assert not any(each.fixable for each in told), "a repair would take away what a colleague wrote"


def test_a_record_of_a_type_that_is_not_known_lies_in_a_folder_that_is_not_known(root: Path) -> None:
    (root / LETTER).parent.mkdir()
    (root / LETTER).write_text((root / NOTE).read_text().replace("type: session", "type: letter"))
    assert {each.level for each in _findings(root) if each.path == LETTER} == {"error"}
    _newer(root)
    found = [each for each in _findings(root) if each.path == LETTER]
    assert found and {each.level for each in found} == {"warning"} and UPDATE in found[0].hint


@pytest.mark.parametrize("news", [each for each in NEWS if each != "a type"])
def test_it_is_shown_and_signed_as_it_is_written(root: Path, run: Run, news: str) -> None:
    _change(root, news)
    assert "still empty, or cannot be read" in run("sign", NOTE).out
    _newer(root)
    shown = run("show", "C-0001", "--format", "json").ok().out
    then = NEWS[news][1].partition("\n")[0].partition(": ")[2]
    assert not then or then.strip("[]") in shown, shown
    done = run("sign", NOTE).ok()
    assert "signed by dana.ruiz" in done.out and "this version does not know" in done.out + done.err
    practice = load_practice(root)
    caseload = read_caseload(root, practice, TODAY)
    result = lint_caseload(root, practice, LintRequest(today=TODAY, history=NoHistory(), baseline={}, jobs=1))
    pages = " ".join(page.body for page in Edition(caseload, (), result).pages())
    assert then.strip("[]") in pages


def test_a_record_of_another_type_is_shown_too(root: Path, run: Run) -> None:
    _change(root, "a type")
    _newer(root)
    assert "fingers" in run("show", "C-0001").out


def test_so_is_one_in_a_folder_that_is_not_known(root: Path, run: Run) -> None:
    (root / LETTER).parent.mkdir()
    (root / LETTER).write_text((root / NOTE).read_text().replace("type: session", "type: letter"))
    assert "letters/2026-01-19   all of it" not in run("show", "C-0001").out
    _newer(root)
    shown = run("show", "C-0001", "--format", "json").out
    assert '"record": "letters/2026-01-19"' in shown and shown.count("fingers") == 1


def test_a_digest_of_a_kind_that_only_a_newer_version_knows_says_which(root: Path) -> None:
    note = root / NOTE
    line = "{by: dana.ruiz, role: clinician, at: 2026-01-19 12:05, digest: " + f"caseload-v9:{'0' * 64}}}"
    note.write_text(note.read_text().replace("\nattendance:", f"\nsignatures:\n  - {line}\nattendance:", 1))
    for newer in (False, True):
        if newer:
            _newer(root)
        [told] = [each for each in _findings(root) if each.code == "SIG018"]
        assert ("need caseload-tools 9.9.0 or later" in told.hint) is newer, told
        assert "caseload sign" in told.hint


@pytest.mark.parametrize("command", [("lint",), ("due",), ("show", "C-0001"), ("report", "figures")])
def test_a_command_says_that_it_does_not_know_all(root: Path, run: Run, command: tuple[str, ...]) -> None:
    _newer(root)
    settings = root / "caseload.toml"
    settings.write_text("moods = true\n" + settings.read_text())
    done = run(*command)
    assert "need caseload-tools 9.9.0 or later" in done.err and "no key `moods`" in done.err, done


def test_no_hook_refuses_it(root: Path, run: Run, git: Git) -> None:
    _change(root, "a key")
    git("add", "--all", cwd=root)
    assert run("hooks", "lint").code == 1
    _newer(root)
    git("add", "--all", cwd=root)
    done = run("hooks", "lint")
    assert done.code == 0 and "mood" in done.out and "update" in done.out, done
    commit(root, git, "2026-01-19T14:00:00+0000")


def test_fix_and_upgrade_leave_it_alone(root: Path, run: Run) -> None:
    note = root / NOTE
    note.write_text(note.read_text().replace("homework:", "homwork:"))
    _newer(root)
    before = note.read_bytes()
    assert "Nothing to change" in run("fix").out and note.read_bytes() == before
    done = run("upgrade")
    assert done.code == 2 and "9.9.0" in done.err and note.read_bytes() == before


def test_doctor_says_which_version_is_needed(root: Path, run: Run) -> None:
    assert "record format" in run("doctor").out
    _newer(root)
    done = run("doctor")
    assert done.code == 1 and "need caseload-tools 9.9.0 or later" in done.out


@pytest.fixture
def shared(tmp_path: Path, clean_environment: None) -> Path:
    """A practice, and the append-only repository that its people share."""
    practice = scenes.make_practice(tmp_path)
    scenes.append_only(tmp_path / "there.git")
    assert push(practice).code == 0
    return practice


def push(practice: Path) -> scenes.Done:
    return scenes.run(practice, "git", "push", "../there.git", "main")


def _committed(practice: Path, file: str, now: str, then: str) -> str:
    """The commit of somebody whose caseload-tools is newer."""
    text = (practice / file).read_text(encoding="utf-8")
    assert now in text
    (practice / file).write_text(text.replace(now, then, 1), encoding="utf-8")
    assert scenes.commit(practice).code == 0
    return scenes.run(practice, "git", "rev-parse", "HEAD").said.strip()


def test_an_older_version_takes_what_a_newer_one_brings_and_then_all_that_follows(shared: Path) -> None:
    """Two versions share a repository: to the older one, a format number lower, today's is a newer format."""
    there = shared.parent / "there.git"
    first = scenes.run(shared, "git", "rev-parse", "HEAD").said.strip()
    brought = _committed(shared, scenes.OPEN, "\nattendance:", f"\nmood: {WORDS}\nattendance:")
    follows = _committed(shared, scenes.CLIENT, "\n---\n", "\n---\n\nA word more.\n")
    (there / "hooks/pre-receive").unlink()
    assert push(shared).code == 0

    def refused(old: str, new: str, reads: int) -> list[str]:
        update = Update("refs/heads/main", old, new)
        return [each.hint for each in received_refusals(there, [update], date(2026, 11, 24), silent, reads)]

    assert refused(first, brought, FORMAT - 1) == refused(brought, follows, FORMAT - 1) == []
    assert refused(first, follows, FORMAT - 1) == []
    [needed] = formats_needed(there, [Update("refs/heads/main", first, follows)], FORMAT - 1)
    assert f"need caseload-tools {FIRST_READ_BY[FORMAT]} or later" in needed
    # To the version of today it is a slip; if it is none, the refusal says who has to update.
    [hint] = refused(first, brought, FORMAT)
    assert "if a newer version of caseload-tools wrote it, update this one" in hint
    assert not list(formats_needed(there, [Update("refs/heads/main", first, follows)]))


def test_a_push_in_a_newer_format_is_taken_and_says_what_the_server_needs(shared: Path) -> None:
    _committed(shared, "caseload.toml", "\nformat = ", '\nneeds = "9.9.0"\nformat = 1')
    _committed(shared, scenes.OPEN, "\nattendance:", f"\nmood: {WORDS}\nattendance:")
    done = push(shared)
    assert done.code == 0, done.said
    assert "not all of it was checked here" in done.said and "caseload-tools 9.9.0 or later" in done.said
    assert WORDS not in done.said


def test_what_is_signed_is_guarded_in_every_format(shared: Path) -> None:
    _committed(shared, "caseload.toml", "\nformat = ", '\nneeds = "9.9.0"\nformat = 1')
    _committed(shared, scenes.SIGNED, "\nattendance:", f"\nmood: {WORDS}\nattendance:")
    assert push(shared).code != 0
