"""Which forms a practice may choose for its clients' codes: `client_codes = ["Mon-0000"]`.

A form is letters and a 0 for each digit, never a pattern: nobody can write one that fits a name, that takes for ever,
or that means more than it shows. What is refused is refused with the form that was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from caseload_tools.practice.mistakes import Mistakes
from caseload_tools.text.client_codes import FORM, ClientCodes, begins_as_usual, example_of
from caseload_tools.text.english import upper_first
from caseload_tools.text.language.identifiers import identifiers_in

KEY = "client_codes"
_MOST = 12
# What stands before digits in a note and is no client: code systems, and months as people write dates.
_OTHERS = frozenset(("cpt", "icd", "dsm", "hcpcs", "snomed", "loinc", "npi", "mrn", "ssn", "dob"))
_MONTH = re.compile(
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?|oct(ober)?|nov(ember)?|dec(ember)?"
)
# Digits that an identifier may begin with in each of its parts.
_TRIED = ("5551234567", "1234567890", "2026110324", "1991050219")


def codes_at(raw: object, mistakes: Mistakes) -> ClientCodes:
    """The codes of a practice from what stands at the setting; each form that cannot be is a mistake at its line."""
    forms = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, list) else ()
    if not forms or not all(isinstance(each, str) for each in forms):
        mistakes.add((KEY,), f"`{KEY}` must be a form of a client's code, or a list of them", 'for example "Mon-0000"')
        return ClientCodes()
    if len(forms) > _MOST:
        mistakes.add((KEY,), f"`{KEY}` has more than {_MOST} forms", "keep those that charts have")
        return ClientCodes()
    taken: list[str] = []
    for form in forms:
        wrong = next(_wrong_with(form, taken), None)
        if wrong is None:
            taken.append(form)
        else:
            mistakes.add((KEY,), *wrong)
    return ClientCodes(tuple(taken))


def _wrong_with(form: str, others: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a form, the first thing first, each with what to write."""
    if not re.fullmatch(FORM, form, re.ASCII):
        yield _no_form(form)
        return
    letters = re.split("[-_0]", form, maxsplit=1)[0]
    if begins_as_usual(form):
        yield "codes that begin with `C-` are known in every practice", "leave this form out"
    if letters.casefold() in _OTHERS:
        yield f"codes of the form `{form}` would be those of something else", "begin with letters of your own"
    if _MONTH.fullmatch(letters.casefold()):
        yield f"a code of the form `{form}` could be a date", "begin with other letters than a month"
    if any(form.casefold() == each.casefold() for each in others):
        yield f"the form `{form}` is there twice, but for its capitals", "keep one: some computers know no difference"
    for said in (_filled(form, digits) for digits in _TRIED):
        if found := next(identifiers_in(said.replace("_", " ")), None) or next(identifiers_in(said), None):
            yield f"a code of the form `{form}` could be {found.kind}", "take fewer digits, or other hyphens"


def _no_form(form: str) -> tuple[str, str]:
    """Which mistake a text makes that is no form at all."""
    zeros = re.sub(r"\[0-9\]|\\d", "0", form)
    zeros = re.sub(r"0\{([3-8])(?:,\d?)?\}", lambda found: "0" * int(found[1]), zeros)
    zeros = re.sub(r"[1-9]", "0", zeros.strip("^$ "))
    meant = next((each for each in (zeros, upper_first(zeros)) if re.fullmatch(FORM, each)), "Mon-0000")
    hint = f"for example `{meant}`, which is the form of {example_of(meant)}"
    if re.fullmatch(f"(?i:{FORM})", form) and form[:1].islower():
        return "a client's code begins with a capital letter, as an id of the staff does not", hint
    if form.count("0") < 3 and not re.search(r"[^A-Za-z0_-]", form):
        return "a form of a client's code has at least three digits, which no name and no word has", hint
    if re.fullmatch(r"[A-Z]0+(?:[-_]?0)*", form):
        return "one letter and digits are the codes of goals, diagnoses and services", f"write `{form[0]}-{form[1:]}`"
    if re.fullmatch(r"[0_-]+", form):
        return "a client's code begins with letters: digits alone are dates, amounts and codes of services", hint
    return "a form of a client's code is up to eight letters, then a 0 for each of three to eight digits", hint


def _filled(form: str, digits: str) -> str:
    """A code of a form with other digits."""
    left = iter(digits)
    return "".join(next(left) if each == "0" else each for each in form)
