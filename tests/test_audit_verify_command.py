"""`caseload audit verify` and `caseload audit anchor` as a person types them: what is said, what is left alone."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Protocol

import pytest

from caseload_tools.audit.anchors import FILE, merkle_root, read_kept
from caseload_tools.audit.checks.past_check import ABOUT, PARTS, Alarm, load_checks, past_check
from caseload_tools.cli.app import run
from caseload_tools.errors import CaseloadError
from tests.conftest import Git, Outcome

NOTE = "records/clients/C-0033/sessions/2026-11-03.md"
CANARY = "Wrenfield"


class Invoke(Protocol):
    def __call__(self, *typed: str, cwd: Path) -> Outcome: ...


@pytest.fixture
def invoke(capfd: pytest.CaptureFixture[str]) -> Invoke:
    """As conftest's, in this process: two hundred starts of Python would tell no more."""

    def call(*typed: str, cwd: Path) -> Outcome:
        capfd.readouterr()
        with contextlib.chdir(cwd):
            code = run(list(typed))
        return Outcome(code, *capfd.readouterr())

    return call


def test_every_check_has_a_page_of_its_own() -> None:
    checks = load_checks()
    assert checks[0].name == "fsck" and len(checks) == len({each.name for each in checks}) >= 25
    for each in checks:
        assert set(each.page) == set(PARTS) and all(each.page.values()), each.name
        assert each.title.endswith(".") and len(each.title) <= 110 and each.about in ABOUT


def test_a_check_without_a_page_is_refused() -> None:
    with pytest.raises(TypeError, match="Means"):
        past_check("new", "store")(lambda past: iter([Alarm("x")]))


def test_a_history_without_fault(practice: Path, invoke: Invoke) -> None:
    done = invoke("audit", "verify", cwd=practice).ok()
    assert "The history stands, as far as this can tell" in done.out
    assert "failed" not in done.out and done.err == ""


def test_a_changed_signed_note_is_told_without_a_word_of_it(practice: Path, invoke: Invoke, git: Git) -> None:
    text = (practice / NOTE).read_text()
    assert "signatures:" in text
    (practice / NOTE).write_text(text + f"\n{CANARY} said so.\n")
    git("commit", "-q", "-a", "-m", "Edit", cwd=practice)
    done = invoke("audit", "verify", cwd=practice)
    assert done.code == 1
    head = git("rev-parse", "HEAD", cwd=practice).strip()
    assert f"{head[:10]} (2026-11-21, M. Okafor) {NOTE}: changed since s.nakamura and r.lindqvist signed it" in done.out
    assert "What it means: somebody changed a signed record" in done.out and "What to do: `git log -p`" in done.out
    assert "The history does not stand: 1 check failed." in done.out
    told = invoke("audit", "verify", "--format", "json", cwd=practice)
    assert told.code == 1
    (finding,) = [each for one in told.json()["checks"] for each in one["findings"]]
    assert (finding["commit"], finding["path"]) == (head, NOTE) and finding["means"] and finding["do"]
    assert (finding["on"], finding["author"]) == ("2026-11-21", "M. Okafor")
    assert CANARY not in done.out + told.out
    assert invoke("audit", "verify", "--since", "HEAD", cwd=practice).code == 0


def test_verifying_writes_nothing(practice: Path, invoke: Invoke, git: Git) -> None:
    def everything() -> dict[str, bytes]:
        return {str(each): each.read_bytes() for each in practice.rglob("*") if each.is_file()}

    git("checkout", "-q", "-b", "side", cwd=practice)
    (practice / "records/clients/C-0033/sessions/extra.md").write_text("one\n")
    git("add", ".", cwd=practice)
    git("commit", "-q", "-m", "one", cwd=practice)
    git("checkout", "-q", "main", cwd=practice)
    git("commit", "-q", "--allow-empty", "-m", "two", cwd=practice)
    git("merge", "-q", "--no-ff", "-m", "both", "side", cwd=practice)
    before = everything()
    invoke("audit", "verify", cwd=practice).ok()
    invoke("audit", "anchor", "--print-only", cwd=practice).ok()
    assert everything() == before


