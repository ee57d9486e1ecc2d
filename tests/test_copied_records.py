"""Copies of records, told by what they say and by whose name they begin with: one finding, and nobody counts them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.copied_records import copies_among
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text import read_bytes
from tests.conftest import ROOT
from tests.hook_scenes import here

TODAY = date(2026, 11, 24)
CHART = "records/clients/C-0142"
NOTE = f"{CHART}/sessions/2026-11-24.md"
RELEASE = f"{CHART}/consents/2026-10-06-employment-service.md"


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    """One record of every type in the demo that lies in a folder."""
    caseload = read_caseload(ROOT, load_practice(ROOT), TODAY)
    records = [record for chart in caseload.charts for record in chart.records] + list(caseload.shared.records)
    found = {record.type: record.path for record in records if record.date <= TODAY and record.type != "client"}
    return found | {"session": NOTE}


@pytest.fixture
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The demo, to be changed; one chart of it where a test asks for no more."""
    whole = "places" in request.fixturenames
    shutil.copytree(ROOT / ("records" if whole else CHART), tmp_path / ("records" if whole else CHART))
    if not whole:
        shutil.copytree(ROOT / "records/practice", tmp_path / "records/practice")
        for folder in ("households", "meetings"):  # they speak of charts that are not here
            shutil.rmtree(tmp_path / "records/practice" / folder)
    shutil.copyfile(ROOT / "caseload.toml", tmp_path / "caseload.toml")
    return tmp_path


def _lint(root: Path) -> tuple[Finding, ...]:
    return lint_caseload(root, load_practice(root), LintRequest(today=TODAY, jobs=1)).findings


def _codes(root: Path) -> dict[str, str]:
    return {each.path: each.code for each in _lint(root)}


def _same(raw: bytes) -> bytes:
    return raw


def _windows(raw: bytes) -> bytes:
    return b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")


def _longer(raw: bytes) -> bytes:
    return raw + b"\n\n"


def test_what_says_the_same_is_a_copy_whatever_its_name_and_type(root: Path, places: dict[str, str]) -> None:
    copies = set()
    for path in places.values():
        file = root / path
        for number, name in enumerate(("{}-copy", "{}-2", "{}-LAPTOP7", "{} evening", "Untitled", "AAA")):
            copy = file.with_name(f"{name.format(file.stem)}.md")
            copy.write_bytes((_same, _windows, _longer)[number % 3](file.read_bytes()))
            copies.add(str(copy.relative_to(root)))
    found = _lint(root)
    assert {each.path for each in found} == copies
    assert {each.code for each in found} == {"STR019"}
    before, after = (read_caseload(each, load_practice(each), TODAY) for each in (ROOT, root))
    assert after.record_count == before.record_count


def test_what_was_copied_into_another_clients_chart_is_a_copy_of_every_type(root: Path, places: dict[str, str]) -> None:
    """It counts for nothing there, and nobody is told to write the other client's id into it."""
    copies = {}
    for path in places.values():
        if not path.startswith("records/clients/"):
            continue
        own, link = path.split("/")[2], path.split("/", 3)[3]
        others = (f"records/clients/{each}/{link}" for each in ("C-0033", "C-0021") if each != own)
        copy = next(each for each in others if not (root / each).exists())
        (root / copy).parent.mkdir(exist_ok=True)
        shutil.copyfile(root / path, root / copy)
        copies[copy] = f"{own}/{link}"
    found = _lint(root)
    assert {each.path for each in found} == copies.keys()
    assert {(each.code, each.hint) for each in found} == {
        ("STR019", "take it out of this chart, or `caseload void` it where git has it")
    }
    assert all(copies[each.path] in each.message for each in found)
    before, after = (read_caseload(each, load_practice(each), TODAY) for each in (ROOT, root))
    assert after.record_count == before.record_count
    # What says another thing there is no copy, and is told as ever.
    changed = root / next(iter(copies))
    changed.write_text(changed.read_text(encoding="utf-8") + "\nAnd more.\n", encoding="utf-8")
    assert "STR006" in {each.code for each in _lint(root) if each.path == next(iter(copies))}


