"""STR, of words that stand in a record and reach nobody."""

from __future__ import annotations

import re

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.draft_hints import unread_comments
from caseload_tools.chart.records import Problems, Record, Repair
from caseload_tools.chart.records.checking import FaultyDocument
from caseload_tools.chart.records.problem import Problem
from caseload_tools.chart.records.schemas import bundled_schema, schema_at, takes_sentence
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text.body_syntax import hidden_spans
from caseload_tools.text.front_matter.marks import KeyPath, value_at
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.sections import Comment

_TAGS = ("tags", "tag", "cssclasses")
"""Keys of editors, in which the sign of a tag is typed as in a text."""
_ADDEND = "the record is signed and stays as it is: add the words with `caseload addend`"


@rule("STR017", cites=("S1.5", "design: strict reading"), fixes=True)
def words_behind_a_number_sign(record: Record, chart: Chart | None, practice: Practice) -> Problems:
    """Words stand behind a `#`, and end there for everybody who reads the record.

    To YAML, what comes after a blank and a `#` is a remark: no page shows it, no search finds it, no signature covers
    it. `homework: Ring line #2 and ask for Ann` says "Ring line". Quotes around the whole value keep it whole. What
    `caseload new` wrote as a hint may stand until the record is signed, and so may an allowance. In a signed record
    quotes would change what was signed: an addendum says what was lost.

    Bad:
        homework: Ring line #2 and ask for Ann
    Fixed:
        homework: "Ring line #2 and ask for Ann"
    Bad:
        homework: #2 on the list, twice a day
    Fixed:
        homework: "#2 on the list, twice a day"
    Bad:
        # She asked twice whether her brother knows.
        attendance: attended
    Bad:
        --- client
        emergency_contact: sister at 14 Mill Lane #3, number on file
    Bad:
        --- contact 2026-01-19
        purpose: check-in # he sounded tired
    Good:
        homework: "Ring line #2 and ask for Ann"
    Good:
        homework: Read the chapter on C#, then rest
    """
    for comment in unread_comments(record.document, chart, practice):
        yield _unread(record, comment)


def _unread(record: Record, comment: Comment) -> Problem:
    path = _value_before(record, comment)
    message = "nobody reads what stands behind this `#`: no page, no search, no signature has it"
    if path is not None:
        message = "the value ends at this `#`: no page, no search, no signature has what stands behind it"
    whole = bundled_schema(record.word)
    free = path is not None and takes_sentence(schema_at(whole, path), whole)
    tagged = path is not None and path[0] in _TAGS
    repair = (
        Repair("quote", "", path) if path is not None and free and not tagged and _may_be_quoted(record, path) else None
    )
    hint = "write it below the front matter, or delete it"
    if record.signatures:
        hint = _ADDEND
    elif tagged:
        hint = "tags need no `#` in the front matter: write them without it, as in `tags: [one, two]`"
    elif repair is not None:
        key = f"{path[-1]}: " if path and isinstance(path[-1], str) else "- "
        line = record.document.text.split("\n")[comment.line - 1]
        mark = "'" if '"' in line or "\\" in line else '"'  # as `fix` chooses
        hint = f"set quotes around all of it, as in `{key}{mark}…{mark}`; `caseload fix` does it"
    elif free:
        hint = "write the value and it within one pair of quotes, or write it below the front matter"
    return Problem(record.document, (), message, hint, line=comment.line, column=comment.column, repair=repair)


def _may_be_quoted(record: Record, path: KeyPath) -> bool:
    """Whether `caseload fix` will: where the value stands in quotes already, or is a list, a person has to."""
    from caseload_tools.text.edits import quote_rest  # only for what is wrong

    try:
        quote_rest(record.document.text, path)
    except CaseloadError:
        return False
    return True


def _value_before(record: Record, comment: Comment) -> KeyPath | None:
    """The key or item on whose line a comment stands, where it holds a text or nothing."""
    found: KeyPath | None = None
    for path in record.document.places:
        span = record.document.position(path)
        if span is not None and span.end_line == comment.line and span.end_column <= comment.column:
            found = path
    return found


@rule("STR018", cites=("S1.5", "design: strict reading"), allowable=False)
def comment_never_closed(record: Record) -> Problems:
    """A comment in the text is opened and never closed, so that all below it is hidden.

    `<!--` hides what follows as far as `-->`, and `%%` as far as the next `%%`: in most editors, on the site, and from
    these rules. Where the end is missing, that is the rest of the record. A percent sign is typed once.

    Bad:
        format: narrative

        Came late. <!-- ask about the bus

        He has not eaten since Monday.
    Bad:
        format: narrative

        Took 50%% of the dose. He has not eaten since Monday.
    Good:
        format: narrative

        Came late. <!-- ask about the bus --> He has not eaten since Monday.
    Good:
        format: narrative

        Writes `%%` at the foot of each page.
    """
    for span in hidden_spans(record.prose):
        if not span.closed:
            line, column = record.place_in_prose(span.start)
            message = "this comment is never closed, so all below it is hidden"
            hint = "close it with `-->`" if record.prose.startswith("<!--", span.start) else "close it with `%%`"
            yield record.at_line(line, message, f"{hint}, or take the mark out", column)


