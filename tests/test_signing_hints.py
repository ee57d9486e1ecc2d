"""What the hints of SIG rules, PLN018 and `caseload sign` have to be typed is typed, in a shell, and does what it says.

In a chart whose folder has a blank in its name, and whether or not the change is committed. And what was moved or
deleted after it was signed is said by `show`, `due` and the site as lint says it.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.shelf import EMPTY_SHELF
from caseload_tools.chart.signing import digest_of
from caseload_tools.chart.signing.act import Act, Refused
from caseload_tools.chart.signing.addenda import addend_record
from caseload_tools.guard.hooks.refusals import CommitEvent, refusals_for
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.site.content.timeline_rows import entry_of
from tests.conftest import ROOT, Git
from tests.signing_scenes import NOTE, PLAN, small_practice
from tests.test_signed_agreement import BY_HAND, NOON, Practice

FOLDER = "records/clients/north side"
CHART = f"{FOLDER}/C-0001"
HERE, THERE = NOTE.replace("records/clients", FOLDER), PLAN.replace("records/clients", FOLDER)
ADDENDUM = f"{CHART}/addenda/2026-01-20.md"
CODES = ["SIG001", "SIG009", "SIG011", "SIG013", "SIG015", "PLN018"]
LATER = date(2026, 2, 20)


class North(Practice):
    """The small practice, whose only chart lies in a folder with a blank in its name."""

    def put(self, old: str, new: str, path: str = HERE) -> None:
        super().put(old, new, path)

    def hints(self) -> list[tuple[str, str]]:
        """The code of each finding, and its hint."""
        asked = LintRequest(today=LATER, select=CODES, history=LazyHistory(self.root), baseline={})
        found = lint_caseload(self.root, load_practice(self.root), asked).findings
        return [(each.code, each.hint) for each in found]

    def types(self, command: str) -> str:
        """What a command prints that somebody types in the practice's folder."""
        path = f"{Path(ROOT, '.venv/bin')}{os.pathsep}{os.environ['PATH']}"
        known = {
            "PATH": path,
            "CASELOAD_STAFF": "dana.ruiz",
            "CASELOAD_TODAY": LATER.isoformat(),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.root, env=os.environ | known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def moves(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)


@pytest.fixture
def practice(tmp_path: Path, git: Git) -> North:
    root = small_practice(tmp_path / "practice", git)
    (root / FOLDER).mkdir()
    (root / "records/clients/C-0001").rename(root / CHART)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--amend", "--no-edit", cwd=root, at="2026-01-19T12:30:00+0000")
    return North(root, git)


def typed(practice: North) -> None:
    practice.put("\n---\n\n##", f"\n{BY_HAND}---\n\n##")
    practice.commit()


def sealed(practice: North) -> None:
    made = practice.sign(HERE)
    assert isinstance(made, Act)
    practice.carry_out(made)
    practice.commit()


def edited(practice: North) -> None:
    practice.put("her fingers", "one hand")


def unsigned(practice: North) -> None:
    practice.put(BY_HAND, "")


def plan_edited(practice: North) -> None:
    practice.put("duration: 6 months", "duration: 9 months", THERE)


def add(practice: North, kind: str) -> None:
    file = practice.root / ADDENDUM
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        f"---\ntype: addendum\nclient: C-0001\ndate: 2026-01-20\nto: sessions/2026-01-19\nkind: {kind}\n"
        f"author: {'sam.lee' if kind == 'returned' else 'dana.ruiz'}\nreason: more of it\n---\n\nIt was on her hand.\n"
    )
    practice.commit()


def added(practice: North) -> None:
    add(practice, "correction")


def rewritten(practice: North) -> None:
    practice.put("on her hand", "on one hand", ADDENDUM)


def returned(practice: North) -> None:
    add(practice, "returned")


