"""The golden thread is told in one place: what a bead says, in a report, in a draft and on the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.thread import bead_word, beads_of, threads_of
from caseload_tools.practice import load_practice
from caseload_tools.site.components.thread import WORDS, bead_legend, bead_mark
from caseload_tools.site.content.thread_rows import plan_trees, shown_sessions
from tests.conftest import ROOT

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def charts() -> tuple[Chart, ...]:
    return read_caseload(ROOT, load_practice(ROOT), DAY).charts


def _drawn(chart: Chart) -> Iterator[tuple[str, date, str]]:
    assert chart.plan is not None
    for problem in plan_trees(chart, chart.plan):
        for goal in problem.goals:
            for thread in goal.threads:
                yield from ((thread.id, bead.day, bead.word) for bead in thread.beads if bead.word)


def test_the_site_draws_what_the_reports_say(charts: tuple[Chart, ...]) -> None:
    compared = 0
    for chart in charts:
        if chart.plan is None:
            continue
        shown = {session.date for session in shown_sessions(chart)}
        said = {
            (objective.id, bead.date, bead.word)
            for objective in chart.plan.objectives
            for bead in beads_of(chart, chart.plan, objective.id)
            if bead.date in shown
        }
        drawn = {each for each in _drawn(chart) if each[1] >= chart.plan.date}
        closed = {each.objective.id: each.closed for each in threads_of(chart)}
        after = {each for each in said if (end := closed[each[0]]) and each[1] > end}
        assert drawn == said - after, chart.id
        compared += len(drawn)
    assert compared > 50


def test_each_word_has_a_form_and_a_place_in_the_legend(charts: tuple[Chart, ...]) -> None:
    words = {
        bead_word(session, objective.id, DAY)
        for chart in charts
        for plan in chart.plans
        for objective in plan.objectives
        for session in chart.sessions
        if session.date < DAY
    }
    assert words - {""} <= {*WORDS}
    forms = [str(bead_mark(word, 10)) for word in WORDS]
    assert len({*forms}) == len(WORDS) and all(word in str(bead_legend(WORDS)) for word in WORDS)
