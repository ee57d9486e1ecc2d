"""The README and the manual are true: what they show is typed, and what they say comes out must come out.

tests/manual_reader.py says how a page is followed: from an empty home, by its visible text alone.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from caseload_tools.cli.app import app
from tests.conftest import ROOT
from tests.manual_reader import NotAsPrintedError, Reader

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES += sorted(
    path for path in (ROOT / "docs").rglob("*.md") if not path.is_relative_to(ROOT / "docs" / "reference" / "rules")
)
HOW_TO = [page for page in PAGES if page.parent.name == "how-to"]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def _is_followed(page: Path) -> bool:
    """A page of the reference has lines for other programs."""
    text = page.read_text(encoding="utf-8")
    return page in HOW_TO or "```console\n" in text or ("```sh\n" in text and "reference" not in page.parts)


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demos")


@pytest.mark.parametrize("page", [page for page in PAGES if _is_followed(page)], ids=lambda page: page.name)
def test_what_the_page_shows_is_what_happens(page: Path, demos: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    try:
        Reader(tmp_path, demos, text).follow(text)
    except NotAsPrintedError as wrong:
        pytest.fail(f"{page.name}: {wrong}", pytrace=False)


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.name)
def test_a_page_says_where_it_happens_before_it_shows_anything(page: Path) -> None:
    """In one line, above the first block: nobody reads these pages in their order."""
    text = page.read_text(encoding="utf-8")
    if first := re.search(r"^```(console|sh)$", text, re.MULTILINE):
        assert "\nFollow along " in text[: first.start()], (
            "say how to get there: Follow along in …: `caseload demo try-it`"
        )


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


@cache
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


def _named(text: str) -> Iterator[list[str]]:
    """What of ours a page names between backticks, in a sentence or a table, or has in a block to be typed."""
    lines = re.findall(r"`([^`]+)`", _FENCE.sub("", text))
    for kind, block in _FENCE.findall(text):
        prompt = "$ " if kind == "console" else ""
        if kind in ("console", "sh", "shell"):
            typed = (line for line in block.replace("\\\n", " ").splitlines() if line.startswith(prompt))
            lines += [line.removeprefix(prompt) for line in typed]
    for line in lines:
        if re.match(r"(\.venv/bin/)?caseload( |$)", line) and "COMMAND" not in line:
            yield shlex.split(line.replace("\n", " "), comments=True)[1:]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if not {"decisions", "CHANGELOG.md"} & {*page.parts}], ids=lambda page: page.name
)
def test_every_command_that_is_named_is_one(page: Path) -> None:
    """With the options that are named: a sentence is typed as well as a block is."""
    for words in _named(page.read_text(encoding="utf-8")):
        command: click.Command | None = app
        context, rest = click.Context(app), words
        try:
            while isinstance(command, click.Group):
                _, rest, _ = command.make_parser(context).parse_args(rest)
                if not rest:
                    break
                command, rest = command.get_command(context, rest[0]), rest[1:]
            assert command is not None, f"there is no command `caseload {' '.join(words)}`"
            command.make_parser(context).parse_args(rest)
        except click.UsageError as wrong:
            pytest.fail(f"`caseload {' '.join(words)}`: {wrong.format_message()}", pytrace=False)
