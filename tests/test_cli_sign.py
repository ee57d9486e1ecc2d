"""`caseload sign`, `cosign`, `addend`, `void`, `return` as they are typed: what is said and written, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseload_tools import open_practice
from caseload_tools.chart.signing import standing_of
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice
from caseload_tools.site.edition import make_edition
from tests.conftest import Git, Outcome
from tests.signing_scenes import NOTE, PLAN, Run, small_practice, typed_in

CANARY = "fingers"  # a word of the note: no message may hold it


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    found = small_practice(tmp_path / "practice", git)
    git("config", "user.email", "ruiz@northgate.example", cwd=found)
    return found


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    in_process = typed_in(root, monkeypatch, capsys)

    def typed(*words: str, stdin: str = "") -> Outcome:
        outcome = in_process(*words, stdin=stdin)
        assert CANARY not in outcome.out + outcome.err and "Traceback" not in outcome.err
        return outcome

    return typed


def test_git_knows_who_signs_and_a_second_time_changes_nothing(run: Run, root: Path) -> None:
    first = run("sign", NOTE).ok()
    assert f"{NOTE}  signed by dana.ruiz as clinician\n" in first.out and "commit it with git" in first.out
    written = (root / NOTE).read_bytes()
    assert b"at: 2026-01-19 14:00\n" in written
    second = run("sign", NOTE).ok()
    assert second.out == f"{NOTE}  signed by dana.ruiz already\n" and (root / NOTE).read_bytes() == written


def test_a_record_is_named_by_its_path_or_by_its_id(run: Run, root: Path) -> None:
    run("sign", "C-0001/sessions/2026-01-19").ok()
    assert b"digest: caseload-v1:" in (root / NOTE).read_bytes()


def test_one_bad_path_stops_none_of_the_others(run: Run, root: Path) -> None:
    (root / "records/clients/C-0001/sessions/2026-01-12.md").write_text("---\ntype: session\ndate: [\n---\n")
    words = ("nothing.md", "caseload.toml", "records/clients/C-0001/sessions/2026-01-12.md", "records", NOTE, NOTE)
    done = run("sign", *words, "--format", "json")
    assert done.code == 1
    assert [(each["path"], each["outcome"]) for each in done.json()] == [
        ("nothing.md", "refused"),
        ("caseload.toml", "refused"),
        ("records/clients/C-0001/sessions/2026-01-12.md", "refused"),
        ("records", "refused"),
        (NOTE, "done"),
    ]
    assert all(each["said"] and (each["outcome"] == "done" or each["hints"]) for each in done.json())


def test_a_record_with_errors_is_signed_only_anyway(run: Run, root: Path) -> None:
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("written: 2026-01-19 12:00", "written: 2026-01-19 10:20"))
    done = run("sign", NOTE)
    assert done.code == 1 and "TIM014" in done.out and "--anyway" in done.out
    assert "digest" not in (root / NOTE).read_text()
    line = "# caseload: allow[TIM014] with your reason"
    assert f"is it right as it stands? write `{line}` above `type:`, then sign it" in done.out
    signed = run("sign", NOTE, "--anyway").ok()
    assert "digest" in (root / NOTE).read_text()
    assert f"before you commit it, write `{line}` above `type:`" in signed.out and "Now commit it" not in signed.out
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("\ntype:", f"\n{line}\ntype:", 1))
    found = {each["code"] for each in run("lint", NOTE, "--format", "json").json()["findings"]}
    assert not found & {"TIM014", "SIG001"}


def test_it_is_signed_without_anyway_once_it_is_allowed(run: Run, root: Path) -> None:
    text = (root / NOTE).read_text().replace("written: 2026-01-19 12:00", "written: 2026-01-19 10:20")
    (root / NOTE).write_text(text.replace("\ntype:", "\n# caseload: allow[TIM014] her clock was slow\ntype:", 1))
    assert "Now commit it with git" in run("sign", NOTE).ok().out


def test_what_may_disclose_is_said_before_the_text_is_signed(run: Run, root: Path) -> None:
    """A hook refuses it whatever its level, and what is signed cannot be reworded."""
    (root / NOTE).write_text(
        (root / NOTE).read_text() + "\nHer card is 4111 1111 1111 1111, her number 218-555-0199.\n"
    )
    done = run("sign", NOTE)
    assert done.code == 1 and "PRV004" in done.out and "digest" not in (root / NOTE).read_text()


def test_what_cannot_be_read_is_never_signed(run: Run, root: Path) -> None:
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("attendance: attended", "attendance: atended"))
    done = run("sign", NOTE, "--anyway")
    assert done.code == 1 and "something in it is still empty, or cannot be read" in done.out
    assert "digest" not in (root / NOTE).read_text()


def test_a_record_in_the_wrong_place_is_not_signed_anyway(run: Run, root: Path) -> None:
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("date: 2026-01-19", "date: 2026-01-18"))
    done = run("sign", NOTE, "--anyway")
    assert done.code == 1 and " STR" in done.out and "--anyway" not in done.out
    assert "digest" not in (root / NOTE).read_text()


def begin_with_an_unsigned_plan(root: Path, git: Git) -> None:
    text = (root / PLAN).read_text()
    start = text.index("signatures:\n")
    (root / PLAN).write_text(text[:start] + text[text.index("---\n", start) :])
    git("commit", "--quiet", "--all", "--amend", "--no-edit", cwd=root)


def test_an_unsigned_plan_is_no_reason_not_to_sign_it(run: Run, root: Path, git: Git) -> None:
    begin_with_an_unsigned_plan(root, git)
    run("sign", PLAN).ok()


@pytest.mark.parametrize(
    "remark", ["# asked twice\nrisk:", "location: # asked twice\nrisk:", "late_reason: ill #2\nrisk:"]
)
def test_words_that_a_signature_would_not_cover_are_not_signed(run: Run, root: Path, remark: str) -> None:
    text = (root / NOTE).read_text()
    (root / NOTE).write_text(text.replace("risk:", remark))
    assert "behind a `#` on line" in run("sign", NOTE).out
    assert "signatures" not in (root / NOTE).read_text()


def test_the_hints_of_a_draft_leave_it_when_it_is_signed(run: Run, root: Path) -> None:
    text = (root / NOTE).read_text()
    hinted = text.replace(
        "risk: none\n",
        "# after each objective: met, progressing, no change, worse, stopped or not worked on\n"
        "risk: none  # none, low, moderate, high or not-asked; ask, then write\n",
    )
    (root / NOTE).write_text(hinted.replace("type: session", "type: session # caseload: allow[PLN005] agreed so"))
    said = run("sign", NOTE).ok()
    assert "taken out of it: 2 hints of the draft, behind `risk`, 1 line of their own" in said.out
    after = (root / NOTE).read_text()
    assert after.startswith(
        text.replace("type: session", "type: session # caseload: allow[PLN005] agreed so").partition("\n---\n")[0]
    )


def test_a_comment_in_the_text_is_signed_and_told(run: Run, root: Path) -> None:
    (root / NOTE).write_text((root / NOTE).read_text() + "\n%%ask about the bus%% <!-- and the dog -->\n")
    assert "signed too, though no page shows it: 2 comments in the text" in run("sign", NOTE).ok().out


def test_the_next_person_is_named(run: Run, root: Path) -> None:
    (root / NOTE).write_text((root / NOTE).read_text().replace("clinician: dana.ruiz", "clinician: kim.park"))
    out = run("sign", "--as", "kim.park", NOTE).ok().out
    assert f"sam.lee signs next: `caseload cosign {NOTE}`" in out
    assert "co-signed by sam.lee" in run("cosign", "--as", "sam.lee", NOTE).ok().out
    run("lint", "--as-of", "2026-03-01", "--select", "SIG").ok()


def test_an_addition_is_signed_with_its_text_and_begun_without(run: Run, root: Path) -> None:
    before = (root / NOTE).read_bytes()
    done = run("addend", NOTE, "--kind", "correction", "--reason", "wrong  day", "--text", "-", stdin="Friday.\n").ok()
    path = done.out.partition("  ")[0]
    text = (root / path).read_text()
    assert "reason: wrong day\n" in text and "to_digest: caseload-v1:" in text and text.count("role: clinician") == 1
    begun = run("addend", NOTE, "--kind", "late-entry", "--reason", "left out").ok()
    assert "still to be written" in begun.out and "commit it with git" not in begun.out
    assert (root / NOTE).read_bytes() == before
    run("lint", "--select", "SIG", "--ignore", "SIG017").ok()
    assert "this addendum was begun and says nothing" in run("lint", "--select", "SIG017").out


def test_a_void_note_is_gone_from_what_is_due_and_its_charge_is_an_error(run: Run, root: Path) -> None:
    charge = root / "records/clients/C-0001/charges/2026-01-19.md"
    charge.parent.mkdir()
    charge.write_text(
        '---\ntype: charge\nclient: C-0001\ndate: 2026-01-19\nsession: sessions/2026-01-19\ncode: "90834"\n'
        "fee: 140\npayer: client\nstatus: billed\n---\n"
    )
    done = run("void", NOTE, "--reason", "wrong chart").ok()
    assert "charges/2026-01-19 still bills it" in done.out and (root / NOTE).exists()
    found = run("lint", "--select", "SIG014", "--format", "json")
    assert found.code == 1 and "declared void" in found.out
    assert "void already" in run("void", NOTE, "--reason", "wrong chart").ok().out


def test_a_supervisor_returns_and_nobody_else(run: Run, root: Path) -> None:
    assert run("return", NOTE, "--reason", "say more").code == 1
    run("return", NOTE, "--reason", "say more", "--as", "sam.lee").ok()
    late = run("lint", "--as-of", "2026-03-01", "--select", "SIG013")
    assert "the author has not revised what was returned" in late.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sign",), "FILE... is missing"),
        (("sign", NOTE, "--as", "dana.riuz"), "did you mean `dana.ruiz`?"),
        (("sign", NOTE, "--role", "boss"), "--role does not know this word"),
        (("sing", NOTE), "there is no such command"),
        (("addend", NOTE, "--kind", "void", "--reason", "x"), "--kind does not know this word"),
        (("addend", NOTE, "--kind", "correction"), "say which kind of addition it is, and why"),
        (("addend", NOTE, "--kind", "correction", "--reason", " "), "--reason says nothing"),
        (("addend", NOTE, "--kind", "correction", "--reason", "x", "--as", "a", "--author", "b"), "name two people"),
        (("void", NOTE), "--reason is missing"),
        (("return", "--reason", "x"), "FILE... is missing"),
    ],
)
def test_a_slip_at_the_keyboard(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.code == 2 and said in done.err


def test_nobody_at_the_keyboard(run: Run, root: Path, git: Git) -> None:
    git("config", "--unset", "user.email", cwd=root)
    done = run("sign", NOTE)
    assert done.code == 2 and "it is not known who you are" in done.err and "CASELOAD_STAFF" in done.err


def test_fix_leaves_a_signed_record_alone(run: Run, root: Path) -> None:
    run("sign", NOTE).ok()
    text = (root / NOTE).read_text().replace("attendance: attended", "attendance: attendd")
    (root / NOTE).write_text(text)
    done = run("fix")
    assert done.code == 1 and "it is signed; add an addendum instead" in done.out
    assert (root / NOTE).read_text() == text


def test_what_nobody_signed_may_be_laid_down_and_what_changed_may_not(run: Run, root: Path, git: Git) -> None:
    begin_with_an_unsigned_plan(root, git)
    run("sign", NOTE).ok()
    (root / NOTE).write_text((root / NOTE).read_text().replace("her fingers", "one hand"))
    assert run("lint", "--select", "SIG").code == 1
    assert "1 cannot be laid down" in run("lint", "--select", "SIG", "--write-baseline").ok().out
    left = run("lint", "--select", "SIG", "--format", "json")
    assert [each["code"] for each in left.json()["findings"]] == ["SIG001"]


def test_what_came_in_the_place_of_a_signed_note_is_signed_and_every_guard_tells(
    run: Run, root: Path, git: Git
) -> None:
    before = (root / NOTE).read_text()
    run("sign", NOTE).ok()
    git("add", "-A", cwd=root)
    git("commit", "-q", "-m", "C-0001: session signed", cwd=root)
    git("rm", "-q", NOTE, cwd=root)
    git("commit", "-q", "-m", "C-0001: session gone", cwd=root)
    (root / NOTE).parent.mkdir(parents=True, exist_ok=True)
    (root / NOTE).write_text(before.replace("her fingers", "one hand"))
    assert "signed by dana.ruiz as clinician, though it was restored and edited" in run("sign", NOTE).ok().out
    assert "restored and edited" in run("lint", "--select", "SIG001").out
    git("add", "-A", cwd=root)
    assert "restored and edited" in run("hooks", "locked").err
    git("commit", "-q", "-m", "C-0001: session again", cwd=root)
    assert "restored and edited" in run("audit", "verify").out


RETURNED_NOTE = (
    "---\ntype: addendum\nclient: C-0001\ndate: 2026-01-20\nto: sessions/2026-01-19\nkind: returned\n"
    "author: sam.lee\nreason: say more\nwritten: 2026-01-20 09:00\n---\n\nReturned.\n"
)


def _without_head(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / ".git/HEAD").rename(root / ".git/HEAD.away")


def _without_objects(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / ".git/objects").rename(root / ".git/objects.away")


def _without_git(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_without_head, "the .git folder of this practice is not whole"),
        (_without_objects, "the .git folder of this practice is not whole"),
        (_without_git, "git is not installed"),
    ],
)
def test_a_repository_that_cannot_be_read_is_not_taken_for_none(
    run: Run,
    root: Path,
    git: Git,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path, pytest.MonkeyPatch], None],
    said: str,
) -> None:
    text = (root / NOTE).read_text()
    by_hand = "\nsignatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}\n---\n\n##"
    (root / NOTE).write_text(text.replace("\n---\n\n##", by_hand, 1))
    returned = root / NOTE.replace("sessions/", "addenda/")
    returned.parent.mkdir()
    returned.write_text(RETURNED_NOTE)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message=Sign", cwd=root)
    (root / NOTE).write_text((root / NOTE).read_text().replace(CANARY, "hand"))
    before = (root / NOTE).read_bytes()
    harm(root, monkeypatch)
    assert said in run("lint", "--select", "SIG").err
    practice = open_practice(root)
    with pytest.raises(CaseloadError, match=said):
        practice.findings()
    with pytest.raises(CaseloadError, match=said):
        practice.due()
    assert said in make_and_ask(root)
    for words in (
        ["sign", "--as", "dana.ruiz"],
        ["sign", "--paper", "--as", "dana.ruiz"],
        ["cosign", "--as", "sam.lee"],
    ):
        refused = run(*words, NOTE)
        assert refused.code == 2 and said in refused.out and (root / NOTE).read_bytes() == before, words
    doctor = run("doctor").out
    assert doctor.count(said) == 1 and "git init\n" not in doctor
    assert said in run("show", "C-0001").err


def make_and_ask(root: Path) -> str:
    """What the site, when it is built, has to say of a past that was asked for."""
    edition = make_edition(root, load_practice(root), date(2026, 1, 20))
    assert edition.past is not None
    for chart in edition.charts:
        for record in chart.records:
            standing_of(record, chart)
    assert edition.unseen is None or edition.unseen.message in edition.footer
    return edition.unseen.message if edition.unseen else ""


def test_a_practice_without_a_repository_signs_as_it_did(run: Run, root: Path) -> None:
    (root / ".git").rename(root.parent / "away")
    assert run("lint", "--select", "SIG").err == ""
    assert run("sign", "--as", "dana.ruiz", NOTE).ok().err == ""
    assert "not in a git repository" in run("doctor").out
