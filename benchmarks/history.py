"""`python -m benchmarks.history`: the past of a practice as changes and as events, beside `git log --raw` itself.

    python -m benchmarks.history                     10,000 commits, about a minute
    python -m benchmarks.history --commits 100000 --turns 1

Ratios of processor time within one run, git's with ours; beside them what the clock said, where git and Python
work at once, and the most memory of one process (git's holds the pack that it maps). Where other programs run
as well, only the first are worth much. The repository is made once with `git fast-import` and kept in
build/benchmarks/: most commits put a note on file, the others sign or edit an earlier one of the
same client (one in five, as in the tree of performance.md). Prints what it finds.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import ROOT, Contender, python, race
from benchmarks.run import BUILD, Budget

PER_CLIENT = 23
NEW = 20


def main() -> None:
    """Make the repository, let all take turns, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--edits", type=float, default=0.2, help="share of commits that edit; the others add a note")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    root = repository(options.commits, options.edits)
    flags = ["--raw", "-z", "--no-renames", "--no-abbrev", "HEAD"]
    floor = Contender("git log --raw", [shutil.which("git") or "git", "-C", str(root), "log", *flags], options.turns)
    start = Contender("python with the imports of field events", _ours("", root), options.turns)
    changes = Contender("change list", python("-c", _LIST, root), options.turns)
    events = Contender("field events", _ours("read_past(ROOT, fresh=True)", root), options.turns)
    again = Contender("field events, second run", _ours("read_past(ROOT)", root), options.turns)
    race([floor, start, changes, events])
    subprocess.run(_ours("read_past(ROOT)", root), check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    race([again])
    add(root, NEW)
    more = Contender(f"field events, {NEW} commits later", _ours("read_past(ROOT)", root), 1)
    race([more])
    report(options.commits, floor, start, changes, events, again, more)


def report(commits: int, floor: Contender, *ours: Contender) -> None:
    """The table, and the budgets of performance.md."""
    _, changes, events, again, more = ours
    load = os.getloadavg()[0]
    print(f"\n{commits:,} commits; median of {floor.turns}; load {load:.1f} on {os.cpu_count()} processors\n")
    print("| what | processor s | of git log | by the clock s | of git log | MB |\n|---|---|---|---|---|---|")
    for each in (floor, *ours):
        failed = f" ({each.failed})" if each.failed else ""
        worked = f"{each.processor:.2f} | {each.processor / floor.processor:.2f}"
        waited = f"{each.typical:.2f} | {each.typical / floor.typical:.2f}"
        print(f"| {each.name}{failed} | {worked} | {waited} | {each.peak:.0f} |")
    print("\n| budget | measured | limit | |\n|---|---|---|---|")
    print(Budget("change list / git log --raw", changes.processor / floor.processor, 1.3).row())
    print(Budget("field events / git log --raw", events.processor / floor.processor, 3.0).row())
    print(Budget("second run / first run", again.processor / events.processor, 0.3).row())
    print(Budget(f"{NEW} new commits / first run", more.processor / events.processor, 0.3).row())


_LIST = """import sys; from pathlib import Path; from caseload_tools.history.readers.change_list import changes
for each in changes(Path(sys.argv[1]), ['HEAD'], ['records', 'caseload.toml']): pass"""


def _ours(call: str, root: Path) -> list[str]:
    code = "import sys; from pathlib import Path; from caseload_tools.audit.changes.event_log import read_past; "
    return python("-c", f"{code}ROOT = Path(sys.argv[1]); {call or 'pass'}", root)


def repository(commits: int, edits: float) -> Path:
    """The practice with its history, made when it is not there."""
    root = BUILD / f"history-{commits}-{edits:g}"
    mark = root / ".git" / "made"
    if not mark.exists():
        if root.exists():
            shutil.rmtree(root)
        root.mkdir(parents=True)
        subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
        _import(root, _stream(commits, commits, 1, edits))
        mark.touch()
    return root


def add(root: Path, commits: int) -> None:
    """Some more commits on top, each a note."""
    head = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, check=True, text=True)
    seed = int(head.stdout[:8], 16)
    _import(root, _stream(commits, 10_000, seed, 0.0, head.stdout.strip()))


def _import(root: Path, stream: Iterator[bytes]) -> None:
    fast = ["git", "-C", str(root), "fast-import", "--quiet", "--force"]
    with subprocess.Popen(fast, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in stream:
            process.stdin.write(part)
    if process.returncode:
        raise SystemExit("git fast-import failed")


def _stream(commits: int, size: int, seed: int, edits: float, above: str = "") -> Iterator[bytes]:
    rng = random.Random(seed)
    notes = sorted((ROOT / "records" / "clients").glob("*/sessions/*.md"))
    texts = [each.read_bytes() for each in notes if b"attendance: attended" in each.read_bytes()]
    clients = max(1, size // PER_CLIENT)
    known: list[list[tuple[str, bytes]]] = [[] for _ in range(clients)]
    for number in range(commits):
        client = number % clients
        if known[client] and rng.random() < edits:
            at = rng.randrange(len(known[client]))
            path, text = known[client][at]
            text = _edited(rng, text)
            known[client][at] = (path, text)
        else:
            path = f"records/clients/C-{1000 + client}/sessions/{seed % 97 + 2000}-{number // clients:04}.md"
            text = re.sub(rb"^client: .*$", b"client: C-%d" % (1000 + client), rng.choice(texts), flags=re.MULTILINE)
            known[client].append((path, text))
        yield _commit(number, path, text, above if not number else "")


def _edited(rng: random.Random, text: bytes) -> bytes:
    """Sign it, put a word right, or change a field."""
    kind = rng.random()
    if kind < 0.5 and b"signatures:" not in text:
        signature = b"signatures:\n  - {by: m.okafor, role: clinician, at: 2026-03-02 11:42}\n---\n"
        return text.replace(b"\n---\n", b"\n" + signature, 1)
    if kind < 0.8:
        return text + b"\nOne more sentence, number %d.\n" % rng.randrange(10_000)
    return re.sub(rb"^risk: .*$", b"risk: " + rng.choice([b"none", b"low", b"moderate"]), text, flags=re.MULTILINE)


def _commit(number: int, path: str, text: bytes, above: str) -> bytes:
    when = 1_600_000_000 + number * 600
    who = f"Miriam Okafor <m.okafor@northgate.example> {when} +0000"
    message = f"Notes {number}".encode()
    start = f"from {above}\n" if above else ""
    head = f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode()
    return head + message + f"\n{start}M 100644 inline {path}\ndata {len(text)}\n".encode() + text + b"\n"


if __name__ == "__main__":
    main()
