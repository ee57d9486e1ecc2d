"""What a client's code looks like: `C-` and digits or capitals, and beside it the forms of a practice's own.

Whoever has the practice asks its `client_codes`. Who has nothing but a path, a line that somebody signed or an old
version asks `looks_like_code`: it knows each form that a practice may choose, and no form that a name could have. Which
forms may be chosen is decided in `practice.code_forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from caseload_tools.values import frozen

_USUAL = "C-[0-9A-Z]{3,12}"
FORM = r"[A-Z](?:[A-Za-z]{1,7}|(?=[-_]))(?:[-_]?0){3,8}"
"""What a form of a practice's own is: letters, of which the first is a capital, and a 0 for each digit.

Three digits at least, which neither a name nor a word has. One letter alone needs a hyphen behind it, since `G1`,
`F33.1` and `T1017` are ids and codes of other things.
"""
_OWN = FORM.replace("0", "[0-9]")
_ANY = f"(?:{_USUAL}|{_OWN})"
ANY_PATTERN = f"^{_ANY}$"
"""For a schema, where it is not known whose practice a record is of."""
_EXAMPLE = 142


@frozen
class ClientCodes:
    """The codes of one practice's clients. `own` are its forms, such as `Mon-0000`; `C-` codes are known in each."""

    own: tuple[str, ...] = ()

    @property
    def schema_pattern(self) -> str:
        """For the schemas of its records."""
        return f"^(?:{_of(self.own)})$" if self.own else f"^{_USUAL}$"

    @property
    def example(self) -> str:
        """A code as this practice would write it."""
        return example_of(self.own[0]) if self.own else "C-0142"

    @property
    def in_words(self) -> str:
        """How a code is written, for whoever typed another one."""
        if not self.own:
            return "`C-` and three to twelve digits or capitals, such as C-0200"
        return f"{' or '.join(f'`{form}`' for form in self.own)} with a digit for each 0, such as {self.example}"

    def fits(self, text: str) -> bool:
        """Whether a text is the code of a client, there or not."""
        return _whole(self.own).fullmatch(text) is not None

    def fits_any_case(self, text: str) -> bool:
        """Whether a text is such a code but for capitals and small letters, as on a command line."""
        return _any_case(self.own).fullmatch(text) is not None

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Every code that stands in a text."""
        if "C-" in text or any(_sign(form) in text for form in self.own):
            yield from _inside(self.own).finditer(text)

    def without_codes(self, text: str) -> str:
        """A text with a blank for each code in it."""
        return _inside(self.own).sub(" ", text)

    def is_code_at(self, text: str, at: int) -> bool:
        """Whether a code of the practice's own begins at a place in a text."""
        return bool(self.own) and _inside(self.own).match(text, at) is not None


USUAL_CODES = ClientCodes()
"""Those of a practice that says nothing of its codes."""


def begins_as_usual(text: str) -> bool:
    """Whether a text begins as the codes do that each practice knows."""
    return text.startswith("C-")


def looks_like_code(text: str) -> bool:
    """Whether some practice could have this code, where nobody knows whose practice it is."""
    return _any(re.ASCII).fullmatch(text) is not None


def looks_like_code_any_case(text: str) -> bool:
    """The same, but for capitals and small letters."""
    return _any(re.ASCII | re.IGNORECASE).fullmatch(text) is not None


def example_of(form: str) -> str:
    """A code of a form of a practice's own: `Mon-0142` of `Mon-0000`."""
    digits = iter(f"{_EXAMPLE:0{form.count('0')}}"[-form.count("0") :])
    return "".join(next(digits) if each == "0" else each for each in form)


def _sign(form: str) -> str:
    """What each code of a form begins with, up to its first digit."""
    return form.partition("0")[0]


def _of(own: tuple[str, ...]) -> str:
    return "|".join((_USUAL, *(form.replace("0", "[0-9]") for form in own)))


@lru_cache(2)
def _any(flags: re.RegexFlag) -> re.Pattern[str]:
    """Made when somebody asks: a hook about charts with `C-` never does."""
    return re.compile(_ANY, flags)


@lru_cache(64)
def _whole(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_of(own), re.ASCII)


@lru_cache(64)
def _any_case(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_of(own), re.ASCII | re.IGNORECASE)


@lru_cache(64)
def _inside(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_of(own)})\b", re.ASCII)
