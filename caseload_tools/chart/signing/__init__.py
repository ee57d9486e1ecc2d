"""Who has signed what, whether it still holds, and the acts that sign and add.

`standing` looks at a record and its chart and needs no git, `signed_versions` asks the history, `people` knows who may
do what. The acts of `signing.acts` and `signing.addenda` make new texts; nothing else in the package may change
a record that somebody has signed.
"""

from __future__ import annotations

from caseload_tools.chart.records.base import author_in, author_of
from caseload_tools.chart.signing.signed_versions import STAFF_ROLES
from caseload_tools.chart.signing.standing import (
    ALWAYS_CO_SIGNED,
    Held,
    Standing,
    digest_of,
    has_digest,
    missing_signatures,
    signed_by_staff,
    standing_in,
    standing_of,
)

__all__ = [
    "ALWAYS_CO_SIGNED",
    "STAFF_ROLES",
    "Held",
    "Standing",
    "author_in",
    "author_of",
    "digest_of",
    "has_digest",
    "missing_signatures",
    "signed_by_staff",
    "standing_in",
    "standing_of",
]
