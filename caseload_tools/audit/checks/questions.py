"""What honest people do and others as well: told as something to look at, never as an alarm."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from typing import Any

from caseload_tools.audit.checks.past_check import CheckOutput, Observation, Remark, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.log import People
from caseload_tools.audit.passages import PathPassage
from caseload_tools.chart.signing import author_in
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.git.commits import Commit
from caseload_tools.history.keeping import is_addendum
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.record_path import is_attached
from caseload_tools.practice import FILE, Practice, read_practice
from caseload_tools.practice.committers import StaffVersion, changed_by_others
from caseload_tools.practice.declaring import may_declare
from caseload_tools.text.signed_text import TYPED_BY_OTHERS

_BASELINE = "caseload-baseline.json"
BOOKED_LATE = timedelta(days=31)
"""What was true of a month ago may still be written down; what reaches back further is told."""


@past_check("attachments", "records")
def attachments(past: Evidence) -> CheckOutput:
    """Attached files that were exchanged are named.

    Proves: every change of a file in a folder `attachments` is listed, also where the same commit gave it another
      name; a signature does not cover such files.
    Does not prove: that an exchange was wrong. A page scanned again is an exchange as well.
    Means: nothing by itself: somebody put another file in the place of one that a record speaks of.
    Do: `git show COMMIT^:PATH` gives the file as it was; compare the two, and ask who exchanged it.
    """
    found = [each for each in past.record_passages if each.before and each.after and is_attached(each.path)]
    renamed = [(went, came) for went, came in past.moves if is_attached(came.path) and went.before != came.after]
    for each in found:
        yield Remark("an attached file was exchanged", each.commit.id, each.path)
    for went, came in renamed:
        yield Remark(f"an attached file was exchanged, which was {went.path}", came.commit.id, came.path)
    yield Observation(count_of(len(found) + len(renamed), "exchange"))


@past_check("signed-by-others", "people")
def signed_by_others(past: Evidence) -> CheckOutput:
    """Signatures that somebody else committed are named.

    Proves: where caseload.toml says whose address is whose, every signature of a member of staff came in a commit of
      that person, or is listed.
    Does not prove: that the person signed; keys come nearest to that. Of staff who never commit only a supervisor's
      line is told that was typed, or that was put under a record which stood there before.
    Means: nothing by itself: an assistant may commit for everybody, and a squashed merge is the merger's.
    Do: ask the person whose name it is. `git log -p` on the record shows how it came there.
    """
    practice = _practice(past, past.file_in([past.head], FILE)[past.head])
    if practice is None:
        return
    people = _people(past, practice)
    who = {commit.id: people.person_called(commit.author.name, commit.author.email) for commit in past.commits}
    committing = set(who.values())
    for passage, entry, sealed in _signed(past):
        by, first = str(entry.get("by", "")), passage.commit
        early = practice.adopted is not None and first.author.at.date() < practice.adopted
        co_signed = entry.get("role") == "supervisor" and (passage.before or not sealed) and not early
        made_by = who[first.id] if sealed else people.hand_of(first)  # who typed a line holds on to nothing else
        if by in practice.staff and made_by != by and (by in committing or co_signed):
            how = "committed by somebody else" if sealed else TYPED_BY_OTHERS
            yield Remark(f"the signature of {by} was {how}", first.id, passage.path)


def _people(past: Evidence, practice: Practice) -> People:
    with closing(LazyHistory(past.root, [FILE], past.head)) as settings:
        return People(practice, settings)


def _signed(past: Evidence) -> Iterator[tuple[PathPassage, Mapping[str, Any], bool]]:
    """Each signature that a commit brought, and whether it had a digest; a merge brings none, nor does a move."""
    steps = [each for each in past.record_passages if each.after and len(each.commit.parents) < 2]
    versions = past.versions(content for each in steps for content in (each.before, each.after))
    known: dict[str, set[str]] = {}
    for each in steps:
        newer, older = versions.get(each.after), versions.get(each.before)
        if newer is None:
            continue
        before = known.setdefault(newer.digest, set()) | (older.signatures.keys() if older else set())
        for signature in newer.signatures.keys() - before:
            yield each, json.loads(signature), bool(newer.signatures[signature])
        known[newer.digest] |= newer.signatures.keys()


@past_check("declared-by-others", "people")
def declared_by_others(past: Evidence) -> CheckOutput:
    """Records that somebody declared void or returned who may not, or for whom somebody else did, are named.

    Proves: each record that was declared void was so by its author or a supervisor, each that was returned by a
      supervisor who did not write it, as roles are today; and what nobody signed came in a commit of that person; or
      it is listed.
    Does not prove: that the reason given is true, or that the person sat there; keys come nearest to that.
    Means: nothing by itself: whoever was a supervisor then may be none today, and an assistant may have typed it.
    Do: ask the person whose name it is. What should count is added again by who may: `caseload addend`.
    """
    practice = _practice(past, past.file_in([past.head], FILE)[past.head])
    if practice is None:
        return
    people = _people(past, practice)
    begun = [each for each in past.record_passages if each.after and not each.before and is_addendum(each.path)]
    versions = past.versions(each.after for each in begun)
    for each in begun:
        if each.after not in versions:  # damaged: what git can read of the past is another check's
            continue
        data, commit = versions[each.after].data, each.commit
        what, by = _DECLARED.get(str(data.get("kind", ""))), str(data.get("author", ""))
        early = practice.adopted is not None and commit.author.at.date() < practice.adopted
        if what is None or by not in practice.staff or early:
            continue
        why = may_declare(str(data["kind"]), practice.staff[by], _author_at(past, each.path, str(data.get("to", ""))))
        if why:
            yield Remark(f"{what} by somebody who may not: {why}", commit.id, each.path)
        elif not versions[each.after].signed and people.hand_of(commit) != by:
            yield Remark(f"{what} in the name of {by}, {TYPED_BY_OTHERS}", commit.id, each.path)


_DECLARED = {"void": "a record was declared void", "returned": "a record was returned"}


def _author_at(past: Evidence, addendum: str, link: str) -> str:
    """Who wrote what an addendum speaks of, as it stands today; empty where it is gone, or does not say."""
    found = past.head_files.get(f"{past.prefix}{addendum.partition('addenda/')[0]}{link}.md")
    version = past.versions([found.id]).get(found.id) if found is not None else None
    return author_in(version.data) if version is not None else ""


@past_check("settings", "people")
def settings(past: Evidence) -> CheckOutput:
    """Settings that were changed for days long past, or for another person, are named.

    Proves: no commit changed what caseload.toml says of days more than a month before it (the first day that counts,
      the limits of a policy, who supervised whom), told lint to pass over a rule, or changed the list of old findings,
      or it is listed. So is a commit that changed the name or the address another person commits under, and one by
      a member of staff who is no supervisor and no administration, or about themselves, that changed roles or a
      supervisor, or added somebody as a supervisor.
    Does not prove: that a setting is right. Every change is in `caseload audit log --action privilege-changed`.
    Means: nothing by itself: a mistake may have been put right. But what was late or unsigned may be so no more.
    Do: ask who changed it and why; `caseload lint --at COMMIT^` judges by what was set before.
    """
    seen: set[tuple[str, str]] = set()
    for commit, path, before, after in _changes(past):
        if (before, after) in seen:
            continue
        seen.add((before, after))
        if path == _BASELINE:
            yield Remark("the list of old findings was changed", commit.id, path)
            continue
        older, newer = _practice(past, before), _practice(past, after)
        if older is not None and newer is not None:
            made = StaffVersion(commit.committer.name, commit.committer.email, newer.staff)
            long_past = _rewritten(older, newer, commit.committer.at.date() - BOOKED_LATE)
            for what in (*changed_by_others(older.staff, made), *long_past):
                yield Remark(what, commit.id, path)


def _changes(past: Evidence) -> Iterator[tuple[Commit, str, str, str]]:
    """Each change of the settings, with the contents before and after."""
    names = [past.prefix + name for name in (FILE, _BASELINE)]
    for commit, changed in past.changes(names):
        for each in changed:
            if each.before and each.after:
                yield commit, each.path.removeprefix(past.prefix), each.before, each.after


def _practice(past: Evidence, content: str) -> Practice | None:
    try:
        return read_practice(past.texts([content])[content].encode("utf-8", "surrogateescape"))
    except (CaseloadError, KeyError):
        return None


def _rewritten(older: Practice, newer: Practice, last: date) -> Iterator[str]:
    """What the newer settings say otherwise of days up to the last one."""
    first = older.adopted
    if first is not None and first <= last and newer.adopted != first:
        now = newer.adopted or "nothing"
        yield f"the first day that counts (`adopted`) was changed from {first} to {now}"
    limits = sorted(
        {
            key
            for name in older.policies.keys() & newer.policies.keys()
            for day in _days(older, newer, name, last)
            for key in _unlike(_limits(older, name, day), _limits(newer, name, day))
        }
    )
    if limits:
        yield f"limits for days more than a month past were changed: {', '.join(limits)}"
    for person in sorted(older.staff.keys() & newer.staff.keys()):
        one, other = older.staff[person], newer.staff[person]
        starts = {each.from_ for each in (*one.supervision, *other.supervision) if each.from_ is not None}
        if any(one.supervised_on(day) != other.supervised_on(day) for day in {last, *starts} if day <= last):
            yield f"it was changed how {person} was supervised more than a month before"
    passed_over = sorted(set(newer.lint.ignore) - set(older.lint.ignore))
    if passed_over:
        yield f"lint was told to pass over {', '.join(passed_over)}"


def _days(older: Practice, newer: Practice, programme: str, last: date) -> set[date]:
    """The days from which limits held, up to the last one, in either."""
    periods = (*older.policies[programme].all_policies, *newer.policies[programme].all_policies)
    return {last, *(each.since for each in periods if each.since is not None and each.since <= last)}


def _limits(practice: Practice, programme: str, day: date) -> Mapping[str, str]:
    return {limit.key: f"{limit} {limit.severity}" for limit in practice.policies[programme].policy_on(day)}


def _unlike(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
