"""Which file that came in a step is one that went in it: the same record under another name.

Each file that came has one origin at most, and each that went one end. First what has the same bytes; then, of signed
records, what says the same words, since a signature goes with its text; then the same name in the same chart, which
lies in another folder now; at last what has half of the lines of the longer one, or, of short papers, half of its
words, and is of the same kind. Of a record that is not enough: what it told must stand there too. Whoever is asked
twice gives the same answer, in whatever order the files are named. It looks at one step, and reads a content only where
its id does not decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from caseload_tools.history.record_path import RecordPath, is_attached, is_filed, is_read, kind_in_chart, name_in_chart
from caseload_tools.history.same_record import Telling, is_told_in
from caseload_tools.history.versions import RecordVersion, read_version

LIKENESS = 0.5
MOST_PAIRS = 250_000
"""Pairs that are compared at most: an import that takes a thousand files away and adds a thousand is no move."""
_SHORT = 1000  # bytes of an attached text that is compared by its words

Ids = Mapping[str, str]
"""By path, the id of the content that a step took away there, or put there."""
ReadContent = Callable[[str], bytes]
"""The content of an id; nothing for what is missing, too large, or no file's."""


def moved_paths(gone: Ids, came: Ids, read: ReadContent) -> dict[str, str]:
    """From the new path to the old one, of what moved in a step.

    An attached file that came where nobody sees it was deleted: it has no words by which anybody would know it.
    """
    found: dict[str, str] = {}
    for decide in (_same_bytes, _same_words, _same_name, _half_alike):
        left = set(found.values())
        gone = {path: content for path, content in gone.items() if path not in left}
        came = {path: content for path, content in came.items() if path not in found}
        if not gone or not came:
            break
        found |= decide(gone, came, read)
    return {path: was for path, was in found.items() if not is_filed(was) or is_filed(path) or is_read(path)}


def _same_bytes(gone: Ids, came: Ids, _: ReadContent) -> dict[str, str]:
    return _paired(gone, came)


def _same_words(gone: Ids, came: Ids, read: ReadContent) -> dict[str, str]:
    """Of signed records alone: of a draft the words are not what makes it that draft."""
    if len(gone) * len(came) > MOST_PAIRS:
        return {}
    old = {path: version.digest for path, version in _versions(gone, read) if version.digests}
    return _paired(old, {path: version.digest for path, version in _versions(came, read)}) if old else {}


def _versions(files: Ids, read: ReadContent) -> Iterator[tuple[str, RecordVersion]]:
    for path, content in files.items():
        raw = read(content) if path.endswith(".md") else b""
        if b"signatures:" in raw and (version := read_version(raw)).usable:
            yield path, version


def _same_name(gone: Ids, came: Ids, _: ReadContent) -> dict[str, str]:
    return _paired(_names(gone), _names(came))


def _names(files: Ids) -> dict[str, str]:
    """Names in charts; the folders above a chart only group charts."""
    return {path: name_in_chart(path) for path in files if path.endswith(".md") and RecordPath.parse(path).client}


def _half_alike(gone: Ids, came: Ids, read: ReadContent) -> dict[str, str]:
    if len(gone) * len(came) > MOST_PAIRS:
        return {}
    old = {path: read(content) for path, content in gone.items()}
    new = {path: read(content) for path, content in came.items()}
    lines = {raw: _lines(raw) for raw in (*old.values(), *new.values())}
    kinds = {path: kind_in_chart(path) for path in (*old, *new)}
    pairs = sorted(
        (-likeness, -_shared(before, after), before, after)
        for after, now in new.items()
        for before, was in old.items()
        if kinds[before] == kinds[after]
        and (likeness := _likeness(lines[was], lines[now]) or _likeness_in_words(before, was, now)) >= LIKENESS
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    told: dict[bytes, Telling] = {}
    for _, _, before, after in pairs:
        if after not in found and before not in taken and _is_told(before, old[before], new[after], told):
            found[after] = before
            taken.add(before)
    return found


def _is_told(path: str, was: bytes, now: bytes, told: dict[bytes, Telling]) -> bool:
    """Whether what a record told stands in what came, beside the lines that any two of its kind share."""
    if is_attached(path) or not path.endswith(".md"):
        return True
    for raw in (was, now):
        if raw not in told:
            told[raw] = Telling(read_version(raw))
    return is_told_in(path, told[was], told[now])


def _paired(gone: Ids, came: Ids) -> dict[str, str]:
    """From the new path to the old one, of what bears one mark; of several, the nearest names first."""
    olds: dict[str, list[str]] = defaultdict(list)
    news: dict[str, list[str]] = defaultdict(list)
    for path, mark in sorted(gone.items()):
        olds[mark].append(path)
    for path, mark in sorted(came.items()):
        if mark in olds:
            news[mark].append(path)
    found: dict[str, str] = {}
    for mark, paths in news.items():
        left = olds[mark]
        if len(left) == len(paths) == 1:
            found[paths[0]] = left[0]
        elif len(left) * len(paths) > MOST_PAIRS:
            found |= dict(zip(paths, left, strict=False))
        else:
            found |= _nearest(left, paths)
    return found


def _nearest(gone: list[str], came: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, before, after in sorted((-_shared(before, after), before, after) for before in gone for after in came):
        if after not in found and before not in taken:
            found[after] = before
            taken.add(before)
    return found


def _lines(content: bytes) -> Counter[bytes]:
    return Counter(line.rstrip(b"\r") for line in content.split(b"\n") if line.strip())


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    longer = max(one.total(), other.total())
    return (one & other).total() / longer if longer else 0.0


def _likeness_in_words(path: str, was: bytes, now: bytes) -> float:
    """Of an attached text so short that one word makes every line of it another."""
    if not is_filed(path) or max(len(was), len(now)) > _SHORT or b"\0" in was:
        return 0.0
    return _likeness(Counter(was.split()), Counter(now.split()))


def _shared(one: str, other: str) -> int:
    """How many parts of two paths are the same."""
    return sum(a == b for a, b in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False))
