"""Everything we know somebody might do to the past, done with real git, and the named check that finds it.

A move that only a line kept elsewhere can show must go unseen without that line: so docs/how-to/verify-the-record.md,
whose table is held against this list, says neither too little nor too much.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from caseload_tools.audit.anchors import line_digest
from caseload_tools.audit.new_anchor import make_anchor
from tests.conftest import ROOT
from tests.speeds import one_of_each
from tests.tampering import insider  # noqa: F401  # registers its moves
from tests.tampering.ledger import (
    ADDENDUM,
    ANCHORS,
    DANA,
    DRAFT,
    NOTE,
    RUNA,
    SIGNERS,
    TOBIAS,
    Ledger,
    begin,
    email,
    record,
    signed,
)
from tests.tampering.moves import MOVES, Move, move

PAGE = ROOT / "docs/how-to/verify-the-record.md"


# The fifteen.


@move("amend the last commits, and write the anchors anew", "anchor-kept", only_with_line=True)
def amend(ledger: Ledger) -> None:
    """Tobias takes back the commit of his draft that was anchored, and makes the anchor fit."""
    last = json.loads(ledger.read(ANCHORS).splitlines()[-1])
    ledger.git("reset", "-q", "--hard", last["head"])
    ledger.write(DRAFT, ledger.read(DRAFT).replace("Second draft.", "Kinder draft."))
    ledger.git("add", "-A")
    ledger.git("commit", "-q", "--amend", "--no-edit", GIT_COMMITTER_DATE=ledger.git("log", "-1", "--format=%cI"))
    ledger.hours -= 1
    ledger.anchor(TOBIAS)


@move("rebase a commit away", "anchors")
def rebase(ledger: Ledger) -> None:
    """The addendum's commit is left out; the file of anchors is carried over as it was."""
    ledger.git("rebase", "-q", "--committer-date-is-author-date", "--onto", "HEAD~4", "HEAD~3")
    assert not (ledger.root / ADDENDUM).exists()


@move("back-date a commit", "times")
def back_date(ledger: Ledger) -> None:
    text = record("session", "C-0002", "2026-09-01", "Written weeks later.")
    old = "2026-09-01T10:00:00+0000"
    path = DRAFT.replace("09-03", "09-01")
    ledger.save(path, text, GIT_AUTHOR_DATE=old, GIT_COMMITTER_DATE=old)


@move("back-date only the writing", "author-dates")
def back_date_writing(ledger: Ledger) -> None:
    text = record("session", "C-0002", "2026-08-20", "Written weeks later.")
    ledger.save(DRAFT.replace("09-03", "08-20"), text, GIT_AUTHOR_DATE="2026-08-20T10:00:00+0000")


@move("take the last commits back", "anchor-kept", only_with_line=True)
def rewind(ledger: Ledger) -> None:
    ledger.git("reset", "-q", "--hard", "HEAD~3")


@move("use a colleague's name with the own address", "author")
def name_swap(ledger: Ledger) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", GIT_AUTHOR_NAME="Dana", GIT_COMMITTER_NAME="Dana")


@move("name a colleague as author", "author")
def author_swap(ledger: Ledger) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", GIT_AUTHOR_NAME=DANA, GIT_AUTHOR_EMAIL=email(DANA))


@move("commit under a colleague's name, without the key", "unsigned-after-signed")
def impersonate(ledger: Ledger) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", DANA, key="")


@move("sign a colleague's commit with the own key", "signer")
def key_swap(ledger: Ledger) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", DANA, key=RUNA)


@move("sign with a key that nobody knows", "signatures")
def unknown_key(ledger: Ledger) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", DANA, key="eve")


@move("change a commit under its signature", "signatures")
def change_under_signature(ledger: Ledger) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", DANA)
    raw = ledger.git("cat-file", "commit", "HEAD").replace("\n\nEdit", "\n\nAgreed with the client").encode() + b"\n"
    ledger.git("update-ref", "HEAD", ledger.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw))


@move("let oneself into the list of signers", "signers")
def signer_file_edit(ledger: Ledger) -> None:
    """Signed with the very key that the commit brings in, which plain git calls good."""
    listed = ledger.read(SIGNERS) + ledger.signer(DANA, "eve")
    ledger.save(SIGNERS, listed, DANA, key="eve")


