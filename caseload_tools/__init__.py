"""caseload-tools: clinical documentation as plain text in git, checked and shown.

`open_practice`, `to_rows` and `CaseloadError` are the door for notebooks and scripts. They are loaded when first asked
for, since every command imports this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caseload_tools.api import open_practice, to_rows
    from caseload_tools.errors import CaseloadError

__all__ = ["CaseloadError", "__version__", "open_practice", "to_rows"]
__version__ = "0.2.0"


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from caseload_tools import api

    return getattr(api, name)
