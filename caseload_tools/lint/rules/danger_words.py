"""RSK, where it reads: what a note says of danger to life has to stand in `risk:` as well. Never surer than a warning."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import is_settled
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.danger_texts import unanswered_text
from caseload_tools.lint.rule import rule


@rule("RSK005", cites="NPSG 15.01.01", level="warning", prose=True)
def danger_in_the_text_only(record: Session | Contact | Assessment, chart: Chart) -> Problems:
    """The text speaks of suicide or harm, and the record says that there is no risk, or nothing.

    What only the prose knows, no list and no colleague at night will find. Sentences behind a key are read, and
    comments, which no page shows. "Denies thoughts of suicide" is understood
    as a no, and so is what lies years back or happened to somebody else; what the client said in quotation marks
    counts. Of a signed record, a signed addendum with `risk_reason:` says what was asked and answered. The words are the practice's: `[words] danger` and `allow` in caseload.toml.

    Bad:
        risk: none

        ## Subjective

        Says she thinks of suicide most evenings.
    Bad:
        risk:

        ## Objective

        Brought in by her sister. Reports intentional overdose on Sunday.
    Bad:
        risk: none
        homework: Ring at once when she wants to kill herself again
    Bad:
        risk: none

        ## Plan

        Slept 50 %% of nights. He wants to kill himself tonight. Ate 20 %% of meals.
    Good:
        risk: none

        ## Subjective

        Denies suicidal thoughts.
    Good:
        risk: none
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:00}

        ## Subjective

        Says she thinks of suicide most evenings.
        --- addendum 2026-01-22
        to: sessions/2026-01-19
        risk_reason: Meant a film that she saw; asked on the day, no thoughts of her own
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-22 12:00}
    Good:
        risk: low
        safety_plan: safety/2026-01-19

        ## Subjective

        "Some nights I think about not waking up."
        --- safety-plan 2026-01-19
    """
    found = unanswered_text(record, chart)
    if found is None or is_settled(chart, "danger in a text", record):
        return
    if record.risk in ("", "not-asked"):
        said = "`risk` does not say how great it is"
    else:
        said = f"`risk` says {record.risk}"
    message = f"{found.what} of harm, and {said}"
    hint = "set `risk:` to what was found, or say under `risk_reason:` what was asked and answered"
    if record.signatures:
        hint = "the record is signed: say what was asked and answered with `caseload addend --risk-reason`"
    line, column = record.place_in_prose(found.start)
    yield record.at(found.path, message, hint) if found.path else record.at_line(line, message, hint, column)
