"""How changes of a treatment plan are told."""

from __future__ import annotations

from caseload_tools.audit.changes.wording import ChangeSentence, TellableChange, place_in_words, wording

_NOW = {
    "achieved": "achieved",
    "not-achieved": "not achieved",
    "stopped": "stopped",
    "on-hold": "put on hold",
    "in-progress": "taken up",
    "proposed": "proposed",
}


@wording("plan")
def plan(change: TellableChange) -> ChangeSentence | str | None:
    """Interventions begin and stop, objectives and goals are achieved."""
    path, keys = change.path, change.difference.keys
    if keys == ("interventions", "[]") and change.kind in ("added", "removed"):
        return f"{place_in_words(change)} {'begun' if change.kind == 'added' else 'stopped'}"
    if keys in (("objectives", "[]", "status"), ("goals", "[]", "status")) and change.after in _NOW:
        where = place_in_words(change).removesuffix(": status")
        was = f" (was {change.before})" if change.kind == "changed" and change.before else ""
        return f"{where} {_NOW[change.after]}{was}"
    if path == ("status",) and change.kind == "changed" and change.before and change.after:
        return f"plan marked {change.after} (was {change.before})"
    return None
