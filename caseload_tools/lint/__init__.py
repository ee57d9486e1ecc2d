"""The lint engine: rules in, findings out.

Only what a rule file needs is named here. This package
knows no rule by name, prints nothing and changes no record.
"""

from __future__ import annotations

from caseload_tools.chart.records.checking import FaultyDocument
from caseload_tools.chart.records.problem import Problem, Problems, Related
from caseload_tools.chart.unplaced import StrayFile
from caseload_tools.lint.rule import RULES, Rule, load_rules, rule

__all__ = ["RULES", "FaultyDocument", "Problem", "Problems", "Related", "Rule", "StrayFile", "load_rules", "rule"]
