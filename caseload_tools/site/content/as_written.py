"""What only a newer version understands, on the page as it is written: its keys as typed, its words, who signed it.

A type that we do not know has no schema, no row in the timeline and no place in any count. Nobody may miss it for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from caseload_tools.chart.audience import document_may_be_shown
from caseload_tools.practice import Practice
from caseload_tools.practice.record_format import say_needed
from caseload_tools.site.addresses import file_word
from caseload_tools.site.content.key_facts import written_facts
from caseload_tools.site.content.timeline_rows import NOT_SHOWN
from caseload_tools.site.html import Html, element, joined_html, small
from caseload_tools.site.safe_html import safe_markdown
from caseload_tools.text import Document
from caseload_tools.text.english import upper_first
from caseload_tools.text.signed_text import entries_of, said_of


def newer_section(practice: Practice, documents: Sequence[Document], folder: str) -> Html | None:
    """The section of what lies in a folder and is no record to this version; None where there is nothing."""
    if not documents:
        return None
    title = element("h2", "As it is written ", small("perhaps by a newer caseload-tools"), id="as-written")
    why = element("p", f"{upper_first(say_needed(practice))}. Nothing of this is counted.", class_="c")
    newest = reversed(documents)
    return element("section", title, why, joined_html(_written(practice, each, folder) for each in newest))


def _written(practice: Practice, document: Document, folder: str) -> Html:
    link = document.path.removeprefix(f"{folder}/")
    head = element("h3", link.removesuffix(".md"), id=f"as-written-{file_word(link.replace('/', '-'))}")
    if not document_may_be_shown(document):
        return element("div", head, element("div", element("p", NOT_SHOWN), class_="note"))
    note = safe_markdown(document.shown, heading=4)
    foot = element("p", _signed(practice, document), element("code", link), class_="foot")
    return element("div", head, element("div", note, written_facts(document), foot, class_="note"))


def _signed(practice: Practice, document: Document) -> str:
    """Who signed; whoever is not on the staff by the role alone, as a guardian is written by name."""
    lines = entries_of(document.data)
    names = [said_of(each if each.get("by") in practice.staff else {**each, "by": ""}) for each in lines]
    return f"Signed by {', '.join(names)}. " if names else ""
