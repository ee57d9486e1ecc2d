"""Unknown is never "no": a value that nobody could read lets no list say that all is well.

`status: Active` in client.md took every date of a chart away, and each list said that every date is met.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from caseload_tools import open_practice
from caseload_tools.chart.caseload import checker_for, read_caseload
from caseload_tools.chart.clocks.signatures import is_draft
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.not_read import NOT_UNDERSTOOD, lost_before, not_read_in
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.base import slots_of
from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.records.lost_values import ASKED, SAID, questions_of
from caseload_tools.chart.risk.risk_view import risk_of
from caseload_tools.cli.app import run
from caseload_tools.desk.demo.generator import generate_caseload
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.reports.due import DueFilter, due, unread_for
from caseload_tools.site.content.key_facts import key_facts
from caseload_tools.site.edition import Edition
from caseload_tools.text import read_bytes
from devtools.examples.trying import SETTINGS, practice_of, write_scene
from tests.conftest import ROOT
from tests.hook_scenes import here
from tests.lint_scenes import lint, scene

TODAY = date(2026, 1, 20)
UNKNOWN = "Zzz, zzz?"
CALM = (
    "Every date is met",
    "Nothing is due today",
    "Nothing is overdue",
    "No high risk is on record;",
    "no client now",
)
# What such a key takes as it is, since anybody may be named there.
IN_WORDS = {("contact", "with")}
# What a clock reads of a record and need not be understood to know what is due: words that it shows, and what is told
# of the record itself.
SHOWN = {
    *("date", "link", "path", "word", "type", "id", "data", "document", "record", "where", "sound", "client"),
    *("time", "setting", "text", "title", "name", "to", "from", "source", "version", "supervisor", "digest", "role"),
    *("prose", "problems", "goals", "interventions", "outcome", "channel", "units", "minutes", "reason"),
    *(
        "emergency_contact",
        "emergency_contact_checked",
        "new_problem",
        "next_reason",
        "consultation",
        "risk_reason",
        "authority",
    ),  # any text is understood
}


# What the clocks read of another type under the same name.
UNUSED = {
    "session": {"objectives"},
    "contact": {"consent", "level"},
    "plan": {"kind", "end"},
    "safety-plan": {"clinician"},
    "referral": {"kind", "consent"},
    "consent": {"clinician", "purpose"},
    "discharge": {"kind", "consent"},
    "measure": {"clinician"},
    "incident": {"what", "level"},
    "meeting": {"kind"},
    "feedback": {"action"},
    "group": {"group"},
}


def _keys() -> Iterator[tuple[str, str]]:
    for word, asked in ASKED.items():
        for key in asked:
            yield word, key
        if word != "client":
            yield word, "signatures"
        if RECORD_TYPES[word].cls.takes_measures:
            yield word, "phq9"


def _path(word: str) -> str:
    kind = RECORD_TYPES[word]
    if word == "client":
        return "records/clients/C-0001/client.md"
    day = re.search(r"^date: (.*)$", kind.smallest, re.MULTILINE)
    where = "records/practice" if kind.of_practice else "records/clients/C-0001"
    return f"{where}/{kind.folder}/{day[1] if day else 'one'}.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with the smallest record of each type, in which nothing is lost."""
    root = tmp_path_factory.mktemp("lost") / "clinic"
    for word in RECORD_TYPES:
        path = root / _path(word)
        path.parent.mkdir(parents=True, exist_ok=True)
        # What has happened lies on no day to come.
        text = RECORD_TYPES[word].smallest
        text = text.replace(": 2026-02-", ": 2026-01-") if word == "complaint" else text
        path.write_text(re.sub(r"(?m)^ended_on: .*$", f"ended_on: {TODAY}", text), encoding="utf-8")
    (root / "caseload.toml").write_text(SETTINGS, encoding="utf-8")
    return root


def _with(text: str, key: str, value: str | None) -> str:
    """The record with another value, or none, under a key."""
    front, body = text.removeprefix("---\n").split("\n---\n", 1)
    data = yaml.safe_load(front.replace(" #", "")) or {}
    data = {name: str(each) if isinstance(each, date) else each for name, each in data.items()}
    data = {**data, key: value} if value is not None else {name: each for name, each in data.items() if name != key}
    return f"---\n{yaml.safe_dump(data, sort_keys=False)}---\n{body}"


