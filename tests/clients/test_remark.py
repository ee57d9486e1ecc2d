"""An independent linter finds the same schema errors on the same lines as `caseload lint`.

remark-lint-frontmatter-schema is what clinicians see in an editor; two tools that point at two different
lines would be worse than one. It runs from the .remarkrc.mjs that we ship, on our draft-07 export.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from tests.clients.mutations import mutants
from tests.clients.programs import remark
from tests.conftest import ROOT, run_caseload

pytestmark = pytest.mark.clients
EXPORT = "build/draft-07"
ONE_CHART = "records/clients/C-0142"
# For these remark points at the object, and we at the key: whether both find it is all that is compared.
OF_THE_OBJECT = ("required", "additionalProperties", "minProperties", "propertyNames")


def _codes(node: Any) -> Iterator[str]:
    """The codes that schema errors can have, as the schemas themselves say."""
    if isinstance(node, dict):
        yield from ([node["x-code"]] if isinstance(node.get("x-code"), str) else [])
        for value in node.values():
            yield from _codes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _codes(value)


@pytest.fixture(scope="module")
def schema_codes() -> set[str]:
    schemas = (json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schemas").glob("*.json"))
    return {"STR003", "STR004", "STR005", *(code for schema in schemas for code in _codes(schema))}


def _corpus(practice: Path, step: int) -> dict[str, str]:
    """Writes records with one mistake each into the practice; gives path and mistake."""
    made: dict[str, str] = {}
    for word, kind in RECORD_TYPES.items():
        if word == "client":  # one to a folder, so it cannot be repeated
            continue
        for number, mutant in enumerate(list(mutants(kind.smallest))[::step]):
            if ", type:" in mutant.what:  # which schema is meant is then a question of taste
                continue
            base = (
                f"practice/{kind.folder.removeprefix('practice/')}"
                if kind.of_practice
                else f"clients/C-9001/{kind.folder}"
            )
            path = f"records/{base}/{word}-{number:03}.md"
            (practice / path).parent.mkdir(parents=True, exist_ok=True)
            (practice / path).write_text(mutant.text, encoding="utf-8")
            made[path] = mutant.what
    return made


def _keyword(message: dict[str, Any]) -> str:
    return str(message.get("note", "")).partition("Keyword: ")[2].partition("\n")[0]


@dataclass(frozen=True)
class Compared:
    """The mistake in each record of the corpus, the lines of our findings, and what remark says."""

    made: dict[str, str]
    ours: dict[str, set[int]]
    theirs: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def demo(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo practice as remark wants it."""
    practice = tmp_path_factory.mktemp("demo") / "practice"
    shutil.copytree(practice_template, practice, symlinks=True)
    run_caseload("schema", "export", "--draft", "7", EXPORT, cwd=practice).ok()
    (practice / ".remarkrc.mjs").write_bytes((ROOT / ".remarkrc.mjs").read_bytes())
    return practice


# A quarter of all mistakes is enough, and a twelfth in `make test`: remark reads a schema anew for each record.
@pytest.fixture(scope="module", params=[12, pytest.param(4, marks=pytest.mark.extended)])
def compared(
    demo: Path, tmp_path_factory: pytest.TempPathFactory, schema_codes: set[str], request: pytest.FixtureRequest
) -> Compared:
    practice = tmp_path_factory.mktemp("remark") / "practice"
    shutil.copytree(demo, practice, symlinks=True)
    made = _corpus(practice, request.param)
    found = run_caseload("lint", "--format", "json", cwd=practice).json()
    ours: dict[str, set[int]] = defaultdict(set)
    for finding in found["findings"]:
        if finding["code"] in schema_codes:
            ours[finding["path"]].add(finding["line"])
    assert len(made) >= 800 / request.param, "there is something to compare"
    return Compared(made, ours, _theirs(practice, ONE_CHART, "records/clients/C-9001", "records/practice"))


def _theirs(practice: Path, *folders: str) -> dict[str, list[dict[str, Any]]]:
    return {file["path"]: file["messages"] for file in remark(practice, list(folders))}


def test_remark_and_we_find_the_same_errors_on_the_same_lines(compared: Compared) -> None:
    differing, with_line = {}, 0
    for path, what in compared.made.items():
        messages, ours = compared.theirs[path], compared.ours[path]
        lines = {message["line"] for message in messages if _keyword(message) not in (*OF_THE_OBJECT, "if")}
        with_line += bool(lines)
        if bool(messages) != bool(ours) or not lines <= ours:
            differing[f"{path} ({what})"] = (sorted(ours), sorted(lines), len(messages))
    assert not differing, f"{len(differing)} of {len(compared.made)}: {json.dumps(differing, indent=1)}"
    assert with_line >= len(compared.made) / 3


def test_a_chart_of_the_demo_is_clean_for_remark(compared: Compared) -> None:
    said = {path: messages for path, messages in compared.theirs.items() if path.startswith(ONE_CHART)}
    assert len(said) > 10 and not {path: messages for path, messages in said.items() if messages}


@pytest.mark.extended
def test_the_demo_practice_is_clean_for_remark(demo: Path) -> None:
    said = _theirs(demo, "records")
    assert said and not {path: messages for path, messages in said.items() if messages}


def test_the_configuration_names_every_record_type() -> None:
    text = (ROOT / ".remarkrc.mjs").read_text(encoding="utf-8")
    for word, kind in RECORD_TYPES.items():
        assert f'"{EXPORT}/{word}.schema.json"' in text, f"{word} is not in .remarkrc.mjs"
        assert word == "client" or f"/{kind.folder.removeprefix('practice/')}/" in text
