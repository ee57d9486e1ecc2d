"""May X be told Y by Z on that day, on this basis: the answer against a table worked out by hand.

tests/situations/disclosing.txt has the lines and says what its words mean (README.md there). Each line is a little
chart, built in memory: nothing is linted here, only asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import checker_for
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.answering import answers_to, releases_used
from caseload_tools.chart.disclosing.channels import safe_channels_of
from caseload_tools.chart.disclosing.communication import Permission
from caseload_tools.chart.disclosing.outgoing import is_guardian
from caseload_tools.chart.disclosing.reasons import REASONS, permission_hint
from caseload_tools.chart.disclosing.recipients import kind_of_words
from caseload_tools.chart.records import RECORD_TYPES, Record, Unreadable
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.chart.shelf import PracticeShelf, Shelf
from caseload_tools.desk.drafts import Wish, start_draft
from caseload_tools.practice import Practice, read_practice
from caseload_tools.text import read_bytes
from devtools.examples.scenes import lay_over
from devtools.examples.trying import settings_text

TABLE = Path(__file__).parent / "situations" / "disclosing.txt"
USUAL_DAY = "2026-03-02"
_SETTINGS = {
    "us": "",
    "part2": 'profile = "sud-part2"',
    "marked": "",
    "elsewhere": "jurisdiction = []",
}
_RELEASE = "kind: release-of-information\nto: {to}\nfrom: dana.ruiz\ninformation: [{what}]\npurpose: {purpose}"


@dataclass(frozen=True)
class Situation:
    """One line of the table."""

    number: int
    law: str
    day: str
    record: str
    to: str
    basis: str
    more: tuple[str, ...]
    answer: str
    source: str

    @property
    def name(self) -> str:
        """What the tests call it."""
        return f"{self.number} {self.law} {self.record} {self.to} {self.basis} {','.join(self.more)}"

    def has(self, beginning: str) -> str:
        """What stands behind a word of `more`; empty where it is not said."""
        found = next((each for each in self.more if each == beginning or each.startswith(f"{beginning} ")), None)
        return "" if found is None else found.removeprefix(beginning).strip() or beginning


def _situations() -> Iterator[Situation]:
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            law, day, record, to, basis, more, answer, source = (each.strip() for each in line.split("|"))
            said = tuple(each.strip() for each in more.split(",")) if more != "-" else ()
            day = USUAL_DAY if day == "." else day
            yield Situation(number, law, day, record, to, "" if basis == "-" else basis, said, answer, source)


SITUATIONS = tuple(_situations())


@cache
def _practice(law: str) -> Practice:
    return read_practice(settings_text(_SETTINGS[law]).encode())


def _record(law: str, word: str, link: str, lines: list[str], body: str | None = None) -> Record:
    text = lay_over(RECORD_TYPES[word].smallest, lines)
    if body is not None:
        text = text.rpartition("---\n")[0] + "---\n" + body
    kind = RECORD_TYPES[word]
    chart_id = "" if kind.of_practice else "C-0001"
    found = read_record(
        read_bytes(text.encode(), f"{link}.md"), kind.folder, link, chart_id, checker_for(_practice(law))
    )
    assert found.faulty is None, [each.problem.message for each in found.faulty.problems]
    assert isinstance(found.record, Record)
    return found.record


_PAPERS = ("agreement", "request", "order", "subpoena", "warrant", "notice", "protective-order", "contract", "board")
_CHANNELS = {"phone": "phone", "voicemail": "phone", "sms": "sms", "email": "email", "mail": "mail", "met": "in-person"}


def _asked_record(case: Situation) -> Record:
    """The record that the situation is about."""
    lines = [f"date: {case.day}", *(["part2: true"] if case.law == "marked" else ())]
    papers = [each for each in (*_PAPERS, "crime-here") if each in case.more]
    told = case.has("told") or "attendance"
    first = case.record.split()[0]
    if first in _CHANNELS:
        words = "left a voicemail" if first == "voicemail" else "spoke for a while"
        lines += [f"channel: {_CHANNELS[first]}", f"outcome: {words}", "with: client"]
        return _record(case.law, "contact", "contacts/x", lines)
    if first == "attempt":
        channel = case.record.split()[1]
        result = "left a voicemail" if channel == "voicemail" else "no answer"
        attempt = f"  - {{at: {case.day} 15:10, channel: {_CHANNELS[channel]}, result: {result}}}"
        lines += ["attendance: no-show", "outreach:", attempt, "progress:", "interventions:", "risk:"]
        return _record(case.law, "session", "sessions/x", lines)
    if first == "session":
        lines += [f"participants: [client, {case.to}]", *(["agreement: she agreed"] if papers else ())]
        return _record(case.law, "session", "sessions/x", lines)
    lines += [f"basis: {case.basis}"] if case.basis else ["basis:"]
    lines += [f"rests_on: [{', '.join(papers)}]"] if papers else []
    cites = _consents(case) and "uncited" not in case.more and first != "disclosure"
    lines += ["consent: consents/2026-01-12-x"] if cites else []
    if first == "call":
        lines += [f'with: "{case.to}"', "purpose: coordination"]
        lines += [f"direction: {'in' if case.record.endswith(' in') else 'out'}"]
        lines += [] if "untold" in case.more else [f"information: [{told}]"]
        lines += ["time:"] if "no time" in case.more else []
        return _record(case.law, "contact", "contacts/x", lines, "" if "wordless" in case.more else None)
    lines += [f"to: {case.to}"]
    if first == "disclosure":
        lines += [f"information: [{told}]"]
        if not case.basis:
            lines += [f"basis: {'consents/2026-01-12-x' if _consents(case) else 'as usual'}"]
    return _record(case.law, first, f"{first}s/x", lines)


def _consents(case: Situation) -> list[Record]:
    """The release or family consent that is on file."""
    if "tpo" in case.more:
        to, what, purpose = "my treating providers and health plans", "all records", "treatment, payment and operations"
        text = _RELEASE.format(to=to, what=what, purpose=purpose)
        return [_record(case.law, "consent", "consents/2026-01-12-x", ["date: 2026-01-12", *text.splitlines()])]
    how = case.has("release") or case.has("family")
    if not how:
        return []
    named_to = re.search(r"\bto (\S.*)", how)
    recipient = named_to[1] if named_to else case.to
    lines = ["date: 2026-01-12", "signed_on: 2026-01-12"]
    if case.has("family"):
        kind = "attend" if how.startswith("attend") else "contact"
        named = [] if recipient == "nobody" else [f"to: {recipient}"]
        lines += ["kind: family", *named, f"allows: [{kind}]", "information: [attendance]"]
        return [_record(case.law, "consent", "consents/2026-01-12-x", lines)]
    told = re.search(r"\bof (?!another)(\S.*)", how)
    lines += _RELEASE.format(to=recipient, what=told[1] if told else "attendance", purpose="work").splitlines()
    lines += ["information:"] if how == "of nothing" else []
    lines += ["kind: psychotherapy-notes"] if how == "of psychotherapy notes" else []
    lines += ["expires: 2026-02-20"] if how == "ended" else []
    lines += [f"expires: {how.split()[-1]}"] if how.startswith("until") else []
    if how.startswith("revoked"):
        day = how.split()[-1] if " on " in how else "2026-02-11"
        lines += ["status: revoked", f"revoked_on: {day}"]
    lines += ["status: draft"] if how == "draft" else []
    lines += ["signed_on:"] if how == "unsigned" else []
    return [_record(case.law, "consent", "consents/2026-01-12-x", _last_of_each(lines))]


def _last_of_each(lines: list[str]) -> list[str]:
    """The last line of each key: what was said later holds."""
    return list({line.partition(":")[0]: line for line in lines}.values())


def _client(case: Situation) -> Record:
    lines = [f"guardian: {case.has('guardian')}"] if case.has("guardian") else []
    lines += ["flags: [shared-phone]"] if "shared-phone" in case.more else []
    safe, never = case.has("safe"), case.has("never")
    lines += [f"safe_channels: [{safe}]"] if safe else ["safe_channels:"]
    lines += [f"do_not_contact: [{never}]"] if never else []
    return _record(case.law, "client", "client", [*lines, "prefers:"])


def _agencies(law: str) -> PracticeShelf:
    harbor = _record(law, "agency", "agencies/harbor", ["name: Harbor Prescribing", "services: [prescriber]"])
    return PracticeShelf(Shelf((harbor, _record(law, "agency", "agencies/riverside", [])), ()))


def _asked(case: Situation) -> list[Permission]:
    """What the program answers."""
    record = _asked_record(case)
    shelf = Shelf((_client(case), *_consents(case), record), ())
    practice = _practice(case.law)
    chart = Chart("C-0001", "records/clients/C-0001", practice, date(2026, 12, 1), shelf, _agencies(case.law))
    return list(answers_to(record, chart))


@pytest.mark.parametrize("case", SITUATIONS, ids=lambda case: case.name)
def test_the_answer_is_that_of_the_regulation(case: Situation) -> None:
    (found,) = _asked(case)
    verdict = {"not said": "ask"}.get(found.verdict, found.verdict)
    assert f"{verdict} {found.reason} {found.basis}".strip() == case.answer, case.source


def test_the_table_is_as_wide_as_it_says() -> None:
    assert len(SITUATIONS) >= 200
    assert len({(each.law, each.day, each.record, each.to, each.basis, each.more) for each in SITUATIONS}) == len(
        SITUATIONS
    )
    assert {each.answer.split()[1] for each in SITUATIONS} | {"consents-unread", "cited-revoked"} == {*REASONS}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the county's children and youth services", "child-protection"),
        ("department of children and families", "child-protection"),
        ("Jugendamt", "child-protection"),
        ("child abuse hotline", "child-protection"),
        ("adult protective services intake", "adult-protection"),
        ("the police officer", "police"),
        ("parole officer", "officer"),
        ("guardian ad litem", "officer"),
        ("the school nurse", "treating"),
        ("his teacher", "school"),
        ("psychiatric NP", "treating"),
        ("988", "emergency"),
        ("her dog", "animal"),
        ("the medical student", "trainee"),
        ("stepdad", "family"),
        ("her ex", "family"),
        ("the partner agency", "other"),
        ("workers' compensation", "benefits"),
        ("her sponsor", "advocate"),
        ("somebody", "other"),
        ("lawyer of the father in the CPS case", "attorney"),
        ("the father, accused of child abuse", "family"),
        ("foster mother, placed by child welfare", "family"),
        ("landlord, apartment 112", "housing"),
        ("a private investigator, suite 911", "other"),
        ("Ms Bell at CPS", "child-protection"),
        ("social worker from CPS", "child-protection"),
        ("police, child abuse unit", "child-protection"),
        ("family services, child protection", "child-protection"),
        ("nurse in the emergency department", "emergency"),
        ("ER physician", "emergency"),
        ("APS worker", "adult-protection"),
    ],
)
def test_recipients_are_known_by_the_words_of_the_trade(words: str, kind: str) -> None:
    assert kind_of_words(words) == kind


@pytest.mark.parametrize(
    ("guardian", "who", "yes"),
    [
        ("mother", "mother", True),
        ("mother, sole legal custody, order of 2019 seen", "Mother", True),
        ("mother, as father may be told nothing", "father", False),
        ("mother and father", "father", True),
        ("grandmother", "mother", False),
        ("mother", "agencies/mother", False),
        ("", "mother", False),
        ("mother", "her mother", True),
        ("mother", "the client's mother", True),
        ("Ana Bell (mother)", "Bell", True),
        ("mother", "mother's boyfriend", False),
        ("mother", "the mother of the boy who hit him", False),
        ("mother", "foster mother", False),
        ("father", "father's lawyer", False),
        ("mother and father", "mother's", False),
    ],
)
def test_a_guardian_is_who_is_named_first(guardian: str, who: str, yes: bool) -> None:
    lines = [f"guardian: {guardian}"] if guardian else []
    shelf = Shelf((_record("us", "client", "client", lines),), ())
    chart = Chart("C-0001", "records/clients/C-0001", _practice("us"), date(2026, 12, 1), shelf)
    assert is_guardian(chart, who) is yes


@pytest.mark.parametrize(
    ("born", "guardian", "yes"),
    [
        ("2014-01-01", "mother", True),
        ("1990", "mother", False),
        ("1990", "mother, appointed by the court", True),
        ("2008-03-02", "mother", False),
        ("2008-03-03", "mother", True),
    ],
)
def test_an_adult_has_a_guardian_only_where_a_court_gave_one(born: str, guardian: str, yes: bool) -> None:
    shelf = Shelf((_record("us", "client", "client", [f"born: {born}", f"guardian: {guardian}"]),), ())
    chart = Chart("C-0001", "records/clients/C-0001", _practice("us"), date(2026, 12, 1), shelf)
    assert is_guardian(chart, "mother", date(2026, 3, 2)) is yes


def test_a_message_that_told_something_told_it() -> None:
    lines = ["with: her employer", "channel: phone", "direction: out", "outcome: left a voicemail"]
    for told, reason in (("information: [diagnosis]", "no-release"), ("information:", "nothing-told")):
        contact = _record("us", "contact", "contacts/x", [*lines, told, "basis:", "consent:"])
        assert [each.reason for each in answers_to(contact, _chart(contact))] == [reason]


def test_no_word_about_a_report_by_law_sends_anybody_for_a_release() -> None:
    """Under no law and on no day, whatever release is on file: never no, and never a release as what is missing."""
    about = r"^(?!(?:her )?lawyer|the father).*(?:\bCPS\b|protect|abuse|welfare|DCFS|youth office|\bAPS\b)"
    told = [each for each in SITUATIONS if re.search(about, each.to)]
    assert len(told) > 25
    for case in told:
        for found in _asked(case):
            assert found.verdict != "no" and "release" not in found.wanted, case.name
            assert not re.search(r"sign|renew|ask the (?:client|parent)", permission_hint(found)), case.name


# --- whoever asks, asks there ------------------------------------------------------------------------


def _chart(*records: Record, law: str = "us") -> Chart:
    shelf = Shelf(records, ())
    return Chart("C-0001", "records/clients/C-0001", _practice(law), date(2026, 3, 2), shelf, _agencies(law))


def _drafted(word: str, to: str, *records: Record) -> str:
    return start_draft(word, _chart(*records), _practice("us"), Wish(date(2026, 3, 2), to=to)).text


def _release(*lines: str) -> Record:
    usual = [
        *_RELEASE.format(to="agencies/riverside", what="attendance", purpose="work").splitlines(),
        "date: 2026-01-12",
    ]
    return _record("us", "consent", "consents/2026-01-12-x", _last_of_each([*usual, "signed_on: 2026-01-12", *lines]))


def test_a_draft_asks_for_the_basis_where_no_release_covers() -> None:
    assert "basis:" not in _drafted("contact", "")
    assert "\nbasis:  # where no release covers it" in _drafted("contact", "agencies/riverside")
    assert "\nbasis:  # where no release covers it" in _drafted("referral", "agencies/riverside")
    covered = _drafted("contact", "agencies/riverside", _release())
    assert "consent: consents/2026-01-12-x" in covered and "basis:" not in covered


def test_the_draft_of_a_report_by_law_does_not_ask_for_a_release() -> None:
    assert "consent:" in _drafted("contact", "her employer")
    report = _drafted("contact", "state child protection hotline")
    assert "consent:" not in report and "basis:" in report


def test_a_draft_takes_a_channel_that_is_safe() -> None:
    lines = ["prefers: sms", "safe_channels: [sms, email]", "do_not_contact: [sms]"]
    client = _record("us", "client", "client", lines)
    assert "channel: email" in _drafted("contact", "", client)
    assert safe_channels_of(_chart(client).client) == ("email",)


def test_the_uses_of_a_release_are_counted() -> None:
    used = [f"date: {day}" for day in ("2026-02-02", "2026-02-20")]
    calls = [
        _record("us", "contact", f"contacts/{day[6:]}", [day, "with: agencies/riverside", "information: [attendance]"])
        for day in used
    ]
    beyond = _record("us", "contact", "contacts/3", ["with: agencies/riverside", "information: [diagnosis]"])
    found = releases_used(_chart(_release(), *calls, beyond))
    days = [str(each.communication.day) for each in found["consents/2026-01-12-x"]]
    assert days == ["2026-02-02", "2026-02-20"]


def test_what_cannot_be_read_is_not_missed() -> None:
    contact = _record("us", "contact", "contacts/x", ["with: her employer", "information: [attendance]"])
    lost = Unreadable(contact.document, "consent", "consents/y", None)
    shelf = Shelf((contact,), (lost,))
    chart = Chart("C-0001", "records/clients/C-0001", _practice("us"), date(2026, 3, 2), shelf, _agencies("us"))
    assert [each.reason for each in answers_to(contact, chart)] == ["consents-unread"]
