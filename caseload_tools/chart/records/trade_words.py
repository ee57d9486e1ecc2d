"""What people of the trade say, and the word of ours that means it: `text` is "sms", `DNA` is `no-show`.

A word means something only where a list of ours holds what it stands for, so one table serves every key: "call" is
"phone" where "phone" may stand, and nothing anywhere else. Ours to say back, since all of it stands here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from caseload_tools.values import frozen

# Ours, and what is said for it and can mean nothing else in a list that holds ours.
_SAID: Mapping[str, str] = {
    "sms": "text, texts, texting, txt, text message, text messages, mobile text",
    "phone": "call, calls, telephone, phone call, telephone call, tel, cell, cell phone, mobile, voice, by phone",
    "email": "e-mail, by email",
    "mail": "letter, post, postal, by post, usps",
    "in-person": "face to face, f2f, in person, person, onsite",
    "video": "televideo, zoom, video call, videocall, vc",
    "home": "home visit, client's home, house call",
    "no-show": "dna, did not attend, ns, n/s, dns, did not show, fta, failed to attend, missed, absent, did not come",
    "attended": "kept, present, seen, showed, show, arrived, completed, held, done",
    "late": "arrived late, came late, attended late, tardy",
    "cancelled": "canceled, cx, cxl, cncl, cancellation",
    "late-cancelled": "cancelled <24h, canceled <24h, cancel <24h, late cancel <24h, cx <24h, late cancelled <24h, "
    "cancelled late, canceled late, cancelled same day, canceled same day, same day cancel, "
    "cancelled on the day, late cancel, late cancellation, lc, late canceled, lcx, same-day cancellation",
    "rescheduled": "resched, r/s, rs",
    "scheduled": "booked, planned, upcoming, appointment",
    "narrative": "free text, prose, free",
    "individual": "1:1, one to one, one-on-one, ind, indiv, individual therapy, individual session",
    "family": "family therapy, family session",
    "couple": "couples, couples therapy, marital",
    "group": "group therapy, grp",
    "case-management": "cm, tcm, care coordination",
    "medication": "med management, medication management, med check, meds",
    "assessment": "evaluation, eval, diagnostic",
    "moderate": "medium, mod, med",
    "high": "severe, imminent, acute",
    "not-asked": "not assessed, not asked, did not ask",
    "in": "incoming, inbound, received",
    "out": "outgoing, outbound, sent",
    "coordination": "care coordination, coordination of care, coordinate",
    "release-of-information": "roi, release, release of information",
    "telehealth": "video consent, teletherapy",
    "met": "achieved, accomplished, reached, done, completed, resolved",
    "progressing": "improving, improved, progress, some progress, partially met, better, ongoing, in progress",
    "no change": "same, unchanged, no progress, stable, maintained, static",
    "worse": "worsening, worsened, regressed, regressing, deteriorated, decline",
    "stopped": "discontinued, dropped, ended",
    "not worked on": "not addressed, not discussed, deferred",
    "female": "f, woman",
    "male": "m, man",
    "unknown": "not known",
    "sliding": "sliding scale, sliding fee",
    "waived": "pro bono, free of charge",
    "court-ordered": "court, mandated",
    "domestic-violence": "dv, ipv",
    "interpreter-needed": "interpreter",
    "clinician": "therapist, counselor, counsellor, provider",
    "guardian": "parent",
    "discharge": "discharged, closed, closing",
    "support-group": "peer support group, 12-step",
    "prescriber": "psychiatrist, psychiatry",
    "self": "self-report, self report",
    "interview": "clinician-administered, clinician administered",
    "SOAP": "soap note, soap notes",
    "DAP": "dap note, dap notes",
    "BIRP": "birp note, birp notes",
    "GIRP": "girp note, girp notes",
    "PIE": "pie note, pie notes",
    "vocational": "employment, work, job",
    "billed": "submitted, sent, claimed",
}
# What could mean more than one of ours, or is asked for so often that a guess would harm: told, never written.
_PERHAPS: Mapping[str, str] = {
    "office": "in person, in-person, f2f, face to face, clinic, on site, onsite",
    "video": "online, remote, telehealth, teletherapy, telemedicine, virtual",
    "phone": "remote, telehealth, teletherapy, telemedicine, virtual, voicemail, left voicemail",
    "individual": "psychotherapy, counselling, counseling, therapy, talk therapy",
    "none": "no, no risk",
    "coordination": "admin, administrative, administration, scheduling, paperwork",
    "reminder": "admin, administrative, administration, scheduling",
    "inquiry": "admin, administrative, administration, question, new, waiting, waitlist",
    "outreach": "follow-up, follow up",
    "check-in": "follow-up, follow up, call, phone call, text",
    "active": "open, current, ongoing, signed, in force, valid",
    "intake": "new, waiting, waitlist",
    "discharged": "closed, inactive",
    "completed": "closed, done, finished, complete",
    "provisional": "draft",
    "not-asked": "unknown",
    "low": "minimal, mild",
    "attended": "yes, ok, came",
    "no-show": "no",
    "cancelled": "cancelled by client",
    "revise": "change, update",
    "continue": "no change, maintain",
    "waiting": "pending, on waitlist, waitlist, on waiting list, waitlisted",
    "sent": "pending, made, referred, open",
    "in-progress": "ongoing, active, open, started, working on",
    "crisis": "safety, safety plan",
    "guardian": "mother, father, parents",
    "declined": "refused",
    "engaged": "involved",
}

_SHORT_NOTICE = 24  # hours
_NOTICE = re.compile(
    r"[ ,(]*(?:(?:<|less than|under|within|only) *(?P<hours>\d{1,3}) *h(?:(?:ou)?rs?)?(?: *(?:before|notice|ahead))?"
    r"|(?P<before>\d{1,3}) *h(?:(?:ou)?rs?)? *(?:before|notice|ahead))\)?$",
    re.ASCII,
)

# What people call a key, and what to write for it; the first that the type has.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "status": ("attendance", "decision", "resolved", "outcome"),
    "state": ("status", "attendance", "resolved"),
    **dict.fromkeys(("therapist", "provider", "counselor", "counsellor", "worker"), ("clinician", "staff", "owner")),
    **dict.fromkeys(("dob", "birthdate", "birth_date", "date_of_birth"), ("born",)),
    **dict.fromkeys(("duration", "length"), ("minutes",)),
    **dict.fromkeys(("modality", "place", "delivery"), ("setting", "channel")),
    **dict.fromkeys(("method", "medium"), ("channel", "setting")),
    **dict.fromkeys(("note_format", "template"), ("format",)),
    **dict.fromkeys(("cpt", "procedure", "service_code"), ("code",)),
    **dict.fromkeys(("dx", "diagnosis", "diagnoses"), ("diagnosis", "diagnoses")),
    **dict.fromkeys(("plan_type", "category", "contact_type"), ("kind", "purpose")),
    **dict.fromkeys(("gender",), ("sex",)),
    **dict.fromkeys(("next_session", "next_appointment"), ("next",)),
    **dict.fromkeys(("assignment", "assignments", "practice"), ("homework",)),
    **dict.fromkeys(("attendees", "present"), ("participants",)),
    **dict.fromkeys(("start", "end", "from", "to"), ("time",)),
    **dict.fromkeys(("program",), ("programme",)),
    **dict.fromkeys(("signed", "date_signed", "signature_date"), ("signed_on",)),
}
# What stands under these may be said by more than one key of ours, or by a part of one.
_KEYS_PERHAPS = frozenset({"status", "state", "start", "end", "from", "to", "category", "template"})


@frozen
class Meaning:
    """What a word of the trade stands for here; `sure` where it can be nothing else."""

    words: tuple[str, ...]
    sure: bool


def meaning_of(said: str, known: Collection[str]) -> Meaning | None:
    """What somebody who says this word means, out of the words that may stand there; None for what is no such word."""
    key = _plain(said)
    sure = [word for word in SURE.get(key, ()) if word in known]
    if len(sure) == 1:
        return Meaning((sure[0],), sure=True)
    perhaps = [word for word in (*sure, *UNSURE.get(key, ())) if word in known]
    return Meaning(tuple(dict.fromkeys(perhaps)), sure=False) if perhaps else None


def key_meant(said: str, keys: Collection[str]) -> str:
    """What to write for a key that the trade calls so; empty where this type has nothing of the kind."""
    return next((key for key in _KEYS.get(said.casefold(), ()) if key in keys), "")


def key_is_sure(said: str) -> bool:
    """Whether a key of the trade can mean nothing else, so that its value may stand under ours."""
    return said.casefold() in _KEYS and said.casefold() not in _KEYS_PERHAPS


def _by_said(table: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    turned: dict[str, tuple[str, ...]] = {}
    for word, said in table.items():
        for each in said.split(", "):
            turned[_plain(each)] = (*turned.get(_plain(each), ()), word.strip())
    return turned


def _plain(word: str) -> str:
    said = word.casefold().replace("_", " ").replace("-", " ")
    return "-".join(_NOTICE.sub(_at_short_notice, said).split())


def _at_short_notice(said: re.Match[str]) -> str:
    """`< 24h` for each way to say that it was a day before at most."""
    hours = said["hours"] or said["before"]
    return " <24h" if int(hours) <= _SHORT_NOTICE else said[0]


SURE = _by_said(_SAID)
UNSURE = _by_said(_PERHAPS)
