"""What somebody is still writing is kept as it is, told what it lacks; what harms others is refused in a draft too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.hook_scenes import OPEN, append_only, here, hooked, make_practice, run

NOTE = "records/clients/C-0142/sessions/2026-11-24-2.md"
BEGUN = """\
---
type: session
client: C-0142
date: 2026-11-24
time: 10:00-10:50
clinician: m.okafor
service: individual
setting: office
attendance: attended
format: SOAP
progress:
  O1.1:
---

## Subjective

Slept badly.
"""


@pytest.fixture(scope="module")
def template(clean_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with our hooks, and a repository that others push to."""
    folder = tmp_path_factory.mktemp("drafts")
    root = make_practice(folder)
    hooked(root)
    there = folder / "there.git"
    append_only(there)
    assert run(root, "git", "push", "--quiet", str(there), "main").code == 0
    return folder


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "own", symlinks=True)
    root = tmp_path / "own" / "clinic"
    run(root, "git", "remote", "add", "there", str(tmp_path / "own" / "there.git"))
    run(root, "git", "fetch", "--quiet", "there")
    return root


def _commit(root: Path, text: str, path: str = NOTE, **env: str) -> tuple[int, str]:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    run(root, "git", "add", "--all")
    done = run(root, "git", "commit", "--message=C-0142: session 2026-11-24, begun", **env)
    return done.code, done.said


@pytest.mark.parametrize(
    "text",
    [
        BEGUN,
        BEGUN.replace("service: individual", "service: individul"),
        BEGUN.replace("clinician: m.okafor\n", ""),
        BEGUN.replace("time: 10:00-10:50", "time: 10.00"),
        BEGUN.replace("format: SOAP", "homework: Ring line #2 and ask\nformat: SOAP"),
        BEGUN.replace("format: SOAP", "mood:\nformat: SOAP"),
    ],
    ids=["sections", "word", "clinician", "time", "number sign", "key"],
)
def test_a_draft_is_kept_and_told_what_it_lacks(root: Path, text: str) -> None:
    code, said = _commit(root, text)
    assert code == 0, said
    assert "of a draft, so the commit goes on; put right before it is signed" in said
    pushed = run(root, "git", "push", "there", "main")
    assert pushed.code == 0, pushed.said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BEGUN.replace("type: session", "type: session\ntype: session"), "STR001"),
        (BEGUN.replace("type: session", "type: sesion"), "STR002"),
        (BEGUN.replace("client: C-0142", "client: C-0095"), "STR006"),
        (BEGUN.replace("## Subj", "<<<<<<< HEAD\n## Subj"), "STR011"),
        (BEGUN.replace("Slept badly.", "Slept badly. <!-- she\n"), "STR018"),
        (BEGUN.replace("Slept badly.", "Rang her on 218-555-0199."), "PRV004"),
    ],
)
def test_what_harms_is_refused_in_a_draft_too(root: Path, text: str, code: str) -> None:
    refused, said = _commit(root, text)
    assert refused == 1 and code in said, said


@pytest.mark.parametrize("line", ["attendance: DNA\n", "attendance: did not come\n", ""])
def test_a_note_that_does_not_say_whether_they_came_is_no_draft(root: Path, line: str) -> None:
    """It may be a missed session, of which somebody has to be reached: the hook lets it by as no draft."""
    refused, said = _commit(root, BEGUN.replace("attendance: attended\n", line))
    assert refused == 1 and "attendance" in said and "of a draft, so the commit goes on" not in said, said


def test_past_its_time_it_is_a_record(root: Path) -> None:
    code, said = _commit(root, BEGUN.replace("individual", "individul"), CASELOAD_TODAY="2026-12-20")
    assert code == 1 and "STR004" in said, said


def test_a_type_that_nobody_signs_is_never_a_draft(root: Path) -> None:
    contact = BEGUN.replace("type: session", "type: contact").replace("attendance: attended\n", "attendance: x\n")
    code, said = _commit(root, contact, NOTE.replace("sessions", "contacts"))
    assert code == 1 and "STR00" in said, said


def test_what_a_draft_lacked_is_brought_by_its_signature(root: Path) -> None:
    code, said = _commit(root, BEGUN.replace("individual", "individul"))
    assert code == 0, said
    line = "signatures:\n  - {by: m.okafor, role: clinician, at: 2026-11-24 11:00}\n"
    code, said = _commit(root, BEGUN.replace("individual", "individul").replace("progress:", f"{line}progress:"))
    assert code == 1 and "STR004" in said, said
    pushed = run(root, "git", "push", "there", "main")
    assert pushed.code == 0, pushed.said


