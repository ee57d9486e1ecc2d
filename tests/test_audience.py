"""`visibility` fails shut: no sentence of what is kept back is on a page, whatever was typed there, in any record."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from caseload_tools.chart.audience import (
    kept_back_by_mistake,
    kept_back_in,
    may_be_shown,
    shown_caseload,
    shown_chart,
    with_shown_practice,
)
from caseload_tools.chart.caseload import checker_for, read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.chart.signing.act import Act, Refused
from caseload_tools.chart.signing.acts import sign_record
from caseload_tools.chart.signing.addenda import addend_record, void_record
from caseload_tools.cli.app import run
from caseload_tools.desk.drafts import Wish
from caseload_tools.desk.new_record import Beginning
from caseload_tools.history.record_path import RecordPath
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports import all_reports
from caseload_tools.reports.brief import brief
from caseload_tools.reports.report import OF_DAYS, Days
from caseload_tools.site.addresses import record_address
from caseload_tools.site.edition import Edition
from caseload_tools.text import read_bytes
from caseload_tools.values import replace
from tests.conftest import ROOT, TODAY, Git
from tests.signing_scenes import NOTE, small_practice

WORD = "zqwx"
KEPT = (
    "visibility: clinician-only",
    "visibility: Clinician-only",
    "visibility: clinician_only",
    "visibility: private",
    "visibility: n/a",
    "visibility:",
    "visibility: [team]",
    "visibility: 3",
    "visibility: true",
    "visibilty: clinician-only",
    "Visibility: team",
    "cssclasses: [private]",
)
SHOWN = ("visibility: team", 'visibility: "supervisor"', "visibility: client-safe", "drafted_with: a typewriter")


def _marked(text: str, line: str) -> str:
    """A record with a word in each of its sentences and in its text, and one line more."""
    front, _, body = text.partition("\n---\n")
    front = re.sub(r"(?m)^(\s*(?:- )?\w+: )([A-Za-z\"][^\n\[{|>]* [^\n]*[a-z.])$", rf"\1\2 {WORD}", front)
    return f"{front}\n{line}\n---\n{body.rstrip()}\n\n{WORD} is here.\n"


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    """One record of every type in the demo, by its path: the newest that has happened."""
    caseload = read_caseload(ROOT, load_practice(ROOT), TODAY)
    found: dict[str, str] = {}
    for record in [record for chart in caseload.charts for record in chart.records] + list(caseload.shared.records):
        if record.date <= TODAY and not record.signatures:
            found[record.type] = record.path
    for chart in caseload.charts:
        for record in chart.records:
            if record.date <= TODAY:
                found.setdefault(record.type, record.path)
    assert found.keys() == RECORD_TYPES.keys()
    return found


def _practice(root: Path, places: dict[str, str], line: str) -> Path:
    shutil.copyfile(ROOT / "caseload.toml", root / "caseload.toml")
    shutil.copytree(ROOT / "records", root / "records")
    for path in places.values():
        text = (ROOT / path).read_text(encoding="utf-8")
        (root / path).write_text(_marked(text, line), encoding="utf-8")
    return root


def _edition(root: Path) -> Edition:
    """What `make_edition` makes, without git and with one rule, which is quicker."""
    practice = load_practice(root)
    caseload = read_caseload(root, practice, TODAY)
    found = lint_caseload(root, practice, LintRequest(today=TODAY, select=["STR004"], jobs=1))
    by_mistake = tuple(each.path for each in kept_back_by_mistake(caseload))
    return Edition(shown_caseload(caseload), all_obligations(with_shown_practice(caseload)), found, None, by_mistake)


@pytest.mark.parametrize("line", KEPT)
def test_no_word_of_what_is_kept_back_is_on_a_page(line: str, places: dict[str, str], tmp_path: Path) -> None:
    root = _practice(tmp_path, places, line)
    edition = _edition(root)
    leaks = [
        f"{page.address}: …{page.body[at - 150 : at + 20]}"
        for page in edition.pages()
        for at in [page.body.find(WORD)]
        if at >= 0
    ]
    assert not leaks, leaks
    by_mistake = () if line == "visibility: clinician-only" else tuple(places.values())
    assert set(edition.by_mistake) == set(by_mistake)


def _reports(root: Path) -> Iterator[tuple[str, str]]:
    """What each report says of a practice, and each page of the terminal."""
    caseload = read_caseload(root, load_practice(root), TODAY)
    days = Days(date(2025, 1, 1), date(2027, 12, 31))
    for name, function in all_reports().items():
        if name in ("brief", "closing"):
            told = [function(caseload, chart) for chart in caseload.charts]
        else:
            every = [caseload] if name != "progress" else [replace(caseload, charts=(one,)) for one in caseload.charts]
            told = [function(each, days) if name in OF_DAYS else function(each, later=True) for each in every]
        yield name, str([each.as_json() for each in told])


def test_no_report_says_a_word_of_what_is_kept_back(places: dict[str, str], tmp_path: Path) -> None:
    for line, kept in (("visibility: clinician-only", True), ("visibility: team", False)):
        (tmp_path / line[-4:]).mkdir()
        root = _practice(tmp_path / line[-4:], places, line)
        charge = root / places["charge"]
        charge.write_text(charge.read_text().replace("reason: sliding fee,", f"reason: {WORD} sliding fee,"))
        told = dict(_reports(root))
        # The goals of a plan that is for the team are not for its client, who may read the report of progress.
        assert not kept or not [name for name, said in told.items() if WORD in said], told.keys()
        assert kept or {"brief", "statement", "groups", "partners", "due"} <= {
            n for n, said in told.items() if WORD in said
        }


@pytest.mark.parametrize("line", SHOWN)
def test_what_is_for_the_team_is_shown(line: str, places: dict[str, str], tmp_path: Path) -> None:
    only = {word: path for word, path in places.items() if "drafted" not in line or word == "client"}
    root = _practice(tmp_path, only, line)
    edition = _edition(root)
    said = " ".join(page.body for page in edition.pages())
    assert said.count(f"{WORD} is here") >= len(only) and not edition.by_mistake


@pytest.mark.process
def test_a_build_names_what_it_kept_back(
    places: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "practice").mkdir()
    root = _practice(tmp_path / "practice", {"session": places["session"]}, "visibility: privat")
    assert run(["-C", str(root), "build", "--out", str(tmp_path / "site")]) == 1
    said = capsys.readouterr().err
    assert f"{places['session']} is kept back" in said and "clinician-only" in said
    caseload = read_caseload(root, load_practice(root), TODAY)
    [record] = [each for chart in caseload.charts for each in chart.records if each.path == places["session"]]
    assert not may_be_shown(record) and not may_be_shown(record, "client")


DOUBTED = (
    "visible: clinician-only",
    "visible_to: clinician-only",
    "viewable: clinician-only",
    "access: clinician-only",
    "sichtbarkeit: clinician-only",
    "visibilidad: nobody",
    "private: true",
    "confidential: yes",
    "#visibility: clinician-only",
    "# Visibility: privat",
    "x-meta:\n  visibility: clinician-only",
    "x-meta: {who: [clinician only]}",
    "tags: [clinician-only]",
    "visibility: null",
    'visibility: ""',
    "visibility: TBD",
    "draft: true",
    "Draft: yes",
    "entwurf: true",
    "unlisted: true",
    "not-for-team: x",
    "publish: false",
    "published: no",
    "dg-publish: false",
    "public: false",
    "share: nobody",
    "sharing: none",
    "tags: [private]",
    "tags: private",
    "tags: anxiety, private",
    'tags: ["#private"]',
    "Tags:\n  - anxiety\n  - Do-Not-Share",
    "tags: [supervision/private]",
    "tags: [privat]",
    "tag: confidential",
    "keywords: [process-notes]",
    "cssclasses: [private]",
    "cssclass: hidden",
    "access: private",
    "permissions: {team: none, who: private}",
    "classification: Confidential",
    "obsidian: {publish: false}",
    "x-meta:\n  private: true",
    "# private: true",
    "# tags: [private]",
    "# draft: yes",
    "tags: [mine]",
    "tags: [anxiety, own]",
    "tags: me only",
    "tags: [Keep back]",
    "category: nobody",
    "# tags: [mine]",
)
UNDOUBTED = (
    *("private: false", "tags: [team]", "# visibility: team", "aliases: [visible]", "visible:"),
    *("draft: false", "draft:", "publish: true", "published: 2026-11-02", "public: yes", "share: team"),
    *("tags: [anxiety]", "tags: [private-practice]", "tags: [anxiety, school/public]", "tags: anxiety, sleep"),
    *("cssclasses: [wide]", "keywords: [shame and secrets]", "aliases: [Private]", "insurance: private"),
    *("tags: [minefield]", "tags: [own-home]", "tags: [self]", "tags: [nobody-at-home]"),
    *("tags: []", "tags:", "# draft: see below", "# the private line of the ward", "drafted_with: a typewriter"),
)
BODY = (
    *("#private", "Rest and #Private, today.", "- #supervision/private", "#do-not-share #sleep", "#vertraulich"),
    *("Only for me.", "He cried.\nThis note is only for me.", "*Not for the team!*", "He cried. For my eyes only."),
    *("(keep this private)", "Do not share.", "Nobody else reads this", "Don’t publish this note.", "Private note"),
    *("#mine", "#own #sleep"),
    *("private: true", "**Draft:** yes", "publish: false", "> confidential: yes"),
)
PLAIN_BODY = (
    *("Spoke in private: true to her word.", "#private-practice", "Bed #2, private ward.", "## Private", "#sleep"),
    *("Private insurance: yes, since May.", "[her page](https://x.example/a#private)", "Public: no", "Shared: no"),
    *('"Only for me," she said.', "She asked that it is only for me.", "He wants this not for the team but for fun."),
    *(
        "Asked him not to share the room.",
        "The cake was for me only in part.",
        "She could not keep this back.",
        "Private",
    ),
    *(
        "He said: do not share. She agreed.",
        '"Do not share."',
        "- For me, only rest helps.",
        "The plan: keep it private?",
    ),
    *("Restricted: yes, on the left", "Restricted: yes", "Hidden: no", "Draft: yes, of the letter"),
)


def _read(places: dict[str, str], word: str, line: str) -> Record:
    """A record of the demo with a line more, as a chart has it."""
    path = places[word]
    made = _marked((ROOT / path).read_text(encoding="utf-8"), line)
    parts = RecordPath.parse(path)
    folder = parts.link.rpartition("/")[0]
    read = read_record(
        read_bytes(made.encode(), path), folder, parts.link, parts.client, checker_for(load_practice(ROOT))
    )
    assert isinstance(read.record, Record)
    return read.record


@pytest.mark.parametrize("line", DOUBTED)
def test_what_seems_to_say_whom_a_record_is_for_keeps_it_back(line: str, places: dict[str, str]) -> None:
    practice = load_practice(ROOT)
    rule = load_rules()["PRV013"]
    for word in places:
        record = _read(places, word, line)
        assert not may_be_shown(record), word
        assert list(rule.function(record, practice)), word


@pytest.mark.parametrize("line", UNDOUBTED)
def test_what_says_nothing_of_readers_keeps_nothing_back(line: str, places: dict[str, str]) -> None:
    for word in places:
        assert may_be_shown(_read(places, word, line)), word


@pytest.mark.parametrize("said", BODY)
def test_a_tag_of_the_text_and_a_line_of_it_keep_it_back(said: str, places: dict[str, str]) -> None:
    for word in places:
        record = _read(places, word, f"drafted_with: a typewriter\n---\n\nOne.\n\n{said}\n")
        assert not may_be_shown(record), (word, said)


@pytest.mark.parametrize("said", PLAIN_BODY)
def test_a_text_that_says_such_a_word_of_something_else_is_shown(said: str, places: dict[str, str]) -> None:
    for word in places:
        record = _read(places, word, f"drafted_with: a typewriter\n---\n\nOne.\n\n{said}\n")
        assert may_be_shown(record), (word, said)


def test_a_tag_that_a_practice_takes_from_its_editor_says_it_too(small: Path) -> None:
    """`editor_keys` makes tags sound; one that says who reads the record still does."""
    settings = small / "caseload.toml"
    settings.write_text(f'editor_keys = ["tags", "aliases", "cssclasses", "publish"]\n{settings.read_text()}')
    for said, shown in (
        ("tags: [private]", False),
        ("cssclasses: [private]", False),
        ("publish: false", False),
        ("publish: true", True),
        ("tags: [anxiety]", True),
        ("aliases: [private]", True),
    ):
        (small / NOTE).write_text(_session(f"{said}\n"))
        record = _chart(small).find("sessions/2026-01-19")
        assert isinstance(record, Record) and record.sound and may_be_shown(record) is shown, said


def test_a_key_of_a_practice_means_what_the_practice_says(small: Path) -> None:
    settings = small / "caseload.toml"
    settings.write_text(
        settings.read_text() + '\n[fields.session]\ndraft = { kind = "text", about = "Of the letter" }\n'
    )
    (small / NOTE).write_text(_session("draft: sent\n"))
    record = _chart(small).find("sessions/2026-01-19")
    assert isinstance(record, Record) and record.sound and may_be_shown(record)


def test_below_the_front_matter_it_is_in_the_wrong_place(places: dict[str, str]) -> None:
    line = "drafted_with: a typewriter\n---\n\nvisibility: clinician-only\n"
    assert not may_be_shown(_read(places, "session", line))


def _session(record: str, more: str = "") -> str:
    return (
        "---\ntype: session\nclient: C-0001\ndate: 2026-01-19\nclinician: dana.ruiz\nservice: individual\n"
        f"setting: office\nattendance: attended\nhomework: {WORD} and rest\n{record}---\n\n{more}\n"
    )


ADDED = (
    "---\ntype: addendum\nclient: C-0001\ndate: 2026-01-20\nto: {to}\nkind: {kind}\nauthor: dana.ruiz\n"
    f"reason: {WORD} was meant\n---\n\n{WORD} is here.\n"
)
KEPT_SESSION = "visibility: clinician-only\n"


@pytest.fixture
def small(tmp_path: Path, git: Git) -> Path:
    root = small_practice(tmp_path / "practice", git)
    (root / "records/clients/C-0001/addenda").mkdir()
    return root


def _chart(root: Path) -> Chart:
    return read_caseload(root, load_practice(root), date(2026, 2, 20)).charts[0]


@pytest.mark.parametrize("kind", ["correction", "void", "returned"])
def test_who_reads_an_addendum_reads_at_most_its_record(kind: str, small: Path) -> None:
    chart = small / "records/clients/C-0001"
    (small / NOTE).write_text(_session("visibility: privat\n" if kind == "returned" else KEPT_SESSION))
    (chart / "addenda/2026-01-20.md").write_text(ADDED.format(to="sessions/2026-01-19", kind=kind))
    (chart / "addenda/2026-01-21.md").write_text(
        ADDED.format(to="addenda/2026-01-20", kind="correction").replace("date: 2026-01-20", "date: 2026-01-21")
    )
    seen = shown_chart(_chart(small))
    for each in (*seen.records, *seen.voided):
        assert WORD not in str(each.data) + each.prose, each.path
    assert len(kept_back_in(_chart(small).shelf)) == 3


def test_an_addendum_says_whom_it_is_for(small: Path) -> None:
    for said, written in (("visibility: clinician-only\n", True), ("", False), ("visibility: team\n", False)):
        (small / NOTE).write_text(_session(said))
        chart = _chart(small)
        record, staff = chart.find("sessions/2026-01-19"), chart.practice.staff["dana.ruiz"]
        assert isinstance(record, Record)
        moment = datetime(2026, 1, 20, 12, 0)
        acts = [
            addend_record(record, chart, staff, moment, kind="correction", reason="more", text="More."),
            void_record(record, chart, staff, moment, reason="wrong chart"),
        ]
        assert [b"visibility: clinician-only" in each.after for each in acts if isinstance(each, Act)] == [written] * 2
        begun = Beginning("addendum", "C-0001", Wish(moment.date(), to="sessions/2026-01-19")).begin(
            small, chart.practice
        )
        assert ("visibility: clinician-only" in begun.draft.text) is written


def test_neither_the_terminal_nor_a_draft_tells_what_is_kept_back(small: Path) -> None:
    for said, told in ((KEPT_SESSION, False), ("visibility: privat\n", False), ("", True)):
        (small / NOTE).write_text(_session(said))
        caseload = read_caseload(small, load_practice(small), date(2026, 2, 20))
        page = str(brief(caseload, caseload.charts[0]).as_json())
        assert (WORD in page) is told
        assert ("kept back" in page) is not told
        begun = Beginning("session", "C-0001", Wish(date(2026, 2, 20))).begin(small, caseload.practice)
        assert (WORD in begun.draft.text) is told


def test_nobody_signs_what_nobody_knows_the_readers_of(small: Path) -> None:
    for said in ("visibility:\n", "# visibility: clinician-only\n", "tags: [clinician-only]\n"):
        text = _session(said)
        (small / NOTE).write_text(text)
        chart = _chart(small)
        record = chart.find("sessions/2026-01-19")
        assert isinstance(record, Record)
        staff = chart.practice.staff["dana.ruiz"]
        made = sign_record(record, text.encode(), chart, staff, datetime(2026, 1, 19, 20, 0))
        assert isinstance(made, Refused) and "who may read" in made.why, made


def test_what_is_owed_for_a_record_that_is_kept_back_leads_to_its_row(tmp_path: Path) -> None:
    """The row on the page is that of a record without its sentences; a link to another page would stop the build."""
    shutil.copyfile(ROOT / "caseload.toml", tmp_path / "caseload.toml")
    folder = tmp_path / "records/clients/C-0131"
    shutil.copytree(ROOT / "records/clients/C-0131", folder)
    for path in folder.glob("sessions/*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("client: C-0131\n", "client: C-0131\nvisibility: private\n", 1), encoding="utf-8")
    (chart,) = read_caseload(tmp_path, load_practice(tmp_path), TODAY).charts
    shown = shown_chart(chart)
    to_come = [each for each in chart.sessions if each.date > TODAY]
    assert to_come
    for record in to_come:
        assert record_address(shown, record) == record_address(chart, record)
