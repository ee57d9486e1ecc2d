"""Who is signing, and what this person may sign as: from the option, the environment, or git's own address.

Never guesses: a name that nobody here has is an error that says what to do. Reads no record.
"""

from __future__ import annotations

import os
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import run_git
from caseload_tools.practice import Practice, Staff
from caseload_tools.text.characters import unseen_in
from caseload_tools.text.nearest import near_or_all

ENVIRONMENT = "CASELOAD_STAFF"
CLINICAL = ("clinician", "prescriber", "case-manager")
_OR_RELATION = "write the guardian's name, or what the guardian is to the client, such as `mother`"
MEANINGS = ("author", "reviewed", "approved", "co-signed", "agreed")


def who_am_i(root: Path, practice: Practice, named: str = "") -> Staff:
    """Whoever is at the keyboard: `--as`, CASELOAD_STAFF, or the address that git commits under."""
    for name, source in ((named, "--as"), (os.environ.get(ENVIRONMENT, ""), ENVIRONMENT)):
        if name:
            return _known(name, source, practice)
    email = own_email(root)
    found = practice.staff_by_email(email)
    if found is not None:
        return found
    hint = "add `--as` and your staff id, or set CASELOAD_STAFF, or write your `email` into caseload.toml"
    if email:
        raise CaseloadError("nobody on the staff has the e-mail address that git commits under here", hint)
    raise CaseloadError("it is not known who you are", hint)


def own_email(root: Path) -> str:
    """The address that git would commit under in this folder; empty where git knows none, or there is no git."""
    try:
        return run_git(root, ["config", "--get", "user.email"], accept=(0, 1)).decode("utf-8", "replace").strip()
    except CaseloadError:
        return ""


def _known(name: str, source: str, practice: Practice) -> Staff:
    staff = practice.staff.get(name)
    if staff is None:
        hint = near_or_all(name, practice.staff) if practice.staff else "caseload.toml names no staff"
        raise CaseloadError(f"{source} names nobody on the staff", hint)
    return staff


def usual_role(staff: Staff) -> str:
    """What somebody signs as when they do not say: clinicians as such, everybody else as the author."""
    return "clinician" if may_sign_as(staff, "clinician") == "" else "author"


def may_sign_as(staff: Staff, role: str) -> str:
    """Why somebody may not sign in a role; empty when they may."""
    if role == "clinician" and not set(staff.roles) & {*CLINICAL}:
        return f"{staff.id} is no clinician here"
    if role == "supervisor" and "supervisor" not in staff.roles:
        return f"{staff.id} is no supervisor here"
    if role in ("clinician", "supervisor") and not staff.credential:
        return f"{staff.id} has no credential in caseload.toml"
    if role in ("client", "guardian"):
        return "clients and guardians sign for themselves"
    return ""


def guardian_as_written(name: str, practice: Practice) -> str:
    """A guardian as a signature may name one. Raises CaseloadError, which never repeats what was typed.

    A signed line stays in the chart for good, so whoever the identity map knows is not written there by name.
    """
    name = name.strip()
    if not name:
        raise CaseloadError("--guardian names nobody", f"{_OR_RELATION}; if the client signed, leave --guardian out")
    if "\t" in name or len(name.splitlines()) > 1 or unseen_in(name):
        raise CaseloadError("--guardian holds a character that is no part of a name", "type the name on one line")
    staff = {word.casefold() for each in practice.staff.values() for word in (each.id, each.name)}
    if name.casefold() in staff:
        raise CaseloadError("--guardian names somebody on the staff", f"who saw it signed is `--as`; {_OR_RELATION}")
    if practice.client_codes.fits_any_case(name):
        raise CaseloadError(
            "--guardian is a client's id", f"{_OR_RELATION}; if the client signed, leave --guardian out"
        )
    if practice.people and any(each.strength != "given" for each in practice.people.named_in(name)):
        hint = "write what the guardian is to the client, such as `mother`"
        raise CaseloadError("the identity map knows this guardian's name, which no chart may hold", hint)
    return name
