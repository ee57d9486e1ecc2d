"""The format of a practice's records, which caseload.toml names: what this version reads, and what a newer one brings.

A format is raised when a key or a word gets another name or another meaning. Older formats are read for ever: what
their keys were called stands in `text.older_names`. A practice of a newer format is read as far as it is understood,
and what is not understood is told and refuses nothing: six computers are never updated in one minute.

Format 2: a signature says how far the clock that its time was read from is ahead of UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseload_tools import __version__

if TYPE_CHECKING:
    from caseload_tools.practice.practice import Practice

FORMAT = 2
"""The newest format that this version reads, and the one it writes."""
FIRST_READ_BY = {1: "0.1.0", 2: "0.2.0"}
"""By format, the first version of caseload-tools that reads it."""


def say_needed(practice: Practice) -> str:
    """What a practice of a newer format needs, and what is here; empty where this version reads its format."""
    if not practice.is_newer:
        return ""
    wanted = practice.needs or FIRST_READ_BY.get(practice.format, "")
    by = f"caseload-tools {wanted} or later" if wanted else "a newer caseload-tools"
    return f"the records are of format {practice.format} and need {by}; {say_reader(practice)}"


def say_reader(practice: Practice) -> str:
    """Which version this is, and what it reads."""
    return f"this is {__version__}, which reads format {practice.reads}"
