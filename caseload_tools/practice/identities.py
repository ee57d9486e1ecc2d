"""Who the clients are: names, birth dates, telephones and addresses by client id, kept outside the records.

Read only to find what leaked into a record, a file name, a branch or a message. Nothing of it is ever shown: an
answer says whose it is (an id), what kind it is and where it stands. The map may come as clear TOML, or as JSON of
keyed hashes for machines that should not hold the list; both are asked in the same way.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

HASHED = "caseload-identities"  # the key of the JSON form that says what it is
_TOKEN = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"\+?\(?\d[\d ().-]{5,20}\d", re.ASCII)
_DAY = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Strength = str  # "full", "surname" or "given"


class KnownName(NamedTuple):
    """One way in which a client may be named: whose, as what, and how sure it is."""

    client: str
    kind: str
    strength: Strength


class Named(NamedTuple):
    """A client named in a text: who, how, and from where to where. Never the words themselves."""

    client: str
    kind: str
    strength: Strength
    start: int
    end: int


class Identities:
    """The map, ready to be asked. `missing` says that a file is named and is not there."""

    def __init__(
        self, index: Mapping[str, tuple[KnownName, ...]], longest: int = 0, key: bytes = b"", missing: bool = False
    ) -> None:
        self._index, self.longest, self._key, self.missing = index, longest, key, missing
        self._firsts = frozenset(name.partition(" ")[0] for name in index) if not key else frozenset()

    def __bool__(self) -> bool:
        return bool(self._index)

    def __repr__(self) -> str:
        return "<Identities>"

    @property
    def is_hashed(self) -> bool:
        """True for the form that names nobody."""
        return bool(self._key)

    @property
    def clients(self) -> frozenset[str]:
        """The ids of all clients in the map."""
        return frozenset(each.client for entries in self._index.values() for each in entries)

    def named_in(self, text: str, *, split_camel: bool = False) -> Iterator[Named]:
        """Every client named in a text, longest first at each place. `split_camel` reads `DanaRuiz` as two words."""
        if not self._index:
            return
        spaced = list(words_and_places(text, split_camel))
        last = -1
        for place, (word, start, _) in enumerate(spaced):
            if start < last or (self._firsts and word not in self._firsts):
                continue
            for length in range(min(self.longest, len(spaced) - place), 0, -1):
                stretch = spaced[place : place + length]
                entries = self._entries(" ".join(each for each, _, _ in stretch))
                if entries:
                    last = stretch[-1][2]
                    yield from (Named(*entry, start, last) for entry in entries)
                    break
        yield from self._numbered(text)

    def _numbered(self, text: str) -> Iterator[Named]:
        """Telephones and birth dates, however they are written."""
        for match in _NUMBER.finditer(text):
            for entry in self._entries("tel:" + digits_of(match.group())):
                yield Named(*entry, *match.span())
        for match in _DAY.finditer(text):
            for day in _days(match.group()):
                for entry in self._entries("day:" + day):
                    yield Named(*entry, *match.span())

    def _entries(self, name: str) -> tuple[KnownName, ...]:
        return self._index.get(_hashed(name, self._key) if self._key else name, ())

    def hashed(self, key: bytes) -> str:
        """The map as JSON without a single name in it: whoever lacks the key can only ask for nothing."""
        entries = {_hashed(name, key): [list(each) for each in entries] for name, entries in self._index.items()}
        whole = {HASHED: 1, "longest": self.longest, "entries": dict(sorted(entries.items()))}
        return json.dumps(whole, indent=1) + "\n"


# --- one way to write a word --------------------------------------------------------------------


def words_and_places(text: str, split_camel: bool = False) -> Iterable[tuple[str, int, int]]:
    """The words of a text without accents and capitals, each with its place."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        for part in _CAMEL.split(match.group()) if split_camel else (match.group(),):
            yield _plain(part), start, start + len(part)
            start += len(part)


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(each for each in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(each))


def digits_of(text: str) -> str:
    """The last ten digits of a telephone number, which are the same with and without the country."""
    digits = "".join(each for each in text if each in "0123456789")
    return digits[-10:]


def _days(written: str) -> Iterator[str]:
    """The days that a written date may mean: 05/02/1991 is one in May or one in February."""
    numbers = [int(each) for each in re.findall(r"\d+", written)]
    month = next((at for at, name in enumerate(_MONTHS, 1) if name in written.lower()), 0)
    if month:
        orders = [(numbers[-1], month, numbers[0])]
    elif written[4:5] == "-":
        orders = [(numbers[0], numbers[1], numbers[2])]
    else:
        orders = [(numbers[2], numbers[0], numbers[1]), (numbers[2], numbers[1], numbers[0])]
    yield from dict.fromkeys(f"{year:04}-{month:02}-{day:02}" for year, month, day in orders)


def _hashed(name: str, key: bytes) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32]
