"""A messy honest past, and every line of the log against git's own word: none missing, none invented.

The truth is made without our code: `git diff-tree` and `git show` for what changed from what to what, `git blame` for
who had the last word on a line, `git log -L` for all words on it, `git log --format=%G?` for signatures.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from caseload_tools.audit.log import Log, LogRow, audit_log
from caseload_tools.history.readers.git_history import GitHistory
from caseload_tools.practice import load_practice
from tests.conftest import Git
from tests.tampering.ledger import BEGUN, DANA, RUNA, TOBIAS, Ledger, email, make_keys, record, signed

SESSIONS = "records/clients/C-000{}/sessions/{}.md"
FIRST, SECOND, THIRD = (SESSIONS.format(n, f"2026-09-0{n}") for n in (1, 2, 3))
LETTERS = {"": "N", "good": "G", "unknown key": "U", "not valid then": "U", "bad": "B"}


def note(number: int, **more: str) -> str:
    keys = {"clinician": "dana", "modality": "in-person", "risk": "none"} | more
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return record("session", f"C-000{number}", f"2026-09-0{number}", "## Plan\n\nWalk.\n\n## Objective\n\nCame.", lines)


@dataclass
class Mess(Ledger):
    """A ledger in which records lie in a folder of the repository, perhaps."""

    def change(self, path: str, field: str, value: str, who: str = TOBIAS, **env: str) -> str:
        text, count = re.subn(rf"(?m)^{field}: .*?(\r?)$", rf"{field}: {value}\1", self.read(path))
        assert count == 1
        return self.keep(path, text, who, **env)

    def keep(self, path: str, text: str, who: str = TOBIAS, **env: str) -> str:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())
        return self.commit("Edit", who, **env)

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def merge(self, *branches: str, fails: bool = False) -> None:
        self.hours += 1
        command = ["merge", "-q", "--no-ff", "-m", "Both", *branches]
        if not fails:
            self.git(*command, who=RUNA, key=RUNA)
            return
        with pytest.raises(AssertionError):
            self.git(*command)


def begin(mess: Mess) -> None:
    for number, path in enumerate((FIRST, SECOND, THIRD), 1):
        text = note(number)
        mess.keep(path, text.replace("\n", "\r\n") if number == 3 else text, DANA)
    mess.keep(FIRST, signed(mess.read(FIRST), "dana", "clinician", "2026-09-01 15:00"), DANA)
    mess.change(SECOND, "risk", "low", GIT_AUTHOR_NAME="Dana", GIT_AUTHOR_EMAIL=email(DANA))  # another puts it in place
    mess.change(THIRD, "modality", "video", GIT_AUTHOR_DATE="2026-09-01T23:30:00-0700")
    mess.commit("Nothing in it", RUNA)


def branch_and_merge(mess: Mess) -> None:
    """A merge without a conflict, one with two settled, and one of three."""
    mess.git("checkout", "-q", "-b", "side")
    mess.change(SECOND, "modality", "phone", DANA)
    mess.git("checkout", "-q", "main")
    mess.keep(SECOND, mess.read(SECOND).replace("Came.", "Came late."))
    mess.merge("side")
    for value, name in (("moderate", "left"), ("high", "right")):
        mess.git("checkout", "-q", "-b", name, "main")
        mess.change(SECOND, "risk", value, DANA if name == "left" else RUNA)
    mess.git("checkout", "-q", "main")
    mess.merge("left")
    mess.merge("right", fails=True)
    mess.keep(SECOND, re.sub(r"<<<<<<<[\s\S]*?>>>>>>> right\n", "risk: imminent\n", mess.read(SECOND)), RUNA)
    for number in (4, 5):
        mess.git("checkout", "-q", "-b", f"octopus-{number}", "main")
        mess.keep(SESSIONS.format(number, f"2026-09-0{number}"), note(number), DANA)
    mess.git("checkout", "-q", "main")
    mess.change(THIRD, "clinician", "runa")
    mess.merge("octopus-4", "octopus-5")


def rename_and_repeat(mess: Mess) -> None:
    """Renames with an edit, a revert, a cherry-pick, an amended commit, a deletion that is taken back."""
    new = SECOND.replace("09-02", "09-12")
    mess.git("mv", SECOND, new)
    mess.change(new, "date", "2026-09-12", DANA)
    mess.change(new, "risk", "low")
    mess.hours += 1
    mess.git("revert", "--no-edit", "HEAD")
    mess.git("checkout", "-q", "-b", "picked")
    mess.change(THIRD, "risk", "high", DANA)
    mess.git("checkout", "-q", "main")
    mess.change(new, "modality", "in-person")
    mess.hours += 1
    mess.git("cherry-pick", "picked", who=RUNA)
    mess.change(new, "risk", "none")
    mess.keep(new, mess.read(new).replace("Walk.", "Walk and rest."), "amended")
    mess.git("commit", "-q", "-a", "--amend", "-m", "Better said", who="amended")
    mess.git("rm", "-q", THIRD)
    mess.commit("Tidy")
    mess.hours += 1
    mess.git("revert", "--no-edit", "HEAD")


def other_people(mess: Mess) -> None:
    """A new key for Dana, a key that nobody listed, a commit changed under its signature, a name in no encoding."""
    mess.change(FIRST, "modality", "video", DANA, key="dana-new")
    mess.change(FIRST, "modality", "phone", DANA, key="eve")
    mess.change(FIRST, "modality", "video", RUNA)
    raw = mess.git("cat-file", "commit", "HEAD").replace("\n\nEdit", "\n\nEdited").encode() + b"\n"
    mess.git("update-ref", "HEAD", mess.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw))
    for at in ("2026-10-25T02:30:00+0200", "2026-10-25T02:10:00+0100"):
        value = "phone" if at.endswith("0200") else "in-person"
        mess.change(FIRST, "modality", value, GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at)
    (mess.root / FIRST).write_text(mess.read(FIRST).replace("risk: none", "risk: low"))
    later = (BEGUN + timedelta(days=60)).isoformat().encode()
    person = {b"NAME": b"Ren\xe9e", b"EMAIL": b"renee@northgate.example", b"DATE": later}
    own = {b"GIT_" + role + b"_" + key: value for role in (b"AUTHOR", b"COMMITTER") for key, value in person.items()}
    subprocess.run(["git", "commit", "-q", "-a", "-m", "x"], cwd=mess.root, env=dict(os.environb) | own, check=True)


@pytest.fixture(scope="module", params=["sha1", "sha256 in a folder"])
def mess(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Mess:
    folder = tmp_path_factory.mktemp("mess")
    kind, *inside = str(request.param).split(" in a ")
    keys = tmp_path_factory.mktemp("keys")
    make_keys(keys, (DANA, RUNA, TOBIAS, "amended", "dana-new", "eve"))
    made = Mess(folder / "practice", keys)
    made.root.mkdir()
    made.git("init", "-q", "-b", "main", f"--object-format={kind}")
    if inside:
        (made.root / "README").write_text("Of others.\n")
        made.root /= "clinic"
        made.root.mkdir()
    made.write("caseload.toml", 'name = "Northgate"\n')
    ended = made.signer(DANA, options='valid-before="20261231"')
    (folder / "signers").write_text(ended + made.signer(DANA, "dana-new") + made.signer(RUNA) + made.signer("amended"))
    made.commit("Begin", RUNA)
    for part in (begin, branch_and_merge, rename_and_repeat, other_people):
        part(made)
    return made


@pytest.fixture
def log(mess: Mess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Log:
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[gpg.ssh]\nallowedSignersFile = {signers(mess)}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setattr("caseload_tools.git.command._ENVIRONMENT", _with("GIT_CONFIG_GLOBAL", str(settings)))
    return audit_log(mess.root, load_practice(mess.root), values=True, fresh=True)


def _with(name: str, value: str) -> dict[str, str]:
    from caseload_tools.git import command

    return {**command._ENVIRONMENT, name: value}


def signers(mess: Mess) -> Path:
    top = mess.root if (mess.root / ".git").exists() else mess.root.parent
    return top.parent / "signers"


# --- the truth, by git alone ---------------------------------------------------------------------


def keys_of(text: str) -> dict[str, str]:
    head = text.replace("\r\n", "\n").partition("\n---\n")[0]
    return dict(re.findall(r"(?m)^([a-z_]+): (\S.*)$", head))


def text_at(mess: Mess, git: Git, commit: str, path: str) -> str:
    done = subprocess.run(["git", "show", f"{commit}:./{path}"], cwd=mess.root, capture_output=True, check=False)
    return done.stdout.decode() if done.returncode == 0 else ""


def changed(git: Git, mess: Mess, commit: str, parents: list[str]) -> Iterator[tuple[str, str, str]]:
    """Git's letter, the old and the new path of everything that a commit changed against its first parent."""
    against = [parents[0], commit] if parents else ["--root", commit]
    options = ["-r", "-M40%", "--relative", "--name-status", "--no-commit-id"]
    for line in git("diff-tree", *options, *against, cwd=mess.root).splitlines():
        letter, first, *second = line.split("\t")
        if first.startswith("records/"):
            yield letter[0], first, second[0] if second else first


