"""The editor of a person, which VISUAL or EDITOR names: asked for before anything is written, opened at the end."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from caseload_tools.errors import CaseloadError


def editor_named(variables: Mapping[str, str]) -> list[str]:
    """The command that opens an editor, by what the environment says."""
    command = variables.get("VISUAL") or variables.get("EDITOR")
    if not command:
        raise CaseloadError("no editor is set, so nothing was written", "set EDITOR, for example `export EDITOR=nano`")
    return shlex.split(command)


def open_in_editor(editor: Sequence[str], path: Path) -> None:
    """Open a record that is written already, and wait until the editor is closed."""
    try:
        subprocess.run([*editor, str(path)], check=False)
    except OSError:
        raise CaseloadError("the editor could not be started", "check EDITOR; the record is written") from None