def test_a_copied_release_does_not_outlive_its_revocation(root: Path) -> None:
    file = root / RELEASE
    text = file.read_text(encoding="utf-8")
    for name in ("-LAPTOP7", "-2"):
        file.with_name(f"{file.stem}{name}.md").write_text(text, encoding="utf-8")
    revoked = text.replace("status: active", "status: revoked\nrevoked_on: 2026-11-20")
    assert revoked != text
    file.write_text(revoked, encoding="utf-8")
    chart = read_caseload(root, load_practice(root), TODAY).chart("C-0142")
    assert chart is not None
    assert [each.link for each in chart.consents_on(TODAY) if "employment" in each.link] == []
    assert len([each for each in _lint(root) if each.code == "STR019"]) == 2


@pytest.mark.parametrize(
    ("name", "change", "copy"),
    [
        ("2026-10-06-employment-service-v2", ("purpose: help", "purpose: Help"), True),
        ("2026-10-06-employment-service-phone", ("purpose: help", "purpose: Help"), True),
        ("2026-10-06-work", ("information: [", "information: [diagnosis, "), True),
        ("2026-10-06-work", ("signed_on: 2026-10-06", "signed_on: 2026-11-21"), False),
        ("2026-10-06-work", ("to: agencies/riverside-employment", "to: agencies/harborview-homes"), False),
        ("2026-10-06-work", ("both", ""), False),
    ],
)
def test_a_release_that_is_revoked_elsewhere_is_a_copy(
    root: Path, name: str, change: tuple[str, str], copy: bool
) -> None:
    file = root / RELEASE
    text = file.read_text(encoding="utf-8")
    old, new = change
    if old == "both":
        changed = text.replace("purpose: ", "purpose: once more ").replace(
            "information: [", "information: [diagnosis, "
        )
    else:
        changed = text.replace(old, new)
    assert changed != text
    file.with_name(f"{name}.md").write_text(changed, encoding="utf-8")
    file.write_text(text.replace("status: active", "status: revoked\nrevoked_on: 2026-11-20"), encoding="utf-8")
    chart = read_caseload(root, load_practice(root), TODAY).chart("C-0142")
    assert chart is not None
    assert (name in [each.link.partition("/")[2] for each in chart.consents_on(TODAY)]) is not copy
    assert ("STR019" in _codes(root).values()) is copy


def test_who_cites_a_revoked_release_is_told_whatever_else_is_in_force(root: Path) -> None:
    file = root / RELEASE
    text = file.read_text(encoding="utf-8")
    other = text.replace("signed_on: 2026-10-06", "signed_on: 2026-11-21").replace(
        "date: 2026-10-06", "date: 2026-11-21"
    )
    file.with_name("2026-11-21-employment-service.md").write_text(other, encoding="utf-8")
    file.write_text(text.replace("status: active", "status: revoked\nrevoked_on: 2026-11-20"), encoding="utf-8")
    call = root / CHART / "contacts/2026-11-23.md"
    call.parent.mkdir(exist_ok=True)
    call.write_text(
        "---\ntype: contact\nclient: C-0142\ndate: 2026-11-23\nstaff: m.okafor\nwith: agencies/riverside-employment\n"
        "direction: out\nchannel: phone\npurpose: coordination\ninformation: [attendance]\n"
        f"consent: {file.relative_to(root / CHART).with_suffix('')}\n---\n\nCame.\n",
        encoding="utf-8",
    )
    said = [
        each.message for each in _lint(root) if each.path.endswith("contacts/2026-11-23.md") and each.code == "CON003"
    ]
    assert said == ["the release that this cites was revoked by this day"]


def test_a_copy_made_before_its_record_was_signed_is_one(root: Path) -> None:
    file = root / NOTE
    shutil.copyfile(file, file.with_name("2026-11-24-3.md"))
    signed = "signatures:\n  - {by: m.okafor, role: clinician, at: 2026-11-24 15:00}\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("type: session\n", f"type: session\n{signed}"), encoding="utf-8")
    assert _codes(root) == {f"{CHART}/sessions/2026-11-24-3.md": "STR019"}


def test_the_copy_of_a_note_for_another_day_is_one_until_it_says_so(root: Path) -> None:
    shutil.copyfile(root / NOTE, root / CHART / "sessions/2026-11-23.md")
    assert _codes(root) == {f"{CHART}/sessions/2026-11-23.md": "STR019"}
    [finding] = _lint(root)
    assert "a copy of 2026-11-24.md" in finding.message and "rename" not in finding.hint


def test_what_others_cite_is_the_record(root: Path) -> None:
    """Both names would do, and the shorter one is the copy."""
    shutil.copyfile(root / RELEASE, root / CHART / "consents/2026-10-06-a.md")
    assert _codes(root) == {f"{CHART}/consents/2026-10-06-a.md": "STR019"}


