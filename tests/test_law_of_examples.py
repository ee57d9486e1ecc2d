"""What this project shows as right is right by the law of its own day: the demo, the examples of rules, the manual.

The demo once carried a notice in words that had been replaced. Whoever copies an example copies its law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.chart.release_contents import WRITTEN, laws_over, missing_elements
from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.rule import RULES, load_rules
from caseload_tools.practice import load_practice
from caseload_tools.practice.laws import PART2, is_notice, law_keys, laws_called
from devtools.examples.scenes import scene_of
from devtools.examples.trying import check_example

ROOT = Path(__file__).resolve().parent.parent
PART_2 = laws_called((PART2,))
_NOTICE = re.compile(r"^\s*notice: +(?![|>])(\S.*)$", re.MULTILINE)
_DAY = re.compile(r"^date: (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_SHORT = re.compile(r"42 CFR part 2 prohibits[^.`\"]*", re.IGNORECASE)


def _is_right(text: str, day: date) -> bool:
    return any(is_notice(text, each) for each in PART_2.notices(day))


@pytest.fixture(scope="module")
def demo() -> Caseload:
    practice = load_practice(ROOT)
    assert practice.today is not None
    return read_caseload(ROOT, practice, practice.today)


def test_the_demo_is_right_by_the_law_of_its_days(demo: Caseload) -> None:
    releases = disclosures = 0
    for chart in demo.charts:
        for record in chart.records:
            laws = laws_over(record, chart.policy_for(record))
            if isinstance(record, Consent) and record.kind in WRITTEN:
                releases += 1
                assert not missing_elements(record, laws), record.path
            if isinstance(record, Disclosure) and laws.has(PART2):
                disclosures += 1
                assert _is_right(record.notice, record.date), record.path
                assert record.scope_told or not laws.provision("2.32(b)", record.date), record.path
    assert releases >= 10 and disclosures >= 1


def test_each_good_example_of_a_rule_is_right_by_the_law_of_its_day() -> None:
    load_rules()
    shown = 0
    for rule in RULES.values():
        for example in page_of(rule).of_kind("Good"):
            if "notice:" not in example.text:
                continue
            for text in scene_of(rule, example.text).files.values():
                for words in _NOTICE.findall(text):
                    day = _DAY.search(text)
                    assert day and _is_right(words, date.fromisoformat(day[1])), f"{rule.code} {example.label}"
                    shown += 1
    assert shown >= 2


def test_the_smallest_record_of_each_type_is_right_today() -> None:
    for known in RECORD_TYPES.values():
        for words in _NOTICE.findall(known.smallest):
            assert _is_right(words, date(2026, 12, 1)), known


def _pages() -> Iterator[Path]:
    yield from (ROOT / "docs").rglob("*.md")
    yield from (ROOT / "scaffold").rglob("*.md")
    yield from (ROOT / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md"))


def test_no_page_of_the_manual_teaches_the_old_words() -> None:
    told = [
        f"{page.relative_to(ROOT)}: {words}"
        for page in _pages()
        if page.name not in ("law.md", "CON007.md", "CHANGELOG.md")
        for words in _SHORT.findall(page.read_text(encoding="utf-8"))
        if not _is_right(f"{words}.", date(2026, 12, 1))
    ]
    assert not told


def test_where_no_law_is_named_no_finding_speaks_american() -> None:
    """Every Bad example about consents and disclosures, in a practice that names no law."""
    words = ("CFR", "HIPAA", "Part 2", "164.", "RCW")
    load_rules()
    for code in ("CON001", "CON002", "CON005", "CON006", "CON008", "CON009", "CON010", "CON011", "CON012"):
        for example in page_of(RULES[code]).of_kind("Bad"):
            text = f"practice: jurisdiction = []\n{example.text}"
            found = check_example(RULES[code], type(example)(example.kind, example.number, text)).findings
            told = [f"{each.message} {each.hint}" for each in found]
            assert not [each for each in told if any(word in each for word in words)], code


def test_every_law_on_file_can_be_named() -> None:
    assert laws_called(law_keys()).keys == law_keys()


THREAT = "kind: threat\nreport:\nreason:"
DUTIES = [
    ("[]", "what the law of your state asks of a threat is not on file here"),
    ('["us-hipaa"]', "what the law of your state asks of a threat is not on file here"),
    ('["us-hipaa", "us-wa"]', "by state law a duty: reasonable efforts to warn"),
    (
        '["us-tx"]',
        "by state law a permission, no duty: medical, mental health or law enforcement personnel may be told",
    ),
    ('["us-fl"]', "Fla. Stat. 491.0147, not checked"),
]


@pytest.mark.parametrize(("laws", "said"), DUTIES)
def test_that_a_threat_is_a_duty_is_said_only_where_the_states_law_is_on_file(laws: str, said: str) -> None:
    load_rules()
    found = check_example(RULES["RSK009"], Example("Bad", 1, f"practice: jurisdiction = {laws}\n{THREAT}"))
    assert any(said in each.hint for each in found.findings if each.code == "RSK009")
