"""`python -m devtools.subjects`: is the subject of each commit short, and does its body say why?

    python -m devtools.subjects                 the commits since the habit began
    python -m devtools.subjects v0.2.0..HEAD    those of a range
    python -m devtools.subjects --message FILE  a message that is being written (a commit-msg hook)

A merge needs neither: what it merges has said it. Where the past is not there (a shallow clone, a folder without
git), that is said and nothing fails.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

LONGEST = 60
# Behind this the habit holds (six commits of work done side by side, merged on 2026-11-30, came without a body):
BEFORE_THE_HABIT = "113b22839a96a7bf37d49696f55d7b2d76f9b30a"
_SCISSORS = "# ------------------------ >8 ------------------------"
_TRAILER = re.compile(r"[A-Z][A-Za-z-]+: \S")
# Git's own words, which the next rebase takes away, or which say themselves what they undo.
_OF_GIT = ("Merge ", "fixup! ", "squash! ", "amend! ")


def faults_of(message: str) -> Iterator[str]:
    """What is wrong with a commit's message; nothing for one that git began itself."""
    subject, _, body = message.strip().partition("\n")
    if subject.startswith(_OF_GIT):
        return
    if len(subject) > LONGEST and not subject.startswith('Revert "'):
        yield f"the subject has {len(subject)} characters; say it in {LONGEST}, and the rest below a blank line"
    if body and not body.startswith("\n"):
        yield "there is no blank line below the subject"
    if not any(line.strip() and not _TRAILER.match(line) for line in body.splitlines()):
        yield "there is no body: say why, below a blank line"


def written(message: str) -> str:
    """A message as git will take it: without comments, and without the changes that `commit --verbose` shows."""
    above = message.partition(_SCISSORS)[0]
    return "\n".join(line for line in above.splitlines() if not line.startswith("#"))


def _git(*arguments: str) -> str | None:
    """What git says; None where it cannot."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def commits(wanted: str) -> dict[str, str] | None:
    """The messages of a range by their commits' short ids, merges left out; None where git cannot say."""
    said = _git("log", "--no-merges", "--format=%h%x00%B%x00", wanted, "--")
    if said is None:
        return None
    parts = said.split("\0")
    return {id_.strip(): message for id_, message in zip(parts[::2], parts[1::2], strict=False)}


def main(arguments: Sequence[str]) -> int:
    """Say what is wrong, a line each; 1 if anything is."""
    if arguments[:1] == ["--message"]:
        texts = {"this message": written(Path(arguments[1]).read_text(encoding="utf-8"))}
    else:
        wanted = arguments[0] if arguments else f"{BEFORE_THE_HABIT}..HEAD"
        found = commits(wanted)
        if found is None:
            print(f"subjects: git does not know {wanted} here (a shallow clone, no clone): nothing was looked at")
            return 0
        texts = found
    wrong = [(who, text, fault) for who, text in texts.items() for fault in faults_of(text)]
    for who, text, fault in wrong:
        print(f"{who}: {fault}\n    {text.strip().partition(chr(10))[0]}")
    if wrong and not arguments:
        print("A commit that is not pushed yet: git commit --amend, or git rebase --interactive")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