def test_an_anchor_is_one_line_and_is_made_once(practice: Path, invoke: Invoke, git: Git) -> None:
    first = invoke("audit", "anchor", cwd=practice).ok()
    (line,) = first.out.splitlines()
    assert len(line) <= 100 and "paper log" in first.err and "git add audit" in first.err
    again = invoke("audit", "anchor", cwd=practice).ok()
    assert again.out == first.out and "nothing new was written" in again.err
    assert len((practice / FILE).read_text().splitlines()) == 1
    invoke("audit", "verify", "--anchor", line, cwd=practice).ok()
    git("add", "audit", cwd=practice)
    git("commit", "-q", "-m", "Anchor 1", cwd=practice)
    (practice / NOTE).write_text("not committed\n")
    second = invoke("audit", "anchor", cwd=practice).ok()
    assert second.out.startswith("caseload-anchor 2 ") and "does not cover them" in second.err
    one, two = map(json.loads, (practice / FILE).read_text().splitlines())
    assert two["previous"].startswith("sha256:") and one["head"] != two["head"]


def test_a_chain_that_was_touched_is_not_added_to(practice: Path, invoke: Invoke, git: Git) -> None:
    invoke("audit", "anchor", cwd=practice).ok()
    git("add", "audit", cwd=practice)
    git("commit", "-q", "-m", "Anchor 1", cwd=practice)
    text = (practice / FILE).read_text()
    (practice / FILE).write_text(text.replace('"records":', '"records":1'))
    done = invoke("audit", "anchor", cwd=practice)
    assert done.code == 2 and "not as it was committed" in done.err and "git checkout" in done.err


def test_the_root_can_be_computed_by_others(practice: Path, invoke: Invoke, git: Git) -> None:
    """By docs/reference/anchors.md, with hashlib alone."""
    import hashlib

    invoke("audit", "anchor", cwd=practice).ok()
    told = json.loads((practice / FILE).read_text())

    def digest(raw: bytes) -> bytes:
        return hashlib.sha256(raw).digest()

    def root(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        left = 1
        while left * 2 < len(hashes):
            left *= 2
        return digest(b"\x01" + root(hashes[:left]) + root(hashes[left:]))

    paths = sorted(path.relative_to(practice).as_posix() for path in (practice / "records").rglob("*.md"))
    leaves = [
        digest(b"\0" + path.encode() + b"\0" + digest((practice / path).read_bytes()).hex().encode()) for path in paths
    ]
    assert told["root"] == "sha256:" + root(leaves).hex() and told["records"] == len(paths)
    refs = f"{told['head']} refs/heads/main\n"
    assert told["refs"] == "sha256:" + hashlib.sha256(refs.encode()).hexdigest()
    text = f"caseload-seal-v1\n{told['head']}\n{told['tree']}\n{told['records']}\n{told['root']}\n"
    (kept,) = read_kept(invoke("audit", "anchor", "--print-only", cwd=practice).out)
    assert kept.digest == hashlib.sha256(text.encode()).hexdigest()[:20]


def test_the_root_of_few() -> None:
    assert merkle_root([]) == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle_root([("b", "1"), ("a", "2")]) == merkle_root([("a", "2"), ("b", "1")])
    assert merkle_root([("a", "1"), ("b", "2")]) != merkle_root([("a", "2"), ("b", "1")])
    assert merkle_root([("a", "1"), ("b", "2"), ("b", "2")]) != merkle_root([("a", "1"), ("b", "2")])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--anchor", "caseload-anchor 1"], "this is no anchor"),
        (["--anchor", ""], "this is no anchor"),  # a variable that somebody forgot to set
        (["--anchor", "caseload.toml"], "this is no anchor"),
        (["--signers", "nowhere"], "the list of signers is not there"),
        (["--signers", "caseload.toml"], "lies inside the repository"),
        (["--revoked", "nowhere"], "the list of revoked keys is not there"),
        (["--since", "nonsense"], "no commit is called nonsense"),
        (["--format", "yaml"], "--format does not know this word"),
        (["--today", "tomorrow"], "--today is not a date"),
    ],
)
def test_wrong_words_at_verify(practice_template: Path, invoke: Invoke, typed: list[str], said: str) -> None:
    done = invoke("audit", "verify", *typed, cwd=practice_template)
    assert done.code == 2 and said in done.err and done.out == "" and len(done.err.splitlines()) == 2


def test_a_log_of_no_days_is_a_mistake_and_not_an_empty_log(practice_template: Path, invoke: Invoke) -> None:
    done = invoke("audit", "log", "--since", "2026-02-01", "--until", "2026-01-01", cwd=practice_template)
    assert done.code == 2 and "--until lies before --since" in done.err and done.out == ""


