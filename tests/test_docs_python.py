"""The Python of the manual is run: what stands in the `text` block below a `python` block must be printed.

The blocks of a page are one session, in a copy of the demo practice under git.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

_PYTHON = re.compile(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
PAGES = [page for page in sorted((ROOT / "docs" / "how-to").glob("*.md")) if _PYTHON.search(page.read_text("utf-8"))]


def test_the_page_of_the_door_is_among_them() -> None:
    assert "notebooks.md" in [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_prints_what_it_says(page: Path, practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(practice)
    session: dict[str, object] = {}
    for code, expected in _PYTHON.findall(page.read_text("utf-8")):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page.name, "exec"), session)  # noqa: S102  # the manual's own examples
        assert printed.getvalue() == expected, code
