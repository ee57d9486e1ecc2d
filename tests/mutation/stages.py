"""Where mutants are tried: the practices of a rule's examples, cases and fault, and the clean demo practice.

Each is written out and read once, with the real reader; a mutant then only has to be asked about
what is in memory. What counts as a difference is what a test of ours would see, and nothing else.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks.foreign import FOREIGN
from benchmarks.labelled import Sheet, lay_out, sheets
from caseload_tools.chart.caseload import checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.shelf import EMPTY_SHELF, PracticeShelf
from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.desk.demo.faults import FAULTS
from caseload_tools.desk.demo.faults.fault import SeededFault, steps_of
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.history.readers.record_history import History, NoHistory
from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.engine import Engine
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import Job
from caseload_tools.lint.rule import Rule, load_rules
from caseload_tools.lint.stray_files import Walk, walk_records
from caseload_tools.practice import Practice, load_practice, profile_names, read_practice
from caseload_tools.text import Document
from devtools.examples.scenes import scene_of
from devtools.examples.trying import practice_of, write_scene
from tests.rule_cases import cases_of
from tests.seeding import MEANT_FOR, clients_of, seeded, under
from tests.slipping import PROGRAMMES, slipped

TODAY = date(2026, 11, 24)
Told = frozenset[tuple[object, ...]]


@dataclass(frozen=True)
class Stage:
    """A practice in memory, and the rule it is there for; `kind` says which test looks at it."""

    name: str
    kind: str
    code: str
    root: Path
    practice: Practice
    today: date
    history: History
    shared: PracticeShelf
    walk: Walk
    charts: tuple[Chart, ...]
    # For a slip, the rules that speak; a rule that speaks where it should not is noticed in the clean practices.
    speaking: frozenset[str] = frozenset()

    def told(self, codes: Collection[str]) -> Told:
        """What the tests see of the findings of some rules here."""
        return frozenset(seen for each in self.findings(codes) if (seen := self._seen(each)) is not None)

    def findings(self, codes: Collection[str]) -> list[Finding]:
        """Every finding of some rules, as `caseload lint` would give it."""
        job = Job(self.root, self.practice, self.today, frozenset(codes), True, self.history)
        engine = Engine(job)
        found = engine.lint_shared(self.shared, self.walk)
        for chart in self.charts:
            found.add(engine.lint_chart(chart))
        gathered = [cls(found.gathered.pop(cls, []), self._document) for cls in job.gatherings]
        if gathered:
            found.add(engine.lint_across(gathered, ()))
        return found.findings

    def _document(self, path: str) -> Document:
        """A document read again: here from memory, since the files are gone."""
        return next(each.document for chart in self.charts for each in chart.records if each.path == path)

    def _seen(self, finding: Finding) -> tuple[object, ...] | None:
        """An example's own findings are compared word for word, others only as the tests do: clean or not."""
        place = (finding.code, finding.path)
        if finding.code == "ENG001":
            return place
        if self.kind == "clean":
            return place
        if self.kind == "labelled":
            return place if finding.code == self.code else None
        if self.kind == "slip":
            return place
        if self.kind == "judged":
            return (*place, finding.line)
        if finding.code == self.code:
            # Only the snapshot of the examples compares words; a fault is looked for by its rule and its file.
            exact = self.kind in ("Bad", "Fixed")
            return (*place, finding.line, finding.column, finding.message) if exact else (*place, finding.line)
        return place if finding.level == "error" and self.kind not in ("Bad", "Silent") else None


def stages_of(rules: Collection[Rule]) -> list[Stage]:
    """The examples, the cases and the faults of some rules."""
    stages = [_of_example(rule, each, each.kind, "") for rule in rules for each in page_of(rule).examples]
    stages += [_of_example(rule, case.example, case.kind, "case ") for rule in rules for case in cases_of(rule.code)]
    codes = {rule.code for rule in rules}
    stages += [_of_sheet(sheet) for sheet in sheets() if sheet.rule.code in codes]
    wanted = [fault for fault in FAULTS if fault.code in codes]
    if wanted:
        with demo_copy() as root:
            stages += [_of_fault(root, fault) for fault in wanted]
    return stages