@pytest.mark.parametrize("path", [".trash/2026-10-13.md", "backup/note.md", "records/clients/C-0142/.t/2026-10-13.md"])
def test_a_record_outside_of_its_place_is_refused_at_commit_and_push(root: Path, path: str) -> None:
    code, said = _commit(root, (root / OPEN).read_text(encoding="utf-8"), path)
    assert code == 1 and "STR014" in said and path in said, said
    past = run(root, "git", "commit", "--no-verify", "--message=C-0142: session 2026-10-13 put aside")
    assert past.code == 0
    pushed = run(root, "git", "push", "there", "main")
    assert pushed.code == 1 and "where nobody reads it" in pushed.said, pushed.said


def test_a_page_beside_the_records_is_nobodys_business(root: Path) -> None:
    code, said = _commit(root, "---\ntype: page\ntitle: How we work\n---\nNothing.\n", "notes.md")
    assert code == 0 and "STR014" not in said, said


def test_a_copy_is_refused(root: Path) -> None:
    code, said = _commit(root, (root / OPEN).read_text(encoding="utf-8"), OPEN.replace(".md", " 2.md"))
    assert code == 1 and "STR019" in said, said


@pytest.fixture
def plain(root: Path, tmp_path: Path) -> Path:
    """The same, with a remote beside the append-only one that looks at nothing."""
    assert run(tmp_path, "git", "init", "--quiet", "--bare", "plain.git").code == 0
    run(root, "git", "remote", "add", "plain", str(tmp_path / "plain.git"))
    run(root, "git", "push", "--quiet", "--no-verify", "plain", "main")
    return root


LEFT = {
    f"{OPEN}.bak": "STR014",
    "records/Thumbs.db": "STR014",
    "attic/n.MD": "STR014",
    "attic/n.txt": "STR014",
    OPEN.replace(".md", "-9.md"): "STR019",
    OPEN.replace(".md", "_REMOTE_77.md"): "STR019",
    OPEN.replace(".md", " (Maya Okafor).md"): "STR019",
}


def test_leftovers_of_every_kind_are_refused_by_all_who_are_asked(plain: Path) -> None:
    """Lint of what is staged, hook, the push's own hook and the repository that others push to."""
    text = (plain / OPEN).read_text(encoding="utf-8")
    for path in LEFT:
        (plain / path).parent.mkdir(exist_ok=True)
        (plain / path).write_text(text, encoding="utf-8")
    run(plain, "git", "add", "--all", "--force")
    said = {"lint": here(plain, "lint", "--staged").said}
    said["hook"] = run(plain, "git", "commit", "--message=C-0142: session 2026-10-13, copies").said
    assert run(plain, "git", "commit", "--no-verify", "--message=C-0142: session 2026-10-13, copies").code == 0
    pushed = [run(plain, "git", "push", "plain", "main")]
    pushed.append(run(plain, "git", "push", "--no-verify", "there", "main"))
    assert [each.code for each in pushed] == [1, 1]
    said |= {"push": pushed[0].said, "remote": pushed[1].said}
    silent = [(who, path) for who, words in said.items() for path in LEFT if path not in words]
    assert not silent, said


def test_what_was_taken_out_again_is_for_the_audit(plain: Path) -> None:
    shutil.copyfile(plain / OPEN, plain / f"{OPEN}.bak")
    run(plain, "git", "add", "--all", "--force")
    run(plain, "git", "commit", "--no-verify", "--message=C-0142: session 2026-10-13, a copy")
    run(plain, "git", "rm", "--quiet", f"{OPEN}.bak")
    assert run(plain, "git", "commit", "--message=C-0142: session 2026-10-13, the copy taken out").code == 0
    for name in ("plain", "there"):
        pushed = run(plain, "git", "push", name, "main")
        assert pushed.code == 0, pushed.said


CONSENT = "records/clients/C-0142/consents/2026-11-24.md"
UNSIGNED = """\
---
type: consent
client: C-0142
date: 2026-11-24
kind: treatment
signed_by:
---

Talked through; she will sign next time.
"""
WARNED = BEGUN.replace("time: 10:00-10:50", "time: 10:00-16:50")


def _staged(root: Path) -> tuple[int, dict[str, set[tuple[bool, bool]]], str]:
    """The exit code of `lint --staged`, what its JSON says of each file with errors, and its text for people."""
    told = here(root, "lint", "--staged", "--format", "json")
    said: dict[str, set[tuple[bool, bool]]] = {}
    for each in json.loads(told.said)["findings"]:
        if each["level"] == "error":
            said.setdefault(each["path"], set()).add((each["draft"], each["refuses"]))
    text = here(root, "lint", "--staged")
    assert text.code == told.code
    return told.code, said, text.said


