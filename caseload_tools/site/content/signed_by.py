"""Who signed, as pages show it: never a guardian's name, and a line that counts for nothing is marked as one."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.signing.co_signing import why_idle
from caseload_tools.dates import say_day
from caseload_tools.text.signed_text import said_of


def signer_shown(signature: Signature, chart: Chart) -> str:
    """The staff id, `the client`, `the guardian`; of a name that nobody on the staff has, the role alone."""
    if signature.role != "guardian" and signature.by in chart.practice.staff:
        return signature.by
    return "the client" if signature.role == "client" else said_of({"by": signature.by, "role": signature.role})


def why_marked(signature: Signature, record: Record, chart: Chart) -> str:
    """Why a supervisor's line counts for nothing, to stand behind the name; empty where it counts."""
    why = why_idle(signature, record, chart.past, chart.practice).partition("'s line ")[2]
    return f"a line that {why}" if why else ""


def signed_shown(signature: Signature, record: Record, chart: Chart) -> str:
    """`m.okafor 20 Nov`; with the witness of a signature on paper, and the mark of a line that counts for nothing."""
    said = signer_shown(signature, chart)
    if signature.moment:
        said = f"{said} {say_day(signature.moment.date(), chart.today)}"
    if signature.witness:
        said = f"{said}, on paper, seen by {signature.witness}"
    mark = why_marked(signature, record, chart)
    return f"{said} ({mark})" if mark else said
