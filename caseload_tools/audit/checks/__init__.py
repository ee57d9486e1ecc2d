"""The checks of `caseload audit verify`: one file for each, or for a few that look at the same thing."""