@move("change the list of signers without being an admin", "signers")
def signer_file_by_no_admin(ledger: Ledger) -> None:
    ledger.save(SIGNERS, ledger.read(SIGNERS) + ledger.signer(RUNA, DANA), DANA)


@move("move a tag", "tags")
def tag_move(ledger: Ledger) -> None:
    ledger.git("tag", "-f", "audit-2026-3", "HEAD")


@move("graft other parents onto a commit", "grafts")
def graft(ledger: Ledger) -> None:
    head, skipped = ledger.git("rev-parse", "HEAD"), ledger.git("rev-parse", "HEAD~4")
    (ledger.root / ".git/info").mkdir(exist_ok=True)
    (ledger.root / ".git/info/grafts").write_text(f"{head} {skipped}\n")


@move("cut the beginning off", "shallow")
def shallow(ledger: Ledger) -> None:
    copy = ledger.root.with_name("shallow")
    ledger.git("clone", "-q", "--depth", "3", f"file://{ledger.root}", str(copy))
    ledger.root = copy


@move("show one commit in place of another", "replaced")
def replace_ref(ledger: Ledger) -> None:
    ledger.git("replace", "--graft", "HEAD~1", "HEAD~4")


@move("change something under cover of a merge", "merges")
def evil_merge(ledger: Ledger) -> None:
    _branch_off(ledger)
    ledger.hours += 1
    ledger.git("merge", "-q", "--no-ff", "--no-commit", "side")
    ledger.save(DRAFT, ledger.read(DRAFT).replace("Second paragraph.", "Never said."))


@move("drop a colleague's work in a merge", "merges")
def dropping_merge(ledger: Ledger) -> None:
    _branch_off(ledger)
    ledger.hours += 1
    ledger.git("merge", "-q", "-s", "ours", "-m", "Bring both together", "side")


@move("change a signed note and sign it anew", "signed-records")
def re_sign(ledger: Ledger) -> None:
    text = re.sub(r"signatures:\n(  - .*\n)+", "", ledger.read(NOTE)).replace("six", "nine")
    ledger.save(NOTE, signed(text, "dana", "clinician", "2026-09-02 15:00"), DANA)


@move("change a plan under typed names", "signed-records")
def plan_under_typed_names(ledger: Ledger) -> None:
    names = "status: active\nsignatures:\n  - {by: dana, role: clinician, at: 2026-09-05 10:00}\n"
    path = "records/clients/C-0001/plans/2026-09-05.md"
    ledger.save(path, record("plan", "C-0001", "2026-09-05", "Twice a week.", names), DANA)
    ledger.save(path, ledger.read(path).replace("Twice", "Once"), DANA)


@move("change a plan's status under a digest", "signed-records")
def plan_status_under_a_digest(ledger: Ledger) -> None:
    path = "records/clients/C-0001/plans/2026-09-05.md"
    plan = record("plan", "C-0001", "2026-09-05", "Twice a week.", "status: active\n")
    ledger.save(path, signed(plan, "dana", "clinician", "2026-09-05 10:00"), DANA)
    ledger.save(path, ledger.read(path).replace("active", "completed"), DANA)


@move("take a signature out", "signature-blocks")
def signature_out(ledger: Ledger) -> None:
    ledger.save(NOTE, re.sub(r"  - \{by: runa.*\n", "", ledger.read(NOTE)), DANA)


@move("remove an addendum", "addenda")
def addendum_removed(ledger: Ledger) -> None:
    ledger.git("rm", "-q", ADDENDUM)
    ledger.commit("Tidy", DANA)


@move("rewrite an addendum", "addenda")
def addendum_rewritten(ledger: Ledger) -> None:
    ledger.save(ADDENDUM, ledger.read(ADDENDUM).replace("seven", "six"), DANA)


