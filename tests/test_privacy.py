"""Identifiers by their form, people by the map: what is found, what is left alone, and that no answer repeats it."""

from __future__ import annotations

import re
import shutil
import stat
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.practice.identity_map import read_identities
from caseload_tools.text import read_bytes
from caseload_tools.text.language.identifiers import IN_CHARTS, KINDS, identifiers_in, secret_in
from tests.conftest import ROOT
from tests.hook_scenes import IDENTITIES, Done, caseload, here, make_practice, run
from tests.lint_scenes import lint as scene_lint
from tests.pattern_steps import TooManySteps, stepped

RECORDS = sorted((ROOT / "records").rglob("*.md"))
# The kinds of 45 CFR 164.514(b)(2)(i) that have a form; B has two, C two. Names (A), biometrics (P), faces (Q) and
# "any other unique code" (R) have none; names are the map's business.
POSITIVES = [
    ("B", "a street address", "Lives at 14 Mill Lane now."),
    ("B", "a postal code", "Moved to Duluth, MN 55802 last week."),
    ("C", "a day", "Was seen on 2026-11-03 for an hour."),
    ("C", "an age over 89", "Aged 92, lives alone."),
    ("C", "a date of birth", "DOB 05/02/1991 on the form."),
    ("D", "a telephone number", "Left word on 218-555-0142."),
    ("E", "a telephone number", "Fax (218) 555-0199, page two."),
    ("F", "an e-mail address", "Mail goes to a.lindgren@mail.example."),
    ("G", "a social security number", "SSN 078-05-1120 on the copy."),
    ("H", "a medical record number", "MRN 00482913 at St. Brendan."),
    ("I", "a health plan number", "Member ID: XQH123456789."),
    ("J", "an account or card number", "Account number 0012 3456 789."),
    ("K", "a licence or certificate number", "Licence no. D1234567 was shown."),
    ("L", "a vehicle number", "Her car, plate 7ABC123, was towed."),
    ("L", "a vehicle number", "VIN 1HGCM82633A004352."),
    ("M", "a device number", "Pacemaker serial number PM-4482913."),
    ("N", "a web address", "Writes at https://anna.mail.example/diary."),
    ("O", "an IP address", "Joined from 192.168.14.22 by video."),
]
HARMLESS = [
    "PHQ-9 12 of 27, GAD-7 9, code 90837, F43.10, 988 explained.",
    "Walked 10,000 steps on 5 of 7 days; bus 101 to 42nd Street, line 7.",
    "Sleep 4, 4, 3, 5, 4, 4, 6 hours; score 12-14-11 over three months.",
    "Rent is 1,250 a month, due on the 1st. 45 minutes, room 3, 16:00-16:50.",
    "Plan of goals G1 and O1.2; session 14; 12/27; 3-4 hours; 80 % of the time.",
    "Takes 150 mg at night, 20 mg at noon. Case 2026-118 at the county office.",
    "Group of 8 on the road to 10 members; the card game; a licence to rest.",
]


@pytest.mark.parametrize(("letter", "kind", "text"), POSITIVES)
def test_each_kind_that_has_a_form_is_found(letter: str, kind: str, text: str) -> None:
    assert kind in [found.kind for found in identifiers_in(text)]


def test_eighteen_of_eighteen_and_all_kinds_are_tried() -> None:
    assert len(POSITIVES) == 18
    assert len({letter for letter, _, _ in POSITIVES}) == 14
    assert {kind.name for kind in KINDS} - {kind for _, kind, _ in POSITIVES} == {"somebody's page on the web"}


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_of_a_note_are_no_identifiers(text: str) -> None:
    assert not list(identifiers_in(text))


def test_at_most_two_in_a_hundred_records_of_the_demo_are_taken_for_one() -> None:
    """The aim is 2 %; dates aside there is none, and a chart is full of dates."""
    bodies = [read_bytes(file.read_bytes(), file.name).body for file in RECORDS]
    assert len(bodies) > 390
    assert not [body for body in bodies if list(identifiers_in(body, IN_CHARTS))]
    outside = [body for body in bodies if [each for each in identifiers_in(body) if each.kind != "a day"]]
    assert len(outside) / len(bodies) <= 0.02


def test_a_finding_says_where_and_not_what() -> None:
    text = "Rang, and wrote to a.lindgren@mail.example, then 218-555-0142."
    for found in identifiers_in(text):
        assert not any(word in repr(found) for word in ("lindgren", "0142"))
        assert text[found.start : found.end] in ("a.lindgren@mail.example", "218-555-0142")


