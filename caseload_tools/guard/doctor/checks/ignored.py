"""Whether leftovers of editors can slip into a commit."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check, some_paths

# A name that each line of .gitignore is there for, with the line.
WANTED = {
    "x.swp": "*.sw[a-p]",
    "x.swo": "*.sw[a-p]",
    "x~": "*~",
    "~$x": "~$*",
    ".#x": ".#*",
    "x.bak": "*.bak",
    "x.orig": "*.orig",
    "x.tmp": "*.tmp",
    ".caseload-1-a.tmp": ".caseload-*",
    ".DS_Store": ".DS_Store",
    "._x": "._*",
    "Thumbs.db": "Thumbs.db",
    "desktop.ini": "desktop.ini",
    ".trash/": ".trash/",
    "identities.toml": "identities.toml",
}


@doctor_check(40, "ignored files")
def ignored(place: Surroundings) -> CheckAnswer:
    """Editors leave copies with clients' words beside the files; `git add --all` takes what .gitignore lets it."""
    lines = [*_lines(place.top / ".gitignore"), *_lines(place.root / ".gitignore")]
    held = (name for name in WANTED if not any(fnmatchcase(name, each) for each in lines))
    lacking = list(dict.fromkeys(WANTED[name] for name in held))
    # The pages may be named here, or in a file of their own among them.
    if "site" not in {each.strip("/*") for each in lines} and "*" not in _lines(place.root / "site" / ".gitignore"):
        lacking.append("/site/")
    if lacking:
        added = "".join(f"{line}\\n" for line in lacking)
        command = f"printf '{added}' >> '{place.root}/.gitignore'"
        return CheckAnswer("wrong", f".gitignore lacks {some_paths(lacking)}", command)
    return CheckAnswer("ok", ".gitignore names what editors and systems leave behind")


def _lines(file: Path) -> list[str]:
    """The patterns of a .gitignore; one that takes something back is not counted."""
    if not file.is_file():
        return []
    lines = (line.strip() for line in file.read_text(encoding="utf-8", errors="replace").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "!"))]
