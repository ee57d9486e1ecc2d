"""What may become of records, story by story, with the fate of each record in words: data, and no code that asks.

`last` are the fates that the last commit gave, against its first parent; `whole` those since the practice began, where
they differ; `own` what a merge did itself, against all its parents, which alone the log tells. A record is named by its
first path, and one that was put on file by the path it got. `same_words` are records that were edited and say what they
said: a digest, and whoever goes by it, holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.history.repository import (
    ADDENDUM,
    ANN,
    BASE,
    BY_HAND,
    CHART,
    CLIENT,
    DRAFT,
    EVENING,
    HER_DRAFT,
    HERS,
    KEPT,
    MORNING,
    OTHER_CHART,
    THEIRS,
    Commit,
    addition,
    call,
    charge,
    commented,
    group_list,
    measured,
    note,
    reworded,
    safe,
    signed,
)

Fates = Mapping[str, str]
LATER, LATEST = MORNING.replace(".md", "-later.md"), MORNING.replace(".md", "-latest.md")
NIGHT, DRAFT_2 = EVENING.replace(".md", "-night.md"), DRAFT.replace("-19", "-21")
NEW, NEWER = f"{CHART}/sessions/2026-01-26.md", f"{CHART}/sessions/2026-01-27.md"


@dataclass(frozen=True)
class Story:
    """One past, and what became of each record in it. `not_asked` are tools that cannot know, with the reason."""

    name: str
    commits: tuple[Commit, ...]
    last: Fates
    whole: Fates | None = None
    own: Fates | None = None
    same_words: frozenset[str] = frozenset()
    not_asked: Mapping[str, str] = field(default_factory=dict)
    begun: bool = False
    """Whether the first commit puts on file what the last one is about."""

    @property
    def since(self) -> Fates:
        return self.last if self.whole is None else self.whole


def one(name: str, files: Mapping[str, str | None], last: Fates, *same: str, **not_asked: str) -> Story:
    """A story of one commit."""
    return Story(name, (Commit(files),), last, same_words=frozenset(same), not_asked=not_asked)


def renamed(old: str, new: str, text: str = "") -> dict[str, str | None]:
    return {old: None, new: text or BASE[old]}


def chart_to(folder: str, chart: str = CHART) -> dict[str, str]:
    """From each path of a chart to where it goes with the whole of it."""
    return {path: path.replace(chart, folder) for path in BASE if path.startswith(chart + "/")}


def all_moved(folder: str, edited: str = "", chart: str = CHART) -> tuple[dict[str, str | None], dict[str, str]]:
    files: dict[str, str | None] = {}
    fates: dict[str, str] = {}
    for old, new in chart_to(folder, chart).items():
        files |= renamed(old, new, reworded(BASE[old]) if old == edited else "")
        fates[old] = f"moved and edited to {new}" if old == edited else f"moved to {new}"
    return files, fates


def swapped() -> tuple[dict[str, str | None], dict[str, str]]:
    """Both charts under each other's id; the pages of the clients stand in each other's place."""
    there = {**chart_to(OTHER_CHART), **chart_to(CHART, OTHER_CHART)}
    files: dict[str, str | None] = dict.fromkeys(there)
    files |= {new: BASE[old] for old, new in there.items()}
    return files, {old: "edited" if new in there else f"moved to {new}" for old, new in there.items()}


NORTH = "records/clients/north/C-0001"
GROUPED, GROUPED_FATES = all_moved(NORTH)
GROUPED_EDITED, GROUPED_EDITED_FATES = all_moved(NORTH, DRAFT)
NORTH_ANN = "records/clients/north/ann"
HER_NOTES, HER_FATES = all_moved(NORTH_ANN, chart=ANN)
UNREAD, UNREAD_FATES = all_moved("records/clients/.old/C-0001")
OTHER_ID, OTHER_ID_FATES = all_moved("records/clients/C-0009")
BLANKS = BASE[MORNING].replace(".\n", ".  \n")
TEXT, REWORDED = BASE[MORNING], reworded(BASE[MORNING])
SHOUTED, CRLF = f"{MORNING[:-2]}MD", TEXT.replace("\n", "\r\n")
NEW_NOTE, NEWER_NOTE = note(NEW, "kitchen"), note(NEWER, "railway")
DRAFTED, LONGER = reworded(BASE[DRAFT]), BASE[DRAFT] + "\nOne line more was written.\n"
TWIN = note(DRAFT, "window")
ALIEN = signed(note(MORNING, "quarry"))
COSIGNED = signed(TEXT, "sam.lee", "supervisor")
MODULE = "1234567890123456789012345678901234567890"
OF_MODULE, OF_LINK = {MORNING: "160000"}, {MORNING: "120000"}
SWAPPED, SWAPPED_FATES = swapped()
CALLED, CALLED_LATER = f"{CHART}/contacts/2026-01-21.md", f"{CHART}/contacts/2026-01-23.md"
CALLED_THEIRS = CALLED_LATER.replace("C-0001", "C-0002")
SHE_RANG, HE_CAME = (
    "She rang from the station and said that the key is with her neighbour, who will not open before noon.",
    "Asked for the form of the landlord. It was sent to him by post the same day.",
)
NO_ANSWER = "No answer."
MADE_SAFE, SAFER = (f"{CHART}/safety/2026-01-{day}.md" for day in ("21", "23"))
MET, MET_LATER = (f"records/practice/groups/coping/2026-01-{day}.md" for day in ("21", "23"))
BILLED, BILLED_LATER = (f"{CHART}/charges/2026-01-{day}.md" for day in ("21", "23"))
SCORED, SCORED_LATER = (f"{CHART}/measures/2026-01-{day}.md" for day in ("21", "23"))


def beside(name: str, old: str, text: str, new: str, other: str) -> Story:
    """A record that one commit deletes, and puts another one of its kind on file."""
    commits = (Commit({old: text}), Commit({old: None, new: other}))
    fates = {old: "deleted", new: "created"}
    return Story(name, commits, fates, {new: "created"}, begun=True)


def followed(name: str, old: str, text: str, new: str, edited: str) -> Story:
    """A record that one commit gives another name, and edits."""
    commits = (Commit({old: text}), Commit({old: None, new: edited}))
    fates = {old: f"moved and edited to {new}"}
    return Story(name, commits, fates, {new: "created"}, begun=True)


def octopus(files: Mapping[str, str | None]) -> tuple[Commit, ...]:
    """Two branches merged at once, by a merge that does something of its own."""
    brought = {NEW: NEW_NOTE, NEWER: NEWER_NOTE}
    return (
        Commit({NEW: NEW_NOTE}, on="dana"),
        Commit({NEWER: NEWER_NOTE}, on="sam"),
        Commit({DRAFT: LONGER}),
        Commit({**brought, **files}, merges=("dana", "sam")),
    )


def of_octopus(own: Fates) -> tuple[Fates, Fates, Fates]:
    last = {NEW: "created", NEWER: "created", **own}
    return last, {**last, DRAFT: "edited"}, own


STORIES: tuple[Story, ...] = (
    one("rename", renamed(MORNING, LATER), {MORNING: f"moved to {LATER}"}),
    one(
        "two renamed in one commit",
        renamed(MORNING, LATER) | renamed(EVENING, NIGHT),
        {MORNING: f"moved to {LATER}", EVENING: f"moved to {NIGHT}"},
    ),
    one(
        "renamed with a comment",
        renamed(MORNING, LATER, commented(TEXT)),
        {MORNING: f"moved and edited to {LATER}"},
        MORNING,
    ),
    one(
        "two renamed in one commit, a comment in each",
        renamed(MORNING, LATER, commented(TEXT)) | renamed(EVENING, NIGHT, commented(BASE[EVENING])),
        {MORNING: f"moved and edited to {LATER}", EVENING: f"moved and edited to {NIGHT}"},
        MORNING,
        EVENING,
    ),
    one("renamed and reworded", renamed(MORNING, LATER, REWORDED), {MORNING: f"moved and edited to {LATER}"}),
    one("renamed and co-signed", renamed(MORNING, LATER, COSIGNED), {MORNING: f"moved and edited to {LATER}"}, MORNING),
    one(
        "renamed, with blanks at the ends of lines",
        renamed(MORNING, LATER, BLANKS),
        {MORNING: f"moved and edited to {LATER}"},
        MORNING,
    ),
    one("swap", {MORNING: BASE[EVENING], EVENING: TEXT}, {MORNING: "edited", EVENING: "edited"}),
    one("copy", {LATER: TEXT}, {LATER: "created"}),
    one(
        "to another client's chart",
        renamed(MORNING, MORNING.replace("C-0001", "C-0002")),
        {MORNING: f"moved to {MORNING.replace('C-0001', 'C-0002')}"},
    ),
    one(
        "among the practice's own records",
        renamed(MORNING, "records/practice/feedback/2026-01-05.md"),
        {MORNING: "moved to records/practice/feedback/2026-01-05.md"},
    ),
    one(
        "a draft to another client's chart",
        renamed(DRAFT, DRAFT.replace("C-0001", "C-0002")),
        {DRAFT: f"moved to {DRAFT.replace('C-0001', 'C-0002')}"},
    ),
    one("a whole chart to another folder", GROUPED, GROUPED_FATES),
    one("a whole chart to another folder, a draft edited", GROUPED_EDITED, GROUPED_EDITED_FATES),
    one(
        "a whole chart to another folder, a draft written anew",
        GROUPED | {DRAFT.replace(CHART, NORTH): note(DRAFT, "window")},
        GROUPED_FATES | {DRAFT: f"moved and edited to {DRAFT.replace(CHART, NORTH)}"},
    ),
    one("a whole signed chart under another id", OTHER_ID, OTHER_ID_FATES),
    one("a whole chart that is named otherwise to another folder", HER_NOTES, HER_FATES),
    one(
        "a whole chart that is named otherwise to another folder, a draft written anew",
        HER_NOTES | {HER_DRAFT.replace(ANN, NORTH_ANN): note(HER_DRAFT, "window")},
        HER_FATES | {HER_DRAFT: f"moved and edited to {HER_DRAFT.replace(ANN, NORTH_ANN)}"},
    ),
    one(
        "a note of a chart that is named otherwise renamed",
        renamed(HERS, HERS.replace(".md", "-late.md")),
        {HERS: f"moved to {HERS.replace('.md', '-late.md')}"},
    ),
    one(
        "a whole chart to a folder that nobody reads",
        UNREAD,
        UNREAD_FATES,
        lint="nothing signed is left in that chart",
    ),
    one(
        "to a folder of its chart that nobody reads",
        renamed(MORNING, f"{CHART}/misc/2026-01-05.md"),
        {MORNING: f"moved to {CHART}/misc/2026-01-05.md"},
    ),
    one(
        "to the folder above all charts",
        renamed(MORNING, "records/clients/2026-01-05.md"),
        {MORNING: "moved to records/clients/2026-01-05.md"},
    ),
    Story(
        "moved and moved back",
        (Commit(renamed(MORNING, LATER)), Commit(renamed(LATER, MORNING, TEXT))),
        {LATER: f"moved to {MORNING}"},
        {},
    ),
    Story(
        "moved twice",
        (Commit(renamed(MORNING, LATER)), Commit({LATER: None, LATEST: TEXT})),
        {LATER: f"moved to {LATEST}"},
        {MORNING: f"moved to {LATEST}"},
    ),
    Story(
        "signed, renamed, edited",
        (Commit(renamed(MORNING, LATER)), Commit({LATER: REWORDED})),
        {LATER: "edited"},
        {MORNING: f"moved and edited to {LATER}"},
    ),
    Story(
        "merge of two people's work",
        (
            Commit({NEW: NEW_NOTE}, on="dana"),
            Commit({DRAFT: LONGER}),
            Commit({NEW: NEW_NOTE}, merges=("dana",)),
        ),
        {NEW: "created"},
        {NEW: "created", DRAFT: "edited"},
        own={},
    ),
    Story(
        "merge with a rename on one side",
        (
            Commit(renamed(DRAFT, DRAFT_2), on="dana"),
            Commit({DRAFT: LONGER}),
            Commit({DRAFT: None, DRAFT_2: LONGER}, merges=("dana",)),
        ),
        {DRAFT: f"moved to {DRAFT_2}"},
        {DRAFT: f"moved and edited to {DRAFT_2}"},
        own={DRAFT_2: "edited"},
    ),
    Story(
        "merge that brings the rename of a signed record",
        (
            Commit(renamed(MORNING, LATER), on="dana"),
            Commit({DRAFT: LONGER}),
            Commit(renamed(MORNING, LATER), merges=("dana",)),
        ),
        {MORNING: f"moved to {LATER}"},
        {MORNING: f"moved to {LATER}", DRAFT: "edited"},
        own={},
    ),
    Story(
        "evil merge",
        (
            Commit({NEW: NEW_NOTE}, on="dana"),
            Commit({DRAFT: LONGER}),
            Commit({NEW: NEW_NOTE, MORNING: REWORDED}, merges=("dana",)),
        ),
        {NEW: "created", MORNING: "edited"},
        {NEW: "created", MORNING: "edited", DRAFT: "edited"},
        own={MORNING: "edited"},
    ),
    Story(
        "evil merge that renames",
        (
            Commit({NEW: NEW_NOTE}, on="dana"),
            Commit({DRAFT: LONGER}),
            Commit({NEW: NEW_NOTE, **renamed(MORNING, LATER)}, merges=("dana",)),
        ),
        {NEW: "created", MORNING: f"moved to {LATER}"},
        {NEW: "created", MORNING: f"moved to {LATER}", DRAFT: "edited"},
        own={MORNING: f"moved to {LATER}"},
    ),
    Story("revert of an edit", (Commit({MORNING: REWORDED}), Commit({MORNING: TEXT})), {MORNING: "edited"}, {}),
    Story("revert of a deletion", (Commit({MORNING: None}), Commit({MORNING: TEXT})), {MORNING: "restored"}, {}),
    Story(
        "deleted, then brought back with other words",
        (Commit({MORNING: None}), Commit({MORNING: REWORDED})),
        {MORNING: "restored and edited"},
        {MORNING: "edited"},
    ),
    Story(
        "signed by hand, deleted, then brought back with other words",
        (Commit({BY_HAND: None}), Commit({BY_HAND: reworded(BASE[BY_HAND])})),
        {BY_HAND: "restored and edited"},
        {BY_HAND: "edited"},
    ),
    Story(
        "deleted, then brought back co-signed",
        (Commit({MORNING: None}), Commit({MORNING: COSIGNED})),
        {MORNING: "restored and edited"},
        {MORNING: "edited"},
        same_words=frozenset((MORNING,)),
    ),
    Story(
        "a draft deleted, then brought back with other words",
        (Commit({DRAFT: None}), Commit({DRAFT: DRAFTED})),
        {DRAFT: "restored and edited"},
        {DRAFT: "edited"},
    ),
    Story(
        "deleted on a branch, and begun on another",
        (Commit({NEW: NEW_NOTE}, on="dana"), Commit({NEW: None}, on="dana"), Commit({NEW: NEW_NOTE})),
        {NEW: "created"},
    ),
    Story(
        "renamed, and another note begun where it lay",
        (Commit(renamed(BY_HAND, NIGHT, BASE[BY_HAND])), Commit({BY_HAND: note(BY_HAND, "window")})),
        {BY_HAND: "created"},
        {BY_HAND: "edited", NIGHT: "created"},
        not_asked=dict.fromkeys(("diff", "lint", "verify"), "one path stands for two records here"),
    ),
    Story(
        "deleted, and put on file under another name later",
        (Commit({MORNING: None}), Commit({DRAFT: LONGER}), Commit({LATER: TEXT})),
        {LATER: "created"},
        {MORNING: f"moved to {LATER}", DRAFT: "edited"},
    ),
    Story(
        "copied, and the first one deleted later",
        (Commit({LATER: TEXT}), Commit({MORNING: None})),
        {MORNING: "deleted"},
        not_asked={"diff": "two states do not tell in which order it went"},
    ),
    Story(
        "another note where one was deleted",
        (Commit({DRAFT: None}), Commit({DRAFT: TWIN})),
        {DRAFT: "created"},
        {DRAFT: "edited"},
    ),
    Story(
        "revert of a rename",
        (Commit(renamed(MORNING, LATER, commented(TEXT))), Commit({LATER: None, MORNING: TEXT})),
        {LATER: f"moved and edited to {MORNING}"},
        {},
        same_words=frozenset((LATER,)),
    ),
    one("squash", {NEW: signed(NEW_NOTE), DRAFT: LONGER}, {NEW: "created", DRAFT: "edited"}),
    Story(
        "cherry-pick on both branches",
        (
            Commit(renamed(MORNING, LATER), on="dana"),
            Commit({DRAFT: LONGER}),
            Commit(renamed(MORNING, LATER)),
            Commit({}, merges=("dana",)),
        ),
        {},
        {MORNING: f"moved to {LATER}", DRAFT: "edited"},
    ),
    Story(
        "rebase",
        (Commit({DRAFT: LONGER}), Commit(renamed(MORNING, LATER))),
        {MORNING: f"moved to {LATER}"},
        {MORNING: f"moved to {LATER}", DRAFT: "edited"},
    ),
    one("amend", {DRAFT: DRAFTED}, {DRAFT: "edited"}),
    Story(
        "reset past a rename",
        (Commit({DRAFT: LONGER}), Commit(renamed(MORNING, LATER), on="left-behind")),
        {DRAFT: "edited"},
    ),
    one("void", {ADDENDUM: addition("void")}, {ADDENDUM: "created"}),
    one("return", {ADDENDUM: addition("returned")}, {ADDENDUM: "created"}),
    one("addendum", {ADDENDUM: addition("correction")}, {ADDENDUM: "created"}),
    one("co-signature", {MORNING: COSIGNED}, {MORNING: "edited"}, MORNING),
    one("signed with a comment added", {MORNING: commented(TEXT)}, {MORNING: "edited"}, MORNING),
    one("signed and reworded", {MORNING: REWORDED}, {MORNING: "edited"}),
    one("signed by hand and renamed", renamed(BY_HAND, NIGHT, BASE[BY_HAND]), {BY_HAND: f"moved to {NIGHT}"}),
    one(
        "only the letters' case",
        renamed(MORNING, MORNING.replace(".md", "-a.md")),
        {MORNING: f"moved to {CHART}/sessions/2026-01-05-a.md"},
    ),
    Story(
        "only the letters' case, twice",
        (
            Commit(renamed(MORNING, f"{CHART}/sessions/2026-01-05-a.md")),
            Commit(renamed(f"{CHART}/sessions/2026-01-05-a.md", f"{CHART}/sessions/2026-01-05-A.md", TEXT)),
        ),
        {f"{CHART}/sessions/2026-01-05-a.md": f"moved to {CHART}/sessions/2026-01-05-A.md"},
        {MORNING: f"moved to {CHART}/sessions/2026-01-05-A.md"},
    ),
    one("line ends of other systems", {MORNING: CRLF}, {MORNING: "edited"}, MORNING),
    one(
        "renamed, with line ends of other systems",
        renamed(MORNING, LATER, CRLF),
        {MORNING: f"moved and edited to {LATER}"},
        MORNING,
    ),
    one("line ends of other systems, of a draft", {DRAFT: BASE[DRAFT].replace("\n", "\r\n")}, {DRAFT: "edited"}),
    one("its ending in capitals", renamed(MORNING, SHOUTED), {MORNING: f"moved to {SHOUTED}"}),
    one(
        "its ending in capitals, and reworded",
        renamed(MORNING, SHOUTED, REWORDED),
        {MORNING: f"moved and edited to {SHOUTED}"},
    ),
    one(
        "its ending in capitals, signed by hand",
        renamed(BY_HAND, BY_HAND[:-2] + "MD"),
        {BY_HAND: f"moved to {BY_HAND[:-2]}MD"},
    ),
    one("the ending of a draft in capitals", renamed(DRAFT, DRAFT[:-2] + "MD"), {DRAFT: f"moved to {DRAFT[:-2]}MD"}),
    one(
        "renamed to another ending",
        renamed(MORNING, MORNING[:-2] + "markdown"),
        {MORNING: f"moved to {MORNING[:-2]}markdown"},
    ),
    one("content of another note in its place", {MORNING: ALIEN}, {MORNING: "edited"}),
    one("a draft renamed", renamed(DRAFT, DRAFT_2), {DRAFT: f"moved to {DRAFT_2}"}),
    one("a draft renamed and edited", renamed(DRAFT, DRAFT_2, DRAFTED), {DRAFT: f"moved and edited to {DRAFT_2}"}),
    one(
        "a draft renamed and signed",
        renamed(DRAFT, DRAFT_2, signed(BASE[DRAFT])),
        {DRAFT: f"moved and edited to {DRAFT_2}"},
    ),
    one("a draft deleted", {DRAFT: None}, {DRAFT: "deleted"}),
    one("signed and deleted", {MORNING: None}, {MORNING: "deleted"}),
    one("deleted, and another begun", {MORNING: None, NEW: NEW_NOTE}, {MORNING: "deleted", NEW: "created"}),
    one(
        "two deleted, two begun",
        {MORNING: None, DRAFT: None, NEW: NEW_NOTE, NEWER: NEWER_NOTE},
        {MORNING: "deleted", DRAFT: "deleted", NEW: "created", NEWER: "created"},
    ),
    one("a rename over another record", {MORNING: None, EVENING: TEXT}, {MORNING: "deleted", EVENING: "edited"}),
    Story(
        "octopus",
        (
            Commit({NEW: NEW_NOTE}, on="dana"),
            Commit({NEWER: NEWER_NOTE}, on="sam"),
            Commit({DRAFT: LONGER}),
            Commit({NEW: NEW_NOTE, NEWER: NEWER_NOTE}, merges=("dana", "sam")),
        ),
        {NEW: "created", NEWER: "created"},
        {NEW: "created", NEWER: "created", DRAFT: "edited"},
        own={},
    ),
    Story(
        "criss-cross",
        (
            Commit({NEW: NEW_NOTE}, on="dana"),
            Commit(renamed(DRAFT, DRAFT_2)),
            Commit({NEW: NEW_NOTE}, merges=("dana",)),
            Commit(renamed(DRAFT, DRAFT_2), on="dana", merges=("main",)),
            Commit({}, merges=("dana",)),
        ),
        {},
        {NEW: "created", DRAFT: f"moved to {DRAFT_2}"},
    ),
    Story(
        "deleted on one branch, edited on the other, kept",
        (Commit({DRAFT: None}, on="dana"), Commit({DRAFT: LONGER}), Commit({DRAFT: LONGER}, merges=("dana",))),
        {},
        {DRAFT: "edited"},
    ),
    one("out of the records", renamed(MORNING, "old/2026-01-05.md"), {MORNING: "deleted"}),
    one(
        "among the attachments",
        renamed(MORNING, f"{CHART}/attachments/2026-01-05.md"),
        {MORNING: f"moved to {CHART}/attachments/2026-01-05.md"},
    ),
    one(
        "a draft among the attachments",
        renamed(DRAFT, f"{CHART}/attachments/2026-01-19.md"),
        {DRAFT: f"moved to {CHART}/attachments/2026-01-19.md"},
    ),
    Story("another mode", (Commit({MORNING: TEXT}, modes={MORNING: "100755"}),), {}),
    one(
        "other line ends",
        {MORNING: TEXT.replace("\n", "\r\n")},
        {MORNING: "edited"},
        MORNING,
        diff="line ends that a checkout turns are nobody's edit",
    ),
    one("made empty", {MORNING: ""}, {MORNING: "edited"}, lint="it says that the file cannot be read"),
    one("a draft made empty", {DRAFT: ""}, {DRAFT: "edited"}),
    one(
        "a folder in its place",
        {MORNING: None, f"{MORNING}/2026-01-26.md": NEW_NOTE},
        {MORNING: "deleted", f"{MORNING}/2026-01-26.md": "created"},
    ),
    # Neither is a link: what is shown there lies elsewhere.
    Story("a link in its place", (Commit({MORNING: "2026-01-12.md"}, modes=OF_LINK),), {MORNING: "deleted"}),
    Story(
        "a link in its place, and put back",
        (Commit({MORNING: "2026-01-12.md"}, modes=OF_LINK), Commit({MORNING: TEXT})),
        {MORNING: "restored"},
        {},
    ),
    Story(
        "a link in its place, and put back with other words",
        (Commit({MORNING: "2026-01-12.md"}, modes=OF_LINK), Commit({MORNING: REWORDED})),
        {MORNING: "restored and edited"},
        {MORNING: "edited"},
    ),
    Story(
        "a link in its place, which goes elsewhere later",
        (Commit({MORNING: "2026-01-12.md"}, modes=OF_LINK), Commit({MORNING: "2026-01-02.md"}, modes=OF_LINK)),
        {},
        {MORNING: "deleted"},
    ),
    Story("a link among the records", (Commit({NEW: "2026-01-12.md"}, modes={NEW: "120000"}),), {}),
    Story(
        "out of the records, and back",
        (Commit(renamed(MORNING, "old/2026-01-05.md")), Commit({"old/2026-01-05.md": None, MORNING: TEXT})),
        {MORNING: "restored"},
        {},
    ),
    Story(
        "out of the records, and back with other words",
        (Commit(renamed(MORNING, "old/2026-01-05.md")), Commit({"old/2026-01-05.md": None, MORNING: REWORDED})),
        {MORNING: "restored and edited"},
        {MORNING: "edited"},
    ),
    Story(
        "brought back with other words, and put right",
        (Commit({MORNING: None}), Commit({MORNING: REWORDED}), Commit({MORNING: TEXT})),
        {MORNING: "edited"},
        {},
    ),
    Story(
        "brought back on both branches",
        (
            Commit({MORNING: None}),
            Commit({MORNING: TEXT}, on="dana"),
            Commit({MORNING: TEXT}),
            Commit({MORNING: TEXT}, merges=("dana",)),
        ),
        {},
    ),
    Story(
        "deleted on a branch, brought back by the merge with other words",
        (Commit({MORNING: None}, on="dana"), Commit({DRAFT: LONGER}), Commit({MORNING: REWORDED}, merges=("dana",))),
        {MORNING: "edited"},
        {MORNING: "edited", DRAFT: "edited"},
    ),
    one("two charts swapped", SWAPPED, SWAPPED_FATES),
    Story("octopus that edits", octopus({MORNING: REWORDED}), *of_octopus({MORNING: "edited"})),
    Story("octopus that deletes", octopus({MORNING: None}), *of_octopus({MORNING: "deleted"})),
    Story(
        "deleted on a branch, and merged",
        (Commit({MORNING: None}, on="dana"), Commit({DRAFT: LONGER}), Commit({MORNING: None}, merges=("dana",))),
        {MORNING: "deleted"},
        {MORNING: "deleted", DRAFT: "edited"},
        own={},
    ),
    # Another repository (a submodule) is no file: what lay in its place is deleted, and itself is nobody's record.
    Story("another repository in its place", (Commit({MORNING: MODULE}, modes=OF_MODULE),), {MORNING: "deleted"}),
    Story(
        "another repository in a draft's place",
        (Commit({DRAFT: MODULE}, modes={DRAFT: "160000"}),),
        {DRAFT: "deleted"},
    ),
    Story("another repository among the records", (Commit({NEW: MODULE}, modes={NEW: "160000"}),), {}),
    Story(
        "another repository for a whole chart's folder",
        (Commit({f"{OTHER_CHART}/sessions": MODULE}, modes={f"{OTHER_CHART}/sessions": "160000"}),),
        {THEIRS: "deleted"},
        not_asked={"lint": "nothing signed is left in that chart"},
    ),
    Story(
        "another repository among the records, which goes on",
        (
            Commit({NEW: MODULE}, modes={NEW: "160000"}),
            Commit({NEW: MODULE.replace("1", "f")}, modes={NEW: "160000"}),
        ),
        {},
    ),
    Story(
        "another repository taken out",
        (Commit({NEW: MODULE, DRAFT: LONGER}, modes={NEW: "160000"}), Commit({NEW: None})),
        {},
        {DRAFT: "edited"},
    ),
    Story(
        "a record in another repository's place",
        (Commit({NEW: MODULE}, modes={NEW: "160000"}), Commit({NEW: NEW_NOTE})),
        {NEW: "created"},
    ),
    Story(
        "deleted, and another repository there later",
        (Commit({MORNING: None}), Commit({MORNING: MODULE}, modes=OF_MODULE)),
        {},
        {MORNING: "deleted"},
    ),
    Story(
        "another repository in its place, and put back",
        (Commit({MORNING: MODULE}, modes=OF_MODULE), Commit({MORNING: TEXT})),
        {MORNING: "restored"},
        {},
    ),
    Story(
        "renamed, and another repository where it lay",
        (Commit({MORNING: MODULE, LATER: TEXT}, modes=OF_MODULE),),
        {MORNING: f"moved to {LATER}"},
    ),
    Story(
        "a merge that puts another repository in its place",
        (
            Commit({NEW: NEW_NOTE}, on="dana"),
            Commit({DRAFT: LONGER}),
            Commit({NEW: NEW_NOTE, MORNING: MODULE}, merges=("dana",), modes=OF_MODULE),
        ),
        {NEW: "created", MORNING: "deleted"},
        {NEW: "created", MORNING: "deleted", DRAFT: "edited"},
        own={MORNING: "deleted"},
    ),
    Story(
        "two drafts of the same words renamed",
        (
            Commit({NEW: TWIN, NEWER: TWIN}),
            Commit({NEW: None, NEWER: None, NEW.replace("-26", "-28"): TWIN, NEWER.replace("-27", "-29"): TWIN}),
        ),
        {NEW: f"moved to {NEW.replace('-26', '-28')}", NEWER: f"moved to {NEWER.replace('-27', '-29')}"},
        {NEW.replace("-26", "-28"): "created", NEWER.replace("-27", "-29"): "created"},
    ),
    one(
        "the client's own page",
        {CLIENT: commented(BASE[CLIENT]).replace("clinician: dana.ruiz", "clinician: sam.lee")},
        {CLIENT: "edited"},
    ),
    one(
        "the other chart's note deleted",
        {THEIRS: None},
        {THEIRS: "deleted"},
    ),
    one(
        "to the other chart, in the other's place",
        {MORNING: None, THEIRS: TEXT},
        {MORNING: "deleted", THEIRS: "edited"},
    ),
    one("both charts' notes exchanged", {MORNING: BASE[THEIRS], THEIRS: TEXT}, {MORNING: "edited", THEIRS: "edited"}),
    beside(
        "a call deleted, another one begun", CALLED, call(CALLED, SHE_RANG), CALLED_LATER, call(CALLED_LATER, HE_CAME)
    ),
    beside(
        "a call deleted, another client's begun",
        CALLED,
        call(CALLED, SHE_RANG),
        CALLED_THEIRS,
        call(CALLED_THEIRS, HE_CAME),
    ),
    beside(
        "a call of few words deleted, another one begun that says the same",
        CALLED,
        call(CALLED, NO_ANSWER),
        CALLED_LATER,
        call(CALLED_LATER, NO_ANSWER),
    ),
    beside(
        "a call deleted, another one begun from a copy of it",
        CALLED,
        call(CALLED, SHE_RANG),
        CALLED_LATER,
        call(CALLED_LATER, SHE_RANG),
    ),
    beside(
        "a safety plan deleted, its next version begun",
        MADE_SAFE,
        safe(MADE_SAFE),
        SAFER,
        safe(SAFER, "She walks down to the harbour."),
    ),
    beside(
        "a safety plan deleted, the next one says the same and is looked at later",
        MADE_SAFE,
        safe(MADE_SAFE),
        SAFER,
        safe(SAFER).replace("2026-07-19", "2026-08-23"),
    ),
    beside(
        "a group's list deleted, that of the next hour begun",
        MET,
        group_list(MET, "attended"),
        MET_LATER,
        group_list(MET_LATER, "no-show"),
    ),
    followed(
        "a group's list that got another day",
        MET,
        group_list(MET, "attended"),
        MET_LATER,
        group_list(MET_LATER, "attended"),
    ),
    beside("a charge deleted, another one begun", BILLED, charge(BILLED), BILLED_LATER, charge(BILLED_LATER)),
    beside(
        "a score deleted, another one begun",
        SCORED,
        measured(SCORED, "3, 2, 3, 2, 3"),
        SCORED_LATER,
        measured(SCORED_LATER, "1, 0, 1, 1, 2"),
    ),
    followed(
        "a call that got another day, and a word",
        CALLED,
        call(CALLED, SHE_RANG),
        CALLED_LATER,
        call(CALLED, SHE_RANG.replace("noon", "one")).replace("date: 2026-01-21", "date: 2026-01-23"),
    ),
    followed(
        "a call of few words that got another day",
        CALLED,
        call(CALLED, NO_ANSWER),
        CALLED_LATER,
        call(CALLED, NO_ANSWER).replace("date: 2026-01-21", "date: 2026-01-23"),
    ),
    followed(
        "a safety plan that got another day",
        MADE_SAFE,
        safe(MADE_SAFE),
        SAFER,
        safe(SAFER),
    ),
    followed(
        "a score that got another day",
        SCORED,
        measured(SCORED, "3, 2, 3, 2, 3"),
        SCORED_LATER,
        measured(SCORED_LATER, "3, 2, 3, 2, 3"),
    ),
    followed(
        "a charge put into the right chart",
        BILLED,
        charge(BILLED),
        BILLED.replace("C-0001", "C-0002"),
        charge(BILLED.replace("C-0001", "C-0002")),
    ),
    one("the kept one alone deleted", {KEPT: None}, {KEPT: "deleted"}),
)
assert OTHER_CHART and len({story.name for story in STORIES}) == len(STORIES) >= 40
