"""How changes of a session are told."""

from __future__ import annotations

from caseload_tools.audit.changes.wording import ChangeSentence, TellableChange, wording


@wording("session")
def session(change: TellableChange) -> ChangeSentence | str | None:
    """Attendance and progress: what happened, not which key was set."""
    head, shown = change.path[0], change.after
    if head == "attendance" and shown and change.kind != "removed":
        was = f" (was {change.before})" if change.kind == "changed" and change.before else ""
        return f"session marked {shown}{was}"
    if head == "progress" and len(change.path) == 2 and shown and change.before:
        name = change.path[1]
        if change.kind == "added":
            return f"objective {name}: progress noted as {shown}"
        if change.kind == "changed":
            return f"objective {name}: progress changed from {change.before} to {shown}"
    return None
