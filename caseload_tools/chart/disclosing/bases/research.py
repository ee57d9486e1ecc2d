"""Research.

Needs: the client's authorization, or the waiver of a review board (45 CFR 164.512(i), 42 CFR 2.52).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("research", "research", r"\bresearch\b|\bstudy\b")
