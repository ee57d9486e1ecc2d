"""Killed while somebody signs, adds, anchors or reports: the record and the chain are old or new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kills import ALL, quick, survives
from tests.faults.running import Server
from tests.faults.scenes import SIGNING, Scene


@pytest.mark.parametrize("scene", SIGNING, ids=str)
def test_killed_at_any_moment_nothing_is_torn(scene: Scene, server: Server, place: Path) -> None:
    survives(scene, server, place, quick(scene))


@pytest.mark.slow
@pytest.mark.parametrize("scene", SIGNING, ids=str)
def test_killed_a_thousand_times_nothing_is_torn(scene: Scene, server: Server, place: Path) -> None:
    survives(scene, server, place, ALL)
