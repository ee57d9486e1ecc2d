"""The words of each answer: what is said where something may not be told, or nobody said why it may.

By the `reason` of a Permission. What a message says is wrong, and what its hint says to do; none tells a client's
words. A hint about a report that law demands never sends anybody to ask for a release first.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseload_tools.chart.disclosing.communication import Permission
from caseload_tools.chart.disclosing.needs import KEY_OF_NEED

# What is said of it, and what to do. Those that are in order have no second part.
REASONS: Mapping[str, tuple[str, str]] = {
    "to-client": ("it went to the client", ""),
    "nothing-told": ("nothing of the client was told", ""),
    "takes-part": ("who takes part by their work needs no agreement on a form", ""),
    "release": ("a release covers it", ""),
    "basis": ("the basis needs no release", ""),
    "as-written": ("the practice says on what basis", ""),
    "no-release": (
        "no release was in force for this recipient on this day",
        "if one was signed, record it; or say on what else it was told: `basis:` emergency, mandated-report, court …",
    ),
    "release-ended": (
        "the release for this recipient was not in force on this day",
        "say under `basis:` on what else it was told; for what comes next, let the client sign a new one",
    ),
    "release-later": (
        "the release for this recipient was signed after this day",
        "check both dates; or say under `basis:` on what else it was told",
    ),
    "release-revoked": (
        "the release for this recipient had been revoked by this day",
        "say under `basis:` on what else it was told, and tell the supervisor if there was nothing",
    ),
    "release-draft": (
        "the release for this recipient is a draft, and covers nothing",
        "once it is signed, take `status: draft` away; or say under `basis:` on what else it was told",
    ),
    "release-unsigned": (
        "nothing says that the release for this recipient was signed",
        "add `signed_by:` and `signed_on:` to it",
    ),
    "release-of-another": (
        "the release that this cites is for somebody else",
        "cite the one for this recipient, or say under `basis:` on what else it was told",
    ),
    "release-says-nobody": (
        "the release that this cites names nobody, and so covers nobody",
        "add `to:` as it stands on the signed form",
    ),
    "release-not-for-this": (
        "the family consent does not allow this",
        "see its `allows:`; say what the client agreed to since then ({agreement}), or record a consent to it",
    ),
    "release-says-nothing": (
        "the release does not say what may be told, and so covers nothing",
        "add `information:` to it as it stands on the signed form",
    ),
    "beyond-release": ("the release does not cover this information", "see {release}"),
    "told-not-said": (
        "nothing says what was told on this release",
        "add `information:`, such as [attendance]",
    ),
    "cited-revoked": (
        "the release that this cites was revoked by this day",
        "cite the one that was in force: {release}",
    ),
    "revoked-and-told": (
        "the client had revoked the release for this recipient",
        "write `basis: treatment` or `basis: payment` if that is what it was for",
    ),
    "psychotherapy-notes": (
        "psychotherapy notes need an authorization of their own",
        "if one was signed, cite it; on this basis they stay here",
    ),
    "law-refuses": ("this basis does not hold here", "{law}"),
    "not-this-recipient": ("this basis does not cover this recipient", "it covers: {law}"),
    "needs-missing": ("nothing shows what this basis needs", "add {wanted}"),
    "only-heard": (
        "this basis is for what was heard, and something was told",
        "say on what basis it was told; where nothing was, `direction: in` without `information:`",
    ),
    "report-not-free": (
        "of records under Part 2 only the report of child abuse goes without a consent or an order",
        "this is no reason to wait: report so that nothing shows treatment for substance use, and say so here",
    ),
    "agreement-not-said": (
        "nothing says that the client agreed, or was asked and did not object",
        "say so: {agreement}; or record the family consent",
    ),
    "basis-not-said": (
        "nothing says on what basis this was told",
        "add `basis:`, such as client-asked, court, law-enforcement or threat; or the release",
    ),
    "basis-unknown": (
        "`basis:` names none of the bases that are known here",
        "write one, such as treatment, payment, mandated-report, emergency, court or client-asked",
    ),
    "consents-unread": ("a consent could not be read", ""),
    "channel-forbidden": (
        "the client is not to be contacted on this channel",
        "client.md lists it under `do_not_contact`; use {safe}",
    ),
    "channel-not-safe": (
        "this channel is not among those that are safe for the client",
        "client.md lists the safe ones; use {safe}, or add it there once the client agreed",
    ),
    "voicemail-forbidden": (
        "a message was left where the client wants none",
        "client.md lists voicemail under `do_not_contact`; use {safe}",
    ),
    "telephone-shared": (
        "a message was left on a telephone that the client shares",
        "client.md says `shared-phone`; use {safe}",
    ),
}
# What client.md says against itself: the message, and what to do.
CONTRADICTIONS: Mapping[str, tuple[str, str]] = {
    "prefers-forbidden": (
        "the preferred channel is one that must not be used",
        "ask the client, and keep it in one of `prefers` and `do_not_contact`",
    ),
    "prefers-not-safe": (
        "the preferred channel is not among the safe ones",
        "ask the client, and add it to `safe_channels` or prefer another",
    ),
    "safe-and-forbidden": (
        "a channel is called safe and forbidden at once",
        "ask the client, and take it out of `safe_channels` or of `do_not_contact`",
    ),
    "shared-and-texted": (
        "the telephone is shared, and text messages are called safe or preferred",
        "whoever shares it reads them: ask the client, and prefer another channel",
    ),
}


def permission_message(permission: Permission) -> str:
    """What is wrong, in words that any message may use."""
    return REASONS[permission.reason][0]


def permission_hint(permission: Permission, safe: tuple[str, ...] = ()) -> str:
    """What to do about it."""
    record = permission.communication.record
    said = {
        "release": permission.release,
        "law": permission.law,
        "safe": ", ".join(safe) or "another",
        "agreement": "`agreement:`" if record.word == "session" else "`rests_on: [agreement]`",
        "wanted": " and ".join(KEY_OF_NEED[each] for each in permission.wanted if each in KEY_OF_NEED),
    }
    hint = REASONS[permission.reason][1].format(**said)
    if record.word == "session" and "`basis:`" in hint:  # a session has no such key
        return "record the release, or say under `agreement:` how the client agreed; else leave out what was told"
    return hint
