"""The JSON Schema of caseload.toml says what our own reader says, to validators that know nothing of us."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from caseload_tools.chart.records.schemas import in_draft
from caseload_tools.cli.app import run
from caseload_tools.dates import Interval
from caseload_tools.desk.founding import Founder, found_practice
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import KEYS, load_profile, profile_names, read_practice
from caseload_tools.practice.config_schema import config_schema
from caseload_tools.practice.profiles import OLD_NAMES
from tests.conftest import ROOT

SCHEMA = config_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
DEMO = (ROOT / "caseload.toml").read_text(encoding="utf-8")


def as_json(node: Any) -> Any:
    """TOML as a JSON Schema validator sees it: dates and times are text."""
    if isinstance(node, dict):
        return {key: as_json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_json(value) for value in node]
    return node.isoformat() if hasattr(node, "isoformat") else node


def fits(text: str) -> bool:
    return bool(VALIDATOR.is_valid(as_json(tomllib.loads(text))))


def reads(text: str) -> bool:
    try:
        read_practice(text.encode())
    except CaseloadError:
        return False
    return True


def test_it_is_a_schema_of_both_drafts() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft7Validator.check_schema(in_draft(SCHEMA, "7"))
    assert "$defs" not in json.dumps(in_draft(SCHEMA, "7")), "draft 7 calls them definitions"
    assert len(json.dumps(SCHEMA)) < 60_000


def test_every_limit_and_every_profile_is_in_it() -> None:
    assert SCHEMA["$defs"]["policy"]["properties"].keys() == KEYS.keys()
    assert SCHEMA["properties"]["profile"]["enum"] == [*profile_names(), *OLD_NAMES]


def test_the_demo_and_a_new_practice_fit(tmp_path: Path) -> None:
    assert fits(DEMO) and reads(DEMO)
    for profile in profile_names():
        root = tmp_path / profile
        found_practice(root, "Clinic", profile, Founder("a.b", "A B"), date(2026, 11, 24))
        text = (root / "caseload.toml").read_text(encoding="utf-8")
        assert fits(text) and reads(text)
        # The examples that stand there as comments hold as well, once somebody takes the `#` away.
        told = re.sub(r"^# (?=[a-z_]+ = |\[)", "", text, flags=re.MULTILINE)
        assert told.count("[fees.") == 2 and fits(told) and reads(told)


@pytest.mark.parametrize(
    "text",
    [
        "[policy]\nnote_within = '48 hours'",
        "[policy]\nnote_within = 'twice weekly'\nmax_goals = false\nnote_similarity = 0.9\nmeeting_required = true",
        "[policy]\nplan_review_by_session = '3 sessions'\nnote_every = 'off'",
        "[policy]\nmax_goals = [{value = 3}, {value = 4, since = 2026-01-01, cite = 'x', severity = 'error'}]",
        "[[policy.max_goals]]\nvalue = 3\nsince = 2026-01-01",
        "[programmes.a]\nlabel = 'A'\nprofile = 'iop'\npolicy.max_goals = 3",
        "[fees.90834]\nlabel = 'A'\namount = 140",
        "[[fees.a]]\nlabel = 'A'\namount = 1.5\nto = 2026-01-01\n[[fees.a]]\nlabel = 'A'\namount = 1\nfrom=2026-01-02",
        "[staff.a]\nname = 'A'\nroles = ['clinician']\nsupervisor = 'a'\nstart = 2026-01-01",
        "holidays = [2026-12-25]\n[labels]\nplan = 'P'\n[glossary]\nX = 'y'\n[measures.mood]\nname = 'M'",
    ],
)
def test_what_the_reader_takes_fits(text: str) -> None:
    whole = f"name = 'x'\n{text}"
    assert reads(whole) and fits(whole)


@pytest.mark.parametrize(
    "text",
    [
        "profile = 'iopp'",
        "nam = 'x'",
        "holidays = 2026-12-25",
        "holidays = ['soon']",
        "adopted = 'soon'",
        "today = 2026-11-24T10:00:00",
        "crisis_contacts = 'x'",
        "[policy]\nnote_withn = '48 hours'",
        "[policy]\nnote_within = 'soon'",
        "[policy]\nnote_within = 48",
        "[policy]\nnote_within = '3 sessions'",
        "[policy]\nplan_review_by_session = '3 days'",
        "[policy]\nmax_goals = 'ten'",
        "[policy]\nmax_goals = -1",
        "[policy]\nmax_goals = []",
        "[policy]\nnote_similarity = 85",
        "[policy]\nmeeting_required = 'yes'",
        "[policy]\nnote_within = {value = '1 days', severity = 'bad'}",
        "[policy]\nnote_within = {valu = '1 days'}",
        "[policy]\nnote_within = {value = '1 days', since = 'soon'}",
        "[staff.a]\nname = 'A'",
        "[staff.a]\nname = 'A'\nroles = []",
        "[staff.a]\nname = 'A'\nroles = ['clincian']",
        "[staff.a]\nname = ''\nroles = ['clinician']",
        "staff = 3",
        "[programmes.a]\nlable = 'A'",
        "[programmes.a]\nminimum_hours_week = -1",
        "[programmes.a]\npolicy = 4",
        "[fees.a]\nlabel = 'A'",
        "[fees.a]\nlabel = 'A'\namount = '140'",
        "[fees.a]\nlabel = 'A'\namount = -1",
        "[fees.a]\nlabel = 'A'\namount = 1\nminutes_min = 4.5",
        "[fees]\na = [3]",
        "[lint]\nignore = 'NOT'",
        "[words]\navoid = 'x'",
        "[labels]\nplam = 'P'",
        "[labels]\nplan = 3",
        "[glossary]\nX = 3",
    ],
)
def test_what_the_reader_refuses_does_not_fit(text: str) -> None:
    whole = f"name = 'x'\n{text}"
    assert not reads(whole) and not fits(whole)


def test_a_practice_without_a_name_fits_neither() -> None:
    assert not reads("profile = 'iop'") and not fits("profile = 'iop'")


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path


def _changed(table: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(table)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


WRONG = [True, 3, -1, 2.5, "zzz wrong zzz", "", [], ["x"], {"x": 1}, "2026-02-30", date(2026, 1, 1)]


@pytest.mark.parametrize("path", list(_leaves(tomllib.loads(DEMO))), ids=lambda path: ".".join(map(str, path)))
def test_with_any_value_changed_reader_and_schema_agree(path: tuple[Any, ...]) -> None:
    from devtools.examples.trying import _toml

    table = tomllib.loads(DEMO)
    for value in WRONG:
        changed = _changed(table, path, value)
        text = "\n".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in changed.items())
        fitting = bool(VALIDATOR.is_valid(as_json(changed)))
        if reads(text) != fitting:
            # To a JSON Schema a TOML date is text, and what one key says of another is the reader's alone.
            alone = isinstance(value, date) or path[-1] in ("supervisor", "minutes_min", "minutes_max", "unit_minutes")
            assert fitting and alone, (path, value)


@given(
    st.builds(
        "{}{} {}{}".format,
        st.sampled_from(["", "every ", "each "]),
        st.integers(0, 20_000),
        st.sampled_from(["hour", "day", "business day", "week", "month", "year", "session", "decade"]),
        st.sampled_from(["", "s"]),
    )
    | st.sampled_from(["daily", "twice weekly", "biweekly", "every two weeks", "monthly", "quarterly", "soon", "off "])
    | st.builds("{} times {} {}".format, st.integers(0, 200), st.sampled_from(["a", "per", "each"]), st.just("week"))
)
def test_a_length_of_time_is_one_to_both(text: str) -> None:
    interval = Interval.try_parse(text)
    told = as_json({"name": "x", "policy": {"note_within": text}})
    assert VALIDATOR.is_valid(told) == (interval is not None and interval.unit != "sessions")
    told = as_json({"name": "x", "policy": {"plan_review_by_session": text}})
    assert VALIDATOR.is_valid(told) == (interval is not None and interval.unit == "sessions")


def test_every_value_of_every_profile_may_be_typed_by_a_practice() -> None:
    for name in profile_names():
        values = {limit.key: limit.value for limit in load_profile(name) if limit.value is not None}
        policy: dict[str, Any] = {key: value for key, value in values.items() if isinstance(value, bool | int)}
        policy |= {key: str(value) for key, value in values.items() if isinstance(value, Interval)}
        assert VALIDATOR.is_valid({"name": "x", "policy": policy})


@pytest.mark.process
@pytest.mark.parametrize("draft", ["2020-12", "7"])
def test_a_validator_of_others_agrees(
    draft: str, practice_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["schema", "export", "--config", "--draft", draft, str(tmp_path)]) == 0
    assert "caseload.toml" in capsys.readouterr().out
    schema, broken = tmp_path / "caseload-toml.schema.json", tmp_path / "broken.toml"
    broken.write_text(DEMO.replace("licence_expires = 2027-08-31", 'licence_expires = "next year"', 1), "utf-8")
    for file, code in ((practice_template / "caseload.toml", 0), (broken, 1)):
        typed = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(file)]
        done = subprocess.run(typed, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        assert code == 0 or "licence_expires" in done.stdout


def test_it_is_printed_when_no_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "export", "--config"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA
    assert run(["schema", "export", "--config", "--type", "plan"]) == 2
