"""What counts as nothing in front matter: an empty value, or a word that people put where nothing is known."""

from __future__ import annotations

from typing import Any

BLANK_WORDS = frozenset(
    {"", "n/a", "n.a.", "na", "nil", "tbd", "tba", "todo", "xxx", "xx", "-", "--", "?", "??", "..."}
)
# To whom these stand behind `risk` they are an answer: nobody may take `nil` for a question that was not asked.
_NEVER_BLANK = "risk"
_NOT_APPLICABLE = frozenset(("n/a", "n.a.", "na"))
_LONGEST_BLANK = 8  # letters and the spaces around them; longer text is never blank


def is_blank(value: Any) -> bool:
    """Nothing, or one of the words people put where nothing is known."""
    if value is None:
        return True
    return value.__class__ is str and len(value) < _LONGEST_BLANK and value.strip().casefold() in BLANK_WORDS


def is_said(key: object, value: Any) -> bool:
    """Whether a word that is nothing elsewhere is an answer under this key, to be asked back: `nil` behind `risk`.

    `n/a` is none: of somebody who did not come there is nothing to tell.
    """
    return key == _NEVER_BLANK and isinstance(value, str) and value.strip().casefold() not in {"", *_NOT_APPLICABLE}


def without_blanks(node: Any) -> Any:
    """The same data without keys whose value is blank; lists keep their places.

    What holds no blank comes back as it is, not copied: nearly every record, at every read.
    """
    if node.__class__ is dict:
        changed: dict[str, Any] | None = None
        for key, value in node.items():
            kind = value.__class__
            if kind is dict or kind is list:
                inner = without_blanks(value)
                if inner is not value:
                    changed = dict(node) if changed is None else changed
                    changed[key] = inner
            elif value is None or (
                kind is str and len(value) < _LONGEST_BLANK and is_blank(value) and not is_said(key, value)
            ):
                changed = dict(node) if changed is None else changed
                del changed[key]
        return node if changed is None else changed
    if node.__class__ is list:
        for item in node:
            if item.__class__ is dict or item.__class__ is list:
                inner_list = [without_blanks(item) for item in node]
                same = all(new is old for new, old in zip(inner_list, node, strict=True))
                return node if same else inner_list
    return node
