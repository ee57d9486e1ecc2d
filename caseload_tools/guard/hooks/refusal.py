"""One reason why a commit or a push is not made: where, what, and what to do instead.

None of the three may hold a name or a client's words, also not when the path itself does.
"""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """`where` is a path, `message` or `branch`; `code` is a word that other programs can go by."""

    code: str
    where: str
    message: str
    hint: str
