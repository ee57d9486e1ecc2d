"""What an auditor takes away: a bundle that is whole, the same for the same history, open to no trick; a fair draw."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from caseload_tools.audit.bundle import make_bundle
from caseload_tools.audit.bundle_page import Chapter, Grid, bundle_page
from caseload_tools.audit.changes import event_cache
from caseload_tools.audit.changes.event_log import read_past
from caseload_tools.audit.log import LIMITS, Wanted
from caseload_tools.cli import app
from caseload_tools.lint.review.checklist import QUESTIONS, question_of
from caseload_tools.lint.review.sample import draw_sample, drawn_ids
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import load_practice
from tests.conftest import TODAY, Git, Invoke

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>=1+1\x1b[31m\u202e"


@pytest.fixture
def small(practice_template: Path, git: Git, tmp_path: Path) -> Path:
    """Two clients and two commits, the second by somebody with a hostile name."""
    root = tmp_path / "practice"
    for name in ("records/clients/C-0142", "records/clients/C-0061", "records/practice"):
        shutil.copytree(practice_template / name, root / name)
    shutil.copy(practice_template / "caseload.toml", root)
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message=Begin", cwd=root)
    settings = root / "caseload.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"LPC"', '"LPC-S"', 1), encoding="utf-8")
    git(
        "commit",
        "--quiet",
        "--all",
        f"--author={HOSTILE[:40].replace('<', '(')} <x@y.example>",
        "--message=x",
        cwd=root,
    )
    return root


class Reader(HTMLParser):
    """What a browser would find: the tags in order, every address, tables with what they lack."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.requirement("S1.12")
def test_the_same_history_gives_the_same_bytes(small: Path, tmp_path: Path, git: Git, invoke: Invoke) -> None:
    invoke("audit", "report", "--out", "../one", cwd=small)
    git("clone", "--quiet", small.as_uri(), "clone", cwd=tmp_path)
    # Neither what is not committed nor the clock nor a memory of earlier runs may change a byte.
    (small / "caseload.toml").write_text(
        (small / "caseload.toml").read_text(encoding="utf-8") + "\n# x\n", encoding="utf-8"
    )
    (small / "records/clients/C-0142/client.md").unlink()
    signed = small / "records/clients/C-0142/plans/2026-11-20.md"
    signed.write_text(signed.read_text(encoding="utf-8").replace("status: active", "status: revoked"), encoding="utf-8")
    invoke("audit", "log", cwd=small)
    for name, root in (("two", small), ("three", tmp_path / "clone")):
        invoke("audit", "report", "--out", f"../{name}", cwd=root, env={"TZ": "Asia/Tokyo", "LC_ALL": "C"})
    first, second, third = (files_of(tmp_path / name) for name in ("one", "two", "three"))
    assert first == second
    assert {name for name in first if first[name] != third[name]} == set()


def test_the_bundle_is_whole(small: Path, tmp_path: Path, invoke: Invoke, git: Git) -> None:
    outcome = invoke("audit", "report", "--out", tmp_path / "out", "--format", "json", cwd=small)
    head = git("rev-parse", "HEAD", cwd=small).strip()
    assert outcome.json()["head"] == head
    files = files_of(tmp_path / "out")
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in files if name != "SHA256SUMS"}
    text = files["index.html"].decode()
    assert head in text and all(each.replace("'", "&#x27;") in text for each in LIMITS)
    assert all(sums[name] in text for name in sums if name != "index.html")
    rows = list(csv.DictReader(io.StringIO(files["log.csv"].decode())))
    assert rows[-1]["what"] == "staff m.okafor: credential changed from LPC to LPC-S"
    assert rows[-1]["what"] in text and outcome.json()["acts"] == len(rows)
    assert b"private-practice" in files["limits.csv"] and b"m.okafor" in files["staff.csv"]
    assert {row["check"] for row in csv.DictReader(io.StringIO(files["checks.csv"].decode()))} > {"fsck", "deleted"}
    assert not [path for path in (tmp_path / "out").iterdir() if path.stat().st_mode & 0o77], "its owner's alone"


