"""What sort of recipient somebody is: a provider, a payer, an authority, family, somebody of the practice.

Read from the link of an agency, a staff id, or the words that people write where a record says with whom, to whom, or
who took part. A word that no list knows makes nobody anything: such a recipient is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from caseload_tools.text.language.patterns import late_pattern

RELATIVES = (
    r"mothers?|fathers?|mum|mom|dad|parents?|step ?-?(?:mother|father|mom|mum|dad|son|daughter|brother|sister)|"
    r"sisters?|brothers?|siblings?|sons?|daughters?|child|children|wife|husband|spouse|"
    r"partner(?! (?:agency|organi[sz]ation|clinic))|boyfriend|girlfriend|fianc[ée]+|ex|aunt|uncle|cousin|niece|nephew|"
    r"grand ?(?:mother|father|ma|pa|parents?|son|daughter)|flatmate|roommate|neighbou?r|friends?|carer|caregiver|"
    r"family|relatives?|kin|in-law"
)
# In this order: what is said first of a child protection team is not that it is a team for children.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "animal": (r"\b(?:(?:service|therapy|assistance|guide|support) )?(?:dog|cat|animal|horse)s?\b",),
    "interpreter": (r"\binterpreters?\b", r"\btranslators?\b", r"\bsign language\b"),
    "co-therapist": (r"\bco-?(?:therapist|facilitator|leader)s?\b", r"\bobserving therapist\b"),
    "trainee": (
        r"\b(?:trainee|intern|practicum|(?:medical|nursing) student|student (?:therapist|counsell?or|observer))s?\b",
    ),
    "group-member": (r"\b(?:group|other) members?\b", r"\bthe group\b"),
    "child-protection": (
        r"\bchild(?:ren)?(?:'?s)?(?: and (?:family|families))?[ -](?:protecti(?:on|ve)|welfare|abuse|services)\b",
        r"\bCPS\b",
        r"\bDCFS?\b",
        r"\bchild\w* (?:\w+ ){0,2}hotline\b",
        r"\byouth office\b|\bJugendamt\b",
        r"\bchildren (?:and|&) (?:famil|youth)\w*",
        r"\bDCYF\b|\bCYFD\b|\bCYS\b",
    ),
    "adult-protection": (
        r"\badult protecti(?:on|ve)\b",
        r"\bAPS\b",
        r"\belder (?:abuse|protecti\w+)",
        r"\bvulnerable adults?\b",
        r"\badult safeguarding\b",
    ),
    "coroner": (r"\bcoroner\b", r"\bmedical examiner\b"),
    "emergency": (
        r"(?<!suite )(?<!apartment )(?<!apt )\b911\b",
        r"(?<!suite )(?<!apartment )(?<!apt )\b999\b",
        r"(?<!suite )(?<!apartment )(?<!apt )\b112\b",
        r"\bemergency (?:room|department|ward|services?|dispatch\w*|physician|team)\b",
        r"\bER\b",
        r"\bambulance\b",
        r"\bparamedics?\b",
        r"\bmobile crisis\b",
        r"\bcrisis (?:team|unit|service)\b",
        r"\bpoison (?:control|cent)",
        r"\bEMTs?\b",
        r"\b988\b",
        r"\bsuicide (?:hot|life|crisis )?line\b",
        r"\bcrisis (?:line|hotline)\b",
    ),
    "officer": (
        r"\bguardian ad litem\b",
        r"\bprobation\b",
        r"\bparole\b",
        r"\bcorrection(?:s|al)\b",
        r"\bpretrial\b",
        r"\bcourt officer\b",
        r"\bbailiff\b",
    ),
    "police": (
        r"\bpolice\b|\bFBI\b",
        r"\bsheriff\w*\b",
        r"\blaw enforcement\b",
        r"\bdetective\b",
        r"\bconstable\b",
        r"\btroopers?\b",
    ),
    "prosecution": (r"\bprosecut(?:or|ion)\b", r"\bdistrict attorney\b", r"\bstate'?s attorney\b"),
    "attorney": (
        r"\battorney\b",
        r"\blawyers?\b",
        r"\bsolicitor\b",
        r"\bpublic defender\b",
        r"\blegal (?:aid|counsel)\b",
    ),
    "court": (r"\bcourt\b", r"\bjudge\b", r"\bmagistrate\b", r"\btribunal\b"),
    "oversight": (
        r"\blicens\w+ board\b",
        r"\bboard of \w+",
        r"\bauditors?\b",
        r"\bsurveyors?\b",
        r"\binspectors?\b",
        r"\baccreditation\b",
        r"\bjoint commission\b",
        r"\bdepartment of health\b",
        r"\boffice for civil rights\b",
        r"\bombuds\w*",
    ),
    "payer": (
        r"\binsur(?:er|ance|ers)\b",
        r"\bpay[eo]rs?\b",
        r"\bmedicaid\b",
        r"\bmedicare\b",
        r"\butili[sz]ation review\w*",
        r"\bhealth plan\b",
        r"\bmanaged care\b",
        r"\bclaims (?:department|office)\b",
        r"\bsickness fund\b",
    ),
    "public-health": (r"\bpublic health\b", r"\bhealth officer\b"),
    "researcher": (r"\bresearch(?:er|ers)?\b", r"\bstudy (?:team|coordinator)\b", r"\binstitutional review\b"),
    "media": (r"\bjournalist\b", r"\breporter\b", r"\bnewspaper\b", r"\btelevision\b"),
    "school": (
        r"\bschool\b(?! (?:nurse|therapist|psychologist|physician|doctor))",
        r"\bteacher\b",
        r"\bprincipal\b",
        r"\bcollege\b",
        r"\buniversity\b",
    ),
    "employer": (
        r"\bemployer\b",
        r"\bboss\b",
        r"\bhuman resources\b",
        r"\bworkplace\b",
        r"\b(?:line|shift|store) manager\b",
    ),
    "benefits": (
        r"\bsocial security\b",
        r"\bSSA\b",
        r"\bdisability (?:examiner|determination|office)\b",
        r"\bworkers'? ?comp\w*",
        r"\bunemployment\b",
        r"\bwelfare office\b",
        r"\bimmigration\b",
    ),
    "housing": (r"\blandlord\b", r"\bhousing\b", r"\bshelter\b", r"\bproperty manager\b"),
    "treating": (
        r"\bphysicians?\b",
        r"\bdoctors?\b",
        r"\bdr\b",
        r"\bGP\b",
        r"\bPCP\b",
        r"\bpsychiatr\w+",
        r"\bprescrib(?:er|ing)\b",
        r"\bnurses?\b",
        r"\bhospital\b",
        r"\bclinic\b",
        r"\bpharmac\w+",
        r"\btherapists?\b",
        r"\bpsychologists?\b",
        r"\bcounsell?ors?\b",
        r"\bprimary care\b",
        r"\bp(?:a?)ediatric\w*",
        r"\bproviders?\b",
        r"\binpatient\b",
        r"\bdetox\w*",
        r"\bmidwife\b",
        r"\bmedical team\b",
        r"\bdieti[ct]ians?\b",
        r"\b(?:physio|occupational |speech )therap\w+",
        r"\bhospice\b",
        r"\bhome health\b",
        r"\bdialysis\b",
        r"\bNP\b",
    ),
    "family": (rf"\b(?:{RELATIVES})\b",),
    "staff": (r"\bsupervisor\b", r"\bcolleagues?\b", r"\bfront desk\b", r"\breceptionist\b", r"\bcase conference\b"),
    "advocate": (
        r"\badvocates?\b",
        r"\bpeer support\b",
        r"\b(?:case|social) ?-?worker\b",
        r"\bcase manager\b",
        r"\bmentor\b",
        r"\bsponsor\b",
        r"\b(?:pastor|priest|imam|rabbi|chaplain|minister)\b",
    ),
}
_PATTERNS = {kind: late_pattern("|".join(words), re.IGNORECASE) for kind, words in _WORDS.items()}
_NEVER_WAIT = frozenset(("child-protection", "adult-protection", "emergency"))
# Who is nobody to report to, wherever they are met; a nurse or a social worker at one of these stays theirs.
_NO_AUTHORITY = frozenset(("attorney", "prosecution", "court", "employer", "school", "housing", "media"))
_BEHIND = late_pattern(r"\s*[,;(]\s*|\s+(?:of|in|from|for|at)\s+", re.IGNORECASE)
_KIN = late_pattern(rf"\b(?!(?:child|children|family)$)(?:{RELATIVES})$", re.IGNORECASE)
# What an agency offers, where its name says nothing that a list knows.
_TREATING_SERVICES = frozenset(("prescriber", "therapy", "family-therapy", "medical", "substance-use", "crisis"))
HERE = frozenset(("staff", "interpreter", "co-therapist", "trainee", "group-member", "animal"))
"""Who takes part by their work or beside the client: nobody's agreement is on a form for them."""
PUBLIC = frozenset(
    ("child-protection", "adult-protection", "police", "court", "prosecution", "oversight", "public-health", "coroner")
)
"""Authorities."""
OUTSIDE = frozenset(
    ("agency", "school", "employer", "housing", "benefits", "attorney", "media", "officer", "prosecution")
)
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
    """The sort of recipient that some words name; `other` where no list knows them.

    A case, a placement or an accusation makes nobody an authority: `lawyer in the CPS case` is a lawyer.
    """
    kind = _kind_in(words)
    if kind not in _NEVER_WAIT:
        return kind
    head = _BEHIND.split(words.strip(), maxsplit=1)[0].strip()
    if _KIN.search(head):
        return "family"
    by_head = _kind_in(head)
    return by_head if by_head in _NO_AUTHORITY else kind


def _kind_in(words: str) -> str:
    return next((kind for kind, known in _PATTERNS.items() if known.search(words)), "other")


def kind_of_agency(agency: NamedAgency) -> str:
    """The sort of recipient an agency is: by its name where that says it, else by what it offers."""
    named = kind_of_words(agency.name)
    if named in PUBLIC or named in ("emergency", "officer", "payer", "treating"):
        return named
    if _TREATING_SERVICES & {*agency.services}:
        return "treating"
    return named if named in OUTSIDE else "agency"
