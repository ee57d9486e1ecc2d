"""The practice's own records: meetings, households, groups, complaints, feedback, agencies, policies."""

from __future__ import annotations

from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.desk.drafts.draft import (
    Draft,
    DraftLines,
    Wish,
    free_link,
    free_name,
    needed_option,
    practice_draft,
)
from caseload_tools.practice import Practice


def _begun(word: str) -> DraftLines:
    return DraftLines().key("type", word)


def _file_name(name: str) -> str:
    """What a file is called after a name: small letters and dashes."""
    words = "".join(each if each.isascii() and each.isalnum() else " " for each in name.casefold()).split()
    return "-".join(words)[:40]


@practice_draft("meeting")
def meeting(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """A meeting, with a decision to write for each client it is about; of supervision both sides attend."""
    there = [wish.staff] if wish.staff else []
    if wish.kind == "supervision" and wish.staff in practice.staff:
        there += filter(None, [practice.staff[wish.staff].supervised_on(wish.date).supervisor])
    made = _begun("meeting").key("date", wish.date)
    made.key("kind", wish.kind, "case-conference, supervision, team or partner").key("minutes", None, "how long")
    made.key("attended", there, "staff ids, such as [m.okafor, r.lindqvist]").known("clients", wish.clients)
    made.comment("each decision is a task: what somebody does, whose it is, by when").line("decisions:")
    for client in wish.clients or ("",):
        lines = [
            *([f"client: {client}"] if client else []),
            "what:",
            "owner:  # a staff id",
            "due:  # such as 2026-11-24",
        ]
        for number, line in enumerate(lines):
            made.line(("    " if number else "  - ") + line)
    return Draft(free_link(shared, "meeting", wish), made.text)


@practice_draft("household")
def household(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """A household of the clients that are named; the next number is its name."""
    made = _begun("household").key("clients", wish.clients, "who lives there, such as [C-0142, C-0150]")
    made.key("since", None, "since when, as far as known").key("until", None, "the day it ended, once it has")
    number = next(each for each in range(1, 100_000) if f"households/{each}" not in shared.taken_links)
    return Draft(f"households/{number}", made.text)


@practice_draft("group")
def group(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """A meeting of a group, with those who were on the list last time."""
    name = needed_option(wish.to, "which group it is", "`--to coping-skills`")
    name = _file_name(name.removeprefix("groups/")) or "group"
    last = next((each for each in reversed(shared.groups) if each.group == name and each.date <= wish.date), None)
    made = _begun("group").key("group", name).key("topic").key("date", wish.date)
    made.key("time", wish.time, "from and to, such as 17:00-18:15")
    leads = [wish.staff] if wish.staff else list(last.facilitators) if last else []
    made.key("facilitators", leads, "staff ids, such as [m.okafor]")
    made.comment("by client id: attended, late, absent, no-show or cancelled").line("attendance:")
    for client in wish.clients or (last.attendance if last else ()):
        made.line(f"  {client}:")
    return Draft(
        free_name(shared, "group", f"{name}/{wish.date.isoformat()}"),
        made.text,
        (f"who was on the list of {last.link}",) if last and not wish.clients else (),
    )


@practice_draft("complaint")
def complaint(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """A complaint that came in; of a client by id only, and in no chart."""
    made = _begun("complaint").key("received", wish.date).key("about", None, "what it is about; never a name")
    made.known("client", wish.clients[0] if wish.clients else "").key("owner", wish.staff, "who answers it: a staff id")
    made.key("acknowledged", None, "the day").key("resolved", None, "the day").key("outcome")
    return Draft(free_link(shared, "complaint", wish), made.text)


@practice_draft("feedback")
def feedback(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """What somebody told the practice of itself, and what is done about it."""
    made = _begun("feedback").key("date", wish.date).key("from", None, "client, staff, family or other").key("about")
    made.key("owner", wish.staff, "whose it is: a staff id").key(
        "action", None, "what is done about it, or why nothing"
    )
    return Draft(free_link(shared, "feedback", wish), made.text)


@practice_draft("agency")
def agency(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """An entry of the directory of agencies."""
    name = needed_option(wish.name, "what it is called", "`--name 'Riverside Employment'`")
    made = _begun("agency").key("name", name).key("services", None, "such as [vocational]").key("phone").key("email")
    made.key("waiting_time", None, "such as 3 weeks").key("last_checked", None, "the day somebody made sure of this")
    return Draft(free_name(shared, "agency", _file_name(name) or "agency"), made.text)


@practice_draft("policy")
def policy(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """A written policy, in its first version."""
    title = needed_option(wish.name, "what it is called", "`--name 'Follow-up'`")
    made = _begun("policy").key("title", title).key("version", 1).key("effective", None, "from which day it holds")
    made.key("owner", wish.staff, "who keeps it up: a staff id").key("review_every", "12 months")
    made.sections(("Purpose", "Procedure"))
    return Draft(free_name(shared, "policy", _file_name(title) or "policy"), made.text)
