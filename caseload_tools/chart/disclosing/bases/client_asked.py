"""The client asked for it.

To the client: right of access (45 CFR 164.524, 42 CFR 2.23). To somebody else: the request is in writing and signed.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "client-asked",
    "the client's own request",
    r"\bclient(?:'s)? (?:own )?(?:ask\w*|request\w*|wish)\b|\bright of access\b",
    anywhere=True,
)
