"""What is told of two versions of a record: the right field, the right words, none of the client's, never a crash."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload_tools.audit.changes import ACTIONS, Event, events_between
from caseload_tools.audit.changes.signature_diff import signature_events
from caseload_tools.audit.changes.version_diff import _in_full, _quickly, _read
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.history.record_path import RecordPath
from caseload_tools.text import read_bytes, render_record
from tests.conftest import ROOT

# The demo as it was when its signatures were typed: what is edited here has a line for each.
DEMO = ROOT / "tests" / "fixtures" / "demo-0.1.0"
CLIENTS = DEMO / "records" / "clients"
PLAN = "records/clients/C-0021/plans/2025-06-02.md"
SESSION = "records/clients/C-0021/sessions/2025-06-30.md"
CLIENT = "records/clients/C-0021/client.md"
SETTINGS = "caseload.toml"
WHO = "signed by m.okafor"
SECRET = "Ezmerelda quaffed behind the ropewalk again"
WORDS = re.compile(r"ezmerelda|ropewalk|quaffed", re.IGNORECASE)
SIGNATURE = "  - {by: C-0021, role: client, at: 2025-06-02 11:46}\n"


def told(path: str, *edits: tuple[str, str], values: bool = False) -> list[Event]:
    """The events when parts of a demo record are replaced."""
    before = after = (DEMO / path).read_text(encoding="utf-8")
    for old, new in edits:
        assert after.count(old) >= 1, old
        after = after.replace(old, new, 1)
    return list(events_between(before.encode(), after.encode(), path, values=values))


@pytest.mark.parametrize(
    ("path", "old", "new", "action", "field", "words"),
    [
        (
            PLAN,
            "target_date: 2025-11-28",
            "target_date: 2025-12-28",
            "edited-after-signing",
            "objectives/O1.1/target_date",
            "objective O1.1: target date moved from 2025-11-28 to 2025-12-28",
        ),
        (
            PLAN,
            "status: in-progress",
            "status: achieved",
            "edited",
            "objectives/O1.1/status",
            "objective O1.1 achieved (was in-progress)",
        ),
        (
            PLAN,
            "status: superseded",
            "status: active",
            "edited",
            "status",
            "plan marked active (was superseded)",
        ),
        (
            PLAN,
            "    text: Panic attacks four",
            "    text: Panic attacks no",
            "edited-after-signing",
            "problems/P1/text",
            "problem P1: text changed (+1 −1 words)",
        ),
        (
            PLAN,
            "[client, wife]",
            "[client, son]",
            "edited-after-signing",
            "participants",
            "participants: 1 added, 1 removed (not shown)",
        ),
        (
            PLAN,
            "Understands machines",
            "Fears machines",
            "edited-after-signing",
            "section/Strengths",
            "section Strengths: text changed (+1 −1 words)",
        ),
        (
            PLAN,
            SIGNATURE,
            "",
            "signature-removed",
            "signatures",
            "signature taken out: C-0021 as client on 2025-06-02 11:46",
        ),
        (
            PLAN,
            SIGNATURE,
            SIGNATURE.replace("11:46", "11:47"),
            "signature-changed",
            "signatures",
            "signature altered, now: C-0021 as client on 2025-06-02 11:47",
        ),
        (
            PLAN,
            SIGNATURE,
            SIGNATURE + "  - {by: r.lindqvist, role: supervisor, at: 2025-06-03}\n",
            "co-signed",
            "signatures",
            "a co-signature of r.lindqvist as supervisor on 2025-06-03, typed by hand",
        ),
        (
            PLAN,
            SIGNATURE,
            SIGNATURE + "  - {by: Jo Doe, role: guardian, at: 2025-06-03}\n",
            "signed",
            "signatures",
            "signed by a person (name not shown) as guardian on 2025-06-03",
        ),
        (
            PLAN,
            "rank: 1",
            "rank: 1.0",
            "edited",
            "",
            "layout of the file changed, its content is the same",
        ),
        (
            PLAN,
            "kind: treatment",
            "kind:   treatment",
            "edited",
            "",
            "layout of the file changed, its content is the same",
        ),
        (
            PLAN,
            "kind: treatment",
            "# caseload: allow[PLN005] a reason\nkind: treatment",
            "edited-after-signing",
            "comment",
            "allowance of PLN005 added",
        ),
        (PLAN, "kind: treatment", "kind: [treatment", "unreadable", "", "edited, and this version could not be read"),
        (
            SESSION,
            "attendance: attended",
            "attendance: no-show",
            "edited",
            "attendance",
            "session marked no-show (was attended)",
        ),
        (
            SESSION,
            "O1.1: no change",
            "O1.1: met",
            "edited",
            "progress/O1.1",
            "objective O1.1: progress changed from no change to met",
        ),
        (SESSION, "risk: none", "risk: none\nphq9: 11", "edited", "phq9", "PHQ-9 entered: 11"),
        (SESSION, "risk: none", "risk: none\nphq9: [1, 2, 1, 1, 2, 1, 1, 2, 0]", "edited", "phq9", "PHQ-9 entered: 11"),
        (
            SESSION,
            "[sessions/2025-06-16]",
            "[sessions/2025-06-16, plans/2025-06-02]",
            "edited",
            "reviewed",
            "reviewed: plans/2025-06-02 added",
        ),
        (
            SESSION,
            "homework: Longest line",
            "homework: Shortest line",
            "edited",
            "homework",
            "homework: text changed (+1 −1 words)",
        ),
        (SESSION, "## Assessment", "## What Ezmerelda said", "edited", "section/?", "a section added (29 words)"),
        (
            SESSION,
            "risk: none",
            "risk: none\nezmerelda: 1",
            "edited",
            "?",
            "a field unknown to the schema: entered (1 word, not shown)",
        ),
        (
            CLIENT,
            "status: follow-up",
            "status: discharged",
            "edited",
            "status",
            "client marked discharged (was follow-up)",
        ),
        (
            CLIENT,
            "clinician: m.okafor",
            "clinician: t.brandt",
            "edited",
            "clinician",
            "handed over from clinician m.okafor to t.brandt",
        ),
        (CLIENT, "born: 1967", "born: 1968", "edited", "born", "born: changed (not shown)"),
    ],
)
@pytest.mark.requirement("S0.21")
def test_an_edit_is_told_in_the_words_of_the_work(
    path: str, old: str, new: str, action: str, field: str, words: str
) -> None:
    found = [event for event in told(path, (old, new)) if event.field == field]
    assert [(each.action, each.words) for each in found] == [(action, words)]


@pytest.mark.parametrize("unseen", ["\u200b", "\u00a0", "\u202f"])
def test_what_nobody_sees_is_no_other_order_of_the_words(unseen: str) -> None:
    """In place of a blank of the text."""
    text = (DEMO / SESSION).read_text(encoding="utf-8")
    line = next(each for each in text.rpartition("---\n")[2].splitlines() if each.count(" ") > 3 and each[0] != "#")
    put = line.replace(" ", unseen, 1)
    (event,) = told(SESSION, (line, put))
    assert event.words.endswith(": characters that nobody sees were put into the text"), event.words
    back = events_between(text.replace(line, put).encode(), text.encode(), SESSION)
    assert [each.words.partition(": ")[2] for each in back] == [
        "characters that nobody sees were taken out of the text"
    ]


def test_only_what_changed_is_told() -> None:
    (event,) = told(PLAN, ("target_date: 2025-11-28", "target_date: 2025-12-28"))
    assert event == Event(
        "edited-after-signing",
        "objectives/O1.1/target_date",
        "objective O1.1: target date moved from 2025-11-28 to 2025-12-28",
        "2025-11-28",
        "2025-12-28",
    )
    raw = (DEMO / PLAN).read_bytes()
    assert events_between(raw, raw, PLAN) == ()


def test_parts_of_a_plan_come_and_go_by_their_ids_wherever_they_stand() -> None:
    text = (DEMO / PLAN).read_text(encoding="utf-8")
    second = text[text.index("  - id: O1.2") : text.index("  - id: O1.3")]
    third = text[text.index("  - id: O1.3") : text.index("interventions:")]
    last = text[text.index("  - id: I2") : text.index("written:")]
    assert [event.words for event in told(PLAN, (second + third, third + second))] == [
        "objectives: put in another order"
    ]
    assert [event.words for event in told(PLAN, (second, second.replace("O1.2", "O1.4")))] == [
        "objective O1.4 added",
        "objective O1.2 removed",
    ]
    assert [event.words for event in told(PLAN, (last, ""))] == ["intervention I2 stopped"]


def test_a_record_comes_with_its_signatures_and_goes() -> None:
    raw = (DEMO / PLAN).read_bytes()
    expected = [
        ("created", "plan created"),
        ("signed", "signed by m.okafor as clinician on 2025-06-02 11:42"),
        ("signed", "signed by C-0021 as client on 2025-06-02 11:46"),
    ]
    for version in (raw, raw.replace(b"\n", b"\r\n")):
        assert [(each.action, each.words) for each in events_between(None, version, PLAN)] == expected
    unsigned = re.sub(rb"(?ms)^signatures:\n.*?^---\n", b"---\nsignatures:\n  - {by: m.okafor, role: clinician}\n", raw)
    assert [each.action for each in events_between(None, unsigned, PLAN)] == ["created"], "the body signs nothing"
    assert [each.words for each in events_between(raw, None, PLAN)] == ["plan deleted"]
    (addendum,) = sorted(CLIENTS.glob("*/addenda/*.md"))[:1]
    (event, *_) = events_between(None, addendum.read_bytes(), addendum.relative_to(DEMO).as_posix())
    assert event.action == "addendum" and event.words.endswith(f" to {event.field} put on file") and event.field


@pytest.mark.parametrize(
    ("kind", "action", "words"),
    [
        ("late-entry", "addendum", "late entry to sessions/2026-01-05 put on file"),
        ("void", "voided", "sessions/2026-01-05 declared void, not signed yet"),
        ("returned", "returned", "sessions/2026-01-05 returned for revision"),
        (SECRET, "addendum", "addendum to sessions/2026-01-05 put on file"),
    ],
)
def test_an_addition_says_to_which_record(kind: str, action: str, words: str) -> None:
    text = f"---\ntype: addendum\nclient: C-0001\ndate: 2026-01-19\nto: sessions/2026-01-05\nkind: {kind}\n---\n"
    (event,) = events_between(None, text.encode(), "records/clients/C-0001/addenda/2026-01-19.md")
    assert event == Event(action, "sessions/2026-01-05", words)


def test_a_void_charge_is_an_act_of_its_own() -> None:
    charge = sorted(CLIENTS.glob("*/charges/*.md"))[0]
    before = charge.read_text(encoding="utf-8")
    after = re.sub(r"^status: \w+", "status: void", before, flags=re.MULTILINE)
    found = events_between(before.encode(), after.encode(), charge.relative_to(DEMO).as_posix())
    assert [each.action for each in found] == ["voided"]


def test_values_are_shown_to_those_who_ask() -> None:
    (event,) = told(PLAN, ("Understands machines", "Fears machines"), values=True)
    assert event.before.startswith("Understands machines") and event.after.startswith("Fears machines")
    (hidden,) = told(PLAN, ("Understands machines", "Fears machines"))
    assert (hidden.before, hidden.after) == ("", "")


@pytest.mark.parametrize(
    ("old", "new", "action", "words"),
    [
        ('roles = ["clinician"]', 'roles = ["clinician", "supervisor"]', "privilege-changed",
         "staff m.okafor: roles set to supervisor"),
        ('profile = "baseline"', 'profile = "iop"', "privilege-changed", "profile changed from baseline to iop"),
        ('profile = "baseline"', 'profile = "general"', "settings-changed",
         "profile changed from baseline to general, the same policy under its other name"),
        ("amount = 140", "amount = 150", "settings-changed", "fee 90834: amount changed from 140 to 150"),
        ("[programmes", "[programmes", "", ""),
        ('name = "Northgate Clinic"', "name = [", "unreadable",
         "settings changed; this version could not be read"),
    ],
)  # fmt: skip
def test_who_may_do_what_is_an_act_of_its_own(old: str, new: str, action: str, words: str) -> None:
    found = told(SETTINGS, (old, new))
    assert [(each.action, each.words) for each in found] == ([(action, words)] if action else [])


def test_keys_of_signers_are_told_by_whose_they_are() -> None:
    before = b"m.okafor@northgate.example ssh-ed25519 AAAA\n"
    found = events_between(before, before + b"j@x.example ssh-ed25519 BBBB\n", "audit/allowed_signers")
    assert [(each.action, each.words) for each in found] == [("privilege-changed", "signing key added for j@x.example")]


# --- nothing of the client's words -------------------------------------------------------------


def _spoilt() -> Iterator[tuple[str, str, str]]:
    """Path, the smallest record of each type, and it with a secret in one place."""
    for word, known in RECORD_TYPES.items():
        path = "records/clients/C-0001/client.md" if word == "client" else (
            f"records/practice/{known.folder}/x.md" if known.of_practice
            else f"records/clients/C-0001/{known.folder}/2026-01-19.md"
        )  # fmt: skip
        clean = known.smallest
        front, body = clean.split("---\n", 2)[1:]
        yield path, clean, f"---\n{front}---\n{body}\n## {SECRET}\n\n{SECRET}.\n"
        yield path, clean, f"---\n{front}---\n{body}\n{SECRET}\n"
        yield path, clean, f"---\n# {SECRET}\n{front}---\n{body}"
        yield path, clean, f"---\n{front}{SECRET}: {SECRET}\n---\n{body}"
        yield path, clean, f"---\n{front}ezmerelda: ropewalk\n---\n{body}"
        yield path, clean, f"---\n{front}note: [{SECRET}\n---\n{body}"
        yield path, clean, f"---\n{front}---\n{body}\n<!-- {SECRET} -->\n"
        data = read_bytes(clean.encode(), path).data
        for key in (*data, "signatures", "goals", "diagnoses", "outreach", "homework", "with", "reason", "progress"):
            for value in (SECRET, "Ezmerelda", [SECRET], {"ropewalk": SECRET}, [{"id": SECRET, "by": SECRET}],
                          [{"by": SECRET, "role": "guardian", "at": SECRET}], [{"code": SECRET}]):  # fmt: skip
                yield path, clean, render_record({**data, key: value}, body)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def test_no_event_holds_a_clients_words() -> None:
    count = 0
    for path, clean, spoilt in _spoilt():
        for before, after in ((clean, spoilt), (spoilt, clean), (None, spoilt), (spoilt, None)):
            found = events_between(_bytes(before), _bytes(after), path)
            assert found, f"{path}: a change and no event"
            assert not WORDS.search("".join("".join(each) for each in found)), f"{path}: {found[0].action}"
            count += 1
    assert count > 5_000


def test_a_secret_is_there_for_those_who_ask_for_values() -> None:
    shown = 0
    for path, clean, spoilt in _spoilt():
        found = events_between(clean.encode(), spoilt.encode(), path, values=True)
        shown += bool(WORDS.search("".join("".join(each) for each in found)))
    assert shown > 900


# --- whatever the bytes are --------------------------------------------------------------------

_BYTES = st.binary(max_size=200) | st.sampled_from(
    [b"", b"---\n", b"---\ntype: session\n---\n", b"---\n---\n", b"\xff\xfe", b"---\nsignatures: 3\n---\n# x\n"]
)


@settings(max_examples=300, deadline=None)
@given(_BYTES, _BYTES, st.sampled_from([PLAN, SESSION, CLIENT, SETTINGS, "audit/allowed_signers", "records/x/y.bin"]))
def test_no_bytes_are_too_strange(before: bytes, after: bytes, path: str) -> None:
    found = events_between(before, after, path)
    assert bool(found) == (before != after)
    assert {each.action for each in found} <= ACTIONS.keys()
    assert events_between(None, after, path) and events_between(before, None, path)


_NASTY = (
    'key: "abc\n', "  - [a\n", "status: active\n", "\tx: 1\n", "# a comment\n", "x: |\n  a\n", "---\n", "## Plan\n",
    "```\n", "<!-- x -->\n", "<!--\n", "signatures: []\n", "type: plan\n", "- a\n", '"q": 1\n', "a: 'b\n", "\n",
    "...\n", "===\n", "   ## Odd\n", "~~~\n", "Plan\n---\n", "it's: x\n", "risk: none # why\n", "{a: b}\n",
    "a: {b: [c\n", "  c]}\n", 'text: "x\nstatus: y"\n',
)  # fmt: skip


def _mutated(rng: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    for _ in range(rng.randint(1, 3)):
        at, kind = rng.randrange(len(lines)), rng.randrange(7)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, rng.choice(lines))
        elif kind == 2:
            lines.insert(at, rng.choice(_NASTY))
        elif kind == 3:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 4:
            column = rng.randrange(len(lines[at]))
            sign = rng.choice("ab1 :#\"'[]{},-\n|>&*!%@")
            lines[at] = lines[at][:column] + sign + lines[at][column + rng.randint(0, 1) :]
        else:
            lines[at] = lines[at].lstrip() if kind == 5 else "  " + lines[at]
        lines = [line for line in lines if line] or ["\n"]
    return "".join(lines)


@pytest.mark.parametrize("times", [600, pytest.param(3_000, marks=pytest.mark.extended)])
def test_the_quick_comparison_says_what_reading_in_full_says(times: int) -> None:
    rng = random.Random(20261122)
    paths = sorted(CLIENTS.rglob("*.md"))
    quick = 0
    for _ in range(times):
        path = rng.choice(paths)
        text = path.read_text(encoding="utf-8")
        before = _mutated(rng, text) if rng.random() < 0.4 else text
        after = _mutated(rng, before)
        place = RecordPath.parse(path.relative_to(DEMO).as_posix())
        found = _quickly(before.encode(), after.encode(), place, False) if before != after else None
        old, new = _read(before.encode()), _read(after.encode())
        if found is None or not old.usable or not new.usable:
            continue
        quick += 1
        full = _in_full(old, new, place, False)
        assert (found[0], sorted(found[1])) == (full[0], sorted(full[1])), path.name
    assert quick > times / 5


@pytest.mark.parametrize("times", [400, pytest.param(2_000, marks=pytest.mark.extended)])
def test_signatures_of_a_new_record_are_those_that_reading_it_in_full_finds(times: int) -> None:
    rng = random.Random(20261123)
    paths = [path for path in sorted(CLIENTS.rglob("*.md")) if "signatures:" in path.read_text(encoding="utf-8")]
    signed = 0
    for _ in range(times):
        path = rng.choice(paths)
        raw = _mutated(rng, path.read_text(encoding="utf-8")).encode()
        expected = list(signature_events(None, read_bytes(raw, "").data.get("signatures")))
        if b"\nsignatures:" in raw[: raw.find(b"\n---", 3)]:
            signed += bool(expected)
            events = events_between(None, raw, path.relative_to(DEMO).as_posix())
            assert list(events[1:]) == expected, path.name
    assert signed > times / 2


@pytest.mark.parametrize(
    "front",
    [
        "risk: low\nsignatures:\n# who\n  - {by: m.okafor, role: clinician}\n",
        "risk: low\nsignatures:\n\n  - {by: m.okafor, role: clinician}\n",
        "signatures:\n  - {by: m.okafor, role: clinician}\nsignatures:\n  - {by: t.brandt, role: clinician}\n",
        "signatures:\n  - {by: m.okafor, role: {clinician: yes}, at: [2026-03-02]}\n",
    ],
)
def test_signatures_in_odd_writing_are_those_of_the_strict_reader(front: str) -> None:
    raw = f"---\ntype: session\n{front}---\n".encode()
    assert [each.words[: len(WHO)] for each in events_between(None, raw, SESSION)] == ["session created", WHO]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('homework: "one\nrisk: low\ntwo"\nminutes: 50\n', 'homework: "one\nrisk: high\ntwo"\nminutes: 50\n'),
        ("themes: [a,\nrisk: low,\nb]\nminutes: 50\n", "themes: [a,\nrisk: high,\nb]\nminutes: 50\n"),
        ("risk: low\nminutes: 50\n", "risk: low\nminutes: 50\nrisk: high\n"),
    ],
)
def test_a_line_that_only_looks_like_a_key_is_none(before: str, after: str) -> None:
    old, new = (f"---\ntype: session\n{front}---\n".encode() for front in (before, after))
    found = events_between(old, new, SESSION)
    assert found and not [event for event in found if event.field == "risk"]


def test_a_word_of_its_own_needs_no_other_file() -> None:
    folder = ROOT / "caseload_tools" / "audit" / "changes" / "words"
    for file in folder.glob("*.py"):
        if file.stem != "__init__":
            assert f'@wording("{file.stem.replace("_", "-")}")' in file.read_text(encoding="utf-8"), file.name
            assert file.stem.replace("_", "-") in RECORD_TYPES


def test_the_demo_names_only_titles_that_may_be_shown() -> None:
    from caseload_tools.audit.changes.prose_diff import _KNOWN
    from caseload_tools.text.sections import same_title

    titles = {
        same_title(each.title)
        for path in Path(CLIENTS).rglob("*.md")
        for each in read_bytes(path.read_bytes(), path.name).sections
    }
    assert not [title for title in titles if not _KNOWN.fullmatch(title)]
