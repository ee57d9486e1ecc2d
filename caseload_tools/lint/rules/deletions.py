"""SIG: what was signed and is not there any more, by what git remembers.

Asked of every chart, also of one in which nothing signed is left: the day of each note is asked of the same past, so
that git is read anyway. The next commit alone tells nothing here; its hook refuses the deletion itself. What else was
deleted is nobody's fault (docs/decisions/0044).
"""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problem, Problems
from caseload_tools.chart.signing.out_of_place import signed_and_gone
from caseload_tools.chart.signing.ways_back import brings_back, declares_void
from caseload_tools.history.readers.record_history import History
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice


@rule("SIG015", cites=("CMS Program Integrity Manual 3.3.2.5", "45 CFR 164.312(c)"))
def signed_record_deleted(chart: Chart, history: History, practice: Practice) -> Problems:
    """A signed record of this chart was deleted.

    Nothing that was signed is taken out of a chart: what was made in error is declared void, and stays. Git still has
    it, and it can be put back as it was. A chart that is gone as a whole has no place left to say it at, and is found
    by `caseload audit verify`.

    Bad:
        --- session 2026-01-19
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        --- session 2026-01-26
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-26 12:05
            digest: caseload-v1:f2512e3a5d317c2999d9673fde59be53942a803c0bb6871c168276d2beec2d6a
        @ 2026-01-26 Dana Ruiz
        --- no session 2026-01-19
        @ 2026-01-27 Dana Ruiz
    Bad:
        --- session 2026-01-19
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
        --- session 2026-01-26
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-26 12:05
        @ 2026-01-26 Dana Ruiz
        --- no session 2026-01-19
        @ 2026-01-27 Dana Ruiz
    Bad:
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
        --- plan
        signatures:
        @ 2026-01-26 Dana Ruiz
        --- no session 2026-01-19
        @ 2026-01-27 Dana Ruiz
    Good:
        --- session 2026-01-19
        --- session 2026-01-26
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-26 12:05
            digest: caseload-v1:f2512e3a5d317c2999d9673fde59be53942a803c0bb6871c168276d2beec2d6a
        @ 2026-01-26 Dana Ruiz
        --- no session 2026-01-19
        @ 2026-01-27 Dana Ruiz
    """
    left = [*chart.records, *chart.voided]
    places = (*((chart.client,) if chart.client else ()), *left, *chart.shelf.unreadable)
    for gone in signed_and_gone(chart, history, practice.adopted) if places else ():
        error = declares_void(gone.change.path, gone.said)
        void = f"; made in error, it is then declared void: `{error}`" if error else ""
        hint = f"put it back: `{brings_back(gone)}`{void}"
        yield Problem(places[0].document, ("client",), f"{gone.link} {gone.wrong}", hint)
