"""What honest people do raises no alarm, with and without the line that was kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.speeds import one_of_each
from tests.tampering import honest_more as more
from tests.tampering.ledger import ADDENDUM, DANA, DRAFT, NOTE, RUNA, SIGNERS, TOBIAS, Ledger, record, signed

OTHER = "records/clients/C-0003/sessions/2026-09-08.md"


def nothing(ledger: Ledger) -> None:
    pass


def merge_of_two_clinicians(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "dana")
    ledger.save(OTHER, record("session", "C-0003", "2026-09-08", "Dana's."), DANA)
    ledger.git("checkout", "-q", "main")
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nThird paragraph.\n")
    ledger.hours += 1
    ledger.git("merge", "-q", "--no-ff", "-m", "Bring both together", "dana", who=RUNA, key=RUNA)


def merge_at_odds_settled_from_both_sides(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "dana")
    ledger.save(DRAFT, ledger.read(DRAFT).replace("Second draft.", "As Dana saw it."), DANA)
    ledger.git("checkout", "-q", "main")
    ledger.save(DRAFT, ledger.read(DRAFT).replace("Second draft.", "As Tobias saw it."))
    with pytest.raises(AssertionError):
        ledger.git("merge", "-q", "-m", "Both", "dana")
    kept = [line for line in ledger.read(DRAFT).splitlines() if not line.startswith(("<<<<", "====", ">>>>"))]
    ledger.write(DRAFT, "\n".join(kept) + "\n")
    ledger.commit("Bring both together", RUNA)


def merge_after_a_rename(ledger: Ledger) -> None:
    ledger.git("checkout", "-q", "-b", "dana")
    ledger.git("mv", DRAFT, DRAFT.replace(".md", "-b.md"))
    ledger.commit("Rename", DANA)
    ledger.git("checkout", "-q", "main")
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nThird paragraph.\n")
    ledger.hours += 1
    ledger.git("merge", "-q", "--no-ff", "-m", "Both", "dana")


def revert(ledger: Ledger) -> None:
    ledger.save(DRAFT, record("session", "C-0002", "2026-09-03", "Worse."))
    ledger.hours += 1
    ledger.git("revert", "--no-edit", "HEAD")


def removed_by_mistake_and_brought_back(ledger: Ledger) -> None:
    ledger.git("rm", "-q", NOTE, ADDENDUM)
    ledger.commit("Tidy")
    ledger.hours += 1
    ledger.git("revert", "--no-edit", "HEAD")


def co_signature(ledger: Ledger) -> None:
    ledger.save(DRAFT, signed(ledger.read(DRAFT), "tobias", "clinician", "2026-09-03 15:00"))
    ledger.save(DRAFT, signed(ledger.read(DRAFT), "runa", "supervisor", "2026-09-04 15:00"), RUNA)


def requoted_and_reordered_after_signing(ledger: Ledger) -> None:
    text = ledger.read(NOTE).replace("type: session\nclient: C-0001\n", "client: 'C-0001'  # moved\ntype: session\n")
    ledger.save(NOTE, text.replace("\n", "\r\n"), DANA)


def rename(ledger: Ledger) -> None:
    ledger.git("mv", NOTE, NOTE.replace(".md", "-morning.md"))
    right = DRAFT.replace("09-03", "09-04")
    ledger.git("mv", DRAFT, right)
    ledger.write(right, ledger.read(right).replace("09-03", "09-04"))
    ledger.commit("Give two notes their right names", DANA)


def plan_with_typed_names_kept_up(ledger: Ledger) -> None:
    """Without a digest, a plan may say how far it has come; nothing else of it may change (see test_moves)."""
    names = "signatures:\n  - {by: dana, role: clinician, at: 2026-09-05 10:00}\n"
    plan = "objectives:\n  - id: O1.1\n    text: Walk\n    status: in-progress\nstatus: active\n" + names
    path = "records/clients/C-0001/plans/2026-09-05.md"
    ledger.save(path, record("plan", "C-0001", "2026-09-05", "As agreed.", plan), DANA)
    done = (
        ledger.read(path)
        .replace("in-progress", "achieved\n    completed_on: 2026-09-09")
        .replace("active", "completed")
    )
    ledger.save(path, done, DANA)


def co_signed_on_the_disk_and_a_draft_begun(ledger: Ledger) -> None:
    ledger.write(NOTE, signed(ledger.read(NOTE), "eve", "witness", "2026-09-09 15:00").replace("\n", "\r\n"))
    ledger.write(DRAFT, "begun anew\n")


def emptied_by_mistake_and_filled_again(ledger: Ledger) -> None:
    ledger.save(DRAFT, "")
    ledger.hours += 1
    ledger.git("revert", "--no-edit", "HEAD")


def two_addresses_of_one_person(ledger: Ledger) -> None:
    path = OTHER
    ledger.save(
        path,
        record("session", "C-0003", "2026-09-08", "Home."),
        GIT_AUTHOR_EMAIL="t@home.example",
        GIT_COMMITTER_EMAIL="t@home.example",
    )


def typed_name_gains_its_digest(ledger: Ledger) -> None:
    typed = "signatures:\n  - {by: dana, role: clinician, at: 2026-09-08 15:00}\n"
    text = record("session", "C-0003", "2026-09-08", "As it was.", typed)
    ledger.save(OTHER, text, DANA)
    sealed = signed(record("session", "C-0003", "2026-09-08", "As it was."), "dana", "clinician", "2026-09-08 15:00")
    ledger.save(OTHER, sealed, DANA)


def addendum_begun_and_written_later(ledger: Ledger) -> None:
    path = ADDENDUM.replace("09-04", "09-09")
    begun = record("addendum", "C-0001", "2026-09-09", "", "to: sessions/2026-09-02\nkind: correction\n")
    ledger.save(path, begun, DANA)
    ledger.save(path, signed(begun + "It was eight.\n", "dana", "clinician", "2026-09-09 10:00"), DANA)


def late_entry(ledger: Ledger) -> None:
    late = record("session", "C-0001", "2026-08-11", "Written late.", "late_reason: away\nwritten: 2026-09-09 10:00\n")
    ledger.save("records/clients/C-0001/sessions/2026-08-11.md", late, DANA)
    more = record("addendum", "C-0001", "2026-09-09", "Late.", "to: sessions/2026-09-02\nkind: late-entry\n")
    ledger.save("records/clients/C-0001/addenda/2026-09-09-sessions-2026-09-02.md", more, DANA)


def key_rotation(ledger: Ledger) -> None:
    """Dana's old key ends today, the new one begins; a commit on a branch begun before still counts."""
    ledger.git("checkout", "-q", "-b", "before")
    ledger.save(OTHER, record("session", "C-0003", "2026-09-08", "On the laptop."), DANA, key="dana-new")
    ledger.git("checkout", "-q", "main")
    old, new = ledger.signer(DANA), ledger.signer(DANA, "dana-new")
    kept = [line for line in ledger.read(SIGNERS).splitlines() if "dana@" not in line]
    ended = old.replace(" ssh-", ' valid-before="20260930" ssh-', 1)
    ledger.save(SIGNERS, "\n".join(kept) + "\n" + ended + new, RUNA)
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nDana's line.\n", DANA, key="dana-new")
    ledger.hours += 1
    ledger.git("merge", "-q", "--no-ff", "-m", "Both", "before", who=DANA, key="dana-new")


