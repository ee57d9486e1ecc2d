"""NOT and PLN: text that was copied and not written, within a chart and from one client's chart into another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseload_tools.chart.across.copies import Copies, Copy
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problem, Problems
from caseload_tools.chart.records.problem import Related
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.text import Document
from caseload_tools.text.language.likeness import hashed_words, likely_pairs, share_taken, words_digest
from caseload_tools.text.language.prose import Prose

# "Phone call, no answer, message left" is nobody's copy.
_LEAST_WORDS = 8
_BLOCK_WORDS = 5
_NORMAL_IN_A_BLOCK = 2


@rule(
    "NOT009",
    cites=("S4.3", "CMS Medicare Program Integrity Manual 3.3.2"),
    level="warning",
    prose=True,
    limit="note_similarity",
)
def note_copied_from_an_earlier_one(chart: Chart, policy: Policy) -> Problems:
    """The note is for the most part the text of an earlier note of the same client.

    A copied note says what was true on another day, and one cannot tell which of its sentences are still meant. Payers
    deny such notes. Counted are the words that stand in runs of four or more of the earlier note; the share is the
    practice's (`note_similarity`).

    Bad:
        --- session 2026-01-19
        format: narrative

        Kept the bedtime on three nights of seven. We looked at the diary line by line; on the bad nights the phone was
        in the bed. She said that putting it in the kitchen helped most.
        --- session 2026-01-26
        format: narrative

        Kept the bedtime on four nights of seven. We looked at the diary line by line; on the bad nights the phone was
        in the bed. She said that putting it in the kitchen helped most.
    Good:
        --- session 2026-01-19
        format: narrative

        Kept the bedtime on three nights of seven. We looked at the diary line by line; on the bad nights the phone was
        in the bed. She said that putting it in the kitchen helped most.
        --- session 2026-01-26
        format: narrative

        Four nights of seven now. The phone sleeps in the kitchen; twice she fetched it back, both times before a shift.
        Wants to try the alarm clock of her grandmother, loud as it is.
    """
    notes = [each for each in chart.kept_sessions if len(each.document.prose.words) >= _LEAST_WORDS]
    for later, earlier, share in _copied(notes, _limit(policy, "note_similarity")):
        message = f"{_share(share)} of this note stands in the note of {earlier.date}"
        hint = "write what was new this time, and take out what was not said or seen again"
        yield _related(later.document, later.document.body_line, message, hint, earlier.document)


def _copied(notes: Sequence[Session], at_least: float) -> Iterator[tuple[Session, Session, float]]:
    """Each note that was taken from an earlier one, with the one it owes most and the share."""
    words = [note.document.prose.words for note in notes]
    pairs = likely_pairs([note.document.prose.signature for note in notes])
    firsts: dict[int, int] = {}
    for number, note in enumerate(notes):
        first = firsts.setdefault(note.document.prose.digest, number)
        if first != number:
            pairs.add((number, first))
    best: dict[int, tuple[float, int]] = {}
    for later, earlier in pairs:
        share = share_taken(words[later], words[earlier])
        if share >= at_least:
            best[later] = max(best.get(later, (0.0, 0)), (share, earlier))
    for later, (share, earlier) in sorted(best.items()):
        yield notes[later], notes[earlier], share


@rule("NOT010", cites=("S2.7", "S4.3"), level="warning", prose=True, limit="normal_repeats")
def all_normal_block_repeated(chart: Chart, policy: Policy, practice: Practice) -> Problems:
    """The same block of normal findings stands word for word in several notes in a row.

    Nobody can tell what was looked at on the day and what the template filled in. Say what was seen, and leave out
    what was not looked at.

    Bad:
        --- session 2026-01-19

        ## Objective

        Oriented to person and place. Mood euthymic, affect congruent, speech normal. Denies SI and HI.
        --- session 2026-01-26

        ## Objective

        Oriented to person and place. Mood euthymic, affect congruent, speech normal. Denies SI and HI.
        --- session 2026-02-02

        ## Objective

        Oriented to person and place. Mood euthymic, affect congruent, speech normal. Denies SI and HI.
    Good:
        --- session 2026-01-19

        ## Objective

        Mood even, speech quick. Laughed about the phone.
        --- session 2026-01-26

        ## Objective

        Mood even again. Hands still for most of the hour.
    """
    times = policy.count("normal_repeats") or 0
    running: dict[int, int] = {}
    last: dict[int, Problem] = {}
    for session in chart.kept_sessions:
        if not session.prose.strip():
            continue
        blocks = dict(_normal_blocks(session, practice))
        for gone in running.keys() - blocks.keys():
            del running[gone]
        for block, line in blocks.items():
            running[block] = running.get(block, 0) + 1
            if running[block] >= times:
                message = f"the same normal findings stand here for the {_th(running[block])} time in a row"
                last[block] = session.at_line(line, message, "say what was seen this time, and only that")
    yield from last.values()


def _normal_blocks(session: Session, practice: Practice) -> Iterator[tuple[int, int]]:
    """Digest and line of each paragraph that is a list of normal findings."""
    normal = practice.lexicon("normal")
    prose = session.document.prose
    if sum(1 for _ in normal.find(prose)) < _NORMAL_IN_A_BLOCK:
        return
    at = 0
    for paragraph in prose.text.split("\n\n"):
        words = hashed_words(paragraph)
        if len(words) >= _BLOCK_WORDS and sum(1 for _ in normal.find(Prose(paragraph))) >= _NORMAL_IN_A_BLOCK:
            yield words_digest(words), session.place_in_prose(at + len(paragraph) - len(paragraph.lstrip("\n")))[0]
        at += len(paragraph) + 2


def _th(number: int) -> str:
    return {2: "second", 3: "third", 4: "fourth", 5: "fifth"}.get(number, f"{number}th")


@rule("NOT019", cites=("S3.11", "CMS Medicare Program Integrity Manual 3.3.2"), level="warning", prose=True)
def group_note_same_for_two_members(copies: Copies) -> Problems:
    """What a group note says of this member is, word for word, what it says of another.

    The topic and what the leader did may be the same for all. How a member took part is theirs alone, and it is what
    the payer pays for.

    Bad:
        --- session 2026-01-19
        service: group
        format: narrative

        Took part in the round and spoke twice; listened to the others with the camera on and took notes to the end.
        --- session 2026-01-19 of C-0002
        service: group
        format: narrative

        Took part in the round and spoke twice; listened to the others with the camera on and took notes to the end.
    Good:
        --- session 2026-01-19
        service: group
        format: narrative

        Spoke twice, the second time about the cupboard. Filled in Friday and left Saturday blank.
        --- session 2026-01-19 of C-0002
        service: group
        format: narrative

        Silent until the break, then asked the first question of the day, about sleep.
    """
    for each in copies.in_groups():
        what = f"the section “{each.section}” is" if each.section else "this note is"
        message = f"{what} the same, word for word, for another member of the group"
        yield _of_another(each, message, "say how this member took part and what they took from it")


@rule(
    "NOT020",
    cites=("S4.3", "CMS Medicare Program Integrity Manual 3.3.2"),
    level="warning",
    prose=True,
    limit="note_similarity",
)
def note_copied_from_another_client(copies: Copies, policy: Policy) -> Problems:
    """The note, or a section about the client, is the text of an earlier note of another client.

    It may be untrue of this client, and it may tell whoever reads it something about the other. What staff did and
    planned may be the same for two people; what became of it may not. Needs a look at the whole caseload, so `caseload
    lint --client C-0142` does not see it.

    Bad:
        --- session 2026-01-19
        format: narrative

        Client presented for the appointment on time. Housing remains stable. Discussed the budget and the bus.
        --- session 2026-02-16 of C-0002
        format: narrative

        Client presented for the appointment on time. Housing remains stable. Discussed the budget and the bus.
    Good:
        --- session 2026-01-19
        format: narrative

        Came ten minutes early with the lease in her bag. The landlord had crossed out two lines and she had found both.
        --- session 2026-02-16 of C-0002
        format: narrative

        On time, out of breath. Went through the bus plan; he had marked the stops with a bench.
    """
    for each in copies.notes(_limit(policy, "note_similarity")):
        if each.section:
            message = f"the section “{each.section}” is the same, word for word, in another client's note"
        elif each.same:
            message = "this note is, word for word, an earlier note of another client"
        else:
            message = f"{_share(each.share)} of this note stands in an earlier note of another client"
        yield _of_another(each, message, "write what this client did and said")


@rule("PLN015", cites="S2.18", level="warning", prose=True, limit="plan_similarity")
def plan_copied_from_another_client(copies: Copies, policy: Policy) -> Problems:
    """The problems, goals and objectives are for the most part those of another client's plan.

    A plan is made with one person. Interventions may be standard; what somebody wants and will do is not. Counted are the
    words that stand in runs of four or more of the other plan. Needs a look at the whole caseload.

    Bad:
        --- plan
        problems:
          - {id: P1, text: Lies awake until three since the move and sleeps through the alarm, rank: 1, diagnosis: F51.01}
        objectives:
          - id: O1.1
            text: Put the phone in the kitchen by ten and be in bed by half past on 5 nights a week
            done_when: 4 weeks running
            target_date: 2026-06-30
        --- plan 2026-02-09 of C-0002
        problems:
          - {id: P1, text: Lies awake until three since the move and sleeps through the alarm, rank: 1, diagnosis: F51.01}
        objectives:
          - id: O1.1
            text: Put the phone in the kitchen by ten and be in bed by half past on 5 nights a week
            done_when: 4 weeks running
            target_date: 2026-06-30
    Good:
        --- plan
        problems:
          - {id: P1, text: Lies awake until three since the move and sleeps through the alarm, rank: 1, diagnosis: F51.01}
        --- plan 2026-02-09 of C-0002
        problems:
          - {id: P1, text: Wakes at two when the trucks leave and cannot settle before they come back, rank: 1, diagnosis: F51.01}
    """
    for each in copies.plans(_limit(policy, "plan_similarity")):
        key = next((key for key in ("goals", "objectives", "problems") if key in each.document.data), "type")
        message = f"{_share(each.share)} of the problems, goals and objectives stand in another client's plan"
        related = (Related(each.original, ("type",), "the other plan"),)
        yield Problem(each.document, (key,), message, "write them anew with this client", related=related)


def _limit(policy: Policy, key: str) -> float:
    """The share from which on a text counts as copied. Where it is off, its rules do not run."""
    return policy.share(key) or 1.0


def _share(share: float) -> str:
    return "all" if share == 1 else f"{share:.0%}"


def _of_another(copy: Copy, message: str, hint: str) -> Problem:
    return _related(copy.document, copy.line, message, hint, copy.original)


def _related(document: Document, line: int, message: str, hint: str, original: Document) -> Problem:
    related = (Related(original, ("type",), "the earlier text"),)
    return Problem(document, (), message, hint, line=line, related=related)
