"""The audit log against git's own word: every commit, every path, every line that changed, and nothing else.

A practice is worked on at random (edits, signatures, renames, deletions, merges), and what the log says is then
held against `git log --raw`, `git log -p`, `git log -L` and `git blame`.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.audit.changes import ACTIONS
from caseload_tools.audit.changes.event_log import CommitEvents, Did, read_past
from caseload_tools.audit.csv_output import csv_cell
from caseload_tools.audit.log import LIMITS, Log, People, Wanted, audit_log, sorted_rows
from caseload_tools.git.commits import Commit
from caseload_tools.practice import load_practice
from caseload_tools.text.sections import same_title
from caseload_tools.values import replace
from tests.conftest import Git, Invoke

PLAN = "records/clients/C-0142/plans/2026-11-20.md"
PEOPLE = ("Miriam Okafor", "Tobias Brandt", "Sana Nakamura")


@pytest.fixture(scope="module")
def small_template(practice_template: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice of two clients: a repository that is copied for every test should be small."""
    root = tmp_path_factory.mktemp("small") / "practice"
    for name in ("records/clients/C-0142", "records/clients/C-0061", "records/practice"):
        shutil.copytree(practice_template / name, root / name)
    shutil.copy(practice_template / "caseload.toml", root)
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    commit(git, root, "2026-11-21", message="Begin")
    return root


@pytest.fixture
def practice(small_template: Path, tmp_path: Path) -> Path:
    """A copy of the two clients' practice under git."""
    return Path(shutil.copytree(small_template, tmp_path / "practice", symlinks=True))


def log_of(root: Path, wanted: Wanted | None = None, *, values: bool = False, fresh: bool = False) -> Log:
    return audit_log(root, load_practice(root), wanted, values=values, fresh=fresh)


def commit(git: Git, root: Path, at: str = "2026-11-22", by: str = PEOPLE[0], message: str = "Work") -> str:
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message", message, cwd=root, at=at, by=by)
    return git("rev-parse", "HEAD", cwd=root).strip()


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, (path, old)
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def last(root: Path) -> CommitEvents:
    return read_past(root)[-1]


def acts(commit: CommitEvents) -> list[tuple[str, str]]:
    return [(did.event.action, did.event.words) for did in commit.found]


# --- a practice worked on at random ------------------------------------------------------------


