"""Lines of .gitattributes by which people read another text than the one in git, or do not see what changes.

Verify says them for as long as they stand; they are refused where they come in. A filter that encrypts is a choice of
the practice, and is left to verify.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caseload_tools.git.contents import Contents
from caseload_tools.git.filters import ENCRYPTED
from caseload_tools.git.raw_list import PathChange
from caseload_tools.guard.hooks.refusal import Refusal

_NAME = ".gitattributes"


def hiding_attributes(changes: Iterable[PathChange], contents: Contents, prefix: str = "") -> Iterator[Refusal]:
    """What a step's changes bring of such lines, into files that have a say about the practice's records."""
    listed = [each for each in changes if each.after and each.path.rpartition("/")[2] == _NAME]
    if not listed:
        return
    from caseload_tools.audit.checks.files import is_near

    for each in listed:
        if is_near(each.path.removesuffix(_NAME), prefix):
            before, after = (said_in(contents, content, each.path, prefix) for content in each[1:3])
            for what in sorted(after - before):
                yield Refusal("attributes", each.path, what, "take the line out, and commit")


def said_in(contents: Contents, content: str, path: str, prefix: str = "") -> frozenset[str]:
    """What speaks against one version of such a file."""
    from caseload_tools.audit.checks.files import said_by_attributes

    text = contents.bytes_of(content).decode("utf-8", "replace") if content else ""
    return frozenset(said_by_attributes(path, text, prefix, apart_from=ENCRYPTED))
