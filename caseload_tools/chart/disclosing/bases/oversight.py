"""Oversight of health care: a licensing board, an inspection, an audit by whoever pays.

HIPAA: 45 CFR 164.512(d). Part 2: management audits and evaluations, with an agreement in writing (42 CFR 2.53).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("oversight", "oversight", r"\boversight\b|\binspection\b|\bsurvey\b|\blicensing\b", spares_notes=True)
