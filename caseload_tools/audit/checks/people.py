"""Whether commits are by those whose names they bear, as far as keys can tell."""

from __future__ import annotations

import re
from collections import Counter

from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, NotChecked, Observation, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.mail_addresses import plain_name, times_in_use, usual_names
from caseload_tools.audit.trust import SIGNERS
from caseload_tools.dates import count_of
from caseload_tools.git.commits import Commit, CommitPerson
from caseload_tools.git.signers import matches_patterns

_WRONG = {
    "bad": "the signature does not belong to this commit: it was changed after signing",
    "unknown key": "the key that signed is on nobody's line in the list of signers",
    "not valid then": "the key that signed was not valid at the time of the commit",
    "revoked": "the key that signed was revoked",
    "other purpose": "the key that signed is listed for another purpose than commits",
    "not supported": "the signature is by a certificate, which is not supported",
}
_NO_LIST = f"there is no list of signers: give one with --signers, or keep one in {SIGNERS}"


@past_check("author", "people")
def author(past: Evidence) -> CheckOutput:
    """Whoever wrote a commit also put it in place.

    Proves: no commit names one person as its author and another as its committer, or nobody at all, and no address
      is used under the name that goes with another address, unless that one had fallen out of use before.
    Does not prove: that either is the person who sat there; names are typed in freely. Keys prove that.
    Means: somebody committed under a colleague's name (`git commit --author`), or put a colleague's commit in
      place anew, by rebase, cherry-pick or on a web page.
    Do: ask both. A note is committed by the person who wrote it.
    """
    usual = usual_names(past.commits)
    used = times_in_use(past.commits)
    owners = {name: address for address, name in usual.items()}

    def borrowed(person: CommitPerson) -> bool:
        name, address = plain_name(person), person.email.lower()
        owner = owners.get(name, address)
        return name != usual[address] and owner != address and used[owner].last > used[address].first

    for commit in past.own_commits:
        people = commit.author, commit.committer
        if not all(map(plain_name, people)):
            yield Alarm("the commit names nobody", commit.id)
        elif len({person.email.lower() for person in people}) > 1 and len(set(map(plain_name, people))) > 1:
            yield Alarm("the commit names one person as its author and another put it in place", commit.id)
        elif any(map(borrowed, people)):
            yield Alarm("the commit bears the name of a person who has another address", commit.id)


@past_check("signatures", "people")
def signatures(past: Evidence) -> CheckOutput:
    """Each signature on a commit is sound, and by a key that was valid then.

    Proves: signed commits are to the byte what was signed; the key stands in the list of signers, for commits, at
      the time that the commit claims, and is not revoked. Commits without a signature are counted.
    Does not prove: anything of unsigned commits; that the claimed time is true; that nobody else has the key.
    Means: a commit was changed after it was signed, or by somebody whose key nobody vouches for.
    Do: ask the committer which key was used. A key that got lost belongs in a list given with --revoked.
    """
    counted = Counter(past.trust.verdicts[commit.id].standing for commit in past.own_commits)
    for commit in past.own_commits:
        standing = past.trust.verdicts[commit.id].standing
        if standing in _WRONG and (past.trust.source or standing not in ("unknown key", "other purpose")):
            yield Alarm(_WRONG[standing], commit.id)
    signed = len(past.own_commits) - counted["unsigned"]
    if signed and not past.trust.source:
        raise NotChecked(f"{count_of(signed, 'commit')} signed and whole, by whom nobody knows: {_NO_LIST}")
    others = f", {counted['other kind']} in another way (OpenPGP), not checked" if counted["other kind"] else ""
    by = f" by {past.trust.source}" if past.trust.source else ""
    yield Observation(f"{counted['good']} signed{by}, {counted['unsigned']} not signed{others}")


@past_check("signer", "people")
def signer(past: Evidence) -> CheckOutput:
    """The key that signed a commit is that of its committer and its author.

    Proves: for each signed commit, the list of signers has the key for the addresses of committer and author.
    Does not prove: anything of unsigned commits.
    Means: somebody signed with the own key what bears a colleague's name.
    Do: ask the owner of the key. Each person commits under the own name, with the own key.
    """
    if not past.trust.source:
        raise NotChecked(_NO_LIST)
    for commit in past.own_commits:
        verdict = past.trust.verdicts[commit.id]
        if verdict.standing == "good":
            for word, person in (("committer", commit.committer), ("author", commit.author)):
                if not any(matches_patterns(principals, person.email) for principals in verdict.principals):
                    yield Alarm(f"the key that signed is not that of the {word}", commit.id)


@past_check("unsigned-after-signed", "people")
def unsigned_after_signed(past: Evidence) -> CheckOutput:
    """Whoever signs commits signs all of them from then on.

    Proves: there is no unsigned commit under the name of a person who had signed one earlier.
    Does not prove: anything of people who never signed; they stay possible and are counted.
    Means: somebody without the key committed under that person's name, or the person forgot to sign.
    Do: ask the person. `git config commit.gpgsign true` signs every commit.
    """
    if not past.trust.source:
        raise NotChecked(_NO_LIST)
    since: dict[str, int] = {}
    for commit in past.commits:
        if past.trust.verdicts[commit.id].standing == "good" and _is_own(past, commit):
            address = commit.committer.email.lower()
            since[address] = min(commit.committer.seconds, since.get(address, commit.committer.seconds))
    for commit in past.own_commits:
        first = since.get(commit.committer.email.lower())
        unsigned = past.trust.verdicts[commit.id].standing == "unsigned"
        if unsigned and first is not None and commit.committer.seconds > first:
            yield Alarm("the commit is not signed, though its committer had begun to sign", commit.id)


def _is_own(past: Evidence, commit: Commit) -> bool:
    return any(matches_patterns(names, commit.committer.email) for names in past.trust.verdicts[commit.id].principals)


@past_check("signers", "people")
def signers(past: Evidence) -> CheckOutput:
    """Only those who may have changed the list of signers.

    Proves: with a list from outside, that it is the one you gave. With the repository's own (audit/allowed_signers):
      each change of it was signed by a key of the version before, by an admin's if that version names admins. No key
      stands for everybody (`*@...`).
    Does not prove: that the first version is right. Compare it with the people, or keep a copy elsewhere.
    Means: somebody put a key into the list, perhaps the own one, without anybody's leave. It does not count here.
    Do: look at the change with `git show COMMIT`; let an admin make it anew and sign the commit.
    """
    if not past.trust.source:
        raise NotChecked(_NO_LIST)
    known = {commit.id for commit in past.own_commits}
    for commit, why in past.trust.refused.items():
        if commit in known:
            yield Alarm(why, commit, SIGNERS)
    for line in past.trust.latest.lines:
        if re.search(r"[*?]", line.principals) and not line.authority:
            yield Alarm(f"the key on line {line.line} of the list counts for more than one person", path=_list(past))
    if past.trust.latest.authorities:
        yield Alarm("the list names a certificate authority, which is not supported: its keys do not count")
    yield Observation(_told(past))


def _list(past: Evidence) -> str:
    return SIGNERS if past.asked.signers is None else ""


def _told(past: Evidence) -> str:
    trust = past.trust
    people = count_of(len(trust.latest.lines), "key")
    if not trust.first:
        return f"{people} in {trust.source}"
    return f"{people}; first seen in commit {trust.first[:10]}, {count_of(trust.changed, 'rightful change')} since"
