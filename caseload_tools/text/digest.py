"""What a signature holds on to: one number for the content of a record, the same on every computer.

Covers the data and the body, not the bytes: an editor may quote, reorder, comment, change line ends and
strip blanks, and the number stays; any change of meaning changes it. docs/reference/digest.md tells the
algorithm so that others can write it, tests/vectors/digest/ holds them and us to it. `caseload-v1` is
for ever: what must change gets another name. Nothing here may ask what a record means, or read a file.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from json.encoder import JSONEncoder, encode_basestring
from typing import Any

CONTENT, CO_SIGNATURE = "caseload-v1", "caseload-co-v1"
OUTSIDE = frozenset(("signatures", "addenda"))
_LINE_END = re.compile("\r\n?")
_TRAILING = re.compile("[ \t]+(?=\n|\\Z)")
_DECIMAL = re.compile(r"[:,\[]-?[0-9]+(?:\.[0-9]|e)")
_QUICK = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


def content_digest(data: Mapping[str, Any], body: str) -> str:
    """`caseload-v1:` and 64 hexadecimal digits, of front matter without its signatures, and the body.

    `data` is front matter as `read_bytes` gives it, `body` the text below, with or without its line
    ends put right. A document that is not usable has no digest: nobody knows what stands in it.
    """
    inner = {key: value for key, value in data.items() if key not in OUTSIDE}
    return _digest(CONTENT, "caseload-sig-v1", quick_json(inner), canonical_body(body))


def co_signature_digest(content: str, first: Mapping[str, Any]) -> str:
    """What a co-signature holds on to: a content digest, and the signature that it stands under."""
    return _digest(CO_SIGNATURE, "caseload-cosig-v1", content, canonical_json(first))


def canonical_body(body: str) -> str:
    """The body with LF line ends and NFC characters, no blanks at line ends, no blank lines around it."""
    text = body.removeprefix("\ufeff")
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if " \n" in text or "\t\n" in text or text.endswith((" ", "\t")):  # the search itself is slow
        text = _TRAILING.sub("", text)
    return unicodedata.normalize("NFC", text.strip("\n"))


def canonical_json(value: Any) -> str:
    """A value as JSON in the one way the digest knows: sorted keys, no spaces, NFC, plain numbers."""
    if isinstance(value, str):
        return encode_basestring(unicodedata.normalize("NFC", value))
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, dict | Mapping):  # a dict is told at once, another mapping is not
        pairs = sorted((unicodedata.normalize("NFC", key), canonical_json(each)) for key, each in value.items())
        return "{" + ",".join(f"{encode_basestring(key)}:{each}" for key, each in pairs) + "}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _decimal(value)


def quick_json(value: Mapping[str, Any]) -> str:
    """As `canonical_json`, ten times sooner: what Python writes is the same unless there are decimals or NFD in it."""
    try:
        text = _QUICK(value)
    except (TypeError, ValueError):
        return canonical_json(value)
    plain = unicodedata.is_normalized("NFC", text) and not _DECIMAL.search(text)
    return text if plain else canonical_json(value)


def _decimal(value: float) -> str:
    """The fewest digits that read back as the same number, never with an exponent; 4.0 is 4."""
    from decimal import Decimal

    digits = format(Decimal(repr(value)), "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def _digest(name: str, *parts: str) -> str:
    return f"{name}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"
