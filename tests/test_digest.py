"""The content digest: every published vector, and what may and may not change a digest, for records made at random.

The vectors are the promise to third parties: a digest in vectors.json must never be written anew to make
this test pass. What must change gets a new version.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload_tools.text import read_bytes, read_file, render_record
from caseload_tools.text.digest import (
    OUTSIDE,
    canonical_body,
    canonical_json,
    co_signature_digest,
    content_digest,
    quick_json,
)
from tests.conftest import ROOT

VECTORS = json.loads((ROOT / "tests" / "vectors" / "digest" / "vectors.json").read_text(encoding="utf-8"))
CONTENT: list[dict[str, Any]] = VECTORS["content"]
PLAIN = CONTENT[0]["digest"]
names = st.from_regex(r"[a-z][a-z_]{0,6}", fullmatch=True).filter(lambda name: name not in ("true", "false", "null"))
texts = st.text(st.sampled_from("aZé ñ😀'\":-#[]{}&*!|>,%@`\\ 0129."), max_size=12)
scalars = st.one_of(
    texts, st.integers(-(10**17), 10**17), st.booleans(), st.none(), st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
)
fronts = st.dictionaries(names, st.one_of(scalars, st.lists(scalars, max_size=3)), min_size=1, max_size=5)
bodies = st.lists(st.text(st.sampled_from("ab éé# -\t"), max_size=9), max_size=6).map("\n".join)


@pytest.mark.parametrize("vector", CONTENT, ids=lambda vector: vector["name"])
def test_a_published_vector(vector: dict[str, Any]) -> None:
    document = read_bytes(vector["text"].encode(), "record.md")
    assert document.usable == (vector["digest"] is not None), document.faults
    if document.usable:
        assert content_digest(document.data, document.body) == vector["digest"]
        assert (vector["digest"] == PLAIN) == (vector["expect"] in ("plain", "same"))
    if "json" in vector:
        inner = {key: value for key, value in document.data.items() if key not in OUTSIDE}
        assert (canonical_json(inner), canonical_body(document.body)) == (vector["json"], vector["body"])


@pytest.mark.parametrize("vector", VECTORS["co_signature"], ids=lambda vector: vector["name"])
def test_a_published_co_signature(vector: dict[str, Any]) -> None:
    assert co_signature_digest(vector["content"], vector["first"]) == vector["digest"]


def test_the_vectors_are_many_and_tell_the_meanings_apart() -> None:
    apart = [vector["digest"] for vector in CONTENT if vector["expect"] in ("plain", "other", "alone")]
    assert len(set(apart)) == len(apart) >= 30
    assert sum(vector["expect"] == "same" for vector in CONTENT) >= 18
    assert len({vector["digest"] for vector in VECTORS["co_signature"]}) == len(VECTORS["co_signature"]) - 1


def test_the_schema_takes_both_kinds_of_digest() -> None:
    schema = json.loads((ROOT / "schemas" / "common.schema.json").read_text(encoding="utf-8"))
    pattern = schema["$defs"]["signature"]["properties"]["digest"]["pattern"]
    first = {"by": "m.okafor", "role": "clinician", "at": "2026-11-03 15:20"}
    for digest in (PLAIN, co_signature_digest(PLAIN, first)):
        assert re.fullmatch(pattern, digest)


def test_no_two_records_of_the_demo_share_a_digest() -> None:
    documents = [read_file(ROOT, path.relative_to(ROOT).as_posix()) for path in (ROOT / "records").rglob("*.md")]
    assert len({content_digest(each.data, each.body) for each in documents}) == len(documents) > 300


@settings(max_examples=60, deadline=None)
@given(fronts, bodies, st.randoms(use_true_random=False))
def test_spelling_does_not_count(front: dict[str, Any], body: str, chance: Any) -> None:
    digest = content_digest(front, body)
    keys = list(front)
    chance.shuffle(keys)
    text = render_record({key: front[key] for key in keys}, body).replace("\n---\n", "\n# a comment\n---\n", 1)
    for spelt in (text, text.replace("\n", "\r\n"), "\ufeff" + text, unicodedata.normalize("NFD", text), text + "\n\n"):
        document = read_bytes(spelt.encode(), "record.md")
        if document.usable:  # an odd character that no record may hold makes no digest, and no mistake
            assert content_digest(document.data, document.body) == digest


@settings(max_examples=60, deadline=None)
@given(fronts, bodies, names, scalars, scalars)
def test_every_value_counts(front: dict[str, Any], body: str, name: str, one: Any, other: Any) -> None:
    before, after = content_digest({**front, name: one}, body), content_digest({**front, name: other}, body)
    assert (before == after) == (canonical_json(one) == canonical_json(other))
    assert content_digest({**front, name: one}, body + "\n\nz") != before


@settings(max_examples=200, deadline=None)
@given(fronts)
def test_the_quick_way_writes_the_same_json(front: dict[str, Any]) -> None:
    nfd = partial(unicodedata.normalize, "NFD")
    spelt = {key: nfd(value) if isinstance(value, str) else value for key, value in front.items()}
    assert quick_json(front) == canonical_json(front) == canonical_json(spelt) == quick_json(spelt)
    assert quick_json({"x": [front, -0.0, 1e-7, 1e17]}) == canonical_json({"x": [front, -0.0, 1e-7, 1e17]})


@settings(max_examples=100, deadline=None)
@given(bodies)
def test_a_body_in_its_canonical_form_stays(body: str) -> None:
    assert canonical_body(canonical_body(body)) == canonical_body(body)
