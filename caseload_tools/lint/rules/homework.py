"""FUP, where it reads: does the next note come back to what was agreed on."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule
from caseload_tools.text.language.likeness import hashed_words
from caseload_tools.text.language.prose import STEM

_LEAST = 4
# Words of a task that say nothing of what it is about.
_COMMON = frozenset(
    b"before after about every again least until their while three which with from into this that then when what each week weeks"
    b" days times once twice first second time done next last only them than have more most some over both half hour minutes"
    b" monday tuesday wednesday thursday friday saturday sunday daily morning evening nights keep make take note".split()
)
# A note that says one of these has come back to it, whatever it calls it.
_TAKEN_UP = frozenset(
    b"homework exercise exercises task tasks assignment worksheet assigned agreed diary diaries".split()
)
# The same deed in another tense begins otherwise.
_VERBS = b"""
ring rings rang rung ringing; write writes wrote written writing; say says said saying; tell tells told telling
go goes went gone going; buy buys bought; speak speaks spoke spoken; eat eats ate eaten; drink drinks drank drunk
draw draws drew drawn; find finds found; sleep sleeps slept; read reads reading; send sends sent; meet meets met
drive drives drove driven; ride rides rode ridden; sit sits sat; stand stands stood; swim swims swam; run runs ran
leave leaves left; bring brings brought; think thinks thought; teach teaches taught; sing sings sang sung
give gives gave given; get gets got; lie lies lay lain; pay pays paid; wake wakes woke woken; rise rises rose risen
"""
_FORMS = {
    word: frozenset(verb.split()) for verb in _VERBS.strip().replace(b"\n", b";").split(b";") for word in verb.split()
}
_NONE_SET = ("nothing", "none", "no homework", "n/a")


@rule("FUP010", cites="S1.8", level="advice", prose=True)
def homework_not_taken_up(session: Session, chart: Chart) -> Problems:
    """The last session set homework, and this note does not come back to it.

    Homework that nobody asks about is the last homework that is done. One word of what it was about is enough.

    Bad:
        --- session 2026-01-19
        homework: Fill in the sleep diary
        --- session 2026-01-26
        format: narrative

        She talked about her brother's visit and the long way home.
    Good:
        --- session 2026-01-19
        homework: Ring the adviser before Friday
        --- session 2026-01-26
        format: narrative

        Rang on Thursday and was put through at once.
    """
    if not session.took_place or not session.prose.strip() or session.service in ("group", "crisis"):
        return
    kept = chart.kept_sessions
    place = kept.index(session)
    before = kept[place - 1] if place else None
    if before is None or not before.homework or before.homework.casefold().startswith(_NONE_SET):
        return
    prose, telling = session.document.prose, _telling(before.homework)
    if not telling or not _TAKEN_UP.isdisjoint(prose.words):
        return
    # A stem has four letters, as the beginnings have; forms of verbs may be longer.
    if not telling.isdisjoint(prose.stems) or not telling.isdisjoint(prose.words):
        return
    if chart.in_doubt(before.date, session.date):
        return  # what lies between may have come back to it
    hint = f"the homework stands in {before.link}"
    yield session.at("homework", "the note does not come back to the last homework", hint)


def _telling(homework: str) -> set[bytes]:
    """The beginnings of the words that say what the homework was about: `diar`, `phon`, `walk`, and `rang` for `ring`."""
    words = hashed_words(homework)
    return {word[:STEM] for word in words if len(word) >= _LEAST and word not in _COMMON} | {
        form for word in words for form in _FORMS.get(word, ())
    }
