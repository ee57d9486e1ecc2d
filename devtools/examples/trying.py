"""An example put to the test: its files are written out, linted as any practice is, and judged.

Used by tests/test_rules.py and by nothing that a clinician runs. An example is tried in a folder
of its own with the real reader, so that it proves what a user would see.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import Rule, WrongRule
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import KEYS, Practice, read_practice
from caseload_tools.practice.identity_map import read_identities
from devtools.examples.scenes import IDENTITIES, Scene, scene_of

# The practice of every example. Its people are those of the smallest records.
SETTINGS = """
name = "Willow Street Practice"
profile = "general"

[staff."dana.ruiz"]
name = "Dana Ruiz"
roles = ["clinician"]
credential = "LPC"
licence_expires = 2031-12-31
start = 2024-01-01

[staff."sam.lee"]
name = "Sam Lee"
roles = ["supervisor", "clinician"]
credential = "LCSW"
licence_expires = 2031-12-31
start = 2024-01-01

[programmes.outpatient]
label = "Outpatient"
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an example. `complaint` is empty when it does what its label says."""

    rule: Rule
    example: Example
    findings: tuple[Finding, ...]
    complaint: str = ""

    @property
    def own(self) -> tuple[Finding, ...]:
        """The findings of the rule itself."""
        return tuple(finding for finding in self.findings if finding.code == self.rule.code)


def check_example(rule: Rule, example: Example) -> Verdict:
    """Try one example: Bad must raise the rule, Good must not, nor any error; Fixed must follow from its Bad."""
    scene = scene_of(rule, example.text)
    findings = tuple(try_scene(scene))
    own = [finding for finding in findings if finding.code == rule.code]
    complaint = ""
    if example.kind == "Bad" and not own:
        complaint = "this example should raise the rule and does not"
    if example.kind != "Bad":
        unwanted = own or [finding for finding in findings if finding.level == "error"]
        complaint = "".join(f"this example should be clean: {_say(finding)}\n" for finding in unwanted)
    broken = [finding for finding in findings if finding.code == "ENG001"]
    complaint += "".join(f"{_say(finding)}\n" for finding in broken)
    if example.kind == "Fixed" and not complaint:
        complaint = _check_fix(rule, example, scene)
    return Verdict(rule, example, findings, complaint.strip())


def try_scene(scene: Scene) -> tuple[Finding, ...]:
    """Every finding of all rules in the practice that a scene describes."""
    with tempfile.TemporaryDirectory(prefix="caseload-example-") as folder:
        root = Path(folder)
        write_scene(scene, root)
        # An example without a commit is not in git, rather than in git and never committed.
        history = PretendHistory(scene.past) if scene.past else NoHistory()
        return lint_caseload(
            root, practice_of(scene), LintRequest(today=scene.today, history=history, baseline={})
        ).findings


def write_scene(scene: Scene, root: Path) -> None:
    """Write the files of a scene below a folder."""
    for path, text in scene.files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogatepass"))


def practice_of(scene: Scene) -> Practice:
    """The practice of all examples with the settings of this one."""
    practice = read_practice(settings_text(scene.settings).encode())
    if IDENTITIES not in scene.files:
        return practice
    return replace(practice, people=read_identities(scene.files[IDENTITIES].encode()))


def _say(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column} {finding.code} {finding.message}"


def _check_fix(rule: Rule, example: Example, scene: Scene) -> str:
    """The text a repair gives must be the text the example shows."""
    from caseload_tools.lint.repairing import Repaired, repair_practice

    bad = page_of(rule).of_kind("Bad")[example.number - 1]
    before = scene_of(rule, bad.text)
    with tempfile.TemporaryDirectory(prefix="caseload-example-") as folder:
        root = Path(folder)
        write_scene(before, root)
        found = repair_practice(root, practice_of(before), before.files, [rule])
        repaired = [each for each in found if isinstance(each, Repaired)]
    for each in repaired:
        if scene.files.get(each.path) != each.after:
            return f"the repair of Bad {example.number} gives another text for {each.path}"
    return "" if repaired else f"the rule repairs nothing in Bad {example.number}"


# --- settings ------------------------------------------------------------------------------


def settings_text(more: str) -> str:
    """The settings of all examples with some lines of TOML in place of their own."""
    try:
        said = tomllib.loads(more)
    except tomllib.TOMLDecodeError as error:
        raise WrongRule(
            f"a `practice:` line is not TOML: {error}", 'write for example note_within = "24 hours"'
        ) from None
    limits = {key: said.pop(key) for key in list(said) if key in KEYS}
    if limits:
        said["policy"] = {**said.get("policy", {}), **limits}
    return "\n".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in _merged(_base(), said).items())


def _base() -> dict[str, Any]:
    return tomllib.loads(SETTINGS)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value)
