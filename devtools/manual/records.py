"""docs/reference/records.md: each type of record with its place, its keys and its smallest example.

Everything comes from the schemas and the record classes, but for the introduction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caseload_tools.chart.records import RECORD_TYPES, RecordType
from caseload_tools.chart.records.blanks import BLANK_WORDS
from caseload_tools.chart.records.schemas import bundled_schema, schema_resolved
from caseload_tools.lint.key_list import value_in_words
from caseload_tools.text.body_syntax import BODY_SYNTAX
from caseload_tools.values import Schema

INTRODUCTION = """\
# The record format

A record is a text file: first its *front matter*, short lines of `key: value` between two lines of `---`, then text
in Markdown under headings. Where it lies is what it is: `records/clients/C-0142/sessions/2026-11-03.md` is the session
of client C-0142 on 3 November 2026. A second one on that day is `2026-11-03-2.md`, or has a word of its own:
`2026-11-03-crisis.md`.

## Rules of writing

- One key a line, a colon and a blank after it. No quotes are needed. A list stands in brackets, `[phone, sms]`, or one
  entry a line with a dash. Behind a blank and a `#` nobody reads on:
  a text that holds one stands in quotes, `homework: "Ring line #2"`.
- Only `true`, `false`, whole numbers and plain decimals are anything but text. `14:30`, `007` and `NO` stay what they
  are.
- Dates are `2026-11-03`, moments `2026-11-03 15:20`, times `14:00-14:50` (over midnight `23:30-00:20`), lengths of time
  `90 days`, `3 business days`, `6 months`, `weekly`, `fortnightly`, `1 quarter`, `every 3 weeks`.
- A record is linked by its place in the chart, without `.md`: `sessions/2026-11-03`. The practice's own records are
  `agencies/riverside`, `policies/follow-up`, `groups/coping-skills/2026-03-10`.
- In a plan, `O1.2` is the second objective of goal `G1`. An id is never used again for something else. Sessions
  and reviews cite it: that is the thread from problem to goal to objective to what was done.
- A key with nothing behind it, or with `n/a`, `TBD` or `-`, counts as not there. `visibility` alone does not: with no
  word of its list behind it the record is kept back from the team, since nobody can tell whom it is for. So it is where
  another key (`private: true`, `draft: true`, `publish: false`), a tag or a class (`tags: [private]`, `#private` in the
  text) or a comment seems to say it. What is added to a record is kept back where the record is.
- All that counts as not there, in capitals or small letters:
  BLANK_WORDS.
  Behind `risk` all of these but `n/a` are asked back, since each may be an answer.
- What an editor writes by itself (`tags`, `aliases`, `cssclasses`, `created`, `modified`) may stand in every record;
  nothing is counted from it. A page shows it as it is, and a name in it is found as anywhere. `editor_keys` in
  `caseload.toml` says which.
- A plan that was signed is not changed: a change is a new file with `supersedes:` and `changes:`. Other signed records
  get an addendum.
- Names of clients stand in no record. The id does; who that is, you keep elsewhere. It is `C-` with three to twelve
  digits or capitals, or of a form of your own (`Mon-1030`), which `client_codes` in `caseload.toml` says.

Keys marked **required** must have something in them. Those marked ○ hold what a client said or may give somebody
away: no message of the tool ever repeats their value.

## Keys of every record

"""
_LONGEST = 120
OF_THE_PRACTICE = """\
They lie in `records/practice` and hold nothing clinical: what a meeting decides about a client is said in a few words,
and the reasons stand in the chart. A household says that clients live together; whom one may tell something of another
is for consents to say. Tasks and incidents of no client lie here as well."""
MEASURES = """\
Outcome measures are keys too: `phq9: 11`, or the answers `phq9: [1, 1, 2, 1, 1, 1, 1, 0, 1]` with `null` for one not
answered. See [measures](measures.md).
"""

MARKS = """\
## Marks in the text

What your editor hides is on no page, in no search and before no rule; the signature covers it all the same. A comment
that is never closed would hide the rest of the record: lint calls it an error.

