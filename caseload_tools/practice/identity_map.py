"""From the file of the identity map, clear or hashed, to a map that can be asked.

Mistakes are told by client id and key, never by what stands there. Which words name somebody, and how surely, is
decided here; looking for them is the business of `identities`.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from caseload_tools.dates import parse_day
from caseload_tools.errors import CaseloadError
from caseload_tools.practice.identities import Identities, KnownName, digits_of, words_and_places
from caseload_tools.practice.names import IDENTITIES, IDENTITIES_KEY
from caseload_tools.practice.words import whole_words
from caseload_tools.text.client_codes import USUAL_CODES, ClientCodes
from caseload_tools.text.nearest import list_known

LISTS = ("names", "family", "phones", "addresses")
_LARGEST = 16 * 1024 * 1024
_SHORTEST = 4  # letters; a shorter word alone names nobody


def identities_of(
    root: Path, named: str, staff: Collection[str] = (), codes: ClientCodes = USUAL_CODES
) -> Identities | None:
    """The map that CASELOAD_IDENTITIES or the setting names; None when neither does. Names of staff name no client."""
    path = identities_path(root, named)
    if path is None:
        return None
    if not path.is_file():
        return Identities({}, missing=True)
    if path.stat().st_size > _LARGEST:
        raise CaseloadError("the identity map is too large to be one", "it holds a few lines for each client")
    return read_identities(path.read_bytes(), path.name, staff, codes)


def identities_path(root: Path, named: str) -> Path | None:
    """Where the map should be: the variable wins, the setting is read from the practice's folder."""
    told = os.environ.get(IDENTITIES)
    if told:
        return Path(told)
    return root / Path(named).expanduser() if named else None


def read_identities(
    raw: bytes, name: str = "identities.toml", staff: Collection[str] = (), codes: ClientCodes = USUAL_CODES
) -> Identities:
    """The map in the bytes of a file.

    A word that names one of the `staff`, stands in `allow`, or begins each code of a client, names no client.
    """
    if raw.lstrip()[:1] == b"{":
        return _read_hashed(raw)
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError):
        raise CaseloadError(f"{name} cannot be read as text", "save it as UTF-8; is it still encrypted?") from None
    except tomllib.TOMLDecodeError as error:
        # Only where: tomllib's own words may repeat a name.
        where = re.search(r"line \d+", str(error))
        raise CaseloadError(
            f"{name} cannot be read{f' ({where.group()})' if where else ''}",
            f'write [{codes.example}] and below it names = ["…"]',
        ) from None
    spared = (*staff, *codes.own, *_texts(table.pop("allow", []), name, "allow"))
    allowed = {word for text in spared for word, _, _ in words_and_places(text)}
    index: dict[str, dict[KnownName, None]] = {}
    for client, row in table.items():
        if not codes.fits(client) or not isinstance(row, dict):
            hint = f"write [{codes.example}], with the client's id"
            raise CaseloadError(f"{name}: a table is not named for a client", hint)
        for text, entry in _ways(client, row, name, allowed):
            index.setdefault(text, {})[entry] = None
    longest = max((text.count(" ") + 1 for text in index), default=0)
    return Identities({text: tuple(entries) for text, entries in index.items()}, longest)


def _read_hashed(raw: bytes) -> Identities:
    key = os.environ.get(IDENTITIES_KEY, "")
    if not key:
        raise CaseloadError("the identity map is hashed, and its key is not here", f"set {IDENTITIES_KEY} to the key")
    try:
        whole = json.loads(raw)
        index = {name: tuple(KnownName(*each) for each in entries) for name, entries in whole["entries"].items()}
        return Identities(index, int(whole["longest"]), key.encode())
    except (ValueError, KeyError, TypeError, AttributeError):
        hint = "make it again: `caseload identities hash`"
        raise CaseloadError("the hashed identity map cannot be read", hint) from None


# --- the ways in which somebody may be named -------------------------------------------------


def _ways(client: str, row: Mapping[str, Any], name: str, allowed: set[str]) -> Iterator[tuple[str, KnownName]]:
    unknown = row.keys() - {*LISTS, "born"}
    if unknown:
        hint = list_known(("born", *LISTS))
        raise CaseloadError(f"{name}: [{client}] has a key that nothing knows", hint)
    told = {key: _texts(row.get(key, []), name, f"[{client}] {key}") for key in LISTS}
    for text in told["names"]:
        yield from _of_name(client, "a client's name", text, allowed)
    for text in told["family"]:
        yield from _of_name(client, "a name of a client's family", text, allowed)
    for text in told["phones"]:
        yield "tel:" + digits_of(text), KnownName(client, "a client's telephone number", "full")
    for text in told["addresses"]:
        words = [word for word, _, _ in words_and_places(text)]
        if len(words) > 1:
            yield " ".join(words), KnownName(client, "a client's address", "full")
    if "born" in row:
        day = row["born"] if isinstance(row["born"], date) else parse_day(row["born"])
        if day is None:
            raise CaseloadError(f"{name}: [{client}] `born` is not a date", "write it as 1991-05-02")
        yield f"day:{day.isoformat()[:10]}", KnownName(client, "a client's date of birth", "full")


def _of_name(client: str, kind: str, text: str, allowed: set[str]) -> Iterator[tuple[str, KnownName]]:
    """A full name in its usual orders and as one word, the surname alone, the given name alone."""
    words = [word for word, _, _ in words_and_places(text)]
    if not words:
        return
    full = KnownName(client, kind, "full")
    if len(words) > 1:
        first, last = words[0], words[-1]
        for each in (words, [first, last], [last, *words[:-1]], [last, first]):
            yield " ".join(each), full
            yield "".join(each), full
    common = whole_words("name_words") | allowed
    # A name of one word was put there on purpose, so it counts as a family name does.
    for word, strength in {words[0]: "given", words[-1]: "surname"}.items():
        if len(word) >= _SHORTEST and word not in common:
            yield word, KnownName(client, kind, strength)


def _texts(value: object, name: str, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise CaseloadError(f"{name}: {where} is not a list of texts", 'write it as ["one", "two"]')
    return value
