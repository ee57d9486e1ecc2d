"""Payment: a claim, an authorization, a review by whoever pays.

Needs under HIPAA: nothing but as little as will do (45 CFR 164.506(c), 164.502(b)). Under Part 2: written consent.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "payment",
    "payment",
    r"\bpayment\b|\bbilling\b|\bclaims?\b|\b(?:prior )?authori[sz]ation (?:of|for) sessions\b",
    follows_from=("payer",),
)