def test_what_refuses_a_commit_is_said_of_each_finding_and_how_the_rest_is_kept(root: Path) -> None:
    (root / NOTE).write_text(BEGUN, encoding="utf-8")
    (root / CONSENT).write_text(UNSIGNED, encoding="utf-8")
    run(root, "git", "add", "--all")
    code, said, text = _staged(root)
    assert code == 1
    assert said == {NOTE: {(True, False)}, CONSENT: {(False, True)}}
    refused, hook = _commit(root, BEGUN)
    assert refused == 1
    for output in (text, hook):
        marked = [line for line in output.splitlines() if line.startswith("records/")]
        assert marked and all(
            ("refuses the commit" in line) is line.startswith(CONSENT)
            and ("of a draft" in line) is line.startswith(NOTE)
            for line in marked
            if " warning" not in line and " advice" not in line
        ), output
        assert f"keep the rest first: git commit -- {NOTE}\n" in output
    kept = run(root, "git", "commit", "--message=C-0142: session 2026-11-24, begun", "--", NOTE)
    assert kept.code == 0, kept.said
    assert _staged(root)[0] == 1


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [(BEGUN, NOTE, 0), (WARNED, NOTE, 0), (UNSIGNED, CONSENT, 1)],
    ids=["draft", "warning", "error"],
)
def test_lint_of_what_is_staged_and_the_hook_end_alike(root: Path, text: str, path: str, code: int) -> None:
    (root / path).write_text(text, encoding="utf-8")
    run(root, "git", "add", "--all")
    before, _, said = _staged(root)
    assert ("keep the rest" in said) is False, "nothing else is staged"
    assert (before, _commit(root, text, path)[0]) == (code, code)


def test_what_was_there_before_refuses_nothing_and_says_so(root: Path) -> None:
    (root / CONSENT).write_text(UNSIGNED, encoding="utf-8")
    run(root, "git", "add", "--all")
    assert run(root, "git", "commit", "--no-verify", "--message=C-0142: consent 2026-11-24").code == 0
    (root / NOTE).write_text(BEGUN, encoding="utf-8")
    run(root, "git", "add", "--all")
    code, said, text = _staged(root)
    assert (code, said[CONSENT]) == (0, {(False, False)}), said
    assert "was there before" in text
    assert _commit(root, BEGUN)[0] == 0


def test_of_many_files_those_that_refuse_are_left_out(root: Path) -> None:
    (root / CONSENT).write_text(UNSIGNED, encoding="utf-8")
    for number in range(3, 8):
        text = BEGUN.replace("Slept badly.", f"Slept {number} hours.")  # what says the same is a copy
        (root / NOTE.replace("-2.md", f"-{number}.md")).write_text(text, encoding="utf-8")
    run(root, "git", "add", "--all")
    assert f"keep the rest first: git restore --staged -- {CONSENT}, then commit again\n" in _staged(root)[2]
    run(root, "git", "restore", "--staged", "--", CONSENT)
    assert _staged(root)[0] == 0


@pytest.mark.parametrize(
    ("text", "allowance"),
    [
        ("Rang the crisis line with her, 218-555-0199.", "<!-- caseload: allow[PRV004] the number is public -->"),
        ("Rang the crisis line with her, 218-555-0199.", "# caseload: allow[PRV004] the number is public"),
        ("Filed a formal complaint against us in the play.", "<!-- caseload: allow[PRV009] it is a play -->"),
    ],
    ids=["beside it", "on top, as the hook says", "another rule"],
)
def test_what_only_looks_private_in_a_draft_may_be_allowed(root: Path, text: str, allowance: str) -> None:
    draft = BEGUN.replace("Slept badly.", text)
    code, said = _commit(root, draft)
    assert code == 1, said
    rule = allowance.partition("allow[")[2][:6]
    assert f"write `# caseload: allow[{rule}] with your reason` above `type:`" in said
    on_top = allowance.startswith("#")
    allowed = (
        draft.replace("type:", f"{allowance}\ntype:", 1) if on_top else draft.replace(text, f"{allowance}\n{text}")
    )
    code, said = _commit(root, allowed)
    assert code == 0, said
    pushed = run(root, "git", "push", "there", "main")
    assert pushed.code == 0, pushed.said


def test_a_draft_that_nobody_knows_the_readers_of_is_refused(root: Path) -> None:
    code, said = _commit(root, BEGUN.replace("type:", "visibility: privat\ntype:", 1))
    assert code == 1 and "PRV013" in said, said
