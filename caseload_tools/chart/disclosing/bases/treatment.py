"""Treatment: one provider tells another, or coordinates care with somebody outside.

Needs under HIPAA: nothing (45 CFR 164.506(c)). Under Part 2: the client's written consent (42 CFR 2.31, 2.33). It
follows by itself where the recipient is a provider; for anybody else it is written.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "treatment",
    "treatment",
    r"\btreatment\b|\bcare coordination\b|\bcoordination of care\b",
    follows_from=("treating",),
)
