"""What a commit's message must say: what was done, and to whose records, by id.

Somebody will look for the day on which something changed, years later, in nothing but these lines. The standard is
small on purpose, so that it can be kept at the end of a long day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.text.client_codes import USUAL_CODES, ClientCodes

LONGEST = 100
NAMED_LEAST = 3  # so many clients are named one by one; a commit about more is told by its number
_EMPTY_WORDS = """
update updates updated change changes changed fix fixes fixed edit edits save saved commit wip misc stuff work done
more new file files record records
"""
SAYING_NOTHING = frozenset(_EMPTY_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_MERGED = r"(?:branch|branches|remote-tracking branch|remote-tracking branches|tag|commit|HEAD)\b"
_BY_GIT = re.compile(rf"(?:fixup|squash|amend)! |Merge {_MERGED}|Revert \"|Reapply \"")
_HOW = "say what was done and for whom, such as `{}: session 2026-11-03 added`"


def without_comments(text: str, comment: str = "#") -> str:
    """A message as git will keep it: without its comments, and without the diff that `commit --verbose` shows."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.startswith(f"{comment} ------------------------ >8"):
            break
        if not line.startswith(comment):
            kept.append(line.rstrip())
    return "\n".join(kept).strip("\n")


def standard_refusals(message: str, clients: Sequence[str], codes: ClientCodes = USUAL_CODES) -> Iterator[Refusal]:
    """Where a message falls short of the standard; `clients` are those whose records the commit changes.

    `codes` says how the practice writes a client's code: one that stands there says no word of what was done.
    """
    subject = message.partition("\n")[0]
    if not subject.strip():
        return  # git itself refuses a message without a word, and that means: stop
    if _BY_GIT.match(subject):
        return
    if len(subject) > LONGEST:
        hint = f"{LONGEST} at most; leave a line empty, then go on"
        yield Refusal("message", "message, line 1", f"it has {len(subject)} characters", hint)
    words = [word.casefold() for word in _WORD.findall(codes.without_codes(subject))]
    if not [word for word in words if word not in SAYING_NOTHING]:
        yield Refusal("message", "message, line 1", "it does not say what was done", _HOW.format(codes.example))
    told = {found.group() for found in codes.found_in(message)}
    lacking = [client for client in clients if client not in told]
    if lacking and len(clients) <= NAMED_LEAST:
        missing = " and ".join(lacking)
        hint = f"name them, such as `{', '.join(clients)}: session 2026-11-03 added`"
        yield Refusal("message", "message", f"records of {missing} are changed, and it does not name them", hint)
