"""Whether those who took part are the client: the words by which a record names them, and those that leave a doubt.

What somebody else said is no word of the client. So a session, a call and whoever asks of either go by these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.nearest import nearest

_WORDS = ("client", "patient", "pt", "self", "service user", "consumer")
# `the client herself`, `client by phone`: still nobody else.
_HOW = r"(?: (?:her|him|them|it)self| themselves| alone| only| in person| (?:by|via|over|on the) \w+)?"
_BETWEEN = late_pattern(r"\s*(?:[,;&+]|\band\b|\bwith\b)\s*")
_ARTICLE = late_pattern(r"^(?:the|our|my)\s+")
_BRACKETS = late_pattern(r"\([^()]*\)")
# `client's mother`, `brother of the client`: somebody else, whom the client only says who they are.
_BY_THE_CLIENT = late_pattern(
    r"\b(?:client|patient|pt)['’]?s?['’] ?\w+|\b(?:of|for|about|without|not) (?:the |our |my )?(?:client|patient|pt)\b"
    r"|\b(?:client|patient|pt)['’]s\b"
)
_PRONOUNS = frozenset(("she", "he", "they", "her", "him", "them"))
# Of a session: words that take in the client without naming them.
_TOGETHER = frozenset(("all", "both", "couple", "everybody", "everyone", "family", "whole family", "group"))
_STAFF_ID = late_pattern(r"[a-z][\w-]*\.[a-z][\w.-]*")


def names_client(said: str, client: str) -> bool:
    """Whether the words for who took part name the client, alone or beside somebody else.

    `client` is their code, which is as good a word as any.
    """
    if said == "client":
        return True
    told = _BRACKETS.sub("", said).strip().casefold()
    if "/" in told:
        return False  # the link of an agency
    return any(_is_client(part, client) for part in _BETWEEN.split(told))


def may_mean_client(said: str, client: str) -> bool:
    """Whether nobody can tell if the words mean the client: misspelt, a pronoun, or the client named in passing."""
    if not said or "/" in said or names_client(said, client):
        return False
    told = _BY_THE_CLIENT.sub(" ", said.casefold())
    parts = [part.strip(" ()?.!") for part in _BETWEEN.split(told)]
    if any(part in _PRONOUNS or nearest(part, ("client", "patient"), like=0.8) for part in parts):
        return True
    return any(re.search(rf"\b{re.escape(word)}\b", told) for word in (*_WORDS[:3], client.casefold()))


def is_without_client(participants: Iterable[str], client: str) -> bool:
    """Whether a list of who took part names somebody and not the client.

    Nobody but colleagues says nothing of it: who came is under `attendance`.
    """
    told = [each for each in participants if each.strip() and not _STAFF_ID.fullmatch(each)]
    plain = {_ARTICLE.sub("", each.strip().casefold()) for each in told}
    return bool(told) and not plain & _TOGETHER and not any(names_client(each, client) for each in told)


def _is_client(part: str, client: str) -> bool:
    plain = _ARTICLE.sub("", part.strip())
    return plain == client.casefold() or re.fullmatch(rf"(?:{'|'.join(_WORDS)}){_HOW}", plain) is not None
