"""How changes of a client's own file are told."""

from __future__ import annotations

from caseload_tools.audit.changes.wording import ChangeSentence, TellableChange, wording


@wording("client")
def client(change: TellableChange) -> ChangeSentence | str | None:
    """Where the client stands, and who is responsible."""
    if change.path == ("status",) and change.after and change.kind != "removed":
        was = f" (was {change.before})" if change.kind == "changed" and change.before else ""
        return f"client marked {change.after}{was}"
    if change.path in (("clinician",), ("supervisor",)) and change.kind == "changed" and change.before and change.after:
        return f"handed over from {change.path[0]} {change.before} to {change.after}"
    if change.path == ("closed",) and change.kind == "added" and change.after:
        return f"chart closed on {change.after}"
    return None
