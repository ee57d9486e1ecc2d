"""A file's text: strict front matter with places, sections, edits, atomic writes.

The only room that reads or writes the bytes of a record. It knows nothing of types, rules or links.
`compat` (python-frontmatter) is left out here on purpose: the lint path must not import it. Edits and
rendering are imported when they are first asked for, since a lint has no use for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseload_tools.text.document import Document
from caseload_tools.text.faults import Fault, Span
from caseload_tools.text.file_names import name_faults
from caseload_tools.text.front_matter.marks import FrontValue, KeyPath
from caseload_tools.text.reading import read_bytes, read_file, refused_file
from caseload_tools.text.sections import Comment, Section
from caseload_tools.text.writing import write_atomic

if TYPE_CHECKING:
    from caseload_tools.text.edits import append_item, insert_key, insert_section, rename_key, set_heading, set_key
    from caseload_tools.text.rendering import quote_scalar, render_field, render_item, render_record

__all__ = [
    "Comment",
    "Document",
    "Fault",
    "FrontValue",
    "KeyPath",
    "Section",
    "Span",
    "append_item",
    "insert_key",
    "insert_section",
    "name_faults",
    "quote_scalar",
    "read_bytes",
    "read_file",
    "refused_file",
    "rename_key",
    "render_field",
    "render_item",
    "render_record",
    "set_heading",
    "set_key",
    "write_atomic",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from caseload_tools.text import edits, rendering

    found = getattr(edits, name, None) or getattr(rendering, name)
    globals()[name] = found
    return found
