"""Every slip of one key in a chart, each in a chart of its own: a key lost, a word misspelt, a date a year off.

What the tests of slips and of mutants begin with. The records of a chart that nobody touched are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseload_tools.chart.caseload import checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.desk.demo.faults.fault import CLIENTS
from caseload_tools.desk.demo.resealing import resealed
from caseload_tools.practice import Practice

TODAY = date(2026, 11, 24)
PROGRAMMES = {"outpatient": "C-0142", "virtual-iop": "C-0118", "case-management": "C-0061"}


class Slip(NamedTuple):
    """What was done to which file, and the chart as it then is."""

    what: str
    chart: Chart


def records_of(root: Path, client: str) -> Iterator[Path]:
    """client.md, the last record of each folder, and the last session that took place."""
    home = root / CLIENTS / client
    found = [home / "client.md"]
    found += [max(folder.glob("*.md")) for folder in sorted(each for each in home.iterdir() if each.is_dir())]
    kept = (file for file in (home / "sessions").glob("*.md") if "attendance: attended" in file.read_text())
    yield from dict.fromkeys([*found, max(kept)])


def slips(text: str) -> Iterator[tuple[str, str]]:
    """The text with each key of its front matter lost, each word misspelt, each date a year too early."""
    for key in re.findall(r"^([a-z_0-9-]+):", text.split("---\n")[1], re.MULTILINE):
        if key == "signatures":
            continue  # holds the slips of several people, each of whom has to sign
        yield f"{key} lost", re.sub(rf"^{key}:.*\n(?:(?: |- ).*\n)*", "", text, count=1, flags=re.MULTILINE)
        word = re.search(rf"^{key}: [a-z-]+[a-z]{{3}}$", text, re.MULTILINE)
        if word:
            yield f"{key} misspelt", text.replace(word.group(), word.group() + "x", 1)
        day = re.search(rf"^{key}: (20\d\d)-", text, re.MULTILINE)
        if day and key != "date":
            yield f"{key} a year off", f"{text[: day.start(1)]}{int(day[1]) - 1}{text[day.end(1) :]}"


def slipped(root: Path, practice: Practice, client: str) -> Iterator[Slip]:
    """The chart after each slip. The files are as they were when the next is asked for."""
    checker = checker_for(practice)
    shared: PracticeShelf = read_shared(root, checker)
    (folder,) = client_folders(root, {client})
    for file in records_of(root, client):
        text = file.read_text(encoding="utf-8")
        for what, after in slips(text):
            file.write_text(resealed(text, after), encoding="utf-8")
            try:
                chart = read_chart(root, folder, practice, TODAY, shared, checker)
            finally:
                file.write_text(text, encoding="utf-8")
            yield Slip(f"{file.parent.name}/{file.name}: {what}", chart)
