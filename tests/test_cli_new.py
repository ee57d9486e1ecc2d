"""`caseload new`: every type begins a file that only asks to be filled in, carries forward, and never overwrites."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.cli.app import run
from caseload_tools.desk.drafts import DRAFTS, PRACTICE_DRAFTS, Wish, start_draft
from caseload_tools.practice import load_practice
from caseload_tools.text import read_file
from tests.front_entries import entries_of

# By type: what is typed after `caseload new`, and the file it makes, in the chart of C-0142 on 24 November 2026.
TYPED = {
    "client": ("client C-0200 --programme outpatient --staff m.okafor", "../C-0200/client.md"),
    "assessment": ("assessment C-0142", "assessments/2026-11-24.md"),
    "plan": ("plan C-0142", "plans/2026-11-24.md"),
    "session": ("session C-0142 --date 2026-11-23", "sessions/2026-11-23.md"),
    "review": ("review C-0142", "reviews/2026-11-24.md"),
    "contact": ("contact C-0142", "contacts/2026-11-24.md"),
    "consent": ("consent C-0142 --kind recording", "consents/2026-11-24-recording.md"),
    "referral": ("referral C-0142 --to agencies/riverside-employment", "referrals/2026-11-24-riverside-employment.md"),
    "measure": ("measure C-0142", "measures/2026-11-24.md"),
    "safety-plan": ("safety-plan C-0142 --kind relapse-prevention", "safety/2026-11-24.md"),
    "disclosure": (
        "disclosure C-0142 --to agencies/riverside-employment",
        "disclosures/2026-11-24-riverside-employment.md",
    ),
    "addendum": ("addendum C-0142 --to sessions/2026-11-10", "addenda/2026-11-24-sessions-2026-11-10.md"),
    "discharge": ("discharge C-0142", "discharge/2026-11-24.md"),
    "charge": ("charge C-0142 --to contacts/2026-11-13", "charges/2026-11-13.md"),
    "task": ("task C-0142 --to sessions/2026-11-10", "tasks/2026-11-24.md"),
    "incident": ("incident C-0142 --kind abuse", "incidents/2026-11-24.md"),
}
# The same for what the practice keeps of itself; `task` and `incident` belong in either.
OWN = {
    "task": ("task --staff r.lindqvist", "tasks/2026-11-24.md"),
    "incident": ("incident --kind property", "incidents/2026-11-24.md"),
    "meeting": ("meeting C-0142 C-0160 --kind supervision --staff s.nakamura", "meetings/2026-11-24.md"),
    "household": ("household C-0142 C-0160", "households/2.md"),
    "group": ("group --to coping-skills", "groups/coping-skills/2026-11-24.md"),
    "complaint": ("complaint C-0142", "complaints/2026-11-24.md"),
    "feedback": ("feedback", "feedback/2026-11-24.md"),
    "agency": ("agency --name Lakeside_Meals", "agencies/lakeside-meals.md"),
    "policy": ("policy --name Keys --staff r.lindqvist", "policies/keys.md"),
}
TYPED |= {f"{word} of the practice": (typed, f"../../practice/{path}") for word, (typed, path) in OWN.items()}
# What may be said of a record that nobody has filled in yet: something is missing, empty or unsigned. All NOT rules
# are about what was written, so each may be right about nothing.
FILL_ME = {"STR003", "PLN020", "FUP010", "MEA009", "SIG003", "SIG004", "SIG017", "CON002", "RSK003", "RSK004"}
FILL_ME |= {"FUP021", "RSK009"}
CHART = "records/clients/C-0142"


@pytest.fixture(scope="module")
def begun(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo practice with one untouched new record of every type."""
    root = tmp_path_factory.mktemp("new") / "practice"
    shutil.copytree(practice_template, root)
    for typed, _ in TYPED.values():
        assert run(["-C", str(root), "new", *typed.split()]) == 0, typed
    return root


