"""Police and prosecution.

Needs under HIPAA: a court order, warrant, subpoena, or one of the narrow cases of 45 CFR 164.512(f). Under Part 2: an
order under subpart E (42 CFR 2.65), but for a crime on the premises or against the staff (42 CFR 2.12(c)(5)).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("law-enforcement", "law enforcement", r"\blaw[ -]enforcement\b|\bwarrant\b|\bpolice request\b")