@pytest.mark.parametrize(
    "unit", ["a.", "1", "1 ", "A1", "-", "Aa ", "account ", "1-", "12 Aa ", "@", "a@", "a@a.", "DOB "]
)
def test_no_text_takes_long(unit: str) -> None:
    text = unit * (400 // len(unit))
    for kind in KINDS:
        pattern = stepped(kind.pattern)
        assert [each.span() for each in pattern.finditer(text)] == [each.span() for each in kind.pattern.finditer(text)]
        assert pattern.steps <= 100 * len(text), kind.name


@pytest.mark.parametrize("slow", [r"\w+@", r"(?:a{1,9}){1,30}b", r"(?:\w|\d){1,60}-"])
def test_a_pattern_that_takes_long_would_be_seen(slow: str) -> None:
    pattern = stepped(re.compile(slow, re.ASCII), most=30_000)
    with pytest.raises(TooManySteps):
        list(pattern.finditer("a1" * 200 + "a" * 40))


def test_keys_are_known_by_their_form() -> None:
    assert secret_in("AGE-SECRET-KEY-1" + "QPZRY9X8" * 6) == 0
    assert secret_in("-----BEGIN OPENSSH PRIVATE KEY-----") == 0
    assert secret_in("the backup key is with Sam Lee") == -1


# --- the map -----------------------------------------------------------------------------------


def _named(text: str, toml: str = IDENTITIES, staff: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    people = read_identities(toml.encode(), staff=staff)
    return [(each.client, each.strength, text[each.start : each.end]) for each in people.named_in(text)]


@pytest.mark.parametrize(
    ("text", "strength", "words"),
    [
        ("Anna Maria Lindgren came", "full", "Anna Maria Lindgren"),
        ("anna lindgren came", "full", "anna lindgren"),
        ("Lindgren, Anna: came", "full", "Lindgren, Anna"),
        ("ánna lindgrén came", "full", "ánna lindgrén"),
        ("annalindgren.md", "full", "annalindgren"),
        ("Mrs. Lindgren came", "surname", "Lindgren"),
        ("Annie came", "surname", "Annie"),
        ("Anna came", "given", "Anna"),
        ("ring +1 (218) 555-0142", "full", "+1 (218) 555-0142"),
        ("ring 2185550142", "full", "2185550142"),
        ("born 1991-05-02", "full", "1991-05-02"),
        ("born 5/2/1991", "full", "5/2/1991"),
        ("born 2 May 1991", "full", "2 May 1991"),
        ("at 14 Mill Lane", "full", "14 Mill Lane"),
    ],
)
def test_ways_to_name_somebody(text: str, strength: str, words: str) -> None:
    assert ("C-0142", strength, words) in _named(text)


@pytest.mark.parametrize(
    "text",
    ["will come in May", "Will do, in May.", "Annika came", "lane 14 at the mill", "May 2, 1992", "555-0142", "Ann"],
)
def test_words_that_name_nobody(text: str) -> None:
    assert not _named(text)


def test_names_of_staff_and_allowed_words_name_no_client() -> None:
    assert not _named("Anna and Lindgren", staff=("Anna Berg", "Lindgren"))
    assert not _named("Annie", 'allow = ["Annie"]\n' + IDENTITIES)
    assert _named("Anna Lindgren", staff=("Anna Berg",))


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ('[Lindgren]\nnames = ["Anna"]', "a table is not named for a client"),
        ('[C-0142]\nname = "Anna Lindgren"', "[C-0142] has a key that nothing knows"),
        ('[C-0142]\nnames = "Anna Lindgren"', "[C-0142] names is not a list"),
        ("[C-0142]\nborn = 'Lindgren'", "[C-0142] `born` is not a date"),
        ("[C-0142]\nnames = [Anna Lindgren]", "cannot be read (line 2)"),
        ("\udcff[C-0142]", "cannot be read as text"),
    ],
)
def test_a_mistake_in_the_map_is_told_without_its_words(toml: str, why: str) -> None:
    with pytest.raises(CaseloadError) as told:
        read_identities(toml.encode("utf-8", "surrogateescape"))
    said = told.value.message + told.value.hint
    assert why in said
    assert "lindgren" not in said.lower() and "anna" not in said.lower()
    assert told.value.__suppress_context__ or told.value.__context__ is None


