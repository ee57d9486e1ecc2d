"""What comes back: themes, skills, and the work after which an objective moved; of one client or of all.

Counts of what the notes say under `themes`, `skills`, `interventions` and `progress`. That two things stand together
in a note is no proof that one led to the other, and the table says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report

_WORDS = ("met", "progressing", "no change", "worse")


@report("patterns", of_days=True)
def patterns(caseload: Caseload, days: Days) -> Report:
    """Themes that come back, skills that were practised, and how objectives moved under which technique."""
    kept = [(chart, each) for chart in caseload.charts for each in chart.kept_sessions if each.date in days]
    themes = _counted(kept, lambda session: session.themes)
    skills = _counted(kept, lambda session: session.skills)
    columns = ("sessions", "clients", "first", "last")
    tables = (
        Table("Themes, the most frequent first", ("theme", *columns), themes, key="themes"),
        Table("Skills practised, the most frequent first", ("skill", *columns), skills, key="skills"),
        Table(
            "How objectives stood in sessions with a technique; what stands together need not be cause and effect",
            ("technique", "sessions", *_WORDS),
            tuple(_moved(kept)),
            key="moved",
        ),
    )
    words = f"{count_of(len(themes), 'theme')}, {count_of(len(skills), 'skill')}"
    lead = f"{count_of(len(kept), 'kept session')} from {days}: {words}."
    return Report(f"Patterns, {days}", lead, only_filled(tables))


def _counted(
    kept: Iterable[tuple[Chart, Session]], of: Callable[[Session], tuple[str, ...]]
) -> tuple[tuple[str | int, ...], ...]:
    found: dict[str, list[tuple[str, date]]] = {}
    for chart, session in kept:
        for word in dict.fromkeys(of(session)):
            found.setdefault(word, []).append((chart.id, session.date))
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        (
            word,
            len(told),
            len({client for client, _ in told}),
            min(day for _, day in told).isoformat(),
            max(day for _, day in told).isoformat(),
        )
        for word, told in ordered
    )


def _moved(kept: Iterable[tuple[Chart, Session]]) -> list[tuple[str | int, ...]]:
    """By technique: how often the objectives that it serves were found met, moving, still or worse on that day."""
    sessions: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    for chart, session in kept:
        plan = chart.plan_on(session.date)
        plan = plan if plan is not None and may_be_shown(plan) else None
        used = [each for each in plan.interventions if each.id in session.interventions] if plan else []
        served: dict[str, set[str]] = {}
        for each in used:
            served.setdefault(each.technique or each.text, set()).update(each.for_)
        for name, objectives in served.items():
            sessions[name] = sessions.get(name, 0) + 1
            words.setdefault(name, []).extend(session.progress[id_] for id_ in objectives if id_ in session.progress)
    ordered = sorted(sessions, key=lambda name: (-sessions[name], name))
    return [(name, sessions[name], *(words[name].count(word) for word in _WORDS)) for name in ordered]