def old_key_taken_off_the_list(ledger: Ledger) -> None:
    """What the old key signed while it was listed still counts."""
    kept = [line for line in ledger.read(SIGNERS).splitlines() if "dana@" not in line]
    ledger.save(SIGNERS, "\n".join(kept) + "\n" + ledger.signer(DANA, "dana-new"), RUNA)
    ledger.save(DRAFT, ledger.read(DRAFT) + "\nDana's line.\n", DANA, key="dana-new")


def new_staff(ledger: Ledger) -> None:
    ledger.save(SIGNERS, ledger.read(SIGNERS) + ledger.signer("eve"), RUNA)
    ledger.save(OTHER, record("session", "C-0003", "2026-09-08", "Eve's first note."), "eve")


def clone(ledger: Ledger) -> None:
    copy = ledger.root.with_name("clone")
    ledger.git("clone", "-q", f"file://{ledger.root}", str(copy))
    ledger.root = copy


def gc(ledger: Ledger) -> None:
    ledger.git("gc", "-q", "--aggressive", "--prune=now")
    ledger.git("commit-graph", "write", "--reachable", "--changed-paths")
    ledger.git("pack-refs", "--all")


def bundle_restore(ledger: Ledger) -> None:
    bundle, copy = ledger.root.with_name("all.bundle"), ledger.root.with_name("restored")
    ledger.git("bundle", "create", "-q", str(bundle), "--all")
    ledger.git("clone", "-q", "-b", "main", str(bundle), str(copy))
    ledger.root = copy


