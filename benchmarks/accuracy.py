"""`python -m benchmarks.accuracy`: how often each rule that reads prose is right, as docs/accuracy.md.

    python -m benchmarks.accuracy           writes the page
    python -m benchmarks.accuracy --show    prints each case in which rule and reader differ, too

The cases are in tests/labelled/; what is counted here is only what the rules say to them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from benchmarks import foreign
from benchmarks.labelled import ROOT, Sheet, answers, sheets, wrong
from caseload_tools.dates import count_of
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice

PAGE = ROOT / "docs" / "accuracy.md"
# They count words, and nobody can be of another opinion.
COUNTING = ("NOT012", "PLN008", "NOT015")
# They compare as NOT009 does; tests/test_prose_corpus.py holds them to all 500 notes of the corpus.
COMPARING = ("NOT019", "NOT020")
# They look words up in the practice's own identity map; tests/test_privacy.py counts what they find.
MAPPED = ("PRV003", "PRV012")

INTRODUCTION = """\
# How often the rules that read prose are right

Most rules of `caseload lint` look at dates, links and figures, and are right or wrong like a sum. The rules on this
page read what people wrote. They can be wrong, so none of them is ever an error: they warn or advise, and each can be
allowed in a record or switched off, and most take other words (`[words]` in caseload.toml).

**Precision** is the share of findings that a reader agrees with; **recall** is the share of what a reader sees that the
rule finds. In brackets is the range in which the true figure lies with 95 % (Wilson), had the cases been drawn at
random: with twenty cases even a clean sheet may hide one error in seven.
"""
LIMITS = """\
## What these figures do not say

- **Those who wrote the rules wrote most of the sentences**, and labelled them by reading before the rules were changed.
  The cases *held back* were kept aside while a rule was worked on, but they came from the same heads; for NOT005,
  NOT006, NOT014 and PRV004 some of them were seen, for NOT017 and PRV009 all but those that came with their second
  version, and for NOT007 and the rules of PRV the cases came after the rules.
  One label of the corpus (NOT011) was put right after a rule had disagreed with it. On notes of your own practice
  expect less; send us what was wrong.
- One reader labelled each case. Two readers of real notes agree only moderately on such questions, so a figure near 1
  says that the rule does what we meant, not that everybody means the same.
- The hard cases are over-represented, and whole notes are rare: most cases are one sentence. A long note gives a rule
  more chances to be wrong.
- The corpus is 500 synthetic case notes with 54 different texts by one author; it is uniform and free of quotation.
- All of it is English, most of it American. The lists are of words, not of meanings: irony, spelling mistakes and
  danger told without any of the words are not found. **A silent linter is no risk assessment.**
"""


class Count(NamedTuple):
    """How often rule and reader said yes and no."""

    right: int
    false_alarms: int
    missed: int
    quiet: int

    @property
    def cases(self) -> int:
        """How many cases there were."""
        return sum(self)

    @property
    def precision(self) -> str:
        """The share of findings that the reader shares."""
        return share(self.right, self.right + self.false_alarms)

    @property
    def recall(self) -> str:
        """The share of what the reader sees that was found."""
        return share(self.right, self.right + self.missed)


def share(part: int, whole: int) -> str:
    """A share with the range in which it lies with 95 % (Wilson 1927); a dash for no cases."""
    if not whole:
        return "–"
    z, observed = 1.96, part / whole
    middle = (observed + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(observed * (1 - observed) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{observed:.2f} ({max(0.0, middle - half):.2f}–{min(1.0, middle + half):.2f})"


def count(sheet: Sheet, said: Sequence[bool], parts: Iterable[str]) -> Count:
    """The count over some parts of a sheet."""
    pairs = [(case.expected, spoke) for case, spoke in zip(sheet.cases, said, strict=True) if case.part in parts]
    return Count(
        sum(expected and spoke for expected, spoke in pairs),
        sum(spoke and not expected for expected, spoke in pairs),
        sum(expected and not spoke for expected, spoke in pairs),
        sum(not expected and not spoke for expected, spoke in pairs),
    )


def page(judged: Sequence[tuple[Sheet, Sequence[bool]]]) -> str:
    """The whole page as Markdown."""
    lines = [INTRODUCTION, "## The figures", "", *_table(judged), "", *_unmeasured(), "", *_demo(), ""]
    lines += [*foreign.lines(), "", LIMITS]
    lines += ["## Where rule and reader differ", "", *_differences(judged), ""]
    lines += ["Computed by `python -m benchmarks.accuracy` from `tests/labelled/`; a test keeps this page fresh."]
    return "\n".join(lines) + "\n"


def _table(judged: Sequence[tuple[Sheet, Sequence[bool]]]) -> list[str]:
    rows = ["| rule | cases: yes / no | precision | recall | held back: precision | held back: recall |"]
    rows.append("|---|---|---|---|---|---|")
    for sheet, said in judged:
        whole = count(sheet, said, ("first", "held_back", "corpus"))
        held = count(sheet, said, ("held_back",))
        cases = f"{whole.right + whole.missed} / {whole.false_alarms + whole.quiet}"
        rule = f"**{sheet.rule.code}** {sheet.rule.name.replace('-', ' ')}"
        rows.append(f"| {rule} | {cases} | {whole.precision} | {whole.recall} | {held.precision} | {held.recall} |")
    return rows


def _unmeasured() -> list[str]:
    counting, comparing = ", ".join(COUNTING), " and ".join(COMPARING)
    said = (
        f"{counting} count words or quotation marks, so there is nothing to be of two opinions about. {comparing} "
        "compare as NOT009 does, with every other client's notes; `tests/test_prose_corpus.py` holds NOT020 to all 500 "
        f"notes of the corpus. {' and '.join(MAPPED)} look up the practice's own list of names; "
        "`tests/test_privacy.py` holds them to no false alarm in the records of the demo."
    )
    return [said]


def _demo() -> list[str]:
    """What the same rules say to the demo practice, which was written with care and read by people."""
    practice = load_practice(ROOT)
    assert practice.today is not None
    prose = tuple(rule.code for rule in load_rules().values() if rule.prose)
    result = lint_caseload(ROOT, practice, LintRequest(today=practice.today, select=prose, baseline={}))
    found = count_of(len(result.findings), "finding")
    return [f"In the demo practice (`records/`, {result.clients} clients, written with care) these rules have {found}."]


def _differences(judged: Sequence[tuple[Sheet, Sequence[bool]]]) -> list[str]:
    lines = []
    for sheet, said in judged:
        differing = list(wrong(sheet, said))
        if differing:
            lines += [f"**{sheet.rule.code}** – {sheet.question}", ""]
            lines += [f"- {'false alarm' if spoke else 'missed'}: {one_line(case.said)}" for case, spoke in differing]
            lines.append("")
    return lines


def one_line(said: str) -> str:
    """A case as one line of Markdown that shows it letter by letter."""
    flat = " ".join(said.split())
    return f"`{flat}`" if "`" not in flat else flat


def main() -> None:
    """Write the page, and print it in short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print where rule and reader differ")
    options = parser.parse_args()
    judged = [(sheet, answers(sheet)) for sheet in sheets()]
    PAGE.write_text(page(judged), encoding="utf-8")
    print("\n".join(_differences(judged) if options.show else _table(judged)))


if __name__ == "__main__":
    main()
