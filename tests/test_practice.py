"""caseload.toml: what a practice says is what the tool knows, and every mistake is said with its line."""

# ruff: noqa: E501  (a table is read one row a line)

from __future__ import annotations

import os
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.dates import Interval
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import LintSettings, Practice, WordLists, load_practice, read_practice
from caseload_tools.text.toml_lines import TomlLines

NORTHGATE = """\
name = "Northgate Clinic"
profile = "private-practice"
adopted = 2026-11-21
today = 2026-11-24
holidays = [2026-11-26, "2026-12-25"]
crisis_contacts = ["988 Lifeline"]

[labels]
plan = "Healthy Living Plan"

[staff."m.okafor"]
name = "Mary Okafor"
roles = ["clinician"]
credential = "LPC"
licence_expires = 2027-06-30
supervisor = "r.lindqvist"
start = 2024-02-01

[staff."r.lindqvist"]
name = "Rut Lindqvist"
roles = ["supervisor", "clinician"]
end = 2026-08-31

[programmes.outpatient]
label = "Outpatient counselling"

[programmes.virtual-iop]
label = "Virtual intensive outpatient"
profile = "iop"
minimum_hours_week = 10

[programmes.virtual-iop.policy]
plan_review_every = {value = "3 weeks", severity = "warning", cite = "payer contract", from = "the last review"}

[policy]
crisis_note_within = "12 hours"
max_goals = false

[lint]
ignore = ["NOT015"]
baseline = "caseload-baseline.json"

[glossary]
CBT = "cognitive behavioural therapy"

[words]
avoid = ["frequent flyer"]

[measures.pcl5]
cutoff = 33
"""


def northgate() -> Practice:
    return read_practice(NORTHGATE.encode())


def mistakes_of(text: str) -> CaseloadError:
    with pytest.raises(CaseloadError) as caught:
        read_practice(text.encode())
    return caught.value


def test_a_practice_is_what_its_file_says() -> None:
    practice = northgate()
    assert practice.name == "Northgate Clinic"
    assert (practice.adopted, practice.today) == (date(2026, 11, 21), date(2026, 11, 24))
    assert practice.holidays == {date(2026, 11, 26), date(2026, 12, 25)}
    assert practice.crisis_contacts == ("988 Lifeline",)
    assert practice.label("plan") == "Healthy Living Plan" and practice.label("goal") == "Goal"
    assert practice.lint == LintSettings((), ("NOT015",), "caseload-baseline.json")
    assert practice.words == WordLists(("frequent flyer",), ())
    assert practice.glossary == {"CBT": "cognitive behavioural therapy"}
    assert practice.measures == {"pcl5": {"cutoff": 33}}


def test_the_smallest_practice_has_a_name_and_the_general_profile() -> None:
    practice = read_practice(b'name = "Solo"')
    assert practice.policy().name == "general"
    assert practice.today is None and practice.adopted is None and not practice.staff


def test_staff_and_their_days() -> None:
    okafor, lindqvist = northgate().staff["m.okafor"], northgate().staff["r.lindqvist"]
    assert okafor.supervisor == "r.lindqvist" and okafor.roles == ("clinician",)
    assert not okafor.active_on(date(2024, 1, 31)) and okafor.active_on(date(2024, 2, 1))
    assert lindqvist.active_on(date(2026, 8, 31)) and not lindqvist.active_on(date(2026, 9, 1))
    assert okafor.licensed_on(date(2027, 6, 30)) and not okafor.licensed_on(date(2027, 7, 1))
    assert lindqvist.licensed_on(date(2030, 1, 1))


def test_a_programme_has_its_own_policy() -> None:
    practice = northgate()
    assert practice.programmes["outpatient"].profile == "private-practice"
    assert practice.policy("outpatient").interval("plan_review_every") == Interval(180, "days")
    assert practice.policy("virtual-iop").interval("initial_plan_within") == Interval(7, "days")
    assert practice.policy("virtual-iop").count("minimum_hours_week") == 10
    assert practice.policy("nowhere") is practice.policy() is practice.policy(None)


def test_an_override_says_that_it_is_one() -> None:
    limit = northgate().policy("virtual-iop")["plan_review_every"]
    assert limit.value == Interval(3, "weeks")
    assert (limit.source, limit.severity, limit.cite) == ("caseload.toml", "warning", "payer contract")
    assert limit.start == "the last review"
    plain = northgate().policy()["crisis_note_within"]
    assert plain.cite == "the practice's own choice" and not plain.unverified
    assert plain.severity == "error", "an override without a severity keeps the profile's"