def test_nothing_is_lost_where_all_is_understood(root: Path) -> None:
    caseload = read_caseload(root, load_practice(root), TODAY)
    assert not caseload.not_read and not not_read_in(caseload.charts[0])


@pytest.mark.parametrize(("word", "key"), [*_keys()], ids=lambda each: each)
def test_an_unknown_word_is_named_and_nobody_says_that_all_is_well(root: Path, word: str, key: str) -> None:
    file, practice = root / _path(word), load_practice(root)
    # Of the risk itself, before somebody asks again.
    day = date.fromisoformat(file.stem) if key == "risk" else TODAY
    whole = file.read_text(encoding="utf-8")
    file.write_text(_with(whole, key, UNKNOWN), encoding="utf-8")
    try:
        caseload = read_caseload(root, practice, day)
        told, of_client = due(caseload), brief(caseload, caseload.charts[0])
        if key in ("risk", "status", "attendance", "owner"):
            found = lint_caseload(root, practice, LintRequest(today=day, baseline={}, jobs=1))
            pages = {each.address: each.body for each in Edition(caseload, (), found).pages()}
            calm = [(name, each) for name, body in pages.items() for each in CALM if each in body]
            assert not [each for each in calm if each[0] in ("index.html", "clients.html", "clinicians.html")]
            assert f"{_path(word)}" in pages["index.html"]
    finally:
        file.write_text(whole, encoding="utf-8")
    if (word, key) in IN_WORDS:
        assert checker_for(practice).fits(word, caseload.charts[0].contacts[0].data)
        return
    if key == "opened" or (word, key) in {
        ("complaint", "received"),
        ("policy", "effective"),
        ("agency", "last_checked"),
    }:
        named = caseload.not_read.paths  # without its day a record is none
    else:
        named = tuple(each.path for each in caseload.not_read.values if each.key == key)
    assert named == (_path(word),)
    assert "more may be due" in told.lead and not [each for each in CALM if each in told.lead], told.lead
    if not RECORD_TYPES[word].of_practice:
        assert "more may be due" in of_client.lead and "Every date" not in of_client.lead


@pytest.mark.parametrize("word", [*RECORD_TYPES])
def test_a_value_that_no_clock_reads_is_named_as_well(root: Path, word: str) -> None:
    """Each key of each type whose schema cannot take the word: nobody says that every date is met beside it."""
    file, practice = root / _path(word), load_practice(root)
    whole, checker = file.read_text(encoding="utf-8"), checker_for(practice)
    day = date(2026, 1, 20)
    told = 0
    for key in checker.schema(word)["properties"]:
        text = _with(whole, key, UNKNOWN)
        if key in ("type", "client", "date", "visibility") or questions_of(word, key) or _fits(checker, word, text):
            continue
        file.write_text(text, encoding="utf-8")
        try:
            caseload = read_caseload(root, practice, day)
        finally:
            file.write_text(whole, encoding="utf-8")
        assert [(each.path, each.key, each.touches) for each in caseload.not_read.values] == [
            (_path(word), key, (SAID,))
        ], key
        lead = due(caseload).lead
        assert "1 value could not be read" in lead and not [each for each in CALM if each in lead], (key, lead)
        if not RECORD_TYPES[word].of_practice:
            assert "1 value could not be read" in brief(caseload, caseload.charts[0]).lead, key
        told += 1
    assert told > 1, "of each type some key was asked"


@pytest.mark.parametrize("unfilled", ["progress:\n  O1.1:\n", "progress: {}\n", "themes: []\n", "skills:\n  -\n"])
def test_what_nobody_has_filled_in_yet_is_not_lost(root: Path, unfilled: str) -> None:
    """As `caseload new` begins it: a fresh draft is no value that could not be read."""
    file = root / _path("session")
    whole = file.read_text(encoding="utf-8")
    key = unfilled.partition(":")[0]
    try:
        file.write_text(
            re.sub(rf"\n{key}:.*(?:\n +.*)*", "", whole).replace("\n---\n", f"\n{unfilled}---\n", 1), encoding="utf-8"
        )
        assert not read_caseload(root, load_practice(root), TODAY).not_read
    finally:
        file.write_text(whole, encoding="utf-8")


