"""How much one text is another: words, digests, small signatures, and pairs of likes among very many.

Made for notes that were copied, where most of the words stand in the same order as before. Exact where two
texts are at hand (`share_taken`); a signature of 64 bytes (one-permutation MinHash over pairs of words) finds
out of a hundred thousand texts the few that are worth a look. Knows nothing of records and keeps no text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from math import ceil
from zlib import crc32

WordHashes = list[bytes]
MinHash = bytes

# Capitals, punctuation and line ends are not words. Letters beyond ASCII stay as their bytes.
_LOOSE = bytes(byte if chr(byte).isalnum() or byte >= 128 else 32 for byte in range(256))
_HEADING = re.compile(r"^#.*$", re.MULTILINE)
# Typographic and straight apostrophes and quotation marks are one and the same to a reader.
_SAME = [(each.encode(), b"") for each in "’‘"] + [(each.encode(), b" ") for each in "“”–—…«»\u00a0"]

BINS = 64
_BIN_OF = 32 - BINS.bit_length() + 1  # the top six bits of a 32-bit hash
_FIRST_OF_BIN = [bin_ << _BIN_OF for bin_ in range(BINS)]
_ROWS = 3
BANDS = BINS // _ROWS
_BAND = (1 << 8 * _ROWS) - 1
# Up to so many texts comparing each with each costs less than sorting them by their bins.
_FEW = 60
# In a run of so many words nobody repeats himself by chance.
RUN = 4
# Fewer words than this say too little for an estimate; such texts are compared as wholes only.
LEAST = 24


def hashed_words(text: str) -> WordHashes:
    """The words of a text in small letters, without headings, punctuation and apostrophes."""
    plain = _HEADING.sub(" ", text) if "#" in text else text
    raw = plain.lower().encode("utf-8", "surrogatepass")
    if not raw.isascii():
        for typographic, simple in _SAME:
            raw = raw.replace(typographic, simple)
    return raw.translate(_LOOSE, b"'").split()


def words_digest(words: WordHashes) -> int:
    """A number of 64 bits that two texts of the same words share, and in practice no others."""
    return number_of(b" ".join(words))


def number_of(raw: bytes) -> int:
    """A number of 64 bits for some bytes."""
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big")


def minhash_of(words: WordHashes) -> MinHash:
    """64 bytes of which two texts share about as many as they share of their pairs of words.

    One hash a pair, cut into 64 bins by its first bits; of each bin the smallest, and of that its last byte. An
    empty bin borrows from the next one that is not (Shrivastava and Li 2014). Empty for texts below LEAST words.
    """
    if len(words) < LEAST:
        return b""
    # The checksum of a word goes on from that of the word before it, which makes one of the pair.
    hashes = sorted(map(crc32, words[1:], map(crc32, words)))
    hashes.append(hashes[0] + (BINS << _BIN_OF))
    least = [hashes[bisect_left(hashes, first)] for first in _FIRST_OF_BIN]
    # How far it was borrowed is mixed in, or two texts with the same gap would seem alike in it.
    return bytes([(each + 37 * ((each >> _BIN_OF) - bin_)) & 0xFF for bin_, each in enumerate(least)])


def share_taken(later: WordHashes, earlier: WordHashes) -> float:
    """The share of the later text's words that stand in runs of four or more words of the earlier, 0 to 1.

    Not symmetrical: a short note cut out of a long one is taken whole; a long one around a short one is not.
    """
    if not later:
        return 0.0
    if len(later) < RUN or len(earlier) < RUN:
        return float(later == earlier)
    runs = set(_runs(earlier))
    taken = covered = 0
    for start, run in enumerate(_runs(later)):
        if run in runs:
            taken += start + RUN - max(covered, start)
            covered = start + RUN
    return taken / len(later)


def _runs(words: WordHashes) -> Iterator[tuple[bytes, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def likely_pairs(signed: Sequence[MinHash], likely: float = 0.4) -> set[tuple[int, int]]:
    """Pairs (later, earlier) of places in `signed` that may be alike: their estimated resemblance is `likely` or more.

    Of a few texts each is compared with each. Of many, those that share three bins in a row: two texts that share 0.7
    of their pairs of words are found with 99.9 %, at 0.5 with 94 %; two that share a twentieth, as any two notes may,
    with 0.3 %. Of many that share the same bins each is paired with the first and with the one before it, so that the
    time grows with the number of texts and not with its square. Band by band, so that the memory does too.
    """
    least = ceil((likely * (1 - 1 / 256) + 1 / 256) * BINS)
    numbers = [(place, int.from_bytes(each, "big")) for place, each in enumerate(signed) if each]
    if len(numbers) <= _FEW:
        return {
            (later, earlier)
            for rank, (later, one) in enumerate(numbers)
            for earlier, other in numbers[:rank]
            if (one ^ other).to_bytes(BINS, "big").count(0) >= least
        }
    number_of = dict(numbers)
    found: set[tuple[int, int]] = set()
    for start in range(0, BANDS * _ROWS, _ROWS):
        shift = 8 * (BINS - _ROWS - start)
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for later, number in numbers:
            band = number >> shift & _BAND
            earlier = last.get(band)
            if earlier is None:
                first[band] = later
            else:
                if (number ^ number_of[earlier]).to_bytes(BINS, "big").count(0) >= least:
                    found.add((later, earlier))
                if (begin := first[band]) != earlier and (
                    (number ^ number_of[begin]).to_bytes(BINS, "big").count(0) >= least
                ):
                    found.add((later, begin))
            last[band] = later
    return found
