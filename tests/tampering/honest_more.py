"""More of what honest people do: mistakes put right, other tools, other names, other computers."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.tampering.ledger import ADDENDUM, ANCHORS, DANA, DRAFT, NOTE, RUNA, SIGNERS, TOBIAS, Ledger, record, signed

OTHER = "records/clients/C-0003/sessions/2026-09-08.md"
FIRST = record("session", "C-0003", "2026-09-08", "As it was.")


def draft(ledger: Ledger, who: str = TOBIAS, key: str | None = None, **env: str) -> None:
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nOne more.\n", who, key, **env)


def branch(ledger: Ledger, name: str, who: str = DANA, path: str = OTHER) -> None:
    """A branch with a note on it; then back to main, where work went on."""
    ledger.git("checkout", "-q", "-b", name)
    ledger.save(path, FIRST, who)
    ledger.git("checkout", "-q", "main")


def revert(ledger: Ledger) -> None:
    ledger.hours += 1
    ledger.git("revert", "--no-edit", "HEAD", who=DANA, key=DANA)


def signed_note_changed_by_mistake(ledger: Ledger) -> None:
    """As a search-and-replace over all files does."""
    ledger.save(NOTE, ledger.read(NOTE).replace("six", "6"), DANA)
    revert(ledger)


def signed_anew_by_mistake(ledger: Ledger) -> None:
    text = re.sub(r"signatures:\n(  - .*\n)+", "", ledger.read(NOTE)).replace("six", "6")
    ledger.save(NOTE, signed(text, "dana", "clinician", "2026-09-02 15:00"), DANA)
    revert(ledger)


def addendum_changed_by_mistake(ledger: Ledger) -> None:
    ledger.save(ADDENDUM, ledger.read(ADDENDUM).replace("seven", "7"), DANA)
    revert(ledger)


def two_anchors_at_once(ledger: Ledger) -> None:
    """As docs/how-to/verify-the-record.md says: all lines stay, the second signature gets a name of its own."""
    dana = ledger.signer(DANA, options='namespaces="git,caseload-anchor"')
    ledger.save(SIGNERS, re.sub(r"dana@.*\n", dana, ledger.read(SIGNERS)), RUNA)
    branch(ledger, "side")
    ledger.git("checkout", "-q", "side")
    lines = [ledger.kept, ledger.anchor(DANA)]
    theirs = ledger.read("audit/anchors/3.sig")
    ledger.git("checkout", "-q", "main")
    draft(ledger)
    lines.append(ledger.anchor(RUNA))
    with pytest.raises(AssertionError):
        ledger.git("merge", "-q", "-m", "Both", "side")
    kept = [line for line in ledger.read(ANCHORS).splitlines() if not line.startswith(("<<<<", "====", ">>>>"))]
    ledger.write(ANCHORS, "\n".join(kept) + "\n")
    ledger.git("checkout", "--ours", "audit/anchors/3.sig")
    ledger.write("audit/anchors/3-dana.sig", theirs)
    ledger.commit("Bring both together", RUNA)
    ledger.kept = "\n".join([*lines, ledger.anchor(RUNA)])


def merge_of_four_branches(ledger: Ledger) -> None:
    for name in ("3", "4", "5"):
        branch(ledger, name, path=OTHER.replace("0003", f"000{name}"))
    draft(ledger)
    ledger.hours += 1
    ledger.git("merge", "-q", "-m", "Bring all together", "3", "4", "5", who=RUNA, key=RUNA)
    assert len(ledger.git("log", "-1", "--format=%P").split()) == 4


def program_by_subtree(ledger: Ledger) -> None:
    other = Ledger(ledger.root.with_name("program"), ledger.keys)
    other.root.mkdir()
    other.git("init", "-q", "-b", "main")
    other.save("README.md", "A program.\n")
    ledger.git("fetch", "-q", str(other.root), "main")
    ledger.hours += 1
    ledger.git("merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories", "FETCH_HEAD")
    ledger.git("read-tree", "--prefix=tools/", "-u", "FETCH_HEAD")
    ledger.git("commit", "-q", "-m", "Add the program")


def attachments_in_lfs(ledger: Ledger) -> None:
    lines = (
        "*.pdf filter=lfs diff=lfs merge=lfs -text",
        "records/**/attachments/** filter=lfs -diff",
        "/docs/** -diff",
    )
    ledger.save(".gitattributes", "\n".join((*lines, "*.md text eol=lf diff=markdown")) + "\n")


def only_own_clients_on_the_disk(ledger: Ledger) -> None:
    ledger.git("update-index", "--refresh")
    ledger.git("sparse-checkout", "set", "--no-cone", "/*", "!records/clients/C-0001/")
    assert not (ledger.root / NOTE).exists()


def checked_out_on_windows(ledger: Ledger) -> None:
    ledger.git("config", "core.autocrlf", "true")
    shutil.rmtree(ledger.root / "records")
    ledger.git("checkout", "--", "records")
    assert b"\r\n" in (ledger.root / NOTE).read_bytes()
    draft(ledger)


def second_work_tree(ledger: Ledger) -> None:
    other = ledger.root.with_name("second")
    ledger.git("worktree", "add", "-q", "-b", "second", str(other))
    ledger.root = other
    draft(ledger)


def squashed_merge(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "dana")
    ledger.save(OTHER, FIRST, DANA)
    ledger.save(OTHER, signed(FIRST, "dana", "clinician", "2026-09-08 15:00"), DANA)
    ledger.git("checkout", "-q", "main")
    ledger.git("merge", "-q", "--squash", "dana")
    ledger.commit("What Dana wrote", RUNA)


def pull_with_rebase(ledger: Ledger) -> None:
    branch(ledger, "upstream")
    draft(ledger)
    ledger.hours += 5
    ledger.git("rebase", "-q", "upstream")


def amended_before_anybody_saw(ledger: Ledger) -> None:
    draft(ledger)
    ledger.hours += 2
    ledger.write(DRAFT, ledger.read(DRAFT) + "\nAnd another.\n")
    ledger.git("commit", "-q", "-a", "--amend", "--no-edit", GIT_COMMITTER_EMAIL="tobias@new.example")


def own_commit_picked_twice(ledger: Ledger) -> None:
    branch(ledger, "side", TOBIAS)
    draft(ledger)
    ledger.hours += 1
    ledger.git("cherry-pick", "side")
    ledger.hours += 1
    ledger.git("merge", "-q", "-m", "Both", "side")


def bisecting(ledger: Ledger) -> None:
    """With a line of a commit before it; what a later line says then is in test_moves."""
    first = ledger.kept
    draft(ledger)
    draft(ledger)
    ledger.git("bisect", "start")
    ledger.git("bisect", "bad", "HEAD")
    ledger.git("bisect", "good", "HEAD~2")
    ledger.kept = first


def restored_and_continued(ledger: Ledger) -> None:
    bundle, copy = ledger.root.with_name("bundle"), ledger.root.with_name("restored")
    ledger.git("bundle", "create", "-q", str(bundle), "--all")
    ledger.git("clone", "-q", "-b", "main", str(bundle), str(copy))
    ledger.root = copy
    draft(ledger)
    ledger.kept += "\n" + ledger.anchor()


def married(ledger: Ledger) -> None:
    """A new address first, the new name a commit later, and a mailmap that says so."""
    ledger.hours += 24
    address = "dana.moor@northgate.example"
    ledger.save(SIGNERS, ledger.read(SIGNERS) + ledger.signer(DANA, "dana-new").replace("dana@", "dana.moor@", 1), RUNA)
    new = {"GIT_AUTHOR_EMAIL": address, "GIT_COMMITTER_EMAIL": address}
    draft(ledger, DANA, "dana-new", **new)
    for _ in range(2):
        draft(ledger, DANA, "dana-new", GIT_AUTHOR_NAME="Dana Moor", GIT_COMMITTER_NAME="Dana Moor", **new)
    ledger.save(".mailmap", f"Dana Moor <{address}> <dana@northgate.example>\n", RUNA)


def two_addresses_in_a_mailmap(ledger: Ledger) -> None:
    for address in ("t@home.example", "tobias@northgate.example", "t@home.example"):
        draft(ledger, GIT_AUTHOR_EMAIL=address, GIT_COMMITTER_EMAIL=address)
    ledger.save(".mailmap", "tobias <tobias@northgate.example> <t@home.example>\n")


def names_of_the_world(ledger: Ledger) -> None:
    persian, sinhala = "علی\u200cرضا", "ශ\u0dca\u200dර\u0dd3"  # each written with a joiner, as is right
    names = ("Ольга Иванова", "Søren Ångström", "Renée O’Neil", "李 小龙", "محمد", persian, sinhala)
    for number, name in enumerate(names):
        address = f"p{number}@northgate.example"
        draft(
            ledger,
            GIT_AUTHOR_NAME=name,
            GIT_COMMITTER_NAME=name,
            GIT_AUTHOR_EMAIL=address,
            GIT_COMMITTER_EMAIL=address,
        )


def old_encoding(ledger: Ledger) -> None:
    ledger.git("config", "i18n.commitEncoding", "ISO-8859-1")
    draft(ledger)


def wrong_id_of_a_client_put_right(ledger: Ledger) -> None:
    """Nobody had signed anything in that chart yet."""
    right = DRAFT.replace("C-0002", "C-0020")
    ledger.git("mv", "records/clients/C-0002", "records/clients/C-0020")
    ledger.write(right, ledger.read(right).replace("C-0002", "C-0020"))
    ledger.commit("The client's right id")


def charts_grouped_by_team(ledger: Ledger) -> None:
    (ledger.root / "records/clients/team-a").mkdir()
    ledger.git("mv", "records/clients/C-0001", "records/clients/team-a/C-0001")
    ledger.commit("Group the charts", RUNA)


def clocks_put_back_in_autumn(ledger: Ledger) -> None:
    for at in ("2026-10-25T02:30:00+0200", "2026-10-25T02:10:00+0100"):
        draft(ledger, GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at)


def nothing_in_it(ledger: Ledger) -> None:
    ledger.commit("To start the nightly backup")


def folder_of_a_larger_repository(ledger: Ledger) -> None:
    """What others do in their folders is not the practice's."""
    text = ledger.read(NOTE)
    ledger.root = ledger.root.with_name("larger")
    ledger.root.mkdir()
    ledger.git("init", "-q", "-b", "main")
    ledger.write("clinic/caseload.toml", 'name = "Northgate"\n')
    ledger.save(f"clinic/{NOTE}", text)
    ledger.save(
        "src/x.py", "1", GIT_AUTHOR_NAME="Dev", GIT_AUTHOR_EMAIL="d@x.example", GIT_AUTHOR_DATE="2026-08-01T00:00Z"
    )
    ledger.save("assets/.gitattributes", "* filter=lfs -diff\n")
    ledger.save(".gitattributes", "src/** -diff\n*.bin filter=lfs\n")
    ledger.root /= "clinic"
    ledger.kept = ledger.anchor(TOBIAS)
