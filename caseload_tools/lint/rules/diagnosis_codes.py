"""STR: codes of diagnoses, by their form alone."""

from __future__ import annotations

import re

from caseload_tools.chart.records import Repair
from caseload_tools.chart.records.assessment import Diagnosis
from caseload_tools.chart.records.plan import PlanProblem
from caseload_tools.lint import Problems, rule
from caseload_tools.values import replace

_ICD = re.compile(r"[A-TV-Z][0-9][0-9AB](?:\.[0-9A-KXZ]{1,4})?\Z", re.ASCII)
_SAME_CODE = "write the same code with a capital, and with a dot behind the second digit"


@rule("STR009", cites="S2.25", level="warning", fixes=True)
def diagnosis_code_not_well_formed(part: PlanProblem | Diagnosis) -> Problems:
    """A diagnosis code does not have the form of an ICD-10-CM code.

    A code that a payer cannot read is sent back. It is a letter, two digits, and after a dot up to four more.

    Bad:
        --- plan
        status: provisional
        signatures:
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: f51.01}
    Fixed:
        --- plan
        status: provisional
        signatures:
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F51.01}
    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F5101}
    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: insomnia}
    Good:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F51.01}
    """
    key, code = ("code", part.code) if isinstance(part, Diagnosis) else ("diagnosis", part.diagnosis)
    if code and not _ICD.match(code):
        message = "this is not the form of an ICD-10-CM code"
        right = code_meant(code)
        problem = part.at(
            key, message, _SAME_CODE if right else "a letter, two digits, and after a dot up to four more"
        )
        yield replace(problem, repair=Repair("set", right, (*part.where, key))) if right else problem


def code_meant(code: str) -> str:
    """The code with its capital and its dot, of `f33.1`, `F33,1` and `F331`; empty for what has another form."""
    plain = code.replace(" ", "").replace(",", ".").upper()
    dotted = plain if "." in plain else f"{plain[:3]}.{plain[3:]}"
    return next((each for each in (plain, dotted) if _ICD.match(each)), "")
