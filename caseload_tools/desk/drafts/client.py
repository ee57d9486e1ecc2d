"""A new chart begins with client.md."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.desk.drafts.draft import Draft, DraftLines, Wish, draft
from caseload_tools.practice import Practice


@draft("client")
def client(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """client.md with what has to be known at the door."""
    programmes = " or ".join(practice.programmes) or "the programme"
    page = DraftLines().key("type", "client").key("client", chart.id).key("status", "intake").key("opened", wish.date)
    page.key("programme", wish.programme, programmes).key("clinician", wish.staff, "staff id, such as m.okafor")
    page.key("prefers", None, "sms, phone, email, mail, portal or in-person")
    page.key("safe_channels", None, "those that are safe to use, such as [phone, sms]")
    page.key("emergency_contact", None, "who, where the number is, permission and its date")
    return Draft("client", page.sections(("Alerts",)).text)
