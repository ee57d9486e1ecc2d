"""A JSON Schema of caseload.toml, for editors that complete and check TOML, made from the settings and limits.

One source with the reader and the manual, so that the three cannot differ. Dates are text here, as TOML is seen
by every JSON Schema validator. What one key says of another (a supervisor who is on the staff) only the reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from caseload_tools.dates import interval_pattern
from caseload_tools.practice import settings
from caseload_tools.practice.keys import KEYS, LimitKey
from caseload_tools.practice.laws import law_keys
from caseload_tools.practice.own_fields import record_words
from caseload_tools.practice.policy import SEVERITIES
from caseload_tools.practice.practice import ROLES
from caseload_tools.practice.profiles import OLD_NAMES, profile_names
from caseload_tools.practice.supervision import LEVELS
from caseload_tools.text.client_codes import FORM
from caseload_tools.values import Schema

_ID = "https://caseload-tools.example/schemas/1/caseload-toml.schema.json"
_TIME = interval_pattern("[0-9]{1,4}", sessions=False)
_SESSIONS = "^((every )?[0-9]{1,4} sessions?|every session|every other session)$"
_DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXT: Schema = {"type": "string"}
_MOST = 10**9 - 1


def config_schema() -> Schema:
    """The whole schema, draft 2020-12, with nothing to look up elsewhere."""
    properties = _properties(settings.TOP)
    properties |= {
        "staff": _by_name(_person(), "One table for each person."),
        "programmes": _by_name(_programme(), "One table for each programme."),
        "policy": {"$ref": "#/$defs/policy", "description": "Limits that hold in the whole practice."},
        "fees": _by_name(_one_or_several(_table(settings.FEE)), "What services cost: a table for each code."),
        "lint": _table(settings.LINT),
        "words": _table(settings.WORDS),
        "backup": _table(settings.BACKUP),
        "fields": _fields(),
        "labels": _closed(dict.fromkeys(settings.LABELS, _TEXT)),
        "glossary": {"type": "object", "additionalProperties": _TEXT},
        "measures": _by_name({"type": "object"}, "Measures of the practice, or other figures for a shipped one."),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": "caseload.toml, the settings of a practice",
        **_closed(properties, _required(settings.TOP)),
        "$defs": {"policy": _closed({key.name: _limit(key) for key in KEYS.values()}), **_kinds()},
    }


def _closed(properties: Mapping[str, Any], required: Iterable[str] = ()) -> Schema:
    found: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    wanted = list(required)
    return {**found, "required": wanted} if wanted else found


def _by_name(inner: Schema, about: str) -> Schema:
    return {"type": "object", "description": about, "additionalProperties": inner}


def _one_or_several(table: Schema) -> Schema:
    return {"anyOf": [table, {"type": "array", "items": table}]}


def _table(rows: Mapping[str, settings.Setting]) -> Schema:
    return _closed(_properties(rows), _required(rows))


def _fields() -> Schema:
    by_key = {"type": "object", "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,39}$"}}
    types = {word: {**by_key, "additionalProperties": _table(settings.FIELD)} for word in record_words()}
    return {**_closed(types), "description": "Keys that this practice adds to a type of record."}


def _person() -> Schema:
    table = _table(settings.STAFF)
    about = "How closely this person is supervised; several tables for several times."
    table["properties"]["supervision"] = {**_one_or_several(_table(settings.SUPERVISION)), "description": about}
    return table


def _programme() -> Schema:
    table = _table(settings.PROGRAMME)
    about = "Limits of this programme only."
    table["properties"]["policy"] = {"$ref": "#/$defs/policy", "description": about}
    return table


def _properties(rows: Mapping[str, settings.Setting]) -> Schema:
    return {key: {**_value(setting), "description": setting.about} for key, setting in rows.items()}


def _required(rows: Mapping[str, settings.Setting]) -> list[str]:
    return [key for key, setting in rows.items() if setting.required]


def _value(setting: settings.Setting) -> Schema:
    words = {
        "profile": (*profile_names(), *OLD_NAMES),
        "severity": SEVERITIES,
        "supervision": LEVELS,
        "field": settings.FIELD_KINDS,
    }
    lists: dict[str, Schema] = {
        "texts": _TEXT,
        "codes": _TEXT,
        "dates": _DAY,
        "roles": {"type": "string", "enum": list(ROLES)},
        "laws": {"type": "string", "enum": list(law_keys())},
    }
    if setting.kind in words:
        return {"type": "string", "enum": list(words[setting.kind])}
    if setting.kind in lists:
        least = {"minItems": 1} if setting.required else {}
        return {"type": "array", "items": lists[setting.kind], **least}
    if setting.kind == "client codes":
        form: Schema = {"type": "string", "pattern": f"^{FORM}$"}
        return {"anyOf": [form, {"type": "array", "items": form, "minItems": 1}]}
    if setting.kind in ("number", "amount"):
        return {"type": "integer" if setting.kind == "number" else "number", "minimum": 0, "maximum": _MOST}
    if setting.kind == "yes or no":
        return {"type": "boolean"}
    if setting.kind == "date":
        return dict(_DAY)
    return {**_TEXT, "minLength": 1} if setting.required else dict(_TEXT)


# --- limits --------------------------------------------------------------------------------


def _kinds() -> Schema:
    """How a limit of each kind is written: its value, a table that says more, or a table for each time it changed."""
    off: list[Schema] = [{"const": False}, {"const": "off"}]
    values: dict[str, list[Schema]] = {
        "time": [{"type": "string", "pattern": _TIME}, *off],
        "sessions": [{"type": "string", "pattern": _SESSIONS}, *off],
        "count": [{"type": "integer", "minimum": 0}, *off],
        "share": [{"type": "number", "exclusiveMinimum": 0, "maximum": 1}, *off],
        "yes or no": [{"type": "boolean"}, {"const": "off"}],
    }
    rows = {name: setting for name, setting in settings.LIMIT.items() if name != "value"}
    found: Schema = {}
    for kind, allowed in values.items():
        row = _closed({"value": {"anyOf": allowed}, **_properties(rows)})
        found[_name(kind)] = {"anyOf": [*allowed, row, {"type": "array", "items": row, "minItems": 1}]}
    return found


def _limit(key: LimitKey) -> Schema:
    about = key.about + (f", counted from {key.start}" if key.start else "")
    return {"$ref": f"#/$defs/{_name(key.kind)}", "description": about}


def _name(kind: str) -> str:
    return kind.replace(" ", "-")
