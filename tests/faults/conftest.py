"""The server that runs commands, one for each file of tests, and a place for worlds."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import Server

_ROOM = 200 << 20  # for the worlds of two processes; a container's /dev/shm may have less than they need


def _in_memory() -> Path | None:
    """A place in memory, if the system has one that is large enough: a disk takes its time to confirm a writing."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > _ROOM:
        return memory
    return None


@pytest.fixture
def place() -> Iterator[Path]:
    """Where worlds are made."""
    with tempfile.TemporaryDirectory(dir=_in_memory()) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server(clean_environment: None) -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()