MARKED = (
    "{}_BACKUP_1234.md", "{}_REMOTE_77.md", "{}.LOCAL.1234.md", "{}_BASE_9.md", "{}.sync-conflict.md",
    "{}_MAYA-PC_Nov-24-101112-2026_Conflict.md", "{}_MAYA-PC_Nov-24-101112-2026_CaseConflict.md",
    "{} Kopie.md", "{} copie.md", "{} (Kopie).md", "{} 副本.md", "{} のコピー.md", "{} - Shortcut.md",
    "{} - Verknüpfung.md", "Copy of {}.md", "Kopie von {}.md", "Copy (2) of {}.md",
)  # fmt: skip
NEAR = (
    "{} (Maya Okafor).md", "{}-LAPTOP7.md", "{}-copy.md", "{}_old.md", "{} evening.md", "{}~2.md", "SFConflict x {}.md",
)  # fmt: skip


def test_a_makers_mark_behind_a_records_own_name_is_a_copy_though_the_two_differ(root: Path) -> None:
    file = root / NOTE
    text = file.read_text(encoding="utf-8")
    copies = {name: file.with_name(name.format(file.stem)) for name in (*MARKED, *NEAR)}
    for number, (name, copy) in enumerate(copies.items()):
        near = f"{text.rstrip()}\n\nOne line more, {number}.\n"
        copy.write_text(f"---\ntype: session\n---\nAnother {number}.\n" if name in MARKED else near, encoding="utf-8")
    assert _codes(root) == {str(copy.relative_to(root)): "STR019" for copy in copies.values()}


SECOND = """\
---
type: contact
client: C-0142
date: 2026-11-24
minutes: 5
staff: m.okafor
direction: in
channel: phone
with: client
purpose: check-in
written: 2026-11-24 16:10
---

{}
"""


def test_a_second_record_of_the_day_is_a_record(root: Path) -> None:
    folder = root / CHART / "contacts"
    for number, name in enumerate(("", "-2", "-evening", "_evening", "-PHQ", "b", " (his wife)")):
        text = SECOND.format(f"Rang about the {number}th letter; it has come.")
        (folder / f"2026-11-24{name}.md").write_text(text, encoding="utf-8")
    assert "STR019" not in _codes(root).values()


def test_records_that_nobody_can_read_are_compared_as_text() -> None:
    broken = read_bytes(b"---\ntype: session\ntype: session\n---\nSlept well.\n", "C/sessions/2026-01-05.md")
    again = read_bytes(b"---\r\ntype: session\r\ntype: session\r\n---\r\nSlept well.\r\n", "C/sessions/2026-01-05-2.md")
    assert copies_among([broken, again]) == {again.path: broken.path}
    empty = [read_bytes(b"", f"C/sessions/2026-01-0{each}.md") for each in (5, 6)]
    assert copies_among(empty) == {}


def test_a_second_first_page_is_told_as_a_copy(root: Path) -> None:
    names = ("client-2.md", "Copy of client.md", "client 2.md", "client_REMOTE_7.md", "client-LAPTOP7.md")
    for name in names:
        shutil.copyfile(root / CHART / "client.md", root / CHART / name)
    found = _lint(root)
    assert {each.path.rpartition("/")[2] for each in found} == set(names)
    assert all("a copy of client.md" in each.message and "delete" in each.hint for each in found)


def test_a_link_among_the_papers_is_named_as_the_hook_names_it(root: Path) -> None:
    papers = root / CHART / "attachments/deep"
    papers.mkdir(parents=True)
    (papers / "new.txt").symlink_to("/etc/hostname")
    (papers / "old.txt").write_text("x", encoding="utf-8")
    assert _codes(root) == {f"{CHART}/attachments/deep/new.txt": "STR013"}


def test_what_snapshots_link_is_read_and_told_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    count = read_caseload(root, load_practice(root), TODAY).record_count
    shutil.copytree(root / "records", tmp_path_factory.mktemp("snapshots") / "records", copy_function=os.link)
    caseload = read_caseload(root, load_practice(root), TODAY)
    assert caseload.record_count == count and caseload.unread == ()
    [finding] = _lint(root)
    assert (finding.code, finding.level) == ("STR013", "advice") and f"{count} files" in finding.message


