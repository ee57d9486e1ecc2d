"""A report that law demands: of the abuse or neglect of a child or of an adult who cannot protect themselves.

It never lacks a release, and nobody is asked for one first. HIPAA: 45 CFR 164.512(b)(1)(ii), (c). Of Part 2 only the
report of child abuse is free (42 CFR 2.12(c)(6)); any other is told so that nothing shows treatment for substance
use.
"""

from __future__ import annotations

from caseload_tools.chart.disclosing.bases.basis import basis

BASIS = basis(
    "mandated-report",
    "a mandated report",
    r"\bmandated\b|\bmandatory report\b|\b(?:child|elder|adult)(?:[ -]abuse)?[ -](?:protection )?report\b"
    r"|\breport (?:of|by) (?:abuse|neglect|law)\b",
    follows_from=("child-protection", "adult-protection"),
    anywhere=True,
    matters=(("child-abuse", r"\bchild"), ("elder-abuse", r"\belder"), ("vulnerable-adult", r"\badult|\bvulnerable")),
    spares_notes=True,
)
