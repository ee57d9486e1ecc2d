"""What was committed stays, signed or not: hook, push, lint and `audit verify` say the same of what is done to it.

A row a deed, done in the last commit; `make test` takes one of each kind, `.ci/run` all. What each tool says:
`refused` (an alarm of verify), `named` (only a remark of verify), nothing. The deeds in front are those of somebody who
hides something, the others honest work.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from caseload_tools.audit.checks import records as record_checks
from caseload_tools.audit.checks.commits import merges
from caseload_tools.audit.checks.files import plain_files
from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, Remark
from caseload_tools.audit.checks.questions import attachments
from caseload_tools.audit.evidence import Evidence, VerifyRequest, gather_evidence
from caseload_tools.cli.state import staged_state
from caseload_tools.git.raw_list import LINK, MODULE
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.guard.hooks.pushing import Update, push_refusals
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.guard.hooks.refusals import CommitEvent, refusals_for
from caseload_tools.history.fates import RETURNED
from caseload_tools.history.keeping import ODD
from caseload_tools.history.readers.commit_steps import made_step
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text.reading import LARGEST
from tests.history.repository import (
    ADDENDUM,
    BASE,
    BY_HAND,
    CHART,
    CLIENT,
    DRAFT,
    HER_DRAFT,
    MORNING,
    OTHER_CHART,
    Commit,
    Files,
    addition,
    build,
    call,
    charge,
    commented,
    digest_in,
    measured,
    note,
    reworded,
    signed,
)
from tests.history.test_fates import before_its_last_commit, git
from tests.speeds import one_of_each

Said = Literal["refused", "named", ""]
TEXT, MOVED_TEXT = BASE[DRAFT], BASE[DRAFT].replace("C-0001", "C-0002")
FOUND, UNREAD = f"{CHART}/sessions/2026-01-27.md", "She came, and spoke of the river for the whole hour.\n"
SIGNED, SIGNED_BY_HAND = BASE[MORNING], BASE[BY_HAND]
UNSIGNED = note(MORNING, "harbour")
EMPTY_LIST = UNSIGNED.replace("attendance: attended\n", "attendance: attended\nsignatures: []\n")
PLAN, CONSENT = f"{CHART}/plans/2026-01-03.md", f"{CHART}/consents/2026-01-03-treatment.md"
AGREED = (
    "---\ntype: plan\nclient: C-0001\ndate: 2026-01-03\nclinician: dana.ruiz\nstatus: active\n---\n\n"
    "## Goal\n\nThe fear of the harbour is gone by the spring.\n"
)
PLANNED_BY_HAND = signed(AGREED, digest=False)
CONSENTED = (
    "---\ntype: consent\nclient: C-0001\ndate: 2026-01-03\nkind: treatment\nstatus: active\n---\n\n"
    "What the hour costs was spoken of, and she agreed to it.\n"
)
LATER, LATEST = MORNING.replace(".md", "-later.md"), MORNING.replace(".md", "-latest.md")
ELSEWHERE, NOWHERE = MORNING.replace("C-0001", "C-0002"), f"{CHART}/.old/2026-01-05.md"
HAND_LATER, HAND_ELSEWHERE = BY_HAND.replace(".md", "-later.md"), BY_HAND.replace("C-0001", "C-0002")
BESIDE, ADDED_LATER = "records/archive/C-0001/sessions/2026-01-05.md", ADDENDUM.replace("-20-", "-21-")
SEALED = SIGNED_BY_HAND.replace("08:00}", f"08:00, digest: '{digest_in(SIGNED_BY_HAND)}'}}")
SEALED_AND_MEANT = SEALED.replace("08:00,", "08:00, meaning: author,")
CO_SIGNED = signed(SIGNED_BY_HAND, "sam.lee", "supervisor", digest=False)
FIRST_LINE = CO_SIGNED[CO_SIGNED.index("  - {by: dana") : CO_SIGNED.index("  - {by: sam")]
TYPED, OTHERWISE = signed(TEXT, digest=False), reworded(TEXT)
SEALED_HERE, TAKEN_OUT, ONE_OF_TWO = signed(TEXT), "taken out or altered", "one of two signatures"
SEALED_LATER, TYPED_LATER = (each.replace("08:00", "09:00") for each in (SEALED_HERE, TYPED))
SEALED_OTHERWISE = signed(OTHERWISE).replace("08:00", "09:00")
SEALED_TWICE = signed(SEALED_HERE).replace("08:00", "09:00", 2).replace("09:00", "08:00", 1)
TYPED_OTHERWISE = signed(OTHERWISE, digest=False)
OPENING = TEXT[: TEXT.index("## Subjective")]
ADDED, ANOTHER_KIND = addition("correction"), addition("late-entry")
ADDITIONS = (ADDED, ANOTHER_KIND, addition("clarification"))
ADDED_TWO, ADDED_THREE, FOUND_BESIDE, FOUND_THIRD, BESIDE_IT = (
    path.replace(".md", f"-{number}.md")
    for path, number in ((ADDENDUM, 2), (ADDENDUM, 3), (FOUND, 2), (FOUND, 3), (DRAFT, 2))
)
NOTES = tuple(
    signed(note(FOUND, word)).replace("08:00", f"{hour}:00")
    for word, hour in (("window", "08"), ("kitchen", "09"), ("railway", "10"))
)
CO_SIGNED_BY = (
    signed(SIGNED, "sam.lee", "supervisor"),
    signed(SIGNED, "lee.moss", "supervisor"),
    signed(signed(SIGNED, "sam.lee", "supervisor"), "lee.moss", "supervisor"),
)
SAID_THERE = ("she rang to say that she will not come on Friday and was asked why",
              "he came by, left the form for the landlord and took the next date")  # fmt: skip
DRAFT_LATER = DRAFT.replace("-19", "-20")
VOIDED = f"{CHART}/addenda/2026-01-27-sessions-2026-01-27-2.md"
VOID = addition("void").replace("to: sessions/2026-01-05", "to: sessions/2026-01-27-2").replace("-01-20", "-01-27")
CONTACT, PLANNED, BEGUN = (f"{CHART}/contacts/2026-01-21.md", f"{CHART}/sessions/2026-01-28.md",
                           f"{CHART}/sessions/2026-01-29.md")  # fmt: skip
CALL = (
    "---\ntype: contact\nclient: C-0001\ndate: 2026-01-21\nstaff: dana.ruiz\ndirection: in\nchannel: phone\n"
    "summary: she rang to say that she will not come on Friday and was asked why\n---\n"
)
THEIR_CONTACT, THEIR_CALL = CONTACT.replace("C-0001", "C-0002"), CALL.replace("C-0001", "C-0002").replace(*SAID_THERE)
APPOINTMENT = note(PLANNED, "x").partition("## ")[0].replace("attended", "scheduled")
HEADINGS = note(BEGUN, "x").partition("## ")[0] + "## Subjective\n\n## Plan\n"
# The others' page of this client cannot be read, and lint then says nothing of a whole chart.
PAGE = BASE[CLIENT].replace("admitted: 2026-01-02", "opened: 2026-01-02\nstatus: active")
LETTER, SCAN, KEEPER, OTHER = (f"{CHART}/attachments/{name}" for name in ("letter.txt", "scan.pdf", "x.txt", "y.pdf"))
PAPER, PAPER_LATER = f"{CHART}/attachments/plan.txt", f"{CHART}/attachments/plan-2.txt"
PAGES_OF_IT = "".join(f"The letter has line {number}.\n" for number in range(1, 41))
PAGES = "%PDF-1.4\nnot a text\n"
MORE: Files = {
    CLIENT: PAGE, ADDENDUM: ADDED, CONTACT: CALL, PLANNED: APPOINTMENT, BEGUN: HEADINGS,
    LETTER: "She writes that she will come. " * 7, SCAN: PAGES, KEEPER: "",
}  # fmt: skip
TYPED_LINES = "#1 She rang and said that the bag is in his room.\n#2 His brother took it away on Friday.\n"
TITLES_ALONE = "## She rang at night and said that the rope was bought\n"
SCHEDULED = TEXT.replace("attendance: attended", "attendance: scheduled")
CALLED, CALLED_LATER = (f"{CHART}/contacts/2026-01-{day}.md" for day in ("22", "26"))
BILLED, BILLED_LATER = (f"{CHART}/charges/2026-01-{day}.md" for day in ("22", "26"))
SCORED, SCORED_LATER = (f"{CHART}/measures/2026-01-{day}.md" for day in ("22", "26"))
IDENTITY = ("-c", "user.name=Dana Ruiz", "-c", "user.email=ruiz@northgate.example")
EMPTY, GONE, PAGE_OF = "emptied", "an attached file was deleted", f"{CHART}/attachments/page.md"


@dataclass(frozen=True)
class Deed:
    """What the last commit does, to which record, the word for it, and what hook and push, verify and lint say."""

    files: Files
    path: str
    word: str = ""
    hook: Said = ""
    verify: Said = ""
    lint: Said = ""
    before: tuple[Files, ...] = ()
    modes: Mapping[str, str] | None = None
    branches: tuple[Commit, ...] = ()
    """Commits in place of `before` and `files`."""
    again: bool = False
    """Whether verify is asked as well what comes of the merge when it is done again."""


def put(
    old: str, new: str, text: str = "", *, word: str = "moved", hook: Said = "", verify: Said = "", lint: Said = ""
) -> Deed:
    known = {**BASE, **MORE}
    return Deed({old: None, new: text or known[old]}, old, word, hook, verify, lint)


def unseen(place: str) -> Deed:
    return put(SCAN, place, word=GONE, hook="refused", verify="refused")


def hidden(place: str) -> Deed:
    return put(MORNING, place, hook="refused", verify="refused", lint="refused")


def bare(path: str, whole: str, text: str, *steps: str, lint: Said = "refused") -> Deed:
    """What becomes of a signed record's words once a commit past the hooks has taken its signatures out."""
    without = re.sub(r"signatures:\n(?:  .*\n)+", "", whole)
    assert without != whole
    signing = () if BASE.get(path) == whole else ({path: whole},)
    before = (*signing, {path: without}, *({path: each} for each in steps))
    return Deed({path: text}, path, "changed since", "refused", "refused", lint, before=before)


