"""Signatures of a demo record that hold again after an edit: for a fault that was there before anybody signed.

Only the invented practice needs this. A real record that was signed is never edited, and nothing here is within
reach of a command that works on one.
"""

from __future__ import annotations

from caseload_tools.text import read_bytes
from caseload_tools.text.digest import co_signature_digest, content_digest
from caseload_tools.text.signed_text import entries_of, first_entry, is_sealed


def resealed(before: str, after: str) -> str:
    """`after`, in which each digest that held in `before` holds; any other digest stays as it is."""
    old = read_bytes(before.encode("utf-8"), "")
    if not old.usable or not is_sealed(entries_of(old.data)):
        return after
    signed = content_digest(old.written, old.body)
    new = read_bytes(after.encode("utf-8"), "")
    if not new.usable:
        return after
    content = content_digest(new.written, new.body)
    text = after.replace(signed, content)
    was, first = first_entry(entries_of(old.data)), first_entry(entries_of(read_bytes(text.encode(), "").data))
    if was is None or first is None:
        return text
    return text.replace(co_signature_digest(signed, was), co_signature_digest(content, first))
