"""What reading one record costs: ours against PyYAML's C loader and python-frontmatter, in one run.

    python benchmarks/read_one.py

Machines are noisy, so only the ratios count: the readers take turns over the same records and each keeps
its best turn. The budget is half the time of `yaml.load(CSafeLoader)` on the same front matter.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence

import frontmatter
import yaml

from caseload_tools.text import read_bytes
from caseload_tools.text.front_matter.yaml_reading import read_yaml

PROSE = (
    "walked to the allotment twice and rang the adviser before Friday, kept the log for six of seven days, "
    "slept about six hours, argued with her brother, practised the breathing exercise, planned Sunday"
)
WORDS = PROSE.split()
BODY = "\n## Subjective\n\n{}\n\n## Plan\n\n{}\n"


def main() -> None:
    """Prints one line for each reader: microseconds a record, and the ratio to CSafeLoader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--records", type=int, default=50, help="how many records (default: 50)")
    parser.add_argument("--turns", type=int, default=60, help="how many turns each reader has (default: 60)")
    options = parser.parse_args()
    fronts = [front(random.Random(seed)) for seed in range(options.records)]
    whole = [f"---\n{text}---\n{body(random.Random(text))}" for text in fronts]
    raw = [text.encode() for text in whole]

    def c_loader(text: str) -> object:
        return yaml.load(text, yaml.CSafeLoader)

    readers: dict[str, tuple[Callable[..., object], Sequence[object]]] = {
        "yaml.load(CSafeLoader), no positions": (c_loader, fronts),
        "ours: data and place of every key": (read_yaml, fronts),
        "ours: whole file, bytes to Document": (lambda each: read_bytes(each, "a.md"), raw),
        "ours: the same, every place as line:column": (positions, raw),
        "frontmatter.loads, no positions": (frontmatter.loads, whole),
    }
    best = race(readers, options.turns)
    size = sum(map(len, fronts)) / len(fronts)
    print(f"{len(fronts)} records, {size:.0f} characters of front matter each, best of {options.turns} turns\n")
    peer = best["yaml.load(CSafeLoader), no positions"]
    for name, seconds in best.items():
        print(f"{name:44} {seconds / len(fronts) * 1e6:8.1f} us  {seconds / peer:6.2f}x")
    ours = best["ours: data and place of every key"] / peer
    print(f"\nbudget 0.50x: {'met' if ours <= 0.5 else 'missed'} with {ours:.2f}x")


def race(readers: dict[str, tuple[Callable[..., object], Sequence[object]]], turns: int) -> dict[str, float]:
    """The best time of each reader for each input, added up; readers take turns, so noise meets all alike."""
    best = {name: [float("inf")] * len(inputs) for name, (_, inputs) in readers.items()}
    clock = time.perf_counter
    for _ in range(turns):
        for name, (read, inputs) in readers.items():
            times = best[name]
            for number, each in enumerate(inputs):
                start = clock()
                read(each)
                times[number] = min(times[number], clock() - start)
    return {name: sum(times) for name, times in best.items()}


def positions(raw: bytes) -> object:
    """What a record costs of which every key is asked for."""
    document = read_bytes(raw, "a.md")
    return [(document.key_position(path), document.position(path)) for path in document.places]


def front(dice: random.Random) -> str:
    """About 1 KB: a plan like those people write, without its fences."""
    day = f"20{dice.randint(20, 29)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    lines = ["type: plan", f"client: C-{dice.randint(1000, 9999)}", f"date: {day}", "status: active"]
    lines += ["clinician: m.okafor", "duration: 6 months", "review_every: 90 days", "frequency: weekly"]
    lines += [f"based_on: [assessments/{day}]", "participants: [client, sister]", "problems:"]
    for number in (1, 2):
        lines += [
            f"  - id: P{number}",
            f"    text: {phrase(dice)}",
            f"    diagnosis: F{dice.randint(10, 48)}.1",
        ]
    lines.append("goals:")
    for number in (1, 2):
        lines += [f"  - id: G{number}", f"    problem: P{number}", f"    text: {phrase(dice)}"]
    lines.append("objectives:")
    for number in range(1, dice.randint(2, 4)):
        lines += [f"  - id: O1.{number}", f"    text: {phrase(dice)}", f"    baseline: {dice.randint(0, 27)}"]
        lines += [f"    target: {dice.randint(0, 27)}", f"    target_date: {day}", "    status: in-progress"]
    lines += ["outreach:", f"  - {{at: {day} 14:10, channel: phone, result: no answer}}", "phq9: 11"]
    lines += ["gad7: [1, 1, 2, 1, 1, 1, 0]", "time: 14:00-14:50", "client_took_part: true"]
    return "\n".join(lines) + "\n"


def phrase(dice: random.Random) -> str:
    """Six to nine words."""
    return " ".join(dice.choices(WORDS, k=dice.randint(6, 9))).replace(",", "")


def body(dice: random.Random) -> str:
    """About 1.2 KB of prose."""
    return BODY.format(*(" ".join(dice.choices(WORDS, k=90)) for _ in range(2)))


if __name__ == "__main__":
    main()
