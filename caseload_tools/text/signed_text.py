"""What the signatures in a text fix, told from the text before and the text after: one answer for all who ask.

A line under `signatures:` fixes the text that it stands in from the commit that first has it, whether it carries a
digest or was typed by hand. By hand a plan may still say how far it has come, and a consent that it was revoked. The
hook, lint, the log and the audit ask here, and say it in these words; nothing here knows git, a chart or who may sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from caseload_tools.text.client_codes import looks_like_code
from caseload_tools.text.digest import CO_SIGNATURE, CONTENT, co_signature_digest, content_digest, quick_json
from caseload_tools.text.english import and_list
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.older_names import todays_type

SignatureLine = Mapping[str, Any]
CHANGED = "changed since {} signed it"
TAKEN_OUT = "taken out or altered"
# Of a supervisor's line without a digest, whose commit is not that supervisor's, or is not known.
TYPED_BY_OTHERS = "typed by hand and committed by somebody else"
TYPED_BY_NOBODY_KNOWN = "counts for nothing yet: it was typed by hand, and no commit of theirs is known to have it"
# By type, what a record that was signed by hand may still say: how far a plan has come, that a consent was revoked.
_KEPT_UP = {"plan": frozenset(("status", "completed_on")), "consent": frozenset(("status", "revoked_on"))}
OF_THE_PRACTICE = frozenset(("policy", "agency", "group", "complaint", "feedback", "household", "meeting"))
"""The types of the records that a practice keeps of itself, and keeps up."""
_STAFF = late_pattern(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)+\Z")
_ROLES = frozenset(("clinician", "client", "guardian", "supervisor", "witness", "author"))


def is_never_signed(data: Mapping[str, Any]) -> bool:
    """Whether this is a record of the practice's own: nobody signs it, and what was typed below it holds nothing."""
    return todays_type(str(data.get("type", ""))) in OF_THE_PRACTICE


def entries_of(data: Mapping[str, Any]) -> list[SignatureLine]:
    """The signatures that hold, as they stand in front matter, those that are mappings."""
    return [] if is_never_signed(data) else lines_of(data)


def lines_of(data: Mapping[str, Any]) -> list[SignatureLine]:
    """The lines under `signatures:` that are mappings, whatever the record says that it is and whatever they hold."""
    listed = data.get("signatures")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def digest_of_line(entry: SignatureLine) -> str:
    """The digest that a line carries; a key without a value is none."""
    return str(entry.get("digest") or "")


def first_entry(entries: Sequence[SignatureLine]) -> SignatureLine | None:
    """The signature that co-signatures stand under: the first with a content digest, else the first."""
    signed = (each for each in entries if digest_of_line(each).startswith(f"{CONTENT}:"))
    return next(signed, entries[0] if entries else None)


def co_signature_digests(entries: Sequence[SignatureLine], at: int, content: str) -> list[str]:
    """What a co-signature at a place in the list may say: over any other signature that stands there.

    Their order says nothing, and a line that is typed above or below leaves what was co-signed co-signed.
    """
    return [co_signature_digest(content, each) for place, each in enumerate(entries) if place != at]


def entry_holds(entries: Sequence[SignatureLine], at: int, content: str) -> bool | None:
    """Whether the digest of one of the signatures is that of the content; None for none, or one of a kind not known."""
    digest = digest_of_line(entries[at])
    kind, _, number = digest.partition(":")
    if not number or not content:
        return None
    if kind == CONTENT:
        return digest == content
    return digest in co_signature_digests(entries, at, content) if kind == CO_SIGNATURE else None


def broken_entries(entries: Sequence[SignatureLine], content: str) -> list[SignatureLine]:
    """The signatures whose digest is one of ours, and not of this content."""
    return [each for at, each in enumerate(entries) if entry_holds(entries, at, content) is False]


def is_sealed(entries: Iterable[SignatureLine]) -> bool:
    """Some signature carries a digest: then each word counts."""
    return any(each.get("digest") for each in entries)


def is_of_known_kind(digest: str) -> bool:
    """Whether this version can tell what a digest is of; of another kind git alone holds the record to its words."""
    return digest.startswith((f"{CONTENT}:", f"{CO_SIGNATURE}:"))


def kept_up(word: object) -> frozenset[str]:
    """The keys that a record of a type may still change once it was signed by hand; of most types none."""
    return _KEPT_UP.get(todays_type(str(word)), frozenset())