| mark | typed | becomes |
|---|---|---|
"""


def _marks() -> Iterator[str]:
    for mark in BODY_SYNTAX:
        typed = " ".join(mark.typed.replace("zqwx", "words").split()).replace("|", "\\|")
        becomes = ": ".join(filter(None, (mark.fate, mark.looks)))
        typed = f"`` {typed} ``" if "`" in typed else f"`{typed}`"
        yield f"| {mark.name} | {typed} | {becomes} |"


def records_page() -> str:
    """The whole page as Markdown."""
    shared = _shared()
    lines = [*_table(shared, bundled_schema(next(iter(RECORD_TYPES))), ""), "", "## Records of a client", ""]
    lines += [line for each in RECORD_TYPES.values() if not each.of_practice for line in _type(each, shared)]
    lines += ["## Records of the practice", "", OF_THE_PRACTICE, ""]
    lines += [line for each in RECORD_TYPES.values() if each.of_practice for line in _type(each, shared)]
    blanks = ", ".join(f"`{word}`" for word in sorted(BLANK_WORDS - {""}))
    introduction = INTRODUCTION.replace("BLANK_WORDS", blanks)
    return introduction + "\n".join(lines).rstrip() + "\n\n" + MARKS + "\n".join(_marks()) + "\n"


def _shared() -> Mapping[str, Schema]:
    """The keys that every type has, described alike."""
    types = [bundled_schema(word)["properties"] for word in RECORD_TYPES]
    first = types[0]
    return {
        key: schema for key, schema in first.items() if key != "type" and all(each.get(key) == schema for each in types)
    }


def _type(known: RecordType, shared: Mapping[str, Schema]) -> Iterator[str]:
    whole = bundled_schema(known.word)
    own = {key: schema for key, schema in whole["properties"].items() if key != "type" and key not in shared}
    scored = [key for key, schema in own.items() if str(schema.get("$ref", "")).endswith("/score")]
    yield f"### {known.word}\n"
    place = _place(known)
    yield f"{known.about}{' ' if len(known.about) + len(place) < _LONGEST else chr(10)}{place}\n"
    yield from _table({key: schema for key, schema in own.items() if key not in scored}, whole, "", whole)
    yield ""
    for condition in whole.get("allOf", ()):
        yield f"{_condition(condition)}\n"
    if scored:
        yield MEASURES
    yield f"```yaml\n{known.smallest.rstrip()}\n```\n"


def _place(known: RecordType) -> str:
    if known.of_practice:
        return f"In `records/practice/{known.folder}/`."
    if known.in_either:
        return f"In `{known.folder}/`; without a client in `records/practice/{known.folder}/`."
    return f"In `{known.folder}/`." if known.folder else "It is the file `client.md`."


def _table(keys: Mapping[str, Schema], whole: Schema, above: str, owner: Schema | None = None) -> Iterator[str]:
    required = (owner or {}).get("required", ())
    if not above:
        yield "| key | meaning | value |"
        yield "|---|---|---|"
    for key, raw in keys.items():
        schema = schema_resolved(raw, whole)
        name = f"{above}`{key}`" + (" ○" if schema.get("x-sensitive") else "")
        meaning = str(raw.get("description", "")) + (" **required**" if key in required else "")
        yield f"| {name} | {_cell(meaning)} | {_cell(value_in_words(schema, whole))} |"
        inner = schema_resolved(schema.get("items", schema), whole)
        if "properties" in inner:
            yield from _table(inner["properties"], whole, f"{above}`{key}` › ", inner)


def _condition(condition: Schema) -> str:
    """`closed` is required when `status` is discharged or deceased."""
    wanted = ", ".join(f"`{key}`" for key in condition["then"]["required"])
    tests = condition["if"].get("properties", {}).items()
    when = " and ".join(f"`{key}` {_words(schema)}" for key, schema in tests)
    return f"Required when {when}: {wanted}."


def _words(schema: Schema) -> str:
    words = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return "is " + " or ".join(f"`{word}`" for word in words) if words else "is given"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()