def truth(git: Git, mess: Mess) -> set[tuple[str, str, str, str, str]]:
    """(commit, path, what, old, new) of all that git knows: files that came and went, keys that changed."""
    found = set()
    for line in git("rev-list", "--parents", "HEAD", cwd=mess.root).splitlines():
        commit, *parents = line.split()
        for letter, old, new in changed(git, mess, commit, parents):
            if len(parents) > 1:
                sides = [keys_of(text_at(mess, git, parent, new)) for parent in parents]
                now = keys_of(text_at(mess, git, commit, new))
                found |= {
                    (commit, new, key, sides[0].get(key, ""), value)
                    for key, value in now.items()
                    if all(side and side.get(key) != value for side in sides)
                }
            elif letter in "AD":
                found.add((commit, new, {"A": "created", "D": "deleted"}[letter], "", ""))
            else:
                if letter == "R":
                    found.add((commit, new, "moved", old, new))
                before, after = (keys_of(text_at(mess, git, *at)) for at in ((parents[0], old), (commit, new)))
                found |= {
                    (commit, new, key, before.get(key, ""), after.get(key, ""))
                    for key in before.keys() | after.keys()
                    if before.get(key) != after.get(key)
                }
    return found


def path_of(row: LogRow) -> str:
    return f"records/clients/{row.client}/{row.record}.md"


