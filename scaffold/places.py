"""Where a new thing goes: the file of its family, the module of a type, the next free number. Looks, never writes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import ascii_lowercase

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.desk.demo.faults import FAULTS
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.rule import FAMILIES, RETIRED, load_rules
from caseload_tools.text.nearest import near_or_all

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "caseload_tools"
# A file of rules that is longer gets no further one.
FULL = 340
# What the rules of a family look at when nobody says it.
USUAL = {
    "STR": "Document",
    "LNK": "Plan",
    "TIM": "Chart",
    "PLN": "Plan",
    "NOT": "Session",
    "CON": "Consent",
    "PRV": "Client",
    "RSK": "Chart",
    "MEA": "Chart",
    "SIG": "Plan",
    "FUP": "Chart",
    "BIL": "Charge",
}


def free_code(wanted: str) -> str:
    """The code for `PLN` (the next free number) or `PLN031` (if nobody has it)."""
    rules = load_rules()
    match = re.fullmatch(r"([A-Z]{3})([0-9]{3})?", wanted.upper())
    if match is None or match[1] not in USUAL:
        raise CaseloadError(f"`{wanted}` is no family of rules", f"say one of {', '.join(USUAL)}, or a code as PLN031")
    used = {int(code[3:]) for code in (*rules, *RETIRED) if code.startswith(match[1])}
    following = f"{match[1]}{max(used) + 1:03}"
    if match[2] is not None and int(match[2]) in used:
        raise CaseloadError(f"{match[0]} is taken, and a code is never used again", f"the next free one is {following}")
    return match[0] if match[2] else following


def types() -> dict[str, str]:
    """What a rule may look at, by the name of its class: the module to import it from."""
    found = {
        "Chart": "caseload_tools.chart.chart",
        "Document": "caseload_tools.text",
        "Record": "caseload_tools.chart.records",
    }
    for kind in RECORD_TYPES.values():
        module = kind.cls.__module__
        text = (PACKAGE / f"{module.removeprefix('caseload_tools.').replace('.', '/')}.py").read_text(encoding="utf-8")
        found |= dict.fromkeys(re.findall(r"^class (\w+)\(\w*(?:Record|Part)\):", text, re.MULTILINE), module)
    return found


def module_of(name: str) -> str:
    """The module of a type that a rule may look at."""
    known = types()
    if name not in known:
        raise CaseloadError(f"a rule cannot look at `{name}`", near_or_all(name, known))
    return known[name]


def list_of(name: str) -> tuple[str, str, str]:
    """Of a part of a record, such as a goal: the record's word, the key of its list, and the list of the smallest one.

    An example lies over a record, so that a goal can be written in its list alone. Of what is no part, empty words.
    """
    for word, kind in RECORD_TYPES.items():
        for key, hint in kind.cls.__annotations__.items():
            if re.search(rf"\b{name}\b", str(hint)):
                listed = re.search(rf"^{key}:\n(?:[ -].*\n)+", kind.smallest, re.MULTILINE)
                return word, key, listed[0] if listed else f"{key}:\n  - TODO: one {name}\n"
    return "", "", ""


def file_of_rules(family: str, function: str) -> Path:
    """The file with most rules of a family, of those that hold few others; a new one when each of them is full."""
    at = Counter(rule.function.__module__ for rule in load_rules().values() if rule.family == family)
    all_at = Counter(rule.function.__module__ for rule in load_rules().values())
    for module, count in at.most_common():
        if 2 * count < all_at[module]:
            continue
        file = PACKAGE / "lint" / "rules" / f"{module.rpartition('.')[2]}.py"
        if len(file.read_text(encoding="utf-8").splitlines()) < FULL:
            return file
    return PACKAGE / "lint" / "rules" / f"{function}.py"


def file_of_faults(family: str) -> Path:
    """The file with most faults of a family."""
    of_family = {fault.code for fault in FAULTS if fault.code.startswith(family)}
    files = sorted((PACKAGE / "desk" / "demo" / "faults").glob("*.py"))
    return max(files, key=lambda file: sum(f'"{code}"' in file.read_text(encoding="utf-8") for code in of_family))


def family_of(code: str) -> str:
    """The family in words, for the first line of a new file."""
    return f"{code[:3]} ({FAMILIES[code[:3]]})"


def free_key(name: str) -> str:
    """The key that leads to a new page: a letter of its name that leads to no other page."""
    tabs = (PACKAGE / "site" / "pages").glob("*.py")
    taken = {key for file in tabs for key in re.findall(r'@pages\(.*key="(\w)"', file.read_text(encoding="utf-8"))}
    return next(letter for letter in name.replace("-", "") + ascii_lowercase if letter not in taken)
