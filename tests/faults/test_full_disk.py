"""The system itself refuses: no file may grow beyond a size, as on a full disk or where a quota is used up.

The layer of this folder makes an error where Python asks; here the kernel gives it, to us and to every git that we
start, at whatever byte it comes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.running import Server
from tests.faults.scenes import SCENES, Scene
from tests.faults.trial import Trial, told

SIZES = (0, 300, 5_000, 60_000)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_where_no_file_may_grow_nothing_is_torn(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    ends = [trial.refused(size) for size in SIZES]
    told(trial)
    assert ends[0].code not in scene.ok or ends[0].code in scene.trouble or scene.name in SPARED


# What they write is a memory that saves time, or advice for a message: without it they do the rest, and say so.
SPARED = {"audit log", "audit log again"}
