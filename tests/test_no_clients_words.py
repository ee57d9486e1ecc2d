"""No message repeats what stands in a record: a secret put everywhere, and every kind of mistake made with it.

For each key of the smallest record of each type there is a chart in which this one value is the secret, whatever
the key wants; others hold it as an unknown key, in broken front matter, in comments, headings, allowances and
prose. Then everything that speaks without being asked for a chart's content is run: lint in all formats, the
baseline, due, and mistakes of use. (`show`, `new` and the site print a chart on purpose.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.cli.app import run
from caseload_tools.lint.baseline import baseline_text
from caseload_tools.lint.formats import FORMATS, render_result
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text import read_bytes, render_record

SECRET = "Ezmerelda quaffed behind the ropewalk again"
# Any one of its words would give the person away.
WORDS = re.compile(r"ezmerelda|ropewalk|quaffed", re.IGNORECASE)
# Names of the practice's own things, which `due` says; they are nobody's words.
NAMED = {("policy", "title"), ("agency", "name")}
SETTINGS = """
name = "Test"
[staff."dana.ruiz"]
name = "Dana Ruiz"
roles = ["clinician"]
[staff."sam.lee"]
name = "Sam Lee"
roles = ["supervisor"]
[programmes.outpatient]
label = "Outpatient"
"""


def _records() -> Iterator[tuple[str, str, str]]:
    """Folder of the type, name and text of every spoilt record."""
    for word, known in RECORD_TYPES.items():
        _, _, body = known.smallest.split("---\n", 2)
        data = read_bytes(known.smallest.encode(), "x.md").data
        name = str(data.get("date", data.get("received", "2026-01-19")))
        yield word, name, known.smallest.replace(body, f"\n## {SECRET}\n\n{SECRET}.\n\n<!-- {SECRET} -->\n")
        yield word, name, known.smallest.replace("---\n", f"---\n# {SECRET}\n", 1)
        yield word, name, known.smallest.replace("---\n", f"---\n# caseload: allow[PLN005] {SECRET}\n", 1)
        yield word, name, known.smallest.replace("---\n", f"---\n{SECRET}: {SECRET}\n", 1)
        yield word, name, known.smallest.replace("---\n", f"---\n{SECRET}\n", 1)
        yield word, name, known.smallest.replace("---\n", f"---\nnote: [{SECRET}\n", 1)
        yield word, name, known.smallest.replace("---\n", f'---\nnote: "{SECRET}\n', 1)
        yield word, name, known.smallest.replace("---\n", f"---\n\tnote: {SECRET}\n", 1)
        yield word, name, known.smallest.replace("---\n", f"---\nnote: &{SECRET} *quaffed\n", 1)
        for path in _paths(data):
            if (word, path[0]) in NAMED:
                continue
            for value in (SECRET, "Ezmerelda", {"ropewalk lane": [SECRET]}):
                yield word, name, render_record(_with(data, path, value), body)


def _paths(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _paths(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _paths(value, (*path, index))


def _with(node: object, path: tuple[str | int, ...], value: object) -> Any:
    if not path:
        return value
    if isinstance(node, dict):
        return {key: _with(each, path[1:], value) if key == path[0] else each for key, each in node.items()}
    assert isinstance(node, list)
    return [_with(each, path[1:], value) if index == path[0] else each for index, each in enumerate(node)]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with one chart for every way to spoil a record."""
    root = tmp_path_factory.mktemp("spoilt")
    (root / "caseload.toml").write_text(SETTINGS, encoding="utf-8")
    for number, (word, name, text) in enumerate(_records(), start=1):
        known, client = RECORD_TYPES[word], f"C-{number:04}"
        folder = root / "records/clients" / client
        place = folder / known.folder / f"{name}.md" if known.folder else folder / "client.md"
        if known.of_practice:
            place = root / "records/practice" / known.folder / f"{name}-{number}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("C-0001", client), encoding="utf-8")
    return root


def test_there_are_enough_ways_to_spoil_a_record() -> None:
    assert sum(1 for _ in _records()) > 700


@pytest.fixture(scope="module")
def result(spoilt: Path) -> LintResult:
    """What lint finds in it, allowances aside."""
    return lint_caseload(spoilt, load_practice(spoilt), LintRequest(today=date(2026, 9, 1), allowances=False))


def _tells_nothing(told: str) -> None:
    lines = [line for line in told.splitlines() if WORDS.search(line)]
    assert not lines, f"{len(lines)} lines: " + "\n".join(lines[:20])


def test_every_rule_withstands_it(result: LintResult) -> None:
    assert len(result.findings) > 1_000
    assert [each.message for each in result.findings if each.code == "ENG001"] == []


@pytest.mark.parametrize("format_", FORMATS)
def test_lint_tells_nothing(format_: str, result: LintResult) -> None:
    _tells_nothing(render_result(format_, result))


def test_the_baseline_tells_nothing(result: LintResult) -> None:
    _tells_nothing(baseline_text(result.findings, lambda _: True).decode())


def test_allowances_tell_nothing(spoilt: Path, result: LintResult) -> None:
    clients = {each.path.split("/")[2] for each in result.findings if "/clients/" in each.path}
    some = sorted(clients)[::20]
    allowed = lint_caseload(spoilt, load_practice(spoilt), LintRequest(today=date(2026, 9, 1), clients=some))
    _tells_nothing(render_result("full", allowed))


@pytest.mark.process
def test_due_tells_nothing(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(spoilt), "due", "--all", "--as-of", "2026-09-01", "--format", "json"]) == 1, (
        "not all could be read"
    )
    _tells_nothing(capsys.readouterr().out)


def test_mistakes_of_use_tell_nothing(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (
        ["show", "C-9999"],
        ["new", "addendum", "C-0001", "--to", "sessions/2020-01-01"],
        ["new", "review", "C-0001"],
        ["explain", "PLN9"],
        ["build", "--client", "C-9999"],
    ):
        assert run(["-C", str(spoilt), *typed]) == 2
    told = capsys.readouterr()
    _tells_nothing(told.out + told.err)