@move("write more into a signed addendum", "addenda")
def addendum_lengthened(ledger: Ledger) -> None:
    path = ADDENDUM.replace("09-04", "09-09")
    text = record("addendum", "C-0001", "2026-09-09", "It was eight.", "to: sessions/2026-09-02\nkind: correction\n")
    ledger.save(path, signed(text, "dana", "clinician", "2026-09-09 10:00"), DANA)
    ledger.save(path, ledger.read(path) + "Or nine.\n", DANA)


@move("rewrite an anchor", "anchors")
def anchor_rewritten(ledger: Ledger) -> None:
    first, second = ledger.read(ANCHORS).splitlines()
    first = re.sub(r'"records":\d+', '"records":7', first)
    second = re.sub(r'"previous":"[^"]*"', f'"previous":"{line_digest(first)}"', second)
    ledger.save(ANCHORS, f"{first}\n{second}\n", RUNA)


@move("rewrite everything, with keys and anchors of the own", "anchor-kept", only_with_line=True)
def whole_history(ledger: Ledger) -> None:
    shutil.rmtree(ledger.root)
    ledger.root.mkdir()
    keys = ledger.root.with_name("keys of the own")
    keys.mkdir()
    other = begin(ledger.root, keys)
    ledger.keys, ledger.hours = other.keys, other.hours


# More.


@move("delete a record", "deleted")
def delete(ledger: Ledger) -> None:
    ledger.git("rm", "-q", DRAFT)
    ledger.commit("Tidy")


@move("delete a record twice, bringing it back between", "deleted")
def delete_twice(ledger: Ledger) -> None:
    ledger.git("rm", "-q", NOTE)
    ledger.commit("Tidy")
    ledger.hours += 1
    ledger.git("revert", "--no-edit", "HEAD")
    ledger.git("rm", "-q", NOTE)
    ledger.commit("Tidy")


@move("delete a record in a merge, after that was done once and undone", "deleted")
def delete_in_a_merge(ledger: Ledger) -> None:
    ledger.git("rm", "-q", DRAFT)
    ledger.commit("Tidy")
    ledger.hours += 1
    ledger.git("revert", "--no-edit", "HEAD")
    _branch_off(ledger)
    ledger.hours += 1
    ledger.git("merge", "-q", "--no-ff", "--no-commit", "side")
    ledger.git("rm", "-q", DRAFT)
    ledger.commit("Bring both together")


@move("delete a signed note and write another in its place", "signed-records")
def delete_and_rewrite(ledger: Ledger) -> None:
    ledger.git("rm", "-q", NOTE)
    ledger.commit("Tidy")
    ledger.save(
        NOTE,
        signed(record("session", "C-0001", "2026-09-02", "All was well."), "dana", "clinician", "2026-09-02 15:00"),
    )


@move("empty a record", "deleted")
def empty(ledger: Ledger) -> None:
    ledger.save(DRAFT, "\n")


@move("empty a record but for a word", "deleted")
def nearly_empty(ledger: Ledger) -> None:
    ledger.save(DRAFT, "void\n")


@move("change a signed note on the disk and hide that from git", "on-disk")
def hidden_on_disk(ledger: Ledger) -> None:
    ledger.git("update-index", "--assume-unchanged", NOTE)
    ledger.write(NOTE, ledger.read(NOTE).replace("six", "nine"))
    assert ledger.git("status", "--porcelain") == ""


@move("delete a signed note on the disk and hide that from git", "on-disk")
def gone_from_disk(ledger: Ledger) -> None:
    ledger.git("update-index", "--skip-worktree", NOTE)
    (ledger.root / NOTE).unlink()
    assert ledger.git("status", "--porcelain") == ""


@move("remove an anchor's signature", "anchors")
def anchor_signature_removed(ledger: Ledger) -> None:
    ledger.git("rm", "-q", "audit/anchors/1.sig")
    ledger.commit("Tidy", RUNA)


@move("move a record into another client's chart", "charts")
def to_another_client(ledger: Ledger) -> None:
    (ledger.root / "records/clients/C-0009/sessions").mkdir(parents=True)
    ledger.git("mv", NOTE, NOTE.replace("C-0001", "C-0009"))
    ledger.commit("Move")


