"""A slip in the shape of a signed record hides nothing: lint, hook and show tell what was changed under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Git
from tests.signing_scenes import NOTE, Run, commit, small_practice, typed_in

MORNING, NOON, EVENING = (f"2026-01-19T{hour}:05:00+0000" for hour in (14, 15, 18))
CHANGED = "changed since dana.ruiz signed it"


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    return small_practice(tmp_path / "practice", git)


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typed_in(root, monkeypatch, capsys)


def _edited(root: Path, old: str, new: str) -> None:
    note = root / NOTE
    text = note.read_text()
    assert old in text
    note.write_text(text.replace(old, new, 1))


def _signed(root: Path, git: Git, run: Run, how: str) -> None:
    if how == "sealed":
        run("sign", NOTE, "--as", "dana.ruiz").ok()
    else:
        _edited(
            root,
            "\n---\n\n",
            "\nsignatures:\n  - by: dana.ruiz\n    role: clinician\n    at: 2026-01-19 13:00\n---\n\n",
        )
    commit(root, git, MORNING)


SLIPS = {
    "role": ("role: clinician", "role: klinician"),
    "moment": ("    at: 2026-01-19", "    at: yesterday, 2026-01-19"),
    "a key more": ("    role: clinician", "    role: clinician\n    mood: good"),
    "another key": ("\nattendance: attended", "\nattendance: atended"),
    "a map for a word": ("\nrisk: none", "\nrisk: {level: none}"),
    "allowed": (
        "type: session",
        "# caseload: allow[STR004] moved from the old system (until 2027-01-01)\ntype: session",
    ),
}


@pytest.mark.parametrize("how", ["sealed", "typed"])
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_hides_no_change(root: Path, git: Git, run: Run, slip: str, how: str) -> None:
    _signed(root, git, run, how)
    _edited(root, *SLIPS[slip])
    if slip == "allowed":
        _edited(root, *SLIPS["a key more"])
    _edited(root, "Bedtime kept", "Bedtime not kept")
    for committed in (False, True):
        said = run("lint", NOTE).out
        assert "SIG001" in said, said
        if committed:
            break
        git("add", "--all", cwd=root)
        assert run("hooks", "locked").code == 1
        commit(root, git, NOON)


UNREAD = {
    "signatures twice": ("\nrisk: none", "\nrisk: none\nsignatures: []"),
    "a quote that is left open": ("\nhomework: ", '\nhomework: "'),
    "no type": ("type: session\n", ""),
    "a type that is none": ("type: session", "type: sitting"),
    "no day": ("\ndate: 2026-01-19", "\ndate: on Monday"),
    "a head that never ends": ("\n---\n\n", "\n\n"),
}


@pytest.mark.parametrize("how", ["sealed", "typed"])
@pytest.mark.parametrize("slip", UNREAD)
def test_what_cannot_be_read_any_more_is_held_to_what_was_signed(
    root: Path, git: Git, run: Run, slip: str, how: str
) -> None:
    _signed(root, git, run, how)
    signed = (root / NOTE).read_text()
    _edited(root, *UNREAD[slip])
    assert "SIG001" in run("lint", NOTE).out
    commit(root, git, NOON)  # past the hooks
    assert "SIG001" in run("lint", NOTE).out
    _edited(root, "Bedtime kept", "Bedtime not kept")
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == 1, "what is written into it now is compared with what was signed"
    said = run("lint", "--staged").out
    assert "GIT001" in said or "SIG001" in said
    commit(root, git, EVENING)
    assert "SIG001" in run("lint", NOTE).out
    # Whoever mends it is not kept from that.
    (root / NOTE).write_text(signed)
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == 0
    assert "SIG001" not in run("lint", "--staged").out


TWICE = {
    "a second key": "signatures:\n{}\nsignatures: []\n",
    "an anchor": "signatures:\n  - &a\n{}\n",
    "a tag": "signatures: !!seq\n{}\n",
}
LINE = "  - {by: dana.ruiz, role: clinician, at: 2026-01-19 13:00}"


@pytest.mark.parametrize("when", ["never", "before it is mended", "as it is mended"])
@pytest.mark.parametrize("form", TWICE)
def test_a_line_typed_where_nobody_could_read_it_holds_what_was_read(
    root: Path, git: Git, run: Run, form: str, when: str
) -> None:
    """Mended without another word it is in order for all; with another word it is not, and nobody seals it."""
    typed = TWICE[form].format(LINE if "&a" not in TWICE[form] else LINE.replace("  - ", "    "))
    _edited(root, "\n---\n\n", f"\n{typed}---\n\n")
    commit(root, git, MORNING)  # past the hooks, which take no record that cannot be read
    assert "SIG001" not in run("lint", NOTE).out, "the fault alone"
    edited = when != "never"
    if when == "before it is mended":
        _edited(root, "Bedtime kept", "Bedtime not kept")
        git("add", "--all", cwd=root)
        refused = run("hooks", "locked")
        assert refused.code == 1
        commit(root, git, NOON)
        told = {"hook": refused.out + refused.err, "verify": run("audit", "verify").out}
        assert "edited-after-signing" in run("audit", "log", "--format", "json").out
        told |= {"lint": run("lint", NOTE).out, "show": " ".join(run("show", "C-0001").out.split())}
        assert not [tool for tool, said in told.items() if CHANGED not in said or "no longer readable" in said]
    _edited(root, typed, f"signatures:\n{LINE}\n")
    if when == "as it is mended":
        _edited(root, "Bedtime kept", "Bedtime not kept")
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == int(edited)
    commit(root, git, EVENING)
    in_log = run("audit", "log", "--format", "json").out
    assert ("edited-after-signing" in in_log) is edited
    assert ("SIG001" in run("lint", NOTE).out) is edited
    assert (CHANGED in " ".join(run("show", "C-0001").out.split())) is edited
    assert (CHANGED in run("audit", "verify").out) is edited
    assert run("sign", NOTE, "--as", "dana.ruiz").code == int(edited)


@pytest.mark.parametrize("again", [False, True], ids=["bare", "typed anew"])
@pytest.mark.parametrize("how", ["sealed", "typed"])
def test_whose_signature_was_taken_out_is_held_to_it(root: Path, git: Git, run: Run, how: str, again: bool) -> None:
    """One commit past the hooks takes the signature out, the next one changes the words: verify names both."""
    _signed(root, git, run, how)
    text = (root / NOTE).read_text()
    lines = text[text.index("signatures:") : text.index("\n---\n", text.index("signatures:")) + 1]
    _edited(root, lines, "")
    commit(root, git, NOON)
    first = run("audit", "verify").out
    _edited(root, "Bedtime kept", "Bedtime not kept")
    if again:
        _edited(root, "\n---\n\n", f"\n{lines}---\n\n")
    git("add", "--all", cwd=root)
    refused = run("hooks", "locked")
    assert refused.code == 1 and CHANGED in refused.out + refused.err, "one answer, before it is committed"
    assert CHANGED in run("lint", "--staged").out
    commit(root, git, EVENING)
    assert "SIG001" in run("lint", NOTE).out
    told = run("audit", "verify", "--format", "json").out
    assert CHANGED not in first
    assert '"signed-records"' in told and CHANGED in told
    (root / NOTE).write_text(text)
    commit(root, git, "2026-01-19T19:05:00+0000")
    assert "SIG001" not in run("lint", NOTE).out, "whoever puts it back has mended it"


@pytest.mark.parametrize(
    "line", ["{by: dana.ruiz, role: clinician}", "{by: dana.ruiz}", "{role: clinician, at: 2026-01-19 13:00}"]
)
def test_a_line_that_lacks_something_holds_what_it_stands_below(root: Path, git: Git, run: Run, line: str) -> None:
    """All say it or none: the hook, the audit, lint and show."""
    _edited(root, "\n---\n\n", f"\nsignatures:\n  - {line}\n---\n\n")
    commit(root, git, MORNING)
    _edited(root, "Bedtime kept", "Bedtime not kept")
    git("add", "--all", cwd=root)
    held = run("hooks", "locked").code == 1
    commit(root, git, NOON)
    assert ("SIG001" in run("lint", NOTE).out) is held
    assert ("changed since" in " ".join(run("show", "C-0001").out.split())) is held
    assert ("changed since" in run("audit", "verify").out) is held


@pytest.mark.parametrize("word", ["policy", "agency", "contact", "group"])
def test_a_signed_note_that_calls_itself_something_else_is_held_to_it(
    root: Path, git: Git, run: Run, word: str
) -> None:
    _signed(root, git, run, "sealed")
    _edited(root, "type: session", f"type: {word}")
    assert "SIG001" in run("lint", NOTE).out
    commit(root, git, NOON)
    assert "SIG001" in run("lint", NOTE).out
    _edited(root, "Bedtime kept", "Bedtime not kept")
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == 1


@pytest.mark.parametrize("twin", ["typed", "sealed"])
def test_a_line_that_stands_twice_may_lose_one(root: Path, git: Git, run: Run, twin: str) -> None:
    """All say it: what one signature said is still said. Where the digest goes, something is lost."""
    _signed(root, git, run, "typed")
    typed = next(line for line in (root / NOTE).read_text().split("signatures:\n") if line.startswith("  - by:"))
    typed = typed[: typed.index("\n---\n") + 1]
    run("sign", NOTE, "--as", "dana.ruiz").ok() if twin == "sealed" else None
    _edited(root, "signatures:\n", f"signatures:\n{typed}")
    commit(root, git, NOON)
    whole = (root / NOTE).read_text()
    _edited(root, f"signatures:\n{typed}", "signatures:\n")
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == 0
    assert "SIG001" not in run("lint", "--staged").out
    commit(root, git, EVENING)
    assert "SIG001" not in run("lint", NOTE).out
    assert "dana.ruiz's signature was" not in run("audit", "verify").out
    if twin == "sealed":
        digest = next(line for line in whole.splitlines() if "digest:" in line)
        (root / NOTE).write_text(whole.replace(f"{digest}\n", ""))
        git("add", "--all", cwd=root)
        assert run("hooks", "locked").code == 1


def test_what_is_staged_is_refused_by_lint_as_by_the_hook_though_it_was_wrong_before(
    root: Path, git: Git, run: Run
) -> None:
    _signed(root, git, run, "sealed")
    _edited(root, "Bedtime kept", "Bedtime not kept")
    commit(root, git, NOON)  # past the hooks
    _edited(root, "Bedtime not kept", "Bedtime never kept")
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == 1
    staged = run("lint", "--staged")
    assert staged.code == 1 and CHANGED in staged.out


@pytest.mark.parametrize("how", ["sealed", "typed"])
def test_what_was_taken_out_before_adoption_counts_as_it_was_left(root: Path, git: Git, run: Run, how: str) -> None:
    _signed(root, git, run, how)
    text = (root / NOTE).read_text()
    _edited(root, text[text.index("signatures:") : text.index("\n---\n", text.index("signatures:")) + 1], "")
    settings = root / "caseload.toml"
    settings.write_text(f"adopted = 2026-01-20\n{settings.read_text()}")
    commit(root, git, NOON)
    _edited(root, "Bedtime kept", "Bedtime not kept")
    git("add", "--all", cwd=root)
    assert run("hooks", "locked").code == 0
    assert "SIG001" not in run("lint", NOTE).out
