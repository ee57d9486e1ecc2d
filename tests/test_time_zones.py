"""A practice that names its time zone has one day and one clock, wherever its people and their computers are."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from caseload_tools import dates
from caseload_tools.dates import moment_text, on_the_wall
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice.caseload_toml import read_practice
from caseload_tools.values import replace
from devtools.examples.scenes import scene_of
from devtools.examples.trying import practice_of, write_scene

_PRACTICE = "America/Chicago"
_EARTH = ("Pacific/Kiritimati", "Etc/UTC", "Pacific/Honolulu")
# Half past five in the afternoon of 19 January in Chicago: the 20th in Kiritimati, the 19th in Honolulu.
_NOW = datetime(2026, 1, 19, 23, 30, tzinfo=UTC)


@pytest.fixture(params=_EARTH)
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A computer somewhere on earth, at one moment."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    stopped = type("Stopped", (datetime,), {"now": classmethod(lambda _, zone=None: _NOW.astimezone(zone))})
    monkeypatch.setattr(dates, "datetime", stopped)
    for name in ("CASELOAD_TODAY", "CASELOAD_NOW"):
        monkeypatch.delenv(name, raising=False)
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_today_and_now_are_the_practices(elsewhere: str) -> None:
    assert dates.today(None, None, _PRACTICE) == date(2026, 1, 19)
    assert moment_text(dates.now(None, None, _PRACTICE)) == "2026-01-19 17:30"
    assert dates.today() == on_the_wall(_NOW, elsewhere).date()


def test_where_none_is_named_the_computers_clock_counts(elsewhere: str) -> None:
    assert os.environ["TZ"] == elsewhere
    assert moment_text(dates.now()) == moment_text(on_the_wall(_NOW, elsewhere))


def test_the_setting_is_a_zone_that_there_is() -> None:
    assert read_practice(b'name = "x"\ntimezone = "Asia/Tokyo"\n').timezone == "Asia/Tokyo"
    for wrong in (b'"Tokyo"', b'"../etc/passwd"', b'""', b'"+09:00"', b"9"):
        with pytest.raises(CaseloadError, match="timezone"):
            read_practice(b'name = "x"\ntimezone = ' + wrong + b"\n")


def _scene_signed_at(at: str) -> str:
    return f"""--- session
time: 10:00-10:50
written: 2026-01-19 12:00
signatures:
  - by: dana.ruiz
    role: clinician
    at: {at}
    digest: caseload-v1:0000000000000000000000000000000000000000000000000000000000000000
@ 2026-01-19 12:10 Dana Ruiz
"""


@pytest.mark.parametrize("zone", [*_EARTH, _PRACTICE])
@pytest.mark.parametrize("offset", [-10, 0, 14])
@pytest.mark.parametrize(("minutes", "wrong"), [(-2, False), (2, False), (9, True)])
def test_a_signature_and_its_commit_are_compared_by_the_practices_clock(
    tmp_path: Path, zone: str, offset: int, minutes: int, wrong: bool
) -> None:
    """Wherever it was committed from, and by whichever zone the practice goes."""
    moment = datetime(2026, 1, 19, 18, 10, tzinfo=UTC)  # of the commit
    signed = moment_text(on_the_wall(moment + timedelta(minutes=minutes), zone))
    told = scene_of(load_rules()["SIG012"], _scene_signed_at(signed))
    write_scene(told, tmp_path)
    made = moment.astimezone(timezone(timedelta(hours=offset)))
    past = PretendHistory([(made, author, files) for _, author, files in told.past])
    practice = replace(practice_of(told), timezone=zone)
    found = lint_caseload(tmp_path, practice, LintRequest(today=date(2026, 1, 21), history=past))
    assert any(each.code == "SIG012" for each in found.findings) is wrong
