"""A signature says whose half past four it was: signed here, co-signed and read there, with and without a zone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from caseload_tools import dates
from caseload_tools.dates import moment_with_offset, parse_moment, parse_offset
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.practice.record_format import FORMAT
from caseload_tools.text import read_bytes
from caseload_tools.text.signed_text import entries_of
from tests.conftest import Git
from tests.signing_scenes import NOTE, Run, small_practice, typed_in

TOKYO, LOS_ANGELES, KIRITIMATI, HONOLULU = "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Honolulu"


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("2026-11-30 11:33 +09:00", timezone(timedelta(hours=9))),
        ("2026-11-30T11:33-03:30", timezone(timedelta(hours=-3, minutes=-30))),
        ("2026-11-30 11:33:10 Z", UTC),
        ("2026-11-30 11:33", None),
        ("2026-11-30", None),
        ("2026-11-30 +09:00", None),
        ("2026-11-30 11:33 +25:00", None),
        (None, None),
    ],
)
def test_a_moment_may_say_whose_clock_it_was(written: object, clock: timezone | None) -> None:
    assert parse_offset(written) == clock
    if clock is not None:
        assert parse_moment(written) == datetime(2026, 11, 30, 11, 33), "the time on the wall of whoever wrote it"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        (TOKYO, "2026-11-30 11:33 +09:00"),
        ("America/St_Johns", "2026-11-30 11:33 -03:30"),
        ("Etc/UTC", "2026-11-30 11:33 +00:00"),
        (LOS_ANGELES, "2026-11-30 11:33 -08:00"),
    ],
)
def test_it_is_written_as_it_is_read(zone: str, text: str) -> None:
    moment = datetime(2026, 11, 30, 11, 33)
    assert moment_with_offset(moment, zone) == text
    assert (parse_moment(text), str(parse_offset(text))) == (
        moment,
        str(parse_offset(moment_with_offset(moment, zone))),
    )


class Team:
    """A practice whose people sign at their own desks, each at a moment of the world's."""

    def __init__(self, root: Path, git: Git, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.git, self.run, self._patch = root, git, run, monkeypatch
        settings = root / "caseload.toml"
        settings.write_text(f"format = {FORMAT}\n{settings.read_text()}")

    def sits_in(self, zone: str, at: datetime) -> None:
        self._patch.setenv("TZ", zone)
        time.tzset()
        stopped = type("Stopped", (datetime,), {"now": classmethod(lambda _, zone=None: at.astimezone(zone))})
        self._patch.setattr(dates, "datetime", stopped)
        self._patch.delenv("CASELOAD_NOW", raising=False)

    def commits(self, at: datetime, hours: int, by: str) -> None:
        self.git("add", "--all", cwd=self.root)
        moment = at.astimezone(timezone(timedelta(hours=hours))).strftime("%Y-%m-%dT%H:%M:%S%z")
        self.git("commit", "--quiet", "--message=Sign C-0001", cwd=self.root, at=moment, by=by)

    def lines(self) -> list[dict[str, object]]:
        return [dict(each) for each in entries_of(read_bytes((self.root / NOTE).read_bytes(), NOTE).data)]

    def found(self, zone: str, at: datetime) -> set[str]:
        """What lint says of the note's signatures, read somewhere."""
        self.sits_in(zone, at)
        practice = load_practice(self.root)
        today = dates.today(None, None, practice.timezone)
        asked = LintRequest(today=today, select=["SIG", "STR"], history=LazyHistory(self.root), baseline={})
        return {f"{each.code} {each.message}" for each in lint_caseload(self.root, practice, asked).findings}


@pytest.fixture
def team(
    tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Team]:
    root = small_practice(tmp_path / "practice", git)
    before = os.environ.get("TZ")
    yield Team(root, git, typed_in(root, monkeypatch, capsys), monkeypatch)
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


# Noon of 20 January in Tokyo, when it is 19:00 of the 19th in Los Angeles.
NOON_IN_TOKYO = datetime(2026, 1, 20, 3, 0, tzinfo=UTC)
_A_LITTLE = timedelta(minutes=4)


@pytest.mark.parametrize("named", ["", LOS_ANGELES, TOKYO])
@pytest.mark.parametrize("hours", [-8, 0, 14])
def test_signed_in_the_east_and_co_signed_in_the_west(team: Team, named: str, hours: int) -> None:
    """The note of that day: neither lint, sign nor cosign sees a time that cannot be, wherever it is read from."""
    if named:
        with (team.root / "caseload.toml").open("r+") as settings:
            text = settings.read()
            settings.seek(0)
            settings.write(text.replace("\n", f'\ntimezone = "{named}"\n', 1))
    note = team.root / NOTE
    day = "2026-01-19" if named == LOS_ANGELES else "2026-01-20"
    moved = note.with_name(f"{day}.md")
    told = (
        note.read_text().replace("date: 2026-01-19", f"date: {day}").replace("written: 2026-01-19", f"written: {day}")
    )
    note.unlink()
    moved.write_text(told)
    team.git("add", "--all", cwd=team.root)
    link = f"C-0001/sessions/{day}"
    team.sits_in(TOKYO, NOON_IN_TOKYO)
    team.run("sign", link, "--as", "dana.ruiz").ok()
    team.sits_in(LOS_ANGELES, NOON_IN_TOKYO + _A_LITTLE)
    team.run("cosign", link, "--as", "sam.lee").ok()
    team.commits(NOON_IN_TOKYO + 2 * _A_LITTLE, hours, "Sam Lee")
    lines = entries_of(read_bytes(moved.read_bytes(), NOTE).data)
    assert [str(each["at"])[-6:] for each in lines] == (
        ["-08:00", "-08:00"] if named == LOS_ANGELES else ["+09:00", "+09:00"] if named else ["+09:00", "-08:00"]
    )
    for zone in (HONOLULU, "Etc/UTC", KIRITIMATI):
        assert team.found(zone, NOON_IN_TOKYO + timedelta(days=1)) == set(), zone
    assert "signed" not in team.run("audit", "verify").err
    assert "co-sign" not in team.run("due", "--client", "C-0001").ok().out, "nobody waits for one"


@pytest.mark.parametrize(("minutes", "wrong"), [(-9, True), (-2, False), (0, False)])
def test_a_signature_is_held_against_its_commit_by_its_own_clock(team: Team, minutes: int, wrong: bool) -> None:
    """Committed from another zone, in a practice that names none: told where it was, and only there."""
    signed = datetime(2026, 1, 20, 22, 0, tzinfo=UTC)
    team.sits_in(KIRITIMATI, signed)
    team.run("sign", NOTE, "--as", "dana.ruiz").ok()
    team.commits(signed + timedelta(minutes=minutes), -10, "Dana Ruiz")
    early = "SIG012 this signature was committed before it says it was given"
    for zone in (HONOLULU, KIRITIMATI):
        assert (early in team.found(zone, signed + timedelta(days=1))) is wrong


def test_an_older_format_keeps_its_form(team: Team) -> None:
    """Where the practice has not raised its format, some computer may read no offset: none is written."""
    settings = team.root / "caseload.toml"
    settings.write_text(settings.read_text().replace(f"format = {FORMAT}\n", "format = 1\n"))
    team.sits_in(TOKYO, NOON_IN_TOKYO)
    team.run("sign", NOTE, "--as", "dana.ruiz").ok()
    assert [each["at"] for each in team.lines()] == ["2026-01-20 12:00"]
    # One that has it all the same is read by this version, whatever the format says.
    note = team.root / NOTE
    note.write_text(note.read_text().replace("at: 2026-01-20 12:00", "at: 2026-01-20 12:00 +09:00"))
    assert team.found(TOKYO, NOON_IN_TOKYO) == set()


def test_what_was_signed_before_holds_under_a_later_co_signature(team: Team) -> None:
    settings = team.root / "caseload.toml"
    newer = settings.read_text()
    settings.write_text(newer.replace(f"format = {FORMAT}\n", "format = 1\n"))
    team.sits_in(TOKYO, NOON_IN_TOKYO)
    team.run("sign", NOTE, "--as", "dana.ruiz").ok()
    settings.write_text(newer)
    team.run("cosign", NOTE, "--as", "sam.lee").ok()
    team.commits(NOON_IN_TOKYO + _A_LITTLE, 9, "Sam Lee")
    assert [each["at"] for each in team.lines()] == ["2026-01-20 12:00", "2026-01-20 12:00 +09:00"]
    assert team.found(HONOLULU, NOON_IN_TOKYO + timedelta(days=1)) == set()
    assert date(2026, 1, 20) == date.fromisoformat(str(team.lines()[0]["at"])[:10])


@pytest.mark.parametrize("wrong", ["2026-01-19 13:00 +9", "2026-01-19 13:00 JST", "2026-01-19 +09:00"])
def test_a_wrong_offset_gets_a_finding_and_the_form(team: Team, wrong: str) -> None:
    note = team.root / NOTE
    note.write_text(note.read_text().replace("at: 2026-01-19 13:00", f"at: {wrong}"))
    if wrong not in note.read_text():
        note.write_text(
            note.read_text().replace(
                "\n---\n", f"\nsignatures:\n  - by: dana.ruiz\n    role: clinician\n    at: {wrong}\n---\n", 1
            )
        )
    assert any(each.startswith("STR005") for each in team.found(TOKYO, NOON_IN_TOKYO))


def test_an_addition_says_its_clock_as_well(team: Team) -> None:
    team.sits_in(TOKYO, NOON_IN_TOKYO)
    team.run("sign", NOTE, "--as", "dana.ruiz").ok()
    words = ("--kind", "correction", "--reason", "asked", "--text", "It was Friday.")
    team.run("addend", NOTE, "--as", "dana.ruiz", *words).ok()
    (added,) = (team.root / "records/clients/C-0001/addenda").glob("*.md")
    assert "at: 2026-01-20 12:00 +09:00" in added.read_text()
    team.commits(NOON_IN_TOKYO + _A_LITTLE, -8, "Dana Ruiz")
    for zone in (HONOLULU, KIRITIMATI):
        assert team.found(zone, NOON_IN_TOKYO + timedelta(days=1)) == set()


def test_a_line_typed_in_the_east_is_sealed_where_it_was_given_before(team: Team) -> None:
    """Tomorrow's day on that wall, and an hour ago."""
    note = team.root / NOTE
    line = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-21 00:40 +09:00}\n"
    note.write_text(note.read_text().replace("\n---\n\n", f"\n{line}---\n\n", 1))
    team.commits(datetime(2026, 1, 20, 15, 50, tzinfo=UTC), 0, "Dana Ruiz")
    team.sits_in("Etc/UTC", datetime(2026, 1, 20, 16, 40, tzinfo=UTC))
    assert "sealed" in team.run("sign", NOTE, "--as", "dana.ruiz").ok().out
    assert len(team.lines()) == 1
