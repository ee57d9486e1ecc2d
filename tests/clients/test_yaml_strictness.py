"""What YAML 1.2 calls invalid we refuse, with libyaml and without it; what it reads, we read alike.

libyaml and PyYAML are older than YAML 1.2 and let pass what it forbids: a quote that swallows the lines below it, a
remark with no blank before it. A reader that is stricter would see another record than we do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from caseload_tools.text import read_bytes
from caseload_tools.text.front_matter.yaml_events import PureParser
from caseload_tools.text.front_matter.yaml_reading import read_yaml
from tests.clients.programs import node
from tests.odd_pieces import PIECES

# One of each way to write a value.
SAMPLE = """\
type: session
homework: Ring Ann
quoted: "two words"
single: 'it is'
flow: [a, b]
map: {a: b, c: d}
block:
  - at: 1
    result: none
nested:
  deep:
    text: "a"
text: |
  one
  two
last: 5
"""


def _texts() -> Iterator[str]:
    for at in range(len(SAMPLE)):
        if not at or SAMPLE[at] == "\n" or SAMPLE[at - 1] in ' :,[{"':
            for piece in PIECES:
                text = SAMPLE[:at] + piece + SAMPLE[at:]
                if "\n---" not in text and not text.startswith("---"):
                    yield text


TEXTS = tuple(dict.fromkeys(_texts()))
# Each seventh in `make test`, all of them in `.ci/run`; each piece comes at some place, as their number is no multiple.
STEPS = [7, pytest.param(1, marks=pytest.mark.extended)]


@pytest.mark.clients
@pytest.mark.parametrize("step", STEPS)
def test_what_yaml_1_2_forbids_is_a_fault_and_what_it_reads_we_read_alike(step: int) -> None:
    wrong: list[tuple[object, ...]] = []
    read_by_both = 0
    for text, (errors, theirs) in zip(TEXTS[::step], node("yaml_errors.mjs", TEXTS[::step]), strict=True):
        document = read_bytes(f"---\n{text}---\n".encode(), "")
        if errors and not document.faults:
            wrong.append((text, errors))
        elif not errors and not document.faults:
            read_by_both += 1
            if json.loads(theirs) != document.data:
                wrong.append((text, theirs, document.data))
    assert not wrong, wrong[:3]
    assert len(TEXTS) > 3000 and read_by_both > 500 / step


@pytest.mark.parametrize("step", STEPS)
def test_the_parser_without_libyaml_comes_to_the_same(step: int) -> None:
    for text in TEXTS[::step]:
        text = text.replace("\t", " ")  # as the front matter comes, tabs are told of before
        fast, pure = read_yaml(text), read_yaml(text, PureParser)
        assert (fast.sound, fast.data if fast.sound else 0) == (pure.sound, pure.data if pure.sound else 0), text
