"""In which line of a TOML file a key stands, which `tomllib` does not tell. The one place that looks for it.

A scanner of tables, keys and values, for text that `tomllib` has read already: it knows where a string ends, so that
what stands in one is never taken for a table. Leads an eye to a mistake, and must not be used to read values.
Never fails: a key that is not there gets the line of what would hold it; broken text is known as far as the break.
"""

from __future__ import annotations

import re
import tomllib

_Path = tuple[str | int, ...]
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*'""")
_STRING = re.compile(
    r'''"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|"(?:[^"\\\n]|\\.)*+"'''
    r"""|'''(?:[^']|'{1,2}(?!'))*+'{3,5}|'[^'\n]*'""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")  # a number, a day, yes or no


class TomlLines:
    """Looks up the line (from 1) of a key by its path, such as `("record", 0, "set", "time")`.

    A number is an entry of a list: the second `[[fees.90834]]` is `("fees", "90834", 1)`.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._stated: dict[_Path, int] = {}
        self._implied: dict[_Path, int] = {}  # `a` in `[a.b]`, and a list at its first entry
        self._entries: dict[_Path, int] = {}
        try:
            self._document()
        except (ValueError, RecursionError):
            return  # no TOML from here on

    def line_of(self, path: _Path) -> int:
        """The line of the key, or of the nearest thing round it; 1 when there is none."""
        for end in range(len(path), 0, -1):
            line = self._stated.get(path[:end]) or self._implied.get(path[:end])
            if line:
                return line
        return 1

    def _document(self) -> None:
        table: _Path = ()
        while self._next():
            if self._takes("[["):
                table = self._header(self._key(), entry=True)
                self._need("]]")
            elif self._takes("["):
                table = self._header(self._key(), entry=False)
                self._need("]")
            else:
                self._pair(table)

    def _header(self, parts: _Path, *, entry: bool) -> _Path:
        path: _Path = ()
        for at, part in enumerate(parts, start=1):
            path = (*path, part)
            if entry and at == len(parts):
                self._implied.setdefault(path, self._line)
                self._entries[path] = self._entries.get(path, -1) + 1
            if path in self._entries:
                path = (*path, self._entries[path])
            self._implied.setdefault(path, self._line)
        self._stated.setdefault(path, self._line)
        return path

    def _pair(self, table: _Path) -> None:
        parts = self._key()
        for end in range(1, len(parts)):
            self._implied.setdefault((*table, *parts[:end]), self._line)
        path = (*table, *parts)
        self._stated.setdefault(path, self._line)
        self._need("=")
        self._value(path)

    def _value(self, path: _Path) -> None:
        self._next()
        if self._takes("["):
            entry = 0
            while not self._closes("]"):
                self._stated.setdefault((*path, entry), self._line)
                self._value((*path, entry))
                entry += 1
        elif self._takes("{"):
            while not self._closes("}"):
                self._pair(path)
        else:
            self._match(_STRING if self._text[self._at : self._at + 1] in ('"', "'") else _PLAIN)

    def _closes(self, bracket: str) -> bool:
        """Past the comma between two entries, if one stands here; whether the list or table ends."""
        self._next()
        self._takes(",")
        self._next()
        return self._takes(bracket)

    def _key(self) -> _Path:
        parts = [self._part()]
        while self._takes("."):
            parts.append(self._part())
        return tuple(parts)

    def _part(self) -> str:
        self._next()
        part = self._match(_PART)
        self._next()
        return str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part

    def _next(self) -> bool:
        """Past blanks, line ends and comments; whether anything follows."""
        self._match(_BETWEEN)
        return self._at < len(self._text)

    def _takes(self, sign: str) -> bool:
        found = self._text.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def _need(self, sign: str) -> None:
        if not self._takes(sign):
            raise ValueError(sign)

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(pattern.pattern)
        self._line += found.group().count("\n")
        self._at = found.end()
        return found.group()
