"""The practice's own records, each with all that it says: tasks, meetings, agencies, complaints, households.

Written policies have pages of their own, beside the rules. What is void stands last, and what belongs in a chart and
lies here is shown here, for it would stand nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.not_read import NotRead, values_lost
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.dates import count_of, say_day
from caseload_tools.history.record_path import PRACTICE
from caseload_tools.site.addresses import PRACTICE_PAGE, place_on_page
from caseload_tools.site.components import lead
from caseload_tools.site.content.as_written import newer_section
from caseload_tools.site.content.key_facts import key_facts
from caseload_tools.site.content.timeline_rows import NOT_SHOWN, void_words
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import Html, element, joined_html, small, strong
from caseload_tools.site.page import Page, pages
from caseload_tools.site.safe_html import safe_line, safe_markdown

_KINDS = (
    ("task", "Tasks"),
    ("meeting", "Meetings"),
    ("incident", "Incidents"),
    ("complaint", "Complaints"),
    ("agency", "Agencies"),
    ("group", "Groups"),
    ("household", "Households"),
    ("feedback", "Feedback"),
)
_OTHER, _VOID = "Other records", "Entered in error"


@pages("Practice", address=PRACTICE_PAGE, order=5, key="o")
def practice_records(edition: Edition) -> Iterator[Page]:
    """One page, a section for each kind. What may name a client is not in an edition for some of them."""
    shelf = edition.caseload.shared.shelf
    records = [each for each in shelf.records if not isinstance(each, PolicyRecord)]
    void, newer = shelf.voided, shelf.newer
    if edition.of_some:
        records = [each for each in records if isinstance(each, Agency)]
        void = newer = ()
    head = element(
        "header",
        element("h1", "Practice", id="top"),
        lead.lead_paragraph(strong(count_of(len(records), "record")), " that the practice keeps for itself."),
        lead.unread_note(NotRead(shelf.unread, values_lost(shelf.records, edition.practice))),
        class_="top",
    )
    kinds = [word for word, _ in _KINDS]
    others = [each for each in records if each.type not in kinds]
    of_kind = {word: [each for each in records if each.type == word] for word in kinds}
    sections = [_section(edition, word, title, of_kind[word]) for word, title in _KINDS]
    sections += [_section(edition, "other", _OTHER, others)] if others else []
    sections += [_section(edition, "void", _VOID, void)] if void else []
    written = newer_section(edition.practice, newer, PRACTICE)
    yield Page(PRACTICE_PAGE, "Practice", element("div", head, *sections, written, class_="cl"), "Practice", "chart")


def _section(edition: Edition, word: str, title: str, found: Sequence[Record]) -> Html:
    inside = (
        joined_html(_record(edition, each) for each in reversed(found))
        if found
        else element("p", "None is on file.", class_="c")
    )
    return element("section", element("h2", f"{title} ", small(len(found)), id=word), inside)


def _record(edition: Edition, record: Record) -> Html:
    named = str(record.data.get("name") or record.link.partition("/")[2])
    day = small(say_day(record.date, edition.today)) if record.date.year > 1 else None
    note = safe_markdown(record.document.shown, heading=4) if may_be_shown(record) else element("p", NOT_SHOWN)
    code = element("p", element("code", record.path), class_="foot")
    void = edition.caseload.shared.shelf.voids.get(record.link)
    said = element("p", void_words(void, edition.today)) if void else None
    return element(
        "div",
        element("h3", "Void: " if void else None, safe_line(named), " ", day, id=place_on_page(record)),
        element("div", said, note, key_facts(record), code, class_="note"),
    )
