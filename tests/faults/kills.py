"""`kill -9` at every boundary between two operations, in the midst of writings, and at random moments.

Nothing is torn, nothing is lost, and the next run completes: 60 kills of every command that writes in the quick suite,
and 20 more in each further scene of the same command; 1,000 of each scene in `make test-all`. The commands are in
several files of tests, so that two processors can share them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.faults.running import Server
from tests.faults.scenes import SCENES, Scene
from tests.faults.trial import Trial, told

QUICK, QUICK_MORE, ALL = 60, 20, 1000


def quick(scene: Scene) -> int:
    """How many kills the quick suite can afford."""
    first = next(each for each in SCENES if each.command == scene.command)
    return QUICK if scene is first else QUICK_MORE


def survives(scene: Scene, server: Server, place: Path, times: int) -> None:
    """Kill it so many times; fail with what was torn, lost, or not completed by the next run."""
    trial = Trial(scene, server, place)
    kill(trial, times, seed=times)
    told(trial)
    assert trial.tried >= times


def kill(trial: Trial, times: int, seed: int = 7) -> None:
    """So many kills: at the operations (all of them, if there are fewer), half-way through writings, at any time."""
    dice = random.Random(seed)
    for at, kind in _at_operations(trial, times * 3 // 4, dice):
        trial.killed(at, kind)
    for turn in range(times * 10):  # some end before they are killed, and are none; on a busy machine many do
        if trial.tried >= times:
            break
        begin = trial.begins * 0.98 if turn % 2 else 0.0
        trial.killed_after(begin + dice.random() * (trial.took - begin), gits=turn % 4 < 2)


def _at_operations(trial: Trial, most: int, dice: random.Random) -> Iterator[tuple[int, str]]:
    count = len(trial.operations)
    moments = [(at, "KILL") for at in range(1, count + 1)]
    moments += [(at, "HALF") for at, name in enumerate(trial.operations, start=1) if name.startswith("write")]
    # The last operations decide, where a thing gets its name; of the others, if they are many, some.
    last = [moment for moment in moments if moment[0] > count - min(12, most // 2)]
    others = [moment for moment in moments if moment not in last]
    chosen = dice.sample(others, max(0, min(len(others), most - len(last))))
    yield from sorted([*last, *chosen])
