"""Public health: a notifiable disease, a death, a faulty product.

HIPAA: 45 CFR 164.512(b)(1)(i), (iii), (iv).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("public-health", "public health", r"\bpublic[ -]health\b|\bnotifiable\b")
