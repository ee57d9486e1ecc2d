"""Hooks for plain git, without another program: written, taken away, looked at.

A hook that somebody else put there is kept and goes on being run, before ours. Nothing is ever overwritten that we did
not write, and a place that serves other repositories as well is left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.git.hook_files import HOOKS, HookState, hook_folder, hook_state, top_of, with_own_digest
from caseload_tools.guard.hooks.practices import named_in, own_folder
from caseload_tools.practice import FILE
from caseload_tools.text import write_atomic
from caseload_tools.text.shell import shell_word

KEPT = ".kept-by-caseload"
_SCRIPT = """\
#!/bin/sh
# Written by `caseload hooks install`, which also writes it anew; `caseload hooks uninstall` takes it away.
hook={hook}
python={python}
{practices}here=$(dirname "$0")
{kept}
{check}
echo "caseload: the hook $hook cannot find caseload any more (it was at $python)" >&2
echo "  install caseload again, then run \\`caseload hooks install\\` in this folder" >&2
exit 1
"""
_CHECK_ONE = """\
if [ -x "$python" ]; then
    exec "$python" -P -m caseload_tools -C "$practice" hooks run "$hook" "$@"
elif command -v caseload >/dev/null 2>&1; then
    exec caseload -C "$practice" hooks run "$hook" "$@"
fi"""
# Several practices in one repository: each is asked, so that whoever is refused hears all reasons at once.
_CHECK_EACH = """\
check() {{
    if [ -x "$python" ]; then
        "$python" -P -m caseload_tools -C "$practice" hooks run "$hook" "$@"
    else
        caseload -C "$practice" hooks run "$hook" "$@"
    fi
}}
if [ -x "$python" ] || command -v caseload >/dev/null 2>&1; then
    code=0
    for practice in {practices}; do
        {told}check "$@" || code=$?
    done
    exit $code
fi"""
_RUN_KEPT = """\
if [ -x "$here/$hook{kept}" ]; then
    "$here/$hook{kept}" "$@" || exit $?
fi"""
# What git tells a pre-push hook comes once, on standard input, and both hooks want it.
_RUN_KEPT_PUSH = """\
told=$(cat)
if [ -x "$here/$hook{kept}" ]; then
    printf '%s\\n' "$told" | "$here/$hook{kept}" "$@" || exit $?
fi
exec <<END
$told
END"""


class Hook(NamedTuple):
    """One hook of a repository: what stands in its place, whether an older one runs before it, and what it checks."""

    name: str
    state: HookState
    runs_before: bool
    runnable: bool
    practices: tuple[str, ...] = ()


def hook_states(root: Path) -> tuple[Hook, ...]:
    """What stands in the place of each hook that we know."""
    folder = hook_folder(root).path
    return tuple(_look(folder, name) for name in HOOKS)


def _look(folder: Path, name: str) -> Hook:
    file = folder / name
    state = hook_state(file)
    runnable = sys.platform == "win32" or (state != "none" and bool(file.stat().st_mode & 0o100))
    return Hook(name, state, (folder / (name + KEPT)).exists(), runnable, named_in(file))


def install_hooks(root: Path, python: str = sys.executable) -> tuple[Hook, ...]:
    """Write every hook that is not there as it should be. Returns those that were written.

    What they check already, of other practices in this repository, they go on checking.
    """
    folder = _own_folder(root)
    top = top_of(root)
    checked = {each for name in HOOKS for each in named_in(folder / name) if (top / each / FILE).is_file()}
    wanted = _scripts(python, {own_folder(root), *checked})
    # First all that can be refused, then all writing: a hook more or less would be no protection anybody knows of.
    _check_places(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(folder, name, script) for name, script in wanted.items() if _differs(folder / name, script))


def uninstall_hooks(root: Path, python: str = sys.executable) -> tuple[str, ...]:
    """Take our hooks away and put back what stood there before. Returns the names of those taken.

    Where they check other practices of this repository as well, they stay, and no longer check this one.
    """
    folder, own = _own_folder(root), own_folder(root)
    taken = []
    for name in HOOKS:
        file, kept = folder / name, folder / (name + KEPT)
        if hook_state(file) in ("ours", "altered"):
            named = named_in(file)
            if others := {*named} - {own}:
                if own not in named:
                    continue
                write_atomic(file, _scripts(python, others)[name].encode("utf-8"), replace=True, executable=True)
            elif kept.exists():
                kept.replace(file)
            else:
                file.unlink()
            taken.append(name)
    return tuple(taken)


def place_of_hooks(root: Path) -> Path:
    """The folder that git runs this repository's hooks from."""
    return hook_folder(root).path


