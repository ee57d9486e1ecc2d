"""The law on file: every fact has a source and its days, and each question gets the answer of its own day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from caseload_tools.practice import load_periods, profile_names, read_practice
from caseload_tools.practice.laws import (
    LAW,
    PART2,
    TABLES,
    Laws,
    is_notice,
    law_keys,
    laws_called,
    laws_of,
    load_law,
    stale_facts,
)

TODAY = date(2026, 12, 1)
BEFORE, EFFECTIVE, LAST, COMPLIANCE = date(2024, 4, 15), date(2024, 4, 16), date(2026, 2, 15), date(2026, 2, 16)
EVERYTHING = laws_called(law_keys())
WORDS = (LAW / "README.md").read_text(encoding="utf-8")
FEDERAL = laws_called(("us-hipaa", PART2))


def _rows(laws: Laws) -> Iterable[Any]:
    for body in laws.bodies:
        yield from (*body.provisions, *body.elements, *body.notices, *body.bases)
        yield from (*body.minors, *body.duties, *body.clocks)


@pytest.mark.parametrize("key", law_keys())
def test_each_fact_has_a_source_and_its_days(key: str) -> None:
    body = load_law(key)
    assert body.name and body.about and body.provisions
    for row in _rows(Laws((body,))):
        assert len(row.source) > 5, row
        assert row.since is None or row.until is None or row.since <= row.until, row
    for provision in body.provisions:
        assert provision.checked <= TODAY, provision
        assert len(provision.text) > 30 and provision.text.endswith((".", '"')), provision


@pytest.mark.parametrize("key", law_keys())
def test_what_rests_on_a_provision_names_one_of_its_days(key: str) -> None:
    body = load_law(key)
    laws = Laws((body,))
    for row in _rows(laws):
        if name := getattr(row, "provision", ""):
            assert laws.provision(name), f"{name} is not on file"
            assert row.since is None or laws.provision(name, row.since), row
            assert not row.verified or any(each.verified for each in body.provisions if each.key == name), row


def test_the_words_of_the_rows_stand_in_the_readme() -> None:
    for basis in EVERYTHING.bases():
        for word in (*basis.needs, *basis.only):
            assert re.search(rf"[ :\n]{word}[ ,.(\n]", WORDS), word
    assert all(f"`[[{table}]]`" in WORDS for table in TABLES)
    assert {each.kind for each in EVERYTHING.duties()} <= {"duty", "permission", "none"}


@pytest.mark.parametrize(
    ("profile", "laws"),
    [
        ("general", ("us-hipaa",)),
        ("private-practice", ("us-hipaa",)),
        ("sud-part2", ("us-hipaa", PART2)),
        ("wa-outpatient", ("us-hipaa", "us-wa")),
    ],
)
def test_a_profile_names_its_law_and_inherits_the_rest(profile: str, laws: tuple[str, ...]) -> None:
    assert load_periods(profile).jurisdiction == laws
    assert laws_of(load_periods(profile).policy_on(TODAY)).keys == laws


def test_every_profile_names_law_that_is_on_file() -> None:
    assert all(set(load_periods(name).jurisdiction) <= set(law_keys()) for name in profile_names())


@pytest.mark.parametrize(
    ("text", "programme", "laws"),
    [
        ('name = "N"', None, ("us-hipaa",)),
        ('name = "N"\njurisdiction = []', None, ()),
        ('name = "N"\njurisdiction = ["us-hipaa", "us-or"]', None, ("us-hipaa", "us-or")),
        ('name = "N"\nprofile = "sud-part2"\njurisdiction = []', None, ()),
        ('name = "N"\n[programmes.iop]\nprofile = "sud-part2"', "iop", ("us-hipaa", PART2)),
        ('name = "N"\njurisdiction = []\n[programmes.iop]\nprofile = "iop"', "iop", ()),
        ('name = "N"\njurisdiction = ["us-hipaa", "us-or"]\n[programmes.a]\nprofile = "sud-part2"', "a",
         ("us-hipaa", "us-or", PART2)),
        ('name = "N"\n[programmes.iop]\njurisdiction = ["us-wa"]', "iop", ("us-wa",)),
        ('name = "N"\n[programmes.iop]\njurisdiction = ["us-wa"]', None, ("us-hipaa",)),
        ('name = "N"\njurisdiction = ["us-or"]\n[policy]\nmax_goals = 3', None, ("us-or",)),
    ],
)  # fmt: skip
def test_a_practice_says_itself_which_law_it_is_under(text: str, programme: str | None, laws: tuple[str, ...]) -> None:
    assert read_practice(text.encode()).policy(programme, TODAY).jurisdiction == laws


def test_a_law_that_nobody_has_on_file_is_a_mistake() -> None:
    with pytest.raises(Exception, match="jurisdiction"):
        read_practice(b'name = "N"\njurisdiction = ["us-hippa"]')


@pytest.mark.parametrize(
    ("day", "short", "copy"),
    [
        (date(2017, 6, 1), set(), False),
        (date(2018, 2, 1), set(), False),
        (date(2018, 2, 2), {"disclosure"}, False),
        (BEFORE, {"disclosure"}, False),
        (EFFECTIVE, {"disclosure", "use or disclosure"}, False),
        (LAST, {"disclosure", "use or disclosure"}, False),
        (COMPLIANCE, {"use or disclosure"}, True),
        (TODAY, {"use or disclosure"}, True),
    ],
)
def test_the_notice_of_part_2_by_day(day: date, short: set[str], copy: bool) -> None:
    found = {
        re.sub(r".*unauthorized (.*) of these.*", r"\1", n.words) for n in FEDERAL.notices(day) if "short" in n.name
    }
    assert found == short
    assert any("long" in notice.name for notice in FEDERAL.notices(day))
    assert (FEDERAL.provision("2.32(b)", day) is not None) is copy
    assert ("scope-told" in FEDERAL.bases(day, "consent")[-1].needs) is copy


def test_outside_of_part_2_no_notice_is_asked_for() -> None:
    assert not laws_called(("us-hipaa", "us-wa")).notices(TODAY)
    assert not laws_called(()).provisions() and not laws_called(()).bases()


def test_hipaa_asks_for_six_elements_three_statements_and_a_copy() -> None:
    names = [each.name for each in laws_called(("us-hipaa",)).elements("release", TODAY)]
    assert names == [
        *("discloser", "recipient", "information", "purpose", "revocation", "expiry", "signature"),
        *("date of signature", "conditions", "redisclosure", "copy"),
    ]
    assert not laws_called(("us-hipaa",)).elements("release", date(2003, 4, 13))
    assert [each.keys for each in laws_called(("us-hipaa",)).elements("representative", TODAY)] == [("authority",)]


def test_the_single_consent_of_part_2_is_of_2024() -> None:
    part2 = laws_called((PART2,))
    assert {each.name for each in part2.elements("tpo", TODAY)} == {"redisclosure", "conditions"}
    assert not part2.elements("tpo", BEFORE)
    assert part2.provision("2.31(b)", BEFORE) is None and part2.provision("2.31(b)", TODAY) is not None


# Worked out from the regulations: ground, HIPAA permits, Part 2 permits, what Part 2 needs, what it is limited to.
GROUNDS = [
    ("treatment", True, True, ("release", "notice"), ()),
    ("payment", True, True, ("release", "notice"), ()),
    ("mandated-report", True, True, ("authority",), ("child-abuse",)),
    ("threat", True, False, (), ()),
    ("emergency", True, True, ("written-down",), ("medical-personnel",)),
    ("court", True, True, ("part2-order",), ()),
    ("agreement", True, False, (), ()),
    ("public-health", True, False, (), ()),
    ("inbound", True, True, (), ()),
]


@pytest.mark.parametrize(("word", "hipaa", "part2", "needs", "only"), GROUNDS)
def test_the_two_federal_laws_are_told_apart(
    word: str, hipaa: bool, part2: bool, needs: tuple[str, ...], only: tuple[str, ...]
) -> None:
    found = {each.law: each for each in FEDERAL.bases(TODAY, word)}
    assert found["us-hipaa"].permits is hipaa
    assert (found[PART2].permits, found[PART2].needs, found[PART2].only) == (part2, needs, only)


def test_each_ground_is_known_to_both_federal_laws() -> None:
    grounds = [{each.word for each in laws_called((key,)).bases(TODAY)} for key in ("us-hipaa", PART2)]
    assert grounds[0] == grounds[1]


@pytest.mark.parametrize(("name", "days", "more"), [("access", 30, 30), ("amendment", 60, 30), ("accounting", 60, 30)])
def test_the_times_of_a_clients_rights(name: str, days: int, more: int) -> None:
    clock = FEDERAL.clock(name, TODAY)
    assert clock is not None and (clock.days, clock.extension) == (days, more)
    assert laws_called(()).clock(name, TODAY) is None


@pytest.mark.parametrize(
    ("state", "service", "day", "age"),
    [
        ("us-wa", "mental-health", TODAY, 13),
        ("us-wa", "mental-health", date(2019, 7, 27), 13),
        ("us-wa", "substance-use", TODAY, 13),
        ("us-wa", "substance-use", date(2019, 7, 27), "nothing"),
        ("us-ca", "mental-health", TODAY, 12),
        ("us-co", "mental-health", date(2019, 5, 15), "nothing"),
        ("us-ny", "mental-health", TODAY, None),
        ("us-az", "mental-health", TODAY, "nothing"),
    ],
)
def test_minors_by_state_and_service(state: str, service: str, day: date, age: object) -> None:
    found = laws_called((state,)).minors(service, day)
    assert (found[0].age if found else "nothing") == age


def test_a_profile_and_the_law_of_its_state_say_the_same_age() -> None:
    for name in profile_names():
        periods = load_periods(name)
        for row in laws_of(periods).minors("mental-health", TODAY):
            assert periods.policy_on(TODAY).count("age_of_consent") == row.age, name


def test_a_record_of_part_2_is_under_it_wherever_it_lies() -> None:
    plain = laws_of(load_periods("general"))
    assert not plain.has(PART2) and plain.adding(PART2).has(PART2)
    assert plain.adding(PART2).without(PART2).keys == plain.keys


def test_what_nobody_looked_at_for_a_year_is_named() -> None:
    assert not stale_facts(FEDERAL, TODAY)
    assert stale_facts(FEDERAL, date(2027, 12, 2))


SHORT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
OLD = "42 CFR part 2 prohibits unauthorized disclosure of these records."


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (SHORT, True),
        (SHORT.upper(), True),
        ("Notice: 42 C.F.R. Part 2 prohibits unauthorized use\n  or disclosure of these records", True),
        (OLD, False),
        ("42 CFR part 2 permits disclosure of these records.", False),
        ("The notice was enclosed.", False),
        ("-", False),
    ],
)
def test_a_notice_is_known_by_its_words_however_it_is_set(text: str, known: bool) -> None:
    assert any(is_notice(text, each) for each in FEDERAL.notices(TODAY)) is known


def test_each_notice_is_known_as_itself_and_as_no_other() -> None:
    notices = FEDERAL.notices()
    for one in notices:
        assert [other.name for other in notices if is_notice(one.words, other)] == [one.name]


def test_the_law_of_a_state_stands_beside_hipaa() -> None:
    named, both, none = (
        read_practice(f'name = "N"\njurisdiction = [{keys}]'.encode()).policy(None, TODAY)
        for keys in ('"us-wa"', '"us-hipaa", "us-wa"', "")
    )
    assert laws_of(named) is laws_of(both)
    assert not laws_of(none).keys
