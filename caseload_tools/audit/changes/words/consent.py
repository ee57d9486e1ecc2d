"""How changes of a consent are told."""

from __future__ import annotations

from caseload_tools.audit.changes.wording import ChangeSentence, TellableChange, wording


@wording("consent")
def consent(change: TellableChange) -> ChangeSentence | str | None:
    """A consent is revoked on a day."""
    if change.path == ("revoked_on",) and change.kind == "added" and change.after:
        return f"consent revoked on {change.after}"
    if change.path == ("status",) and change.after and change.kind != "removed":
        was = f" (was {change.before})" if change.kind == "changed" and change.before else ""
        return f"consent marked {change.after}{was}"
    return None