def test_the_page_needs_nothing_from_anywhere_and_runs_nothing(small: Path) -> None:
    text = make_bundle(small, Wanted(), TODAY).files["index.html"].decode()
    read = Reader(text)
    assert not {"script", "img", "link", "iframe", "object", "form", "a", "svg"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on") or name in ("src", "href", "style")]
    assert not re.search(r"https?:|url\(|@import|//[a-z]", text)
    assert ("http-equiv", "Content-Security-Policy") in read.attributes and "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text and "@media print" in text
    # Each table has a name, heads for its columns and its rows, and can be reached with the keyboard.
    tables = text.split("<table>")[1:]
    for table in tables:
        assert table.count("<caption>") == 1 and '<th scope="col">' in table
        assert table.count("<tr>") - 1 == table.count('<th scope="row">')
    assert read.attributes.count(("tabindex", "0")) == len(tables) > 4
    assert text.startswith('<!doctype html>\n<html lang="en">') and text.count("<h1>") == 1


def test_nothing_hostile_gets_into_a_page_or_a_table() -> None:
    text = bundle_page(
        HOSTILE, [HOSTILE], [Chapter(HOSTILE, [HOSTILE], [HOSTILE], [Grid(HOSTILE, [HOSTILE], [[HOSTILE]])])]
    )
    read = Reader(text.decode())
    assert not {"script", "img"} & set(read.tags) and "\x1b" not in text.decode() and "\u202e" not in text.decode()


def test_a_false_memory_changes_nothing(small: Path) -> None:
    truth = make_bundle(small, Wanted(), TODAY).files
    read_past(small)
    (kept,) = (small / ".git" / "caseload").glob("events-*.json")
    about, rows = map(json.loads, kept.read_bytes().split(b"\n"))
    event_cache.write_event_cache(small, about["head"], rows[:-1])
    assert len(read_past(small)) == 1, "whoever can write there can deceive the log of every day"
    assert make_bundle(small, Wanted(), TODAY).files == truth


def test_a_report_is_narrowed(small: Path) -> None:
    made = make_bundle(small, Wanted("C-0142"), TODAY)
    rows = list(csv.DictReader(io.StringIO(made.files["log.csv"].decode())))
    assert {row["client"] for row in rows} == {"C-0142"} and len(rows) == made.rows
    assert b"of client C-0142" in made.files["index.html"]
    assert make_bundle(small, Wanted(until=date(2020, 1, 1)), TODAY).files["log.csv"].count(b"\n") == 1


def test_it_writes_only_where_there_is_nothing(small: Path, tmp_path: Path, invoke: Invoke) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = invoke("audit", "report", "--out", tmp_path / "full", cwd=small)
    assert outcome.code == 2 and "not empty" in outcome.err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    outcome = invoke("audit", "report", "--out", "records/clients/C-0142/report", cwd=small)
    assert outcome.code == 2 and "does not belong among the records" in outcome.err


# --- the draw ----------------------------------------------------------------------------------


def test_the_draw_is_the_one_that_is_described() -> None:
    ids = [f"C-{number:04}" for number in range(50)]
    keys = {each: hashlib.sha256(f"caseload-sample-v1\n2026-Q4\n{each}".encode()).hexdigest() for each in ids}
    assert drawn_ids(ids, "2026-Q4", 7) == sorted(ids, key=keys.__getitem__)[:7]
    # Published, so that it stays for ever.
    assert drawn_ids(ids, "2026-Q4", 3) == ["C-0012", "C-0006", "C-0028"]
    assert drawn_ids(reversed(ids), "2026-Q4", 7) == drawn_ids(ids, "2026-Q4", 7) != drawn_ids(ids, "2027-Q1", 7)
    assert set(drawn_ids([*ids, "C-9999"], "2026-Q4", 7)) - {"C-9999"} <= set(drawn_ids(ids, "2026-Q4", 7))


def test_every_chart_is_drawn_as_often_as_another() -> None:
    ids = [f"C-{number:04}" for number in range(20)]
    times = dict.fromkeys(ids, 0)
    for seed in range(2000):
        for each in drawn_ids(ids, str(seed), 5):
            times[each] += 1
    assert all(430 < count < 570 for count in times.values())  # 500 is expected, 19 one standard deviation


def test_every_rule_answers_to_a_question() -> None:
    rules = load_rules()
    assert not [code for code in rules if question_of(code) is None]
    named = [code for question in QUESTIONS for code in question.rules]
    assert len(named) == len(set(named)), "a rule belongs to one question"
    assert not [code for code in named if len(code) > 3 and code not in rules]


@pytest.mark.requirement("S1.12")
def test_the_checklist_says_what_lint_finds(small: Path, invoke: Invoke) -> None:
    note = small / "records/clients/C-0061/client.md"
    note.write_text(re.sub("(?m)^emergency_contact:.*\n", "", note.read_text(encoding="utf-8")), encoding="utf-8")
    found = draw_sample(small, load_practice(small), TODAY, 5, "1")
    by_id = {chart.client: chart for chart in found.charts}
    answers = {code: answer for answer in by_id["C-0061"].answers for code in answer.codes}
    assert "RSK004" in answers and answers["RSK004"].question.rules == ("RSK",)
    assert [chart.client for chart in found.charts] == drawn_ids(["C-0061", "C-0142"], "1", 5)
    assert "there are no more" in found.lead
    lint = invoke("lint", "--client", "C-0061", "--format", "json", cwd=small).json()
    assert {each["code"] for each in lint["findings"]} == set(answers)


def test_the_checklist_knows_the_past_as_lint_does(small: Path, git: Git, invoke: Invoke) -> None:
    settings = small / "caseload.toml"
    settings.write_text(
        "adopted = 2026-11-20\n" + re.sub("(?m)^(adopted|today) .*\n", "", settings.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    older = small / "records/clients/C-0142/sessions/2026-11-10.md"
    text = re.sub("(?ms)^(written:.*?\n|signatures:.*?\n)(?=---)", "", older.read_text(encoding="utf-8"))
    text = text.replace("date: 2026-11-10", "date: 2026-11-25", 1)
    (older.parent / "2026-11-25.md").write_text(text, encoding="utf-8")
    git("add", "--all", cwd=small)
    git("commit", "--quiet", "--message=late", cwd=small, at="2027-01-20")
    found = draw_sample(small, load_practice(small), date(2027, 1, 21), 5, "1")
    codes = {
        code for chart in found.charts if chart.client == "C-0142" for each in chart.answers for code in each.codes
    }
    lint = invoke("lint", "--client", "C-0142", "--today", "2027-01-21", "--format", "json", cwd=small).json()
    assert codes == {each["code"] for each in lint["findings"]} and "TIM001" in codes


def test_a_sample_is_printed_for_reading_ticking_and_counting(
    practice_template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*more: str) -> str:
        assert app.run(["audit", "sample", "-n", "3", "--seed", "2026-Q4", *more]) == 0
        return capsys.readouterr().out

    monkeypatch.chdir(practice_template)
    assert run().count("[ ]") == 3 * len(QUESTIONS)
    assert run("--format", "markdown").count("| ☐ | ☐ |") == 3 * len(QUESTIONS)
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert len(rows) == 3 * len(QUESTIONS) and {row["yes"] for row in rows} == {""}
    data = json.loads(run("--clinician", "m.okafor", "--format", "json"))
    assert {chart["clinician"] for chart in data["charts"]} == {"m.okafor"}
    assert data["as_of"] == date.isoformat(TODAY) and data["algorithm"] == "caseload-sample-v1"