SLIPS: dict[str, Callable[[bytes], bytes]] = {
    "n.MD": _same, "n.markdown": _same, "n.txt": _same, "note": _same, "n.md.bak": _same,
    "wide.md": lambda raw: raw.decode().encode("utf-16"),
    "old.md": lambda raw: raw.replace(b"\n", b"\r"),
    "quoted.md": lambda raw: raw.replace(b"type: session", b'"type": session'),
    "spaced.md": lambda raw: raw.replace(b"type: session", b"type : session"),
    "big.md": lambda raw: raw.replace(b"type: session", b"Type: Session"),
    "slip.md": lambda raw: raw.replace(b"type: session", b"type: sesion"),
    "none.md": lambda raw: raw.replace(b"type: session\n", b""),
}  # fmt: skip


def test_a_note_elsewhere_is_named_however_it_is_stored_and_typed(root: Path) -> None:
    raw = (root / NOTE).read_bytes()
    (root / "attic").mkdir()
    for name, change in SLIPS.items():
        (root / "attic" / name).write_bytes(change(raw))
    (root / "attic/page.md").write_text("---\ntype: page\ndate: 2026-11-24\n---\nHow we work.\n", encoding="utf-8")
    (root / "attic/todo.txt").write_text("type: note\nfor the client: ring\n", encoding="utf-8")
    bill = "---\ntype: report\nclient: Acme-2024\ndate: 2026-11-24\n---\nFor the roof.\n"
    (root / "attic/bill.md").write_text(bill, encoding="utf-8")
    (root / "attic/note.py").write_bytes(raw)
    assert _codes(root) == {f"attic/{name}": "STR014" for name in SLIPS}


@pytest.mark.process
def test_a_copy_that_git_has_is_declared_void(root: Path) -> None:
    """Hooks and audit let nobody delete it. Void, it is no copy any more, and neither is what is entered again."""
    copy = f"{CHART}/sessions/2026-11-24-3.md"
    shutil.copyfile(root / NOTE, root / copy)
    refused = here(root, "sign", copy, "--as", "m.okafor")
    assert refused.code == 2 and "the copy of a record" in refused.said, refused.said
    done = here(root, "void", copy, "--reason", "a copy", "--as", "m.okafor")
    assert done.code == 0, done.said
    assert "STR019" not in _codes(root).values()
    chart = read_caseload(root, load_practice(root), TODAY).chart("C-0142")
    assert chart is not None and [each.path for each in chart.voided] == [copy]


def test_what_python_calls_equal_is_no_copy(root: Path) -> None:
    """`true` where the other has 1: a slip, and one that is told."""
    note = (root / NOTE).read_text()
    (root / NOTE).write_text(note.replace("\nrisk:", "\nminutes: 1\nrisk:", 1))
    other = (root / NOTE).with_name("2026-11-24-2.md")
    other.write_text(note.replace("\nrisk:", "\nminutes: true\nrisk:", 1))
    assert "STR019" not in _codes(root).values()


def test_what_tells_of_another_hour_is_another_record(root: Path) -> None:
    """However its name is written: nothing of the second is lost."""
    text = (root / NOTE).read_text()
    assert "\ntime: 14:00-14:50\n" in text
    other = (root / NOTE).with_name("2026-11-24-PM.md")
    other.write_text(text.replace("\ntime: 14:00-14:50\n", "\ntime: 19:00-19:40\n"))
    assert "STR019" not in _codes(root).values()


def test_two_empty_drafts_are_no_copies(root: Path) -> None:
    for _ in range(2):
        assert here(root, "new", "session", "C-0142", "--date", "2026-11-23").code == 0
    assert "STR019" not in _codes(root).values()


def test_a_revocation_on_the_copy_counts(root: Path) -> None:
    consent = root / CHART / "consents/2026-10-06-employment-service.md"
    copy = consent.with_name(f"{consent.stem}-LAPTOP7.md")
    copy.write_text(consent.read_text().replace("\nstatus: active", "\nstatus: revoked\nrevoked_on: 2026-11-20"))
    told = _codes(root)
    assert told[str(consent.relative_to(root))] == "STR019", "the one that is revoked is the record"


def test_three_calls_begun_on_one_day_are_three(root: Path) -> None:
    for _ in range(3):
        assert here(root, "new", "contact", "C-0142", "--to", "agencies/riverside-employment").code == 0
    assert len(list((root / CHART / "contacts").glob("2026-11-24-*"))) == 3
    assert "STR019" not in _codes(root).values()
