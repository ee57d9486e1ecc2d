"""The invented people of a generated practice, and its caseload.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from caseload_tools.practice.record_format import FORMAT

_FIRST = (
    "Ada", "Boris", "Clio", "Dario", "Edda", "Femi", "Gita", "Hugo", "Ines", "Jarl", "Kaja", "Lior", "Mona",
    "Nils", "Olga", "Piet", "Rana", "Sven", "Tilda", "Udo", "Vera", "Wim", "Yara", "Zeno",
)  # fmt: skip
_LAST = (
    "Abelson", "Brindle", "Caskill", "Dunmore", "Eastley", "Farrow", "Gantry", "Hollin", "Ivers", "Jessop",
    "Kettley", "Lorimer", "Marden", "Norwick", "Orchard", "Pellow", "Quarrie", "Rudge", "Selwick", "Tarrant",
    "Umber", "Varley", "Wexley", "Yarrow", "Zeller",
)  # fmt: skip
SUPERVISOR = "r.lindqvist"


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """One clinician or case manager."""

    id: str
    name: str
    programme: str


def invented_team(size: int) -> list[InventedPerson]:
    """As many people as asked for, no two with one id; every third is a case manager."""
    found = []
    for number in range(size):
        first, last = _FIRST[number % len(_FIRST)], _LAST[number * 7 % len(_LAST)]
        again = number // (len(_FIRST) * len(_LAST))
        name = f"{first[0].lower()}.{last.lower()}" + (f"-{again + 1}" if again else "")
        programme = "case-management" if number % 3 == 2 else "outpatient"
        found.append(InventedPerson(name, f"{first} {last}", programme))
    return found


def demo_settings(people: list[InventedPerson], start: date, today: date) -> str:
    """The caseload.toml of the generated practice."""
    until = today + timedelta(days=400)
    parts = [
        "# A generated practice, for trials and measurements. Everything in it is invented.\n\n",
        f'name = "Northgate Clinic, generated"\nformat = {FORMAT}\nprofile = "general"\n',
        f"today = {today}\nadopted = {start}\n",
        'crisis_contacts = ["988 Suicide and Crisis Lifeline, at any hour"]\n\n',
        '[programmes.outpatient]\nlabel = "Outpatient"\nprofile = "private-practice"\n\n',
        '[programmes.case-management]\nlabel = "Case management"\nprofile = "case-management"\n\n',
        _table(SUPERVISOR, "Runa Lindqvist", "supervisor", "LCSW", start, until),
    ]
    for person in people:
        role, credential = ("case-manager", "BSW") if person.programme == "case-management" else ("clinician", "LPC")
        parts.append(_table(person.id, person.name, role, credential, start, until))
    # Its notes bear no signatures: they are there to be read by the thousand.
    parts.append("[policy]\nunsigned_limit = false\n")
    return "".join(parts).rstrip() + "\n"


def _table(name: str, full: str, role: str, credential: str, start: date, until: date) -> str:
    roles = '["clinician", "supervisor"]' if role == "supervisor" else f'["{role}"]'
    return (
        f'[staff."{name}"]\nname = "{full}"\nroles = {roles}\ncredential = "{credential}"\n'
        f"licence_expires = {until}\nstart = {start - timedelta(days=30)}\n\n"
    )
