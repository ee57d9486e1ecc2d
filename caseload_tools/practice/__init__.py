"""The practice: caseload.toml as frozen values, and the policy profiles as cited data.

Sits below records: knows staff, programmes and limits, never a client. Cheap to import, because the
commit hook does so each time.
"""

from __future__ import annotations

from caseload_tools.practice.caseload_toml import load_practice, read_practice, with_people
from caseload_tools.practice.fees import Fee
from caseload_tools.practice.keys import KEYS, LimitKey
from caseload_tools.practice.mistakes import FILE
from caseload_tools.practice.policy import Limit, Periods, Policy, say_value
from caseload_tools.practice.practice import ROLES, LintSettings, Practice, Programme, Staff, WordLists
from caseload_tools.practice.profiles import load_periods, load_profile, profile_about, profile_called, profile_names
from caseload_tools.practice.supervision import NOT_SUPERVISED, Supervision

__all__ = [
    "FILE",
    "KEYS",
    "NOT_SUPERVISED",
    "ROLES",
    "Fee",
    "Limit",
    "LimitKey",
    "LintSettings",
    "Periods",
    "Policy",
    "Practice",
    "Programme",
    "Staff",
    "Supervision",
    "WordLists",
    "load_periods",
    "load_practice",
    "load_profile",
    "profile_about",
    "profile_called",
    "profile_names",
    "read_practice",
    "say_value",
    "with_people",
]
