"""A court: an order, or a subpoena with what law asks beside it.

Needs under HIPAA: an order, or a subpoena and notice to the client or a protective order (45 CFR 164.512(e)). Under
Part 2: an order under subpart E and a subpoena, both (42 CFR 2.61 to 2.67).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("court", "a court order or subpoena", r"\bcourt\b|\bsubpoenas?\b|\bjudicial\b|\bsummons\b")
