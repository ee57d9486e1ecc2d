"""Whether built pages are in git."""

from __future__ import annotations

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check


@doctor_check(120, "built pages")
def built_site(place: Surroundings) -> CheckAnswer:
    """The built site repeats every record in clear text. In git it is a second copy that no rule looks at."""
    below = f"{place.prefix}site/"
    built = [path for path in place.tracked if path.startswith(below) and not path.endswith("/.gitignore")]
    if built:
        return CheckAnswer(
            "wrong", f"{len(built)} files of the built site are in git", f"git rm -r --cached --quiet {below}"
        )
    return CheckAnswer("ok", "no built page is in git")