def digest_without_progress(data: Mapping[str, Any], body: str) -> str:
    """The digest of a text without what is kept up in it: how far a plan has come, that a consent was revoked."""
    keys = kept_up(data.get("type"))
    return content_digest(_without(keys, data) if keys else data, body)


def keeps_signatures(before: Any, now: Any, content: str) -> bool:
    """Whether all that stood in a list of signatures stands in another one, in any order, as `lost_entries` tells.

    `content` is the digest of the text that `now` stands in.
    """
    if not before:
        return True
    if not isinstance(before, list) or not isinstance(now, list):
        return False
    odd = [each for each in before if not isinstance(each, dict)]
    old, new = ([each for each in listed if isinstance(each, dict)] for listed in (before, now))
    return all(each in now for each in odd) and not lost_entries(old, new, content)


def lost_entries(before: Sequence[SignatureLine], now: Sequence[SignatureLine], content: str) -> list[SignatureLine]:
    """The signatures that do not stand in a later list as they were, wherever; one by hand may have gained its digest.

    `content` is the digest of the text that `now` stands in. Of a line that stood there twice one is enough.
    """
    before = _each_once(before)
    left, lost = dict(enumerate(now)), []
    # What is as it was takes its own line before another may take that for itself with a digest.
    for entry in sorted(before, key=lambda each: each not in now):
        found = next((at for at, each in left.items() if _stands_as(entry, each, content, now, at)), None)
        if found is None:
            lost.append(entry)
        else:
            del left[found]
    return lost


def _each_once(entries: Sequence[SignatureLine]) -> list[SignatureLine]:
    """The signatures without those that say the same as another one: typed twice, or typed and sealed beside it."""
    once = list({quick_json(each): each for each in entries}.values())
    sealed = {apart_from_digest(each) for each in once if each.get("digest")}
    return [each for each in once if each.get("digest") or apart_from_digest(each) not in sealed]


def _stands_as(
    entry: SignatureLine, now: SignatureLine, content: str, entries: Sequence[SignatureLine], at: int
) -> bool:
    if entry == now:
        return True
    digest = digest_of_line(now)
    if digest and not entry.get("digest"):
        fits = digest in (content, *co_signature_digests(entries, at, content))
        return fits and is_sealed_line(entry, now)
    return apart_from_digest(entry) == apart_from_digest(now) and digest == digest_of_line(entry)


def is_sealed_line(typed: SignatureLine, sealed: SignatureLine) -> bool:
    """Whether a line with a digest is one that was typed: with all its words, and perhaps what it means besides."""
    return apart_from_digest(typed) == quick_json({key: sealed.get(key) for key in typed if key != "digest"})


def apart_from_digest(entry: SignatureLine) -> str:
    """A signature as all compare it: each of its words, without the digest that it may gain."""
    return quick_json({key: value for key, value in entry.items() if key != "digest"})


def doubled_by(entry: SignatureLine, others: Iterable[SignatureLine]) -> Iterator[SignatureLine]:
    """The other signatures of whoever signed here, as the same, over the same words: each holds what this one held."""
    for each in others:
        same = all(each.get(key) == entry.get(key) for key in ("by", "role"))
        if same and each != entry and (not entry.get("digest") or each.get("digest") == entry["digest"]):
            yield each


def is_id_of_person(text: str) -> bool:
    """Whether a text in a signature is the id of one of the staff or of a client, and so no name."""
    return _STAFF.match(text) is not None or looks_like_code(text)


def said_of(entry: SignatureLine) -> str:
    """Who signed, as it may be shown: an id, else the role. A guardian is written by name, also one like an id."""
    by, role = entry.get("by"), entry.get("role")
    if role != "guardian" and isinstance(by, str) and is_id_of_person(by):
        return by
    return f"the {role}" if isinstance(role, str) and role in _ROLES else "somebody"


def all_said_of(entries: Iterable[SignatureLine]) -> str:
    """Everybody who signed, each once, those with a digest first, then by when: `m.okafor and C-0142`."""
    listed = sorted(
        entries, key=lambda each: (not each.get("digest"), str(each.get("at", "")), str(each.get("by", "")))
    )
    names = list(dict.fromkeys(map(said_of, listed)))
    return and_list(names)


def _without(keys: frozenset[str], value: Any) -> Any:
    if isinstance(value, dict):
        kept = ((key, each) for key, each in value.items() if key not in keys)
        return {key: each if isinstance(each, str) else _without(keys, each) for key, each in kept}
    return [_without(keys, each) for each in value] if isinstance(value, list) else value
