"""A file's text: strict front matter with places, sections, edits, atomic writes (level 1).

The only room that reads or writes the bytes of a record. It knows nothing of types, rules or links.
`compat` (python-frontmatter) is left out here on purpose: the lint path must not import it.
"""

from __future__ import annotations

from caseload_tools.text.document import Document
from caseload_tools.text.faults import Fault, Span
from caseload_tools.text.marks import Path, Value
from caseload_tools.text.names import name_faults
from caseload_tools.text.reading import read_bytes, read_file
from caseload_tools.text.sections import Comment, Section
from caseload_tools.text.writing import write_atomic

__all__ = [
    "Comment",
    "Document",
    "Fault",
    "Path",
    "Section",
    "Span",
    "Value",
    "name_faults",
    "read_bytes",
    "read_file",
    "write_atomic",
]
