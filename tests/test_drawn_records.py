"""Each character of a record is read, shown, covered by the digest or named by a finding; what is hidden is nowhere.

Over drawn records of every type, where tests/test_every_character.py takes those of the demo. A failure prints the seed
(`--hypothesis-seed`) and the record.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from caseload_tools.lint.repairing import LeftAlone, Repaired, repair_practice
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import load_practice
from tests.conftest import ROOT, TODAY
from tests.drawn_bodies import BODIES, with_words
from tests.drawn_records import DrawnRecord, drawn_records
from tests.kept_words import lost_words, misread_comments, read_drawn

FEW = settings(max_examples=60, deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=350)
READ_ONLY = settings(FEW, max_examples=1_000)
CAREFUL, HASTY = drawn_records(hasty=False), drawn_records(hasty=True)


def _is_kept(drawn: DrawnRecord, shown: bool) -> None:
    lost = list(lost_words(drawn, shown))
    assert not lost, "\n".join([*lost, drawn.path, drawn.text])


@FEW
@given(HASTY)
def test_each_word_is_read_or_named(drawn: DrawnRecord) -> None:
    _is_kept(drawn, shown=False)


@FEW
@given(CAREFUL)
def test_each_word_is_shown_or_hidden(drawn: DrawnRecord) -> None:
    _is_kept(drawn, shown=True)


@pytest.mark.extended
@READ_ONLY
@given(HASTY)
def test_each_word_of_many_is_read_or_named(drawn: DrawnRecord) -> None:
    _is_kept(drawn, shown=False)


@pytest.mark.extended
@MANY
@given(CAREFUL)
def test_each_word_of_many_is_shown_or_hidden(drawn: DrawnRecord) -> None:
    _is_kept(drawn, shown=True)


def _is_hidden_as_in_editors(text: str) -> None:
    body, words = with_words(text.replace("%%", "%"))
    misread = list(misread_comments(body, words)) if "<!--" in body else []
    assert not misread, "\n".join([*misread, body])


@FEW
@given(BODIES)
def test_a_comment_is_one_to_us_where_it_is_to_an_editor(text: str) -> None:
    _is_hidden_as_in_editors(text)


@pytest.mark.extended
@settings(FEW, max_examples=2_000)
@given(BODIES)
def test_each_comment_of_many_is_one_to_us_where_it_is_to_an_editor(text: str) -> None:
    _is_hidden_as_in_editors(text)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with nothing in it yet."""
    made = tmp_path_factory.mktemp("practice")
    (made / "caseload.toml").write_bytes((ROOT / "caseload.toml").read_bytes())
    return made


def _fixed(root: Path, drawn: DrawnRecord, text: str) -> str:
    """The text as `caseload fix` leaves it."""
    file = root / drawn.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    found = list(repair_practice(root, load_practice(root), [drawn.path], load_rules().values(), TODAY))
    file.unlink()
    assert all(isinstance(each, Repaired | LeftAlone) for each in found)
    return next((each.after for each in found if isinstance(each, Repaired)), text)


def _is_repaired(root: Path, drawn: DrawnRecord) -> None:
    fixed = _fixed(root, drawn, drawn.text)
    assume(fixed != drawn.text)
    again = drawn._replace(text=fixed)
    assert [word for word in drawn.words if word not in fixed] == [], f"{drawn.text}\n{fixed}"
    assert _fixed(root, again, fixed) == fixed, f"{drawn.text}\n{fixed}"
    before, after = (read_drawn(drawn.path, text).record.document for text in (drawn.text, fixed))
    assert after.usable or not before.usable, f"{drawn.text}\n{fixed}"
    assert after.body == before.body
    _is_kept(again, shown=False)


@settings(FEW, max_examples=40)
@given(drawn_records(hasty=True, remarks=True))
def test_fix_loses_nothing_and_is_done_at_once(root: Path, drawn: DrawnRecord) -> None:
    _is_repaired(root, drawn)


@pytest.mark.extended
@MANY
@given(drawn_records(hasty=True, remarks=True))
def test_fix_loses_nothing_of_many(root: Path, drawn: DrawnRecord) -> None:
    _is_repaired(root, drawn)
