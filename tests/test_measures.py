"""Outcome measures: the figures hold together, and no answer sheet is read as more than it says."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.errors import CaseloadError
from caseload_tools.practice.measures import MEASURES, Measure, Score, measures_of_practice, read_score
from caseload_tools.practice.measures.measure import Number

EVERY = sorted(MEASURES)
SUMMED = [key for key in EVERY if MEASURES[key].sums]


def sheet(measure: Measure) -> st.SearchStrategy[list[int]]:
    """A complete answer sheet of a measure."""
    return st.tuples(*(st.sampled_from(measure.allowed(n)) for n in range(1, measure.items + 1))).map(list)


def any_measure() -> st.SearchStrategy[Measure]:
    return st.sampled_from(EVERY).map(lambda key: MEASURES[key])


def test_the_measures_are_found_by_their_files() -> None:
    assert {"phq9", "gad7", "phq2", "gad2", "pcl5", "audit", "audit-c", "dast10"} < set(EVERY)
    assert {"cssrs", "who5", "whodas12", "ors", "srs", "k6", "k10"} < set(EVERY)


@pytest.mark.parametrize("key", EVERY)
@pytest.mark.requirement("S0.14")
def test_each_measure_says_where_its_figures_come_from(key: str) -> None:
    measure = MEASURES[key]
    assert measure.id == key
    assert len(measure.sources) >= 2 and all(measure.sources)
    assert measure.licence
    said = (measure.name, measure.licence, *measure.sources, *(band.label for band in measure.bands))
    assert not [each for each in said if "TODO" in each], "left by python -m scaffold"
    assert set(measure.unverified) <= set(Measure.__dataclass_fields__)
    assert all(getattr(measure, name) for name in measure.unverified)


@pytest.mark.parametrize("word", ["assessment", "measure", "review", "session"])
def test_each_record_that_holds_scores_may_hold_each_measure(word: str) -> None:
    keys = bundled_schema(word)["properties"]
    scores = {name for name, value in keys.items() if value.get("$ref", "").endswith("/score")}
    assert scores == set(EVERY), f"schemas/{word}.schema.json lacks a key, or has one of no measure"


def test_no_other_record_holds_scores() -> None:
    holding = {word for word in RECORD_TYPES if "/score" in str(bundled_schema(word)["properties"].get("phq9"))}
    assert holding == {"assessment", "measure", "review", "session"}


@pytest.mark.parametrize("key", EVERY)
def test_bands_tile_the_range(key: str) -> None:
    measure = MEASURES[key]
    if not measure.bands:
        assert key in {"pcl5", "audit-c", "whodas12", "ors", "srs"}
        return
    assert (measure.bands[0].low, measure.bands[-1].high) == measure.range
    assert all(after.low == before.high + 1 for before, after in pairwise(measure.bands))
    assert len({band.label for band in measure.bands}) == len(measure.bands)


@pytest.mark.parametrize("key", EVERY)
def test_figures_lie_within_the_range(key: str) -> None:
    measure = MEASURES[key]
    low, high = measure.range
    for cutoff in (measure.cutoff, *(value for _, value in measure.cutoff_by_sex)):
        assert cutoff is None or low < cutoff <= high
    assert measure.reliable_change is None or 0 < measure.reliable_change < high - low
    items = range(1, measure.items + 1)
    assert set(measure.safety_items) <= set(items) and set(measure.reversed_items) <= set(items)
    for cluster in measure.clusters:
        assert 1 <= cluster.first <= cluster.last <= measure.items


@given(st.data(), any_measure())
def test_a_complete_sheet_has_a_total_in_range_and_a_band(data: st.DataObject, measure: Measure) -> None:
    result = read_score(measure, data.draw(sheet(measure)))
    assert result.complete and not result.faults
    value = result.total if measure.sums else result.level
    assert value is not None
    assert measure.range[0] <= value <= measure.range[1]
    assert (result.band is not None) == bool(measure.bands)
    assert (result.total is None) == (not measure.sums)


@given(st.data(), any_measure())
def test_an_incomplete_sheet_never_has_a_total(data: st.DataObject, measure: Measure) -> None:
    answers: list[Number | None] = list(data.draw(sheet(measure)))
    gaps = data.draw(st.sets(st.integers(1, measure.items), min_size=1))
    for item in gaps:
        answers[item - 1] = None
    result = read_score(measure, answers)
    if not result.missing:  # only questions that were not to be asked
        assert measure.skips and gaps <= set(measure.skips[0][1])
        return
    assert result.total is None and result.level is None and result.band is None
    assert not result.complete and set(result.missing) <= gaps


@given(st.data(), any_measure())
def test_an_answer_out_of_range_is_named_and_never_counted(data: st.DataObject, measure: Measure) -> None:
    answers: list[object] = list(data.draw(sheet(measure)))
    item = data.draw(st.integers(1, measure.items))
    bad = data.draw(
        st.integers(max_value=measure.item_min - 1)
        | st.integers(min_value=measure.item_max + 1)
        | st.booleans()
        | st.text()
        | st.just(float("nan"))
        | st.just([1])
    )
    answers[item - 1] = bad
    result = read_score(measure, answers)
    assert [fault.item for fault in result.faults] == [item]
    assert f"item {item} " in result.faults[0].message
    assert result.total is None and not result.complete


@given(any_measure(), st.lists(st.integers(0, 1) | st.none(), max_size=40))
def test_a_wrong_number_of_answers_is_said(measure: Measure, answers: list[int | None]) -> None:
    if len(answers) == measure.items:
        answers = [*answers, 1]
    (fault,) = read_score(measure, answers).faults
    assert f"has {measure.items} items" in fault.message
    assert ("too few" in fault.message) == (len(answers) < measure.items)


@given(
    any_measure(),
    st.none() | st.booleans() | st.text() | st.integers() | st.floats() | st.dictionaries(st.text(), st.none()),
)
def test_anything_a_file_may_hold_gives_a_score_and_never_an_error(measure: Measure, value: object) -> None:
    result = read_score(measure, value)
    assert isinstance(result, Score)
    if result.total is not None:
        assert measure.range[0] <= result.total <= measure.range[1]
    assert (result.total is None and result.level is None) == bool(result.faults)


@given(st.data(), st.sampled_from(SUMMED))
def test_a_written_total_is_taken_as_it_is(data: st.DataObject, key: str) -> None:
    measure = MEASURES[key]
    total = data.draw(st.integers(*measure.range).map(lambda value: value - value % measure.factor))
    assert read_score(measure, total).total == total
    assert read_score(measure, total).complete
    assert str(read_score(measure, float(total)).total) == str(total)  # as for the digest of a signature


@given(st.data(), st.sampled_from(SUMMED))
@pytest.mark.requirement("S4.14")
def test_reliable_change_is_symmetric_and_knows_its_direction(data: st.DataObject, key: str) -> None:
    measure = MEASURES[key]
    before, after = data.draw(st.tuples(st.integers(*measure.range), st.integers(*measure.range)))
    turned = {"better": "worse", "worse": "better"}
    there, back = measure.reliable(before, after), measure.reliable(after, before)
    assert back == turned.get(there, there)
    if there == "better":
        assert (after > before) == (measure.direction == "higher is better")


@given(sheet(MEASURES["dast10"]))
def test_the_reversed_item_counts_the_other_way_round(answers: list[int]) -> None:
    turned = [*answers[:2], 1 - answers[2], *answers[3:]]
    before, after = read_score(MEASURES["dast10"], answers).total, read_score(MEASURES["dast10"], turned).total
    assert before is not None and after is not None
    assert before - after == (1 if answers[2] == 0 else -1)


def test_dast10_counts_a_no_to_item_three_as_a_problem() -> None:
    assert read_score(MEASURES["dast10"], [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]).total == 0
    assert read_score(MEASURES["dast10"], [0] * 10).total == 1


def test_phq9_of_a_known_sheet() -> None:
    result = read_score(MEASURES["phq9"], [1, 1, 2, 1, 1, 1, 1, 0, 1])
    assert (result.total, str(result.band)) == (9, "mild")
    assert result.safety_items == (9,) and result.asks_for_safety


@pytest.mark.requirement("S2.45")
def test_item_nine_asks_for_safety_even_on_an_incomplete_sheet() -> None:
    result = read_score(MEASURES["phq9"], [None, 0, 0, 0, 0, 0, 0, 0, 1])
    assert result.total is None and result.missing == (1,)
    assert result.asks_for_safety


def test_phq9_is_not_prorated() -> None:
    assert read_score(MEASURES["phq9"], [3, 3, 3, 3, 3, 3, 3, 3, None]).total is None


@pytest.mark.parametrize(
    ("total", "label"),
    [(0, "minimal"), (5, "mild"), (14, "moderate"), (15, "moderately severe"), (27, "severe")],
)
def test_phq9_bands(total: int, label: str) -> None:
    assert str(read_score(MEASURES["phq9"], total).band) == label


def test_change_on_the_phq9_and_the_who5_goes_opposite_ways() -> None:
    assert MEASURES["phq9"].reliable(14, 9) == "better"
    assert MEASURES["phq9"].reliable(14, 10) == "same"
    assert MEASURES["who5"].reliable(40, 52) == "better"
    assert MEASURES["phq2"].reliable(6, 0) == "unknown"


def test_who5_is_an_index_and_a_raw_sum_is_questioned() -> None:
    who5 = MEASURES["who5"]
    assert read_score(who5, [3, 2, 3, 2, 2]).total == 48
    assert who5.beyond_cutoff(48) and not who5.beyond_cutoff(52)
    assert read_score(who5, 13).faults and read_score(who5, 52).total == 52


@pytest.mark.parametrize(
    ("answers", "level", "band"),
    [
        ([0, 0, None, None, None, 0, 0], 0, "none"),
        ([1, 0, None, None, None, 0, 0], 1, "low"),
        ([1, 1, 1, 0, 0, 0, 0], 3, "moderate"),
        ([0, 0, None, None, None, 1, 0], 3, "moderate"),
        ([0, 0, None, None, None, 1, 1], 4, "high"),
        ([1, 1, 1, 1, 1, 0, 0], 5, "high"),
    ],
)
def test_cssrs_has_a_level_and_no_sum(answers: list[int | None], level: int, band: str) -> None:
    result = read_score(MEASURES["cssrs"], answers)
    assert result.total is None and result.complete
    assert (result.level, str(result.band)) == (level, band)
    assert result.asks_for_safety == (level >= 3)


def test_cssrs_with_item_two_answered_yes_must_ask_on() -> None:
    assert read_score(MEASURES["cssrs"], [1, 1, None, None, None, 0, 0]).missing == (3, 4, 5)
    assert read_score(MEASURES["cssrs"], 4).asks_for_safety


def test_pcl5_clusters() -> None:
    answers = [2, 0, 0, 0, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0]
    assert read_score(MEASURES["pcl5"], answers).clusters_met is True
    answers[5] = 1
    assert read_score(MEASURES["pcl5"], answers).clusters_met is False
    assert read_score(MEASURES["pcl5"], 40).clusters_met is None


def test_audit_items_nine_and_ten_take_only_some_values() -> None:
    (fault,) = read_score(MEASURES["audit"], [0, 0, 0, 0, 0, 0, 0, 0, 3, 0]).faults
    assert fault.item == 9 and "0, 2, 4" in fault.message
    assert read_score(MEASURES["audit"], [4] * 10).total == 40


def test_audit_c_cut_differs_by_sex_and_is_careful_without_it() -> None:
    audit_c = MEASURES["audit-c"]
    assert audit_c.needs_sex
    assert not audit_c.beyond_cutoff(3, "male")
    assert audit_c.beyond_cutoff(3, "female") and audit_c.beyond_cutoff(3)


def test_ors_takes_millimetres_and_others_do_not() -> None:
    assert read_score(MEASURES["ors"], [5.1, 6.2, 7.3, 8.1]).total == 26.7
    assert read_score(MEASURES["ors"], 24.9).total == 24.9
    assert read_score(MEASURES["phq9"], 4.5).faults
    assert MEASURES["srs"].beyond_cutoff(35.9) and not MEASURES["srs"].beyond_cutoff(36)


def test_no_fault_repeats_an_answer() -> None:
    for value in ("SECRET", [9, "SECRET", 77, 0, 0, 0, 0, 0, 0], 4711):
        for fault in read_score(MEASURES["phq9"], value).faults:
            text = fault.message + fault.hint
            assert "SECRET" not in text and "77" not in text and "4711" not in text


def test_scores_travel_between_processes() -> None:
    for key in EVERY:
        result = read_score(MEASURES[key], MEASURES[key].range[1])
        assert pickle.loads(pickle.dumps(result)) == result


def test_a_practice_may_add_a_measure() -> None:
    own = measures_of_practice(
        {
            "mood": {
                "name": "Daily mood",
                "items": 2,
                "item_min": 0,
                "item_max": 10,
                "direction": "higher is better",
                "bands": [{"from": 0, "to": 9, "label": "low"}, {"from": 10, "to": 20, "label": "fair"}],
                "reliable_change": 3,
            }
        }
    )
    result = read_score(own["mood"], [4, 5])
    assert (result.total, str(result.band)) == (9, "low")
    assert own["mood"].reliable(9, 12) == "better"
    assert set(MEASURES) < set(own)


def test_a_practice_may_set_its_own_figures_for_a_shipped_measure() -> None:
    own = measures_of_practice({"pcl5": {"cutoff": 33}, "ors": {"licence_held": True}, "audit-c": {"cutoff": 5}})
    assert own["pcl5"].cutoff == 33 and own["pcl5"].items == 20
    assert own["ors"].licence_held and not MEASURES["ors"].licence_held
    assert not own["audit-c"].needs_sex
    assert measures_of_practice({}) is MEASURES


MOOD: dict[str, object] = {"name": "Mood", "items": 1, "item_min": 0, "item_max": 4}


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"phq9": {"items": 8}}, "`items` cannot be set"),
        ({"mood": {"name": "Mood"}}, "`items` is missing"),
        ({"Mood!": MOOD}, "not one word in small letters"),
        ({"mood": {**MOOD, "colour": 1}}, "`colour` cannot be set"),
        ({"mood": {**MOOD, "items": True}}, "`items` must be a whole number"),
        ({"mood": {**MOOD, "items": 0}}, "at least one item"),
        ({"mood": {**MOOD, "item_max": 0}}, "`item_max` above `item_min`"),
        ({"mood": {**MOOD, "name": 3}}, "`name` must be text"),
        ({"mood": {**MOOD, "bands": [{"from": 0, "to": 3, "label": "a"}]}}, "do not cover 0 to 4"),
        ({"mood": {**MOOD, "bands": [{"from": 0}]}}, "a band is not a range"),
        ({"mood": {**MOOD, "bands": 3}}, "`bands` must be a list"),
        ({"mood": {**MOOD, "cutoff": 9}}, "`cutoff` is outside 0 to 4"),
        ({"mood": {**MOOD, "cutoff": "9"}}, "`cutoff` must be a number"),
        ({"mood": {**MOOD, "safety_items": [2]}}, "there is no item 2"),
        ({"mood": {**MOOD, "reversed_items": ["a"]}}, "list of item numbers"),
        ({"mood": {**MOOD, "direction": "up"}}, "`direction` must be"),
        ({"ors": {"licence_held": "yes"}}, "`licence_held` must be true or false"),
    ],
)
def test_a_mistake_in_a_practice_measure_is_said_in_plain_words(
    tables: dict[str, dict[str, object]], words: str
) -> None:
    with pytest.raises(CaseloadError) as caught:
        measures_of_practice(tables)
    assert words in caught.value.message
    assert "caseload.toml, [measures." in caught.value.message and caught.value.hint