def test_an_override_may_change_the_level_alone() -> None:
    practice = read_practice(b"name = 'x'\n[policy]\nnote_within = {severity = 'error'}")
    limit, before = practice.policy()["note_within"], northgate().policy()["note_within"]
    assert (limit.value, limit.cite, limit.severity) == (before.value, before.cite, "error")


def test_policy_of_the_practice_holds_in_every_programme() -> None:
    practice = northgate()
    for programme in (None, "outpatient", "virtual-iop"):
        assert practice.policy(programme).interval("crisis_note_within") == Interval(12, "hours")
        assert practice.policy(programme)["max_goals"].off


def test_policies_of_one_name_are_equal() -> None:
    text = "name = 'x'\n[programmes.a]\nprofile = 'iop'\n[programmes.b]\nprofile = 'iop'\n[programmes.b.policy]\nmax_goals = 3"
    practice = read_practice(text.encode())
    assert practice.policy("a").name == "iop" and practice.policy("b").name == "iop (b)"
    assert practice.policy().name == "general" and northgate().policy().name == "private-practice (caseload.toml)"


def test_a_programmes_hours_are_the_practices_choice() -> None:
    limit = northgate().policy("virtual-iop")["minimum_hours_week"]
    assert limit.source == "caseload.toml" and not limit.unverified


def test_a_practice_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(northgate())) == northgate()


def test_every_mistake_is_listed_with_its_line() -> None:
    error = mistakes_of(
        "nam = 'x'\n"
        "profile = 'iopp'\n"
        "[policy]\n"
        "note_withn = '3 days'\n"
        "max_goals = 'ten'\n"
        "[staff.x]\n"
        "name = 'y'\n"
        "roles = ['clincian']\n"
        "licence_expires = '6/9/27'\n"
        "supervisor = 'z'\n"
    )
    assert "caseload.toml has 8 mistakes" in error.message
    for line in (
        "caseload.toml:1: there is no key `nam` in the top of the file (did you mean `name`?)",
        "caseload.toml:2: `profile` must be the name of a policy profile in quotes (did you mean `iop`?)",
        "caseload.toml:4: there is no key `note_withn` in [policy] (did you mean `note_within`?)",
        "caseload.toml:5: `max_goals` must be a whole number (or `false` to switch it off)",
        "caseload.toml:9: `licence_expires` must be a date, for example 2026-11-24",
        "caseload.toml:10: nobody here has the id `z` (there are: x)",
    ):
        assert line in error.message.splitlines(), line
    assert "did you mean `clinician`?" in error.message


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("profile = 'iop'", ":1: `name` is missing in the top of the file", 'name = "Northgate Clinic"'),
        ("name = 'x'\n[staff.m.okafor]\nname = 'a'", ":2: an id with a dot needs quotes", '[staff."m.okafor"]'),
        ("name = 'x'\nstaff = 3", ":2: `staff` must be a table", "[staff]"),
        ("name = 'x'\n[staff]\na = 3", ":3: `a` must be a table", "[staff.a]"),
        ("name = 'x'\n[staff.a]\nname = 'A'", ":2: `roles` is missing in [staff.a]", 'roles = ["clinician"]'),
        ("name = 'x'\n[programms.a]", ":2: there is no key `programms`", "did you mean `programmes`?"),
        ("name = 'x'\n[programmes.a]\nlable = 'A'", ":3: there is no key `lable`", "did you mean `label`?"),
        ("name = 'x'\n[programmes.a]\npolicy = 4", ":3: `policy` must be a table", "[programmes.a.policy]"),
        ("name = 'x'\ntoday = 2026-11-24T10:00:00", ":2: `today` must be a date", ""),
        ("name = 'x'\nholidays = 2026-11-24", ":2: `holidays` must be a list of dates", ""),
        ("name = 'x'\nholidays = ['soon']", ":2: `holidays` must be a list of dates", ""),
        ("name = true", ":1: `name` must be text in quotes", ""),
        ("name = 'x'\n[lint]\nignore = 'NOT'", ":3: `ignore` must be a list of rule codes", ""),
        ("name = 'x'\n[labels]\nplam = 'P'", ":3: there is no key `plam` in [labels]", "did you mean `plan`?"),
        ("name = 'x'\n[labels]\nplan = 3", ":3: `plan` must be text", ""),
        ("name = 'x'\n[policy]\nnote_within = 'soon'", ":3: `note_within` must be a length of time", '"30 days"'),
        ("name = 'x'\n[policy]\nnote_within = '3 sessions'", ":3: `note_within` is not counted in sessions", '"30 days"'),
        ("name = 'x'\n[policy]\nplan_review_by_session = '3 days'", "not counted in days", '"3 sessions"'),
        ("name = 'x'\n[policy]\nnote_similarity = 85", ":3: `note_similarity` must be a number such as 0.85", ""),
        ("name = 'x'\n[policy]\nmeeting_required = 'yes'", ":3: `meeting_required` must be true or false", ""),
        ("name = 'x'\n[policy]\nnote_within = {value = '1 days', severity = 'bad'}", "`severity` must be error", ""),
        ("name = 'x'\n[policy]\nnote_within = {valu = '1 days'}", "there is no key `valu`", "did you mean `value`?"),
        ("name = 'x'\n[programmes.a]\nminimum_hours_week = -1", "`minimum_hours_week` must be a whole number", ""),
    ],
)  # fmt: skip
def test_one_mistake_in_plain_words(text: str, message: str, hint: str) -> None:
    error = mistakes_of(text)
    assert message in error.message
    assert hint in error.hint + error.message


