"""Somebody of the staff reports unlawful conduct to an authority or an attorney.

HIPAA: 45 CFR 164.502(j).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("whistleblower", "a report of unlawful conduct", r"\bwhistle-?blow\w+", spares_notes=True)
