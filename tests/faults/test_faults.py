"""Every writing operation of every writing command fails once: nothing is torn, and the next run completes.

The quick suite lets about eight operations of each cheap command fail, with one kind of error after the other;
`make test-all` lets each operation fail with every kind. With `-rP` pytest prints how many were tried.
"""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest

from caseload_tools.cli.app import COMMANDS
from tests.faults.layer import KINDS
from tests.faults.scenes import SCENES, Scene, Server
from tests.faults.trial import Trial, told

CHEAP = [scene for scene in SCENES if not scene.dear]


# They write nothing, or nothing but what a remembered past saves (`audit log` has its scene).
READERS = {"diff", "doctor", "due", "explain", "measures", "profiles", "rules", "score", "show"}


def test_every_command_that_writes_has_a_scene() -> None:
    assert COMMANDS.keys() - READERS == {scene.typed[0] for scene in SCENES}


@pytest.mark.parametrize("scene", CHEAP, ids=lambda scene: scene.name)
def test_an_operation_that_fails_tears_nothing(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    kinds = cycle(KINDS)
    for at in range(1, len(trial.operations) + 1, max(1, len(trial.operations) // 8)):
        trial.fails(at, next(kinds))
    told(trial)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_each_operation_fails_with_every_error(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    count = len(trial.operations)
    step = max(1, count // 16) if scene.dear else 1
    for at in sorted({*range(1, count + 1, step), *range(max(1, count - 8), count + 1)}):
        for kind in (*KINDS, *(("FULL",) if trial.operations[at - 1].startswith("write") else ())):
            trial.fails(at, kind)
    for at in range(1, 0 if scene.told else trial.operations.count("start git") + 1):
        trial.fails(at, "GIT")
    told(trial)
