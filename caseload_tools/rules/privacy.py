"""PRV: what must not stand in a record, because somebody could be found or harmed by it."""

from __future__ import annotations

import re

from caseload_tools.chart import Chart
from caseload_tools.lint.rule import rule
from caseload_tools.records import Problems, Record
from caseload_tools.records.client import Client

# Identifiers of HIPAA Safe Harbor, 45 CFR 164.514(b)(2), that have a form of their own. Numbers of crisis
# lines and clinic extensions are short; years, codes and scores never have these forms.
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])", re.ASCII)
_TELEPHONE = re.compile(r"(?<![\d.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])", re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_KINDS = (
    ("a social security number", _SOCIAL_SECURITY, "-"),
    ("a telephone number", _TELEPHONE, ""),
    ("an e-mail address", _MAIL, "@"),
)
_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AGE-SECRET-KEY-1[0-9A-Z]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bAKIA[0-9A-Z]{16}\b",
    re.ASCII,
)
_SECRET_SIGNS = ("PRIVATE KEY", "AGE-SECRET-KEY", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "AKIA")
_DIGITS = re.compile(r"\d{3}", re.ASCII)


@rule("PRV004", cites="45 CFR 164.514(b)(2)", level="warning", prose=True)
def identifier_in_the_text(record: Record) -> Problems:
    """The text holds a telephone number, an e-mail address or a social security number.

    Who a client is, and how to reach them, is kept apart from the chart. A number in a note goes wherever
    the note goes: to the site, into a transfer, into every backup.

    Bad:
        format: narrative

        Her sister can be reached at 555-867-5309.
    Good:
        format: narrative

        Her sister's number is on file. PHQ-9 12 of 27, code 90837, 988 explained.
    """
    prose = record.prose
    if "@" not in prose and not _DIGITS.search(prose):
        return
    for name, pattern, sign in _KINDS:
        if sign in prose and (found := pattern.search(prose)):
            line, column = record.place_in_prose(found.start())
            hint = "keep it with the client's identity, outside the records, and write `on file`"
            yield record.at_line(line, f"{name} stands in the text", hint, column)


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
    """A record of the chart speaks of a complaint against the practice under a heading of its own.

    Complaints are kept apart, so that nobody who treats the client later reads them first, and so that
    complaining never costs care.

    Bad:
        format: narrative

        ## Complaint

        Says that the waiting room was cold.
    Good:
        format: narrative

        Says that the waiting room was cold.
    """
    for section in record.document.sections:
        if section.title.strip().casefold() in ("complaint", "complaints", "grievance", "incident report"):
            hint = "move it to records/practice/complaints; the chart keeps only what is clinical"
            yield record.at_line(section.line, "a complaint stands in the chart", hint)


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
    prose = record.prose
    if any(sign in prose for sign in _SECRET_SIGNS) and (found := _SECRETS.search(prose)):
        line, column = record.place_in_prose(found.start())
        yield record.at_line(
            line, "a key or password stands in the text", "take it out, and change it where it is used", column
        )
