"""SIG: what its author wrote and never signed. The day it is late is the clock's (`chart.clocks.signatures`)."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.signatures import unsigned
from caseload_tools.chart.records import Problems, Record
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.text.shell import shell_word


@rule(
    "SIG017",
    cites=("CMS Program Integrity Manual 3.3.2.4", "S2.20"),
    level="warning",
    limit="unsigned_limit",
    adoptable=True,
)
def unsigned_record(record: Record, chart: Chart) -> Problems:
    """The author has not signed what is finished, or has begun an addendum and written nothing.

    What nobody signed can be changed by anybody, and a supervisor has nothing to co-sign. Asked of notes of what took
    place, assessments, reviews, discharges and addenda, from `adopted` in caseload.toml on, or, without that line, from
    the first of the chart that was signed with a digest. Of somebody under a supervisor who co-signs it is asked in any
    chart.

    Bad:
        practice: adopted = 2026-01-15
        --- session 2026-01-19
        today: 2026-02-10
    Bad:
        --- addendum 2026-01-22
        (no text)
    Bad:
        practice: staff."dana.ruiz".supervisor = "sam.lee"
        --- session 2026-01-19
        today: 2026-02-10
    Good:
        practice: adopted = 2026-01-15
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
        today: 2026-02-10
    Good:
        practice: adopted = 2026-02-01
        --- session 2026-01-19
        today: 2026-02-10
    """
    owed = unsigned(record, chart)
    if owed is None:
        return
    if owed.empty:
        hint = f"write it below the last `---`, then `caseload sign {shell_word(record.path)}`; or delete it unsigned"
        yield record.at("signatures", "this addendum was begun and says nothing", hint)
    elif owed.due < chart.today:
        hint = f"{owed.author or 'whoever wrote it'} reads it, then `caseload sign {shell_word(record.path)}`"
        yield record.at("signatures", f"its author has not signed, {lateness(owed.due, chart.today)}", hint)
