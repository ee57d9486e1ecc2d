"""What is refused before it is in the history, and how git is told to ask: hooks for a person's own repository
and for one that others push to.

Everything here answers with refusals or texts; what is printed, and the exit code, are the command line's business.
"""

BEGUN = ("message", "merge", "squash", "commit")
"""Where git says that the message of a commit comes from, when somebody has begun it already."""