@move("rename a signed note and change it on the way", "signed-records")
def rename_and_change(ledger: Ledger) -> None:
    other = NOTE.replace(".md", "-b.md")
    ledger.git("mv", NOTE, other)
    ledger.save(other, ledger.read(other).replace("six", "nine"))


@move("write notes onto commits", "side-references")
def notes(ledger: Ledger) -> None:
    ledger.git("notes", "add", "-m", "The client agreed to all of this.", "HEAD")


@move("put another repository among the records", "plain-files")
def submodule(ledger: Ledger) -> None:
    head = ledger.git("rev-parse", "HEAD")
    ledger.git("update-index", "--add", "--cacheinfo", f"160000,{head},records/clients/C-0003")
    ledger.hours += 1
    ledger.git("commit", "-q", "-m", "New client")


@move("put a link in place of a record", "plain-files")
def link(ledger: Ledger) -> None:
    (ledger.root / DRAFT).unlink()
    (ledger.root / DRAFT).symlink_to("/etc/hostname")
    ledger.commit("Edit")


@move("let a message be shown in another encoding", "commit-headers")
def encoding(ledger: Ledger) -> None:
    ledger.git("config", "i18n.commitEncoding", "UTF-7")
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n")


@move("hide text behind a zero byte in a commit", "commit-headers")
def zero_byte(ledger: Ledger) -> None:
    _store_commit(ledger, lambda raw: raw + b"Edit\0and what nobody sees\n")


@move("join another history on", "one-beginning")
def unrelated(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "--orphan", "elsewhere")
    ledger.git("rm", "-q", "-r", "-f", ".")
    ledger.save("records/clients/C-0099/sessions/2026-09-01.md", record("session", "C-0099", "2026-09-01", "Whose?"))
    ledger.git("checkout", "-q", "main")
    ledger.hours += 1
    ledger.git("merge", "-q", "-m", "Join", "--allow-unrelated-histories", "elsewhere")


@move("put two files of one name into a folder", "fsck")
def duplicate_entries(ledger: Ledger) -> None:
    blob = ledger.git("rev-parse", f"HEAD:{DRAFT}")
    entry = b"100644 2026-09-03.md\0" + bytes.fromhex(blob)
    tree = ledger.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=entry + entry)
    _commit_tree(ledger, tree)


@move("date a commit in the future", "times")
def future(ledger: Ledger) -> None:
    late = "2027-01-05T10:00:00+0000"
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", GIT_AUTHOR_DATE=late, GIT_COMMITTER_DATE=late)


