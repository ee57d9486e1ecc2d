"""A serious and imminent threat to somebody: told to whoever is able to prevent it.

Needs under HIPAA: belief in good faith, so the record says why (45 CFR 164.512(j)). Part 2 has no such exception but
for a crime on the premises or against the staff (42 CFR 2.12(c)(5)) and a medical emergency.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "threat",
    "a serious threat",
    r"\bthreat\w*|\bduty to (?:warn|protect)\b|\btarasoff\b",
    anywhere=True,
    spares_notes=True,
)
