"""Begins what contributors add: a rule, a record type, a measure, a clock, a report, a page. No part of the package."""
