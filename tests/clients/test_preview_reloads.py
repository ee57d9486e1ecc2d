"""`mkdocs serve` shows a changed record by itself, in a real browser and under the page's own strict policy."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.clients.programs import browse
from tests.conftest import run_caseload

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "mkdocs serve ended by itself"
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("mkdocs serve did not begin to serve")


def test_an_edited_record_is_shown_without_a_key_pressed(tmp_path: Path) -> None:
    practice = tmp_path / "practice"
    run_caseload("demo", str(practice), cwd=tmp_path).ok()
    port = _free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=practice)
    try:
        _wait_for(port, process)
        record = practice / "records/clients/C-0142/client.md"
        edit = threading.Timer(6, lambda: record.write_text(record.read_text() + "\n"))
        edit.start()
        (page,) = browse(
            [f"http://127.0.0.1:{port}/index.html"],
            widths=[1280],
            axe=False,
            wait=20_000,
            listening=True,
            evaluate="performance.getEntriesByType('navigation')[0].type",
        )
        edit.join()
    finally:
        process.terminate()
        process.wait(20)
    assert page.evaluated == "reload"
    assert not page.console and not page.requests and not page.failed
