"""A new, empty practice: its folders, its settings, and what keeps it private and tidy.

Writes only into a folder that is new or empty, which is there whole or not at all. The templates are whole
files with a few words to fill in; nothing here knows what a record says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import init_repository
from caseload_tools.practice import FILE
from caseload_tools.shipped import shipped_path
from caseload_tools.text import write_atomic
from caseload_tools.text.folders import new_folder

_TEMPLATES = Path(__file__).parent / "templates"
# Where each template goes; a leading dot is left off in the package, where tools would hide the file.
PLACES = {
    "caseload.toml": "caseload.toml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "follow-up.md": "records/practice/policies/follow-up.md",
    "site-gitignore": "site/.gitignore",
    "docs-readme.md": "docs/README.md",
}
_BLANK = re.compile(r"@([A-Z_]+)@")
_STAFF = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)+\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Founder:
    """Who begins: a staff id such as m.okafor, the name it stands for, and the licence, if it is known."""

    id: str
    name: str
    credential: str = ""


def found_practice(
    out: Path, name: str, profile: str, founder: Founder, today: Day, *, git: bool = False
) -> tuple[str, ...]:
    """Make the practice, with `git` a repository of its own; returns the paths written, in order."""
    if not _STAFF.match(founder.id):
        raise CaseloadError("this is not a staff id", "write it in small letters with a dot, such as m.okafor")
    _check_is_no_practice(out.resolve())
    words = {
        "NAME": _toml_text(name),
        "PROFILE": profile,
        "STAFF": founder.id,
        "STAFF_NAME": _toml_text(founder.name),
        "CREDENTIAL": _toml_text(founder.credential or "LPC"),
        "UNKNOWN": "" if founder.credential else "# ",
        "TODAY": today.isoformat(),
    }
    with new_folder(out) as folder:
        written = _fill(folder, words)
        folder.chmod(0o700)  # whoever else uses this computer has no business in it
        if git:
            init_repository(folder)
    return written


def _check_is_no_practice(out: Path) -> None:
    """Of two practices in one another, commands would ask the inner one, and git the outer one."""
    around = next((folder for folder in out.parents if (folder / FILE).is_file()), None)
    if around is not None:
        hint = f"`caseload new client` begins a chart in it; for another practice name a folder outside of {around}"
        raise CaseloadError("this folder lies in a practice already", hint)


def _fill(folder: Path, words: Mapping[str, str]) -> tuple[str, ...]:
    written = []
    for template, place in PLACES.items():
        text = (_TEMPLATES / template).read_text(encoding="utf-8")
        text = _BLANK.sub(lambda found: words[found.group(1)], text)
        _write(folder / place, text)
        written.append(place)
    _write(folder / "records/clients/.gitkeep", "")
    mkdocs = shipped_path("mkdocs.yml").read_text(encoding="utf-8")
    site_name = f'site_name: "{words["NAME"]} caseload"'
    _write(folder / "mkdocs.yml", re.sub(r"^site_name: .*$", lambda _: site_name, mkdocs, flags=re.MULTILINE))
    return (*written, "records/clients/.gitkeep", "mkdocs.yml")


def _toml_text(text: str) -> str:
    """Text that may stand between double quotes in TOML and YAML."""
    clean = " ".join(text.split())
    if any(ord(each) < 32 for each in clean):
        raise CaseloadError("a name holds a character that cannot be written", "use plain letters")
    return clean.replace("\\", "\\\\").replace('"', '\\"')


def _write(path: Path, text: str) -> None:
    write_atomic(path, text.encode(), replace=False)
