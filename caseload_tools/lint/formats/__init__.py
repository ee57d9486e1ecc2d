"""What a run looks like: one file for each format, each a `render(result, colour)` that gives text.

Nothing here prints, reads a record or knows a rule by name. A format is loaded when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from caseload_tools.errors import CaseloadError
from caseload_tools.lint.result import LintResult

# By the word of `--format`, the file here that writes it.
FORMATS = {
    "full": "full",
    "concise": "concise",
    "json": "as_json",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "sarif": "sarif",
    "statistics": "statistics",
}


class Format(Protocol):
    """What each file of this folder offers."""

    def render(self, result: LintResult, colour: bool) -> str:
        """The whole output, with a line end."""
        ...


def render_result(name: str, result: LintResult, *, colour: bool = False) -> str:
    """A result in a format. Raises CaseloadError for a format there is not."""
    if name not in FORMATS:
        raise CaseloadError(f"there is no format `{name}`", f"the formats are {', '.join(FORMATS)}")
    return cast(Format, import_module(f"{__name__}.{FORMATS[name]}")).render(result, colour)
