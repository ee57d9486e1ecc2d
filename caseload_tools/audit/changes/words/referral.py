"""How changes of a referral are told."""

from __future__ import annotations

from caseload_tools.audit.changes.wording import ChangeSentence, TellableChange, wording


@wording("referral")
def referral(change: TellableChange) -> ChangeSentence | str | None:
    """How far the referral has come."""
    if change.path == ("status",) and change.after and change.kind != "removed":
        was = f" (was {change.before})" if change.kind == "changed" and change.before else ""
        return f"referral marked {change.after}{was}"
    return None
