"""Who on the staff committed something, by the name and the address that git has of a commit's author.

Both are typed in by whoever commits: what is said here is what the commit claims, and keys alone can prove it. But
nobody becomes somebody else by a line in caseload.toml: a name, an address or a role that was changed there counts
when whoever it is about changed it, or somebody who may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from caseload_tools.practice.practice import Staff

_MAY_CHANGE = ("supervisor", "administration")


class Committers:
    """The staff of a practice by how they commit.

    Of staff without an address in caseload.toml a name, or an address that begins with the id, is enough.
    """

    def __init__(self, staff: Mapping[str, Staff]) -> None:
        without = [person for person in staff.values() if not person.email]
        self._by_address = {person.email.casefold(): person.id for person in staff.values() if person.email}
        self._ids = {person.id for person in without}
        self._by_name = {person.name.casefold(): person.id for person in without if person.name}

    def staff_id(self, name: str, email: str) -> str:
        """The id of whoever this is; empty for nobody on the staff."""
        known = self._by_address.get(email.casefold())
        if known is not None:
            return known
        own = email.partition("@")[0].casefold()
        return own if own in self._ids else self._by_name.get(name.casefold(), "")


class StaffVersion(NamedTuple):
    """The staff as one commit left it, and who that commit says made it."""

    author: str
    email: str
    staff: Mapping[str, Staff]


class PastCommitters:
    """The staff by how they commit, or did by an earlier version of the settings. `versions` come oldest first.

    `now` is the staff of today, of which those who are in no version are taken as they are.
    """

    def __init__(self, versions: Sequence[StaffVersion], now: Mapping[str, Staff]) -> None:
        held = [*_held_good(versions, now)]
        self._committers = [Committers(staff) for staff in reversed(held)]
        self.staff = held[-1]
        """The staff of the last version, each with what counts of it."""

    def staff_id(self, name: str, email: str) -> str:
        """The id of whoever this is; empty for nobody on the staff."""
        return next((found for each in self._committers if (found := each.staff_id(name, email))), "")

    def maker(self, name: str, email: str, committer: str = "", committer_email: str = "") -> str:
        """The id of whose own commit this is, its author's and its committer's; empty where these are two people.

        Without a committer the author made it. `git commit --author` names anybody.
        """
        author = self.staff_id(name, email)
        by_author = not (committer or committer_email) or (committer, committer_email) == (name, email)
        return author if by_author or self.staff_id(committer, committer_email) == author else ""


def _held_good(versions: Sequence[StaffVersion], now: Mapping[str, Staff]) -> Iterator[Mapping[str, Staff]]:
    """The staff of each version, without what somebody changed of others who may not."""
    good: Mapping[str, Staff] = {}
    for version in versions:
        giver = good.get(Committers(good).staff_id(version.author, version.email))
        may = giver is None or _may_change(giver) or not any(map(_may_change, good.values()))
        good = {
            each.id: _as_given(each, good[each.id], giver, version) if each.id in good else _as_new(each, may)
            for each in version.staff.values()
        }
        yield good
    yield {**now, **good}


def _may_change(staff: Staff) -> bool:
    return bool({*staff.roles} & {*_MAY_CHANGE})


def _as_new(each: Staff, may: bool) -> Staff:
    """Somebody who came: a supervisor by the word of whoever may, of which a practice of one clinician has nobody."""
    return each if may else each._replace(roles=tuple(role for role in each.roles if role != "supervisor"))


def _as_given(each: Staff, before: Staff, giver: Staff | None, version: StaffVersion) -> Staff:
    entitled = giver is None or _may_change(giver)
    lent = bool(each.email) and each.email.casefold() == version.email.casefold()
    if giver is None or giver.id != each.id:
        known = entitled and (not lent or each.email == before.email)
    else:
        known = True
    name, email = (each.name, each.email) if known else (before.name, before.email)
    return each._replace(name=name, email=email, roles=each.roles if entitled else before.roles)


def changed_by_others(older: Mapping[str, Staff], version: StaffVersion) -> Iterator[str]:
    """What a version changed of a person that this person, or somebody who may, did not: for people to look at."""
    by = Committers(older).staff_id(version.author, version.email)
    may = by not in older or _may_change(older[by]) or not any(map(_may_change, older.values()))
    for person in sorted(version.staff.keys() - older.keys()):
        if not may and "supervisor" in version.staff[person].roles:
            yield f"{person} was added as a supervisor by {by}"
    for person in sorted(older.keys() & version.staff.keys()):
        one, other = older[person], version.staff[person]
        if (one.name, one.email) != (other.name, other.email) and by != person:
            yield f"the name or the address in commits of {person} was changed by somebody else"
        entitled = by != person and by in older and _may_change(older[by])
        if {*one.roles} != {*other.roles} and by in older and not entitled:
            yield f"the roles of {person} were changed by {by}"
        if one.supervisor != other.supervisor and by in older and not entitled:
            yield f"the supervisor of {person} was changed by {by}"
