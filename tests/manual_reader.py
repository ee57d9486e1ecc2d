"""A reader of the manual who has what the page says, and nothing else: an empty home, and the visible text.

What a page does with this reader, all of it in words that a person reads as well:

- A `console` block is typed line by line: lines that begin with `$ ` are typed, what stands below must be printed. A
  line `...` stands for any lines, `...` within a line for any words. Where nothing stands below, nothing is printed.
- An `sh` block is typed too, and what it prints is not shown. One that begins with a program of OTHERS is left out.
- A paragraph that begins with "Follow along" has commands of PROGRAMS between backticks, which are typed.
- "in a clone of this repository", in such a paragraph, takes the reader to the top of a clone.
- A paragraph right above a block of any other kind, if it ends with a colon, may say what the block is to be:
  "Save this as `PATH`:" is a new file; "so that `PATH` reads:" changes a file that is there; "Add this to the top of
  `PATH`:" (or "end") puts it there; "This is `PATH`:" shows a file that is there, and writes nothing.
- "it is 24 November 2026" says which day the page is on. The demo practice knows its own.

Before each page the reader has followed the lines `git config --global …` of docs/how-to/install.md.

A command that ends with 1 for its findings must show one of them; where a page shows no output, only FINDS may end
so. What ends otherwise is refused, and the page says so in what it shows below the command, or above a block with that
command alone.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from tests.conftest import ROOT, run_caseload

INSTALL = ROOT / "docs" / "how-to" / "install.md"
PROGRAMS = ("caseload", "cd", "git", "ls", "cat", "mkdir", "bhsim")
FINDS = ("lint", "doctor")  # whoever types these wants to be told what is wrong
IN_A_CLONE = ".venv/bin/caseload"  # what `make` puts at the top of a clone
OTHERS = {
    "make": "tests/test_docs.py asks whether the target is there; what it does, the tests of each command show",
    "age": "a program of others",
    "eval": "a setting of the reader's own shell",
}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`]+)`")
_DAY = re.compile(r"\bit\s+is\s+(\d{1,2} [A-Z][a-z]+ \d{4})")
_HOW = {
    "new": re.compile(r"\b[Ss]ave this as `([^`]+)`"),
    "changed": re.compile(r"\bso that `([^`]+)` reads"),
    "top": re.compile(r"\b[Aa]dd this to the top of `([^`]+)`"),
    "end": re.compile(r"\b[Aa]dd this to the end of `([^`]+)`"),
    "shown": re.compile(r"\b[Tt]his is `([^`]+)`"),
}
_REFUSED = re.compile(r"\brefuse[sd]\b")
_CLONE = re.compile(r"\bin\s+a\s+clone\s+of\s+this\s+repository\b")

How = Literal["new", "changed", "top", "end", "shown"]


class NotAsPrintedError(AssertionError):
    """The page says something that is not so, or that nobody can follow."""


@dataclass(frozen=True)
class Typed:
    """A command of the page. `shown` is what it prints, or None where the page does not show that."""

    line: int
    command: str
    shown: tuple[str, ...] | None = None
    above: str = ""  # the paragraph that speaks of this command alone


@dataclass(frozen=True)
class Written:
    """What the page has its reader write, or shows of what is there."""

    line: int
    how: How
    path: str
    text: str


@dataclass(frozen=True)
class Cloned:
    """The reader goes to the top of a clone."""

    line: int


Act = Typed | Written | Cloned


def acts(page: str) -> Iterator[Act]:
    """What a page has its reader do, in order."""
    end = 0
    for fence in _FENCE.finditer(page):
        prose, line = page[end : fence.start()], page.count("\n", 0, end) + 1
        yield from _said(prose, line)
        kind, text, here = fence.group(1), fence.group(2), page.count("\n", 0, fence.start()) + 1
        above = _last_paragraph(prose)
        if kind in ("console", "sh"):
            yield from _typed(kind, text, above, here)
        else:
            yield from _written(text, above, here)
        end = fence.end()
    yield from _said(page[end:], page.count("\n", 0, end) + 1)


def _said(prose: str, line: int) -> Iterator[Act]:
    """What is done by the sentences between two blocks."""
    if "<!--" in _INLINE.sub("", prose):
        raise NotAsPrintedError(f"line {line}: a comment, which no reader sees")
    for paragraph in re.finditer(r"^Follow along\b.*?(?=\n\n|\Z)", prose, re.MULTILINE | re.DOTALL):
        here = line + prose.count("\n", 0, paragraph.start())
        if _CLONE.search(paragraph.group()):
            yield Cloned(here)
        for said in _INLINE.findall(paragraph.group()):
            if said.split()[0] in PROGRAMS:
                yield Typed(here, said)


def _last_paragraph(prose: str) -> str:
    """The words right above a block, without the fold that it may be in."""
    shown = re.sub(r"^</?details.*$", "", prose, flags=re.MULTILINE).strip()
    return " ".join(shown.rsplit("\n\n", 1)[-1].split())


def _typed(kind: str, text: str, above: str, line: int) -> Iterator[Typed]:
    if kind == "sh":
        commands = [each for each in text.replace("\\\n", " ").splitlines() if shlex.split(each, comments=True)]
        if shlex.split(commands[0])[0] not in OTHERS:
            yield from (Typed(line, command, None, above if len(commands) == 1 else "") for command in commands)
        return
    blocks = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if blocks[0]:
        raise NotAsPrintedError(f"line {line}: the block begins with no command")
    for block in blocks[1:]:
        command, *shown = [each.rstrip() for each in block.rstrip().splitlines()]
        yield Typed(line, command, tuple(shown), above if len(blocks) == 2 else "")


def _written(text: str, above: str, line: int) -> Iterator[Written]:
    if above.endswith(":"):
        for how, words in _HOW.items():
            if found := words.search(above):
                yield Written(line, how, found.group(1), text)  # type: ignore[arg-type]
                return


class Reader:
    """Follows a page in an empty home."""

    def __init__(self, home: Path, templates: Path, page: str = "") -> None:
        self.home = self.here = home
        self._templates = templates  # demo practices that were made once, each by the command that the page types
        day = _DAY.search(page)
        self._day = datetime.strptime(day.group(1), "%d %B %Y").date().isoformat() if day else ""
        for line in _git_settings():
            self._run_program(shlex.split(line))

    def follow(self, page: str) -> None:
        """Do what the page says; NotAsPrintedError where that cannot be done or something else comes out."""
        for act in acts(page):
            match act:
                case Typed():
                    self._type(act)
                case Written():
                    self._write(act)
                case Cloned():
                    self.here = self._clone()

    # --- files -------------------------------------------------------------------------------

    def _write(self, act: Written) -> None:
        target = self._path(act.path)
        where = f"line {act.line}: {act.path}"
        if act.how == "new":
            if target.exists():
                raise NotAsPrintedError(f"{where} is there already; say what is changed")
            target.parent.mkdir(parents=True, exist_ok=True)
        elif not target.is_file():
            raise NotAsPrintedError(f"{where} is not there")
        before = "" if act.how == "new" else target.read_text(encoding="utf-8")
        if act.how == "shown":
            if not _agrees(act.text.rstrip().splitlines(), before.rstrip().splitlines()):
                raise NotAsPrintedError(f"{where} reads otherwise:\n\n{before}")
            return
        after = {"top": f"{act.text}\n{before}", "end": f"{before}\n{act.text}"}.get(act.how, act.text)
        target.write_text(after, encoding="utf-8", newline="\n")

    def _path(self, written: str) -> Path:
        return self.here / self._home_in(written)

    def _home_in(self, word: str) -> str:
        return f"{self.home}{word[1:]}" if word == "~" or word.startswith("~/") else word

    # --- commands ----------------------------------------------------------------------------

    def _type(self, act: Typed) -> None:
        where = f"line {act.line}: `{act.command}`"
        words = shlex.split(act.command, comments=True)
        target = None
        if len(words) > 2 and words[-2] == ">":
            target, words = self._path(words[-1]), words[:-2]
        if words and words[0] == IN_A_CLONE and self._is_clone():
            words[0] = "caseload"
        if not words or words[0] not in PROGRAMS or set(words) & {"|", "&&", ";"}:
            raise NotAsPrintedError(f"{where} is no command that a reader types here")
        code, out, complaints = self._run(words, where)
        if target:
            target.write_text(out, encoding="utf-8", newline="\n")
        printed = complaints if target else out + complaints
        _check_code(act, code, printed, where, words)
        lines = [line.rstrip() for line in printed.rstrip().splitlines()]
        if act.shown is not None and not _agrees(list(act.shown), lines):
            raise NotAsPrintedError(f"{where} prints something else:\n\n" + "\n".join(lines))

    def _run(self, words: list[str], where: str) -> tuple[int, str, str]:
        words = [self._home_in(word) for word in words]
        if words[0] == "cd":
            if not self._path(words[1]).is_dir():
                raise NotAsPrintedError(f"{where}: there is no such folder")
            self.here = self._path(words[1]).resolve()
            return 0, "", ""
        if words[0] != "caseload":
            return self._run_program(words)
        if words[1] == "demo":
            return self._demo(words)
        done = run_caseload(*words[1:], cwd=self.here, env=self._env())
        return done.code, done.out, done.err

    def _run_program(self, words: list[str]) -> tuple[int, str, str]:
        words = [sys.executable, "-m", *words] if words[0] == "bhsim" else words
        env = {name: value for name, value in {**os.environ, **self._env()}.items() if value is not None}
        done = subprocess.run(words, cwd=self.here, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def _env(self) -> dict[str, str | None]:
        """Of a new user: no name or settings that the manual has not told of. No page may need it to be late."""
        unset = [name for name in os.environ if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))]
        day = self._day or "2026-11-24"
        dates = {f"GIT_{who}_DATE": f"{day}T08:31:00+0000" for who in ("AUTHOR", "COMMITTER")}
        return {
            **dict.fromkeys([*unset, "GIT_CONFIG_GLOBAL", "CASELOAD_TODAY"]),
            **dates,
            **({"CASELOAD_TODAY": self._day, "CASELOAD_NOW": f"{day} 08:30"} if self._day else {}),
            "HOME": str(self.home),
            "EDITOR": "true",
        }

    def _demo(self, words: list[str]) -> tuple[int, str, str]:
        """`caseload demo`, which makes the same each time: once for all pages."""
        *options, folder = words[1:]
        template = self._templates / f"made-by-{'-'.join(options)}"
        said = template.with_suffix(".said")
        if not said.exists():
            done = run_caseload(*options, template.name, cwd=self._templates, env=self._env())
            if done.code:
                return done.code, done.out, done.err
            said.write_text(done.out, encoding="utf-8")
        target = self._path(folder)
        if target.exists():
            raise NotAsPrintedError(f"`{shlex.join(words)}`: the folder is there already")
        shutil.copytree(template, target, symlinks=True)
        return 0, said.read_text(encoding="utf-8").replace(template.name, folder), ""

    def _is_clone(self) -> bool:
        return self.here == self.home / "caseload-tools"

    def _clone(self) -> Path:
        folder = self.home / "caseload-tools"
        if not folder.exists():
            copy_of_the_checkout(folder)
        return folder


@cache
def _git_settings() -> tuple[str, ...]:
    """What the page on installing has everybody tell git."""
    return tuple(re.findall(r"^(git config --global .*)$", INSTALL.read_text(encoding="utf-8"), re.MULTILINE))


def copy_of_the_checkout(folder: Path) -> None:
    """A clone of this repository, with its past, and with the files as they stand on the disk here."""
    _git("clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder), cwd=ROOT)
    _git("reset", "--quiet", cwd=folder)
    for name in filter(None, _git("ls-files", "-zco", "--exclude-standard", cwd=ROOT).split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def _check_code(act: Typed, code: int, printed: str, where: str, words: list[str]) -> None:
    shown = act.shown or ()
    if code == 0:
        return
    if code == 1 and words[0] == "caseload" and (act.shown is not None or words[1] in FINDS):
        if act.shown is None or any(line != "..." for line in shown):
            return
        raise NotAsPrintedError(f"{where} ends with 1, and the page shows nothing of what it found:\n\n{printed}")
    if code in (1, 2) and any(map(_REFUSED.search, (act.above, *shown))):
        return
    raise NotAsPrintedError(f"{where} ends with {code}, and the page does not say that it is refused:\n\n{printed}")


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
