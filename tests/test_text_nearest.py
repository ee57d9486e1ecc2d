"""Did you mean: a word that says no is never taken for the one that says yes."""

from __future__ import annotations

import pytest

from caseload_tools.text.nearest import is_slip, nearest

OPPOSITES = [
    ("unattended", "attended"),
    ("unscheduled", "scheduled"),
    ("uncancelled", "cancelled"),
    ("unaccepted", "accepted"),
    ("undischarged", "discharged"),
    ("inactive", "active"),
    ("in-active", "active"),
    ("discontinue", "continue"),
    ("unpaid", "paid"),
    ("not attended", "attended"),
    ("nonattended", "attended"),
    ("not progressing", "progressing"),
    ("disengaged", "engaged"),
    ("no change", "none"),
    ("unsafe_channels", "safe_channels"),
    ("do_contact", "do_not_contact"),
    ("copy_not_given", "copy_given"),
    ("right_to_revoke_unexplained", "right_to_revoke_explained"),
]


@pytest.mark.parametrize(("word", "known"), OPPOSITES)
def test_an_opposite_is_no_slip_and_is_not_meant(word: str, known: str) -> None:
    assert not is_slip(word, known)
    assert nearest(word, [known]) is None


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("atended", "attended"),
        ("attnded", "attended"),
        ("no_show", "no-show"),
        ("noshow", "no-show"),
        ("intak", "intake"),
        ("inquirey", "inquiry"),
        ("indivdual", "individual"),
        ("discharge", "discharged"),
        ("not_asked", "not-asked"),
        ("none ", "none"),
        ("notachieved", "not-achieved"),
        ("unknwn", "unknown"),
        ("nonverbal", "non-verbal"),
    ],
)
def test_a_slip_is_still_one(word: str, known: str) -> None:
    assert nearest(word, [known]) == known


def test_whoever_doubts_makes_no_slip() -> None:
    assert not is_slip("high?", "high")