Deed = Callable[[North], None]
CHANGED: dict[str, tuple[tuple[Deed, ...], str, str]] = {
    "typed": ((typed, edited), "SIG001", "her fingers."),
    "typed, taken out": ((typed, unsigned), "SIG001", "- {by: dana.ruiz"),
    "sealed": ((sealed, edited), "SIG001", "her fingers."),
    "a plan": ((plan_edited,), "PLN018", "duration: 6 months"),
    "an addendum that nobody signed": ((added, rewritten), "SIG001", "It was on her hand."),
}


def commands(hint: str) -> list[str]:
    return re.findall(r"`([^`]+)`", hint)


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("name", CHANGED)
def test_the_hint_shows_the_change_and_says_it_beside_the_record(practice: North, name: str, committed: bool) -> None:
    deeds, code, shown = CHANGED[name]
    for deed in deeds:
        deed(practice)
    if committed:
        practice.commit()
    ((found, hint),) = practice.hints()
    assert found == code and (name == "a plan" or "signed" not in hint)
    show, then = commands(hint)
    assert any(each.startswith("-") and shown in each for each in practice.types(show).splitlines())
    practice.types(then)


@pytest.mark.parametrize("committed", [False, True])
def test_sign_gives_the_same_way_back(practice: North, committed: bool) -> None:
    for deed in (sealed, edited):
        deed(practice)
    if committed:
        practice.commit()
    refused = practice.sign(HERE)
    assert isinstance(refused, Refused) and [hint for _, hint in practice.hints()] == [refused.hint]


def test_what_was_changed_before_it_was_ever_committed_is_in_no_commit(practice: North) -> None:
    made = practice.sign(HERE)
    assert isinstance(made, Act)
    practice.carry_out(made)
    edited(practice)
    ((_, hint),) = practice.hints()
    assert "no commit has it so" in hint and "git diff" not in hint


@pytest.mark.parametrize("edit_too", [False, True])
@pytest.mark.parametrize("new", [f"{CHART}/sessions/2026-01-18.md", f"{FOLDER}/C-0002/sessions/2026-01-19.md"])
def test_the_hint_moves_a_record_back(practice: North, new: str, edit_too: bool) -> None:
    typed(practice)
    practice.moves(HERE, new)
    if edit_too:
        practice.put("her fingers", "one hand", new)
    practice.commit()
    told = dict(practice.hints())
    if edit_too:
        assert "+" in practice.types(commands(told["SIG001"])[0])
    back, void = commands(told["SIG011"])
    practice.types(back)
    practice.commit()
    assert "SIG011" not in {code for code, _ in practice.hints()} and (practice.root / HERE).is_file()
    if not edit_too:
        practice.types(void)


@pytest.mark.parametrize("signed", [typed, sealed])
@pytest.mark.parametrize("tried", ["nothing", "the name alone", "other words", "another name"])
@pytest.mark.parametrize("new", [f"{CHART}/sessions/2026-01-18.md", f"{FOLDER}/C-0002/sessions/2026-01-19.md"])
def test_one_command_gives_back_the_name_and_the_words(practice: North, signed: Deed, tried: str, new: str) -> None:
    """Lint, sign and the hook print it, whatever was tried before; and the hook lets that pass."""
    signed(practice)
    practice.moves(HERE, new)
    practice.put("her fingers", "one hand", new)
    practice.commit()
    told = dict(practice.hints())
    back = commands(told["SIG011"])[0]
    assert back in told["SIG001"] and "git mv" in back and "git restore" in back
    if new.startswith(CHART):
        refused = practice.sign(new)
        assert isinstance(refused, Refused) and refused.hint == told["SIG001"]
    if tried == "other words":
        practice.put("one hand", "both hands", new)
    elif tried != "nothing":
        practice.moves(new, HERE if tried == "the name alone" else HERE.replace("01-19", "01-17"))
    if tried != "nothing":
        practice.git("add", "--all", cwd=practice.root)
        (refusal,) = refusals_for(CommitEvent(privacy=False), practice.root, load_practice(practice.root))
        said = refusal.hint.removeprefix("put it back: ")
        assert said == back or (tried != "other words" and said.endswith(back.rpartition(" && ")[2]))
        back = said
    practice.types(back)
    assert refusals_for(CommitEvent(privacy=False), practice.root, load_practice(practice.root)) == ()
    practice.commit()
    assert practice.hints() == []
    practice.types(commands(told["SIG001"])[-1])


