"""The server that runs commands, one for each file of tests, and a place for worlds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import Server
from tests.memory import in_memory

_ROOM = 200 << 20  # for the worlds of two processes


@pytest.fixture
def place() -> Iterator[Path]:
    """Where worlds are made."""
    with tempfile.TemporaryDirectory(dir=in_memory(_ROOM)) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server(clean_environment: None) -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()
