"""Ways to reach a client: which are safe, which are forbidden, and what the keys of client.md say against each other.

One judgement for every contact, attempt and reminder that goes out. A message on the wrong telephone can put somebody
in danger, so a list of safe ways means only those.
"""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.lost_values import meant_key

VOICEMAIL = "voicemail"
SHARED_PHONE = "shared-phone"
_LEFT_LYING = ("sms",)  # what whoever picks the telephone up can read
_MET = ("in-person", "video")  # where the client is there to say so


def channel_reason(client: Client | None, channel: str, voicemail: bool = False) -> str:
    """Why a way of reaching the client may not be used, as a key of reasons.py; empty where nothing is against it."""
    if client is None or not channel:
        return ""
    if channel in client.do_not_contact:
        return "channel-forbidden"
    if voicemail and VOICEMAIL in client.do_not_contact:
        return "voicemail-forbidden"
    if SHARED_PHONE in client.flags and (voicemail or channel in _LEFT_LYING):
        return "telephone-shared"
    if client.safe_channels and channel not in client.safe_channels and channel not in _MET:
        return "channel-not-safe"
    return ""


def ways_not_understood(client: Client) -> bool:
    """Whether somebody wrote what is forbidden, or alone is safe, in words that could not be read: no way is known."""
    return any(meant_key(client.type, str(path[0])) in ("do_not_contact", "safe_channels") for path in client.lost)


def safe_channels_of(client: Client | None) -> tuple[str, ...]:
    """The ways by which the client may be reached, the preferred one first where it is safe."""
    if client is None or ways_not_understood(client):
        return ()
    known = dict.fromkeys((client.prefers, *client.safe_channels))
    return tuple(each for each in known if each and not channel_reason(client, each))


def channel_contradictions(client: Client) -> Iterator[tuple[str, str]]:
    """The keys of client.md that say something against another, each with the key of its words in reasons.py."""
    if client.prefers in client.do_not_contact:
        yield "prefers", "prefers-forbidden"
    elif client.safe_channels and client.prefers and client.prefers not in client.safe_channels:
        yield "prefers", "prefers-not-safe"
    if any(each in client.do_not_contact for each in client.safe_channels):
        yield "safe_channels", "safe-and-forbidden"
    if SHARED_PHONE in client.flags and "sms" in (*client.safe_channels, client.prefers):
        yield "flags", "shared-and-texted"
