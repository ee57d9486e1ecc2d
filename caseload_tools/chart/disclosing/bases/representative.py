"""A parent, guardian or other personal representative, who stands in the client's place.

Needs: `guardian:` in client.md. HIPAA: 45 CFR 164.502(g). Part 2: the minor's consent as well (42 CFR 2.14).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "representative", "a personal representative", r"\brepresentative\b|\bguardian\b|\bparental right", anywhere=True
)