@pytest.fixture(scope="module")
def findings(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Codes by path, of the practice with the untouched records."""
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload

    found: dict[str, set[str]] = {}
    for each in lint_caseload(begun, load_practice(begun), LintRequest(today=date(2026, 11, 24))).findings:
        found.setdefault(each.path, set()).add(each.code)
    return found


def _path(word: str) -> str:
    return os.path.normpath(Path(CHART) / TYPED[word][1])


@pytest.mark.requirement("S1.1", "S4.6")
def test_every_type_of_a_chart_can_be_begun() -> None:
    of_chart = {word for word, known in RECORD_TYPES.items() if not known.of_practice}
    assert DRAFTS.keys() == {each for each in TYPED if " " not in each} == of_chart
    assert PRACTICE_DRAFTS.keys() == OWN.keys()
    assert OWN.keys() == {word for word, known in RECORD_TYPES.items() if known.of_practice or known.in_either}


@pytest.mark.parametrize("word", TYPED)
def test_the_file_stands_where_it_belongs_and_can_be_read(word: str, begun: Path) -> None:
    document = read_file(begun, _path(word))
    assert not document.faults
    assert document.data["type"] == word.partition(" ")[0]
    assert document.text.endswith("\n") and "\n\n\n\n" not in document.text


@pytest.mark.parametrize("word", TYPED)
def test_an_untouched_record_only_asks_to_be_filled_in(word: str, findings: dict[str, set[str]]) -> None:
    codes = {code for code in findings.get(_path(word), set()) if not code.startswith("NOT")}
    assert codes <= FILL_ME


# A household is whole with its clients, whom the command names.
@pytest.mark.parametrize("word", sorted(set(TYPED) - {"client", "assessment", "household of the practice"}))
def test_an_untouched_record_is_not_clean(word: str, findings: dict[str, set[str]]) -> None:
    assert findings.get(_path(word)), "an empty record must not pass for a finished one"


@pytest.mark.requirement("S0.12", "S1.8")
def test_a_session_carries_the_plan_and_the_homework(begun: Path) -> None:
    text = (begun / _path("session")).read_text(encoding="utf-8")
    assert "clinician: m.okafor\nservice: individual\nsetting: office\nattendance: attended\nformat: SOAP\n" in text
    assert "# homework of Fri 20 Nov: Write the three sentences on a card" in text
    assert "  O1.1:  # Do a planned activity outside the home on 4 days a week\n" in text
    plan = (begun / CHART / "plans/2026-11-20.md").read_text(encoding="utf-8")
    assert "id: O1.2" in plan and "O1.2:" not in text, "an objective that is closed is not carried"
    assert text.index("## Subjective") < text.index("## Objective") < text.index("## Assessment")


@pytest.mark.requirement("S1.2")
def test_a_plan_carries_everything_but_what_was_agreed_on(begun: Path) -> None:
    before = read_file(begun, f"{CHART}/plans/2026-11-20.md")
    after = read_file(begun, _path("plan"))
    assert after.data["supersedes"] == "plans/2026-11-20"
    assert after.data["status"] == "active" and after.data["date"] == "2026-11-24"
    for key in ("problems", "goals", "objectives", "interventions"):
        assert after.data[key] == before.data[key]
    assert not after.data.get("signatures") and "written" not in after.data
    assert after.body.strip() == before.body.strip()


@pytest.mark.requirement("S1.4")
def test_a_review_has_every_objective_and_the_scores(begun: Path) -> None:
    document = read_file(begun, _path("review"))
    plan = read_file(begun, _path("plan"))
    progress = document.data["progress"]
    assert isinstance(progress, dict)
    assert list(progress) == [each["id"] for each in entries_of(plan, "objectives")]
    assert "# phq9: 15, 14, 11, 9, 8" in document.text


@pytest.mark.requirement("S0.25")
def test_consent_and_referral_find_each_other(begun: Path) -> None:
    assert read_file(begun, _path("referral")).data["consent"] == "consents/2026-10-06-employment-service"
    disclosure = read_file(begun, _path("disclosure")).data
    assert disclosure["basis"] == "consents/2026-10-06-employment-service"
    assert disclosure["information"] == ["attendance", "work goals"]


@pytest.mark.parametrize("word", [word for word in TYPED if word != "client"])
def test_a_second_one_gets_a_name_of_its_own(word: str, begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = begun / _path(word)
    before = first.read_bytes()
    assert run(["-C", str(begun), "new", *TYPED[word][0].split()]) == 0
    made = begun / capsys.readouterr().out.splitlines()[0]
    numbered = "3" if word.startswith("household") else f"{first.stem}-2"
    assert made == first.with_name(f"{numbered}.md")
    assert first.read_bytes() == before
    made.unlink()


@pytest.mark.requirement("S0.6")
def test_supervision_has_both_sides_and_a_decision_for_each_client(begun: Path) -> None:
    meeting: Any = read_file(begun, _path("meeting of the practice"))
    assert meeting.data["attended"] == ["s.nakamura", "r.lindqvist"]
    assert meeting.data["clients"] == [each["client"] for each in meeting.data["decisions"]] == ["C-0142", "C-0160"]


def test_a_meeting_of_a_group_has_the_list_of_the_last_one(begun: Path) -> None:
    group: Any = read_file(begun, _path("group of the practice"))
    assert group.data["facilitators"] == ["t.brandt"] and list(group.data["attendance"]) == ["C-0118"]


def test_a_groups_name_leads_nowhere_else(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(begun.rglob("*.md"))
    assert run(["-C", str(begun), "new", "group", "--to", "../../../outside"]) == 0
    made = begun / capsys.readouterr().out.splitlines()[0]
    assert made == begun / "records/practice/groups/outside/2026-11-24.md"
    made.unlink()
    assert sorted(begun.rglob("*.md")) == before


def test_print_writes_nothing(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(begun.rglob("*.md"))
    assert run(["-C", str(begun), "new", "session", "C-0142", "--print"]) == 0
    assert capsys.readouterr().out.startswith("---\ntype: session\n")
    assert sorted(begun.rglob("*.md")) == before


@pytest.mark.process
def test_edit_opens_the_record(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", 'python3 -c \'import sys; open(sys.argv[1], "a").write("Rang twice.\\n")\'')
    assert run(["-C", str(begun), "new", "contact", "C-0095", "--edit"]) == 0
    made = begun / "records/clients/C-0095/contacts/2026-11-24.md"
    assert made.read_text(encoding="utf-8").endswith("Rang twice.\n")
    made.unlink()


@pytest.mark.process
def test_an_editor_that_is_not_there(
    begun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
    assert run(["-C", str(begun), "new", "contact", "C-0095", "--edit"]) == 2
    assert "the record is written" in capsys.readouterr().err
    (begun / "records/clients/C-0095/contacts/2026-11-24.md").unlink()


@pytest.mark.requirement("S0.11")
def test_a_scheduled_session_asks_for_nothing_else(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = "new session C-0142 --date 2026-12-08 --time 14:00-14:50 --attendance scheduled --print"
    assert run(["-C", str(begun), *typed.split()]) == 0
    front = capsys.readouterr().out
    assert front.endswith(
        "time: 14:00-14:50\nclinician: m.okafor\nservice: individual\nsetting: office\nattendance: scheduled\n---\n"
    )


def _type(root: Path, typed: str) -> int:
    return run(["-C", str(root), *typed.split()])


@pytest.mark.requirement("S0.11")
def test_a_booking_is_taken_further(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    booking = practice / CHART / "sessions/2026-11-27.md"
    assert "attendance: scheduled" in booking.read_text(encoding="utf-8")
    assert _type(practice, "new session C-0142 --date 2026-11-27") == 0
    assert "2026-11-27.md, which was planned" in capsys.readouterr().out
    text = booking.read_text(encoding="utf-8")
    assert "time: 14:00-14:50\n" in text and "attendance: attended\n" in text and "  O1.1:  #" in text
    assert not booking.with_name("2026-11-27-2.md").exists()


@pytest.mark.requirement("S0.17")
def test_nobody_came_to_a_booking(practice: Path) -> None:
    booking = practice / "records/clients/C-0118/sessions/2026-11-25.md"
    assert _type(practice, "new session C-0118 --date 2026-11-25 --attendance no-show") == 0
    text = booking.read_text(encoding="utf-8")
    assert (
        "time: 09:00-12:00\n" in text
        and text.endswith("    result:  # such as left a message\n---\n")
        and "progress" not in text
    )


def test_a_booking_that_somebody_wrote_in_is_left_alone(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    booking = practice / CHART / "sessions/2026-11-27.md"
    written = booking.read_text(encoding="utf-8") + "\nBring the form.\n"
    booking.write_text(written, encoding="utf-8")
    assert _type(practice, "new session C-0142 --date 2026-11-27") == 2
    assert "somebody has written in it" in capsys.readouterr().err
    assert booking.read_text(encoding="utf-8") == written
    assert _type(practice, "new session C-0142 --date 2026-11-27 --time 18:00-18:20 --service crisis") == 0
    assert booking.with_name("2026-11-27-crisis.md").exists()


def test_a_chart_without_a_first_page_can_be_completed(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stray = begun / "records/clients/C-0777/contacts/2026-11-20.md"
    stray.parent.mkdir(parents=True)
    stray.write_text("---\ntype: contact\n---\n", encoding="utf-8")
    assert run(["-C", str(begun), "new", "client", "C-0777"]) == 0
    assert "records/clients/C-0777/client.md" in capsys.readouterr().out
    shutil.rmtree(stray.parent.parent)


@pytest.mark.process
@pytest.mark.requirement("S4.1", "S4.6")
def test_a_note_that_is_filled_in_is_clean(practice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the draft asks for is all that a clean note needs."""
    typed = "new session C-0142 --date 2026-11-24 --time 14:00-14:50"
    (practice / CHART / "sessions/2026-11-24.md").unlink()
    assert run(["-C", str(practice), *typed.split()]) == 0
    note = practice / CHART / "sessions/2026-11-24.md"
    text = note.read_text(encoding="utf-8")
    for id_ in ("O1.1", "O1.3", "O2.1", "O2.2"):
        text = text.replace(f"  {id_}:", f"  {id_}: progressing")
    text = text.replace("reviewed:", "reviewed: [sessions/2026-11-20]")
    text = text.replace("risk:", "risk: low").replace("homework:  ", "homework:").replace("next:", "next: 2026-11-27")
    text = text.replace("\nhomework:", "\nhomework: Keep the log, and ring on Thursday").replace(
        "interventions:", "interventions: [I1]"
    )
    words = "She went to the allotment on three days and stood in the rain with the beans, as planned (O1.1). "
    words += "The three sentences are on a card by the kettle. "
    for title in ("Subjective", "Objective", "Assessment", "Plan"):
        text = text.replace(f"## {title}\n", f"## {title}\n\n{words}\n")
    note.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["-C", str(practice), "lint", str(note), "--format", "json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["findings"] == [], out


def test_the_first_session_of_a_chart_has_no_plan_to_carry(practice: Path) -> None:
    caseload = read_caseload(practice, load_practice(practice), date(2026, 11, 24), ["C-0157"])
    made = start_draft("session", caseload.charts[0], caseload.practice, Wish(date(2026, 11, 24)))
    if caseload.charts[0].plan is None:
        assert "off_plan_reason:" in made.text and "progress:" not in made.text


@pytest.mark.requirement("S1.17")
def test_a_charge_takes_the_code_that_fits_and_the_fee_of_the_table(begun: Path) -> None:
    chart = read_caseload(begun, load_practice(begun), date(2026, 11, 24)).chart("C-0095")
    assert chart is not None
    made = start_draft("charge", chart, load_practice(begun), Wish(date(2026, 11, 24)))
    last = chart.kept_sessions[-1]
    assert f"session: {last.link}\ncode: 90837\nminutes: 90\nfee: 175\n" in made.text
    assert "status: draft\n" in made.text and "payer:  # client" in made.text


def test_a_charge_for_a_quarter_of_an_hour_counts_its_units(begun: Path) -> None:
    chart = read_caseload(begun, load_practice(begun), date(2026, 11, 24)).chart("C-0061")
    assert chart is not None
    made = start_draft("charge", chart, load_practice(begun), Wish(date(2026, 11, 24), to="contacts/2026-11-05"))
    assert "code: T1017\nunits: 1\nminutes: 15\nfee: 24\npayer: county-fund\ndiagnosis: Z59.01\n" in made.text


def test_a_charge_for_nothing_that_took_place_says_so(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(begun), "new", "charge", "C-0061", "--to", "plans/2026-10-22"]) == 2
    assert "no such session or contact" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("session C-0142 --setting zoom --note-format soap", "setting: video"),
        ("session C-0142 --setting zoom --note-format soap", "format: SOAP"),
        ("session C-0142 --setting call", "setting: phone"),
        ("session C-0142 --attendance DNA", "attendance: no-show"),
        ("session C-0142 --time 9am-9:50am", "time: 09:00-09:50"),
        ("session C-0142 --time 2330-0020", "time: 23:30-00:20"),
        ("session C-0142 --time 23.30-00.20", "time: 23:30-00:20"),
        ("contact C-0142 --time 11pm-24:00", "time: 23:00-00:00"),
        ("consent C-0142 --kind ROI --to agencies/riverside-employment", "kind: release-of-information"),
    ],
)
def test_the_words_of_the_trade_are_understood(
    begun: Path, capsys: pytest.CaptureFixture[str], typed: str, line: str
) -> None:
    assert run(["-C", str(begun), "new", *typed.split(), "--date", "2026-11-22", "--print"]) == 0
    assert line in capsys.readouterr().out.splitlines()


def test_a_word_of_the_trade_with_two_meanings_is_answered_with_both(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(begun), "new", "contact", "C-0142", "--kind", "admin"]) == 2
    told = capsys.readouterr().err
    assert "perhaps `coordination`, `reminder` or `inquiry`; there are: advocacy, check-in, collateral" in told


def test_a_time_with_two_meanings_is_answered_with_the_form(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(begun), "new", "session", "C-0142", "--time", "2-2:50"]) == 2
    assert "write it as 14:00-14:50" in capsys.readouterr().err
