"""Who on the staff committed something, by the name and the address that git has of a commit's author.

Both are typed in by whoever commits: what is said here is what the commit claims, and keys alone can prove it.
"""

from __future__ import annotations

from caseload_tools.practice.practice import Practice


class Committers:
    """The staff of a practice by how they commit.

    Of staff without an address in caseload.toml a name, or an address that begins with the id, is enough.
    """

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        without = [person for person in practice.staff.values() if not person.email]
        self._ids = {person.id for person in without}
        self._by_name = {person.name.casefold(): person.id for person in without if person.name}

    def staff_id(self, name: str, email: str) -> str:
        """The id of whoever this is; empty for nobody on the staff."""
        known = self._practice.staff_by_email(email)
        if known is not None:
            return known.id
        own = email.partition("@")[0].casefold()
        return own if own in self._ids else self._by_name.get(name.casefold(), "")
