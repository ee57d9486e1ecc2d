"""`python -m devtools.clean_files [FILE …]`: do files end with one line end, without trailing blanks, and stay small?

Without a name it looks at every file that git keeps. It changes nothing: an editor takes blanks away, and a large
file is a question for a person.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

LARGEST = 500_000  # bytes: git keeps each version for ever
# Bad on purpose, or what a command prints.
AS_THEY_ARE = ("tests/vectors/", "tests/corpus/", "tests/snapshots/")


def faults_of(content: bytes) -> Iterator[str]:
    """What is wrong with a file's bytes; of what is no text only whether it is large."""
    if len(content) > LARGEST:
        yield f"{len(content):,} bytes; keep what is larger than {LARGEST:,} elsewhere"
    if b"\0" in content:
        return
    for number, line in enumerate(content.split(b"\n"), 1):
        if line != line.rstrip(b" \t\r"):
            yield f"line {number} ends with blanks"
    if content and not content.endswith(b"\n"):
        yield "the last line has no end"
    if content.endswith(b"\n\n"):
        yield "there are empty lines at the end"


def tracked() -> list[str]:
    """Every file that git keeps; none where there is no git."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=False)
    except OSError:
        return []
    return done.stdout.split("\0")[:-1]


def main(files: Sequence[str]) -> int:
    """Say what is wrong, a line each; 1 if anything is."""
    wrong = False
    for name in files or tracked():
        file = Path(name)
        if file.is_symlink() or not file.is_file() or name.startswith(AS_THEY_ARE):
            continue
        for fault in faults_of(file.read_bytes()):
            print(f"{name}: {fault}")
            wrong = True
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
