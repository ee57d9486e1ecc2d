"""The client agreed, or could object and did not: family, friends and whoever the client names.

Needs under HIPAA: that the record says so, no form (45 CFR 164.510(b)). Under Part 2: written consent.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "agreement", "the client's agreement", r"\bagree(?:d|ment|s)\b|\bdid not object\b|\bno objection\b", anywhere=True
)
