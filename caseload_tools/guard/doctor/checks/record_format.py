"""Whether this version reads the format of the practice's records."""

from __future__ import annotations

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.guard.install_line import PACKAGE, install_line
from caseload_tools.practice.record_format import FORMAT, say_needed


@doctor_check(150, "record format")
def record_format(place: Surroundings) -> CheckAnswer:
    """What a newer version wrote is shown as it is written, and no rule looks at it here."""
    practice = place.practice
    if practice.is_newer:
        unread = f"; not understood: {practice.unread[0]}" if practice.unread else ""
        wanted = f">={practice.needs}" if practice.needs else ""
        return CheckAnswer("wrong", f"{say_needed(practice)}{unread}", install_line(f"{PACKAGE}{wanted}"))
    if practice.format < FORMAT:
        sentence = f"the records are of format {practice.format}, which is read for ever; today's is {FORMAT}"
        return CheckAnswer("ok", sentence, "caseload upgrade --diff")
    return CheckAnswer("ok", f"the records are of format {practice.format}, the newest that this version reads")
