"""A key, a word or a type that got another name: what was written under the older one reads, shows, signs and stays.

None of ours has an older name yet, so some are invented here: `homework` was called `between`, in an objective
`measure` was called `aim`, the setting `office` was `clinic`, and a session was an `encounter`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.desk.upgrading import Converted, conversions
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice, read_practice
from caseload_tools.practice.record_format import FIRST_READ_BY
from caseload_tools.site.edition import Edition
from caseload_tools.text import older_names, read_bytes, rename_key
from caseload_tools.text.digest import content_digest
from caseload_tools.text.older_names import ANY_KEY, OlderName, OlderWord
from tests.conftest import Git
from tests.signing_scenes import NOTE, PLAN, Run, commit, small_practice, typed_in

TODAY = date(2026, 1, 19)
HOMEWORK = "Ring the adviser before Friday"
TABLE = (OlderName("session", ("between",), "homework", 2), OlderName("plan", ("objectives", "aim"), "measure", 2))

WORDS = (
    OlderWord("session", ("type",), "encounter", "session", 2),
    OlderWord("session", ("setting",), "clinic", "office", 2),
    OlderWord("session", ("progress", ANY_KEY), "bettering", "progressing", 2),
    OlderWord("client", ("safe_channels",), "telephone", "phone", 2),
    OlderWord("plan", ("type",), "care-plan", "plan", 2),
)


@pytest.fixture(scope="module", autouse=True)
def older() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(older_names, "OLDER_NAMES", TABLE)
        patch.setattr(older_names, "OLDER_WORDS", WORDS)
        yield


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    found = small_practice(tmp_path / "practice", git)
    git("config", "user.email", "ruiz@northgate.example", cwd=found)
    note = found / NOTE
    text = "\n".join(line for line in note.read_text().split("\n") if not line.startswith("homework:"))
    note.write_text(text.replace("\nattendance:", f"\nbetween: {HOMEWORK}\nattendance:", 1))
    plan = found / PLAN
    plan.write_text(plan.read_text().replace("measure:", "aim:"))
    commit(found, git, "2026-01-19T13:00:00+0000")
    return found


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typed_in(root, monkeypatch, capsys)


def _found(root: Path) -> list[tuple[str, str, str, int]]:
    request = LintRequest(today=TODAY, history=NoHistory(), baseline={}, jobs=1)
    result = lint_caseload(root, load_practice(root), request)
    return [(each.path, each.code, each.level, each.line) for each in result.findings]


def test_a_record_reads_in_the_names_of_today_and_its_digest_is_over_what_is_written() -> None:
    lines = ["type: session", "between: Ring", "objectives:", "  - {aim: one, id: O1}"]
    raw = ("---\n" + "\n".join(lines) + "\n---\n\nA note.\n").encode()
    document = read_bytes(raw, "")
    assert document.data == {"type": "session", "homework": "Ring", "objectives": [{"aim": "one", "id": "O1"}]}
    assert list(document.written) == ["type", "between", "objectives"]
    span = document.key_position(("homework",))
    assert span is not None and (span.line, span.column, span.end_column) == (3, 1, 8)
    assert content_digest(document.written, document.body) != content_digest(document.data, document.body)
    plan = read_bytes(raw.replace(b"session", b"plan"), "")
    assert plan.data["objectives"] == [{"measure": "one", "id": "O1"}] and "between" in plan.data


def test_a_key_under_both_names_stays_unknown() -> None:
    document = read_bytes(b"---\ntype: session\nbetween: a\nhomework: b\n---\n", "")
    assert document.older is None and list(document.data) == ["type", "between", "homework"]


def test_what_is_renamed_is_the_name_alone() -> None:
    text = "---\ntype: session\nbetween: 'a: b'   # kept\n---\n"
    assert rename_key(text, ("homework",), "homework") == text.replace("between", "homework")


def test_lint_advises_where_nobody_signed(root: Path, run: Run) -> None:
    line = (root / NOTE).read_text().split("\n").index(f"between: {HOMEWORK}") + 1
    found = _found(root)
    assert (NOTE, "STR004", "advice", line) in found
    assert {(each[1], each[2]) for each in found if each[0] in (NOTE, PLAN)} == {("STR004", "advice")}, found
    assert run("lint", "--select", "STR", "--format", "concise").out.count("STR004") == 1, "of the signed plan nothing"


def test_show_and_the_site_tell_it_under_todays_name(root: Path, run: Run) -> None:
    assert HOMEWORK in run("show", "C-0001").ok().out
    practice = load_practice(root)
    caseload = read_caseload(root, practice, TODAY)
    [note] = caseload.charts[0].sessions
    assert note.homework == HOMEWORK and note.sound
    result = lint_caseload(root, practice, LintRequest(today=TODAY, history=NoHistory(), baseline={}, jobs=1))
    pages = " ".join(page.body for page in Edition(caseload, (), result).pages())
    assert HOMEWORK in pages and ">Between<" not in pages and ">Aim<" not in pages


def test_it_is_signed_as_written_and_stays_so(root: Path, run: Run, git: Git) -> None:
    assert "signed by dana.ruiz" in run("sign", NOTE).ok().out
    signed = (root / NOTE).read_bytes()
    assert f"between: {HOMEWORK}".encode() in signed
    commit(root, git, "2026-01-19T14:05:00+0000")
    assert [each for each in _found(root) if each[0] == NOTE] == []
    assert "nothing to say" in run("lint", NOTE, "--select", "STR,SIG").out
    assert run("upgrade").code == 0 and (root / NOTE).read_bytes() == signed, "what is signed is never rewritten"
    verified = run("audit", "verify")
    assert "signatures" not in verified.err and verified.code in (0, 1)
    # Whoever renames the key in it has changed what was signed, for lint as for the hook.
    (root / NOTE).write_bytes(signed.replace(b"between:", b"homework:"))
    assert "SIG001" in {each[1] for each in _found(root) if each[0] == NOTE}
    git("add", "--all", cwd=root)
    assert NOTE in run("hooks", "locked").err


def test_upgrade_converts_what_is_not_signed(root: Path, run: Run) -> None:
    note, plan = (root / NOTE).read_bytes(), (root / PLAN).read_bytes()
    shown = run("upgrade", "--diff")
    assert shown.code == 1 and f"-between: {HOMEWORK}\n+homework: {HOMEWORK}\n" in shown.out
    assert (root / NOTE).read_bytes() == note, "--diff writes nothing"
    done = run("upgrade").ok()
    assert "`between` is `homework`" in done.out and "1 signed record with older names left as signed" in done.out
    assert (root / NOTE).read_bytes() == note.replace(b"\nbetween:", b"\nhomework:")
    assert (root / PLAN).read_bytes() == plan and b"aim:" in plan
    again = run("upgrade").ok()
    assert "Nothing to convert" in again.out
    assert {each[1] for each in _found(root) if each[0] == NOTE} == set()


def test_upgrade_raises_the_format_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIRST_READ_BY, 2, "0.9.0")
    settings = root / "caseload.toml"
    before = settings.read_text()
    for text in (before, f"format = 1   # kept\nneeds = '0.1.0'\n{before}", before.replace("\n", "\r\n")):
        settings.write_bytes(text.encode())
        first = next(iter(conversions(root, load_practice(root), to=2)))
        assert isinstance(first, Converted) and first.path == "caseload.toml" and first.before == text
        practice = read_practice(first.after.encode(), reads=2)
        assert (practice.format, practice.needs, practice.name) == (2, "0.9.0", load_practice(root).name)
        assert "kept" in first.after or "kept" not in text
        lines = set(text.splitlines())
        assert len([line for line in first.after.splitlines() if line not in lines]) == 2
        assert "\r" not in text or first.after.count("\n") == first.after.count("\r\n")
    settings.write_text('profile = "general"\nname="Test"')
    assert next(iter(conversions(root, load_practice(root), to=2))).path == "caseload.toml"
    settings.write_text('name = "Test"\ncrisis_contacts = ["""\nformat = 1\n"""]\n')
    with pytest.raises(CaseloadError, match="cannot be changed"):
        list(conversions(root, load_practice(root), to=2))


def test_diff_tells_no_change_of_what_is_called_otherwise(root: Path, run: Run, git: Git) -> None:
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("between:", "homework:"))
    commit(root, git, "2026-01-19T13:30:00+0000")
    told = run("diff", "HEAD~1", "HEAD").out
    assert "layout of the file changed, its content is the same" in told, told
    (root / NOTE).write_text(text.replace(HOMEWORK, "Write a letter"))
    commit(root, git, "2026-01-19T13:40:00+0000")
    told = run("diff", "HEAD~1", "HEAD").out
    assert "homework" in told and "between" not in told, told


def test_words_and_types_read_in_those_of_today_wherever_they_stand() -> None:
    lines = [
        *("type: encounter", "setting: clinic", "progress:", "  O1.1: bettering", "  O1.2: met"),
        *("homework: clinic", "themes: [clinic]"),
    ]
    raw = ("---\n" + "\n".join(lines) + "\n---\n\nA note.\n").encode()
    document = read_bytes(raw, "")
    assert document.data == {
        "type": "session",
        "setting": "office",
        "progress": {"O1.1": "progressing", "O1.2": "met"},
        "homework": "clinic",
        "themes": ["clinic"],
    }
    assert [(each.path, each.older, each.name, each.is_word) for each in document.older_names] == [
        (("type",), "encounter", "session", True),
        (("setting",), "clinic", "office", True),
        (("progress", "O1.1"), "bettering", "progressing", True),
    ]
    assert document.written["type"] == "encounter"
    client = read_bytes(b"---\ntype: client\nsafe_channels: [telephone, sms]\n---\n", "")
    assert client.data["safe_channels"] == ["phone", "sms"]


def _of_older_words(root: Path) -> None:
    for path, pairs in (
        (NOTE, (("type: session", "type: encounter"), ("setting: office", "setting: clinic"))),
        (PLAN, (("type: plan", "type: care-plan"),)),
    ):
        text = (root / path).read_text()
        for now, then in pairs:
            assert now in text
            text = text.replace(now, then, 1)
        (root / path).write_text(text)


def test_older_words_are_advice_shown_signed_and_upgraded(root: Path, run: Run, git: Git) -> None:
    note = root / NOTE
    note.write_text(note.read_text().replace("between:", "homework:"))
    _of_older_words(root)
    commit(root, git, "2026-01-19T13:10:00+0000")
    found = [each for each in _found(root) if each[0] == NOTE]
    assert [each[1:3] for each in found] == [("STR004", "advice")] * 2, found
    assert HOMEWORK in run("show", "C-0001").ok().out
    # Of what is not signed `upgrade` writes the words of today, and every other byte stays.
    older = note.read_bytes()
    done = run("upgrade").ok()
    assert "`encounter` is `session`" in done.out and "`clinic` is `office`" in done.out
    assert note.read_bytes() == older.replace(b"encounter", b"session").replace(b": clinic", b": office")
    note.write_bytes(older)
    # What is signed so stays so, and counts as what it is.
    run("sign", NOTE).ok()
    commit(root, git, "2026-01-19T14:05:00+0000")
    signed = note.read_bytes()
    assert b"type: encounter" in signed and not [each for each in _found(root) if each[0] == NOTE]
    assert run("upgrade").code == 0 and note.read_bytes() == signed
    [session] = read_caseload(root, load_practice(root), TODAY).charts[0].sessions
    assert session.setting == "office" and session.sound
    note.write_bytes(signed.replace(b"encounter", b"session"))
    assert "SIG001" in {each[1] for each in _found(root) if each[0] == NOTE}
    git("add", "--all", cwd=root)
    assert NOTE in run("hooks", "locked").err


def test_diff_tells_no_change_of_a_word_that_is_called_otherwise(root: Path, run: Run, git: Git) -> None:
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("setting: office", "setting: clinic"))
    commit(root, git, "2026-01-19T13:30:00+0000")
    told = run("diff", "HEAD~1", "HEAD").out
    assert "layout of the file changed, its content is the same" in told, told