def told(log: Log) -> set[tuple[str, str, str, str, str]]:
    found = set()
    for row in log.rows:
        if not row.client:
            continue
        if row.action in ("created", "restored", "deleted", "moved"):
            moved = (row.before, row.after) if row.action == "moved" else ("", "")
            # That it was there before, git's list does not say.
            action = "created" if row.action == "restored" else row.action
            found.add((row.commit, path_of(row), action, *moved))
        elif row.action.startswith("edited") and not row.field.startswith("section/"):
            found.add((row.commit, path_of(row), row.field, row.before, row.after))
    return found


@pytest.mark.requirement("S4.5")
def test_every_act_is_told_once_and_none_is_invented(mess: Mess, log: Log, git: Git) -> None:
    assert told(log) == truth(git, mess)
    assert len(truth(git, mess)) > 25


def test_each_section_is_told_where_its_lines_changed(mess: Mess, log: Log, git: Git) -> None:
    ours = {(row.commit, path_of(row), row.field) for row in log.rows if row.field.startswith("section/")}
    theirs = set()
    for line in git("rev-list", "--parents", "--no-merges", "HEAD", cwd=mess.root).splitlines():
        commit, *parents = line.split()
        for letter, old, new in changed(git, mess, commit, parents):
            if letter in "MR":
                before, after = (
                    text_at(mess, git, *at).replace("\r\n", "\n").partition("\n---\n")[2].split("## ")
                    for at in ((parents[0], old), (commit, new))
                )
                for one, other in zip(before, after, strict=True):
                    if one.strip() != other.strip():
                        theirs.add((commit, new, f"section/{one.partition(chr(10))[0]}"))
    assert ours == theirs and theirs