def _fits(checker: Checker, word: str, text: str) -> bool:
    """Whether the schema takes the word there, as far as it takes the whole record."""
    document = read_bytes(text.encode(), "")
    key_problems = [each for each in checker.check(word, document, document.data) if each.loses]
    return not key_problems


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("client", "status"),
        ("session", "attendance"),
        ("referral", "status"),
        ("plan", "status"),
        ("safety-plan", "kind"),
    ],
)
def test_a_word_that_is_not_there_is_unknown_too(root: Path, word: str, key: str) -> None:
    file = root / _path(word)
    whole = file.read_text(encoding="utf-8")
    file.write_text(_with(whole, key, None), encoding="utf-8")
    try:
        caseload = read_caseload(root, load_practice(root), TODAY)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert [(each.path, each.key) for each in caseload.not_read.values] == [(_path(word), key)]
    assert caseload.charts[0].is_open


def test_the_table_holds_what_the_clocks_read() -> None:
    """A clock that reads a further key is to say so in ASKED, or here that it only shows it."""
    code = "\n".join(each.read_text(encoding="utf-8") for each in (ROOT / "caseload_tools/chart/clocks").glob("*.py"))
    read = set(re.findall(r"(?<!\bself)\.([a-z_]+)\b(?!\()", code))
    for word, asked in ASKED.items():
        cls = RECORD_TYPES[word].cls
        keys = {slot.attribute: key for key in slots_of(cls)._hints if (slot := slots_of(cls).slot(key))}
        own = {name: key for name, key in keys.items() if name in vars(cls)["__annotations__"]}
        missing = {key for name, key in own.items() if name in read and not questions_of(word, key)}
        assert missing <= SHOWN | UNUSED.get(word, set()), (word, missing - SHOWN)
        assert asked.keys() <= {*keys.values()}, word


def test_a_key_that_is_spelt_wrongly_is_one_that_is_not_there(root: Path) -> None:
    file = root / _path("safety-plan")
    whole = file.read_text(encoding="utf-8")
    try:
        for key, lost in (("review_onn", True), ("revew_on", True), ("mood", False)):
            file.write_text(_with(_with(whole, "review_on", None), key, "2026-07-19"), encoding="utf-8")
            caseload = read_caseload(root, load_practice(root), TODAY)
            assert [each.key for each in caseload.not_read.values] == (["review_on"] if lost else [])
    finally:
        file.write_text(whole, encoding="utf-8")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """Two clients; client.md of the first says `Active`."""
    root = tmp_path_factory.mktemp("halves") / "clinic"
    generate_caseload(root, clients=2, notes=20, seed=1)
    door = root / "records/clients/C-0001/client.md"
    text = door.read_text(encoding="utf-8")
    assert "status: active" in text
    door.write_text(text.replace("status: active", "status: Active"), encoding="utf-8")
    return root


def test_a_chart_whose_status_is_not_understood_owes_what_an_open_one_owes(clinic: Path) -> None:
    practice, door = load_practice(clinic), clinic / "records/clients/C-0001/client.md"
    day = date(2027, 3, 1)
    slip = read_caseload(clinic, practice, day).charts[0]
    text = door.read_text(encoding="utf-8")
    door.write_text(text.replace("status: Active", "status: active"), encoding="utf-8")
    right = read_caseload(clinic, practice, day).charts[0]
    door.write_text(text, encoding="utf-8")
    owed = [(each.kind, each.due) for each in obligations(right)]
    assert owed and [(each.kind, each.due) for each in obligations(slip)] == owed


@pytest.mark.process
@pytest.mark.parametrize("asked", ["due", "due --client C-0001", "show C-0001", "hooks due"])
def test_each_command_says_so_first(clinic: Path, asked: str) -> None:
    done = here(clinic, *asked.split())
    assert done.code == (EXIT_CLEAN if asked == "hooks due" else EXIT_FINDINGS), done.said
    first = done.said.lstrip().removeprefix("C-0001\n")
    assert first.startswith("1 value could not be read: more may be due."), done.said
    assert "caseload lint records/clients/C-0001/client.md" in done.said
    assert "what is due and the risk" in " ".join(done.said.split())
    assert not [each for each in CALM if each in done.said], done.said
    assert "no client.md" not in done.said


