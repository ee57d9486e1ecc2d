"""Whole charts that no rule was made for: lint says what was judged, no more and no less, and most is acted upon."""

from __future__ import annotations

import pytest

from benchmarks.foreign import judged, said


@pytest.mark.parametrize("practice", ["first", "held_back"])
def test_each_finding_was_judged_and_each_judged_one_is_found(practice: str) -> None:
    judgement = judged()[practice]
    assert sorted(said(practice)) == sorted([*judgement.act, *judgement.shrug])


def test_no_error_is_shrugged_at() -> None:
    """Errors stop a commit: of these not one may be a false alarm."""
    errors = {each for practice in judged() for each in said(practice, "error")}
    assert errors and not [each for practice in judged().values() for each in practice.shrug if each in errors]


def test_most_of_what_is_found_is_acted_upon() -> None:
    first = judged()["first"]
    assert len(first.act) / (len(first.act) + len(first.shrug)) >= 0.8
