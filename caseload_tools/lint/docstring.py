"""A rule's docstring, taken apart: what it says, why, and its examples as text.

The grammar is the one a rule's author reads in CONTRIBUTING: a sentence, paragraphs, then
blocks under `Bad:`, `Good:` and `Fixed:`. This module only cuts text; what an example means
is for devtools/examples/scenes.py. It is asked only by `explain_rule`, by the tests and by the documentation.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Literal, cast

from caseload_tools.lint.rule import Rule, WrongRule

ExampleLabel = Literal["Bad", "Good", "Fixed"]
_LABEL = re.compile(r"(Bad|Good|Fixed):\Z")


@dataclass(frozen=True, slots=True)
class Example:
    """One block of a docstring. `number` counts the blocks of one kind from 1."""

    kind: ExampleLabel
    number: int
    text: str

    @property
    def label(self) -> str:
        """`Bad 2`, as the tests call it."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class RulePage:
    """A docstring in parts: the sentence, the reasons as paragraphs, the examples in their order."""

    summary: str
    why: tuple[str, ...]
    examples: tuple[Example, ...]

    def of_kind(self, kind: ExampleLabel) -> tuple[Example, ...]:
        """The examples of one kind."""
        return tuple(example for example in self.examples if example.kind == kind)


def page_of(rule: Rule) -> RulePage:
    """The docstring of a rule, taken apart. Raises WrongRule when it does not keep the grammar."""
    text = cleandoc(rule.docstring)
    head, *rest = re.split(r"^(?=(?:Bad|Good|Fixed):[ ]*$)", text, flags=re.MULTILINE)
    summary, *why = [paragraph for paragraph in re.split(r"\n\s*\n", head) if paragraph.strip()] or [""]
    examples = tuple(_numbered(rule, rest))
    page = RulePage(" ".join(summary.split()), tuple(" ".join(part.split()) for part in why), examples)
    if rule.over:  # what looks at no record has no example of one
        _check(rule, page)
    return page


def _numbered(rule: Rule, blocks: list[str]) -> Iterator[Example]:
    seen = {"Bad": 0, "Good": 0, "Fixed": 0}
    for block in blocks:
        label, _, body = block.partition("\n")
        match = _LABEL.match(label.strip())
        assert match is not None
        kind = cast(ExampleLabel, match.group(1))
        seen[kind] += 1
        stray = next((line for line in body.splitlines() if line.strip() and not line.startswith(" ")), None)
        if stray is not None:
            raise WrongRule(
                f"{rule.code}: a line of {kind} {seen[kind]} is not indented below its label",
                "indent the whole example by four spaces; reasons stand above the first example",
            )
        yield Example(kind, seen[kind], textwrap.dedent(body).strip("\n"))


def _check(rule: Rule, page: RulePage) -> None:
    if not page.summary.endswith("."):
        raise WrongRule(
            f"{rule.code}: the first paragraph is not a sentence",
            "one sentence that says what is wrong, with a full stop",
        )
    kinds: tuple[ExampleLabel, ...] = ("Bad", "Good")
    for kind in kinds:
        if not page.of_kind(kind):
            raise WrongRule(
                f"{rule.code} has no `{kind}:` example", f"add a line `{kind}:` with an indented example below it"
            )
    if len(page.of_kind("Fixed")) > len(page.of_kind("Bad")):
        raise WrongRule(
            f"{rule.code} has more `Fixed:` than `Bad:` examples", "put each `Fixed:` right after its `Bad:`"
        )
