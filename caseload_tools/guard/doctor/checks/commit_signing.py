"""Whether commits bear their author's signature."""

from __future__ import annotations

from caseload_tools.guard.doctor.checks.doctor_check import CheckAnswer, Surroundings, doctor_check

_ON = ("true", "yes", "on", "1")


@doctor_check(90, "signed commits")
def commit_signing(place: Surroundings) -> CheckAnswer:
    """Anybody can write any name into a commit. With a key of your own, `caseload audit verify` can tell that it was
    you; without one it counts the commit as unsigned.
    """
    how = "git config gpg.format ssh; git config user.signingKey ~/.ssh/id_ed25519.pub; git config commit.gpgSign true"
    if not place.setting("user.email"):
        sentence = "git does not know who you are, and would make up an address"
        return CheckAnswer(
            "wrong", sentence, "git config user.name 'Your Name'; git config user.email you@your-practice.example"
        )
    if place.setting("commit.gpgsign").lower() not in _ON:
        return CheckAnswer("look", "your commits are not signed; names in the history are claims then", how)
    if place.setting("gpg.format") != "ssh":
        return CheckAnswer(
            "look", "your commits are signed, but not with SSH, which is what `audit verify` checks", how
        )
    if not place.setting("user.signingkey"):
        return CheckAnswer(
            "wrong", "commits shall be signed, and no key is named", "git config user.signingKey ~/.ssh/id_ed25519.pub"
        )
    return CheckAnswer("ok", "your commits are signed with an SSH key")
