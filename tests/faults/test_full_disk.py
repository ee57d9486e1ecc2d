"""The system itself refuses: no file may grow beyond a size, as on a full disk or where a quota is used up.

The layer of this folder makes an error where Python asks; here the kernel gives it, to us and to every git that we
start, at whatever byte it comes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.running import Server
from tests.faults.scenes import SCENES, Scene
from tests.faults.trial import Trial, told
from tests.faults.worlds import leftovers, make_world

SIZES = (0, 300, 5_000, 60_000)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_where_no_file_may_grow_nothing_is_torn(scene: Scene, server: Server, place: Path) -> None:
    trial = Trial(scene, server, place)
    ends = [trial.refused(size) for size in SIZES]
    told(trial)
    assert not any(str(ROOT) in each.err for each in ends), "what was to be copied is not at fault"
    assert ends[0].code not in scene.ok or ends[0].code in scene.trouble or scene.name in SPARED


# What they write is a memory that saves time, or advice for a message: without it they do the rest, and say so.
SPARED = {"audit log", "audit log again"}


def test_without_room_for_temporary_files_one_is_told_so(place: Path) -> None:
    world = place / "world"
    make_world(world)
    command = [sys.executable, "-m", "caseload_tools", "audit", "anchor"]
    limit = "import os, resource as r, sys; r.setrlimit(r.RLIMIT_FSIZE, (0, 0)); os.execv(sys.argv[1], sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", limit, *command], cwd=world / "practice", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("caseload: there is no room for temporary files\n  make room")
    assert not leftovers(world)
