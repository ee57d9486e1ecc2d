"""The README and the manual are true: what they show is typed, and what they say comes out must come out.

A `console` block is run line by line: lines that begin with `$ ` are typed, what stands below must be printed. A line
`...` stands for any lines, `...` within a line for any words. HTML comments that no reader sees say where it happens:

    <!-- place: demo -->       the blocks from here on run in a copy of the demo practice
    <!-- place: untidy -->     ... in the demo practice with its faults
    <!-- place: bhsim -->      ... in a new practice, with another system's export in the folder `out`
    <!-- place: empty -->      ... in an empty folder
    <!-- file: PATH -->        the next block is the content of a file, which is written there
    <!-- shown: PATH -->       ... of a record of the demo, which stands there word for word

A page has one place of each kind, and `cd` lasts until the next `place`. `sh` blocks are not run: they fetch things
or open programs. The day is 24 November 2026.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_caseload

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES += sorted(
    path for path in (ROOT / "docs").rglob("*.md") if not path.is_relative_to(ROOT / "docs" / "reference" / "rules")
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"<!-- (place|file|shown): (\S+) -->")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
READER: dict[str, str | None] = {"EDITOR": "true", "CASELOAD_TODAY": "2026-11-24", "CASELOAD_NOW": "2026-11-24 17:00"}
ALLOWED = ("caseload", "cd", "git", "ls", "cat", "mkdocs")


@dataclass(frozen=True)
class Block:
    """A fenced block, what kind it is, where it runs, which file it is and which record it shows, if any."""

    kind: str
    text: str
    place: str
    file: str
    shown: str
    line: int


def _blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    fences = list(_FENCE.finditer(text))
    place, end = "empty", 0
    for fence in fences:
        said = dict(_SAID.findall(text[end : fence.start()]))
        place, end = said.get("place", place), fence.end()
        line = text.count("\n", 0, fence.start()) + 1
        yield Block(fence.group(1), fence.group(2), place, said.get("file", ""), said.get("shown", ""), line)


def _is_run(page: Path) -> bool:
    return any(block.kind == "console" for block in _blocks(page))


@dataclass
class Shell:
    """Where the reader of one page stands."""

    home: Path
    template: Path
    where: dict[str, Path] = field(default_factory=dict)
    place: str = ""

    def go(self, place: str) -> None:
        """To a place, which is made when the page comes to it for the first time."""
        if place == self.place:
            return
        self.place = place
        if place not in self.where:
            folder = self.home / place
            if place == "demo":
                shutil.copytree(self.template, folder)
                (folder / ".git/info/exclude").write_text("/build/\n")  # as in a clone
            elif place == "untidy":
                run_caseload("demo", "--untidy", folder, cwd=self.home).ok()
            elif place == "bhsim":
                run_caseload("init", folder, cwd=self.home).ok()
                for arguments in ("generate demo.db --clients 100 --seed 42", f"export-csv demo.db {folder / 'out'}"):
                    command = [sys.executable, "-m", "bhsim", *arguments.split()]
                    subprocess.run(command, cwd=self.home, check=True, capture_output=True)
            else:
                folder.mkdir()
            self.where[place] = folder

    @property
    def here(self) -> Path:
        return self.where[self.place]

    def run(self, typed: str) -> str:
        """What a line prints, both outputs together."""
        words = shlex.split(typed)
        assert words[0] in ALLOWED, f"`{words[0]}` is not run here; use an `sh` block"
        if words[0] == "cd":
            self.where[self.place] = (self.here / words[1]).resolve()
            return ""
        if words[0] == "caseload":
            done = run_caseload(*words[1:], cwd=self.here, env=READER)
            assert done.code != 3, done.err
            return done.out + done.err
        ran = subprocess.run(words, cwd=self.here, capture_output=True, text=True, check=False)
        return ran.stdout + ran.stderr


def _steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """What is typed and the lines below it."""
    typed, shown = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if typed:
                yield typed, shown
            typed, shown = line[2:], []
        else:
            shown.append(line.rstrip())
    if typed:
        yield typed, shown


def _agrees(shown: list[str], printed: list[str]) -> bool:
    """The lines shown are the lines printed; `...` stands for any number of them."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(_agrees(shown[1:], printed[index:]) for index in range(len(printed) + 1))
    return bool(printed) and _is_line(shown[0], printed[0]) and _agrees(shown[1:], printed[1:])


def _is_line(shown: str, printed: str) -> bool:
    """The same line, but for what `...` stands for within it."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("..."))), printed) is not None


@pytest.mark.parametrize("page", [page for page in PAGES if _is_run(page)], ids=lambda page: page.name)
def test_what_the_page_shows_is_what_happens(page: Path, practice_template: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path, practice_template)
    for block in _blocks(page):
        shell.go(block.place)
        if block.shown:
            record = ROOT / block.shown
            assert record.is_file(), f"{page.name}:{block.line}: the demo has no {block.shown}"
            assert block.text == record.read_text(encoding="utf-8"), f"{page.name}:{block.line}: {block.shown} differs"
        if block.file:
            target = shell.here / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8", newline="\n")
        for typed, shown in _steps(block.text) if block.kind == "console" else ():
            out = shell.run(typed).replace(str(tmp_path), "~").rstrip()
            printed = [line.rstrip() for line in out.splitlines()]
            if shown and not _agrees(_trimmed(shown), printed):
                pytest.fail(f"{page.name}:{block.line}: `{typed}` prints something else:\n\n" + "\n".join(printed))


def _trimmed(shown: list[str]) -> list[str]:
    while shown and not shown[-1]:
        shown = shown[:-1]
    return shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{page.name}: {target} leads nowhere"
        if anchor and found.suffix == ".md":
            assert anchor in _anchors(found), f"{page.name}: {target}: no such heading"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_can_be_reached() -> None:
    """From the README, by links alone."""
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        for target in _LINK.findall(page.read_text(encoding="utf-8")):
            path = target.partition("#")[0]
            found = (page.parent / path).resolve()
            if path and "://" not in path and found.exists():
                waiting.append(found / "README.md" if found.is_dir() else found)
    lost = [str(page.relative_to(ROOT)) for page in PAGES if page not in reached]
    assert not lost, f"no page links to {lost}"


def test_the_commands_of_the_readme_exist() -> None:
    """`make demo` and the like are targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(r"^(?:\$ )?make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name}: make {target}"
