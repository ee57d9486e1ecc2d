"""Somebody told us something, and we told nothing.

Needs nothing: who listens discloses nothing. Under Part 2 not even that the client is one (42 CFR 2.13(c)).
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis("inbound", "only listened", r"\binbound\b|\bincoming\b|\bonly listened\b", anywhere=True, only_heard=True)
