"""python-frontmatter with our handler sees what lint sees; where its own would be silent, it raises."""

from __future__ import annotations

from pathlib import Path

import frontmatter
import pytest
from frontmatter.default_handlers import YAMLHandler

from caseload_tools.errors import CaseloadError
from caseload_tools.text import read_bytes
from caseload_tools.text.compat import RecordHandler, post_of
from tests.text_vectors import Vector, inputs

NOTE = (
    '---\ntype: session\ntime: 14:30\nsafe: NO\nzip: 02134\ndate: 2026-13-45\nphq9: [1, 2]\n---\n\n## Plan\n\n"Text."\n'
)


def test_values_are_those_that_lint_sees(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(NOTE, encoding="utf-8")
    post = frontmatter.load(str(path), handler=RecordHandler())
    assert post.metadata == read_bytes(NOTE.encode(), "a.md").data
    assert post.metadata["time"] == "14:30" and post.metadata["safe"] == "NO" and post.metadata["zip"] == "02134"
    assert post.content == '## Plan\n\n"Text."'


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        "---\ntype: session\n",
        "---\n- a\n---\n",
        "---\na: 1\na: 2\n---\n",
        "---\na: " + "[" * 5000 + "\n---\n",
        "---\na: &x 1\nb: *x\n---\n",
        "",
    ],
)
def test_what_would_be_silently_empty_is_an_error(text: str) -> None:
    with pytest.raises(CaseloadError) as told:
        frontmatter.loads(text, handler=RecordHandler())
    assert told.value.message.startswith("line ") and told.value.hint


@pytest.mark.parametrize("vector", [each for each in inputs() if len(each.raw) < 100_000], ids=str)
def test_a_file_becomes_a_post_or_a_coded_error(vector: Vector) -> None:
    document = read_bytes(vector.raw, "a.md")
    if document.usable:
        post = post_of(document)
        assert (post.metadata, post.content) == (document.data, document.body)
    else:
        assert document.faults, vector


def test_it_never_writes_a_record() -> None:
    post = frontmatter.loads(NOTE, handler=RecordHandler())
    with pytest.raises(CaseloadError, match="must not write"):
        frontmatter.dumps(post)
    with pytest.raises(CaseloadError):
        frontmatter.dumps(post, handler=RecordHandler())


def test_a_handler_that_is_named_dumps_and_loses_the_comments() -> None:
    post = post_of(read_bytes(NOTE.replace("time:", "# on paper\ntime:").encode(), "a.md"))
    assert "on paper" not in frontmatter.dumps(post, handler=YAMLHandler()), "as the page says"
