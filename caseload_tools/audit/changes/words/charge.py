"""How changes of a charge are told: a charge is never deleted, it is voided."""

from __future__ import annotations

from caseload_tools.audit.changes.wording import ChangeSentence, TellableChange, wording


@wording("charge")
def charge(change: TellableChange) -> ChangeSentence | str | None:
    """What became of the charge."""
    if change.path != ("status",) or not change.after or change.kind == "removed":
        return None
    was = f" (was {change.before})" if change.kind == "changed" and change.before else ""
    return (
        ChangeSentence(f"charge voided{was}", "voided")
        if change.after == "void"
        else f"charge marked {change.after}{was}"
    )