@move("flip a bit in a pack", "fsck")
def pack_bit(ledger: Ledger) -> None:
    ledger.git("gc", "-q")
    (pack,) = (ledger.root / ".git/objects/pack").glob("*.pack")
    raw = bytearray(pack.read_bytes())
    raw[len(raw) // 2] ^= 4
    pack.chmod(0o644)
    pack.write_bytes(raw)


@move("let records pass through a filter", "attributes")
def filter_(ledger: Ledger) -> None:
    ledger.save(".gitattributes", "*.md filter=kinder\n")


@move("hide changes of records from git diff", "attributes")
def hidden_diff(ledger: Ledger) -> None:
    (ledger.root / ".git/info").mkdir(exist_ok=True)
    (ledger.root / ".git/info/attributes").write_text("records/** -diff\n")


@move("show a colleague's name on the own commits", "mailmap")
def mailmap(ledger: Ledger) -> None:
    ledger.save(".mailmap", f"Dana <{email(DANA)}> <{email(TOBIAS)}>\n")


@move("let the cached commit graph tell of other parents", "fsck")
def lying_commit_graph(ledger: Ledger) -> None:
    ledger.git("commit-graph", "write", "--reachable")
    graph = ledger.root / ".git/objects/info/commit-graph"
    raw = bytearray(graph.read_bytes()[:-20])
    chunks = {
        bytes(raw[8 + 12 * n : 12 + 12 * n]): int.from_bytes(raw[12 + 12 * n : 20 + 12 * n], "big")
        for n in range(raw[6])
    }
    head = ledger.git("rev-list", "HEAD").splitlines()
    place = sorted(head).index(head[0])
    row = chunks[b"CDAT"] + 36 * place + 20
    raw[row : row + 4] = sorted(head).index(head[3]).to_bytes(4, "big")
    graph.chmod(0o644)
    graph.write_bytes(bytes(raw) + hashlib.sha1(raw, usedforsecurity=False).digest())
    assert len(ledger.git("rev-list", "HEAD").splitlines()) < len(head), "plain git believes it"


@move("tell git not to mind what is broken", "fsck")
def silenced_fsck(ledger: Ledger) -> None:
    _store_commit(ledger, lambda raw: re.sub(rb"(committer .*) \+0000", rb"\1 +00000", raw) + b"Edit\n")
    for name in ("badTimezone", "zeroPaddedDate"):
        ledger.git("config", f"fsck.{name}", "ignore")
    ledger.git("fsck", "--strict")


@move("hide that a record is missing behind a partial clone", "fsck")
def promised(ledger: Ledger) -> None:
    blob = ledger.git("rev-parse", f"HEAD:{NOTE}")
    ledger.git("config", "extensions.partialClone", "origin")
    ledger.git("config", "core.repositoryFormatVersion", "1")
    ledger.git("config", "remote.origin.url", "file:///nowhere")
    ledger.git("config", "remote.origin.promisor", "true")
    (ledger.root / ".git/objects" / blob[:2] / blob[2:]).unlink()


@move("borrow the objects from another folder", "alternates")
def borrowed(ledger: Ledger) -> None:
    copy = ledger.root.with_name("borrowing")
    ledger.git("clone", "-q", "--shared", str(ledger.root), str(copy))
    ledger.root = copy


def _branch_off(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "side", "HEAD~1")
    ledger.save("records/clients/C-0003/sessions/2026-09-08.md", record("session", "C-0003", "2026-09-08", "Side."))
    ledger.git("checkout", "-q", "main")


def _commit_tree(ledger: Ledger, tree: str) -> None:
    ledger.hours += 1
    commit = ledger.git("commit-tree", tree, "-p", "HEAD", "-m", "Edit")
    ledger.git("update-ref", "refs/heads/main", commit)


def _store_commit(ledger: Ledger, change: Callable[[bytes], bytes]) -> None:
    """A commit on top of HEAD, as bytes of our own; `change` gets its headers and adds the message."""
    ledger.hours += 1
    made = ledger.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Edit")
    head = ledger.git("cat-file", "commit", made).encode().partition(b"\n\n")[0]
    stored = ledger.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=change(head + b"\n\n"))
    ledger.git("update-ref", "refs/heads/main", stored)


@pytest.mark.parametrize("each", one_of_each(MOVES, lambda each: (each.check, each.line)), ids=str)
@pytest.mark.requirement("S1.12")
def test_the_named_check_finds_it(each: Move, ledger: Ledger) -> None:
    each.function(ledger)
    if each.line == "named only":
        found = ledger.verify()
        assert not found.failed, "the manual says that this is no alarm"
        assert [answer.name for answer in found.answers if answer.remarks] == [each.check]
        return
    with_line = ledger.failed(kept=True)
    alone = {name: told for name, told in with_line.items() if name != "anchor-kept"}
    if each.only_with_line:
        assert alone == {}, "the manual says that only a line kept elsewhere shows this"
    else:
        assert each.check in alone
    assert each.check in with_line
    assert all(with_line.values())


def test_what_was_cut_off_is_told_once(ledger: Ledger) -> None:
    shallow(ledger)
    found = ledger.verify()
    assert [answer.name for answer in found.failed] == ["shallow", "anchors", "tags"]
    assert "one-beginning" in [answer.name for answer in found.not_checked]


def test_a_lying_commit_graph_hides_nothing_here(ledger: Ledger) -> None:
    re_sign(ledger)
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n")
    lying_commit_graph(ledger)
    assert {"fsck", "signed-records"} <= ledger.failed().keys()


def test_alarms_name_the_commit_and_the_record(ledger: Ledger) -> None:
    ledger.save(NOTE, ledger.read(NOTE).replace("six", "nine"), DANA)
    (answer,) = ledger.verify().failed
    (alarm,) = answer.alarms
    assert (alarm.path, alarm.commit) == (NOTE, ledger.git("rev-parse", "HEAD"))


