"""A contractor who works for the practice under an agreement: software, billing, a laboratory.

HIPAA: a business associate (45 CFR 164.502(e)). Part 2: a qualified service organisation (42 CFR 2.12(c)(4)).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "agency-service", "a contractor's agreement", r"\bbusiness associate\b|\bBAA\b|\bQSOA?\b|\bservice agreement\b"
)