def clean_stages() -> list[Stage]:
    """The demo practice as it is, and its charts under every profile they are meant for: nothing is said of them."""
    with demo_copy() as root:
        stages = [_read("the demo practice", "clean", "", root, load_practice(root), TODAY, NoHistory(), None)]
        for name in profile_names():
            clients = {client for client, profiles in MEANT_FOR.items() if name in profiles}
            with under(root, name) as practice:
                told = f"the demo under {name}"
                stages.append(_read(told, "clean", "", root, practice, TODAY, NoHistory(), clients))
        return stages


def slip_stages() -> list[Stage]:
    """Every slip of one key in a chart of each programme, as tests/test_slips.py has them in its snapshot."""
    found = []
    with demo_copy() as root:
        practice = load_practice(root)
        for client in PROGRAMMES.values():
            for what, chart in slipped(root, practice, client):
                alone = (EMPTY_SHELF, Walk(0, ()), (chart,))
                stage = Stage(f"slip {what}", "slip", "", root, practice, TODAY, NoHistory(), *alone)
                speaking = frozenset(each.code for each in stage.findings(load_rules()))
                if speaking:
                    found.append(replace(stage, speaking=speaking))
    return found


def judged_stages() -> list[Stage]:
    """The charts of tests/test_foreign.py and the plan of tests/test_sample_plan.py, judged finding by finding."""
    found = []
    for name in ("first", "held_back"):
        root = FOREIGN / name
        practice = load_practice(root)
        assert practice.today is not None
        found.append(_read(f"the {name} charts", "judged", "", root, practice, practice.today, NoHistory(), None))
    with tempfile.TemporaryDirectory(prefix="caseload-mutation-") as folder:
        root = Path(folder)
        shutil.copytree(FOREIGN.parent / "C-0999", root / "records" / "clients" / "C-0999")
        practice = read_practice(b'name = "Sample"\n')
        found.append(_read("the sample plan", "judged", "", root, practice, date(2022, 12, 1), NoHistory(), None))
    return found


def _of_sheet(sheet: Sheet) -> Stage:
    """The labelled cases of a rule, each in a chart of its own, as tests/test_accuracy.py lints them."""
    with tempfile.TemporaryDirectory(prefix="caseload-mutation-") as folder:
        root = Path(folder)
        last = lay_out(sheet.rule, sheet.cases, root)
        name, practice = f"{sheet.rule.code} labelled", practice_of(last)
        return _read(name, "labelled", sheet.rule.code, root, practice, last.today, NoHistory(), None)


def _of_example(rule: Rule, example: Example, kind: str, prefix: str) -> Stage:
    scene = scene_of(rule, example.text)
    with tempfile.TemporaryDirectory(prefix="caseload-mutation-") as folder:
        root = Path(folder)
        write_scene(scene, root)
        name = f"{rule.code} {prefix}{example.label}"
        # As devtools/examples/trying.py has it: an example without a commit is not in git.
        past = PretendHistory(scene.past) if scene.past else NoHistory()
        return _read(name, kind, rule.code, root, practice_of(scene), scene.today, past, None)


def _of_fault(root: Path, fault: SeededFault) -> Stage:
    with seeded(root, fault):
        clients, past = clients_of(fault), PretendHistory(steps_of([fault], root))
        return _read(f"{fault.code} fault", "fault", fault.code, root, load_practice(root), TODAY, past, clients)


def _read(
    name: str,
    kind: str,
    code: str,
    root: Path,
    practice: Practice,
    today: date,
    history: History,
    clients: set[str] | None,
) -> Stage:
    checker = checker_for(practice)
    shared = read_shared(root, checker)
    folders = [each for each in client_folders(root) if clients is None or each.id in clients]
    charts = tuple(read_chart(root, each, practice, today, shared, checker) for each in folders)
    return Stage(name, kind, code, root, practice, today, history, shared, walk_records(root), charts)


@contextmanager
def demo_copy() -> Iterator[Path]:
    """A copy of the demo practice that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="caseload-mutation-") as folder:
        root = Path(folder) / "practice"
        make_demo(root, history=False)
        yield root
