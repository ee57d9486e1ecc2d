"""Whether built pages are in git."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.text.shell import shell_word


@doctor_check(120, "built pages")
def built_site(place: Surroundings) -> CheckAnswer:
    """The built site repeats every record in clear text. In git it is a second copy that no rule looks at."""
    below = f"{place.prefix}site/"
    built = [path for path in place.tracked if path.startswith(below) and not path.endswith("/.gitignore")]
    if built:
        return CheckAnswer(
            "wrong",
            f"{count_of(len(built), 'file')} of the built site in git",
            f"git rm -r --cached --quiet {shell_word(below)}",
        )
    return CheckAnswer("ok", "no built page is in git")
