"""WHODAS 2.0, 12 items: disability over the last thirty days. Scores only."""

from __future__ import annotations

from caseload_tools.practice.measures import Measure

MEASURE = Measure(
    id="whodas12",
    name="WHODAS 2.0 (12 items)",
    items=12,
    item_min=0,
    item_max=4,
    needs_licence=True,
    licence="free on paper for own patients; electronic use needs the permission of WHO",
    sources=(
        "Üstün et al. 2010, Measuring health and disability: manual for WHODAS 2.0, WHO",
        "American Psychiatric Association, online assessment measures, WHODAS 2.0",
    ),
    note="Items scored 0 to 4. No bands: those in use overlap at their edges.",
)
