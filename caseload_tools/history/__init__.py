"""What became of a record, by paths, bytes and digests alone: the one decision that all who read the past ask for.

Lint, diff, the audit log, `audit verify`, the hooks and signing have readers of git for what each has to list. What
has moved, into what, and by which word that is called, is decided here, so that no two of them tell two stories of
one record. Knows no chart, no rule and no git.
"""