def test_a_reader_sees_one_alarm_for_one_deed(ledger: Ledger) -> None:
    """Also when merges bring the deed to other branches."""
    ledger.git("branch", "side", "HEAD~1")
    ledger.save(NOTE, ledger.read(NOTE).replace("six", "nine"), DANA)
    ledger.git("rm", "-q", DRAFT)
    ledger.commit("Tidy")
    ledger.git("checkout", "-q", "side")
    ledger.save("records/clients/C-0003/sessions/2026-09-08.md", record("session", "C-0003", "2026-09-08", "Side."))
    for _ in range(2):
        ledger.hours += 1
        ledger.git("merge", "-q", "--no-ff", "-m", "Both", "main")
        ledger.git("checkout", "-q", "main")
        ledger.save(SIGNERS.replace("allowed_signers", "read.me"), str(ledger.hours))
        ledger.git("checkout", "-q", "side")
    assert {name: len(alarms) for name, alarms in ledger.failed().items()} == {"signed-records": 1, "deleted": 1}


def test_what_is_older_can_be_taken_for_granted(ledger: Ledger) -> None:
    ledger.save(NOTE, ledger.read(NOTE).replace("six", "nine"), DANA)
    known = ledger.git("rev-parse", "HEAD")
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n")
    found = ledger.verify(since=known)
    assert not found.failed and found.checked == 1
    assert found.commits == int(ledger.git("rev-list", "--count", "HEAD"))


def test_an_anchor_with_a_foreign_signature_is_seen(ledger: Ledger) -> None:
    ledger.write("audit/anchors/2.sig", ledger.read("audit/anchors/1.sig"))
    ledger.commit("Edit", RUNA)
    assert "the signature of anchor 2 is bad" in ledger.failed()["anchors"]


def test_the_manual_has_every_move(ledger: Ledger) -> None:
    table = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and cells[1].startswith("`"):
            table[cells[0]] = (cells[1].strip("`"), cells[2])
    assert table == {each.name: (each.check, each.line) for each in MOVES}, (
        f"the table of {PAGE.name} and this list differ"
    )


def test_the_paper_line_survives_an_email(ledger: Ledger, tmp_path: Path) -> None:
    mail = tmp_path / "mail.txt"
    mail.write_text(f"Dear Runa,\n\n> {ledger.kept.upper().replace('CASELOAD-ANCHOR', 'caseload-anchor')}\n\nDana\n")
    ledger.kept = str(mail)
    assert ledger.failed(kept=True) == {}
    mail.write_text(mail.read_text().replace(" 2 2026", " 1 2026"))
    assert list(ledger.failed(kept=True)) == ["anchor-kept"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"records": 7}, "anchor 3 does not fit the records of its commit"),
        ({"root": "sha256:" + "0" * 64}, "anchor 3 does not fit the records of its commit"),
        ({"tree": "0" * 40}, "anchor 3 does not fit the records of its commit"),
        ({"previous": "sha256:" + "0" * 64}, "anchor 3 does not follow from the one before it"),
        ({"n": 4}, "anchor 3 does not follow from the one before it"),
        ({"head": "1" * 40}, "the commit of anchor 3 is no longer part of the history"),
        ({"n": "three"}, "this could not be read: line 3 of audit/anchors.jsonl is no anchor"),
    ],
)
def test_a_false_anchor_is_told_for_what_it_is(ledger: Ledger, change: dict[str, object], said: str) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n")
    ledger.anchor()
    *first, last = ledger.read(ANCHORS).splitlines()
    ledger.git("reset", "-q", "--hard", "HEAD~1")
    line = json.dumps(json.loads(last) | change, separators=(",", ":"))
    ledger.save(ANCHORS, "\n".join([*first, line]) + "\n", RUNA)
    assert ledger.failed()["anchors"] == [said]


def test_an_anchor_taken_off_the_end_is_missed(ledger: Ledger) -> None:
    first = ledger.read(ANCHORS).splitlines()[0]
    ledger.save(ANCHORS, first + "\n", RUNA)
    found = ledger.failed(kept=True)
    assert found["anchors"] == ["a line of the chain of anchors was changed or removed"]
    assert found["anchor-kept"] == ["anchor 2 in the repository is not the one of 2026-09-01"]


