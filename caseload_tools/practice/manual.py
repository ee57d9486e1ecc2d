"""The manual's page about caseload.toml, written from the settings, the limits and the profiles themselves.

Never imported by a command: a test compares its text with docs/reference/configuration.md, so that the
manual cannot say what the code does not do. Must not hold facts of its own beyond how to write the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from caseload_tools.practice import settings
from caseload_tools.practice.keys import KEYS, Key
from caseload_tools.practice.policy import Limit, load_profile, profile_about, profile_names

INTRODUCTION = """\
# caseload.toml

One file at the top of the practice says who works there, which programmes it runs and what its records are
held to. It is [TOML](https://toml.io): text stands in quotes, dates do not, a table begins with its name in
square brackets. An unknown key is a mistake and is answered with the nearest one that exists.

A small practice needs little:

```toml
name = "Northgate Clinic"
profile = "private-practice"

[staff."m.okafor"]
name = "Mary Okafor"
roles = ["clinician"]
credential = "LPC"

[programmes.virtual-iop]
label = "Virtual intensive outpatient"
profile = "iop"

[programmes.virtual-iop.policy]
note_within = "24 hours"
```

An id with a dot needs quotes: `[staff."m.okafor"]`.
"""
LIMITS = """\
## Policies and their limits

A *profile* is a set of limits that belong together. The practice names one (`profile`), a programme may name
another. A single limit can be set for the whole practice in `[policy]`, or for one programme in
`[programmes.NAME.policy]`; both win over every profile, and the programme's wins over the practice's.

```toml
[policy]
note_within = "48 hours"
max_goals = false                       # switches the limit off
plan_review_every = {value = "60 days", severity = "error", cite = "payer contract, section 4"}
```

A time is written `"72 hours"`, `"3 business days"` (the practice's `holidays` do not count), `"30 days"`,
`"6 weeks"`, `"12 months"` or `"monthly"`; a number of sessions `"3 sessions"`; a share `0.85`; everything
else a whole number, or `true` and `false`. A limit that is off asks for nothing, and its rule stays silent.

A figure whose source begins with *practice default* is our choice, with the reason beside it. *Unverified*
means that nobody has checked the source.
"""


def configuration_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, *_tables(), LIMITS, *_profiles(), *_limits()]).rstrip() + "\n"


def _tables() -> Iterator[str]:
    yield from _table("At the top of the file", "", settings.TOP)
    yield from _table("Staff", 'One table for each person: `[staff."m.okafor"]`.', settings.STAFF)
    yield from _table(
        "Programmes", "One table for each programme: `[programmes.virtual-iop]`.", settings.PROGRAMME
    )
    yield from _table("Linting", "`[lint]`", settings.LINT)
    yield from _table("Words", "`[words]`: what the rules about wording look for.", settings.WORDS)
    words = ", ".join(f"`{word}`" for word in settings.LABELS)
    yield f"## Labels and glossary\n\n`[labels]` renames things for people: {words}."
    yield 'For example `plan = "Healthy Living Plan"`. `[glossary]` explains abbreviations:'
    yield '`CBT = "cognitive behavioural therapy"`.\n'
    yield "## Measures\n\n`[measures.NAME]` adds a measure or changes a figure of a shipped one: see"
    yield "[measures](measures.md).\n"


def _table(title: str, about: str, rows: Mapping[str, settings.Setting]) -> Iterator[str]:
    yield f"## {title}\n"
    if about:
        yield f"{about}\n"
    yield "| key | meaning | example |\n|---|---|---|"
    for key, setting in rows.items():
        required = " Required." if setting.required else ""
        yield f"| `{key}` | {setting.about}{required} | `{setting.example}` |"
    yield ""


def _profiles() -> Iterator[str]:
    yield "| profile | for | builds on |\n|---|---|---|"
    for name in profile_names():
        about, base = profile_about(name)
        yield f"| `{name}` | {about} | {f'`{base}`' if base else ''} |"
    yield ""


def _limits() -> Iterator[str]:
    for family in dict.fromkeys(key.family for key in KEYS.values()):
        keys = [key for key in KEYS.values() if key.family == family]
        yield f"### {family}\n"
        yield "| limit | asks that | counted from |"
        yield "|---|---|---|"
        for key in keys:
            yield f"| `{key.name}` | {key.about} | {key.start} |"
        yield ""
        yield "| limit | profile | value | level | source |\n|---|---|---|---|---|"
        yield from _values(keys)
        yield ""


def _values(keys: Iterable[Key]) -> Iterator[str]:
    for key in keys:
        for limit in _said(key):
            why = limit.why.replace("|", "\\|")
            yield f"| `{key.name}` | {limit.source} | {limit} | {limit.severity} | {why} |"


def _said(key: Key) -> Iterator[Limit]:
    """The limit in each profile that says something of its own about it, the baseline first."""
    for name in sorted(profile_names(), key=lambda name: (name != "baseline", name)):
        limit = load_profile(name).limits.get(key.name)
        if limit is not None and limit.source == name:
            yield limit
