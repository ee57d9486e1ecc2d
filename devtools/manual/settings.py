"""The manual's pages about caseload.toml and the profiles, written from the settings and limits themselves.

Never imported by a command: a test compares its text with docs/reference/, so that the manual cannot say
what the code does not do. Must not hold facts of its own beyond how to write the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from caseload_tools.practice import settings
from caseload_tools.practice.keys import KEYS, LimitKey
from caseload_tools.practice.policy import Limit
from caseload_tools.practice.profiles import GENERAL, load_periods, profile_about, profile_names

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

`caseload schema export --config build` writes a JSON Schema of this file. An editor that knows TOML completes and
checks it while you type, once the file begins with the line `#:schema ./build/caseload-toml.schema.json`.
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
`severity` is the level of what its rule finds: error, warning or advice.

A limit that changes on a day has a value for each time. Each record is judged by what held on its own day, so
a note of last year is never late by this year's rule.

```toml
[policy]
note_within = [{value = "72 hours"}, {value = "24 hours", since = 2027-01-01}]
```

A figure whose source begins with *practice default* is our choice, with the reason beside it. *Unverified*
means that nobody has checked the source.
"""

WORDS = """\
`[words]`: what the rules about wording look for. Each key adds phrases to a list that the tool ships with its sources
(`caseload_tools/practice/lexicons/`), `allow` takes phrases out. In a phrase `suicid*` is any ending, `addict(s)` may
have the s, `(his|her) life` is one of two, `took … tablets` leaves room for up to five words."""

FEES = """\
One table for each code that the practice charges: `[fees.90834]`, or several with `[[fees.90834]]` when the
fee changes. Without fees the rules about charges check less, since no code, amount or time is built in: the
figures below are an example, yours stand in your payers' contracts.

```toml
[[fees.90834]]
label = "Psychotherapy, 45 minutes"
amount = 135
minutes_min = 38
minutes_max = 52
to = 2026-12-31

[[fees.90834]]
label = "Psychotherapy, 45 minutes"
amount = 140
minutes_min = 38
minutes_max = 52
from = 2027-01-01
```"""

SUPERVISION = """\
How closely somebody is supervised, in a table of the person: `[staff."s.nakamura".supervision]`. A record is judged by
what held on the day of its service. Where it changed, write a table for each time, with double brackets and `from` and
`to`. A plain `supervisor` under the person, and no such table, means `co-sign`.

```toml
[[staff."s.nakamura".supervision]]
level = "co-sign"
supervisor = "r.lindqvist"
to = 2027-02-28

[[staff."s.nakamura".supervision]]
level = "access"
supervisor = "r.lindqvist"
from = 2027-03-01
```

`none`: nobody supervises. `access`: the supervisor reads along. `approve`: the supervisor signs what was done, as
reviewed, approved or co-signed. `co-sign`: the supervisor co-signs."""

BACKUP = """\
`[backup]`: for `caseload backup`; see [make a backup](../how-to/back-up.md). A recipient is no secret. The key that
opens the backup never stands here."""


FIELDS = """\
`[fields.TYPE.KEY]`: a key of your own that a record of this type may have. It is checked as every other key is, also by
editors (`caseload schema export`). No rule asks for it, and a key that we ship cannot be changed.

```toml
[fields.session.authorisation]
kind = "text"
about = "The payer's authorisation number"

[fields.client.referred_by]
kind = "text"
words = ["self", "school", "court", "physician"]
about = "Who sent the client to us"
```"""


def configuration_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, *_tables(), LIMITS, *_profiles(), *_limits()]).rstrip() + "\n"


def _tables() -> Iterator[str]:
    yield from _table("At the top of the file", "", settings.TOP)
    yield from _table("Staff", 'One table for each person: `[staff."m.okafor"]`.', settings.STAFF)
    yield from _table("Supervision", SUPERVISION, settings.SUPERVISION)
    yield from _table("Programmes", "One table for each programme: `[programmes.virtual-iop]`.", settings.PROGRAMME)
    yield from _table("Fees", FEES, settings.FEE)
    yield from _table("Linting", "`[lint]`", settings.LINT)
    yield from _table("Words", WORDS, settings.WORDS)
    yield from _table("Backup", BACKUP, settings.BACKUP)
    yield from _table("Keys of your own", FIELDS, settings.FIELD)
    words = ", ".join(f"`{word}`" for word in settings.LABELS)
    yield f"## Labels and glossary\n\n`[labels]` renames things for people: {words}."
    yield "So far pages and `caseload show` head the plan with it. Records and schemas stay as they are."
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
        yield f"| [`{name}`](profiles/{name}.md) | {about} | {f'`{base}`' if base else ''} |"
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


def _values(keys: Iterable[LimitKey]) -> Iterator[str]:
    for key in keys:
        for limit in _said(key):
            yield f"| `{key.name}` | {limit.source} | {' | '.join(_cells(limit))} |"


def _said(key: LimitKey) -> Iterator[Limit]:
    """The limit in each profile that says something of its own about it, the general one first."""
    for name in sorted(profile_names(), key=lambda name: (name != GENERAL, name)):
        yield from (limit for limit in load_periods(name).dated.get(key.name, ()) if limit.source == name)


def _cells(limit: Limit) -> tuple[str, str, str]:
    """Value, level and source of a limit, ready for a row."""
    value = f"{limit}, since {limit.since}" if limit.since else str(limit)
    return value, limit.severity, limit.why.replace("|", "\\|")


# --- one page for each profile -------------------------------------------------------------


def profile_page(name: str) -> str:
    """The page of a profile as Markdown: what it sets itself, and what it takes from the one below it."""
    about, base = profile_about(name)
    dated = load_periods(name).dated
    own = [limit for key in KEYS for limit in dated.get(key, ()) if limit.source == name]
    taken = [limit for key in KEYS for limit in dated.get(key, ()) if limit.source != name]
    lines = [f"# {name}", "", about, "", _how_to_use(name, base), "", _law(name), "", *_doubts(own)]
    lines += [f"## What {name} sets", "", *_rows(own)]
    if taken:
        lines += [f"## What it takes from {base}", "", *_rows(taken)]
    return "\n".join(lines).rstrip() + "\n"


def _law(name: str) -> str:
    """Under which law a practice is that names this profile."""
    named = ", ".join(f"`{key}`" for key in load_periods(name).jurisdiction)
    return f"Its law (`jurisdiction`): {named}, see [law on file](../law.md). The practice may name others, or none."


def _how_to_use(name: str, base: str) -> str:
    builds = f" It builds on [{base}]({base}.md): what it does not set is as there." if base else ""
    return (
        f'A practice is held to it by `profile = "{name}"` at the top of caseload.toml, a programme by the same line '
        f"in `[programmes.NAME]`.{builds} Any limit can be changed: see [caseload.toml](../configuration.md)."
    )


def _doubts(own: list[Limit]) -> Iterator[str]:
    unsure = [f"`{limit.key}`" for limit in own if limit.unverified]
    if unsure:
        names = ", ".join(dict.fromkeys(unsure))
        yield f"**Nobody has checked the source of {names}.** Look it up before you rely on it."
        yield ""


def _rows(limits: list[Limit]) -> Iterator[str]:
    for family in dict.fromkeys(KEYS[limit.key].family for limit in limits):
        yield f"### {family}\n"
        yield "| limit | asks that | counted from | value | level | source |\n|---|---|---|---|---|---|"
        for limit in limits:
            key = KEYS[limit.key]
            if key.family == family:
                yield f"| `{key.name}` | {key.about} | {limit.start} | {' | '.join(_cells(limit))} |"
        yield ""
