"""Every setting of caseload.toml: its kind, what it means, an example.

One list for two readers: `caseload_toml` checks a file against it, `devtools.manual.settings` writes it down for
people. It holds no values of any practice and decides nothing.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from caseload_tools.practice.practice import ROLES
from caseload_tools.practice.supervision import LEVELS

SettingKind = Literal[
    "text",
    "texts",
    "date",
    "dates",
    "number",
    "amount",
    "yes or no",
    "codes",
    "roles",
    "profile",
    "staff id",
    "severity",
    "supervision",
    "field",
    "time zone",
    "limit",
    "client codes",
    "laws",
]


FIELD_KINDS = ("text", "texts", "number", "date", "yes or no")


class Setting(NamedTuple):
    """One key of a table: how its value is written, what it is for."""

    kind: SettingKind
    about: str
    example: str
    required: bool = False


KIND_IN_WORDS: dict[SettingKind, str] = {
    "text": 'text in quotes, for example "Northgate Clinic"',
    "texts": 'a list of texts, for example ["one", "two"]',
    "date": "a date, for example 2026-11-24",
    "dates": "a list of dates, for example [2026-12-25, 2027-01-01]",
    "number": "a whole number, for example 9",
    "amount": "an amount of money without a sign, for example 140 or 92.50",
    "yes or no": "true or false",
    "codes": 'a list of rule codes or families, for example ["PLN", "NOT012"]',
    "roles": f"a list of roles out of: {', '.join(ROLES)}",
    "profile": "the name of a policy profile in quotes",
    "staff id": "the id of a person under [staff], in quotes",
    "severity": "error, warning or advice, in quotes",
    "supervision": f"one of {', '.join(LEVELS)}, in quotes",
    "field": f"one of {', '.join(FIELD_KINDS)}, in quotes",
    "time zone": 'the name of a time zone as computers know it, for example "America/Chicago"',
    "limit": 'a limit, for example "30 days"',
    "laws": 'a list of bodies of law, for example ["us-hipaa", "us-wa"]',
    "client codes": 'a form in quotes, or a list of them, for example "Mon-0000"',
}

TOP: dict[str, Setting] = {
    "name": Setting("text", "The name of the practice.", '"Northgate Clinic"', required=True),
    "format": Setting("number", "The format of its records; without it 1. `caseload upgrade` raises it.", "1"),
    "needs": Setting("text", "The first version of caseload-tools that reads the format.", '"0.2.0"'),
    "profile": Setting("profile", "The policy the practice is held to.", '"general"'),
    "jurisdiction": Setting(
        "laws",
        "The bodies of law the practice is under, if not those of its profile. `[]`: none that this tool knows.",
        '["us-hipaa", "us-wa"]',
    ),
    "adopted": Setting("date", "The first day git's history counts; older records go by `written:`.", "2026-11-21"),
    "today": Setting("date", "Pins the clock. For a demo practice only.", "2026-11-24"),
    "timezone": Setting("time zone", "Whose clock says what day it is, wherever somebody works.", '"America/Chicago"'),
    "holidays": Setting("dates", "Days that are no business days.", "[2026-12-25, 2027-01-01]"),
    "crisis_contacts": Setting("texts", "Crisis lines every safety plan may rely on.", '["988 Lifeline"]'),
    "client_codes": Setting(
        "client codes",
        "The form of clients' codes beside `C-`: letters, and a 0 for each digit. Several in a list.",
        '"Mon-0000"',
    ),
    "identities": Setting("text", "Where the identity map lies: outside of this repository.", '"../identities.toml"'),
    "editor_keys": Setting(
        "texts",
        "Keys that editors write by themselves: taken in every record, and nothing counts them. `[]` refuses them.",
        '["tags", "aliases", "cssclasses", "created", "modified"]',
    ),
    "allowed_remotes": Setting("texts", "The hosts and folders that may hold a copy.", '["git.northgate.example"]'),
}
STAFF: dict[str, Setting] = {
    "name": Setting("text", "The person's name.", '"Mary Okafor"', required=True),
    "roles": Setting("roles", f"What the person does here: {', '.join(ROLES)}.", '["clinician"]', required=True),
    "credential": Setting("text", "Licence or degree as it stands under a signature.", '"LPC"'),
    "licence_expires": Setting("date", "The last day of the licence.", "2027-06-30"),
    "supervisor": Setting("staff id", "Who co-signs for this person, or supervises otherwise.", '"r.lindqvist"'),
    "email": Setting("text", "The address this person commits under in git.", '"m.okafor@northgate.example"'),
    "start": Setting("date", "First day at the practice.", "2024-02-01"),
    "end": Setting("date", "Last day at the practice.", "2026-08-31"),
}
SUPERVISION: dict[str, Setting] = {
    "level": Setting("supervision", f"How closely: {', '.join(LEVELS)}.", '"co-sign"', required=True),
    "supervisor": Setting("staff id", "Who supervises, if not the person's `supervisor`.", '"r.lindqvist"'),
    "from": Setting("date", "The first day of service it holds for.", "2026-03-02"),
    "to": Setting("date", "The last day of service it holds for.", "2026-12-31"),
}
PROGRAMME: dict[str, Setting] = {
    "label": Setting("text", "The programme's name for people.", '"Virtual intensive outpatient"'),
    "profile": Setting("profile", "The policy of this programme, if not the practice's.", '"iop"'),
    "jurisdiction": Setting(
        "laws",
        "The bodies of law the programme is under, if not those of its profile.",
        '["us-hipaa", "us-wa"]',
    ),
    "minimum_hours_week": Setting("number", "Service hours a week the programme promises.", "9"),
}
FEE: dict[str, Setting] = {
    "label": Setting("text", "What the service is called on a statement.", '"Therapy, 45 minutes"', required=True),
    "amount": Setting("amount", "What it costs: a unit where there are units, else the service.", "140", required=True),
    "minutes_min": Setting("number", "A shorter service is not charged under this code.", "38"),
    "minutes_max": Setting("number", "A longer service is not charged under this code.", "52"),
    "unit_minutes": Setting("number", "How long one unit is.", "15"),
    "unit_from": Setting("number", "From how many minutes a last, begun unit counts.", "8"),
    "missed": Setting("yes or no", "A fee for a missed or cancelled session.", "true"),
    "add_on": Setting("yes or no", "Charged beside another code for the same session.", "true"),
    "from": Setting("date", "The first day this line holds.", "2026-01-01"),
    "to": Setting("date", "The last day this line holds.", "2026-12-31"),
}
LINT: dict[str, Setting] = {
    "select": Setting("codes", "Only these rules or families.", '["STR", "PLN"]'),
    "ignore": Setting("codes", "Not these rules or families.", '["NOT015"]'),
    "baseline": Setting("text", "The file of old findings to leave in peace.", '"caseload-baseline.json"'),
}
WORDS: dict[str, Setting] = {
    "avoid": Setting("texts", "Further words that judge a person.", '["frequent flyer"]'),
    "danger": Setting("texts", "Further words for danger to life, which `risk` has to answer.", '["wants out"]'),
    "vague": Setting("texts", "Further beginnings of objectives that nobody can see done.", '["be mindful of"]'),
    "ready_made": Setting("texts", "Further phrases that could stand in any note.", '["seen and supported"]'),
    "leftovers": Setting("texts", "Further prompts of the practice's own templates.", '["presenting concern here"]'),
    "allow": Setting("texts", "Phrases of any shipped list that this practice accepts.", '["crazy golf"]'),
}
BACKUP: dict[str, Setting] = {
    "recipients": Setting(
        "texts",
        "Who can open a backup: age recipients, the public halves of their keys.",
        '["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]',
    ),
}
FIELD: dict[str, Setting] = {
    "kind": Setting("field", f"What stands there: {', '.join(FIELD_KINDS)}.", '"text"', required=True),
    "about": Setting("text", "What it means, for whoever writes it.", '"The payer\'s number"', required=True),
    "words": Setting("texts", "Only these words may stand there.", '["public", "private"]'),
    "sensitive": Setting("yes or no", "Never shown in a finding. Free text never is.", "true"),
}
LIMIT: dict[str, Setting] = {
    "value": Setting("limit", "The limit itself; `false` switches it off.", '"30 days"'),
    "severity": Setting("severity", "error, warning or advice.", '"error"'),
    "cite": Setting("text", "Where the limit comes from.", '"our payer contract, section 4"'),
    "from": Setting("text", "What the time counts from.", '"the end of the session"'),
    "since": Setting("date", "The first day the value holds; before it, what held until then.", "2027-01-01"),
}
LABELS = (
    "plan",
    "client",
    "session",
    "review",
    "contact",
    "goal",
    "objective",
    "clinician",
    "programme",
    "group",
)
TABLES = (
    *("labels", "staff", "programmes", "policy", "fees", "lint", "measures", "glossary", "words", "backup", "fields"),
)
