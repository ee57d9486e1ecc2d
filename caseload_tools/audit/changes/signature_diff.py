"""What happened to the signatures of a record: given, altered, taken out.

Says only what stands in the file. Whether a signature still holds is for `signing` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from caseload_tools.audit.changes.difference import all_named, differences, same_value
from caseload_tools.audit.changes.event import Event
from caseload_tools.text.digest import CO_SIGNATURE
from caseload_tools.text.signed_text import digest_of_line, is_id_of_person, is_of_known_kind, is_sealed_line

KEY = "signatures"
_ROLES = frozenset(("clinician", "client", "guardian", "supervisor", "witness", "author"))
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:\d{2}))?)?\Z", re.ASCII)
_ADDRESS = re.compile(r" <[^>]*>")
_TYPED = "a co-signature of "
_CO_SIGNING = ("co-signed", "approved", "reviewed")


def signature_events(before: Any, after: Any) -> Iterator[Event]:
    """The events between two lists of signatures, each as found under `signatures` or None."""
    if not before and not after:
        return
    if not before and all_named(after, KEY):  # nearly always, and nothing to compare
        yield from map(_given, after)
        return
    before, after = _without_equal(before, after)
    yield from _sealed(before, after)
    found = tuple(differences({KEY: before} if before else {}, {KEY: after} if after else {}))
    altered = set()
    for each in found:
        if each.keys == (KEY, "[]") and isinstance(each.after or each.before, dict):
            yield _given(each.after) if each.kind == "added" else _gone(each.before)
        elif each.keys[:2] == (KEY, "[]") and isinstance(each.item, dict):
            # One event for a signature, whichever of its keys were changed.
            if each.path[1] not in altered:
                altered.add(each.path[1])
                yield Event("signature-changed", KEY, f"signature altered, now: {_told(each.item)}")
        else:
            yield Event("signature-changed", KEY, "the list of signatures was changed")


def _without_equal(before: Any, after: Any) -> tuple[Any, Any]:
    """Two lists without what stands in both: another order is no change, and a new line may stand anywhere."""
    if not isinstance(before, list) or not isinstance(after, list):
        return before, after
    old, new = list(before), []
    for each in after:
        same = next((at for at, one in enumerate(old) if same_value(one, each)), None)
        if same is None:
            new.append(each)
        else:
            del old[same]
    return old, new


def _sealed(before: Any, after: Any) -> Iterator[Event]:
    """The lines by hand that gained their digest, taken out of both lists; a word more may have come with it."""
    if not isinstance(before, list) or not isinstance(after, list):
        return
    for entry in [each for each in after if _is_of_a_seal(each)]:
        typed = next((each for each in before if _becomes(each, entry)), None)
        if typed is not None:
            before.remove(typed)
            after.remove(entry)
            yield Event("sealed", KEY, f"sealed with a digest: {_told(entry)}", "", _who(entry))


def _is_of_a_seal(entry: Any) -> bool:
    return isinstance(entry, dict) and is_of_known_kind(digest_of_line(entry))


def _becomes(typed: Any, entry: Mapping[str, Any]) -> bool:
    return isinstance(typed, dict) and not typed.get("digest") and is_sealed_line(typed, entry)


def _given(signature: Mapping[str, Any]) -> Event:
    co_signed = signature.get("role") == "supervisor" or signature.get("meaning") in _CO_SIGNING
    if signature.get("role") == "supervisor" and not digest_of_line(signature).startswith(f"{CO_SIGNATURE}:"):
        return Event("co-signed", KEY, f"{_TYPED}{_told(signature)}, typed by hand", "", _who(signature))
    action = "co-signed" if co_signed else "signed"
    return Event(action, KEY, f"{action} by {_told(signature)}", "", _who(signature))


def is_typed_co_signature(event: Event) -> bool:
    """Whether a supervisor's line was given that holds on to nothing: it is one by its supervisor's own commit only."""
    return event.action == "co-signed" and event.words.startswith(_TYPED)


def with_whose_hand(event: Event, who: str, counts: bool) -> Event:
    """The same event; of a supervisor's line that was typed, by whom, where it `counts` by the commit that has it.

    It holds on to nothing that was signed, so the file alone does not tell whether it is a co-signature.
    """
    if not is_typed_co_signature(event):
        return event
    told = event.words.removeprefix(_TYPED).removesuffix(", typed by hand")
    if counts or who == event.after:
        return event._replace(words=f"co-signed by {told}")
    name = _ADDRESS.sub("", who)  # of somebody who is no staff
    return event._replace(words=f"{_TYPED}{told}, entered by {name}")


def _gone(signature: Mapping[str, Any]) -> Event:
    return Event("signature-removed", KEY, f"signature taken out: {_told(signature)}", _who(signature), "")


def _told(signature: Mapping[str, Any]) -> str:
    """Who, as what, when. A guardian's or a witness's name is not shown."""
    role, at = signature.get("role"), signature.get("at")
    words = [_who(signature)]
    if isinstance(role, str) and role in _ROLES:
        words.append(f"as {role}")
    if isinstance(at, str) and _MOMENT.match(at):
        words.append(f"on {at}")
    witness = signature.get("witness")
    if isinstance(witness, str) and is_id_of_person(witness):
        words.append(f"before {witness}")
    return " ".join(words)


def _who(signature: Mapping[str, Any]) -> str:
    by = signature.get("by")
    is_id = signature.get("role") != "guardian" and isinstance(by, str) and is_id_of_person(by)
    return str(by) if is_id else "a person (name not shown)"
