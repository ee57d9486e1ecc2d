"""What real git tells of signatures: signed anew, renamed, committed by the wrong person or at the wrong time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text import read_bytes
from caseload_tools.text.digest import content_digest
from tests.conftest import Git
from tests.front_entries import entries_of
from tests.signing_scenes import NOTE, PLAN, commit, small_practice
from tests.test_signing import TODAY, cosign_now, do, edit, sign_now

Commit = Callable[..., None]


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    return small_practice(tmp_path / "practice", git)


def found(root: Path) -> list[tuple[str, str, str]]:
    """Every finding of the signature rules and PLN018: code, file, message."""
    result = lint_caseload(
        root,
        load_practice(root),
        LintRequest(today=TODAY, select=["SIG", "PLN018"], history=LazyHistory(root), baseline={}),
    )
    return [(each.code, each.path, each.message) for each in result.findings]


def signed(root: Path, git: Git, at: str = "2026-01-19T13:05:00+0000", by: str = "Dana Ruiz") -> None:
    do(root, sign_now(root))
    commit(root, git, at, by)


def chart_signed(root: Path, git: Git) -> str:
    """A second record of the chart, signed too."""
    second = NOTE.replace("-19", "-19-evening")
    text = (root / NOTE).read_text().partition("signatures:")[0] + "---\n"
    text += "\n## Subjective\n\nRang in the evening, as agreed, and had slept.\n"
    (root / second).write_text(text)
    document = read_bytes(text.encode(), second)
    digest = content_digest(document.data, document.body)
    line = f"  - {{by: dana.ruiz, role: clinician, at: 2026-01-19 13:05, digest: {digest}}}\n"
    (root / second).write_text(text.replace("\n---\n", f"\nsignatures:\n{line}---\n", 1))
    commit(root, git, "2026-01-19T13:06:00+0000")
    return second


def with_digest_of_now(root: Path) -> None:
    """The digest of what stands there now, written into the old signature by hand."""
    text = (root / NOTE).read_text()
    document = read_bytes(text.encode(), NOTE)
    old = entries_of(document, "signatures")[0]["digest"]
    (root / NOTE).write_text(text.replace(str(old), content_digest(document.data, document.body)))


def test_an_honest_day_raises_nothing(root: Path, git: Git) -> None:
    signed(root, git)
    do(root, cosign_now(root, at=datetime(2026, 1, 20, 9, 0)))
    commit(root, git, "2026-01-20T09:02:00+0000", "Sam Lee")
    edit(root, "risk:", "# read again\nrisk:")
    commit(root, git, "2026-01-20T09:30:00+0000")
    assert found(root) == []


def test_a_note_signed_anew_after_an_edit(root: Path, git: Git) -> None:
    signed(root, git)
    edit(root, "her fingers", "one hand")
    with_digest_of_now(root)
    (code, path, message), *more = found(root)
    assert (code, path, more) == ("SIG001", NOTE, [])
    assert message == "this record has changed since dana.ruiz signed it"
    commit(root, git, "2026-01-19T18:00:00+0000")
    assert [each[0] for each in found(root)] == ["SIG001"]
    git("revert", "--no-edit", "HEAD", cwd=root, at="2026-01-19T18:05:00+0000")
    assert found(root) == []


def test_a_signature_taken_out_from_under_a_co_signature(root: Path, git: Git) -> None:
    signed(root, git)
    do(root, cosign_now(root))
    commit(root, git, "2026-01-19T13:10:00+0000", "Sam Lee")
    text = (root / NOTE).read_text()
    start, end = text.index("  - by: sam.lee"), text.index("\n---\n\n")
    (root / NOTE).write_text(text[:start].rstrip("\n") + text[end:])
    assert [(code, "taken out" in message) for code, _, message in found(root)] == [("SIG001", True)]


def test_a_signed_note_under_another_name(root: Path, git: Git) -> None:
    signed(root, git)
    git("mv", NOTE, NOTE.replace("-19", "-19-morning"), cwd=root)
    commit(root, git, "2026-01-19T15:00:00+0000")
    assert [(code, message) for code, _, message in found(root)] == [
        ("SIG011", "since it was signed, this record was moved from records/clients/C-0001/sessions/2026-01-19.md")
    ]
    git("mv", NOTE.replace("-19", "-19-morning"), NOTE, cwd=root)
    commit(root, git, "2026-01-19T16:00:00+0000")
    assert found(root) == []


def test_a_signed_note_that_was_deleted(root: Path, git: Git) -> None:
    """Found while something else of the chart is signed; silent again once it is back, and for what nobody signed."""
    signed(root, git)
    plan = chart_signed(root, git)
    git("rm", "--quiet", NOTE, cwd=root)
    commit(root, git, "2026-01-20T15:00:00+0000")
    ((code, path, message),) = found(root)
    assert (code, path) == ("SIG015", "records/clients/C-0001/client.md")
    assert message == "sessions/2026-01-19 was signed, and was deleted on 2026-01-20"
    gone = git("rev-parse", "HEAD", cwd=root).strip()
    git("checkout", f"{gone}^", "--", NOTE, cwd=root)
    commit(root, git, "2026-01-20T16:00:00+0000")
    assert found(root) == []
    assert (root / plan).is_file()


def test_what_leaves_honestly_is_not_called_deleted(root: Path, git: Git) -> None:
    """A draft thrown away, a chart put elsewhere, a note of a branch that was never taken over, a void note."""
    signed(root, git)
    chart_signed(root, git)
    draft = root / NOTE.replace("-19", "-18")
    draft.write_text((root / NOTE).read_text().partition("signatures:")[0] + "---\n\nA draft.\n")
    commit(root, git, "2026-01-19T14:00:00+0000")
    draft.unlink()
    commit(root, git, "2026-01-19T14:10:00+0000")
    git("switch", "--quiet", "--create", "other", cwd=root)
    git("rm", "--quiet", NOTE, cwd=root)
    commit(root, git, "2026-01-19T14:20:00+0000")
    git("switch", "--quiet", "main", cwd=root)
    (root / "records/clients/north").mkdir()
    git("mv", "records/clients/C-0001", "records/clients/north/C-0001", cwd=root)
    commit(root, git, "2026-01-19T15:00:00+0000")
    assert [each for each in found(root) if each[0] == "SIG015"] == []


def test_a_chart_in_another_folder_is_the_same_chart(root: Path, git: Git) -> None:
    signed(root, git)
    (root / "records/clients/north").mkdir()
    git("mv", "records/clients/C-0001", "records/clients/north/C-0001", cwd=root)
    commit(root, git, "2026-01-19T15:00:00+0000")
    assert found(root) == []


@pytest.mark.requirement("S0.5", "S3.13")
def test_a_note_that_the_office_committed(root: Path, git: Git) -> None:
    signed(root, git, by="Ada Berg")
    told = [("SIG008", "this signed session was committed by a.berg, who writes none")]
    assert [(code, message) for code, _, message in found(root)] == told
    edit(root, "berg@northgate.example", "ada@northgate.example", "caseload.toml")
    commit(root, git, "2026-01-20T09:00:00+0000", "Ada Berg")  # the address of then tells, and not today's
    assert [(code, message) for code, _, message in found(root)] == told


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-01-19T12:40:00+0000", "this signature was committed before it says it was given"),
        ("2026-01-19T13:00:20+0000", ""),
        ("2026-01-23T17:00:00+0000", ""),  # who commits once a week says nothing false
        ("2026-01-27T12:59:00+0000", ""),
        ("2026-01-27T13:01:00+0000", "this signature was committed 8 days after it says it was given"),
        ("2026-01-19T13:30:00+0300", ""),  # by the clock on the wall, as records write times
    ],
)
def test_the_time_of_a_signature_and_the_time_of_its_commit(root: Path, git: Git, at: str, said: str) -> None:
    signed(root, git, at=at)
    assert [message for code, _, message in found(root)] == [said] * bool(said)


def test_a_clone_that_is_cut_off_accuses_nobody(root: Path, git: Git, tmp_path: Path) -> None:
    signed(root, git)
    client = root / "records/clients/C-0001/client.md"
    client.write_text(client.read_text() + "\nRings on Mondays.\n")
    commit(root, git, "2026-01-20T15:00:00+0000", "Ada Berg")
    copy = tmp_path / "copy"
    git("clone", "--quiet", "--depth=1", f"file://{root}", str(copy), cwd=tmp_path)
    assert found(copy) == found(root) == []


def test_an_author_date_does_not_cover_a_late_commit(root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    do(root, sign_now(root))
    git("add", "--all", cwd=root)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-28T18:00:00+0000")
    git("commit", "--quiet", "--message=Work", "--date=2026-01-19T13:05:00+0000", cwd=root)
    assert [code for code, *_ in found(root)] == ["SIG012"]


def test_a_plan_signed_by_hand_and_changed_in_place(root: Path, git: Git) -> None:
    edit(root, "status: active", "status: superseded", PLAN)
    commit(root, git, "2026-01-19T14:00:00+0000")
    assert found(root) == []
    edit(root, "duration: 6 months", "duration: 9 months", PLAN)
    commit(root, git, "2026-01-19T15:00:00+0000")
    assert [(code, message) for code, _, message in found(root)] == [
        ("PLN018", "this plan has changed since dana.ruiz and C-0001 signed it")
    ]
    edit(root, "duration: 9 months", "duration: 6 months", PLAN)
    assert found(root) == []
    commit(root, git, "2026-01-19T16:00:00+0000")
    assert found(root) == []
    edit(root, "duration: 6 months", "duration: 7 months", PLAN)
    assert [message for *_, message in found(root)] == ["this plan has changed since dana.ruiz and C-0001 signed it"]


def test_what_was_before_adoption_is_not_judged_but_counts_as_it_was_left(root: Path, git: Git) -> None:
    signed(root, git)
    edit(root, "her fingers", "one hand")
    with_digest_of_now(root)
    commit(root, git, "2026-01-19T18:00:00+0000")
    settings = root / "caseload.toml"
    settings.write_text("adopted = 2026-01-20\n" + settings.read_text())
    assert found(root) == []
    edit(root, "one hand", "two hands")
    with_digest_of_now(root)
    commit(root, git, "2026-01-20T09:00:00+0000")
    assert [code for code, *_ in found(root)] == ["SIG001"]


def test_without_git_the_digest_alone_tells(root: Path) -> None:
    do(root, sign_now(root))
    edit(root, "her fingers", "one hand")
    result = lint_caseload(root, load_practice(root), LintRequest(today=TODAY, select=["SIG"], baseline={}))
    assert [each.code for each in result.findings] == ["SIG001"]