def worked_on_and_anchored_again(ledger: Ledger) -> None:
    ledger.save(OTHER, record("session", "C-0003", "2026-09-08", "One more."), TOBIAS)
    ledger.kept += "\n> forwarded\n" + ledger.anchor()
    ledger.write(DRAFT, ledger.read(DRAFT) + "\nNot committed yet.\n")


# What honest people do, by what a check could take it for; of each `make test` tries the first.
WORKFLOWS: dict[str, tuple[Callable[[Ledger], None], ...]] = {
    "work goes on": (worked_on_and_anchored_again, nothing, more.nothing_in_it),
    "branches come together": (
        merge_of_two_clinicians, more.merge_of_four_branches, more.squashed_merge, more.own_commit_picked_twice,
    ),
    "a merge has words of its own": (merge_at_odds_settled_from_both_sides,),
    "a record is renamed": (merge_after_a_rename, rename),
    "a chart is moved": (more.charts_grouped_by_team, more.wrong_id_of_a_client_put_right),
    "commits are made anew": (more.pull_with_rebase, more.amended_before_anybody_saw),
    "a draft is put back": (emptied_by_mistake_and_filled_again, revert),
    "what was signed is put back": (
        removed_by_mistake_and_brought_back, more.signed_note_changed_by_mistake, more.signed_anew_by_mistake,
        more.addendum_changed_by_mistake,
    ),
    "somebody signs": (co_signature, typed_name_gains_its_digest, co_signed_on_the_disk_and_a_draft_begun),
    "what was signed is written otherwise": (requoted_and_reordered_after_signing, more.checked_out_on_windows),
    "a plan is kept up": (plan_with_typed_names_kept_up,),
    "something is added later": (addendum_begun_and_written_later, late_entry),
    "keys change": (key_rotation, old_key_taken_off_the_list, new_staff),
    "anchors meet": (more.two_anchors_at_once,),
    "a person has two names": (
        more.married, two_addresses_of_one_person, more.two_addresses_in_a_mailmap, more.names_of_the_world,
        more.old_encoding,
    ),
    "a clock is put back": (more.clocks_put_back_in_autumn,),
    "a copy is made": (bundle_restore, clone, more.restored_and_continued, more.second_work_tree),
    "git tidies up": (gc, more.bisecting),
    "not all is on the disk": (more.only_own_clients_on_the_disk, more.attachments_in_lfs),
    "others work in the repository": (more.folder_of_a_larger_repository, more.program_by_subtree),
}  # fmt: skip
KIND = {workflow: kind for kind, workflows in WORKFLOWS.items() for workflow in workflows}


@pytest.mark.parametrize("workflow", one_of_each(KIND, KIND.__getitem__), ids=lambda each: each.__name__)
def test_no_alarm(workflow: Callable[[Ledger], None], ledger: Ledger) -> None:
    workflow(ledger)
    assert ledger.failed(kept=True) == {}


def test_the_list_may_come_from_outside(ledger: Ledger, tmp_path: Path) -> None:
    outside = tmp_path / "signers"
    outside.write_text(ledger.read(SIGNERS))
    found = ledger.verify(kept=True, signers=outside)
    assert not found.failed and not found.not_checked
    outside.write_text(ledger.signer(RUNA))
    found = ledger.verify(signers=outside)
    assert [answer.name for answer in found.failed] == ["signatures"]