@pytest.mark.process
def test_json_reports_and_notebooks_say_so(clinic: Path) -> None:
    told = json.loads(here(clinic, "due", "--format", "json").said)
    assert [(row["record"], row["key"]) for row in told["tables"]["unread_values"]["rows"]] == [
        ("records/clients/C-0001/client.md", "status")
    ]
    figures = here(clinic, "report", "figures", "--format", "json")
    assert "1 value could not be read: what was not read is not in this report" in figures.said
    assert figures.code == EXIT_FINDINGS and '"key": "status"' in figures.said
    assert here(clinic, "show", "C-0002").code == EXIT_CLEAN
    practice = open_practice(clinic, today=date(2026, 11, 24))
    with pytest.warns(UserWarning, match="^1 value could not be read: more may be due"):
        practice.due()
    assert practice.unread() == practice.chart("C-0001").unreadable == ("records/clients/C-0001/client.md",)


@pytest.mark.parametrize(
    ("before", "word", "after", "risk"),
    [
        ("none", "High", "", NOT_UNDERSTOOD),
        ("none", "3", "", NOT_UNDERSTOOD),
        ("", "elevated", "", NOT_UNDERSTOOD),
        ("high", "elevated", "", "high"),
        ("none", "elevated", "low", "low"),
        ("none", "low", "", "low"),
    ],
)
def test_a_risk_that_is_not_understood_is_unknown_and_never_none(
    root: Path, before: str, word: str, after: str, risk: str
) -> None:
    file = root / _path("session")
    whole = file.read_text(encoding="utf-8")
    made = []
    try:
        for day, level in (("2026-01-12", before), ("2026-01-19", word), ("2026-01-20", after)):
            if level:
                made.append(file.with_name(f"{day}.md"))
                made[-1].write_text(_with(_with(whole, "date", day), "risk", level), encoding="utf-8")
        chart = read_caseload(root, load_practice(root), date(2026, 1, 21)).charts[0]
    finally:
        for each in made:
            each.unlink()
        file.write_text(whole, encoding="utf-8")
    kept = [each for each in (before, after) if each in ("none", "low", "high")]
    assert risk_of(chart) == risk
    assert any(each.key == "risk" for each in not_read_in(chart).values) == (word not in ("low",) and not after), kept


@pytest.mark.parametrize(
    ("slip", "draft", "owed"),
    [
        ("attendance: attended", True, True),
        ("clinician: Vera", True, True),
        ("clinician:", True, True),
        ("attendance: DNA", False, False),
        ("attendance:", False, False),
        ("attendance: no-show", False, False),
    ],
)
def test_a_draft_is_what_somebody_owes_a_signature(tmp_path: Path, slip: str, draft: bool, owed: bool) -> None:
    told = scene(f"practice: adopted = 2026-01-15\n--- session 2026-01-19\n{slip}\ntoday: 2026-01-20")
    write_scene(told, tmp_path)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    chart = caseload.charts[0]
    [note] = chart.sessions
    assert is_draft(note, chart) is draft
    signing = [each for each in obligations(chart) if each.kind == "signature"]
    assert [each.record for each in signing] == ([note] if owed else [])
    if "clinician" in slip:
        assert "does not say who wrote it" in signing[0].why
        assert signing[0].clinician == chart.clinician, "in somebody's list"
    assert (draft or "no-show" in slip) or any(each.key == "attendance" for each in caseload.not_read.values)


def test_what_nobody_wrote_is_late_too(tmp_path: Path) -> None:
    text = "practice: adopted = 2026-01-15\n--- session 2026-01-19\nclinician:\ntoday: 2026-02-10"
    assert "SIG017" in {each.code for each in lint(tmp_path, text).findings}


@pytest.mark.parametrize(
    ("scenery", "key"),
    [
        ("--- plan\nmeasures:\n  - {id: phq9, every: q2w?}", "measures/0/every"),
        (
            "--- session 2026-01-19\nsignatures:\n  - {by: dana.ruiz, role: boss, at: 2026-01-19 12:05}",
            "signatures/0/role",
        ),
        ("--- session 2026-01-19\nattendance: no-show\noutreach:\n  - {at: left VM, channel: phone}", "outreach/0/at"),
        ("--- client\nenrolments:\n  - {programme: outpatient, from: soon?}", "enrolments/0/from"),
        ("--- session 2026-01-19\nphq9: [1, 2]", "phq9"),
    ],
)
def test_a_word_inside_a_list_is_lost_too(tmp_path: Path, scenery: str, key: str) -> None:
    told = scene(f"{scenery}\ntoday: 2026-01-20")
    write_scene(told, tmp_path)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    assert [each.key for each in caseload.not_read.values] == ([key] if key != "phq9" else [])


