"""The variables of the environment that a practice listens to."""

from __future__ import annotations

IDENTITIES = "CASELOAD_IDENTITIES"
"""Where the map of who the clients are lies, if not where caseload.toml says."""
IDENTITIES_KEY = "CASELOAD_IDENTITIES_KEY"
"""The key of a hashed map."""
