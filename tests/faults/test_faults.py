"""Every writing operation of every writing command fails once: nothing is torn, and the next run completes.

`make test` lets about two operations of each command fail in one scene, with one kind of error after the other,
`.ci/run` about eight in every scene; `make test-all` lets each operation fail with every kind. With `-rP` pytest prints
how many were tried.
"""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import pytest

from caseload_tools.cli.app import COMMANDS
from tests.faults.kills import kill
from tests.faults.layer import KINDS
from tests.faults.running import Server
from tests.faults.scenes import SCENES, Scene
from tests.faults.trial import Trial, told
from tests.speeds import first_of_each

# They write nothing, or nothing but what a remembered past saves (`audit log` has its scene).
READERS = {"diff", "doctor", "due", "explain", "manual", "measures", "profiles", "report", "rules", "score", "show"}


def test_every_command_that_writes_has_a_scene() -> None:
    assert COMMANDS.keys() - READERS == {scene.typed[0] for scene in SCENES}


OFTEN = [(scene, 2) for scene in first_of_each(SCENES, lambda scene: scene.command)]
ALL = [pytest.param(scene, 8, marks=pytest.mark.extended) for scene in SCENES]


@pytest.mark.parametrize(("scene", "times"), [*OFTEN, *ALL], ids=str)
def test_an_operation_that_fails_tears_nothing(scene: Scene, times: int, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    kinds = islice(cycle(KINDS), SCENES.index(scene), None)  # so that of few operations not all fail alike
    for at in range(1, len(trial.operations) + 1, max(1, len(trial.operations) // times)):
        trial.fails(at, next(kinds))
    told(trial)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_each_operation_fails_with_every_error(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    count = len(trial.operations)
    step = max(1, count // 16) if scene.many else 1
    for at in sorted({*range(1, count + 1, step), *range(max(1, count - 8), count + 1)}):
        for kind in (*KINDS, *(("FULL",) if trial.operations[at - 1].startswith("write") else ())):
            trial.fails(at, kind)
    for at in range(1, 0 if scene.told else trial.operations.count("start git") + 1):
        trial.fails(at, "GIT")
    told(trial)


@pytest.mark.extended
@pytest.mark.parametrize("name", ["new client", "fix", "schema export"])
def test_the_matrix_sees_a_naive_writer_fail(name: str, server: Server, place: Path) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    trial = Trial(scene, server, place, naive=True)
    kill(trial, 30)
    torn = [each for each in trial.violations if ": torn: " in each]
    print(f"{name}, written naively: {len(torn)} files torn in {trial.tried} kills")
    assert len(torn) >= 3
