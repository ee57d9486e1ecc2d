"""Tasks wherever they stand, incidents, meetings and households: whose they are, what ends them, who gets to see them.

The days are in tests/test_clocks.py, each clause of a rule in its examples. Here lint, `due`, `show` and the pages are
asked of the same records.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caseload_tools.chart.audience import shown_caseload, with_shown_practice
from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.ledger import all_obligations, obligations
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.reports.brief import brief
from caseload_tools.site.edition import Edition
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, scene

RULES = ["FUP003", "FUP021", "FUP022", "RSK009", "RSK014"]
SECRET = "zqsecret"
# Each way in which a task stands, as it is written behind owner, day and status; which rule tells of it on 2 February.
STANDS = {
    "owner: sam.lee\ndue: 2026-01-30\n": "FUP003",
    "owner: sam.lee\ndue: 2026-02-02\n": "",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: open\n": "FUP003",
    "owner: sam.lee\n": "FUP021",
    "due: 2026-01-30\n": "FUP021",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: done\n": "FUP022",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: done\nended_on: 2026-01-29\n": "",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: dropped\nended_on: 2026-01-29\n": "FUP022",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: dropped\nended_on: 2026-01-29\nreason: done by her\n": "",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: handed-over\nended_on: 2026-01-29\n": "FUP022",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: handed-over\nended_on: 2026-01-29\nhanded_to: dana.ruiz\n": "FUP022",
    "owner: sam.lee\ndue: 2026-01-30\nstatus: handed-over\nended_on: 2026-01-29\nhanded_to: the landlord\n": "",
}
STATES = {"open": "", "discharged": "--- client\nstatus: discharged\nclosed: 2026-01-25\n"}
STATES["deceased"] = STATES["discharged"].replace("discharged", "deceased")


def in_a_chart(said: str) -> str:
    return f"--- task 2026-01-20\nowner:\ndue:\nstatus:\nended_on:\nwhat: {SECRET}\n{said}"


def of_the_practice(said: str) -> str:
    return (
        f"--- text records/practice/tasks/2026-01-20.md\n---\ntype: task\ndate: 2026-01-20\nwhat: {SECRET}\n{said}---\n"
    )


def decided(said: str) -> str:
    return "--- meeting 2026-01-22\ndecisions:\n" + listed(f"client: C-0001\nwhat: {SECRET}\n{said}")


def decided_of_nobody(said: str) -> str:
    return "--- meeting 2026-01-22\ndecisions:\n" + listed(f"what: {SECRET}\n{said}")


def following(said: str) -> str:
    return "--- incident 2026-01-21\nfollow_up:\n" + listed(f"what: {SECRET}\n{said}")


def listed(said: str) -> str:
    first, *others = said.splitlines()
    return "\n".join([f"  - {first}", *(f"    {each}" for each in others)]) + "\n"


PLACES = (in_a_chart, decided, decided_of_nobody, following, of_the_practice)


def read(text: str, root: Path) -> Caseload:
    made = scene(text)
    write_scene(made, root)
    return read_caseload(root, practice_of(made), made.today)


def found(caseload: Caseload) -> list[tuple[str, str]]:
    request = LintRequest(today=caseload.today, select=RULES, baseline={}, jobs=1)
    told = lint_caseload(caseload.root, caseload.practice, request).findings
    assert SECRET not in " ".join(f"{each.message} {each.hint}" for each in told)
    return sorted((each.code, each.path) for each in told)


@pytest.mark.requirement("S0.6")
@pytest.mark.parametrize("place", PLACES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("said", STANDS, ids=lambda each: " ".join(each.split()))
def test_lint_and_due_say_the_same_wherever_a_task_stands(said: str, place: object, tmp_path: Path) -> None:
    assert callable(place)
    caseload = read(f"today: 2026-02-02\n{place(said)}", tmp_path)
    owed = [each for each in all_obligations(caseload) if each.kind == "task"]
    late = sorted((each.rule, each.record.path) for each in owed if each.record and each.is_overdue(caseload.today))
    assert found(caseload) == late
    assert [code for code, _ in late] == ([STANDS[said]] if STANDS[said] else [])
    assert SECRET not in " ".join(f"{each.what} {each.why}" for each in owed)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("place", [in_a_chart, decided, following], ids=lambda each: each.__name__)
def test_it_is_owed_whatever_becomes_of_the_chart(state: str, place: object, tmp_path: Path) -> None:
    assert callable(place)
    said = "owner: sam.lee\ndue: 2026-01-30\n"
    text = f"today: 2026-02-02\n{STATES[state]}{place(said)}"
    caseload = read(text, tmp_path)
    (owed,) = [each for each in obligations(caseload.charts[0]) if each.kind == "task"]
    assert (owed.rule, owed.clinician, owed.client) == ("FUP003", "sam.lee", "C-0001")
    assert [code for code, _ in found(caseload)] == ["FUP003"]
    (table,) = [each for each in brief(caseload, caseload.charts[0]).tables if each.key == "tasks"]
    assert [row[1] for row in table.rows] == ["sam.lee"]


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("due: 2026-01-30\n", ""),
        ("owner: sam.lee\n", "sam.lee"),
        ("owner: dana.ruiz\ndue: 2026-01-30\n", ""),  # who has left by then
        ("owner: dana.ruiz\ndue: 2026-01-30\nstatus: handed-over\nhanded_to: sam.lee\n", "sam.lee"),
    ],
)
def test_it_is_its_owners_or_nobodys(said: str, owner: str, tmp_path: Path) -> None:
    text = f'practice: staff."dana.ruiz".end = 2026-01-28\ntoday: 2026-02-02\n{in_a_chart(said)}'
    (owed,) = [each for each in all_obligations(read(text, tmp_path)) if each.kind == "task"]
    assert owed.clinician == owner


@pytest.mark.parametrize("place", PLACES, ids=lambda each: each.__name__)
def test_what_was_past_before_the_practice_began_here_is_in_one_line_of_its_chart(
    place: object, tmp_path: Path
) -> None:
    assert callable(place)
    adopted = "practice: adopted = 2026-02-01\ntoday: 2026-02-02\n"
    caseload = read(adopted + place("owner: sam.lee\ndue: 2026-01-30\n"), tmp_path)
    owed = [each for each in all_obligations(caseload) if each.kind == "task"]
    # What is of no chart has no such line, and is owed as it was.
    of_chart = place in (in_a_chart, decided, following)
    assert len(owed) == (not of_chart) == len(found(caseload))


def test_what_is_said_of_an_incident_is_not_told(tmp_path: Path) -> None:
    words = f"what: {SECRET}\npresent: [{SECRET}]\ntold:\n  - {{who: {SECRET}, at: 2026-01-21 15:30}}\n"
    text = f"--- incident 2026-01-21\nkind: abuse\nreport: pending\nreason: {SECRET}\n{words}today: 2026-02-02\n"
    caseload = read(text, tmp_path)
    assert [code for code, _ in found(caseload)] == ["RSK009"]
    (owed,) = [each for each in all_obligations(caseload) if each.kind == "incident"]
    assert (owed.rule, owed.clinician) == ("RSK009", "dana.ruiz") and SECRET not in owed.what + owed.why


@pytest.mark.parametrize("place", [decided, of_the_practice, in_a_chart, following], ids=lambda each: each.__name__)
def test_what_is_kept_back_has_ended_all_the_same(place: object, tmp_path: Path) -> None:
    assert callable(place)
    dropped = "owner: sam.lee\ndue: 2026-01-30\nstatus: dropped\nended_on: 2026-01-29\nreason: done by her\n"
    kept = place(dropped).replace("what:", "visibility: clinician-only\nwhat:", 1)
    if "  - " in kept:
        kept = place(dropped).replace("\n", "\nvisibility: clinician-only\n", 1)
    caseload = read(f"today: 2026-02-02\n{kept}", tmp_path)
    for seen in (caseload, with_shown_practice(caseload), shown_caseload(caseload)):
        assert not [each for each in all_obligations(seen) if each.kind == "task"]
    assert "done by her" not in pages(shown_caseload(caseload))["clients/C-0001.html"]


# --- pages -----------------------------------------------------------------------------------

LIVING = (
    "--- household 1\nclients: [C-0001, C-0002, C-0003]\n--- client of C-0002\n--- client of C-0003\n"
    "--- meeting 2026-01-22\nclients: [C-0001, C-0002]\ndecisions:\n"
    "  - {client: C-0001, what: ask for zqmine, owner: sam.lee, due: 2026-02-20}\n"
    "  - {client: C-0002, what: ask for zqother, owner: sam.lee, due: 2026-02-20}\ntoday: 2026-02-02\n"
)


def pages(caseload: Caseload, of_some: bool = False) -> dict[str, str]:
    lint = lint_caseload(caseload.root, caseload.practice, LintRequest(today=caseload.today, select=["STR004"], jobs=1))
    edition = Edition(caseload, all_obligations(caseload), lint, None, (), of_some)
    return {each.address: str(each.body) for each in edition.pages()}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("living")
    read(LIVING, root)
    return root


def read_again(root: Path, clients: tuple[str, ...] | None = None) -> Caseload:
    made = scene(LIVING)
    return read_caseload(root, practice_of(made), made.today, clients)


def test_a_chart_shows_what_was_decided_about_its_own_client(living: Path) -> None:
    made = pages(read_again(living))
    first, second = made["clients/C-0001.html"], made["clients/C-0002.html"]
    assert "zqmine" in first and "zqother" not in first
    assert "zqother" in second and "zqmine" not in second
    assert "zqmine" in made["practice.html"] and "zqother" in made["practice.html"]
    assert "lives with" in first and all(f"clients/{each}.html" in first for each in ("C-0002", "C-0003"))


def test_an_edition_of_some_names_no_other_client_and_leads_nowhere_else(living: Path) -> None:
    first = pages(read_again(living, ("C-0001", "C-0003")), of_some=True)["clients/C-0001.html"]
    assert "C-0003" in first and "C-0002" not in first and "1 other client" in first
    assert "zqmine" in first and not re.search(r"practice\.html#meetings", first)


def test_who_moved_out_lives_there_no_more(tmp_path: Path) -> None:
    caseload = read(LIVING.replace("C-0003]\n", "C-0003]\nuntil: 2026-02-01\n", 1), tmp_path)
    assert "lives with" not in pages(caseload)["clients/C-0001.html"]
    assert not caseload.shared.lives_with("C-0001", caseload.today)


ALLOWED = "  # caseload: allow[FUP003] waits for the agency"


@pytest.mark.parametrize(
    ("clients", "allow", "told"),
    [(["C-0001"], "", 1), (["C-0001", "C-0002"], "", 2), (None, "", 3), (["C-0001"], ALLOWED, 0)],
)
def test_what_a_meeting_decided_is_told_with_the_chart(
    clients: list[str] | None, allow: str, told: int, tmp_path: Path
) -> None:
    """Of the clients that were asked about and of no other; what the minutes allow is allowed there too."""
    said = f"what: {SECRET}, owner: dana.ruiz, due: 2026-01-28"
    rows = [f"  - {{client: C-000{each}, {said}}}{allow if each == 1 else ''}\n" for each in (1, 2, 3)]
    charts = "--- client of C-0002\n--- client of C-0003\n"
    text = f"--- meeting 2026-01-22\ndecisions:\n{''.join(rows)}{charts}today: 2026-03-01\n"
    found = lint(tmp_path, text, clients=clients)
    assert len([each for each in found.findings if each.code == "FUP003"]) == told, found.findings
    assert len(found.allowed) == (1 if allow else 0) and SECRET not in str(found.findings)