def test_a_real_map_raises_no_alarm_in_the_demo(tmp_path: Path) -> None:
    """Names that are words too, and everybody's first names: none of the demo's records may be taken for theirs."""
    root = tmp_path / "clinic"
    shutil.copytree(ROOT / "records", root / "records")
    settings = (ROOT / "caseload.toml").read_text(encoding="utf-8")
    (root / "caseload.toml").write_text('identities = "../map.toml"\n' + settings, encoding="utf-8")
    names = [
        "Grace Hill",
        "Will Young",
        "Rose Parks",
        "Mark Long",
        "Hope Church",
        "Anna Berg",
        "Joy Banks",
        "Sunny Day",
    ]
    clients = sorted(folder.name for folder in (ROOT / "records/clients").iterdir() if folder.is_dir())
    rows = [f'[{client}]\nnames = ["{name}"]\n' for client, name in zip(clients, names, strict=False)]
    (tmp_path / "map.toml").write_text("".join(rows), encoding="utf-8")
    codes = ("PRV003", "PRV005", "PRV012")
    result = lint_caseload(root, load_practice(root), LintRequest(today=date(2026, 11, 24), select=codes))
    assert [(each.code, each.path) for each in result.findings] == []


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("aliases: [Anna Lindgren]", "take it out, or write the client's id"),
        ("tags:\n  - sleep\n  - Anna Lindgren", "take it out, or write the client's id"),
        ("homework: Anna Lindgren keeps the diary", "write `she`, `he`, `they` or `the client`"),
    ],
)
def test_a_name_in_what_an_editor_wrote_is_taken_out(tmp_path: Path, line: str, hint: str) -> None:
    text = f'--- session 2026-01-19\n{line}\n--- identities\n[C-0001]\nnames = ["Anna Lindgren"]'
    assert [each.hint for each in scene_lint(tmp_path, text, select=["PRV012"]).findings] == [hint]


@pytest.mark.process
@pytest.mark.requirement("S3.12", "S0.26")
def test_lint_finds_people_by_the_map_and_names_nobody(tmp_path: Path) -> None:
    root = make_practice(tmp_path)
    note = root / "records/clients/C-0095/contacts/2026-09-03.md"
    note.write_text(note.read_text(encoding="utf-8") + "\nAsked after Mrs. Lindgren and her Annie.\n", encoding="utf-8")
    done = here(root, "lint", "--select", "PRV", "--format", "concise")
    assert done.code == 1
    assert done.said.count("PRV003") == 2
    assert "lindgren" not in done.said.lower() and "annie" not in done.said.lower()
    run(root, "git", "add", "--all")
    staged = here(root, "lint", "--staged", "--select", "PRV", "--format", "concise")
    assert staged.code == 1 and staged.said.count("PRV003") == 2


# --- the form that names nobody ------------------------------------------------------------------


@pytest.mark.process
def test_the_hashed_map_finds_the_same_and_holds_no_name(tmp_path: Path) -> None:
    root = make_practice(tmp_path)
    made = caseload(root, "identities", "hash", "../map.json")
    assert made.code == 0, made.said
    key = made.said.split("CASELOAD_IDENTITIES_KEY=")[1].split()[0]
    text = (tmp_path / "map.json").read_text(encoding="utf-8")
    assert not any(word in text.lower() for word in ("lindgren", "annie", "5550142", "1991"))
    assert stat.S_IMODE((tmp_path / "map.json").stat().st_mode) == 0o600
    (tmp_path / "message.txt").write_text("C-0142: seen with anna lindgren, 218-555-0142\n")
    words = ("hooks", "message", "../message.txt")
    clear = caseload(root, *words)
    hashed = caseload(root, *words, CASELOAD_IDENTITIES="../map.json", CASELOAD_IDENTITIES_KEY=key)
    assert clear.code == 1 and hashed == clear
    wrong = caseload(root, *words, CASELOAD_IDENTITIES="../map.json", CASELOAD_IDENTITIES_KEY="another")
    assert "a client's name" not in wrong.said
    lacking = caseload(root, *words, CASELOAD_IDENTITIES="../map.json")
    assert lacking.code == 2 and "its key is not here" in lacking.said
    (tmp_path / "map.json").write_text("{")
    broken = caseload(root, *words, CASELOAD_IDENTITIES="../map.json", CASELOAD_IDENTITIES_KEY=key)
    assert broken.code == 2 and "cannot be read" in broken.said


@pytest.mark.process
def test_check_says_whom_the_map_lacks(tmp_path: Path) -> None:
    root = make_practice(tmp_path)
    assert here(root, "identities", "check").code == 0
    (tmp_path / "identities.toml").write_text('[C-0142]\nnames = ["Anna Lindgren"]\n[C-0999]\nnames = ["Jo Jones"]\n')
    done: Done = here(root, "identities", "check")
    assert done.code == 1
    assert "No row for C-0095" in done.said and "No chart for C-0999" in done.said
    (tmp_path / "identities.toml").unlink()
    assert here(root, "identities", "check").code == 2
    run(root, "sed", "-i", "1d", "caseload.toml")
    assert "no identity map is named" in here(root, "identities", "hash", tmp_path / "x.json").said
