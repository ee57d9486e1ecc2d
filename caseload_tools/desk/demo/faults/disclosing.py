"""CON018 to CON025: somebody was told something, and nothing says why they might be; a way that is not safe."""

from __future__ import annotations

from caseload_tools.desk.demo.faults.fault import CLIENTS, added_words, fault, key_lost, line_added, never_written, swap

_HOUSING = CLIENTS + "C-0061/"
_DRINK = CLIENTS + "C-0076/"
_HOSPITAL = CLIENTS + "C-0118/contacts/2026-10-23.md"

FAULTS = (
    fault(
        "CON018",
        "the police were spoken to, and nothing says on what basis",
        swap(_HOSPITAL, "with: agencies/st-brendan-hospital", "with: the police"),
        key_lost(_HOSPITAL, "consent"),
    ),
    fault(
        "CON019",
        "a referral that went out without a release",
        key_lost(_DRINK + "referrals/2026-10-14-womens-meeting.md", "consent"),
        never_written(_DRINK + "consents/2026-10-14-bayfront.md"),
    ),
    fault(
        "CON020",
        "an e-mail to somebody whose safe ways do not name it",
        swap(CLIENTS + "C-0142/contacts/2026-11-13.md", "channel: phone", "channel: email"),
    ),
    fault(
        "CON021",
        "text messages are preferred, and not among the safe ways",
        swap(CLIENTS + "C-0021/client.md", "prefers: phone", "prefers: sms"),
    ),
    fault(
        "CON022",
        "a call with the prescriber filed as one with the client",
        swap(_DRINK + "contacts/2026-10-09.md", "purpose: check-in", "purpose: coordination"),
        added_words(_DRINK + "contacts/2026-10-09.md", "Rang the prescriber about it."),
    ),
    fault(
        "CON023",
        "nobody wrote down what was told on a release",
        key_lost(_HOUSING + "contacts/2025-11-25.md", "information"),
    ),
    fault(
        "CON024",
        "a probation officer who sat in, and no release",
        line_added(
            CLIENTS + "C-0095/sessions/2026-08-18.md", "attendance:", "participants: [client, probation officer]"
        ),
    ),
    fault(
        "CON025",
        "a court as the basis, and nothing of an order",
        line_added(_HOUSING + "contacts/2026-01-15.md", "purpose:", "basis: court"),
    ),
)
