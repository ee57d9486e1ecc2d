"""docs/reference/law.md: what the law on file says, each fact with its days, its source and who looked when.

Never imported by a command: a test compares its text with the page. Must not hold facts of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from caseload_tools.practice.laws import LawBody, Provision, law_keys, load_law

INTRODUCTION = """\
# Law on file

What rules about consents, disclosures, notices and minors take from the law: each fact in our words, with the days on
which it holds, its source, and the day on which somebody last compared the two. It is data
(`caseload_tools/practice/law/`), not advice, and no substitute for a lawyer who knows your state.

A practice is under the laws that its profile names, or that it names itself, for all of it or for one programme:

```toml
jurisdiction = ["us-hipaa", "us-or"]
```

`jurisdiction = []` names none: outside of the United States no rule speaks of its law. A record marked `part2: true` is
under 42 CFR Part 2 wherever it lies. Each record is judged by the law of its own day.

A fact that nobody saw at its source is marked *not checked*. `caseload doctor` says what was last checked longer ago
than a year.
"""
_ORDER = ("us-hipaa", "us-part2")


def law_page() -> str:
    """The whole page as Markdown."""
    keys = [*_ORDER, *(key for key in law_keys() if key not in _ORDER)]
    bodies = [load_law(key) for key in keys]
    rows = ["| law | key | what it is about |", "|---|---|---|"]
    rows += [f"| [{each.name}](#{_anchor(each)}) | `{each.key}` | {each.about} |" for each in bodies]
    return "\n".join([INTRODUCTION, *rows, "", *(line for each in bodies for line in _body(each))]).rstrip() + "\n"


def _anchor(body: LawBody) -> str:
    return body.name.lower().replace(" ", "-")


def _body(body: LawBody) -> Iterator[str]:
    yield f"## {body.name}\n"
    yield from _table("Provisions", ("provision", "says"), body.provisions, lambda row: (f"`{row.key}`", row.text))
    yield from _table(
        "What a written permission must hold",
        ("of", "must say", "key", "level"),
        body.elements,
        lambda row: (", ".join(row.of), row.words, ", ".join(f"`{key}`" for key in row.keys), row.level),
    )
    yield from _table("Notices", ("notice", "words"), body.notices, lambda row: (row.name, row.words))
    yield from _table(
        "Grounds for telling",
        ("ground", "covers", "needs", "only"),
        body.bases,
        lambda row: (
            row.word if row.permits else f"{row.word}: **no**",
            row.words,
            ", ".join(row.needs),
            ", ".join(row.only),
        ),
    )
    yield from _table("Minors", ("service", "who agrees"), body.minors, lambda row: (row.service, row.words))
    yield from _table("Threats to others", ("law", "asks for"), body.duties, lambda row: (row.kind, row.words))
    yield from _table(
        "Times",
        ("what", "days", "once more", "years back"),
        body.clocks,
        lambda row: (row.words, *(str(each or "") for each in (row.days, row.extension, row.years))),
    )


def _table(title: str, heads: tuple[str, ...], rows: Iterable[Any], cells: Any) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        return
    checked = isinstance(rows[0], Provision)
    more = ("from", "until", "source", *(("checked",) if checked else ()))
    yield f"### {title}\n"
    yield "| " + " | ".join((*heads, *more)) + " |"
    yield "|---" * (len(heads) + len(more)) + "|"
    for row in rows:
        days = (str(row.since or ""), str(row.until or ""))
        source = row.source if row.verified else f"{row.source} (*not checked*)"
        last = (str(row.checked),) if checked else ()
        yield "| " + " | ".join((*cells(row), *days, source, *last)) + " |"
    yield ""