def back(path: str, text: str, lint: Said = "refused") -> Deed:
    return Deed({path: text}, path, RETURNED.format(""), "refused", "refused", lint, before=({path: None},))


def again(text: str) -> str:
    return reworded(text).replace("part 5 of", "part five of")


def second(path: str, text: str | None, word: str = "", lint: Said = "refused") -> Deed:
    """A change of what was signed and had been changed before, past the hooks."""
    return Deed({path: text}, path, word, "refused", "refused", lint, before=({path: reworded(BASE[path])},))


def unread(text: str | None, before: str, word: str = "deleted") -> Deed:
    return Deed({FOUND: text}, FOUND, word, "refused", "refused", before=({FOUND: before},))


def unread_mended() -> Deed:
    return Deed({FOUND: OPENING.replace("-19", "-27") + UNREAD}, FOUND, before=({FOUND: UNREAD},))


def odd(text: str, mode: str) -> Deed:
    return Deed({FOUND: text}, FOUND, ODD[mode], "refused", "refused", modes={FOUND: mode})


def merged(
    on_branch: str,
    here: str,
    result: str,
    word: str = "changed since",
    hook: Said = "refused",
    verify: Said = "refused",
    lint: Said = "refused",
) -> Deed:
    """What becomes of a draft that two branches have written, each in its way."""
    more = Commit({CONTACT: CALL}, on="dana")  # so that the branch has something to bring in any case
    commits = (more, Commit({DRAFT: on_branch}, on="dana"), Commit({DRAFT: here}))
    merge = Commit({CONTACT: CALL, DRAFT: result}, merges=("dana",))
    return Deed({DRAFT: result}, DRAFT, word, hook, verify, lint, branches=(*commits, merge))


def righted(*before: Files, files: Files, path: str = MORNING) -> Deed:
    """What was done to a signed record past the hooks, and its being put back."""
    return Deed(files, path, before=before)


def dropped(path: str, text: str, word: str, lint: Said = "", result: str | None = None) -> Deed:
    """What one side of a merge wrote, which the merge leaves as it was (`git merge -s ours`)."""
    branch = (Commit({}, on="dana"), Commit({path: text}, on="dana"), Commit({BEGUN: HEADINGS}))
    files = {path: result, BEGUN: HEADINGS}
    commits = (*branch, Commit(files, merges=("dana",)))
    return Deed(files, path, word, "refused", "refused", lint, branches=commits, again=True)


def both_kept(here: str, there: str) -> Deed:
    """Two sides give one name to an addendum each, and a merge gives the second another name."""
    files = {ADDENDUM: here, ADDENDUM.replace(".md", "-2.md"): there}
    branch = (Commit({}, on="dana"), Commit({ADDENDUM: there}, on="dana"), Commit({ADDENDUM: here}))
    merge = Commit(files, merges=("dana",))
    return Deed(files, ADDENDUM, "of one name", verify="named", branches=(*branch, merge), again=True)


def of_two(
    here: str,
    there: str,
    files: Files,
    path: str = ADDENDUM,
    verify: Said = "named",
    lint: Said = "",
    *,
    hook: Said | None = None,
    start: str | None = None,
) -> Deed:
    """What two sides of a merge both wrote at one path, and what the merge made of it."""
    begun = () if start is None else (Commit({path: start}),)
    branch = (Commit({BEGUN: HEADINGS}), *begun, Commit({path: there}, on="dana"), Commit({path: here}))
    said = hook if hook is not None else "" if verify == "named" else verify
    return Deed(files, path, "", said, verify, lint, branches=(*branch, Commit(files, merges=("dana",))), again=True)


def of_three(path: str, texts: tuple[str, ...], files: Files, verify: Said = "named", lint: Said = "") -> Deed:
    """As `of_two`, of three branches merged at once."""
    here, *others = texts
    branches = [Commit({path: text}, on=name) for name, text in zip(("dana", "sam"), others, strict=True)]
    begun = (Commit({BEGUN: HEADINGS}), *branches, Commit({path: here}))
    hook: Said = "" if verify == "named" else verify
    merge = Commit(files, merges=("dana", "sam"))
    return Deed(files, path, "", hook, verify, lint, branches=(*begun, merge), again=True)


def of_merge(path: str, text: str, verify: Said = "named") -> Deed:
    """What a merge has at a path, where its sides did nothing: they wrote elsewhere."""
    files = {BEGUN: HEADINGS, FOUND: NOTES[0], path: text}
    branch = (Commit({BEGUN: HEADINGS}), Commit({FOUND: NOTES[0]}, on="dana"), Commit({PLANNED: OPENING}))
    files[PLANNED] = OPENING
    return Deed(files, path, "", "refused", verify, "", branches=(*branch, Commit(files, merges=("dana",))), again=True)


def exchanged(change: Callable[[str], str]) -> Deed:
    """A draft that got the words of another client's, and that one's got its own."""
    here = change(BASE[HER_DRAFT].partition("---\n\n")[2])
    files = {
        DRAFT: TEXT.partition("---\n\n")[0] + "---\n\n" + here,
        HER_DRAFT: BASE[HER_DRAFT].partition("---\n\n")[0] + "---\n\n" + change(TEXT.partition("---\n\n")[2]),
    }
    return Deed(files, DRAFT, "another client's record had said", verify="named")


def of_side(path: str, text: str, result: str, lint: Said = "refused") -> Deed:
    """What one side of a merge put on file, which the merge has in other words."""
    branch = (Commit({BEGUN: HEADINGS}), Commit({path: text}, on="dana"), Commit({DRAFT: OTHERWISE}))
    files = {path: result, DRAFT: OTHERWISE}
    return Deed(files, path, "", "refused", "refused", lint, branches=(*branch, Commit(files, merges=("dana",))))


def brought_back(deed: Deed, files: Files) -> Deed:
    """What a merge left out past the hooks, which another commit brings back before anybody pushes."""
    return replace(deed, files=files, hook="", verify="named", lint="", branches=(*deed.branches, Commit(files)))


def cut(path: str, *texts: str) -> Deed:
    """A record that says less with each commit."""
    return Deed({path: texts[-1]}, path, EMPTY, "refused", "refused", before=tuple({path: each} for each in texts[:-1]))


def beside(old: str, text: str, new: str, other: str) -> Deed:
    """A record that one commit deletes, and puts another one of its kind on file."""
    return Deed({old: None, new: other}, old, "deleted", "refused", "refused", before=({old: text},))


def blank(path: str, text: str) -> Deed:
    """A record whose words gave place to as many blank lines."""
    head, front, body = text.partition("---\n\n")
    return Deed({path: head + front + "\n" * len(body)}, path, EMPTY, "refused", "refused", before=({path: text},))