def test_a_zero_is_a_limit_and_false_is_none() -> None:
    practice = read_practice(b"name = 'x'\n[policy]\nmax_goals = 0\nconsent_grace = '0 days'\nnote_within = 'off'")
    assert practice.policy()["max_goals"].value == 0 and not practice.policy()["max_goals"].off
    assert not practice.policy()["consent_grace"].off
    assert practice.policy()["note_within"].off and practice.policy().interval("note_within") is None


def test_asking_for_a_limit_nobody_defined_is_our_bug() -> None:
    with pytest.raises(KeyError):
        northgate().policy()["note_withn"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"name = Northgate", "cannot be read"),
        (b"name = 'x'\nname = 'y'", "cannot be read"),
        (b"\xff\xfe", "not UTF-8"),
        (b"name = " + b"[" * 5000 + b"]" * 5000, "cannot be read|nested too deeply"),
        (b"", "`name` is missing"),
    ],
)
def test_a_file_that_is_no_caseload_toml(raw: bytes, words: str) -> None:
    with pytest.raises(CaseloadError, match=words):
        read_practice(raw)


def test_a_byte_order_mark_is_let_pass() -> None:
    assert read_practice(b"\xef\xbb\xbfname = 'x'").name == "x"


def test_no_caseload_toml_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(CaseloadError) as caught:
        load_practice(tmp_path)
    assert "caseload init" in caught.value.hint


def test_only_an_ordinary_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("name = 'x'")
    (tmp_path / "caseload.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(CaseloadError, match="ordinary file"):
        load_practice(tmp_path)
    (tmp_path / "caseload.toml").unlink()
    os.mkfifo(tmp_path / "caseload.toml")  # opening it would wait for ever
    with pytest.raises(CaseloadError, match="ordinary file"):
        load_practice(tmp_path)


def test_a_file_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "caseload.toml").write_text(NORTHGATE)
    assert load_practice(tmp_path) == northgate()


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_practice_or_an_error_with_words(raw: bytes) -> None:
    try:
        read_practice(raw)
    except CaseloadError as error:
        assert error.message


_KEYS = st.sampled_from(
    ["name", "staff", "policy", "note_within", "roles", "programmes", "today", "measures", "lint", "x"]
)
_VALUES = st.sampled_from(
    ["1", "'x'", "true", "[]", "['a']", "2026-01-01", "{}", "{name = 1}", "[[1]]", "nan", "10:00:00"]
)
_LINES = (
    st.builds("{} = {}".format, _KEYS, _VALUES) | st.builds("[{}.{}]".format, _KEYS, _KEYS) | _KEYS.map("[{}]".format)
)


@given(st.lists(_LINES, max_size=12))
def test_any_keys_with_any_values_give_a_practice_or_an_error_with_words(lines: list[str]) -> None:
    try:
        read_practice("\n".join(["name = 'x'", *lines]).encode())
    except CaseloadError as error:
        assert error.message


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("staff", "m.okafor", "credential"), 14),
        (("staff", "m.okafor"), 11),
        (("programmes", "virtual-iop", "policy", "plan_review_every", "value"), 33),
        (("policy", "max_goals"), 37),
        (("programmes", "virtual-iop"), 27),
        (("nothing",), 1),
    ],
)
def test_the_line_of_a_key(path: tuple[str, ...], line: int) -> None:
    assert TomlLines(NORTHGATE).line_of(path) == line
