"""Whether commits are what they seem: one beginning, plain headers, merges that bring nothing of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseload_tools.audit.checks.check import Alarm, NotChecked, Note, Said, check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.dates import count_of
from caseload_tools.vcs.commits import Commit

_HEADERS = ("mergetag", "encoding")
_UTF8 = ("utf-8", "utf8")
_MOST = 5
FIRST_THAT_CAN = (2, 39)  # `merge-tree --stdin`


@check("one-beginning", "commits")
def one_beginning(past: Evidence) -> Said:
    """The history has one beginning.

    Proves: every commit goes back to the same first one; no other history was joined on.
    Does not prove: that the first commit is as old as it says.
    Means: a commit joins this history to another that shares nothing with it, with records that were never seen.
    Do: look at the second beginning with `git show`; records of another practice come in by `caseload import`.
    """
    beginnings = [commit for commit in past.commits if not commit.parents]
    if not beginnings:
        raise NotChecked("the beginning is cut off")
    first, *others = beginnings
    known = {commit.id for commit in past.scope}
    for commit in others:
        if commit.id in known:
            yield Alarm("a second history begins here and was joined on", commit.id)
    yield Note(f"begun {first.committer.at:%Y-%m-%d}")


@check("commit-headers", "commits")
def commit_headers(past: Evidence) -> Said:
    """Commits say nothing that git does not show, and show nothing that they do not say.

    Proves: no commit has a header that git would pass over, an encoding that shows its message as another one,
      or a message with a part that is hidden behind a zero byte.
    Does not prove: that a message is true.
    Means: somebody made the commit with other means than `git commit`, perhaps to hide text in it.
    Do: `git cat-file commit ID` shows all of it as it is stored.
    """
    for commit in past.scope:
        for name, value in commit.headers:
            if name not in _HEADERS:
                yield Alarm("the commit has a header that git does not know", commit.id)
            elif name == "encoding" and value.lower() not in _UTF8:
                yield Alarm("the commit declares another encoding, so its message can be shown as another", commit.id)
        if b"\0" in commit.signed_part:
            yield Alarm("the commit hides text behind a zero byte", commit.id)


@check("merges", "commits")
def merges(past: Evidence) -> Said:
    """Merges bring nothing of their own and drop nothing.

    Proves: each merge was done again; its files are what comes of the two sides. Where the sides were at odds,
      every line of the result stands on one of them.
    Does not prove: that a dispute between two sides was settled rightly.
    Means: something was written, changed or dropped under cover of a merge, where nobody looks.
    Do: `git show --remerge-diff ID` shows what the merge did on its own; ask who made it.
    """
    made = [commit for commit in past.scope if len(commit.parents) > 1]
    for commit in made:
        if len(commit.parents) > 2:
            yield Alarm("a merge of more than two histories cannot be done again to compare", commit.id)
    pairs = [commit for commit in made if len(commit.parents) == 2 and past.by_id.keys() >= set(commit.parents)]
    if pairs and past.git_version < FIRST_THAT_CAN:
        raise NotChecked("this git cannot do many merges again; 2.39 or later can")
    if pairs:
        yield from _done_again(past, pairs)
    yield Note(count_of(len(made), "merge"))


def _done_again(past: Evidence, commits: Sequence[Commit]) -> Said:
    again = list(_merge(past, commits))
    odd = [
        (commit, tree, at_odds) for commit, (tree, at_odds) in zip(commits, again, strict=True) if tree != commit.tree
    ]
    differences = past.differences([(tree, commit.tree) for commit, tree, _ in odd])
    for (commit, _, at_odds), changed in zip(odd, differences, strict=True):
        disputed = [path for path, _, _ in changed if path in at_odds]
        own = [path for path, _, _ in changed if path not in at_odds] + _own_lines(past, commit, disputed)
        for path in own[:_MOST]:
            yield Alarm("a merge holds what neither side has, or lacks what it should have", commit.id, path)
        if len(own) > _MOST:
            yield Alarm(f"and {count_of(len(own) - _MOST, 'other file')} in the same merge", commit.id)


def _merge(past: Evidence, commits: Sequence[Commit]) -> Iterator[tuple[str, frozenset[str]]]:
    """The tree that comes of each merge done again, and the paths over which its sides are at odds."""
    asked = "".join(" ".join(commit.parents) + "\n" for commit in commits).encode("ascii")
    options = ["--write-tree", "--stdin", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories"]
    printed = past.room.run(["merge-tree", *options], stdin=asked)
    tokens = iter(printed.decode("utf-8", "surrogateescape").split("\0"))
    for _ in commits:
        clean, tree = next(tokens), next(tokens)
        paths: set[str] = set()
        # After the tree: the paths at odds, then an empty word.
        while path := next(tokens, ""):
            paths.add(path)
        yield tree, frozenset(paths) if clean != "1" else frozenset()


def _own_lines(past: Evidence, commit: Commit, paths: Sequence[str]) -> list[str]:
    """Those of the disputed paths in which a line stands that neither side has."""
    found = []
    for path in paths:
        names = past.file_in([*commit.parents, commit.id], path, prefix="")
        texts = past.texts(names.values())
        sides = {line for parent in commit.parents for line in texts.get(names[parent], "").splitlines()}
        if any(line not in sides for line in texts.get(names[commit.id], "").splitlines()):
            found.append(path)
    return found
