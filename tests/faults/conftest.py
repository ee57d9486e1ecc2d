"""The server that runs commands, one for each file of tests, and a place for worlds."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.scenes import Server


@pytest.fixture
def place() -> Iterator[Path]:
    """Where worlds are made: in memory if there is such a place, since a disk takes its time to confirm a writing."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server(clean_environment: None) -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()
