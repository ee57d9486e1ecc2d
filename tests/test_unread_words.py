"""No word of a front matter is lost in silence: behind a `#` is a hint of ours, an allowance, or it is a finding."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.draft_hints import DraftHints, hint_comments, key_on_line, unread_comments
from caseload_tools.chart.records import Record
from caseload_tools.desk.drafts import DRAFTS, PRACTICE_DRAFTS, Wish, start_draft, start_practice_draft
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import load_practice
from caseload_tools.text import read_bytes
from tests.conftest import ROOT
from tests.kept_words import read_drawn

TODAY = date(2026, 11, 24)
SETTINGS = ("", "office", "video", "phone")
ATTENDANCES = ("", "no-show", "cancelled", "late-cancelled", "rescheduled")
KINDS = {
    "consent": ("treatment", "release-of-information", "part2-release", "telehealth"),
    "safety-plan": ("crisis", "relapse-prevention"),
    "measure": ("", "phq9"),
}


@pytest.fixture(scope="module")
def demo() -> Caseload:
    """Our own records."""
    return read_caseload(ROOT, load_practice(ROOT), TODAY)


def _drafts(chart: Chart, caseload: Caseload) -> Iterator[str]:
    """The text of every draft that this chart can have begun."""
    to = {"addendum": chart.kept_sessions[-1].link if chart.kept_sessions else "sessions/2026-01-01"}
    for word in DRAFTS:
        ways = itertools.product(SETTINGS, ATTENDANCES) if word == "session" else [("", "")]
        for (setting, attendance), kind, day in itertools.product(ways, KINDS.get(word, ("",)), (TODAY,)):
            where = to.get(word, "agencies/riverside-employment" if word != "charge" else "")
            wish = Wish(day, kind=kind, to=where, setting=setting, attendance=attendance)
            try:
                yield start_draft(word, chart, caseload.practice, wish).text
            except CaseloadError:
                continue  # this chart has no plan to review, or nothing to add to
    for word in PRACTICE_DRAFTS:
        for clients in ((), (chart.id,)):
            wish = Wish(TODAY, name="Keys", to="coping-skills" if word == "group" else "", clients=clients)
            yield start_practice_draft(word, caseload.shared, caseload.practice, wish).text


def test_what_a_draft_says_behind_a_number_sign_is_known_again(demo: Caseload) -> None:
    told, unknown = set[str](), set[str]()
    for chart in demo.charts:
        hints = DraftHints(chart, demo.practice)
        for text in _drafts(chart, demo):
            document = read_bytes(text.encode(), "")
            for comment in document.comments:
                known = hints.has(comment.text, key_on_line(document, comment))
                (told if known else unknown).add(comment.text)
    assert not unknown, f"chart/draft_hints.py does not know: {sorted(unknown)}"
    assert len(told) > 60


@pytest.mark.parametrize(
    "text",
    [
        "2 and ask for Ann",
        "the date, or none or declined, he said",
        "homework of Fri 20 Nov: Ring Ann",
        "phq9: 3",
        "such as [I1]; the plan has no I1 any more",
        "; lately worse",
        "[sessions/2026-11-20], once you have read it; he lied",
    ],
)
def test_what_somebody_wrote_is_no_hint(demo: Caseload, text: str) -> None:
    [chart] = [each for each in demo.charts if each.id == "C-0142"]
    assert not DraftHints(chart, demo.practice).has(text)
    assert not DraftHints(None, demo.practice).has(text)


@pytest.mark.parametrize(
    "line",
    [
        "homework: Ask whether that is # true or false",
        "homework: Ask for # the programme",
        "risk: none # from and to, such as 14:00-14:50",
        "# true or false",
        "progress:\n  O1.1: progressing # such as weekly",
    ],
)
def test_a_hint_counts_only_where_the_draft_put_it(demo: Caseload, line: str) -> None:
    document = read_bytes(f"---\ntype: session\n{line}\n---\n".encode(), "")
    [chart] = [each for each in demo.charts if each.id == "C-0142"]
    assert unread_comments(document, chart, demo.practice)
    assert not hint_comments(document, chart, demo.practice)


def test_what_an_objective_says_is_a_hint_behind_its_own_id_alone(demo: Caseload) -> None:
    [chart] = [each for each in demo.charts if each.id == "C-0142"]
    assert chart.plan is not None
    first, second = chart.plan.objectives[:2]
    hints = DraftHints(chart, demo.practice)
    assert hints.has(first.text, ("progress", first.id)) and not hints.has(first.text, ("progress", second.id))
    assert not hints.has(first.text, ("homework",)) and not hints.has(first.text)


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("homework: Ring line #2", True),
        ("homework: #2 on the list", True),
        ("homework: 'Ring Ann' # two words", False),
        ('homework: "Ring Ann" # two words', False),
        ("homework: null # two words", False),
        ("part2: true # she asked", False),
        ("attendance: attended # late", False),
    ],
)
def test_lint_promises_only_what_fix_does(line: str, fixed: bool) -> None:
    text = f"---\ntype: session\nclient: C-0142\ndate: 2026-11-24\n{line}\n---\n"
    read = read_drawn("records/clients/C-0142/sessions/2026-11-24.md", text)
    assert isinstance(read.record, Record)
    [problem] = load_rules()["STR017"].function(read.record, None, load_practice(ROOT))
    assert (problem.repair is not None) is fixed and ("caseload fix" in problem.hint) is fixed
    assert fixed or "pair of quotes" in problem.hint or not line.startswith("homework")


@pytest.mark.parametrize("line", ["tags: #worry", "tags: #worry #sleep", "tags:\n  - #worry\n  - sleep", "tag: #worry"])
def test_a_tag_with_its_number_sign_is_told_that_it_needs_none(line: str) -> None:
    text = f"---\ntype: session\nclient: C-0142\ndate: 2026-11-24\n{line}\n---\n"
    read = read_drawn("records/clients/C-0142/sessions/2026-11-24.md", text)
    assert isinstance(read.record, Record)
    [problem] = load_rules()["STR017"].function(read.record, None, load_practice(ROOT))
    assert "need no `#`" in problem.hint and problem.repair is None


@pytest.mark.parametrize("line", ["tags: [#worry, #sleep]", "tags: [worry, #sleep]", "objectives: [O1.1, #O2]"])
def test_a_number_sign_that_hides_a_closing_bracket_is_what_is_pointed_at(line: str) -> None:
    document = read_bytes(f"---\ntype: session\n{line}\nclient: C-0142\n---\n".encode(), "")
    [fault] = document.faults
    assert "`#`" in fault.message and "closing bracket" in fault.message
    assert (fault.line, fault.column) == (3, line.index("#") + 1)


def test_an_open_bracket_and_a_number_sign_in_quotes_are_told_as_before() -> None:
    [fault] = read_bytes(b'---\ntype: session\nnext: ["a #b", c\nclient: C-0142\n---\n', "").faults
    assert "never closed" in fault.message
