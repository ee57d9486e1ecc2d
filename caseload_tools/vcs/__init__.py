"""Git, and the only place that knows of it: hardened commands, history, the state of a tree.

Only `history` is loaded from here, since it needs neither git nor a second process; whoever
runs git imports `command`, `git_history`, `head` or `objects` by name. Lint stays quick that way.
"""

from caseload_tools.vcs.history import Change, History, NoHistory, PretendHistory, Step

__all__ = ["Change", "History", "NoHistory", "PretendHistory", "Step"]
