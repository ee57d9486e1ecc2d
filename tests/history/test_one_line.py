"""When a list of commits is all there is, so that no merge can have left out what it does not tell of."""

from __future__ import annotations

import pytest

from caseload_tools.history.readers.git_history import is_one_line


def head(commit: str, *parents: str) -> str:
    return f"{commit}\n{' '.join(parents)}\nwho\nelse"


@pytest.mark.parametrize(
    ("heads", "tip", "whole"),
    [
        ([head("a"), head("b", "a"), head("c", "b")], "c", True),
        ([head("a"), head("b", "a")], "c", False),  # the tip changed nothing here: it may be a merge
        ([head("a"), head("c", "b")], "c", False),  # as may what lies between
        ([head("a"), head("b", "a"), head("c", "a"), head("d", "b", "c")], "d", False),
        ([], "a", False),
    ],
)
def test_one_line_of_commits_is_known_by_its_parents(heads: list[str], tip: str, whole: bool) -> None:
    assert is_one_line(heads, tip) is whole
