"""Change since the start and since the best: V and W shapes, in both directions, of every measure that sums."""

from __future__ import annotations

from itertools import product

import pytest

from caseload_tools.practice.measures import MEASURES, ChangeOfScores

SUMMED = sorted(each.id for each in MEASURES.values() if each.sums and each.reliable_change is not None)
# In steps of the reliable change, from the middle of the range, towards what is worse: the shape, its verdict, whether
# it is worse than the best, which score was the last to worsen.
SHAPES = {
    "down": ((0, -1, -2), "better", None),
    "up": ((0, 1, 2), "worse", 2),
    "V": ((0, -1, -2, -1), "worse", 3),
    "V to the start": ((0, -2, 0), "worse", 2),
    "turned V": ((0, 2, 0), "same", None),
    "turned V, beyond": ((0, 2, -1), "better", None),
    "W": ((0, -1, 0, -1, 0), "worse", 4),
    "W that ends well": ((0, -1, 0, -1), "better", None),
    "flat": ((0, 0, 0), "same", None),
    "worse and stays": ((0, 1, 1, 1), "worse", 1),
}


@pytest.mark.parametrize(("measure_id", "shape"), list(product(SUMMED, SHAPES)))
def test_each_shape_of_each_measure(measure_id: str, shape: str) -> None:
    measure = MEASURES[measure_id]
    steps, verdict, at = SHAPES[shape]
    assert measure.reliable_change is not None
    low, high = measure.range
    worse = 1 if measure.direction == "higher is worse" else -1
    middle = (low + high) / 2
    change = ChangeOfScores(measure, tuple(middle + worse * each * measure.reliable_change for each in steps))
    assert (change.verdict, change.worsened_at) == (verdict, at)
    assert change.has_worsened == (verdict == "worse")
    assert change.by == pytest.approx(measure.reliable_change * abs(steps[-1] - (min(steps) if at else steps[0])))


def test_a_relapse_after_progress_is_a_worsening_and_its_start_is_told_too() -> None:
    change = ChangeOfScores(MEASURES["phq9"], (21, 22, 17, 13, 10, 18))
    assert (change.verdict, change.by, change.since_start, change.since_best) == ("worse", 8, "same", "worse")
    assert (change.best_at, change.worsened_at) == (4, 5)


def test_less_than_chance_is_no_worsening() -> None:
    change = ChangeOfScores(MEASURES["phq9"], (21, 10, 14))
    assert (change.verdict, change.has_worsened, change.since_best) == ("better", False, "same")


def test_one_score_is_no_change() -> None:
    change = ChangeOfScores(MEASURES["phq9"], (21,))
    assert (change.verdict, change.is_reliable, change.worsened_at) == ("first", False, None)