def typed(path: str, body: str, text: str | None, word: str) -> Deed:
    return Deed({path: text}, path, word, "refused", "refused", before=({path: body},))


def lost(path: str, text: str | None, word: str, lint: Said = "") -> Deed:
    return Deed({path: text}, path, word, "refused", "refused", lint)


DEEDS = {
    # Out of sight: a signed note keeps its name, and nobody reads it.
    "a hidden folder": hidden("records/clients/.trash/C-0001/sessions/2026-01-05.md"),
    "a hidden folder of the chart": hidden(f"{CHART}/.old/2026-01-05.md"),
    "a folder of an editor's copies": hidden(f"{CHART}/sessions/~old/2026-01-05.md"),
    "beside the clients": hidden("records/archive/C-0001/sessions/2026-01-05.md"),
    "a folder of no record type": hidden(f"{CHART}/old/2026-01-05.md"),
    "a draft into a hidden folder": put(
        DRAFT, "records/clients/.trash/C-0001/sessions/2026-01-19.md", hook="refused", verify="refused"
    ),
    # An addendum loses no line, whoever signed it or did not.
    "an addendum rewritten": lost(ADDENDUM, ADDED.replace("It was", "It never was"), "changed since", "refused"),
    "an addendum of another kind": lost(ADDENDUM, ANOTHER_KIND, "changed since", "refused"),
    "an addendum emptied": lost(ADDENDUM, ADDED.partition("\nIt was")[0], "changed since", "refused"),
    "an addendum deleted": lost(ADDENDUM, None, "deleted"),
    "an addendum rewritten and signed": lost(
        ADDENDUM, signed(ADDED.replace("It was", "It never was")), "changed since", "refused"
    ),
    "an addendum renamed": put(ADDENDUM, ADDENDUM.replace("-20-", "-21-"), hook="refused", verify="named"),
    "an addendum to another chart": put(
        ADDENDUM, ADDENDUM.replace("C-0001", "C-0002"), hook="refused", verify="refused"
    ),
    # What nobody signed tells what it told.
    "a draft deleted": lost(DRAFT, None, "deleted"),
    "a contact deleted": lost(CONTACT, None, "deleted"),
    "a draft emptied, its front matter kept": lost(DRAFT, OPENING, EMPTY),
    "a draft emptied but for its headings": lost(DRAFT, f"{OPENING}## Subjective\n", EMPTY),
    "a draft emptied but for a word": lost(DRAFT, f"{OPENING}## Subjective\n\nvoid\n", EMPTY),
    "a draft behind a comment": lost(DRAFT, f"{OPENING}<!-- {TEXT[len(OPENING) :]} -->\n", EMPTY),
    "a draft without a byte": lost(DRAFT, "", EMPTY),
    "a contact without its only sentence": lost(
        CONTACT, "".join(each for each in CALL.splitlines(keepends=True) if "summary" not in each), EMPTY
    ),
    # Beside a new record of its kind, which shares with it what any two of them share.
    "a call deleted beside a new one": beside(
        CALLED, call(CALLED, SAID_THERE[0]), CALLED_LATER, call(CALLED_LATER, SAID_THERE[1])
    ),
    "a call deleted beside another client's": beside(
        CALLED, call(CALLED, SAID_THERE[0]), CALLED.replace("C-0001", "C-0002"),
        call(CALLED.replace("C-0001", "C-0002"), SAID_THERE[1]),
    ),
    "a charge deleted beside a new one": beside(BILLED, charge(BILLED), BILLED_LATER, charge(BILLED_LATER)),
    "a score deleted beside a new one": beside(
        SCORED, measured(SCORED, "3, 2, 3, 2, 3"), SCORED_LATER, measured(SCORED_LATER, "1, 0, 1, 1, 2")
    ),
    # An appointment has no words; what has some was written into it.
    "a note that says scheduled deleted": typed(DRAFT, SCHEDULED, None, "deleted"),
    "a note that says scheduled emptied": typed(DRAFT, SCHEDULED, OPENING, EMPTY),
    "an appointment with headings deleted": Deed(
        {PLANNED: None}, PLANNED, "deleted", verify="named", before=({PLANNED: f"{APPOINTMENT}## Plan\n"},)
    ),
    # A type that nobody signs takes no line out, and the words are compared all the same.
    "a sealed note made feedback, and reworded": lost(
        MORNING, reworded(SIGNED).replace("type: session", "type: feedback"), "changed since", "refused"
    ),
    "a note signed by hand made a policy": lost(
        BY_HAND, SIGNED_BY_HAND.replace("type: session", "type: policy"), "changed since", "refused"
    ),
    # A key without a value is no digest.
    "a typed line that gained an empty digest": Deed(
        {BY_HAND: SIGNED_BY_HAND.replace("08:00}", "08:00, digest: }")}, BY_HAND
    ),
    "a typed line whose empty digest is taken out": Deed(
        {DRAFT: TYPED}, DRAFT, before=({DRAFT: TYPED.replace("08:00}", "08:00, digest: ''}")},)
    ),
    # Nothing in place of the words, as long as they were.
    "a draft emptied by blank lines": blank(DRAFT, TEXT),
    "a call emptied by blank lines": blank(CALLED, call(CALLED, SAID_THERE[0])),
    "a draft emptied by a longer front matter": typed(
        DRAFT, TEXT, OPENING.replace("attendance:", f"# {'a' * len(TEXT)}\nattendance:"), EMPTY
    ),
    "a call emptied, and its front matter broken": typed(
        CALLED,
        call(CALLED, SAID_THERE[0]),
        call(CALLED, "").replace("risk: none\n", "risk: none\nrisk: none\n"),
        EMPTY,
    ),
    # Not every line that begins with a number sign is a heading, and some headings are all that was written.
    "lines behind number signs deleted": typed(DRAFT, OPENING + TYPED_LINES, None, "deleted"),
    "lines behind number signs emptied": typed(DRAFT, OPENING + TYPED_LINES, OPENING, EMPTY),
    "a call of lines behind number signs deleted": typed(CALLED, call(CALLED, TYPED_LINES), None, "deleted"),
    "a text of headings alone deleted": typed(DRAFT, OPENING + TITLES_ALONE, None, "deleted"),
    "a text of headings alone emptied": typed(DRAFT, OPENING + TITLES_ALONE, f"{OPENING}## Plan\n", EMPTY),
    # In steps, each of which keeps some words: compared with the most that it ever said.
    "a draft cut in three steps": cut(
        DRAFT, f"{OPENING}We spoke of the bridge and of the river.\n", f"{OPENING}We spoke.\n", f"{OPENING}We.\n"
    ),
    "a draft cut to nothing in two steps": cut(DRAFT, f"{OPENING}We spoke of the bridge.\n", OPENING),
    "a contact cut in three steps": cut(
        CONTACT,
        CALL.replace(SAID_THERE[0], f"{SAID_THERE[0]}, {SAID_THERE[1]}"),
        CALL.replace(SAID_THERE[0], "she rang to say so"),
        CALL.replace(SAID_THERE[0], "void"),
    ),
    "a draft cut in two steps after it got another day": Deed(
        {DRAFT_LATER: f"{OPENING}Void.\n"}, DRAFT_LATER, EMPTY, "refused", "refused",
        before=({DRAFT: None, DRAFT_LATER: TEXT}, {DRAFT_LATER: f"{OPENING}We spoke of the bridge.\n"}),
    ),
    "a draft cut on one branch while another wrote it": Deed(
        {BEGUN: HEADINGS + "Yes.\n"}, BEGUN,
        branches=(
            Commit({BEGUN: f"{HEADINGS}She came late.\n"}), Commit({BEGUN: note(BEGUN, "window")}, on="dana"),
            Commit({BEGUN: f"{HEADINGS}Yes.\n"}),
        ),
    ),
    "a draft cut in two steps, and filled again": Deed(
        {DRAFT: TEXT}, DRAFT, before=({DRAFT: f"{OPENING}We spoke of the bridge.\n"}, {DRAFT: f"{OPENING}Void.\n"}),
    ),
    # Deleted past the hooks, then brought back: what comes to its path answers for what was there.
    "brought back with other words": back(MORNING, reworded(BASE[MORNING])),
    "brought back, by hand, with other words": back(BY_HAND, reworded(BASE[BY_HAND])),
    "brought back without its signature": back(MORNING, note(MORNING, "harbour")),
    "brought back signed anew": back(MORNING, signed(reworded(note(MORNING, "harbour")))),
    "another note signed where one was": back(MORNING, signed(note(MORNING, "window"))),
    "an addendum brought back with other words": back(ADDENDUM, ADDED.replace("It was", "It never was")),
    "a draft brought back without a word": back(DRAFT, OPENING, lint=""),
    # Signed, and changed past the hooks: it is held to what was signed, and not to what it says since.
    "a sealed note changed a second time": second(MORNING, again(BASE[MORNING])),
    "a note signed by hand changed a second time": second(BY_HAND, again(BASE[BY_HAND])),
    "a sealed note changed, then without its signature": second(MORNING, again(note(MORNING, "harbour"))),
    "a sealed note changed, then sealed over what it says": second(MORNING, signed(again(note(MORNING, "harbour")))),
    "a sealed note changed, then deleted": second(MORNING, None, "deleted", lint="refused"),
    "a sealed note changed, then out of sight": Deed(
        {MORNING: None, f"{CHART}/old/2026-01-05.md": reworded(BASE[MORNING])},
        MORNING, "", "refused", "refused", "refused", before=({MORNING: reworded(BASE[MORNING])},),
    ),
    # What cannot be read tells something all the same, and so does what was signed and is another now.
    "a record without front matter deleted": unread(None, UNREAD),
    "a record without front matter emptied": unread("", UNREAD, EMPTY),
    "a record whose front matter cannot be read deleted": unread(None, TEXT.replace("type:", "type: [")),
    "a record whose front matter is never closed deleted": unread(None, TEXT.replace("\n---\n", "\n")),
    "a record too large to be read deleted": unread(None, TEXT + "word " * (LARGEST // 5)),
    "a signed record that is another now deleted": Deed(
        {MORNING: None}, MORNING, "deleted", "refused", "refused", "refused", ({MORNING: reworded(BASE[MORNING])},)
    ),
    "a record without front matter given one": unread_mended(),
    # What is attached is no draft, whatever kind of file it is.
    "an attached text deleted": lost(LETTER, None, GONE),
    "an attached scan deleted": lost(SCAN, None, GONE),
    "an attached text of headings deleted": Deed(
        {PAGE_OF: None}, PAGE_OF, GONE, "refused", "refused", before=({PAGE_OF: "# Letter\n"},)
    ),
    "an attached scan emptied": lost(SCAN, "", "an attached file was emptied"),
    "an attached scan emptied, and deleted": Deed(
        {SCAN: None}, SCAN, "attached file", verify="refused", before=({SCAN: ""},)
    ),
    "an attached file under a hidden name": unseen(f"{CHART}/attachments/.scan.pdf"),
    "an attached file in a hidden folder": unseen(f"{CHART}/attachments/.trash/scan.pdf"),
    "an attached file under the name of a copy": unseen(f"{CHART}/attachments/~scan.pdf"),
    "the folder of attached files hidden": unseen(f"{CHART}/.attachments/scan.pdf"),
    "an attached file where no papers are": unseen(f"{CHART}/old/scan.pdf"),
    # A merge keeps what either side has signed.
    "typed on a branch, changed here": merged(on_branch=TYPED, here=OTHERWISE, result=TYPED_OTHERWISE),
    "typed here, changed on a branch": merged(on_branch=OTHERWISE, here=TYPED, result=TYPED_OTHERWISE),
    "typed here, changed on a branch, the branch taken": merged(on_branch=OTHERWISE, here=TYPED, result=OTHERWISE),
    "typed on a branch, changed here and by the merge": merged(
        on_branch=TYPED, here=OTHERWISE, result=TYPED_OTHERWISE.replace("part 7", "part seven")
    ),
    "typed here, and the line taken out by the merge": merged(
        on_branch=TEXT, here=TYPED, result=TEXT.replace("part 7", "part seven"), word=""
    ),
    "typed on a branch, changed here, the branch taken": merged(
        on_branch=TYPED, here=OTHERWISE, result=TYPED, hook="", verify="", lint=""
    ),
    "signed here, written further on a branch, ours taken": of_two(
        SEALED_HERE, f"{TEXT}\nOne line more.\n", {DRAFT: SEALED_HERE}, DRAFT
    ),
    # One person sealed the same words on two branches: nothing is lost with one of the two seals.
    "sealed on two branches, ours taken": merged(SEALED_LATER, SEALED_HERE, SEALED_HERE, ONE_OF_TWO, "", "named", ""),
    "sealed on two branches, theirs taken": merged(
        SEALED_LATER, SEALED_HERE, SEALED_LATER, ONE_OF_TWO, "", "named", ""
    ),
    "sealed on two branches, both kept": merged(SEALED_LATER, SEALED_HERE, SEALED_TWICE, "", "", "", ""),
    "typed on two branches, theirs taken": merged(TYPED_LATER, TYPED, TYPED_LATER, ONE_OF_TWO, "", "named", ""),
    # Over other words, or of two records of one name: either stays, one of them beside the other.
    "sealed on two branches over other words, ours taken": merged(
        SEALED_OTHERWISE, SEALED_HERE, SEALED_HERE, "", hook="refused", verify="refused", lint="refused"
    ),
    "sealed on two branches over other words, theirs taken": merged(
        SEALED_OTHERWISE, SEALED_HERE, SEALED_OTHERWISE, "", hook="refused", verify="refused", lint="refused"
    ),
    "sealed on two branches over other words, ours beside": of_two(
        SEALED_HERE, SEALED_OTHERWISE, {DRAFT: SEALED_OTHERWISE, BESIDE_IT: SEALED_HERE}, DRAFT, "named"
    ),
    "typed on two branches over other words, ours taken": of_two(
        TYPED, TYPED_OTHERWISE, {DRAFT: TYPED}, DRAFT, "refused", "refused"
    ),
    "co-signed on two branches, ours taken": of_two(
        CO_SIGNED_BY[0], CO_SIGNED_BY[1], {MORNING: CO_SIGNED_BY[0]}, MORNING, "refused", "refused"
    ),
    "co-signed on two branches, both lines kept": of_two(
        CO_SIGNED_BY[0], CO_SIGNED_BY[1], {MORNING: CO_SIGNED_BY[2]}, MORNING, ""
    ),
    "two notes of one name, theirs taken": of_two(
        NOTES[0], NOTES[1], {FOUND: NOTES[1]}, FOUND, "refused", "refused"
    ),
    "two notes of one name, ours beside": of_two(
        NOTES[0], NOTES[1], {FOUND: NOTES[1], FOUND_BESIDE: NOTES[0]}, FOUND, "named"
    ),
    "two notes of one name, both renamed": of_two(
        NOTES[0], NOTES[1], {FOUND: None, FOUND_BESIDE: NOTES[0], FOUND_THIRD: NOTES[1]}, FOUND, "refused",
        hook="refused",
    ),
    "two notes of one name, both beside, and a third words": of_two(
        NOTES[0], NOTES[1], {FOUND: NOTES[2], FOUND_BESIDE: NOTES[0], FOUND_THIRD: NOTES[1]}, FOUND, "refused",
        "refused", hook="refused",
    ),
    "two addenda of one name, ours taken": of_two(ADDED, ANOTHER_KIND, {ADDENDUM: ADDED}, verify="refused",
        lint="refused"),
    "two addenda of one name, theirs taken": of_two(ADDED, ANOTHER_KIND, {ADDENDUM: ANOTHER_KIND}, verify="refused",
        lint="refused"),
    "two addenda of one name, theirs beside": of_two(ADDED, ANOTHER_KIND, {ADDENDUM: ADDED, ADDED_TWO: ANOTHER_KIND}),
    "two addenda of one name, ours beside": of_two(ADDED, ANOTHER_KIND, {ADDENDUM: ANOTHER_KIND, ADDED_TWO: ADDED}),
    "two addenda of one name, both renamed": of_two(
        ADDED, ANOTHER_KIND, {ADDENDUM: None, ADDED_TWO: ADDED, ADDED_THREE: ANOTHER_KIND}, verify="refused",
        hook="refused",
    ),
    "two addenda of one name, one of them signed, which is beside": of_two(
        signed(ADDED), ANOTHER_KIND, {ADDENDUM: ANOTHER_KIND, ADDED_TWO: signed(ADDED)}
    ),
    "an addendum written further on two branches, ours taken": of_two(
        f"{ADDED}\nMore.\n", f"{ADDED}\nOther.\n", {ADDENDUM: f"{ADDED}\nMore.\n"}, verify="refused", lint="refused",
        start=ADDED,
    ),
    "an addendum written further on two branches, both kept": of_two(
        f"{ADDED}\nMore.\n", f"{ADDED}\nOther.\n", {ADDENDUM: f"{ADDED}\nMore.\n\nOther.\n"}, verify="", start=ADDED,
    ),
    "three addenda of one name, one taken": of_three(ADDENDUM, ADDITIONS, {ADDENDUM: ADDED}, "refused", "refused"),
    "three addenda of one name, all kept": of_three(
        ADDENDUM, ADDITIONS, dict(zip((ADDENDUM, ADDED_TWO, ADDED_THREE), ADDITIONS, strict=True))
    ),
    # docs/known-gaps.md: lint does not know which of the two stood here first.
    "two notes of one name, kept in opposite ways by two people": Deed(
        {FOUND: NOTES[0], FOUND_BESIDE: NOTES[1]}, FOUND, "", "", "named", "refused",
        branches=(
            Commit({BEGUN: HEADINGS}),
            Commit({FOUND: NOTES[1]}, on="dana"),
            Commit({FOUND: NOTES[0]}),
            Commit({FOUND: NOTES[0]}, on="sam"),
            Commit({FOUND: NOTES[0], FOUND_BESIDE: NOTES[1]}, merges=("dana",)),
            Commit({FOUND: NOTES[1], FOUND_BESIDE: NOTES[0]}, on="dana", merges=("sam",)),
            Commit({FOUND: NOTES[0], FOUND_BESIDE: NOTES[1]}, merges=("dana",)),
        ),
        again=True,
    ),
    "two notes of one day, exchanged by a merge": Deed(
        {FOUND: NOTES[1], FOUND_BESIDE: NOTES[0]}, FOUND, "", "refused", "refused", "refused",
        branches=(
            Commit({FOUND: NOTES[0], FOUND_BESIDE: NOTES[1]}),
            Commit({BEGUN: HEADINGS}, on="dana"),
            Commit({DRAFT: OTHERWISE}),
            Commit({FOUND: NOTES[1], FOUND_BESIDE: NOTES[0], BEGUN: HEADINGS}, merges=("dana",)),
        ),
    ),
    "two notes of one name, one of them void by the merge": of_two(
        NOTES[0], NOTES[1], {FOUND: NOTES[0], FOUND_BESIDE: NOTES[1], VOIDED: VOID}, FOUND
    ),
    "two notes of one name, another one void by the merge": of_two(
        NOTES[0], NOTES[1], {FOUND: NOTES[0], FOUND_BESIDE: NOTES[1], ADDENDUM: addition("void")}, FOUND, "refused",
    ),
    # Neither side has it: it comes after the merge.
    "an addendum written in a merge": of_merge(ADDENDUM, ADDED, verify="refused"),
    "an addendum written and signed in a merge": of_merge(ADDENDUM, signed(ADDED)),
    "an addendum signed by hand in a merge": of_merge(ADDENDUM, signed(ADDED, digest=False), verify="refused"),
    "a draft signed in a merge": of_merge(DRAFT, signed(TEXT)),
    "a draft edited and signed in a merge": of_merge(DRAFT, signed(reworded(TEXT)), verify="refused"),
    "a contact put into a merge": of_merge(CONTACT, CALL, verify="refused"),
    "an attached file put into a merge": of_merge(LETTER.replace(".txt", "-2.txt"), PAGES, verify="refused"),
    # Left out by a merge past the hooks, and brought back before the push.
    "a contact dropped by a merge, and brought back": brought_back(dropped(CONTACT, CALL, ""), {CONTACT: CALL}),
    "a signed note dropped by a merge, and brought back": brought_back(
        dropped(FOUND, NOTES[0], ""), {FOUND: NOTES[0]}
    ),
    "a draft's next words dropped by a merge, and brought back": brought_back(
        dropped(DRAFT, f"{TEXT}More of it.\n", "", result=TEXT), {DRAFT: f"{TEXT}More of it.\n"}
    ),
    "a co-signature dropped by a merge, and brought back": brought_back(
        dropped(MORNING, CO_SIGNED_BY[0], "", result=SIGNED), {MORNING: CO_SIGNED_BY[0]}
    ),
    "one of two notes left out by a merge, and put beside later": brought_back(
        of_two(NOTES[0], NOTES[1], {FOUND: NOTES[0]}, FOUND), {FOUND_BESIDE: NOTES[1]}
    ),
    "one of two co-signatures left out by a merge, and added later": brought_back(
        of_two(CO_SIGNED_BY[0], CO_SIGNED_BY[1], {MORNING: CO_SIGNED_BY[0]}, MORNING), {MORNING: CO_SIGNED_BY[2]}
    ),
    # Nobody had signed them: whoever merges may take either, and it is named.
    "two contacts of one name, theirs taken": of_two(
        CALL, CALL.replace(*SAID_THERE), {CONTACT: CALL.replace(*SAID_THERE)}, CONTACT
    ),
    "two drafts of one name, ours taken": of_two(
        note(FOUND, "window"), note(FOUND, "kitchen"), {FOUND: note(FOUND, "window")}, FOUND
    ),
    "a draft written further on two branches, ours taken": of_two(
        f"{TEXT}\nMore of it.\n", f"{TEXT}\nNo more of it.\n", {DRAFT: f"{TEXT}\nMore of it.\n"}, DRAFT, ""
    ),
    "a signed note copied and changed": Deed(
        {MORNING: reworded(SIGNED), LATER: SIGNED}, MORNING, "changed since", "refused", "refused", "refused"
    ),
    "sealed, and dated anew": Deed(
        {DRAFT: SEALED_LATER}, DRAFT, TAKEN_OUT, "refused", "refused", "refused", before=({DRAFT: SEALED_HERE},)
    ),
    "sealed on two branches, and a third date by the merge": merged(
        SEALED_LATER, SEALED_HERE, SEALED_HERE.replace("08:00", "07:00"), TAKEN_OUT
    ),
    # Past the hooks, and put back where it was signed as it was signed.
    "renamed, and put back": righted({MORNING: None, LATER: SIGNED}, files={LATER: None, MORNING: SIGNED}),
    "by hand, renamed, and put back": righted(
        {BY_HAND: None, HAND_LATER: SIGNED_BY_HAND},
        files={HAND_LATER: None, BY_HAND: SIGNED_BY_HAND},
        path=BY_HAND,
    ),
    "by hand, renamed and edited, and put back": righted(
        {BY_HAND: None, HAND_LATER: reworded(SIGNED_BY_HAND)},
        files={HAND_LATER: None, BY_HAND: SIGNED_BY_HAND},
        path=BY_HAND,
    ),
    "by hand, renamed, and put back and sealed": righted(
        {BY_HAND: None, HAND_LATER: SIGNED_BY_HAND}, files={HAND_LATER: None, BY_HAND: SEALED}, path=BY_HAND
    ),
    "renamed twice, and put back": righted(
        {MORNING: None, LATER: SIGNED}, {LATER: None, LATEST: SIGNED}, files={LATEST: None, MORNING: SIGNED}
    ),
    "renamed, co-signed there, and put back": righted(
        {MORNING: None, LATER: SIGNED},
        {LATER: signed(SIGNED, "sam.lee", "supervisor")},
        files={LATER: None, MORNING: signed(SIGNED, "sam.lee", "supervisor")},
    ),
    "copied back, and the one with the new name deleted": righted(
        {MORNING: None, LATER: SIGNED}, {MORNING: SIGNED}, files={LATER: None}
    ),
    "to another chart, and put back": righted(
        {MORNING: None, ELSEWHERE: SIGNED}, files={ELSEWHERE: None, MORNING: SIGNED}
    ),
    "to another chart as its client's, and put back": righted(
        {MORNING: None, ELSEWHERE: SIGNED.replace("C-0001", "C-0002")}, files={ELSEWHERE: None, MORNING: SIGNED}
    ),
    "by hand, to another chart, and put back": righted(
        {BY_HAND: None, HAND_ELSEWHERE: SIGNED_BY_HAND.replace("C-0001", "C-0002")},
        files={HAND_ELSEWHERE: None, BY_HAND: SIGNED_BY_HAND},
        path=BY_HAND,
    ),
    "renamed, to another chart, and put back": righted(
        {MORNING: None, LATER: SIGNED}, {LATER: None, ELSEWHERE: SIGNED}, files={ELSEWHERE: None, MORNING: SIGNED}
    ),
    "to where nobody reads it, and put back": righted(
        {MORNING: None, NOWHERE: SIGNED}, files={NOWHERE: None, MORNING: SIGNED}
    ),
    "beside the clients, and put back": righted({MORNING: None, BESIDE: SIGNED}, files={BESIDE: None, MORNING: SIGNED}),
    "an addendum renamed, and put back": righted(
        {ADDENDUM: None, ADDED_LATER: ADDED}, files={ADDED_LATER: None, ADDENDUM: ADDED}, path=ADDENDUM
    ),
    "deleted, and put back": righted({MORNING: None}, files={MORNING: SIGNED}),
    "by hand, sealed with a word more, and typed again": righted(
        {BY_HAND: SEALED_AND_MEANT}, files={BY_HAND: SIGNED_BY_HAND}, path=BY_HAND
    ),
    "by hand, sealed with a word more": righted(files={BY_HAND: SEALED_AND_MEANT}, path=BY_HAND),
    "by hand, deleted, and put back and sealed": righted({BY_HAND: None}, files={BY_HAND: SEALED}, path=BY_HAND),
    "by hand, edited, deleted, and put back": righted(
        {BY_HAND: reworded(SIGNED_BY_HAND)}, {BY_HAND: None}, files={BY_HAND: SIGNED_BY_HAND}, path=BY_HAND
    ),
    "edited, and put back": righted({MORNING: reworded(SIGNED)}, files={MORNING: SIGNED}),
    "by hand, edited, and put back": righted(
        {BY_HAND: reworded(SIGNED_BY_HAND)}, files={BY_HAND: SIGNED_BY_HAND}, path=BY_HAND
    ),
    "by hand, edited, and put back and sealed": righted(
        {BY_HAND: reworded(SIGNED_BY_HAND)}, files={BY_HAND: SEALED}, path=BY_HAND
    ),
    "by hand, edited, and put back and co-signed": righted(
        {BY_HAND: reworded(SIGNED_BY_HAND)}, files={BY_HAND: CO_SIGNED}, path=BY_HAND
    ),
    "by hand, its line taken out, and put back and sealed": righted(
        {BY_HAND: note(BY_HAND, "lantern")}, files={BY_HAND: SEALED}, path=BY_HAND
    ),
    "by hand, the first line taken out, and put back": righted(
        {BY_HAND: CO_SIGNED},
        {BY_HAND: CO_SIGNED.replace(FIRST_LINE, "")},
        files={BY_HAND: CO_SIGNED},
        path=BY_HAND,
    ),
    # Not put back: other words, another name, or less than was signed.
    "renamed twice, and not back": Deed(
        {LATER: None, LATEST: SIGNED}, LATER, "moved", "refused", before=({MORNING: None, LATER: SIGNED},),
    ),
    "by hand, renamed, and back with other words": Deed(
        {HAND_LATER: None, BY_HAND: reworded(SIGNED_BY_HAND)},
        HAND_LATER,
        "",
        "refused",
        "refused",
        "refused",
        before=({BY_HAND: None, HAND_LATER: SIGNED_BY_HAND},),
    ),
    "renamed, and back without its signature": Deed(
        {LATER: None, MORNING: note(MORNING, "harbour")},
        LATER,
        "",
        "refused",
        "refused",
        "refused",
        before=({MORNING: None, LATER: SIGNED},),
    ),
    "by hand, edited, and edited otherwise and sealed": Deed(
        {BY_HAND: SEALED.replace("part 7", "part seven")},
        BY_HAND,
        "changed since",
        "refused",
        "refused",
        "refused",
        before=({BY_HAND: reworded(SIGNED_BY_HAND)},),
    ),
    # A merge leaves nothing out that one side wrote and the other did not touch.
    "a contact dropped by a merge": dropped(CONTACT, CALL, "a record was deleted"),
    "an attached file dropped by a merge": dropped(LETTER, PAGES, GONE),
    "an addendum dropped by a merge": dropped(ADDENDUM, ADDED, "deleted"),
    "a signed addendum dropped by a merge": dropped(ADDENDUM, signed(ADDED), "deleted", lint="refused"),
    "a signed note dropped by a merge": dropped(FOUND, signed(note(FOUND, "window")), "deleted", lint="refused"),
    "a draft's next words dropped by a merge": dropped(DRAFT, f"{TEXT}More of it.\n", "", result=TEXT),
    "a co-signature dropped by a merge": dropped(
        MORNING, signed(BASE[MORNING], "sam.lee", "supervisor"), "", "refused", BASE[MORNING]
    ),
    "an appointment deleted on a branch and merged": Deed(
        {PLANNED: None}, PLANNED, "deleted", verify="named", again=True,
        branches=(Commit(MORE), Commit({PLANNED: None}, on="dana"), Commit({DRAFT: OTHERWISE}),
                  Commit({PLANNED: None, DRAFT: OTHERWISE}, merges=("dana",))),
    ),
    "two addenda of one name, both kept by a merge": both_kept(signed(ADDED), signed(ANOTHER_KIND)),
    # What one side alone has, changed or deleted by the merge.
    "a signed note of one side reworded by the merge": of_side(FOUND, NOTES[0], reworded(NOTES[0])),
    "an addendum of one side rewritten by the merge": of_side(ADDED_TWO, ADDED, ANOTHER_KIND),
    # Nobody had signed them, and no file went from chart to chart.
    "the words of two charts' drafts exchanged, and edited": exchanged(reworded),
    "the words of two charts' contacts exchanged": Deed(
        {CONTACT: CALL.replace(*SAID_THERE), THEIR_CONTACT: THEIR_CALL.replace(SAID_THERE[1], SAID_THERE[0])},
        CONTACT, "another client's record had said", verify="named", before=({THEIR_CONTACT: THEIR_CALL},),
    ),
    "two charts' drafts written further in one commit": Deed(
        {DRAFT: f"{TEXT}\nMore of it.\n", HER_DRAFT: f"{BASE[HER_DRAFT]}\nMore of it.\n"}, DRAFT
    ),
    "two charts' drafts given the same words": Deed(
        {DRAFT: note(DRAFT, "window"), HER_DRAFT: note(HER_DRAFT, "window")}, DRAFT
    ),
    # Nobody can tell what a record says that cannot be read: not that it was emptied, or a signature taken out.
    "a blank line above a signed note": Deed(
        {MORNING: f"\n{SIGNED}"}, MORNING, "no longer readable", "refused", "refused", "refused"
    ),
    "a word above a note signed by hand": Deed(
        {BY_HAND: f"hello\n{SIGNED_BY_HAND}"}, BY_HAND, "no longer readable", "refused", "refused", "refused"
    ),
    "a signed note whose front matter is broken": Deed(
        {MORNING: SIGNED.replace("client:", "client: [")},
        MORNING,
        "no longer readable",
        "refused",
        "refused",
        "refused",
    ),
    # What is no plain file is nobody's record.
    "another repository among the records": odd("1" * 40, MODULE),
    "a link among the records": odd("2026-01-12.md", LINK),
    # Without its signature a record is held to what was signed, however it was taken out.
    "a sealed note without its signature, reworded": bare(MORNING, SIGNED, reworded(UNSIGNED)),
    "a typed note without its line, reworded": bare(BY_HAND, SIGNED_BY_HAND, reworded(note(BY_HAND, "lantern"))),
    "a sealed note without its signature, reworded and signed": bare(MORNING, SIGNED, signed(reworded(UNSIGNED))),
    "a sealed note without its signature, reworded and its line typed again": bare(
        MORNING, SIGNED, reworded(SIGNED)
    ),
    "a sealed note without its signature, reworded two commits later": bare(
        MORNING, SIGNED, reworded(UNSIGNED), commented(UNSIGNED)
    ),
    "a sealed note without its signature, reworded twice": bare(
        MORNING, SIGNED, again(UNSIGNED), reworded(UNSIGNED)
    ),
    "a co-signed note without its signatures, reworded": bare(BY_HAND, CO_SIGNED, reworded(note(BY_HAND, "lantern"))),
    "a note with an empty list of signatures, reworded": bare(
        MORNING, SIGNED, reworded(EMPTY_LIST), EMPTY_LIST
    ),
    "a signed plan without its signature, reworded": bare(PLAN, PLANNED_BY_HAND, AGREED.replace("gone", "eased")),
    "a signed consent without its signature, reworded": bare(
        CONSENT, signed(CONSENTED), CONSENTED.replace("spoken of", "spoken about")
    ),
    "a signed addendum without its signature, written further": bare(
        ADDENDUM, signed(ADDED), f"{ADDED}\nShe said so on the phone.\n"
    ),
    "a signed addendum without its signature, reworded": bare(
        ADDENDUM, signed(ADDED), ADDED.replace("It was", "It never was")
    ),
    "a digest that never held, and other words below it": Deed(
        {DRAFT: again(signed(TEXT))}, DRAFT, "changed since", "refused", "refused", "refused",
        before=({DRAFT: reworded(signed(TEXT))},),
    ),
    "a digest that never held, and its line taken out": Deed(
        {DRAFT: reworded(TEXT)}, DRAFT, "", "refused", "refused", "refused", before=({DRAFT: reworded(signed(TEXT))},),
    ),
    "a digest that never held, deleted": Deed(
        {DRAFT: None}, DRAFT, "deleted", "refused", "refused", before=({DRAFT: reworded(signed(TEXT))},),
    ),
    "a sealed note without its signature, reworded and renamed": Deed(
        {MORNING: None, LATER: reworded(UNSIGNED)}, LATER, "changed since", "refused", "refused", "refused",
        before=({MORNING: UNSIGNED},),
    ),
    "a sealed note renamed without its signature, then reworded": Deed(
        {LATER: reworded(UNSIGNED)}, LATER, "changed since", "refused", "refused", "refused",
        before=({MORNING: None, LATER: UNSIGNED},),
    ),
    "a sealed note without its signature, deleted and brought back reworded": Deed(
        {MORNING: reworded(UNSIGNED)}, MORNING, "changed since", "refused", "refused", "refused",
        before=({MORNING: UNSIGNED}, {MORNING: None}),
    ),
    # Honest work.
    "a draft that was written twice, and then signed": Deed(
        {DRAFT: signed(reworded(TEXT))}, DRAFT, before=({DRAFT: again(TEXT)},)
    ),
    "a draft that tells of signatures:": Deed(
        {DRAFT: reworded(TEXT)}, DRAFT, before=({DRAFT: f"{TEXT}\nOn signatures: he asked what they are for.\n"},)
    ),
    "an attached file without a byte deleted": Deed({KEEPER: None}, KEEPER, "attached file", verify="named"),
    "an attached file without a byte written": Deed({KEEPER: "Now a letter."}, KEEPER),
    "an attached scan emptied and put back": Deed({SCAN: PAGES}, SCAN, before=({SCAN: ""},)),
    "an attached file renamed": Deed({SCAN: None, OTHER: PAGES}, SCAN),
    "a long paper renamed, and much of it written anew": Deed(
        {PAPER: None, PAPER_LATER: PAGES_OF_IT.replace("line 1", "row 1")}, PAPER, "was exchanged", verify="named",
        before=({PAPER: PAGES_OF_IT},),
    ),
    "a paper of one line renamed, and a word changed": Deed(
        {PAPER: None, PAPER_LATER: "Letter from Riverside: be there on the 3 December.\n"}, PAPER, "was exchanged",
        verify="named", before=({PAPER: "Letter from Riverside: be there on the 2 December.\n"},),
    ),
    "an attached text put back": Deed({LETTER: MORE[LETTER]}, LETTER, before=({LETTER: None},)),
    "an addendum written further": Deed({ADDENDUM: f"{ADDED}\nShe said so on the phone.\n"}, ADDENDUM),
    "an addendum signed": Deed({ADDENDUM: signed(ADDED)}, ADDENDUM),
    "a sealed note put back": Deed({MORNING: BASE[MORNING]}, MORNING, before=({MORNING: reworded(BASE[MORNING])},)),
    "a sealed note put back, and co-signed": Deed(
        {MORNING: signed(BASE[MORNING], "lee.moss", "supervisor")}, MORNING,
        before=({MORNING: reworded(BASE[MORNING])},),
    ),
    "a digest that never held, and the note mended": Deed(
        {DRAFT: signed(TEXT)}, DRAFT, before=({DRAFT: reworded(signed(TEXT))},),
    ),
    "an addendum put back": Deed(
        {ADDENDUM: ADDED}, ADDENDUM, before=({ADDENDUM: ADDED.replace("It was", "It never was")},)
    ),
    "a draft put back": Deed({DRAFT: TEXT}, DRAFT, before=({DRAFT: OPENING},)),
    "a draft written anew": Deed({DRAFT: note(DRAFT, "window")}, DRAFT),
    "a draft made short": Deed({DRAFT: f"{OPENING}## Subjective\n\nWe spoke of the bridge.\n"}, DRAFT),
    "a draft's text as a value": Deed(
        {DRAFT: OPENING.replace("attendance:", "source: >-\n  " + "bridge and river " * 60 + "\nattendance:")}, DRAFT
    ),
    "an appointment deleted": Deed({PLANNED: None}, PLANNED, "deleted", verify="named"),
    "a draft without a word deleted": Deed({BEGUN: None}, BEGUN, "deleted", verify="named"),
    "a draft into the right chart": put(
        DRAFT, DRAFT.replace("C-0001", "C-0002"), MOVED_TEXT, verify="named"
    ),
    "a signed note into another folder of charts": put(
        MORNING, MORNING.replace("clients/", "clients/north/"), verify="named"
    ),
    "a draft among the practice's own records": put(
        DRAFT, "records/practice/feedback/2026-01-19.md", word="among the practice's own records", verify="named"
    ),
    "a draft into another folder of charts": put(DRAFT, DRAFT.replace("clients/", "clients/north/"), verify="named"),
    "a draft to another day": put(DRAFT, DRAFT.replace("-19", "-20")),
    "a whole chart into a folder of charts": Deed(
        {
            **dict.fromkeys((path for path in (*BASE, *MORE) if path.startswith(CHART)), None),
            **{
                path.replace("clients/", "clients/north/"): text
                for path, text in {**BASE, **MORE}.items()
                if path.startswith(CHART) and text is not None
            },
        },
        MORNING,
    ),
}  # fmt: skip


def _kind(name: str) -> Hashable:
    """What is said of a deed by whom, and whether a merge did it."""
    deed = DEEDS[name]
    return deed.word, deed.hook, deed.verify, deed.lint, bool(deed.branches)


@pytest.fixture(scope="module", params=one_of_each(DEEDS, _kind))
def done(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> tuple[Deed, Path]:
    deed = DEEDS[request.param]
    root = tmp_path_factory.mktemp("kept") / "clinic"
    build(
        root,
        deed.branches or (*(Commit(files) for files in (MORE, *deed.before)), Commit(deed.files, modes=deed.modes)),
    )
    return deed, root


def test_hook_push_lint_and_verify_agree(done: tuple[Deed, Path]) -> None:
    deed, root = done
    hook, push = list(of_hook(root)), list(of_push(root))
    assert ("refused" if hook else "") == deed.hook, hook
    assert ("refused" if push else "") == deed.hook, push
    about = [each for each in (*hook, *push) if each.code not in ("STR014", "STR019")]  # where it went is told as well
    assert all(deed.word in each.message and each.hint for each in about)
    more = ((merges,) if deed.again else ()) + ((attachments,) if "exchanged" in deed.word else ())
    alarms, remarks = of_verify(root, *more)
    verify: Said = "refused" if alarms else "named" if remarks else ""
    assert verify == deed.verify or (deed.before and verify == "named"), (alarms, remarks)
    told = [*(each.what for each in alarms), *(each.what for each in remarks)]
    said = [deed.word in each for each in told]  # of several commits, some speak of what was done before
    assert all(said) or (any(said) if deed.verify and (deed.before or deed.branches) else deed.before)
    found = of_lint(root)
    assert ("refused" if found else "") == deed.lint, found
    assert all(deed.word in each.message for each in found) or not (deed.before or deed.word == "changed since")
    hints = [each.hint.replace("HEAD", "HEAD^") for each in hook]
    hints += [*(each.hint for each in push), *(each.hint for each in found)]
    if any("left out by the merge" in each.message for each in hook):
        assert {_first_step(each.hint) for each in found} <= {_first_step(each.hint) for each in (*hook, *push)}
    named = [name for hint in hints for name in NAMED.findall(hint)]
    assert not named or not_there(root, named) == []


def test_what_was_put_back_is_pushed_with_what_was_done(done: tuple[Deed, Path]) -> None:
    """All of it in one push, to a repository that has the record as it was signed."""
    deed, root = done
    if deed.hook == "" and (not deed.branches or not deed.branches[-1].merges):
        first = git(root, "rev-list", "--max-parents=0", "HEAD")
        assert list(of_push(root, known=(first,))) == []


def test_a_hint_restores_the_words_that_were_signed_and_no_others(
    tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> None:
    """Signed by hand, edited past the hooks, and edited again: HEAD has the wrong words."""
    root = tmp_path_factory.mktemp("hint") / "clinic"
    wrong, again = reworded(SIGNED_BY_HAND), SIGNED_BY_HAND.replace("part 7", "part seven")
    build(root, (Commit({BY_HAND: wrong}), Commit({BY_HAND: again})))
    (pushed,) = of_push(root)
    with before_its_last_commit(root):
        (refused,) = refusals_for(CommitEvent(privacy=False), root, load_practice(root))
    for each in (pushed, refused):
        found = re.search(r"(?:--source=|checkout )([0-9a-f]+)", each.hint)
        assert found and git(root, "show", f"{found[1]}:{BY_HAND}") == SIGNED_BY_HAND.strip()


@pytest.mark.parametrize(
    ("path", "here", "there"),
    [(FOUND, NOTES[0], NOTES[1]), (ADDENDUM, ADDED, ANOTHER_KIND), (DRAFT, SEALED_HERE, SEALED_OTHERWISE)],
    ids=("two notes", "two addenda", "a draft signed twice"),
)
def test_the_way_that_a_refused_merge_prints_keeps_both(
    tmp_path_factory: pytest.TempPathFactory, clean_environment: None, path: str, here: str, there: str
) -> None:
    """Typed as printed, in the merge that was refused: hook and lint of what is staged let it pass."""
    root = tmp_path_factory.mktemp("way") / "clinic"
    branch = (Commit({}), Commit({path: there}, on="dana"), Commit({path: here}))
    build(root, (*branch, Commit({path: there}, merges=("dana",))))
    with before_its_last_commit(root):
        git(root, "read-tree", git(root, "rev-parse", "dana^{tree}"))
        git(root, "checkout-index", "--all", "--force")
        (refused,) = refusals_for(CommitEvent(privacy=False), root, load_practice(root))
        typed = refused.hint.splitlines()[0].partition(": ")[2]
        subprocess.run(["sh", "-c", typed], cwd=root, check=True)
        assert refusals_for(CommitEvent(privacy=False), root, load_practice(root)) == ()
        assert (root / path.replace(".md", "-2.md")).read_text(encoding="utf-8") == here
        state = staged_state(str(root))
        assert state is not None
        asked = LintRequest(
            today=date(2026, 1, 31), select=["SIG001"], history=state.past, paths=state.paths, part=True, baseline={}
        )
        assert lint_caseload(state.tree, state.practice, asked).findings == ()


@pytest.mark.parametrize(
    ("path", "there", "text"),
    [
        (DRAFT, DRAFT_LATER, TEXT.replace("-01-19", "-01-20")),
        (BILLED, BILLED.replace(".md", "-2.md"), charge(BILLED)),
        (DRAFT, DRAFT, OTHERWISE),
    ],
    ids=("a draft renamed", "a charge renamed", "a draft edited"),
)
def test_what_is_new_in_a_merge_comes_after_it_as_printed(
    tmp_path_factory: pytest.TempPathFactory, clean_environment: None, path: str, there: str, text: str
) -> None:
    """Typed as the hook prints it: neither the merge nor the commit after it is refused."""
    root = tmp_path_factory.mktemp("after") / "clinic"
    both: Files = {BILLED: charge(BILLED), FOUND: NOTES[0]}
    branch = (Commit({BILLED: charge(BILLED)}), Commit({FOUND: NOTES[0]}, on="dana"), Commit({BEGUN: HEADINGS}))
    build(root, (*branch, Commit({**both, BEGUN: HEADINGS, path: None, there: text}, merges=("dana",))))
    with before_its_last_commit(root):
        git(root, "checkout-index", "--all", "--force")
        (refused,) = refusals_for(CommitEvent(privacy=False), root, load_practice(root))
        for line in refused.hint.splitlines():
            typed = line.partition(": ")[2].replace("git commit --no-edit", "true").removesuffix(" && git commit")
            subprocess.run(["sh", "-c", typed], cwd=root, check=True)
            assert refusals_for(CommitEvent(privacy=False), root, load_practice(root)) == (), line
            merge = (root / ".git/MERGE_HEAD").exists()
            parents = ("-p", "HEAD", *(("-p", "dana") if merge else ()))
            made = git(root, *IDENTITY, "commit-tree", git(root, "write-tree"), *parents, "-m", "Work")
            git(root, "update-ref", "HEAD", made)
            (root / ".git/MERGE_HEAD").unlink(missing_ok=True)
        assert git(root, "show", f"HEAD:{there}") == text.strip()


def test_what_the_other_side_never_had_may_go(
    tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> None:
    """A draft that was begun and given up before the first push; a signed note is another thing."""
    root = tmp_path_factory.mktemp("given-up") / "clinic"
    build(root, (Commit({DRAFT: None}), Commit({MORNING: None})))
    found = [each.where for each in of_push(root, known=())]
    assert len(found) == 1 and MORNING in found[0]


def test_one_scan_that_is_too_large_to_be_read_does_not_stand_for_another(
    tmp_path_factory: pytest.TempPathFactory, clean_environment: None
) -> None:
    root = tmp_path_factory.mktemp("scans") / "clinic"
    first, second = (word * LARGEST for word in ("scanned ", "another "))
    build(root, (Commit({SCAN: first}), Commit({SCAN: None, OTHER: second})))
    assert [each.what for each in of_verify(root)[0]] == [GONE]


# --- the askers -------------------------------------------------------------------------------------------------


def of_hook(root: Path) -> Iterator[Refusal]:
    """What the last commit's hook said when it was staged."""
    with before_its_last_commit(root):
        yield from refusals_for(CommitEvent(privacy=False), root, load_practice(root))


def of_push(root: Path, known: tuple[str, ...] | None = None) -> Iterator[Refusal]:
    tip, old = git(root, "rev-parse", "HEAD"), git(root, "rev-parse", "HEAD^")
    step = made_step(root, tip, git(root, "rev-parse", "HEAD^@").split())
    assert step.own or len(step.parents) > 1
    there = (old,) if known is None else known
    update = Update("refs/heads/main", old if there else "0" * 40, tip)
    yield from push_refusals(root, [update], there, load_practice(root))


def _first_step(hint: str) -> str:
    """The first line of a hint, whichever side of a merge it names: of three, each tool may name another first."""
    return re.sub("[0-9a-f]{10}", "SIDE", hint.splitlines()[0])


NAMED = re.compile(
    r"git (?:checkout|restore --source=|show |diff )\s*([0-9a-f]{10}\^?|HEAD\^?)(?::\./|[^\n&`]* -- )(\S+?)(?=[`\s]|$)"
)
"""In a hint, a commit and the file that it is to have: of a commit's hook `HEAD` is the one before it."""


def not_there(root: Path, named: list[tuple[str, str]]) -> list[str]:
    """Of commits that hints name, each with the file that it is to have, those that have it not."""
    asked = "".join(f"{revision}:{path}\n" for revision, path in named)
    command = ["git", "cat-file", "--batch-check"]
    told = subprocess.run(command, cwd=root, input=asked, capture_output=True, check=True, text=True).stdout
    return [line for line in told.splitlines() if line.endswith(" missing")]


def of_lint(root: Path) -> list[Finding]:
    with CommitTree(root, "HEAD") as tree:
        asked = LintRequest(
            today=date(2026, 1, 31),
            select=["SIG001", "SIG015"],
            history=LazyHistory(root, tip=tree.commit),
            baseline={},
        )
        return list(lint_caseload(tree, load_practice(root), asked).findings)


def of_verify(root: Path, *more: Callable[[Evidence], CheckOutput]) -> tuple[list[Alarm], list[Remark]]:
    checks = (
        record_checks.signed_records,
        record_checks.signature_blocks,
        record_checks.addenda,
        record_checks.deleted,
        record_checks.charts,
        plain_files,
        *more,
    )
    with gather_evidence(root, VerifyRequest(date(2026, 1, 31))) as past:
        said = [each for check in checks for each in check(past)]
    return [each for each in said if isinstance(each, Alarm)], [each for each in said if isinstance(each, Remark)]


assert OTHER_CHART
