"""Health care operations: quality, audit of its own, training, a contractor who works for the practice.

Needs under HIPAA: nothing, of a contractor a contract (45 CFR 164.506(c), 164.502(e)). Under Part 2: written consent,
or a qualified service agreement (42 CFR 2.11, 2.12(c)(4)).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("operations", "health care operations", r"\boperations\b|\bquality (?:review|assurance)\b|\btraining\b")