class Work:
    """Random work on a copy of the demo practice, each commit by somebody on a day."""

    def __init__(self, root: Path, git: Git, seed: int) -> None:
        self.root, self.git, self.rng = root, git, random.Random(seed)
        self.day = 0

    def records(self) -> list[Path]:
        return sorted((self.root / "records" / "clients").rglob("*.md"))

    def some(self) -> Path:
        return self.rng.choice(self.records())

    def change_field(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        keys = [
            at for at, line in enumerate(lines[1 : lines.index("---", 1)], 1) if re.match(r"[a-z_]+: [\w-]+$", line)
        ]
        at = self.rng.choice(keys)
        lines[at] = lines[at].split(":")[0] + f": {self.rng.choice(['none', 'low', 'x9', '2026-01-05', '7'])}"
        path.write_text("\n".join(lines), encoding="utf-8")

    def write_prose(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        at = self.rng.randrange(lines.index("---", 1) + 1, len(lines))
        lines.insert(at, f"One more sentence, the {self.rng.randrange(9999)}th of its kind.")
        path.write_text("\n".join(lines), encoding="utf-8")

    def sign(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        if "\nsignatures:" not in text:
            line = f"signatures:\n  - {{by: m.okafor, role: clinician, at: 2026-11-{10 + self.day % 18} 09:00}}\n---\n"
            path.write_text(text.replace("\n---\n", "\n" + line, 1), encoding="utf-8")

    def rename(self, path: Path) -> Path:
        new = path.with_name(f"2026-{self.rng.randint(10, 12)}-{self.rng.randint(10, 28)}-{self.rng.randrange(999)}.md")
        path.rename(new)
        return new

    def create(self) -> None:
        path = self.some()
        new = path.with_name(f"2026-12-{self.rng.randint(10, 28)}-{self.rng.randrange(9999)}.md")
        new.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        self.write_prose(new)

    def step(self) -> None:
        for _ in range(self.rng.randint(1, 3)):
            kind = self.rng.random()
            if kind < 0.35:
                self.change_field(self.some())
            elif kind < 0.6:
                self.write_prose(self.some())
            elif kind < 0.7:
                self.sign(self.some())
            elif kind < 0.8:
                self.rename(self.some())
            elif kind < 0.85:
                self.write_prose(self.rename(self.some()))
            elif kind < 0.95:
                self.create()
            else:
                self.some().unlink()
        self.day += 1
        if self.git("status", "--porcelain", cwd=self.root):
            at = f"2026-12-{1 + self.day // 20:02}T{self.day % 20:02}:00:00+0000"
            commit(self.git, self.root, at, self.rng.choice(PEOPLE), f"Day {self.day}")


@pytest.fixture(scope="module")
def worked_on(small_template: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("worked") / "practice"
    shutil.copytree(small_template, root, symlinks=True)
    work = Work(root, git, 20261122)
    for _ in range(50):
        work.step()
    return root


def touched(root: Path, git: Git) -> dict[str, set[str]]:
    """By commit, the paths of the practice that git says it touched."""
    printed = git("log", "--no-renames", "--name-only", "--format=%x01%H", "-z", cwd=root)
    found = {}
    for part in printed.split("\x01")[1:]:
        head, *names = [each.strip("\n") for each in part.split("\0")]
        found[head] = {name for name in names if name.startswith("records/") or name == "caseload.toml"}
    return found


@pytest.mark.requirement("S4.5")
def test_the_log_touches_what_git_says_was_touched(worked_on: Path, git: Git) -> None:
    past = read_past(worked_on, fresh=True)
    ours = {each.commit.id: {path for did in each.found for path in (did.path, did.was) if path} for each in past}
    assert ours == {commit: paths for commit, paths in touched(worked_on, git).items() if paths}
    named = git("log", "--reverse", "--topo-order", "--format=%H %P %an %ae %at %ai", cwd=worked_on).splitlines()
    assert [_named(each.commit) for each in past] == named


def _named(commit: Commit) -> str:
    by = commit.author
    at = by.at.strftime("%Y-%m-%d %H:%M:%S %z")
    return f"{commit.id} {' '.join(commit.parents)} {by.name} {by.email} {by.seconds} {at}"


def blocks(text: str) -> list[str]:
    """For each line the key or the section it belongs to, told apart by other means than ours."""
    found, where, inside = [], "---", True
    for number, line in enumerate(text.split("\n")):
        if inside and number and line == "---":
            inside, where = False, "section/"
            found.append("---")
            continue
        if inside and re.match(r"[a-z]", line):
            where = line.partition(":")[0]
        elif not inside and re.match(r"##? ", line):
            where = f"section/{same_title(line.lstrip('# '))}"
        found.append(where)
    return found


def changed_lines(root: Path, git: Git, commit: str) -> Iterator[tuple[str, str, str, str]]:
    """Old path, new path, and key or section of every line that `git log -p` shows."""
    printed = git("show", "--format=", "-p", "-U0", "-M50%", "--no-color", commit, cwd=root)
    for part in re.split(r"^diff --git ", printed, flags=re.MULTILINE)[1:]:
        old = re.search(r"^--- a/(.*)$", part, re.MULTILINE)
        new = re.search(r"^\+\+\+ b/(.*)$", part, re.MULTILINE)
        if not old or not new:
            continue
        sides = {
            "-": blocks(git("show", f"{commit}^:{old[1]}", cwd=root)),
            "+": blocks(git("show", f"{commit}:{new[1]}", cwd=root)),
        }
        for hunk in re.finditer(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", part, re.MULTILINE):
            for side, start, count in (("-", hunk[1], hunk[2]), ("+", hunk[3], hunk[4])):
                for line in range(int(start), int(start) + int(count or 1)):
                    yield old[1], new[1], side, sides[side][line - 1]


def test_every_line_that_changed_belongs_to_an_event_and_every_event_to_a_line(worked_on: Path, git: Git) -> None:
    lines = 0
    for each in read_past(worked_on, fresh=True)[1:]:
        by_path: dict[str, list[Did]] = {}
        for did in each.found:
            by_path.setdefault(did.path, []).append(did)
        places: dict[str, set[str]] = {}
        for old, new, _, where in changed_lines(worked_on, git, each.commit.id):
            assert by_path[new][0].was == (old if old != new else ""), "a rename as git sees it"
            places.setdefault(new, set()).add(where)
            lines += 1
        for path, wheres in places.items():
            fields = {did.event.field for did in by_path[path] if did.event.action != "moved"}
            heads = {f.casefold() if f.startswith("section") else f.partition("/")[0] for f in fields}
            whole = heads & {"", "comment"} or any(did.event.action == "unreadable" for did in by_path[path])
            assert whole or wheres - {"---"} <= heads | {"section/"}, (path, wheres, heads)
            assert whole or heads <= wheres | {"section"}, (path, wheres, heads)
    assert lines > 100


def test_a_field_has_the_history_that_git_log_l_and_blame_give_it(practice: Path, git: Git) -> None:
    line = next(
        number
        for number, text in enumerate((practice / PLAN).read_text(encoding="utf-8").split("\n"), 1)
        if text.startswith("status:")
    )
    for day, status in enumerate(("on-hold", "active", "completed"), 1):
        edit(practice, PLAN, "status: ", f"status: {status} #")
        text = re.sub(r"(?m)^(status: [\w-]+) #.*$", r"\1", (practice / PLAN).read_text(encoding="utf-8"))
        (practice / PLAN).write_text(text, encoding="utf-8")
        if day == 2:
            edit(practice, PLAN, "## ", "Another line.\n\n## ")
        commit(git, practice, f"2026-12-{day:02}", PEOPLE[day - 1])
    by_git = git("log", "-s", "--format=%H", "-L", f"{line},{line}:{PLAN}", cwd=practice).split()
    rows = [row for row in log_of(practice).rows if row.record == "plans/2026-11-20" and row.client == "C-0142"]
    ours = [row.commit for row in rows if row.field == "status"]
    assert [*ours[::-1], rows[0].commit] == by_git
    blamed = git("blame", "-l", "-s", "-L", f"{line},{line}", PLAN, cwd=practice).split()[0].lstrip("^")
    assert ours[-1] == blamed
    assert [row.who for row in rows if row.field == "status"] == ["m.okafor", "t.brandt", "s.nakamura"]


# --- renames and merges ------------------------------------------------------------------------


def test_a_rename_is_followed_exactly_and_by_likeness(practice: Path, git: Git) -> None:
    old, new = PLAN, PLAN.replace("11-20", "11-21")
    git("mv", old, new, cwd=practice)
    commit(git, practice)
    assert acts(last(practice)) == [("moved", f"moved from {old}")]
    git("mv", new, old, cwd=practice)
    edit(practice, old, "status: active", "status: on-hold")
    commit(git, practice)
    moved, changed = last(practice).found
    assert (moved.was, moved.path, moved.event.action) == (new, old, "moved")
    assert (changed.was, changed.event.words) == (new, "plan marked on-hold (was active)")


def test_a_chart_that_moves_is_found_under_both_clients(practice: Path, git: Git) -> None:
    new = PLAN.replace("C-0142", "C-0500")
    (practice / new).parent.mkdir(parents=True)
    git("mv", PLAN, new, cwd=practice)
    commit(git, practice)
    for client in ("C-0142", "C-0500"):
        assert log_of(practice, Wanted(client=client)).rows[-1].action == "moved"
        assert log_of(practice, Wanted(client=client), values=True).rows[-1].action == "moved"


def test_another_record_in_the_place_of_one_is_no_rename(practice: Path, git: Git) -> None:
    (practice / PLAN).unlink()
    (practice / PLAN).with_name("2027-01-01.md").write_text("---\ntype: plan\n---\nNothing of it.\n", encoding="utf-8")
    commit(git, practice)
    assert {action for action, _ in acts(last(practice))} == {"created", "deleted"}


def two_branches(practice: Path, git: Git, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    git("checkout", "--quiet", "-b", "theirs", cwd=practice)
    edit(practice, PLAN, *theirs)
    commit(git, practice, "2026-12-01", PEOPLE[1])
    git("checkout", "--quiet", "main", cwd=practice)
    edit(practice, PLAN, *ours)
    commit(git, practice, "2026-12-02", PEOPLE[0])


@pytest.mark.parametrize(("known", "onto"), [("main", "main"), ("main", "theirs")])
def test_a_clean_merge_does_nothing_of_its_own(practice: Path, git: Git, known: str, onto: str) -> None:
    two_branches(practice, git, ("status: active", "status: on-hold"), ("## Strengths\n", "## Strengths\n\nMany.\n"))
    git("checkout", "--quiet", known, cwd=practice)
    before = read_past(practice)  # remembered, and the other branch began before it
    git("checkout", "--quiet", onto, cwd=practice)
    git("merge", "--quiet", "--no-edit", {"main": "theirs", "theirs": "main"}[onto], cwd=practice, at="2026-12-03")
    past = read_past(practice)
    assert past == read_past(practice, fresh=True) and len(past) == len(before) + 1
    merge = git("rev-parse", "HEAD", cwd=practice).strip()
    assert not [each for each in past if each.commit.id == merge]
    words = {did.event.words for each in past for did in each.found}
    assert {"plan marked on-hold (was active)", "section Strengths: text changed (+1 −0 words)"} <= words


def test_a_merge_that_decides_is_told_by_what_it_decided(practice: Path, git: Git) -> None:
    two_branches(practice, git, ("status: active", "status: on-hold"), ("status: active", "status: revoked"))
    subprocess.run(["git", "merge", "--quiet", "theirs"], cwd=practice, check=False, capture_output=True)
    text = re.sub(r"<<<<<<<[\s\S]*?>>>>>>> theirs", "status: completed", (practice / PLAN).read_text(encoding="utf-8"))
    (practice / PLAN).write_text(text, encoding="utf-8")
    merge = commit(git, practice, "2026-12-03")
    (found,) = [each for each in read_past(practice) if each.commit.id == merge]
    told = [("edited-after-signing", "plan marked completed (was on-hold)")]
    assert len(found.commit.parents) > 1 and acts(found) == told


# --- remembering -------------------------------------------------------------------------------


def memory(root: Path) -> Path:
    (found,) = (root / ".git" / "caseload").glob("events-*.json")
    return found


def test_the_second_run_reads_only_what_is_new(worked_on: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseload_tools.audit.changes import event_log

    first = read_past(worked_on)
    asked: list[list[str]] = []
    real = event_log.practice_changes

    def watched(root: Path, revisions: list[str]) -> object:
        asked.append(revisions)
        return real(root, revisions)

    monkeypatch.setattr(event_log, "practice_changes", watched)
    assert read_past(worked_on) == first and not asked
    head = git("rev-parse", "HEAD", cwd=worked_on).strip()
    Work(worked_on, git, 7).write_prose(sorted((worked_on / "records").rglob("*.md"))[0])
    commit(git, worked_on, "2026-12-30")
    again = read_past(worked_on)
    assert asked == [[again[-1].commit.id, f"^{head}"]]
    assert again[:-1] == first and again == read_past(worked_on, fresh=True)


def test_a_memory_that_may_not_be_used_is_made_again(practice: Path, git: Git) -> None:
    truth = read_past(practice)
    kept = memory(practice)
    assert kept.stat().st_mode & 0o777 == 0o600 and kept.parent.parent.name == ".git"
    good = kept.read_bytes()
    about, rows = good.split(b"\n")
    fewer = about + b"\n" + json.dumps(json.loads(rows)[:-1]).encode()
    alone = json.dumps(json.loads(about) | {"head": "0" * 40}).encode() + b"\n" + rows
    older = json.dumps(json.loads(about) | {"maker": "an older version"}).encode() + b"\n" + rows
    for content in (b"", b"{", b"[]", b"null\nnull", good[:-20], b"\xff\xfe", b"[" * 100_000, fewer, alone, older):
        kept.write_bytes(content)
        assert read_past(practice) == truth
        assert memory(practice).read_bytes() == good
    kept.unlink()
    kept.symlink_to(practice / "caseload.toml")
    assert read_past(practice) == truth and not memory(practice).is_symlink()
    memory(practice).chmod(0o644)
    assert read_past(practice) == truth and memory(practice).stat().st_mode & 0o777 == 0o600


def test_a_history_that_was_rewritten_is_read_anew(practice: Path, git: Git) -> None:
    edit(practice, PLAN, "status: active", "status: on-hold")
    commit(git, practice)
    assert acts(last(practice)) == [("edited-after-signing", "plan marked on-hold (was active)")]
    edit(practice, PLAN, "status: on-hold", "status: completed")
    git("commit", "--quiet", "--amend", "--all", "--no-edit", cwd=practice, at="2026-11-23")
    assert acts(last(practice)) == [("edited-after-signing", "plan marked completed (was active)")]


def test_nothing_of_a_record_is_remembered(practice: Path, git: Git) -> None:
    edit(practice, PLAN, "## Strengths\n", "## Strengths\n\nEzmerelda walks.\n")
    commit(git, practice)
    log_of(practice, values=True)
    assert "Ezmerelda" in "".join(row.after for row in log_of(practice, values=True).rows)
    read_past(practice)
    assert b"Ezmerelda" not in memory(practice).read_bytes()


# --- what is asked for, and how it is printed --------------------------------------------------


@pytest.fixture
def edited(practice: Path, git: Git) -> Path:
    edit(practice, PLAN, "status: active", "status: on-hold")
    commit(git, practice, "2026-12-01T10:30:00+0100", PEOPLE[1])
    edit(practice, "caseload.toml", 'roles = ["clinician"]', 'roles = ["clinician", "supervisor"]')
    commit(git, practice, "2026-12-02", "Nobody Known")
    return practice


def test_the_log_is_narrowed_by_each_of_its_columns(edited: Path) -> None:
    from datetime import date

    def found(**wanted: Any) -> list[str]:
        return [row.what for row in log_of(edited, Wanted(**wanted)).rows]

    assert found(since=date(2026, 12, 1)) == [
        "plan marked on-hold (was active)",
        "staff m.okafor: roles set to supervisor",
    ]
    assert found(since=date(2026, 12, 1), until=date(2026, 12, 1)) == ["plan marked on-hold (was active)"]
    assert found(staff="t.brandt") == ["plan marked on-hold (was active)"]
    assert found(staff="Nobody Known <known@northgate.example>") == ["staff m.okafor: roles set to supervisor"]
    assert found(actions={"privilege-changed"})[-1] == "staff m.okafor: roles set to supervisor"
    assert found(field="status", client="C-0142") == ["plan marked on-hold (was active)"]
    assert found(record="plans/2026-11-20", client="C-0142")[0] == "plan created"
    assert not found(client="C-9999")


def test_every_column_sorts_both_ways(edited: Path) -> None:
    rows = log_of(edited).rows
    for column in ("when", "who", "client", "record", "action", "field", "what", "commit"):
        values = [getattr(row, column) for row in sorted_rows(rows, column)]
        assert column == "when" or values == sorted(values)
        assert sorted_rows(rows, column, True) == sorted_rows(rows, column)[::-1]


def test_times_are_ordered_as_moments_and_not_as_texts(practice: Path, git: Git) -> None:
    for at in ("2026-12-01T10:00:00+0900", "2026-12-01T02:00:00+0000", "2026-12-01T03:30:00+0200"):
        edit(practice, PLAN, "## Strengths\n", f"## Strengths\n\nAt {at[11:13]}.\n")
        commit(git, practice, at)
    whens = [row.when[11:13] for row in log_of(practice).rows if row.field == "section/Strengths"]
    assert whens == ["10", "03", "02"]


def test_csv_holds_no_formula_and_no_control_character(practice: Path, git: Git, invoke: Invoke) -> None:
    edit(practice, PLAN, "## Strengths\n", "## Strengths\n\n=HYPERLINK(1)\x1b[31m\n")
    commit(git, practice, by="=cmd|'/c calc'!A1")
    printed = invoke("audit", "log", "--format", "csv", "--values", cwd=practice).ok().out
    assert "\x1b" not in printed
    cells = [each for row in csv.reader(io.StringIO(printed)) for each in row]
    assert any("HYPERLINK" in each for each in cells)
    assert not [each for each in cells if re.match(r"\s*[=+\-@\t\r]", each)]
    assert {csv_cell("-1+2"): 1, csv_cell(-3): 1, csv_cell("ok"): 1}.keys() == {"'-1+2", "-3", "ok"}


def test_the_command_prints_tables_csv_and_json(edited: Path, invoke: Invoke) -> None:
    printed = invoke("audit", "log", "--client", "C-0142", cwd=edited, env={"COLUMNS": "200"}).ok().out
    assert "plan marked on-hold (was active)" in printed and "t.brandt" in printed
    assert all(each in " ".join(printed.split()) for each in LIMITS)
    data = invoke("audit", "log", "--sort", "who", "--reverse", "--format", "json", cwd=edited).ok().json()
    assert data["rows"][0]["who"] > data["rows"][-1]["who"] and data["cannot_tell"] == list(LIMITS)
    assert {"when", "committed", "author", "committer", "commit", "signed", "before", "after"} <= data["rows"][0].keys()
    outcome = invoke("audit", "log", "--since", "2026-12-01", "--format", "csv", cwd=edited).ok()
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert [row["who"] for row in rows] == ["t.brandt", "Nobody Known <known@northgate.example>"]
    assert rows[0]["when"] == "2026-12-01T10:30:00+01:00" and LIMITS[0] in outcome.err
    few = invoke("audit", "log", "--limit", "2", cwd=edited).ok().out
    assert "The last 2 are shown" in few


def test_who_it_was_is_the_address_where_the_settings_give_one(practice: Path) -> None:
    people = People(load_practice(practice))
    assert people.person_called("Anybody", "T.Brandt@x.example") == "t.brandt"
    assert people.person_called("tobias brandt", "home@x.example") == "t.brandt"
    assert people.person_called("Nobody", "home@x.example") == "Nobody <home@x.example>"
    edit(practice, "caseload.toml", 'name = "Tobias Brandt"\n', 'name = "Tobias Brandt"\nemail = "tb@home.example"\n')
    people = People(load_practice(practice))
    assert people.person_called("X", "tb@HOME.example") == "t.brandt"
    assert people.person_called("Tobias Brandt", "t.brandt@x.example") == "Tobias Brandt <t.brandt@x.example>"


def test_what_was_added_to_a_record_is_found_with_it(practice: Path) -> None:
    rows = log_of(practice, Wanted(client="C-0142", record="sessions/2026-11-03")).rows
    assert {row.action for row in rows} >= {"created", "addendum"}
    assert {row.record.partition("/")[0] for row in rows} == {"sessions", "addenda"}


def test_a_record_that_never_was_is_refused(practice: Path, git: Git, invoke: Invoke) -> None:
    for record in ("nonsense", "sessions/1999-01-01", str(practice / "records/clients/C-0142/sessions/1999-01-01.md")):
        refused = invoke("audit", "log", "--record", record, cwd=practice)
        assert refused.code == 2 and "there is no such record, and never was one" in refused.err
    by_link, by_path, whole = (
        invoke("audit", "log", "--record", record, "--client", "C-0142", cwd=practice).ok().out
        for record in (PLAN.partition("C-0142/")[2], PLAN, str(practice / PLAN))
    )
    assert by_link == by_path == whole and "0 acts" not in whole
    named = PLAN.removeprefix("records/clients/").removesuffix(".md")
    assert invoke("audit", "log", "--record", named, cwd=practice).ok().out == whole
    several = invoke("audit", "log", "--record", "client", cwd=practice)
    assert several.code == 2 and "2 charts have a record of this name" in several.err and "--client" in several.err
    other = invoke("audit", "log", "--record", named, "--client", "C-0061", cwd=practice)
    assert other.code == 2 and "in the chart of C-0142, and the client is C-0061" in other.err
    nothing = invoke("audit", "log", "--record", PLAN, "--since", "2099-01-01", cwd=practice).ok().out
    assert "0 acts" in nothing
    (practice / PLAN).unlink()
    commit(git, practice)
    assert "deleted" in invoke("audit", "log", "--record", PLAN, cwd=practice).ok().out


@pytest.mark.parametrize(
    ("by", "adopted", "told"),
    [
        ("Tobias Brandt", "", "a co-signature of r.lindqvist as supervisor on 2026-11-22, entered by t.brandt"),
        ("Runa Lindqvist", "", "co-signed by r.lindqvist as supervisor on 2026-11-22"),
        ("Tobias Brandt", "2026-12-01", "co-signed by r.lindqvist as supervisor on 2026-11-22"),
    ],
)
def test_a_typed_line_of_a_supervisor_is_told_with_whose_commit_it_is(
    practice: Path, git: Git, by: str, adopted: str, told: str
) -> None:
    """As lint counts it: the supervisor's own commit makes it a co-signature, or that it was left before adoption."""
    text = (practice / PLAN).read_text(encoding="utf-8")
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    line = "  - {by: r.lindqvist, role: supervisor, at: 2026-11-22, meaning: co-signed}"
    above = "" if "\nsignatures:" in front else "\nsignatures:"
    (practice / PLAN).write_text(f"---\n{front}{above}\n{line}\n---\n{body}", encoding="utf-8")
    commit(git, practice, by=by)
    known = replace(load_practice(practice), adopted=date.fromisoformat(adopted) if adopted else None)
    row = next(
        each for each in audit_log(practice, known).rows if "r.lindqvist as supervisor on 2026-11-22" in each.what
    )
    assert (row.action, row.what) == ("co-signed", told)


def test_help_names_every_act(invoke: Invoke) -> None:
    told = " ".join(invoke("audit", "log", "--help").ok().out.split())
    assert sorted(re.split(r", ", told[told.index("Actions: ") + 9 :].rstrip("."))) == sorted(ACTIONS)


def test_where_there_is_no_past(tmp_path: Path, practice: Path, git: Git, invoke: Invoke) -> None:
    (tmp_path / "caseload.toml").write_text('name = "New"\n', encoding="utf-8")
    outcome = invoke("audit", "log", cwd=tmp_path)
    assert outcome.code == 2 and "not in a git repository" in outcome.err
    git("init", "--quiet", cwd=tmp_path)
    assert "0 acts in 0 commits, up to no commit" in invoke("audit", "log", cwd=tmp_path).ok().out
    edit(practice, PLAN, "status: active", "status: on-hold")
    commit(git, practice)
    git("clone", "--quiet", "--depth=1", practice.as_uri(), "shallow", cwd=tmp_path)
    assert "the beginning of the history is missing" in " ".join(
        invoke("audit", "log", cwd=tmp_path / "shallow").ok().out.split()
    )


def test_a_practice_in_a_folder_of_a_larger_repository(tmp_path: Path, practice: Path, git: Git) -> None:
    whole = tmp_path / "whole"
    (whole / "clinic").mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", "--object-format=sha256", cwd=whole)
    for name in ("caseload.toml", "records"):
        (practice / name).rename(whole / "clinic" / name)
    (whole / "records").mkdir()
    (whole / "records" / "x.md").write_text("not ours", encoding="utf-8")
    commit(git, whole)
    edit(whole, f"clinic/{PLAN}", "status: active", "status: on-hold")
    commit(git, whole)
    assert acts(last(whole / "clinic")) == [("edited-after-signing", "plan marked on-hold (was active)")]
    assert "records/x.md" not in {did.path for each in read_past(whole / "clinic") for did in each.found}


def test_what_cannot_be_read_is_told(practice: Path, git: Git) -> None:
    (practice / PLAN).write_bytes(b"\0" * 2_000_000)
    commit(git, practice)
    assert acts(last(practice)) == [
        ("unreadable", "edited; a version could not be read (too large, or missing in git)")
    ]
    (practice / PLAN).write_bytes(b"---\n[\n")
    commit(git, practice)
    assert last(practice).found[0].event.action == "unreadable"
    (practice / PLAN).unlink()
    (practice / PLAN).symlink_to("/etc/passwd")
    commit(git, practice)
    assert acts(last(practice)) == [("deleted", "plan deleted")], "a link is no record"
    (practice / PLAN).unlink()
    commit(git, practice)
    assert last(practice).found == () or acts(last(practice)) == [("deleted", "plan deleted")]
