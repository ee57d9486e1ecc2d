"""PRV: what must not stand in a record, because somebody could be found or harmed by it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from caseload_tools.chart.audience_doubts import audience_doubt
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems, Record
from caseload_tools.chart.records.client import Client
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text import Document
from caseload_tools.text.language.identifiers import IN_CHARTS, identifiers_in, secret_in
from caseload_tools.text.language.patterns import late_pattern

if TYPE_CHECKING:
    from caseload_tools.practice.identities import Identities, Named

# A name as `caseload new` gives it: words without figures behind a day hold no number of anybody.
_ORDINARY = late_pattern(
    r"records/(?:[a-z-]+/)*(?:C-[0-9A-Z]{1,6}/)?(?:[a-z-]+/)*(?:\d{4}-\d{2}-\d{2})?[a-z-]*(?:-\d{1,2})?\.md", re.ASCII
)
# "The clinic" is this one unless something follows that says which; what is against a landlord is no concern of ours.
_US = (
    r"(?:(?:the|this|our) (?:practice|agency|clinic|cent(?:er|re))\b(?! (?:where|that|at|of|in|on|near|which))|us\b"
    r"|(?:the|our) (?:front desk|reception(?:ist)?|waiting (?:room|time)s?|invoices?|billing)\b|our (?:staff|service|office|fees?)\b)"
)
_COMPLAINT_HEADING = late_pattern(
    rf"(?:(?:formal|written|client(?:['’]s)?) )?(?:complaints?|grievances?)(?: (?:about|against|regarding|concerning) {_US}.*)?"
    r"|(?:critical )?incident reports?",
    re.IGNORECASE,
)
_COMPLAINT_MADE = late_pattern(
    r"\b(?:filed|lodged|made|submitted|raised|handed in|sent in) (?:an? |her |his |their |another )?"
    rf"(?:(?:formal|written|official|second) )*(?:complaint|grievance) (?:about|against|regarding|concerning|with) {_US}",
    re.IGNORECASE,
)
_PROCESS_NOTES = frozenset(("psychotherapy note", "psychotherapy notes", "process note", "process notes"))


@rule("PRV001", cites="45 CFR 164.501", level="warning", prose=True)
def process_note_for_all_to_read(record: Record) -> Problems:
    """A psychotherapy or process note stands in a record that the whole team reads.

    Such notes are the clinician's own and are protected only where they are kept apart from the rest of the chart:
    not on the site, in no release. Best is not to keep them here at all.

    Bad:
        format: narrative

        ## Process notes

        Noticed my own impatience.
    Good:
        format: narrative
        visibility: clinician-only

        ## Process notes

        Noticed my own impatience.
    """
    if record.visibility == "clinician-only":
        return
    for section in record.document.sections:
        if section.title.strip().casefold() in _PROCESS_NOTES:
            hint = "keep it outside of the chart, or in a record of its own with `visibility: clinician-only`"
            yield record.at_line(section.line, "a process note stands where the whole team reads it", hint)


@rule("PRV003", cites="S3.12", level="warning", prose=True)
def another_client_named(record: Record, practice: Practice) -> Problems:
    """The record names another client, or gives their telephone number, address or date of birth.

    Whoever may read this chart then knows of somebody whose chart they may not read; a release of it would take
    that along. Needs the identity map (`identities` in caseload.toml); without it nothing is looked for.

    Bad:
        format: narrative

        Came with Petra Lindgren, whom she knows from the group.
        --- identities
        [C-0002]
        names = ["Petra Lindgren"]
    Bad:
        format: narrative

        Gave 218-555-0142 as the number to ring.
        --- identities
        [C-0002]
        phones = ["(218) 555-0142"]
    Good:
        format: narrative

        Came with another member of the group. Will do so again in May, at the park.
        --- identities
        [C-0002]
        names = ["Will Park"]
    """
    for named in _names_in(record.document, practice.people):
        if record.client not in named.clients:
            kind = named.kind.replace("a client's", "another client's")
            hint = "write `another client`, or their id if it must be known; never who they are"
            yield record.at_line(named.line, f"{kind} stands in this record", hint, named.column)


@rule("PRV012", cites="design: names live apart from records", level="warning", prose=True)
def client_named_in_own_record(record: Record, practice: Practice) -> Problems:
    """The record names its own client, where an id stands for them.

    A chart that holds only ids can be shown, shared and, in the end, made nameless by destroying one row of the
    identity map. One name in the text undoes that, for this version and every copy of it.

    Bad:
        format: narrative

        Ms. Lindgren came ten minutes early.
        --- identities
        [C-0001]
        names = ["Anna Lindgren"]
    Good:
        format: narrative

        She came ten minutes early. Her friend Anna waited outside.
        --- identities
        [C-0001]
        names = ["Anna Lindgren"]
    """
    for named in _names_in(record.document, practice.people):
        if record.client in named.clients and "family" not in named.kind:
            by_editor = _key_at(record.document, named.line) in practice.editor_keys
            hint = "take it out, or write the client's id" if by_editor else "write `she`, `he`, `they` or `the client`"
            yield record.at_line(named.line, f"{named.kind} stands in this record", hint, named.column)


def _key_at(document: Document, line: int) -> str:
    """The key of the front matter that a line belongs to; empty for the body."""
    if line >= document.body_line:
        return ""
    spans = ((key, document.key_position((key,))) for key in document.data)
    return max(((span.line, key) for key, span in spans if span and span.line <= line), default=(0, ""))[1]


@rule("PRV005", cites="45 CFR 164.514(b)(2)")
def person_in_the_file_name(record: Record, practice: Practice) -> Problems:
    """The name of the file, or of its folder, tells who the client is.

    File names travel further than files: into listings, links, backups and messages of git.

    Bad:
        --- text contacts/2026-02-02-lindgren.md
        ---
        type: contact
        client: C-0001
        date: 2026-02-02
        with: client
        channel: phone
        direction: outbound
        purpose: reminder
        reached: true
        summary: Reminded of Tuesday.
        staff: dana.ruiz
        ---
        --- identities
        [C-0001]
        names = ["Anna Lindgren"]
    Good:
        --- contact 2026-02-02
        --- identities
        [C-0001]
        names = ["Anna Lindgren"]
    """
    said = [named.kind for named in practice.people.named_in(record.path, split_camel=True)] if practice.people else []
    if not _ORDINARY.fullmatch(record.path):
        said += [found.kind for found in identifiers_in(record.path, IN_CHARTS)]
    if said:
        hint = "name it for its day; if it was committed, git keeps the old name for ever: tell your supervisor"
        yield record.at_line(1, f"{said[0]} stands in the name of this file", hint)


class _Seen(NamedTuple):
    """People named at one place: whose ids, as what, and where."""

    clients: frozenset[str]
    kind: str
    line: int
    column: int


@lru_cache(maxsize=1)
def _names_in(document: Document, people: Identities | None) -> tuple[_Seen, ...]:
    """Who is named in a record, its front matter too, surely enough to say so: a given name alone never is."""
    if not people:
        return ()
    text = document.text
    found: dict[tuple[int, int], list[Named]] = {}
    for each in people.named_in(text):
        if each.strength == "full" or (each.strength == "surname" and text[each.start].isupper()):
            found.setdefault((each.start, each.end), []).append(each)
    return tuple(
        _Seen(
            frozenset(each.client for each in named),
            named[0].kind,
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
        )
        for (start, _), named in sorted(found.items())
    )


@rule("PRV004", cites="45 CFR 164.514(b)(2)", level="warning", prose=True)
def identifier_in_the_text(record: Record) -> Problems:
    """The text holds a number or address of somebody's own: telephone, e-mail, social security, insurance.

    Who a client is, and how to reach them, is kept apart from the chart. A number in a note goes wherever
    the note goes: to the site, into a transfer, into every backup. Licences, plates, device numbers, street addresses,
    postal codes, accounts and dates of birth are looked for as well.

    Bad:
        format: narrative

        Her sister can be reached at 555-867-5309.
    Bad:
        format: narrative

        Moved to 14 Mill Lane last week. Member ID: XQH123456789.
    Good:
        format: narrative

        Her sister's number is on file. PHQ-9 12 of 27, code 90837, 988 explained, seen on 2026-11-03.
    """
    said: set[str] = set()
    for found in identifiers_in(record.prose, IN_CHARTS):
        if found.kind not in said:
            said.add(found.kind)
            line, column = record.place_in_prose(found.start)
            hint = "keep it with the client's identity, outside the records, and write `on file`"
            yield record.at_line(line, f"{found.kind} stands in the text", hint, column)


@rule("PRV010", cites=("S2.46", "S0.10"))
def danger_at_home_without_safe_channel(client: Client) -> Problems:
    """The client lives with violence, and client.md names no safe way of contact.

    A letter or a message that somebody else reads can cost more than a missed session.

    Bad:
        flags: [domestic-violence]
        safe_channels:
    Good:
        flags: [domestic-violence]
        safe_channels: [phone]
    """
    if "domestic-violence" in client.flags and not client.safe_channels:
        yield client.at(
            "flags", "no safe way of contact is named", "ask, then add `safe_channels:` and `do_not_contact:`"
        )


@rule("PRV009", cites="S1.16", level="warning", prose=True)
def complaint_in_the_chart(record: Record, chart: Chart) -> Problems:
    """A record of the chart keeps a complaint against the practice: under a heading, or told as made.

    Complaints are kept apart, so that nobody who treats the client later reads them first, and so that
    complaining never costs care.

    Bad:
        format: narrative

        ## Complaint

        Says that the waiting room was cold.
    Bad:
        format: narrative

        Filed a formal complaint against the practice today.
    Good:
        format: narrative

        Says that the waiting room was cold. Wrote a complaint to the bus company.
    """
    hint = "move it to records/practice/complaints; the chart keeps only what is clinical"
    for section in record.document.sections:
        if _COMPLAINT_HEADING.fullmatch(section.title.strip()):
            yield record.at_line(section.line, "a complaint stands in the chart", hint)
            return
    prose = record.document.prose
    if "complaint" not in prose.lower and "grievance" not in prose.lower:
        return
    for made in _COMPLAINT_MADE.finditer(prose.text):
        if not (prose.is_quoted(made.start()) or prose.is_denied(*made.span()) or prose.is_supposed(made.start())):
            line, column = record.place_in_prose(made.start())
            yield record.at_line(line, "a complaint stands in the chart", hint, column)
            return


@rule("PRV011", cites="security: keys never lie beside records", level="warning", prose=True)
def secret_in_the_text(record: Record) -> Problems:
    """The text holds what looks like a key or a password of a system.

    It is in git from the first commit on, and on every computer that has a copy.

    Bad:
        format: narrative

        AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQ
    Good:
        format: narrative

        The backup key is with Sam Lee.
    """
    start = secret_in(record.prose)
    if start >= 0:
        line, column = record.place_in_prose(start)
        yield record.at_line(
            line, "a key or password stands in the text", "take it out, and change it where it is used", column
        )


@rule("PRV013", cites="45 CFR 164.501", allowable=False, as_written=True)
def readers_not_certain(record: Record, practice: Practice) -> Problems:
    """The record seems to say who may read it, and does not say it with `visibility` and a word of its list.

    Nobody can tell whom it is for, so it is kept back from everybody but whoever opens the file: no page has it, and
    `caseload build` ends with 1. That is so for a key without a word, another word, another key, one that stands below
    another or behind a `#`, and a line below the front matter; for `draft: true`, `publish: false` and other keys by
    which programs keep a page back; and for a tag or a class such as `private` or `mine`, in the text as well
    (`#private`). So it is for a sentence of the text that says it and nothing else, at the end of a line: "Only for
    me." A tag that says nothing of readers, such as `anxiety`, keeps nothing back.

    Bad:
        visibility: TBD
    Bad:
        private: true
    Bad:
        tags: [private]
    Bad:
        draft: true
    Bad:
        # visibility: clinician-only
        attendance: attended
    Bad:
        tags: [mine]
    Bad:
        format: narrative

        He said it helps to ring his brother.

        Only for me.
    Good:
        visibility: clinician-only
    """
    doubt = audience_doubt(record)
    if doubt is None or practice.is_newer:
        return
    message = "nobody can tell who may read this record, so it is kept back from the whole team"
    hint = "write `visibility:` with `team`, `supervisor`, `client-safe` or `clinician-only`"
    hint += ", above the last `---`" if doubt.line >= record.document.body_line else ""
    hint += ", and take this out" if doubt.path != ("visibility",) else ""
    if record.signatures:
        hint = (
            "the record is signed: say it under `corrects: {visibility: …}` of a signed correction (`caseload addend`)"
        )
    if doubt.path:
        yield record.at(doubt.path, message, hint)
    else:
        yield record.at_line(doubt.line, message, hint, doubt.column)
