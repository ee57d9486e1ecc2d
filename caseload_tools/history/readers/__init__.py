"""Readers of what git keeps: the list of changes, the versions of a record. Importing this loads nothing."""