def test_a_chart_of_which_nobody_knows_whose_it_is_is_in_each_list(root: Path) -> None:
    file = root / _path("client")
    whole = file.read_text(encoding="utf-8")
    file.write_text(_with(whole, "clinician", "Sam Lee"), encoding="utf-8")
    try:
        caseload = read_caseload(root, load_practice(root), TODAY)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert caseload.charts[0].clinician == "dana.ruiz", "the notes say so"
    assert unread_for(caseload, DueFilter(clinician="sam.lee")).paths == (_path("client"),)


# A slip in a record of an episode that has ended: it asks for nothing, and is not what the record says either.
ENDED = """
--- client
status: active
opened: 2026-05-04
--- session 2026-01-19
next: soonish?
--- discharge 2026-02-02
--- session 2026-05-04
today: 2026-05-05
"""


def test_whoever_reads_an_ended_episode_is_told_what_was_not_understood(tmp_path: Path) -> None:
    told = scene(ENDED)
    write_scene(told, tmp_path)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    chart = caseload.charts[0]
    assert not not_read_in(chart)
    assert [(each.path.partition("C-0001/")[2], each.key) for each in lost_before(chart)] == [
        ("sessions/2026-01-19.md", "next")
    ]
    shown = {table.key: table.rows for table in brief(caseload, chart).tables}
    assert [row[1] for row in shown["lost_before"]] == ["next"]
    record = next(each for each in chart.sessions if each.lost)
    page = str(key_facts(record, chart))
    assert page.count(NOT_UNDERSTOOD) == 1 and re.search(f"soonish\\?.{{0,300}}{NOT_UNDERSTOOD}", page, re.DOTALL), page
    other = next(each for each in chart.sessions if not each.lost)
    assert NOT_UNDERSTOOD not in str(key_facts(other, chart))


@pytest.mark.parametrize(
    "line", ["signed_on: 01/05/26", "signed_on: 2062-01-05", "expires: soon?", "revoked_on: soon?"]
)
def test_a_consent_of_which_nobody_knows_from_when_or_until_when_holds_for_nothing(tmp_path: Path, line: str) -> None:
    told = scene(
        f"--- consent 2026-01-05-treatment\nkind: telehealth\n{line}\n--- session 2026-01-19\ntoday: 2026-01-20"
    )
    write_scene(told, tmp_path)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    chart = caseload.charts[0]
    assert [each.kind for each in chart.consents_on(told.today)] == []
    shown = {table.key: table.rows for table in brief(caseload, chart).tables}
    assert ("consent: telehealth", "", f"{NOT_UNDERSTOOD}, see lint") in shown["agreements"]


def test_a_consent_that_says_no_day_of_signing_holds_from_its_date(tmp_path: Path) -> None:
    told = scene("--- consent 2026-01-05-treatment\nkind: telehealth\nsigned_on:\ntoday: 2026-01-20")
    write_scene(told, tmp_path)
    chart = read_caseload(tmp_path, practice_of(told), told.today).charts[0]
    assert [each.kind for each in chart.consents_on(told.today)] == ["telehealth"]


@pytest.mark.process
@pytest.mark.parametrize("typed", [["due"], ["show", "C-0001"], ["report", "figures"], ["lint", "--select", "STR022"]])
def test_a_past_day_of_the_files_of_now_says_to_ask_for_that_day(
    typed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = scene("--- consent 2026-01-05-treatment\nstatus: revoked\nrevoked_on: 2026-01-22\ntoday: 2026-01-25")
    write_scene(told, tmp_path)
    (tmp_path / "caseload.toml").write_text(SETTINGS, encoding="utf-8")

    def said(*more: str) -> str:
        run(["-C", str(tmp_path), *typed, *more])
        return capsys.readouterr().err

    assert "1 value tells what happened after 2026-01-20" in said("--today", "2026-01-20")
    assert "`--at 2026-01-20`" in said("--today", "2026-01-20")
    assert "what happened after" not in said("--today", "2026-01-25")
    file = next((tmp_path / "records/clients/C-0001/consents").glob("*.md"))
    file.write_text(file.read_text(encoding="utf-8").replace("2026-01-22", "soon"), encoding="utf-8")
    assert "what happened after" not in said("--today", "2026-01-20"), "that is no day"
