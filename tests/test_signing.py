"""How a record stands, who has to sign still, and what an addition makes of it: judged from files, without git."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.records import Record
from caseload_tools.chart.signing import digest_of, missing_signatures, standing_of
from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused, carry_out
from caseload_tools.chart.signing.acts import cosign_record, sign_record
from caseload_tools.chart.signing.addenda import addend_record, send_back, void_record
from caseload_tools.chart.signing.people import who_am_i
from caseload_tools.chart.signing.signed_versions import by_hand, versions_that_count
from caseload_tools.desk.record_desk import Desk, Target
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.history.versions import RecordVersion
from caseload_tools.practice import Practice, Staff, Supervision, load_practice
from caseload_tools.text import read_bytes
from tests.conftest import Git
from tests.signing_scenes import NOTE, PLAN, commit, small_practice

TODAY = date(2026, 1, 20)
NOON = datetime(2026, 1, 19, 13, 0)


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    return small_practice(tmp_path / "practice", git)


def chart_of(root: Path) -> Chart:
    (chart,) = read_caseload(root, load_practice(root), TODAY).charts
    return chart


def record_of(chart: Chart, path: str) -> Record:
    return next(each for each in (*chart.records, *chart.voided) if each.path == path)


def staff(root: Path, name: str) -> Staff:
    return load_practice(root).staff[name]


def do(root: Path, outcome: ActOutcome) -> Act:
    assert isinstance(outcome, Act), outcome
    carry_out(root, outcome)
    return outcome


def sign_now(root: Path, path: str = NOTE, by: str = "dana.ruiz", at: datetime = NOON, role: str = "") -> ActOutcome:
    chart = chart_of(root)
    return sign_record(record_of(chart, path), (root / path).read_bytes(), chart, staff(root, by), at, role=role)


def cosign_now(root: Path, path: str = NOTE, by: str = "sam.lee", at: datetime = NOON) -> ActOutcome:
    chart = chart_of(root)
    return cosign_record(record_of(chart, path), (root / path).read_bytes(), chart, staff(root, by), at)


def state(root: Path, path: str = NOTE) -> str:
    chart = chart_of(root)
    return standing_of(record_of(chart, path), chart).state


def edit(root: Path, old: str, new: str, path: str = NOTE) -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new, 1))


def refused(outcome: ActOutcome) -> str:
    assert isinstance(outcome, Refused), outcome
    assert outcome.hint, "a refusal says what to do"
    return outcome.why


# --- states --------------------------------------------------------------------------------


@pytest.mark.requirement("S2.20")
def test_a_note_goes_from_draft_to_signed_to_co_signed_and_only_bytes_are_added(root: Path) -> None:
    before = (root / NOTE).read_bytes()
    assert state(root) == "draft"
    do(root, sign_now(root))
    assert state(root) == "signed"
    do(root, cosign_now(root))
    assert state(root) == "co-signed"
    after = (root / NOTE).read_bytes()
    head, _, tail = before.partition(b"\n---\n\n")
    assert after.startswith(head) and after.endswith(tail)


@pytest.mark.parametrize("spelling", ["crlf", "bom", "comment", "trailing"])
def test_what_an_editor_does_leaves_a_signature_standing(root: Path, spelling: str) -> None:
    do(root, sign_now(root))
    do(root, cosign_now(root))
    raw = (root / NOTE).read_bytes()
    changed = {
        "crlf": raw.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + raw,
        "comment": raw.replace(b"risk:", b"# asked twice\nrisk:"),
        "trailing": raw.replace(b"fingers.\n", b"fingers.  \n") + b"\n",
    }[spelling]
    assert changed != raw
    (root / NOTE).write_bytes(changed)
    assert state(root) == "co-signed"


@pytest.mark.requirement("S1.5", "S4.5")
def test_a_word_changed_breaks_both_signatures(root: Path) -> None:
    do(root, sign_now(root))
    do(root, cosign_now(root))
    edit(root, "her fingers", "one hand")
    chart = chart_of(root)
    standing = standing_of(record_of(chart, NOTE), chart)
    assert standing.state == "changed"
    assert [each.by for each in standing.broken] == ["dana.ruiz", "sam.lee"]


def test_a_signature_exchanged_under_a_co_signature_breaks_it(root: Path) -> None:
    do(root, sign_now(root))
    do(root, cosign_now(root))
    edit(root, "at: 2026-01-19 13:00", "at: 2026-01-19 12:50")
    chart = chart_of(root)
    assert [each.by for each in standing_of(record_of(chart, NOTE), chart).broken] == ["sam.lee"]


def test_a_clients_signature_written_later_breaks_nothing(root: Path) -> None:
    do(root, sign_now(root))
    edit(root, "signatures:\n", "signatures:\n  - {by: C-0001, role: client, at: 2026-01-19}\n")
    do(root, cosign_now(root))
    edit(root, "role: client, at: 2026-01-19}", "role: client, at: 2026-01-20}")
    assert state(root) == "co-signed", "it stands under the first signature with a digest"


# --- who may -------------------------------------------------------------------------------


def test_who_may_not_sign(root: Path) -> None:
    assert "dana.ruiz wrote it" in refused(sign_now(root, by="sam.lee"))
    assert "is no clinician here" in refused(sign_now(root, by="a.berg", role="clinician"))
    assert "sign for themselves" in refused(sign_now(root, role="client"))
    assert "a supervisor co-signs" in refused(sign_now(root, by="sam.lee", role="supervisor"))
    assert "not over yet" in refused(sign_now(root, at=datetime(2026, 1, 19, 10, 30)))
    assert "kept up" in refused(sign_now(root, "records/clients/C-0001/client.md"))
    do(root, sign_now(root, by="a.berg", role="witness"))


def test_who_may_not_co_sign(root: Path) -> None:
    assert "its author has not signed it yet" in refused(cosign_now(root))
    do(root, sign_now(root))
    assert "is no supervisor here" in refused(cosign_now(root, by="kim.park"))
    edit(root, "clinician: dana.ruiz", "clinician: sam.lee")
    edit(root, "by: dana.ruiz", "by: sam.lee")
    edit(root, digest_of(record_of(chart_of(root), NOTE)).partition(":")[0], "other-v1")
    assert "your own work" in refused(cosign_now(root))
    edit(root, "by: sam.lee", "by: dana.ruiz")
    assert "your own work" in refused(cosign_now(root)), "whoever signed it: the note names its author"


def test_what_was_read_is_what_is_signed(root: Path) -> None:
    chart = chart_of(root)
    note = record_of(chart, NOTE)
    edit(root, "her fingers", "one hand")
    made = sign_record(note, (root / NOTE).read_bytes(), chart, staff(root, "dana.ruiz"), NOON)
    assert "somebody changed it meanwhile" in refused(made)


def test_signing_twice_is_once(root: Path) -> None:
    do(root, sign_now(root))
    after = (root / NOTE).read_bytes()
    assert isinstance(sign_now(root), Nothing) and (root / NOTE).read_bytes() == after
    do(root, cosign_now(root))
    assert isinstance(cosign_now(root), Nothing)
    edit(root, "her fingers", "one hand")
    assert "it has changed since dana.ruiz and sam.lee signed it" in refused(sign_now(root))
    assert "it has changed" in refused(cosign_now(root))


def test_what_changed_between_reading_and_writing_is_not_written_over(root: Path) -> None:
    made = sign_now(root)
    assert isinstance(made, Act)
    edit(root, "her fingers", "one hand")
    with pytest.raises(CaseloadError, match="meanwhile"):
        carry_out(root, made)
    assert "signatures" not in (root / NOTE).read_text()


def test_who_is_at_the_keyboard(root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    practice = load_practice(root)
    git("config", "user.email", "RUIZ@northgate.example", cwd=root)
    assert who_am_i(root, practice).id == "dana.ruiz"
    monkeypatch.setenv("CASELOAD_STAFF", "sam.lee")
    assert who_am_i(root, practice).id == "sam.lee"
    assert who_am_i(root, practice, "kim.park").id == "kim.park"
    with pytest.raises(CaseloadError, match="--as names nobody") as caught:
        who_am_i(root, practice, "kim.prak")
    assert "kim.park" in caught.value.hint
    monkeypatch.delenv("CASELOAD_STAFF")
    git("config", "user.email", "else@northgate.example", cwd=root)
    with pytest.raises(CaseloadError, match="nobody on the staff has the e-mail"):
        who_am_i(root, practice)


def missing_in(root: Path, path: str, practice: Practice) -> tuple[tuple[str, str], ...]:
    found = missing_signatures(record_of(chart_of(root), path), practice, LazyHistory(root))
    return tuple((each.role, each.by) for each in found)


# --- supervision ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "meaning", "missing"),
    [
        ("none", "", False),
        ("access", "", False),
        ("approve", "", True),
        ("approve", "reviewed", False),
        ("co-sign", "", True),
        ("co-sign", "reviewed", True),
        ("co-sign", "co-signed", False),
    ],
)
def test_what_each_level_asks_for(root: Path, git: Git, level: str, meaning: str, missing: bool) -> None:
    if meaning:
        line = f"  - {{by: sam.lee, role: supervisor, at: 2026-01-13 09:00, meaning: {meaning}}}\n"
        edit(root, "signatures:\n", "signatures:\n" + line, PLAN)
        commit(root, git, "2026-01-19T13:00:00+0000", "Sam Lee")
    practice = load_practice(root)
    held = practice.staff["dana.ruiz"]._replace(supervision=(Supervision(level, "sam.lee"),))
    practice = replace(practice, staff={**practice.staff, "dana.ruiz": held})
    assert missing_in(root, PLAN, practice) == ((("supervisor", "sam.lee"),) if missing else ())


def test_the_day_of_service_decides_and_a_note_counts_once_it_is_signed(root: Path) -> None:
    practice = load_practice(root)
    until = Supervision("co-sign", "sam.lee", None, date(2026, 1, 15))
    held = practice.staff["dana.ruiz"]._replace(supervision=(until,))
    practice = replace(practice, staff={**practice.staff, "dana.ruiz": held})
    do(root, sign_now(root))
    assert missing_in(root, PLAN, practice) == (("supervisor", "sam.lee"),)
    assert missing_in(root, NOTE, practice) == ()
    later = practice.staff["dana.ruiz"]._replace(supervision=(until._replace(to=None),))
    practice = replace(practice, staff={**practice.staff, "dana.ruiz": later})
    assert missing_in(root, NOTE, practice) == (("supervisor", "sam.lee"),)


# --- additions -----------------------------------------------------------------------------


def added(root: Path, made: ActOutcome) -> Record:
    path = do(root, made).path
    return record_of(chart_of(root), path)


def test_an_addition_names_what_it_adds_to_and_leaves_it_alone(root: Path) -> None:
    do(root, sign_now(root))
    before = (root / NOTE).read_bytes()
    chart = chart_of(root)
    target = record_of(chart, NOTE)
    made = addend_record(
        target, chart, staff(root, "dana.ruiz"), NOON, kind="correction", reason="wrong day", text="Friday."
    )
    addendum = added(root, made)
    assert (root / NOTE).read_bytes() == before
    assert addendum.data["to_digest"] == digest_of(target) and addendum.data["author"] == "dana.ruiz"
    assert state(root, addendum.path) == "signed" and state(root) == "signed"
    chart = chart_of(root)
    again = addend_record(
        target, chart, staff(root, "dana.ruiz"), NOON, kind="correction", reason="wrong day", text="Friday."
    )
    assert isinstance(again, Nothing)
    more = addend_record(
        target, chart, staff(root, "dana.ruiz"), NOON, kind="correction", reason="wrong hour", text="Ten."
    )
    assert do(root, more).path.endswith("-2.md")
    assert "an addition itself" in refused(
        addend_record(addendum, chart, staff(root, "dana.ruiz"), NOON, kind="addendum", reason="x")
    )


def test_an_addition_without_its_text_cannot_be_signed(root: Path) -> None:
    chart = chart_of(root)
    made = addend_record(
        record_of(chart, NOTE), chart, staff(root, "dana.ruiz"), NOON, kind="late-entry", reason="left out"
    )
    path = do(root, made).path
    assert "it says nothing yet" in refused(sign_now(root, path))
    (root / path).write_text((root / path).read_text() + "\nShe also rang on Monday.\n")
    do(root, sign_now(root, path))


def test_a_void_record_is_there_and_counts_for_nothing(root: Path) -> None:
    chart = chart_of(root)
    assert "dana.ruiz wrote it" in refused(
        void_record(record_of(chart, NOTE), chart, staff(root, "kim.park"), NOON, reason="wrong chart")
    )
    do(root, void_record(record_of(chart, NOTE), chart, staff(root, "sam.lee"), NOON, reason="wrong chart"))
    chart = chart_of(root)
    assert (root / NOTE).exists() and state(root) == "void"
    assert not chart.sessions and [each.path for each in chart.voided] == [NOTE]
    assert chart.find("sessions/2026-01-19") is chart.voided[0]
    assert isinstance(void_record(chart.voided[0], chart, staff(root, "sam.lee"), NOON, reason="again"), Nothing)
    assert "void" in refused(sign_now(root))


@pytest.mark.parametrize("by", ["", "kim.park", "dana.ruiz", "sam.lee"])
def test_a_signed_note_is_void_once_somebody_signed_it_who_may_say_so(root: Path, by: str) -> None:
    do(root, sign_now(root))
    chart = chart_of(root)
    void = do(root, void_record(record_of(chart, NOTE), chart, staff(root, "dana.ruiz"), NOON, reason="twice")).path
    text = (root / void).read_text()
    line = f"  - {{by: {by}, role: clinician, at: 2026-01-19 13:00}}"
    lines = f"signatures:\n{line}\n" if by else ""
    (root / void).write_text(re.sub("(?s)signatures:.*?(?=---)", lines, text))
    chart = chart_of(root)
    if by in ("dana.ruiz", "sam.lee"):
        assert state(root) == "void" and not chart.sessions and not chart.shelf.waiting_voids
    else:
        assert state(root) == "signed" and [each.path for each in chart.sessions] == [NOTE]
        (due,) = (each for each in obligations(chart) if each.kind == "void")
        assert due.record is not None and due.record.path == void and due.clinician == "dana.ruiz"


def test_a_wrong_addition_is_declared_void_too_and_a_void_is_not(root: Path) -> None:
    chart = chart_of(root)
    dana = staff(root, "dana.ruiz")
    text = addend_record(record_of(chart, NOTE), chart, dana, NOON, kind="addendum", reason="call", text="Rang.")
    wrong = added(root, text)
    taken_back = added(root, void_record(wrong, chart_of(root), dana, NOON, reason="another client"))
    chart = chart_of(root)
    assert [each.path for each in chart.voided] == [wrong.path]
    assert "cannot be taken back" in refused(void_record(taken_back, chart, dana, NOON, reason="no"))
    assert chart.client is not None
    assert "a whole chart" in refused(void_record(chart.client, chart, dana, NOON, reason="no"))


@pytest.mark.parametrize("answer", ["edit", "sign", "addend"])
def test_a_return_stands_until_the_author_answers(root: Path, answer: str) -> None:
    chart = chart_of(root)
    assert "is no supervisor" in refused(
        send_back(record_of(chart, NOTE), chart, staff(root, "dana.ruiz"), NOON, reason="say more")
    )
    if answer == "addend":
        do(root, sign_now(root))
        chart = chart_of(root)
    later = NOON.replace(hour=15)
    do(root, send_back(record_of(chart, NOTE), chart, staff(root, "sam.lee"), later, reason="say more"))
    assert state(root) == "returned"
    chart = chart_of(root)
    assert isinstance(send_back(record_of(chart, NOTE), chart, staff(root, "sam.lee"), later, reason="x"), Nothing)
    evening = NOON.replace(hour=18)
    if answer == "edit":
        edit(root, "her fingers", "one hand")
    elif answer == "sign":
        do(root, sign_now(root, at=evening))
    else:
        dana = staff(root, "dana.ruiz")
        do(
            root,
            addend_record(
                record_of(chart, NOTE), chart, dana, evening, kind="clarification", reason="asked", text="So."
            ),
        )
    assert state(root) in ("draft", "signed")


def test_a_signed_note_that_was_changed_has_not_answered_its_return(root: Path) -> None:
    do(root, sign_now(root))
    chart = chart_of(root)
    later = NOON.replace(hour=15)
    do(root, send_back(record_of(chart, NOTE), chart, staff(root, "sam.lee"), later, reason="say more"))
    edit(root, "her fingers", "one hand")
    chart = chart_of(root)
    assert standing_of(record_of(chart, NOTE), chart).returned is not None


# --- the past ------------------------------------------------------------------------------


def note(word: str, *signatures: str) -> str:
    listed = "".join(f"  - {each}\n" for each in signatures)
    return "---\ntype: session\n" + (f"signatures:\n{listed}" if listed else "") + f"---\n\n{word}\n"


ONE = "{by: a, role: clinician, at: 2026-01-01 10:00, digest: caseload-v1:" + "1" * 64 + "}"
ANEW = ONE.replace("1" * 64, "2" * 64)
OTHER = ONE.replace("by: a", "by: b")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((note("x"), note("x", ONE)), []),
        ((note("x", ONE), note("x", ONE, OTHER)), []),
        ((note("x", ONE), note("y", ANEW)), [("a", "changed")]),
        ((note("x", ONE, OTHER), note("x", OTHER)), [("a", "gone")]),
        ((note("x", ONE), note("y", ANEW), note("x", ONE)), []),
        ((note("x", ONE), "not a record", note("x", ANEW)), [("a", "gone")]),
    ],
)
def test_the_first_commit_with_a_signature_fixes_its_digest(texts: tuple[str, ...], found: list[object]) -> None:
    past = PretendHistory([(f"2026-01-{day:02}", "A", {"n.md": text}) for day, text in enumerate(texts, start=1)])
    now = read_bytes(texts[-1].encode(), "n.md")
    told = by_hand(RecordVersion(now), versions_that_count("n.md", past), past)
    assert [(each.entry["by"], each.fate) for each in told] == found


def test_a_past_before_adoption_counts_by_its_last_version() -> None:
    texts = [note("x", ONE), note("y", ANEW), note("z", ONE)]
    past = PretendHistory([(f"2026-01-0{day}", "A", {"n.md": text}) for day, text in enumerate(texts, start=1)])
    seen = [each.change.commit for each in versions_that_count("n.md", past, date(2026, 1, 3))]
    assert seen == ["2", "3"]
    assert [each.change.commit for each in versions_that_count("n.md", past, date(2026, 2, 1))] == ["3"]


# --- the desk ------------------------------------------------------------------------------


def test_at_the_desk_an_act_is_worked_out_anew_when_its_name_was_taken(root: Path) -> None:
    """And what fails is said of its path alone."""
    desk = Desk(root, load_practice(root), NOON, lambda path: path)
    asked: list[int] = []

    def act(target: Target) -> ActOutcome:
        asked.append(len(target.chart.addenda))
        if len(asked) == 1:
            (root / ADDED).parent.mkdir()
            (root / ADDED).write_bytes(
                b"---\ntype: addendum\nclient: C-0001\ndate: 2026-01-19\nto: client\n---\n\nA.\n"
            )
        return Act(ADDED if len(asked) == 1 else ADDED.replace(".md", "-2.md"), "added", b"---\n---\n")

    done = desk.act_on_each([NOTE, "C-0001", "C-0001/plans/none"], act)
    assert asked == [0, 1] and [type(each) for each in done] == [Act, Refused, Refused]
    assert (root / ADDED.replace(".md", "-2.md")).is_file()


ADDED = "records/clients/C-0001/addenda/2026-01-19.md"
