"""`kill -9` at every boundary between two operations, in the midst of writings, and at random moments.

Nothing is torn, nothing is lost, and the next run completes. In the quick suite 60 kills of each command that writes
records or their backup, 20 of the others, 8 of the dear ones; 1,000 (200) in `make test-all`. The same matrix sees a
naive writer fail, so it can see.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.scenes import SCENES, Scene, Server
from tests.faults.trial import Trial, told

QUICK, QUICK_ASIDE, QUICK_DEAR, ALL, ALL_DEAR = 60, 20, 8, 1000, 200
OF_RECORDS = ("new", "fix", "import", "sign", "cosign", "addend", "void", "return", "backup")


def kills(trial: Trial, times: int, seed: int = 7) -> None:
    """So many kills: at the operations (all of them, if there are fewer), half-way through writings, at any time."""
    dice = random.Random(seed)
    for at, kind in _moments(trial, times * 3 // 4, dice):
        trial.killed(at, kind)
    while trial.tried < times:
        trial.killed(after=dice.random() * trial.took * 1.05)


def _moments(trial: Trial, most: int, dice: random.Random) -> Iterator[tuple[int, str]]:
    count = len(trial.operations)
    moments = [(at, "KILL") for at in range(1, count + 1)]
    moments += [(at, "HALF") for at, name in enumerate(trial.operations, start=1) if name.startswith("write")]
    # The last operations decide, where a thing gets its name; of the others, if they are many, some.
    last = [moment for moment in moments if moment[0] > count - min(12, most // 2)]
    others = [moment for moment in moments if moment not in last]
    chosen = dice.sample(others, max(0, min(len(others), most - len(last))))
    yield from sorted([*last, *chosen])


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_killed_at_any_moment_nothing_is_torn(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    kills(trial, QUICK_DEAR if scene.dear else QUICK if scene.typed[0] in OF_RECORDS else QUICK_ASIDE)
    told(trial)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_killed_a_thousand_times_nothing_is_torn(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    kills(trial, ALL_DEAR if scene.dear else ALL, seed=8)
    told(trial)


@pytest.mark.parametrize("name", ["new client", "fix", "schema export"])
def test_the_matrix_sees_a_naive_writer_fail(name: str, server: Server, place: Path) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    trial = Trial(scene, server, place, naive=True)
    kills(trial, 30)
    torn = [each for each in trial.violations if ": torn: " in each]
    print(f"{name}, written naively: {len(torn)} files torn in {trial.tried} kills")
    assert len(torn) >= 3
