"""python-frontmatter reading records through our reader: the only home of frontmatter.

For scripts and notebooks of people who know `frontmatter.load`. Its own handler turns `14:30` into 870
and an unclosed fence into an empty record. Never on the lint path (30 ms of imports), and never a way
to write: `frontmatter.dump` sorts keys and drops comments.

    >>> import frontmatter
    >>> from caseload_tools.text.compat import RecordHandler
    >>> post = frontmatter.load("records/clients/C-0142/client.md", handler=RecordHandler())
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NoReturn

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from caseload_tools.errors import CaseloadError
from caseload_tools.text.document import Document
from caseload_tools.text.reading import read_bytes


class RecordHandler(YAMLHandler):
    """A handler for python-frontmatter that finds fences and reads YAML as `caseload lint` does.

    What lint calls an error that makes a record unusable is a CaseloadError here, never an empty dict.
    """

    def detect(self, text: str) -> bool:
        """Every text is ours: one without front matter is a mistake to hear of, not a post without data."""
        return True

    def split(self, text: str) -> tuple[str, str]:
        """The front matter without its fences, and the body."""
        document = _sound(read_bytes(text.encode("utf-8", "replace"), ""))
        return document.text[document.front_start : document.front_end], document.body

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """The data of front matter without its fences."""
        return dict(_sound(read_bytes(f"---\n{fm}\n---\n".encode("utf-8", "replace"), "")).data)

    def export(self, metadata: dict[str, object], **_: object) -> NoReturn:
        """Refuses: a record that exists is edited, not dumped."""
        raise CaseloadError(
            "python-frontmatter must not write a record: it would drop its comments and its order",
            "change the file in an editor; `caseload new` begins a new record",
        )


def post_of(document: Document) -> frontmatter.Post:
    """A document that was read as a Post with data of its own, which may be changed."""
    post = frontmatter.Post(document.body, RecordHandler())
    post.metadata = deepcopy(dict(document.data))
    return post


def _sound(document: Document) -> Document:
    if document.usable:
        return document
    fault = next(each for each in document.faults if each.level == "error")
    raise CaseloadError(f"line {fault.line}: {fault.message}", fault.hint)
