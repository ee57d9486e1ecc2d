"""Every tool that tells of the past tells the same fate of a record, in the same words: the table of agreement.

Diff and the log are asked of all records; lint, `audit verify` and the hook only of what they speak of: what was
signed, and to `audit verify` also what is gone. The drafted message of a commit is asked of what lies in a chart.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.audit.changes.between import changed_files
from caseload_tools.audit.changes.event import Event
from caseload_tools.audit.changes.event_log import read_past
from caseload_tools.audit.checks import records as record_checks
from caseload_tools.audit.checks.past_check import Alarm, Remark
from caseload_tools.audit.evidence import Evidence, VerifyRequest, gather_evidence
from caseload_tools.git.contents import Contents
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.guard.hooks.drafting import drafted_message
from caseload_tools.guard.hooks.locked import added_records, locked_changes, refusal_of, still_holds
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.guard.hooks.putting_back import puts_back
from caseload_tools.history.fates import FATES
from caseload_tools.history.readers.commit_steps import staged_step
from caseload_tools.history.readers.deletions import last_deletions
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.record_path import RecordPath, chart_of, is_read, kind_in_chart, name_in_chart
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from tests.history.repository import BASE, CHART, DRAFT, Commit, build, note
from tests.history.repository import signed as sign
from tests.history.stories import STORIES, Fates, Story
from tests.speeds import one_of_each

TODAY = date(2026, 1, 21)
_MOVED = re.compile(r"(moved(?: and edited)?)\b(?: from (\S+))?")
_DEED = re.compile(
    r"(.+?) (added|removed|changed|signed|co-signed|sealed|moved(?: and edited)?|restored(?: and edited)?)"
    r"(?: to (.+?))?(?: and (?:(?:co-)?signed|sealed))*"
)
_DRAFTED = {
    "added": "created",
    "removed": "deleted",
    "changed": "edited",
    "signed": "edited",
    "co-signed": "edited",
    "sealed": "edited",
}
_PUT_ON_FILE = ("created", "addendum", "voided", "returned")
Told = dict[str, str]


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True).stdout.decode().strip()


def _kind(story: Story) -> Hashable:
    """What became of records in the last commit, and whether it is a merge."""
    return frozenset(fate.partition(" to ")[0] for fate in story.last.values()), bool(story.commits[-1].merges)


@pytest.fixture(scope="module", params=one_of_each(STORIES, _kind), ids=lambda story: story.name)
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> tuple[Story, Path]:
    story: Story = request.param
    root = tmp_path_factory.mktemp("story") / "clinic"
    build(root, story.commits)
    return story, root


def test_all_tools_tell_the_same_fate(told: tuple[Story, Path]) -> None:
    story, root = told
    asked: dict[str, tuple[Callable[[Path], Told], Fates]] = {
        "diff": (of_diff, story.last),
        "diff by client": (of_diff_by_client, in_charts(story.last)),
        "diff of all": (of_diff_of_all, story.since),
        "log": (of_log, story.last if story.own is None else story.own),
        "lint": (of_lint, for_lint(story)),
        "verify": (of_verify, for_verify(story)),
        "hook": (of_hook, for_hook(story, root)),
        "draft": (of_draft, for_draft(story)),
    }
    said = {tool: ask(root) for tool, (ask, _) in asked.items() if tool.partition(" ")[0] not in story.not_asked}
    wrong = [f"{tool}: {said[tool]}, not {dict(asked[tool][1])}" for tool in said if said[tool] != asked[tool][1]]
    assert not wrong, "\n".join([story.name, *wrong])


def test_the_stories_know_each_fate() -> None:
    words = {fate.partition(" to ")[0] for story in STORIES for fate in (*story.last.values(), *story.since.values())}
    assert words == set(FATES)


# --- what each tool is expected to speak of ---------------------------------------------------------


def signed(path: str) -> bool:
    return "signatures:" in BASE.get(path, "")


def in_charts(fates: Fates) -> Told:
    """What became of records that lay in a chart, or lie in one now."""
    return {
        path: fate
        for path, fate in fates.items()
        if RecordPath.parse(path).client or RecordPath.parse(fate.partition(" to ")[2]).client
    }


def for_lint(story: Story) -> Told:
    """What became of records that were signed, sealed or by hand, in charts that still hold one."""
    return {path: fate for path, fate in story.since.items() if signed(path) and _speaks(path, fate, story)}


def _speaks(path: str, fate: str, story: Story) -> bool:
    word, _, new = fate.partition(" to ")
    if word.startswith("moved"):
        return name_in_chart(new) != name_in_chart(path) or not is_read(new)
    return word == "deleted" or (word.endswith("edited") and path not in story.same_words)


def for_verify(story: Story) -> Told:
    """As lint, of records signed by hand too; of what nobody signed, only that it is gone from its chart."""
    found = {}
    since = {**story.since, **story.last} if story.begun else story.since
    for path, fate in since.items():
        word, _, new = fate.partition(" to ")
        elsewhere = bool(new) and chart_of(path) != chart_of(new)
        if ("signatures:" in BASE.get(path, "") and _speaks(path, fate, story)) or (
            (path in BASE or story.begun) and (word == "deleted" or elsewhere or (new and not is_read(new)))
        ):
            found[path] = fate
    return found


def for_hook(story: Story, root: Path) -> Told:
    """What the last commit does to signed records whose signature holds, and to others that it takes away."""
    found = {}
    for path, fate in story.last.items():
        came = fate.startswith(("created", "restored"))
        before = (
            BASE[path] if fate.startswith("restored and") else git(root, "show", f"HEAD^:{path}") if not came else ""
        )
        word, _, new = fate.partition(" to ")
        if "signatures:" in before:
            speaks = (came or holds_in(root, path)) and _speaks(path, fate, story)
        else:
            speaks = word == "deleted" or bool(new and not is_read(new)) or (bool(before) and not at_tip(root, path))
        if speaks and before:
            found[path] = word
    return found


def for_draft(story: Story) -> Told:
    """What a drafted message says of all that lay or lies in a chart; git describes a merge itself."""
    found: Told = {}
    for path, fate in () if story.commits[-1].merges else story.last.items():
        where = RecordPath.parse(path)
        word, _, new = fate.partition(" to ")
        folder, _, rest = where.link.partition("/")
        if where.client:
            found[f"{where.client}: {where.word or folder} {rest}".strip()] = word
            if new:
                found[f"{where.client}: {where.word or folder} {rest}".strip()] += f" to {shown_place(path, new)}"
    return found


def shown_place(old: str, new: str) -> str:
    """The new place of a record, without what it shares with the old one."""
    before, after = RecordPath.parse(old), RecordPath.parse(new)
    if not after.client:
        return new
    if after.folder != before.folder:
        where = after.client if after.client != before.client else after.folder.removeprefix("records/clients/")
        return where if after[:2] == before[:2] else f"{where}/{after.link}"
    return after.link if kind_in_chart(old) != kind_in_chart(new) else after.link.partition("/")[2]


def at_tip(root: Path, path: str) -> bool:
    """Whether the last commit has anything at a path, or moved it."""
    listed = git(root, "ls-tree", "-l", "HEAD", "--", path).split()
    return not listed or listed[3] != "0"


def holds_in(root: Path, path: str) -> bool:
    """Whether the words before the last commit are those that were signed; the stories change one word."""
    return "part three of" not in git(root, "show", f"HEAD^:{path}")


# --- what each tool says, as fates by the path before -------------------------------------------------


def of_diff(root: Path) -> Told:
    return _diff(root, "HEAD^")


def of_diff_by_client(root: Path) -> Told:
    """Asked of each chart alone, as `caseload diff A B CLIENT` is, and of what lies in none."""
    found: dict[str, str] = {}
    with CommitTree(root, "HEAD^") as before, CommitTree(root, "HEAD") as after:
        clients = {RecordPath.parse(path).client for tree in (before, after) for path in tree.walk("records")}
        for client in sorted(clients - {""}):
            for each in changed_files(before, after, client):
                if each.events:
                    path, fate = _fate(each.path, each.was, each.events)
                    assert found.setdefault(path, fate) == fate
    return found


def of_diff_of_all(root: Path) -> Told:
    return _diff(root, git(root, "rev-list", "--max-parents=0", "HEAD"))


def _diff(root: Path, start: str) -> Told:
    with CommitTree(root, start) as before, CommitTree(root, "HEAD") as after:
        return dict(_fate(each.path, each.was, each.events) for each in changed_files(before, after) if each.events)


def of_log(root: Path) -> Told:
    head = git(root, "rev-parse", "HEAD")
    events: dict[tuple[str, str], list[Event]] = {}
    for each in read_past(root, fresh=True):
        for did in each.found if each.commit.id == head else ():
            events.setdefault((did.path, did.was), []).append(did.event)
    return dict(_fate(path, was, each) for (path, was), each in events.items())


def _fate(path: str, was: str, events: Iterable[Event]) -> tuple[str, str]:
    first = next(iter(events))
    if was:
        word, _, source = first.words.partition(" from ")
        assert source == was
        return was, f"{word} to {path}"
    if first.action in _PUT_ON_FILE:
        return path, "created"
    if first.action == "restored":
        return path, first.words[first.words.index("restored") :]
    return path, first.action if first.action in FATES else "edited"


def of_lint(root: Path) -> Told:
    """From what stands in a commit, as `lint --at` reads it, which is what `lint` reads from the disk."""
    with CommitTree(root, "HEAD") as tree:
        rules = ["SIG001", "SIG011", "SIG015"]
        past = LazyHistory(root, tip=tree.commit)
        findings = lint_caseload(
            tree, load_practice(root), LintRequest(today=TODAY, select=rules, history=past)
        ).findings
    found: Told = {}
    for each in findings:
        if each.code == "SIG015":
            link, _, rest = each.message.partition(" was signed, and was ")
            path = "/".join([*each.path.split("/")[:3], f"{link}.md"])
            place = re.search(r"(?:nobody reads it|client's chart|own records), (\S+), on", rest)
            found[path] = f"{_word(rest)} to {place[1]}" if place else "deleted"
        elif each.code == "SIG011":
            match = _MOVED.search(each.message)
            assert match, each.message
            word, was = match.groups()
            found[was] = f"{word} to {each.path}"
    moved = {fate.partition(" to ")[2] for fate in found.values()}
    changed = {each.path for each in findings if each.code == "SIG001"} - moved
    return found | dict.fromkeys(changed, "edited")


def _word(text: str) -> str:
    match = _MOVED.match(text)
    return match[1] if match else "deleted"


def of_verify(root: Path) -> Told:
    found: Told = {}
    edited: set[str] = set()
    with gather_evidence(root, VerifyRequest(TODAY)) as past:
        places = {went.path: came.path for went, came in past.moves}
        for said in _said(past):
            match = _MOVED.search(said.what)
            if match and match[2]:
                found[match[2]] = f"{match[1]} to {said.path}"
            elif match:
                found[said.path] = f"{match[1]} to {places[said.path]}"
            elif "deleted" in said.what:
                found[said.path] = "deleted"
            elif said.what.endswith("got another id"):
                chart = f"records/clients/{said.what.split()[2]}/"
                found |= {old: f"moved to {new}" for old, new in places.items() if old.startswith(chart)}
            elif "changed since " in said.what:
                edited.add(said.path)
    moved = {fate.partition(" to ")[2] for fate in found.values()}
    return found | dict.fromkeys(edited - moved, "edited")


def _said(past: Evidence) -> Iterator[Alarm | Remark]:
    for check in (record_checks.signed_records, record_checks.deleted, record_checks.charts):
        for said in check(past):
            if isinstance(said, Alarm | Remark):
                yield said


def of_hook(root: Path) -> Told:
    with before_its_last_commit(root), Contents(root) as contents:
        step = staged_step(root)
        deleted = last_deletions(root, added_records(step), step.parents)
        found = locked_changes(step, contents, "", deleted)
        breaches = [each for each in found if still_holds(each.before) or not puts_back(each, PastBefore(root))]
    refusals = [refusal_of(each, "put it back") for each in breaches]
    said = {each.where: each for each in refusals}
    return {
        path: "restored and edited"
        if each.message.startswith("restored and edited: ")
        else "edited"
        if each.code in ("altered", "unreadable", "emptied")
        else each.message.rpartition(", and ")[2]
        for path, each in said.items()
    }


def test_a_drafted_message_has_the_words_of_the_log_for_signatures(
    tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> None:
    """Typed, sealed, co-signed under it; and a note that is begun with a typed name."""
    root = tmp_path_factory.mktemp("signatures") / "clinic"
    typed = sign(BASE[DRAFT], digest=False)
    sealed = sign(BASE[DRAFT])
    both = sign(sealed, "sam.lee", "supervisor")
    begun = DRAFT.replace("-19", "-26")
    states = [{DRAFT: typed}, {DRAFT: sealed}, {DRAFT: both}, {begun: sign(note(begun, "kitchen"), digest=False)}]
    build(root, tuple(Commit(files) for files in states))
    said, acts = [], []
    for commit in git(root, "rev-list", "--reverse", "HEAD").split()[1:]:
        git(root, "update-ref", "HEAD", commit)
        with before_its_last_commit(root), Contents(root) as contents:
            said.append(drafted_message(staged_step(root), contents, root))
        acts.append([did.event.action for did in read_past(root, fresh=True)[-1].found])
    assert acts == [["signed"], ["sealed"], ["co-signed"], ["created", "signed"]]
    assert said == [f"C-0001: session 2026-01-19 {word}" for word in ("signed", "sealed", "co-signed")] + [
        "C-0001: session 2026-01-26 added and signed"
    ]


def of_draft(root: Path) -> Told:
    with before_its_last_commit(root), Contents(root) as contents:
        message = drafted_message(staged_step(root), contents, root)
    found = {}
    for line in message.split("\n\n", 1)[-1].splitlines():
        client, _, deeds = line.partition(": ")
        for deed in deeds.split(", ") if deeds else ():
            match = _DEED.fullmatch(deed)
            assert match, deed
            word = _DRAFTED.get(match[2], match[2])
            found[f"{client}: {match[1]}"] = word + (f" to {match[3]}" if match[3] else "")
    return found


@contextmanager
def before_its_last_commit(root: Path) -> Iterator[None]:
    """With the last commit staged on the one before it, as it was when its hooks were asked."""
    tip, merging = git(root, "rev-parse", "HEAD"), git(root, "rev-list", "--no-walk", "--parents", "HEAD").split()[2:]
    git(root, "read-tree", "HEAD")
    git(root, "update-ref", "HEAD", "HEAD^")
    if merging:
        (root / ".git/MERGE_HEAD").write_text("".join(f"{each}\n" for each in merging))
    try:
        yield
    finally:
        git(root, "update-ref", "HEAD", tip)
        (root / ".git/MERGE_HEAD").unlink(missing_ok=True)


def test_a_chart_of_the_stories_is_one() -> None:
    assert is_read(f"{CHART}/client.md") and name_in_chart(f"{CHART}/client.md") == "C-0001/client"
