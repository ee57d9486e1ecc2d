"""What differs between two front matters, key by key: plain comparison of parsed values, no words.

Lists of maps are compared by what names an item (its id, its code, who signed), so that an
objective moved up in the file has not changed. Knows nothing of what may be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

FieldPath = tuple[str, ...]

# By list key, which keys name an item. Any other map is named by `id`, or is only equal or not.
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "signatures": ("by", "role", "meaning"),
    "diagnoses": ("code",),
    "domains": ("name",),
    "acknowledged": ("policy", "version"),
    "enrolments": ("programme", "from"),
    "outreach": ("at", "channel"),
}


class Difference(NamedTuple):
    """One place where two versions differ. `kind` is `added`, `removed`, `changed` or `reordered`.

    `path` names places as people do: `("objectives", "O1.2", "target_date")`. `keys` is the same for
    the schema, with `[]` for any item. `item` is the whole map that the place lies in, as it is now.
    """

    kind: str
    path: FieldPath
    keys: FieldPath
    before: Any
    after: Any
    item: Any = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Every difference, in the order of the keys of `after`, then what is gone."""
    yield from _maps(before, after, (), (), after)


def _maps(
    before: Mapping[str, Any], after: Mapping[str, Any], path: FieldPath, keys: FieldPath, item: Any
) -> Iterator[Difference]:
    for key in (*after, *(key for key in before if key not in after)):
        here, schema = (*path, str(key)), (*keys, str(key))
        yield from _values(before.get(key), after.get(key), here, schema, item)


def _values(before: Any, after: Any, path: FieldPath, keys: FieldPath, item: Any) -> Iterator[Difference]:
    if same_value(before, after):
        return
    if {type(before), type(after)} <= {dict, type(None)} and (before or after):
        yield from _maps(before or {}, after or {}, path, keys, after)
    elif _are_lists(before, after) and (_holds_maps(before) or _holds_maps(after)):
        yield from _items(before or [], after or [], path, keys)
    elif _are_lists(before, after):
        yield from _scalars(before or [], after or [], path, keys, item)
    else:
        kind = "added" if before is None else "removed" if after is None else "changed"
        yield Difference(kind, path, keys, before, after, item)


def same_value(one: Any, other: Any) -> bool:
    """Equal, also in kind: `1` is not `true`, and 1 is not "1". But 8.0 is 8, as for the digest of a signature."""
    if type(one) is not type(other) and {type(one), type(other)} != {int, float}:
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same_value(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    return bool(one == other)


def _are_lists(before: Any, after: Any) -> bool:
    """Both are lists, or one is and the other is not there."""
    return {type(before), type(after)} <= {list, type(None)} and (before is not None or after is not None)


def _holds_maps(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _items(before: Sequence[Any], after: Sequence[Any], path: FieldPath, keys: FieldPath) -> Iterator[Difference]:
    """Items by name; an item that only changed is told key by key, and a list in another order as that."""
    old, new = _named(before, after, path[-1])
    inner = (*keys, "[]")
    found = False
    for name, value in new.items():
        here = (*path, name)
        if name not in old:
            found = True
            yield Difference("added", here, inner, None, value, value)
        elif not same_value(old[name], value):
            found = True
            if isinstance(value, dict) and isinstance(old[name], dict):
                yield from _maps(old[name], value, here, inner, value)
            else:
                yield Difference("changed", here, inner, old[name], value, value)
    for name, value in old.items():
        if name not in new:
            found = True
            yield Difference("removed", (*path, name), inner, value, None, value)
    if not found:
        yield Difference("reordered", path, keys, before, after)


def _named(before: Sequence[Any], after: Sequence[Any], key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both lists by the names of their items, the second of the same name as `name#2`, so that nothing is lost.

    Items without a name that stand in both lists are left out of the order; the others are numbered.
    """
    rest = [list(before), list(after)]
    for item in list(rest[0]):
        if not _name(item, key) and item in rest[1]:
            rest[0].remove(item)
            rest[1].remove(item)
    old, new = (_by_name(items, key) for items in rest)
    return (old, new) if old or new else ({}, {})


def _by_name(items: Sequence[Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    counted: Counter[str] = Counter()
    for item in items:
        name = _name(item, key)
        counted[name] += 1
        found[name if counted[name] == 1 and name else f"{name}#{counted[name]}"] = item
    return found


def all_named(items: Any, key: str) -> bool:
    """Whether this is a list of maps, each with a name that no other has, so that adding it adds each of them."""
    if not isinstance(items, list):
        return False
    names = {_name(item, key) for item in items}
    return len(names) == len(items) and "" not in names


def _name(item: Any, key: str) -> str:
    """What names an item for people; nothing for one that has no name of its own."""
    if not isinstance(item, dict):
        return ""
    parts = [str(item[part]) for part in _NAMED_BY.get(key, ("id",)) if item.get(part) is not None]
    return " ".join(parts)


def _scalars(
    before: Sequence[Any], after: Sequence[Any], path: FieldPath, keys: FieldPath, item: Any
) -> Iterator[Difference]:
    """What came into a list of plain values and what went; a list is one value where nothing was there."""
    old, new = Counter(map(_plain, before)), Counter(map(_plain, after))
    come, gone = new - old, old - new
    if not come and not gone:
        yield Difference("reordered", path, keys, list(before), list(after), item)
        return
    taken, added = Counter(come), []
    for value in after:
        if taken[_plain(value)]:
            taken[_plain(value)] -= 1
            added.append(value)
    taken, removed = Counter(gone), []
    for value in before:
        if taken[_plain(value)]:
            taken[_plain(value)] -= 1
            removed.append(value)
    kind = "changed" if added and removed else "added" if added else "removed"
    yield Difference(kind, path, keys, removed or None, added or None, item)


def _plain(value: Any) -> tuple[str, str]:
    whole = isinstance(value, float) and value.is_integer()
    return ("int", repr(int(value))) if whole else (type(value).__name__, repr(value))
