"""How tests reach the programs of others: Node with what tests/clients/package.json names, and Chromium.

Nothing is fetched here; `make clients` installs both. When one is missing, the test fails and says so:
a second opinion that is silently skipped is none.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import select
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CLIENTS = Path(__file__).resolve().parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "run `make clients` once, it installs Node, its packages, Chromium, vim and xmllint"


def chromium() -> str:
    """The path of the first Chromium or Chrome on PATH; fails the test when there is none."""
    for name in CHROMIUM:
        if found := shutil.which(name):
            return found
    pytest.fail(f"no Chromium on PATH: {HOW}")


def _need_node() -> None:
    if shutil.which("node") is None or not (CLIENTS / "node_modules").is_dir():
        pytest.fail(f"Node or its packages are missing: {HOW}")


def node(script: str, job: object, timeout: float = 600) -> Any:
    """Runs a script beside this file with `job` as JSON on its input; gives the JSON it prints."""
    _need_node()
    done = subprocess.run(
        ["node", script],
        cwd=CLIENTS,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, f"{script}: {done.stderr[-2000:]}"
    return json.loads(done.stdout)


def remark(folder: Path, paths: Sequence[str], env: dict[str, str] | None = None) -> Any:
    """Runs remark-cli with the folder's own .remarkrc.mjs; gives the JSON report, one entry for each file."""
    link = folder / "node_modules"
    if not link.exists():
        link.symlink_to(CLIENTS / "node_modules")
    done = subprocess.run(
        [str(link / ".bin" / "remark"), "--frail", "--no-stdout", "--report", "json", *paths],
        cwd=folder,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    try:
        return json.loads(done.stderr)
    except json.JSONDecodeError:
        pytest.fail(f"remark ended with {done.returncode}: {done.stderr[-2000:]}")


@dataclass(frozen=True)
class Seen:
    """What Chromium saw of one page at one width in one colour scheme."""

    url: str
    width: int
    scheme: str
    status: int | None
    title: str
    requests: list[str]  # that would have left the machine
    failed: list[str]  # that stayed here and found nothing
    dialogs: list[str]  # alert, confirm, prompt: a script that was not ours has run
    console: list[str]  # errors and warnings
    axe: list[dict[str, Any]]  # accessibility violations: id, impact, help, nodes
    scroll_width: int
    style_attributes: int
    evaluated: Any = None
    screenshot: str | None = None

    def __str__(self) -> str:
        return f"{self.url} at {self.width} px, {self.scheme}"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing for each request."""

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # a browser asks for it by itself when a page names no icon
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """A folder on a loopback port, as a clinic's server would give it; yields the address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), name)


class Browser:
    """One Chromium for all that tests look at, behind browser.mjs; started when it is first asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def answer(self, job: object, timeout: float = 600) -> list[dict[str, Any]]:
        """What browser.mjs has seen; what one job left in the browser, no other finds."""
        process = self._start()
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        line = process.stdout.readline() if select.select([process.stdout], [], [], timeout)[0] else ""
        if not line:  # it hangs, or has ended and said why
            process.kill()
            self.stop()
            pytest.fail("browser.mjs gave no answer")
        told = json.loads(line)
        assert "error" not in told, f"browser.mjs: {told['error'][-2000:]}"
        seen: list[dict[str, Any]] = told["seen"]
        return seen

    def stop(self) -> None:
        """End it, and the browser with it."""
        process, self._process = self._process, None
        if process:
            process.communicate()

    def _start(self) -> subprocess.Popen[str]:
        if self._process is None:
            _need_node()
            command = ["node", "browser.mjs", chromium()]
            self._process = subprocess.Popen(
                command, cwd=CLIENTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
            )
        return self._process


BROWSER = Browser()


def browse(
    pages: Sequence[str | Path],
    *,
    widths: Sequence[int] = (1280,),
    schemes: Sequence[str] = ("light",),
    axe: bool = True,
    screenshots: Path | None = None,
    evaluate: str | None = None,
    wait: int = 0,
    listening: bool = False,
) -> tuple[Seen, ...]:
    """Looks at every page (a path, or a URL on loopback) at every width in every scheme.

    `evaluate` is a JavaScript expression whose value comes back in `Seen.evaluated`; `wait` is in
    milliseconds, after the network has been idle; `screenshots` is a folder for full-page pictures;
    `listening` says that the page keeps a request open.
    """
    job = {
        "pages": [page.resolve().as_uri() if isinstance(page, Path) else page for page in pages],
        "widths": list(widths),
        "schemes": list(schemes),
        "axe": axe,
        "screenshots": str(screenshots) if screenshots else None,
        "evaluate": evaluate,
        "wait": wait,
        "listening": listening,
    }
    return tuple(Seen(**{_snake(name): value for name, value in entry.items()}) for entry in BROWSER.answer(job))


def sarif_complaints(file: Path) -> list[str]:
    """What Microsoft's SARIF Multitool says of a file, its errors and its warnings, one line each."""
    program = CLIENTS / "node_modules" / "@microsoft" / f"sarif-multitool-{sys.platform}" / "Sarif.Multitool"
    if not program.is_file():
        pytest.fail(f"the SARIF Multitool is missing: {HOW}")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)  # its install script does only this; we run none
    done = subprocess.run(
        [str(program), "validate", str(file), "--log", "ForceOverwrite", "--output", str(file.with_suffix(".said"))],
        # Without the system's ICU library it would not start.
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_gcServer": "0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Done. 1 files scanned." in done.stdout, done.stdout + done.stderr
    return [line.partition(": ")[2] for line in done.stdout.splitlines() if re.search(r": (error|warning) ", line)]


def xpath(file: Path, expression: str) -> str:
    """What xmllint gives for an XPath expression."""
    if shutil.which("xmllint") is None:
        pytest.fail(f"xmllint is missing: {HOW}")
    done = subprocess.run(
        ["xmllint", "--nonet", "--xpath", expression, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
