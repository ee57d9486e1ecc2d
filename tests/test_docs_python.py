"""The Python of the manual is run: what stands in the `text` block below a `python` block must be printed.

The blocks of a page are one session, in the practice that the page tells its reader to make.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.manual_reader import Reader

_PYTHON = re.compile(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
PAGES = [page for page in sorted((ROOT / "docs" / "how-to").glob("*.md")) if _PYTHON.search(page.read_text("utf-8"))]


def test_the_page_of_the_door_is_among_them() -> None:
    assert "notebooks.md" in [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_prints_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text("utf-8")
    (tmp_path / "home").mkdir()
    reader = Reader(tmp_path / "home", tmp_path, text)
    reader.follow(text)
    monkeypatch.chdir(reader.here)
    monkeypatch.delenv("CASELOAD_TODAY")
    session: dict[str, object] = {}
    for code, expected in _PYTHON.findall(text):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page.name, "exec"), session)  # noqa: S102  # the manual's own examples
        assert printed.getvalue() == expected, code
