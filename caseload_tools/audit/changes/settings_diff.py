"""What changed in the practice's settings and in the list of signing keys: who may do what, which policy holds.

An auditor looks at these first, so what touches people, policy and checks is an act of its own. The
settings hold no client's words; they are shown as they are, but for word lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from caseload_tools.audit.changes.difference import Difference, differences
from caseload_tools.audit.changes.event import Event
from caseload_tools.audit.changes.showing import text_of
from caseload_tools.practice import profile_called

_PRIVILEGES = frozenset(("staff", "policy", "profile", "programmes", "lint", "signing", "audit", "adopted"))
_NOT_SHOWN = frozenset(("words", "glossary", "crisis_contacts"))
_LONGEST = 80
_ONE = {"staff": "staff", "programmes": "programme", "fees": "fee", "measures": "measure", "policy": "policy"}


def settings_events(before: bytes, after: bytes) -> Iterator[Event]:
    """The events between two versions of caseload.toml."""
    old, new = _table(before), _table(after)
    if old is None or new is None:
        which = "this version" if new is None else "the version before it"
        yield Event("unreadable", "", f"settings changed; {which} could not be read")
        return
    found = False
    for each in differences(old, new):
        found = True
        yield _event(each)
    if not found:
        yield Event("settings-changed", "", "layout of the settings changed, their content is the same")


def _event(each: Difference) -> Event:
    head = each.path[0]
    hidden = head in _NOT_SHOWN
    before, after = ("", "") if hidden else (_text(each.before), _text(each.after))
    where = ": ".join((f"{_ONE.get(head, head)} {each.path[1]}", *each.path[2:]) if len(each.path) > 1 else (head,))
    words = {
        "added": f"{where} set to {after}" if after else f"{where} added",
        "removed": f"{where} removed" + (f" (was {before})" if before else ""),
        "changed": f"{where} changed from {before} to {after}" if before and after else f"{where} changed",
        "reordered": f"{where}: put in another order",
    }
    if each.path[-1] == "profile" and _is_same_profile(each.before, each.after):
        said = f"{where} changed from {before} to {after}, the same policy under its other name"
        return Event("settings-changed", "/".join(each.path), said, before, after)
    action = "privilege-changed" if head in _PRIVILEGES else "settings-changed"
    return Event(action, "/".join(each.path), words[each.kind].replace("_", " "), before, after)


def _is_same_profile(before: Any, after: Any) -> bool:
    return isinstance(before, str) and isinstance(after, str) and profile_called(before) == profile_called(after)


def _text(value: Any) -> str:
    text = text_of(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."


def _table(raw: bytes) -> dict[str, Any] | None:
    import tomllib  # few commits touch the settings

    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return None


def signer_events(before: bytes, after: bytes) -> Iterator[Event]:
    """Keys that came and went, by whose they are. A key itself is public, but says nothing to a reader."""
    old, new = _signers(before), _signers(after)
    for kind, lines in (("added", new - old), ("removed", old - new)):
        for line in lines.elements():
            who = line.split()[0][:_LONGEST]
            shown = ("", who) if kind == "added" else (who, "")
            yield Event("privilege-changed", "signers", f"signing key {kind} for {who}", *shown)
    if old == new:
        yield Event("privilege-changed", "signers", "layout of the list of signing keys changed")


def _signers(raw: bytes) -> Counter[str]:
    lines = raw.decode("utf-8", "replace").splitlines()
    return Counter(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
