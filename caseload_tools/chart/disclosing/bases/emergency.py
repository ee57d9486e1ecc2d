"""A medical emergency.

Needs under HIPAA: nothing, it is treatment (45 CFR 164.506(c), 164.510(b)(3)). Under Part 2: medical personnel, and
it is written down to whom, by whom, when and what the emergency was (42 CFR 2.51).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("emergency", "a medical emergency", r"\bemergency\b", follows_from=("emergency",), anywhere=True)
