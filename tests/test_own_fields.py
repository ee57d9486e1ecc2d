"""`[fields]` of caseload.toml: a practice adds optional keys to a type of record; they are checked like any other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice, read_practice
from caseload_tools.site.publish.build import build_site
from tests.conftest import TODAY, Invoke
from tests.lint_scenes import lint

ADDED = """
practice: fields.session.authorisation = {kind = "text", about = "The payer's number"}
practice: fields.session.units_left = {kind = "number", about = "Authorised units that are left"}
practice: fields.session.authorised_until = {kind = "date", about = "The last day of the authorisation"}
practice: fields.session.interpreter_paid = {kind = "yes or no", about = "Whether we pay"}
practice: fields.session.room = {kind = "text", words = ["blue", "green"], about = "Where"}
practice: fields.session.cars = {kind = "texts", about = "Who drove"}
--- session 2026-01-19
today: 2026-01-20
"""


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("authorisation: A-1234", "", ""),
        ("units_left: 12", "", ""),
        ("authorised_until: 2026-06-30", "", ""),
        ("interpreter_paid: true", "", ""),
        ("room: blue", "", ""),
        ("cars: [Ann, Bob]", "", ""),
        ("units_left: many", "STR004", "a number"),
        ("authorised_until: 6/30/26", "STR005", "YYYY-MM-DD"),
        ("authorised_until: 2026-02-30", "STR005", "does not exist"),
        ("interpreter_paid: perhaps", "STR004", "`true` or `false`"),
        ("room: bleu", "STR004", "did you mean `blue`?"),
        ("cars: Ann", "STR004", "a list"),
        ("authorization: A-1234", "STR004", "did you mean `authorisation`?"),
    ],
)
def test_a_key_that_was_added_is_checked_as_any_other(tmp_path: Path, line: str, code: str, words: str) -> None:
    text = ADDED.replace("--- session 2026-01-19\n", f"--- session 2026-01-19\n{line}\n")
    found = lint(tmp_path, text, select=("STR",)).findings
    assert [each.code for each in found] == ([code] if code else [])
    assert all(words in f"{each.message} {each.hint}" for each in found), found


def test_elsewhere_it_is_as_unknown_as_before(tmp_path: Path) -> None:
    text = ADDED.replace("--- session 2026-01-19\n", "--- contact 2026-01-19\nauthorisation: A-1234\n")
    assert [each.code for each in lint(tmp_path, text, select=("STR",)).findings] == ["STR004"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('[fields.sesion.room]\nkind = "text"\nabout = "x"', "did you mean `session`?"),
        ('[fields.session.risk]\nkind = "text"\nabout = "x"', "has a key `risk` already"),
        ('[fields.session."Room 2"]\nkind = "text"\nabout = "x"', "one word of small letters"),
        ('[fields.session.room]\nkind = "txt"\nabout = "x"', "did you mean `text`?"),
        ('[fields.session.room]\nkind = "text"', "`about` is missing"),
        ('[fields.session.room]\nkind = "text"\nabout = "x"\nrequired = true', "no key `required`"),
        ('[fields]\nsession = "room"', "must be a table"),
    ],
)
def test_a_mistake_is_answered(table: str, words: str) -> None:
    with pytest.raises(CaseloadError) as caught:
        read_practice(f'name = "x"\n{table}\n'.encode())
    assert words in f"{caught.value} {caught.value.hint}"


def test_a_value_is_not_shown_when_it_may_be_a_clients(tmp_path: Path) -> None:
    text = ADDED.replace("--- session 2026-01-19\n", "--- session 2026-01-19\nauthorisation: [Her secret]\n")
    (found,) = lint(tmp_path, text, select=("STR",)).findings
    assert "secret" not in f"{found.message}{found.hint}{found.frame}"


def test_editors_are_told_of_it(practice: Path, invoke: Invoke, tmp_path: Path) -> None:
    settings = practice / "caseload.toml"
    more = '\n[fields.session.room]\nkind = "text"\nwords = ["blue"]\nabout = "Where"\n'
    settings.write_text(settings.read_text() + more)
    printed = invoke("schema", "export", "--type", "session", cwd=practice).json()
    assert printed["properties"]["room"] == {"type": "string", "enum": ["blue"], "description": "Where"}
    invoke("schema", "export", tmp_path / "out", "--draft", "7", cwd=practice).ok()
    assert "room" in json.loads((tmp_path / "out" / "session.schema.json").read_text())["properties"]
    assert "room" not in json.loads((tmp_path / "out" / "contact.schema.json").read_text())["properties"]


@pytest.mark.process
def test_a_practice_that_adds_nothing_reads_no_schema_for_it() -> None:
    code = (
        "import sys, builtins; from caseload_tools.practice import read_practice; import caseload_tools.shipped as s\n"
        "from caseload_tools.practice import own_fields\n"
        "read_practice(b'name = \"x\"'); sys.exit(own_fields.record_words.cache_info().misses)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


SHOWN = """
[fields.session]
units_left = {kind = "number", about = "Authorised units that are left"}
sent_by = {kind = "text", about = "Who <sent>"}
seen_on = {kind = "date", about = "When"}
paid = {kind = "yes or no", about = "Whether"}
[fields.client]
case_worker = {kind = "texts", about = "Who"}
"""
NOTE = "records/clients/C-0142/sessions/2026-11-20.md"


@pytest.fixture
def with_own_keys(practice: Path) -> Path:
    with (practice / "caseload.toml").open("a") as settings:
        settings.write(SHOWN)
    note, client = practice / NOTE, practice / "records/clients/C-0142/client.md"
    more = "units_left: 12\nseen_on: 2026-09-20\npaid: true\n"
    more += "sent_by: <script>alert(1)</script> & [Zed](https://zed.example)"
    note.write_text(note.read_text().replace("---\n", f"---\n{more}\n", 1))
    client.write_text(client.read_text().replace("---\n", "---\ncase_worker: [Ann B., Zoe C.]\n", 1))
    return practice


def test_they_stand_in_the_chart_and_are_dead_text(with_own_keys: Path, tmp_path: Path) -> None:
    site = build_site(with_own_keys, load_practice(with_own_keys), TODAY, tmp_path / "site")
    page = (site.out / "clients/C-0142.html").read_text()
    assert '<b title="Authorised units that are left">Units left</b> 12.' in page
    assert '<b title="When">Seen on</b> 20 Sep.' in page and '<b title="Whether">Paid</b> yes.' in page
    assert '<b title="Who">Case worker</b> Ann B., Zoe C..' not in page, "a full stop is enough"
    assert '<b title="Who">Case worker</b> Ann B., Zoe C.' in page
    assert "alert(1)" in page and "<script>alert" not in page and 'href="https://zed' not in page
    elsewhere = [path.name for path in site.out.rglob("*.html") if "Case worker" in path.read_text()]
    assert elsewhere == ["C-0142.html"]


@pytest.mark.requirement("S4.12")
def test_a_note_kept_for_its_clinician_keeps_them_too(with_own_keys: Path, tmp_path: Path) -> None:
    note = with_own_keys / NOTE
    note.write_text(note.read_text().replace("---\n", "---\nvisibility: clinician-only\n", 1))
    site = build_site(with_own_keys, load_practice(with_own_keys), TODAY, tmp_path / "site")
    assert not [path for path in site.out.rglob("*") if path.is_file() and b"alert(1)" in path.read_bytes()]


def test_show_tells_of_those_of_the_client(with_own_keys: Path, invoke: Invoke) -> None:
    assert "case worker" in invoke("show", "C-0142", cwd=with_own_keys).ok().out
    told = invoke("show", "C-0142", "--format", "json", cwd=with_own_keys).ok().json()
    assert "Ann B., Zoe C." in json.dumps(told)


EDITORS = (
    "tags:\n  - sleep\naliases: []\ncssclasses: [wide]\ncreated: 2026-11-24T10:00:00+01:00\nmodified: 2026-11-24\n"
)


@pytest.mark.parametrize("word", ["session", "plan", "contact"])
def test_keys_that_an_editor_writes_are_taken_in_every_type(tmp_path: Path, word: str) -> None:
    text = f"--- {word} 2026-01-19\n{EDITORS}today: 2026-01-20\n"
    assert lint(tmp_path, text, select=("STR",)).findings == ()


def test_a_practice_may_refuse_them_or_name_others(tmp_path: Path) -> None:
    session = f"--- session 2026-01-19\n{EDITORS}publish: false\ntoday: 2026-01-20\n"
    named = lint(tmp_path, 'practice: editor_keys = ["publish"]\n' + session, select=("STR",)).findings
    assert [each.code for each in named] == ["STR004"] * 5


def test_what_an_editor_writes_is_a_line_and_not_a_note(tmp_path: Path) -> None:
    text = "--- session 2026-01-19\ntags: {sleep: bad}\ntoday: 2026-01-20\n"
    [found] = lint(tmp_path, text, select=("STR",)).findings
    assert (found.code, found.hint) == ("STR004", 'write it like `tags: "…"`')
