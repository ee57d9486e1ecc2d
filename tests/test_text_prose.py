"""Sentences: what is denied, quoted, past, somebody else's; and phrases as a list writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.errors import CaseloadError
from caseload_tools.practice.words import LEXICONS, lexicon_called, shipped_list, whole_words
from caseload_tools.text.language.lexicon import Lexicon
from caseload_tools.text.language.prose import Prose

WORD = "suicide"


def _place(text: str) -> tuple[Prose, int, int]:
    start = text.index(WORD)
    return Prose(text), start, start + len(WORD)


@pytest.mark.parametrize(
    "text",
    [
        "Denies thoughts of suicide.",
        "No plan, no intent, no thoughts of suicide.",
        "No depression, anxiety or suicide.",
        "Asked about suicide: no thoughts.",
        "Thoughts of suicide denied.",
        "She didn’t mention suicide.",
        "Neither suicide nor harm to others was on his mind.",
        "Last week he thought of nothing else. Today no\nthoughts of suicide.",
        "Screen negative for suicide.",
        "Thoughts of suicide: none.",
        "Thoughts of suicide were denied by both.",
        "The suicide screen is negative",
    ],
)
def test_denied(text: str) -> None:
    prose, start, end = _place(text)
    assert prose.is_denied(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Thinks of suicide every day.",
        "No plan, but thinks of suicide.",
        "No change; thoughts of suicide in the evening.",
        "Does not deny thoughts of suicide.",
        "Stopped denying thoughts of suicide.",
        "Not only sad: speaks of suicide.",
        "Denies a plan and says that suicide is on his mind.",
        "No sleep since Monday. Speaks of suicide.",
        "No sleep since Monday.\n\n- suicide is on her mind",
        "Thoughts of suicide have not gone.",
        "Passive thoughts of suicide, no plan, no intent.",
        "Thoughts of suicide on Monday, denied intent.",
        "No plan or intent, suicide thought of daily.",
        "Thoughts of suicide and negative talk about himself.",
    ],
)
def test_not_denied(text: str) -> None:
    prose, start, end = _place(text)
    assert not prose.is_denied(start, end)


def test_quotation_is_known_in_every_dress() -> None:
    for text in ('"suicide"', "“suicide”", "> suicide, she said", "the word 'suicide' itself", "‘suicide’ was said"):
        prose, start, _ = _place(text)
        assert prose.is_quoted(start), text
    for text in ("the client's suicide, the brother's word", 'said "no"; suicide', "a > b suicide"):
        prose, start, _ = _place(text)
        assert not prose.is_quoted(start), text


def test_what_is_past_and_what_is_somebody_elses() -> None:
    for text in ("History of suicide.", "Attempted suicide in 2011.", "Tried suicide at 16.", "Past suicide attempt."):
        prose, start, end = _place(text)
        assert prose.is_past(start, end, 2026), text
    for text in ("Attempted suicide in 2026.", "Spoke of suicide at 14:20.", "Suicide? suicide in the past week."):
        prose, start, end = _place(text)
        assert not prose.is_past(start, end, 2026), text
    for text in ("Her uncle's suicide.", "A film about suicide.", "His friend had committed suicide."):
        prose, start, _ = _place(text)
        assert prose.is_of_another(start), text
    for text in ("Told her sister of suicide.", "His friend is worried, since he speaks of suicide."):
        prose, start, _ = _place(text)
        assert not prose.is_of_another(start), text


def test_a_comment_for_the_tool_is_not_prose() -> None:
    prose = Prose("All well.\n<!-- caseload: allow[RSK005] the word suicide is the title of a book -->\nGood.")
    assert "suicide" not in prose.text
    assert len(prose.text) == len(prose.body) and prose.text.count("\n") == 2
    assert b"suicide" not in prose.words


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    prose = Prose(text)
    for at in range(0, len(text), 7):
        start, end = prose.sentence(at)
        assert start <= at <= end
        prose.is_denied(at, min(at + 3, len(text)))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in lexicon_called("danger").find(prose))


# --- phrases -------------------------------------------------------------------------------


def _found(phrase: str, text: str, *harmless: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Lexicon({phrase: ""}, harmless).find(Prose(text))]


def test_phrases_are_written_as_people_would() -> None:
    assert _found("suicid*", "Suicidal, suicide, SUICIDALITY") == ["Suicidal", "suicide", "SUICIDALITY"]
    assert _found("addict(s)", "Two addicts, an addict, an addiction") == ["addicts", "addict"]
    assert _found("non-compliant", "noncompliant, non compliant, non-compliant") == [
        "noncompliant",
        "non compliant",
        "non-compliant",
    ]
    assert _found("end* (his|her own) life", "ended his life; ending her own\nlife; end her life") == [
        "ended his life",
        "ending her own\nlife",
    ]
    taken = "took tablets; took twenty of her small tablets; took one two three four five six tablets"
    assert _found("took … tablets", taken) == ["took tablets", "took twenty of her small tablets"]
    assert _found("don't", "don’t, don't") == ["don’t", "don't"]
    assert _found("SI", "si, SI, HIS") == ["SI"]
    assert _found("resistant", "treatment-resistant, resistant") == ["resistant"]


def test_a_harmless_phrase_takes_a_hit_back() -> None:
    assert _found("lazy", "a lazy Sunday, a lazy boy", "lazy sunday") == ["lazy"]
    assert Prose("a lazy Sunday") not in Lexicon({"lazy": ""}, ["lazy sunday"])


def test_of_two_at_one_place_the_longer_is_told() -> None:
    words = Lexicon({"addict(s)": "", "drug addict(s)": ""})
    assert [hit.phrase for hit in words.find(Prose("a drug addict"))] == ["drug addict(s)"]


def test_a_phrase_that_cannot_be_looked_up_is_refused() -> None:
    with pytest.raises(CaseloadError, match="too short"):
        Lexicon({"ab*": ""})


@pytest.mark.parametrize("name", sorted({path.stem for path in LEXICONS.glob("*.toml")} - {"abbreviations", "states"}))
def test_every_list_says_where_it_comes_from_and_can_be_read(name: str) -> None:
    ours = shipped_list(name)
    assert ours.about.endswith(".")
    assert all(group.source and group.phrases for group in ours.groups)
    plain = [each for group in ours.groups for each in group.phrases if not set(each) & set("*()…|")]
    known = lexicon_called(name)
    for phrase in plain:
        assert any(True for _ in known.find(Prose(phrase))) or any(each in phrase for each in ours.harmless), phrase


def test_a_practice_adds_and_takes_out() -> None:
    assert Prose("A no-hoper.") in lexicon_called("judging", ("no-hoper",))
    assert Prose("An addict.") not in lexicon_called("judging", (), ("addict",))
    assert Prose("He plays crazy eights.") not in lexicon_called("judging", (), ("crazy eights",))
    assert Prose("He is crazy.") in lexicon_called("judging", (), ("crazy eights",))


def test_abbreviations_are_a_plain_list() -> None:
    assert {"TV", "PTSD", "PHQ"} <= whole_words("abbreviations")
    assert all(word.isupper() and word.isalpha() for word in whole_words("abbreviations"))