def test_a_reader_is_told_how_much_it_is_and_what_to_do_when_it_is_known(
    practice: Path, invoke: Invoke, git: Git
) -> None:
    notes = sorted((practice / "records/clients/C-0033/sessions").glob("*.md"))[:3]
    for note in notes:
        note.write_text(note.read_text() + "\nMore.\n")
    git("commit", "-q", "-a", "-m", "Edit", cwd=practice)
    done = invoke("audit", "verify", cwd=practice)
    assert "as it did when it was signed. (3 alarms in 1 commit)" in done.out
    assert done.out.rstrip().endswith("What was found out and written down can be left behind with --since COMMIT.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--sign", "nowhere"], "the key to sign with is not there"),
        (["--sign", "caseload.toml"], "ssh-keygen could not sign with this key"),
        (["--sign", "caseload.toml", "--print-only"], "do not go together"),
    ],
)
def test_wrong_words_at_anchor(practice_template: Path, invoke: Invoke, typed: list[str], said: str) -> None:
    done = invoke("audit", "anchor", *typed, cwd=practice_template)
    assert done.code == 2 and said in done.err and done.out == ""
    assert not (practice_template / "audit").exists()


def test_without_a_past_there_is_nothing_to_verify(tmp_path: Path, invoke: Invoke, git: Git) -> None:
    (tmp_path / "caseload.toml").write_text('name = "New"\n')
    done = invoke("audit", "verify", cwd=tmp_path)
    assert done.code == 2 and "is not in a git repository" in done.err
    git("init", "-q", cwd=tmp_path)
    for command in ("verify", "anchor"):
        done = invoke("audit", command, cwd=tmp_path)
        assert done.code == 2 and "no commit" in done.err


def test_a_practice_may_be_a_folder_of_a_larger_repository(
    tmp_path: Path, practice: Path, invoke: Invoke, git: Git
) -> None:
    inside = tmp_path / "larger/clinic"
    inside.mkdir(parents=True)
    git("init", "-q", "-b", "main", cwd=inside.parent)
    for name in ("records", "caseload.toml"):
        (practice / name).rename(inside / name)
    git("add", ".", cwd=inside.parent)
    git("commit", "-q", "-m", "Begin", cwd=inside.parent)
    line = invoke("audit", "anchor", cwd=inside).ok().out
    git("add", ".", cwd=inside.parent)
    git("commit", "-q", "-m", "Anchor 1", cwd=inside.parent)
    invoke("audit", "verify", "--anchor", line, cwd=inside).ok()
    (inside / NOTE).unlink()
    git("commit", "-q", "-a", "-m", "Tidy", cwd=inside.parent)
    done = invoke("audit", "verify", "--anchor", line, cwd=inside)
    assert done.code == 1 and f" {NOTE}: a record was deleted" in done.out


def test_a_repository_with_sha256(tmp_path: Path, practice: Path, invoke: Invoke, git: Git) -> None:
    new = tmp_path / "sha256"
    git("init", "-q", "-b", "main", "--object-format=sha256", str(new), cwd=tmp_path)
    for name in ("records", "caseload.toml"):
        (practice / name).rename(new / name)
    git("add", ".", cwd=new)
    git("commit", "-q", "-m", "Begin", cwd=new)
    line = invoke("audit", "anchor", cwd=new).ok().out
    git("add", ".", cwd=new)
    git("commit", "-q", "-m", "Anchor 1", cwd=new)
    invoke("audit", "verify", "--anchor", line, cwd=new).ok()


def test_a_line_without_its_file(tmp_path: Path) -> None:
    with pytest.raises(CaseloadError, match="no anchor"):
        read_kept("caseload-anchor 1 2026-11-24 zzzz")
    (kept,) = read_kept("> caseload-anchor - 2026-11-24 5410ece134ae\n> bafbfa31a2edd299a3dd.")
    assert kept.n is None and kept.head == "5410ece134ae"


@pytest.mark.parametrize(
    ("broken", "said"),
    [("objects", "the repository is damaged"), ("refs/heads/main", "no commit, though there are other branches")],
)
def test_what_cannot_be_begun_is_one_clear_sentence(
    practice: Path, invoke: Invoke, git: Git, broken: str, said: str
) -> None:
    git("branch", "other", cwd=practice)
    place = practice / ".git" / broken
    if place.is_dir():
        for each in (*place.glob("??/*"), *place.glob("pack/*")):
            each.unlink()
    else:
        place.write_text("garbage\n")
    done = invoke("audit", "verify", cwd=practice)
    assert done.code == 2 and said in done.err and done.out == "" and len(done.err.splitlines()) == 2
