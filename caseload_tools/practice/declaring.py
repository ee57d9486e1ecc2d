"""Who may declare a record void, or return it: what commands, lint, the chart and the audit ask."""

from __future__ import annotations

from caseload_tools.practice.practice import Staff


def may_declare(kind: str, staff: Staff, author: str) -> str:
    """Why somebody may not declare a record void (`void`) or return it (`returned`); empty when they may.

    `author` is who wrote the record; empty where it does not say. What was typed by hand is asked like a command.
    """
    is_supervisor = "supervisor" in staff.roles
    if kind == "void" and author and staff.id != author and not is_supervisor:
        return f"{author} wrote it, and {staff.id} is no supervisor here"
    if kind == "returned" and not is_supervisor:
        return f"{staff.id} is no supervisor here"
    if kind == "returned" and staff.id == author:
        return f"it is {staff.id}'s own work"
    return ""
