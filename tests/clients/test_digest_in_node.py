"""A second implementation of the content digest, in another language, comes to every digest that we publish.

It was written from docs/reference/digest.md; where it cannot be, the page is not exact enough. Ours is
held against the same vectors in tests/test_digest.py.
"""

from __future__ import annotations

import json

import pytest

from caseload_tools.text import read_file
from caseload_tools.text.digest import content_digest
from tests.clients.programs import node
from tests.conftest import ROOT

pytestmark = pytest.mark.clients
VECTORS = json.loads((ROOT / "tests" / "vectors" / "digest" / "vectors.json").read_text(encoding="utf-8"))


def test_another_program_comes_to_every_published_digest() -> None:
    cases = [*VECTORS["content"], *VECTORS["co_signature"]]
    theirs = node("digest.mjs", cases)
    wrong = [case["name"] for case, digest in zip(cases, theirs, strict=True) if digest != case["digest"]]
    assert not wrong


def test_another_program_comes_to_our_digest_of_every_record_of_the_demo() -> None:
    paths = sorted((ROOT / "records").rglob("*.md"))
    theirs = node("digest.mjs", [{"text": path.read_text(encoding="utf-8")} for path in paths])
    for path, digest in zip(paths, theirs, strict=True):
        document = read_file(ROOT, path.relative_to(ROOT).as_posix())
        assert digest == content_digest(document.data, document.body), path
