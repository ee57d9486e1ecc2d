"""A release that the client signed.

Needs: `consent:` with the link of a release (or `basis:` itself), in force on that day, for this recipient, with what
may be told. HIPAA: 45 CFR 164.508; Part 2: 42 CFR 2.31 and 2.33.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("consent", "a release", r"\bconsents?\b|\breleases?\b|\bauthori[sz]ation\b|\bROI\b", anywhere=True)
