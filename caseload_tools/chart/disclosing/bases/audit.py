"""An audit or evaluation of a programme.

Part 2: an agreement in writing (42 CFR 2.53).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("audit", "an audit", r"\baudit\b|\bprogram(?:me)? evaluation\b")
