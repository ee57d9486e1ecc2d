"""The ledger is made once a session; every test copies it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tampering.ledger import Ledger, begin


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Ledger:
    return begin(tmp_path_factory.mktemp("untouched") / "", tmp_path_factory.mktemp("keys"))


@pytest.fixture
def ledger(untouched: Ledger, tmp_path: Path) -> Ledger:
    return untouched.copy(tmp_path / "practice")