def test_an_anchor_of_an_older_commit_is_out_of_order(ledger: Ledger) -> None:
    head = ledger.git("rev-parse", "HEAD")
    ledger.git("checkout", "-q", "-b", "side", "HEAD~3")
    old = make_anchor(ledger.root, now=datetime(2026, 9, 9)).anchor
    ledger.git("checkout", "-q", "-f", "main")
    second = ledger.read(ANCHORS).splitlines()[-1]
    line = json.loads(old.line) | {"n": 3, "previous": line_digest(second), "tags": {}}
    ledger.save(ANCHORS, ledger.read(ANCHORS) + json.dumps(line, separators=(",", ":")) + "\n", RUNA)
    assert ledger.failed() == {"anchors": ["the commit of anchor 3 is older than that of the anchor before"]}
    assert head in ledger.git("rev-list", "HEAD")


def test_a_seal_that_does_not_fit_is_told(ledger: Ledger) -> None:
    ledger.kept = ledger.kept[:-1] + ("0" if ledger.kept[-1] != "0" else "1")
    assert ledger.failed(kept=True) == {
        "anchor-kept": ["the digest kept on 2026-09-01 does not fit the records of its commit"]
    }


def test_a_copy_of_the_chain_may_be_what_was_kept(ledger: Ledger, tmp_path: Path) -> None:
    copy = tmp_path / "kept.jsonl"
    copy.write_text(ledger.read(ANCHORS))
    ledger.kept = str(copy)
    assert ledger.failed(kept=True) == {}
    first, second = copy.read_text().splitlines()
    copy.write_text(f"{first}\n{second.replace('2026-09-01', '2026-09-02')}\n")
    assert list(ledger.failed(kept=True)) == ["anchor-kept"]


def test_without_a_list_signatures_are_whole_or_not(ledger: Ledger, tmp_path: Path) -> None:
    """Nobody vouches for the keys then; a changed commit is seen all the same."""
    new = Ledger(tmp_path / "new", ledger.keys)
    new.root.mkdir()
    new.git("init", "-q", "-b", "main")
    new.save("caseload.toml", 'name = "New"\n', DANA)
    new.save(DRAFT, record("session", "C-0002", "2026-09-03", "Draft."), DANA)
    found = {answer.name: answer for answer in new.verify().answers}
    assert found["signatures"].status == "not checked" and "2 commits signed and whole" in found["signatures"].said
    change_under_signature(new)
    assert list(new.failed()) == ["signatures"]


def test_a_certificate_authority_is_said_not_to_count(ledger: Ledger, tmp_path: Path) -> None:
    outside = tmp_path / "signers"
    outside.write_text(ledger.read(SIGNERS) + f"*@northgate.example cert-authority {ledger.public('eve')}\n")
    (answer,) = ledger.verify(signers=outside).failed
    assert answer.name == "signers" and "not supported" in answer.alarms[0].what


def test_lost_keys_are_given_beside_the_list(ledger: Ledger, tmp_path: Path) -> None:
    lost = tmp_path / "lost"
    lost.write_text(ledger.public(DANA) + "\n")
    found = {answer.name: [alarm.what for alarm in answer.alarms] for answer in ledger.verify(revoked=lost).failed}
    assert set(found["signatures"]) == {"the key that signed was revoked"}


def test_a_key_that_let_itself_in_never_counts(ledger: Ledger) -> None:
    signer_file_edit(ledger)
    first = ledger.git("rev-parse", "HEAD")
    ledger.save(SIGNERS, ledger.read(SIGNERS) + ledger.signer(TOBIAS), DANA, key="eve")
    second = ledger.save(DRAFT, ledger.read(DRAFT) + "\nMore.\n", DANA, key="eve")
    found = {answer.name: [alarm.commit for alarm in answer.alarms] for answer in ledger.verify().failed}
    assert found["signers"] == [first, ledger.git("rev-parse", "HEAD~1")]
    assert found["signatures"] == [first, ledger.git("rev-parse", "HEAD~1"), second]