def _own_folder(root: Path) -> Path:
    folder, scope = hook_folder(root)
    if scope in ("global", "system"):
        raise CaseloadError(
            f"core.hooksPath in your {scope} git configuration sends the hooks of all your repositories to one folder",
            "give this one its own: git config core.hooksPath .git/hooks, then try again",
        )
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CaseloadError("the place of this repository's hooks is no plain folder", f"look at {folder}")
    return folder


def _check_places(folder: Path) -> None:
    for name in HOOKS:
        file = folder / name
        kept = folder / (name + KEPT)
        if hook_state(file) in ("framework", "other") and kept.exists() and not _is_copy(kept, file):
            raise CaseloadError(
                f"two older hooks are in the place of {name}, and only one can be kept",
                f"look at {name} and {name}{KEPT} in {folder}; make one of them",
            )
        if file.is_symlink() and not file.exists():
            raise CaseloadError(f"the hook {name} is a link that leads nowhere", f"take it away: rm {shell_word(file)}")


def _is_copy(kept: Path, file: Path) -> bool:
    """Whether an installation was stopped after it had kept the older hook, and before it took its place."""
    return not file.is_symlink() and kept.read_bytes() == file.read_bytes()


def _differs(file: Path, script: str) -> bool:
    try:
        return file.is_symlink() or file.read_text(encoding="utf-8") != script or not file.stat().st_mode & 0o100
    except (OSError, UnicodeDecodeError):
        return True


def _write(folder: Path, name: str, script: str) -> Hook:
    file = folder / name
    if hook_state(file) in ("framework", "other"):
        _keep(file, folder / (name + KEPT))
    write_atomic(file, script.encode("utf-8"), replace=file.exists(), executable=True)
    return _look(folder, name)


def _keep(file: Path, kept: Path) -> None:
    """The older hook under another name. It stays in its place until ours takes it: there is never none."""
    if file.is_symlink():
        file.rename(kept)
    else:
        runnable = bool(file.stat().st_mode & 0o100)
        write_atomic(kept, file.read_bytes(), replace=kept.exists(), executable=runnable)


def _scripts(python: str, practices: Iterable[str]) -> dict[str, str]:
    """Each hook's text, for the practices that it is to check."""
    return {name: with_own_digest(_script(name, python, sorted(practices))) for name in HOOKS}


def _script(name: str, python: str, practices: Sequence[str]) -> str:
    pushes = name == "pre-push"
    kept = (_RUN_KEPT_PUSH if pushes else _RUN_KEPT).format(kept=KEPT)
    quoted = " ".join(map(shell_quoted, practices))
    several = len(practices) > 1
    told = """printf '%s\\n' "$told" | """ if pushes else ""
    return _SCRIPT.format(
        hook=name,
        python=shell_quoted(python),
        practices="" if several else f"practice={quoted}\n",
        kept=kept,
        check=_CHECK_EACH.format(practices=quoted, told=told) if several else _CHECK_ONE,
    )


def shell_quoted(text: str) -> str:
    """A text as one word of a shell script."""
    return "'" + text.replace("'", "'\\''") + "'"


def hook_in_words(hook: Hook, own: str) -> Iterator[str]:
    """A hook's state for a person, a piece at a time; `own` is the folder of the practice that asks."""
    yield {
        "none": "not there",
        "ours": "caseload's",
        "altered": "caseload's, and altered since",
        "framework": "pre-commit's or prek's",
        "other": "somebody else's",
    }[hook.state]
    if hook.state != "none" and not hook.runnable:
        yield "git will not run it: it lacks the right to be executed"
    if hook.state in ("ours", "altered"):
        if hook.runs_before:
            yield "runs the older hook first"
        if own not in hook.practices:
            yield f"does not check this practice, but {_in_words(hook.practices)}"
        elif hook.practices != (".",):
            yield f"checks {_in_words(hook.practices)}"


def _in_words(practices: Iterable[str]) -> str:
    return ", ".join("the top of the repository" if each == "." else f"{each}/" for each in practices) or "none"
