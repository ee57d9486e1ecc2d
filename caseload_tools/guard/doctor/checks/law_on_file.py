"""Whether somebody looked, within the year, at the law that rules read."""

from __future__ import annotations

from caseload_tools.dates import count_of
from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check
from caseload_tools.guard.install_line import PACKAGE, install_line
from caseload_tools.practice.laws import laws_called, stale_facts


@doctor_check(160, "law on file")
def law_on_file(place: Surroundings) -> CheckAnswer:
    """Rules about releases, notices and minors read what the law says from data with a day on it. Law changes: what was
    compared with its source longer ago than a year may be right no more.
    """
    named = (key for periods in place.practice.policies.values() for key in periods.jurisdiction)
    laws = laws_called(tuple(sorted(set(named))))
    if not laws.bodies:
        return CheckAnswer("ok", "no law that this tool has on file is named for this practice")
    held, stale = laws.provisions(place.today), stale_facts(laws, place.today)
    about = ", ".join(each.name for each in laws.bodies)
    if stale:
        oldest = min(each.checked for each in stale)
        which = ", ".join(sorted({body.name for body in laws.bodies for each in stale if each.law == body.key}))
        sentence = (
            f"{count_of(len(stale), 'provision')} on file were last checked a year ago or more ({oldest}): {which}"
        )
        return CheckAnswer("look", sentence, install_line(PACKAGE))
    unseen = sum(not each.verified for each in held)
    also = f"; {unseen} of them nobody saw at the source" if unseen else ""
    return CheckAnswer("ok", f"{count_of(len(held), 'provision')} on file ({about}) checked within a year{also}")