def test_who_and_when_are_those_of_the_commit(mess: Mess, log: Log) -> None:
    form = "%H%x00%an <%ae>%x00%aI%x00%cn <%ce>%x00%cI"
    done = subprocess.run(["git", "log", "-z", f"--format={form}"], cwd=mess.root, capture_output=True, check=True)
    fields = done.stdout.decode("utf-8", "replace").split("\0")
    by_git = {fields[at]: tuple(fields[at + 1 : at + 5]) for at in range(0, len(fields) - 4, 5)}
    assert {
        row.commit: (row.author, row.when, row.committer, row.committed) for row in log.rows
    }.items() <= by_git.items()


def test_rules_are_told_of_what_a_merge_decided(mess: Mess, log: Log) -> None:
    """Also in a folder of a larger repository, where git gives a merge's paths from the top."""
    decided = next(row for row in log.rows if row.after == "imminent")
    assert decided.commit in [change.commit for change in GitHistory(mess.root).changes(SECOND)]


def test_blame_and_log_l_give_each_line_the_same_past(mess: Mess, log: Log, git: Git) -> None:
    for path in git("ls-files", "--", "records", cwd=mess.root).splitlines():
        lines = mess.read(path).replace("\r\n", "\n").split("\n")
        past = {row.record for row in log.rows if row.action == "moved" and row.after == path}
        names = {path, *(row.before for row in log.rows if row.action == "moved" and row.after == path)}
        assert len(past) <= 1
        for number, line in enumerate(lines[1 : lines.index("---", 1)], 2):
            key = line.partition(":")[0]
            if not re.fullmatch("[a-z_]+: .+", line):
                continue
            rows = [row for row in log.rows if path_of(row) in names and row.field in (key, "")]
            rows = [row for row in rows if row.action != "deleted" and (row.field or row.action in _CAME)]
            blamed = git("blame", "-l", "-s", f"-L{number},{number}", "--", path, cwd=mess.root).split()[0]
            assert any(row.commit.startswith(blamed.lstrip("^")) for row in rows), (path, key)
            for_ever = git("log", "-s", "--format=%H", f"-L{number},{number}:{path}", cwd=mess.root).split()
            commits = {row.commit for row in rows}
            merges = set(git("rev-list", "--merges", "HEAD", cwd=mess.root).split())
            assert {each for each in for_ever if each not in merges} <= commits | _brought_back(log), (path, key)


_CAME = ("created", "restored")


def _brought_back(log: Log) -> set[str]:
    return {row.commit for row in log.rows if row.action in (*_CAME, "deleted", "moved")}


def test_signatures_are_worth_what_git_says(mess: Mess, log: Log) -> None:
    setting = f"gpg.ssh.allowedSignersFile={signers(mess)}"
    done = subprocess.run(
        ["git", "-c", setting, "log", "--format=%H %G?"], cwd=mess.root, capture_output=True, check=True
    )
    by_git = dict(line.split() for line in done.stdout.decode().splitlines())
    ours = {row.commit: LETTERS[row.signature] for row in log.rows}
    assert ours.items() <= by_git.items()
    assert set(ours.values()) == {"G", "N", "U", "B"}
    for commit, letter in ours.items():
        checked = ["git", "-c", setting, "verify-commit", commit]
        code = subprocess.run(checked, cwd=mess.root, capture_output=True, check=False).returncode
        assert (code == 0) == (letter == "G")
    assert {row.commit: row.signed for row in log.rows} == {commit: letter != "N" for commit, letter in ours.items()}
