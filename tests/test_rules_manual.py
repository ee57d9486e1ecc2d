"""The manual has a page for every rule, written from the rule, and none for a rule that is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.lint.rule import load_rules
from devtools.manual.rules import rule_page, rules_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference" / "rules"


def _pages() -> dict[str, str]:
    rules = load_rules()
    return {"README.md": rules_page(rules.values()), **{f"{code}.md": rule_page(rule) for code, rule in rules.items()}}


def test_the_pages_of_the_rules_are_fresh(request: pytest.FixtureRequest) -> None:
    pages = _pages()
    if request.config.getoption("--snapshot-update"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in FOLDER.glob("*.md"):
            path.unlink()
        for name, text in pages.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in pages.keys() | on_disk.keys() if pages.get(name) != on_disk.get(name))
    assert not stale, f"{stale}: run this test with --snapshot-update"


@pytest.mark.requirement("S0.32")
def test_every_rule_says_where_it_comes_from_on_its_page() -> None:
    for code, rule in load_rules().items():
        page = rule_page(rule)
        assert all(source in page for source in rule.cites), code