def test_the_hint_moves_a_record_back_into_a_folder_that_is_gone(practice: North) -> None:
    """All of a chart's notes put into another chart: git takes the empty folder away."""
    typed(practice)
    practice.moves(HERE, f"{FOLDER}/C-0002/sessions/2026-01-19.md")
    (practice.root / HERE).parent.rmdir()
    practice.commit()
    practice.types(commands(next(hint for code, hint in practice.hints() if code == "SIG011"))[0])
    assert (practice.root / HERE).is_file()


def test_where_another_record_has_the_old_name_no_command_is_given_that_fails(practice: North) -> None:
    typed(practice)
    text = (practice.root / HERE).read_text()
    practice.moves(HERE, HERE.replace("01-19", "01-18"))
    practice.commit()
    (practice.root / HERE).write_text(text.partition("signatures:")[0] + "---\n\nAnother note, of another hour.\n")
    practice.commit()
    (hint,) = [hint for code, hint in practice.hints() if code == "SIG011"]
    assert "another record has it now" in hint and "git mv" not in hint


def test_the_hint_brings_a_deleted_record_back(practice: North) -> None:
    typed(practice)
    (practice.root / HERE).unlink()
    practice.commit()
    ((code, hint),) = practice.hints()
    back, void = commands(hint)
    practice.types(back)
    practice.commit()
    assert code == "SIG015" and practice.hints() == []
    practice.types(void)


def test_the_hint_answers_what_was_returned(practice: North) -> None:
    typed(practice)
    returned(practice)
    ((code, hint),) = practice.hints()
    (answer,) = commands(hint)
    practice.types(answer)
    assert code == "SIG013"


# --- moved or deleted, as show, due and the site say it ----------------------------------------------------------


def test_what_is_not_where_it_was_signed_is_said_by_show_due_and_the_site(practice: North) -> None:
    typed(practice)
    now = HERE.replace("01-19", "01-18")
    practice.moves(HERE, now)
    practice.moves(THERE, THERE.replace("plans", "old"))
    practice.commit()
    practice.today = LATER
    chart = practice.chart()
    moved, gone = f"was moved from {HERE}", "was signed, and was moved to where nobody reads it"
    show = brief(Caseload(Path(), chart.practice, chart.today, (chart,), EMPTY_SHELF), chart)
    told = {row[0]: str(row[1]) for each in show.tables if each.key == "changed" for row in each.rows}
    assert moved in told["sessions/2026-01-18"] and gone in told["plans/2026-01-12"]
    due = {each.rule: each for each in obligations(chart) if each.kind == "signed record"}
    assert moved in due["SIG011"].why and gone in due["SIG015"].why
    assert due["SIG011"].due == NOON.date() and due["SIG011"].clinician == "dana.ruiz"
    assert moved in str(entry_of(chart, practice.record(now)).gist)
    asked = LintRequest(today=LATER, select=["SIG011", "SIG015"], history=LazyHistory(practice.root), baseline={})
    said = "; ".join(each.message for each in lint_caseload(practice.root, chart.practice, asked).findings)
    assert moved in said and gone in said


@pytest.mark.parametrize("signed", [typed, sealed])
def test_an_addition_to_a_changed_record_names_what_was_signed(practice: North, signed: Deed) -> None:
    """As the hook says it: what is new goes beside the record first, and then the record is put back."""
    signed(practice)
    whole = digest_of(practice.record(HERE))
    edited(practice)
    chart = practice.chart()
    dana = chart.practice.staff["dana.ruiz"]
    made = addend_record(practice.record(HERE), chart, dana, NOON, kind="correction", reason="a slip", text="One hand.")
    assert isinstance(made, Act) and f"to_digest: {whole}" in made.after.decode()
    practice.carry_out(made)
    practice.put("one hand", "her fingers")
    practice.commit()
    assert practice.hints() == []
