"""Editors understand our output: the problem matcher we ship, and vim's own way to read compilers' messages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.programs import HOW
from tests.conftest import ROOT, Invoke, Outcome

pytestmark = pytest.mark.clients


@pytest.fixture
def concise(practice: Path, invoke: Invoke) -> Outcome:
    """What `lint --format concise` says of a practice with a wrong word in a record."""
    client = sorted((practice / "records" / "clients").rglob("client.md"))[0]
    text = client.read_text(encoding="utf-8").replace("\nstatus: ", "\nstatus: un", 1)
    client.write_text(text, encoding="utf-8", newline="\n")
    found = invoke("lint", "--format", "concise", cwd=practice)
    assert found.code == 1, found.err
    return found


def test_the_problem_matcher_reads_every_finding(concise: Outcome) -> None:
    text = (ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8")
    tasks = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    pattern = re.compile(tasks["tasks"][0]["problemMatcher"]["pattern"]["regexp"], re.ASCII)
    findings = [line for line in concise.out.splitlines() if line.startswith("records/")]
    assert findings
    for line in findings:
        match = pattern.match(line)
        assert match, line
        assert match[4] in ("error", "warning", "note")


def test_vim_jumps_to_the_first_finding(concise: Outcome, tmp_path: Path) -> None:
    first = next(line for line in concise.out.splitlines() if line.startswith("records/"))
    path, line, column, _ = first.split(":", 3)
    (tmp_path / "errors").write_text(concise.out)
    script = [
        r"set errorformat=%f:%l:%c:\ %t%*[a-z]:\ %m",
        "cfile errors",
        "call writefile([expand('%'), line('.'), col('.')], 'at')",
    ]
    assert shutil.which("vim"), HOW
    command = ["vim", "-es", "-N", "-u", "NONE", *(part for each in script for part in ("-c", each)), "-c", "qa!"]
    shutil.copytree(tmp_path / "practice" / "records", tmp_path / "records")
    subprocess.run(command, cwd=tmp_path, timeout=60, check=False, capture_output=True)
    assert (tmp_path / "at").read_text().split() == [path, line, column]
