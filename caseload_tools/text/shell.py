"""A text as one word of a shell: for every command that we suggest and that somebody pastes.

The name of a file may have blanks and quotes, and begin with a dash. The one home of such quoting.
"""

from __future__ import annotations

from os import PathLike, fspath


def shell_word(text: str | PathLike[str]) -> str:
    """The text as one word; a path that begins with a dash is no option then."""
    from shlex import quote  # only where something is to be done

    word = fspath(text)
    return quote(f"./{word}" if word.startswith("-") else word)