@rule("STR021", cites=("S1.5", "design: strict reading"), level="warning")
def comment_begun_within_a_word(record: Record) -> Problems:
    """A percent sign that was typed twice hides the words up to the next one, or some editors show a comment.

    `%%` begins a comment, in editors, on the site and for these rules. Behind a figure or a word it was mostly not meant
    as one: "Slept 50%% of nights. He is afraid. Ate 20%% of meals." hides that he is afraid. In a line that is indented
    by four blanks, in the title of a link or behind a backslash it is hidden here, and some editors show it as typed.

    Bad:
        format: narrative

        Slept 50%% of nights. Has not eaten since Monday. Drank 20%% less.
    Bad:
        format: narrative

        He wrote down what he hears:

            go %% to the river %% and wait
    Bad:
        format: narrative

        See [the last note](sessions/2026-01-05 "%% not for him %%") for what he asked.
    Bad:
        format: narrative

        Writes \\%% he never did %% on every page.
    Good:
        format: narrative

        Slept 50 % of nights. %% ask about the bus %% Drank 20% less.
    """
    for span in hidden_spans(record.prose):
        before = record.prose[max(span.start - 1, 0) : span.start]
        if span.closed and before.isalnum() and record.prose.startswith("%%", span.start):
            line, column = record.place_in_prose(span.start)
            hint = "type a percent sign once; before a comment, leave a blank"
            message = "`%%` behind a word hides all up to the next `%%`"
            yield record.at_line(line, message, _ADDEND if record.signatures else hint, column)
        elif span.closed and _SHOWN_BY_SOME.search(
            record.prose[record.prose.rfind("\n\n", 0, span.start) + 1 : span.start]
        ):
            line, column = record.place_in_prose(span.start)
            message = "this comment is hidden here, and some editors show it where it stands"
            hint = "set it on a line of its own, or take its marks out"
            yield record.at_line(line, message, _ADDEND if record.signatures else hint, column)


# Behind four blanks at the beginning of a paragraph, in the title of a link, behind a backslash.
_SHOWN_BY_SOME = late_pattern(r"\A\n?(?: {4}|\t)[^\n]*\Z|\]\([^()\n]*[\"'(][^()\n]*\Z|\\\Z")


@rule("PRV014", cites=("S1.11", "design: strict reading"))
def comment_in_a_value(record: Record) -> Problems:
    """The marks of a comment stand in a value, where they hide nothing: it is shown as it was typed.

    `<!-- … -->` and `%% … %%` hide what stands between them in the text below the front matter. A value such as
    `homework:` is on the site, in lists and in print with all its words.

    Bad:
        homework: Ring the adviser <!-- he owes her money -->
    Bad:
        homework: Ring the adviser %% he owes her money %%
    Bad:
        --- contact 2026-01-19
        outcome: Left a message <!-- brother answered -->
    Bad:
        --- task 2026-01-12-form
        what: bring the form <!-- she does not want to -->
    Bad:
        --- incident 2026-01-19
        what: A slip in the hall %% says he was pushed %%
    Good:
        homework: Ring the adviser, 50%% of the days
    """
    if "<!--" not in record.document.text and "%%" not in record.document.text:
        return
    for path in record.document.places:
        value = value_at(record.document.data, path)
        if isinstance(value, str) and _COMMENT.search(value):
            hint = "write it below the front matter, in a record that is kept back, or nowhere"
            yield record.at(path, "these marks hide nothing in a value: all of it is shown", hint)


_COMMENT = late_pattern(r"<!--|%%.*%%", re.DOTALL)


@rule("STR019", cites=("S0.27", "design: path is identity"), allowable=False)
def copy_beside_its_record(faulty: FaultyDocument) -> Problems:
    """A copy lies beside the record it was made from: it says the same, or bears that record's name and a mark.

    Two plans would be in force, a release would outlive its revocation, and a service would have two notes. Nobody can
    tell which of the two is meant, so the copy is not read, and no other rule speaks of it. What says the same as
    another record of the chart is a copy whatever its name, also where only one of the two was signed or revoked since.
    What differs is a copy where a program marked it (`2026-01-12 (1).md`, `2026-01-12_REMOTE_77.md`), or where its name
    is that of a record with something behind it (`2026-01-12-LAPTOP7.md`) and half of its lines are that record's.
    So is what says that it is another client's, and stands in that client's chart word for word. Often it holds what was written on another computer: compare before one of the two is deleted. A second record of
    the day is called `2026-01-12-2.md` or `2026-01-12-crisis.md`, and says something else.

    Bad:
        --- text plans/2026-01-12(1).md
        ---
        type: plan
        ---
    Bad:
        --- text consents/2026-01-05-treatment.sync-conflict-20260120-101112-ABCDEFG.md
        ---
        type: consent
        ---
    Bad:
        --- session 2026-01-19
        --- session 2026-01-19-LAPTOP7
    Good:
        --- contact 2026-01-19
        outcome: Rang about the letter
        --- contact 2026-01-19-2
        outcome: Rang about the bus
    """
    yield from faulty.problems_coded("STR019")
