"""What sort of recipient somebody is: a provider, a payer, an authority, family, somebody of the practice.

Read from the link of an agency, a staff id, or the words that people write behind `with`, `to` and `participants`. A
word that no list knows makes nobody anything: it is `other`, and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from caseload_tools.text.language.patterns import late_pattern

RELATIVES = (
    r"mothers?|fathers?|mum|mom|dad|parents?|step ?-?(?:mother|father)|sisters?|brothers?|siblings?|sons?|daughters?|"
    r"child|children|wife|husband|spouse|partner|boyfriend|girlfriend|fianc[ée]+|aunt|uncle|cousin|niece|nephew|"
    r"grand ?(?:mother|father|parents?|son|daughter)|flatmate|roommate|neighbou?r|friends?|carer|caregiver|family|"
    r"relatives?|kin|in-law"
)
# In this order: what is said first of a child protection team is not that it is a team for children.
_WORDS: Mapping[str, re.Pattern[str]] = {
    kind: late_pattern(pattern, re.IGNORECASE)
    for kind, pattern in (
        ("animal", r"\b(?:(?:service|therapy|assistance|guide|support) )?(?:dog|cat|animal|horse)s?\b"),
        ("interpreter", r"\binterpreters?\b|\btranslators?\b|\bsign language\b"),
        ("co-therapist", r"\bco-?(?:therapist|facilitator|leader)s?\b|\bobserving therapist\b"),
        ("trainee", r"\b(?:trainee|intern|practicum|student (?:therapist|counsell?or|observer))s?\b"),
        ("group-member", r"\b(?:group|other) members?\b|\bthe group\b"),
        (
            "child-protection",
            r"\bchild(?:ren)?(?:'?s)?(?: and (?:family|families))?[ -](?:protecti(?:on|ve)|welfare|abuse|services)\b"
            r"|\bCPS\b|\bDCFS?\b|\bchild\w* (?:\w+ ){0,2}hotline\b|\byouth office\b",
        ),
        (
            "adult-protection",
            r"\badult protecti(?:on|ve)\b|\bAPS\b|\belder (?:abuse|protecti\w+)|\bvulnerable adults?\b"
            r"|\badult safeguarding\b",
        ),
        ("coroner", r"\bcoroner\b|\bmedical examiner\b"),
        (
            "emergency",
            r"\b911\b|\b999\b|\b112\b|\bemergency (?:room|department|ward|services?|dispatch\w*|physician|team)\b|\bER\b"
            r"|\bambulance\b|\bparamedics?\b|\bmobile crisis\b|\bcrisis (?:team|unit|service)\b|\bpoison (?:control|cent)",
        ),
        ("officer", r"\bprobation\b|\bparole\b|\bcorrection(?:s|al)\b|\bpretrial\b|\bcourt officer\b|\bbailiff\b"),
        ("police", r"\bpolice\b|\bsheriff\w*\b|\blaw enforcement\b|\bdetective\b|\bconstable\b|\btroopers?\b"),
        ("prosecution", r"\bprosecut(?:or|ion)\b|\bdistrict attorney\b|\bstate'?s attorney\b"),
        ("attorney", r"\battorney\b|\blawyers?\b|\bsolicitor\b|\bpublic defender\b|\blegal (?:aid|counsel)\b"),
        ("court", r"\bcourt\b|\bjudge\b|\bmagistrate\b|\btribunal\b"),
        (
            "oversight",
            r"\blicens\w+ board\b|\bboard of \w+|\bauditors?\b|\bsurveyors?\b|\binspectors?\b|\baccreditation\b"
            r"|\bjoint commission\b|\bdepartment of health\b|\boffice for civil rights\b|\bombuds\w*",
        ),
        (
            "payer",
            r"\binsur(?:er|ance|ers)\b|\bpay[eo]rs?\b|\bmedicaid\b|\bmedicare\b|\butili[sz]ation review\w*|\bhealth plan\b"
            r"|\bmanaged care\b|\bclaims (?:department|office)\b|\bsickness fund\b",
        ),
        ("public-health", r"\bpublic health\b|\bhealth officer\b"),
        ("researcher", r"\bresearch(?:er|ers)?\b|\bstudy (?:team|coordinator)\b|\binstitutional review\b"),
        ("media", r"\bjournalist\b|\breporter\b|\bnewspaper\b|\btelevision\b"),
        ("school", r"\bschool\b|\bteacher\b|\bprincipal\b|\bcollege\b|\buniversity\b"),
        ("employer", r"\bemployer\b|\bboss\b|\bhuman resources\b|\bworkplace\b|\b(?:line|shift|store) manager\b"),
        ("housing", r"\blandlord\b|\bhousing\b|\bshelter\b|\bproperty manager\b"),
        (
            "treating",
            r"\bphysicians?\b|\bdoctors?\b|\bdr\b|\bGP\b|\bPCP\b|\bpsychiatr\w+|\bprescrib(?:er|ing)\b|\bnurses?\b"
            r"|\bhospital\b|\bclinic\b|\bpharmac\w+|\btherapists?\b|\bpsychologists?\b|\bcounsell?ors?\b|\bprimary care\b"
            r"|\bp(?:a?)ediatric\w*|\bproviders?\b|\binpatient\b|\bdetox\w*|\bmidwife\b|\bmedical team\b",
        ),
        ("family", rf"\b(?:{RELATIVES})\b"),
        ("staff", r"\bsupervisor\b|\bcolleagues?\b|\bfront desk\b|\breceptionist\b|\bcase conference\b"),
        ("advocate", r"\badvocates?\b|\bpeer support\b|\b(?:case|social) ?-?worker\b|\bcase manager\b|\bmentor\b"),
    )
}
# What an agency offers, where its name says nothing that a list knows.
_TREATING_SERVICES = frozenset(("prescriber", "therapy", "family-therapy", "medical", "substance-use", "crisis"))
HERE = frozenset(("staff", "interpreter", "co-therapist", "trainee", "group-member", "animal"))
"""Who takes part by their work or beside the client: nobody's agreement is on a form for them."""
PUBLIC = frozenset(
    ("child-protection", "adult-protection", "police", "court", "prosecution", "oversight", "public-health", "coroner")
)
"""Authorities."""
OUTSIDE = frozenset(("agency", "school", "employer", "housing", "attorney", "media", "officer", "prosecution"))
"""Who is told nothing without a release, unless the record names another basis."""
INVOLVED = frozenset(("family", "advocate"))
"""Whom clients bring along or name themselves: agreement, or that they did not object, is enough where law says so."""


class NamedAgency(Protocol):
    """What is asked of an agency's record."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def services(self) -> tuple[str, ...]:
        """What it offers."""
        ...


def kind_of_words(words: str) -> str:
    """The sort of recipient that some words name; `other` where no list knows them."""
    if words.strip().casefold() in ("client", "self", "the client"):
        return "client"
    return next((kind for kind, known in _WORDS.items() if known.search(words)), "other")


def kind_of_agency(agency: NamedAgency) -> str:
    """The sort of recipient an agency is: by its name where that says it, else by what it offers."""
    named = kind_of_words(agency.name)
    if named in PUBLIC or named in ("emergency", "officer", "payer"):
        return named
    if _TREATING_SERVICES & {*agency.services}:
        return "treating"
    return named if named in OUTSIDE else "agency"
