"""One meaning of signed: hook, lint, sign, verify, log, show and site are asked about one record in each state.

A table of states, each a small practice under git brought into it by plain git and an editor, and one answer that all
must give in the same words. What is not committed yet is asked of the hook as the next commit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.audit.changes.event_log import read_past
from caseload_tools.audit.verifying import verify_history
from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.shelf import EMPTY_SHELF
from caseload_tools.chart.signing import digest_of, standing_of
from caseload_tools.chart.signing.act import Act, ActOutcome, Refused, carry_out
from caseload_tools.chart.signing.acts import KEPT_UP, cosign_record, sign_record, witness_signature
from caseload_tools.cli.state import staged_state, state_at
from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.locked import locked_changes, refusal_of
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.guard.hooks.pushing import Update, push_refusals
from caseload_tools.guard.hooks.putting_back import puts_back
from caseload_tools.history.readers.commit_steps import staged_step
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.site.content.timeline_rows import entry_of
from caseload_tools.text import append_item
from tests.conftest import Git
from tests.signing_scenes import NOTE, PLAN, commit, small_practice
from tests.speeds import one_of_each

TODAY = date(2026, 1, 20)
NOON = datetime(2026, 1, 19, 13, 0)
BY_HAND = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}\n"
ON_PAPER = "  - {by: C-0001, role: client, at: 2026-01-19 12:10, method: paper, witness: dana.ruiz}\n"
CONSENT = "records/clients/C-0001/consents/2026-01-12-treatment.md"
CO_SIGNED = "  - {by: sam.lee, role: supervisor, at: 2026-01-19 12:20}\n"
WITNESSED = "  - {by: kim.park, role: witness, at: 2026-01-19 12:15}\n"
CHANGED = "changed since dana.ruiz signed it"
TAKEN_OUT = "taken out or altered"
NAMED = "dana.ruiz's signature"
Deed = Callable[["Practice"], None]


@dataclass
class Practice:
    """A small practice under git, and the hand that works in it."""

    root: Path
    git: Git
    minute: int = 40
    today: date = TODAY

    def put(self, old: str, new: str, path: str = NOTE) -> None:
        text = (self.root / path).read_text()
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1))

    def commit(self) -> None:
        self.minute += 1
        commit(self.root, self.git, f"2026-01-19T12:{self.minute}:00+0000")

    def chart(self) -> Chart:
        (chart,) = read_caseload(self.root, load_practice(self.root), self.today, past=LazyHistory(self.root)).charts
        return chart

    def record(self, path: str) -> Record:
        return next(each for each in self.chart().records if each.path == path)

    def sign(self, path: str = NOTE, by: str = "dana.ruiz") -> ActOutcome:
        act = cosign_record if by == "sam.lee" else sign_record
        chart = self.chart()
        record = next(each for each in chart.records if each.path == path)
        return act(record, (self.root / path).read_bytes(), chart, chart.practice.staff[by], NOON)

    def carry_out(self, outcome: ActOutcome) -> None:
        assert isinstance(outcome, Act), outcome
        carry_out(self.root, outcome)


# --- what is done to the record ---------------------------------------------------------------------------------


def by_hand(practice: Practice) -> None:
    practice.put("\n---\n\n##", f"\n{BY_HAND}---\n\n##")


def committed(practice: Practice) -> None:
    practice.commit()


def begun(practice: Practice) -> None:
    """All of it in the only commit that there is."""
    practice.git("add", "--all", cwd=practice.root)
    practice.git("commit", "--quiet", "--amend", "--no-edit", cwd=practice.root, at="2026-01-19T12:30:00+0000")


def clock_behind(practice: Practice) -> None:
    """A stopped clock, or one behind that of a colleague in the east: each commit is of a later day than today."""
    practice.today = date(2026, 1, 18)


def edited(practice: Practice) -> None:
    practice.put("her fingers", "one hand")


def taken_out(practice: Practice) -> None:
    practice.put(BY_HAND, "")


def stripped(practice: Practice, path: str = NOTE) -> None:
    """Without its signatures, whatever stood in them."""
    text, times = re.subn(r"signatures:\n(?:  .*\n)+", "", (practice.root / path).read_text())
    assert times == 1
    (practice.root / path).write_text(text)


def back_dated(practice: Practice) -> None:
    practice.put("at: 2026-01-19 12:05", "at: 2026-01-19 12:00")


def put_back(practice: Practice) -> None:
    practice.put("one hand", "her fingers")


def sealed(practice: Practice) -> None:
    practice.carry_out(practice.sign())


def unsealed(practice: Practice) -> None:
    text, times = re.subn(r"\n    digest: \S+|, digest: [^}]+", "", (practice.root / NOTE).read_text())
    assert times == 1
    (practice.root / NOTE).write_text(text)


def resealed_by_hand(practice: Practice) -> None:
    """The digest that the line had put back below it."""
    record = practice.record(NOTE)
    practice.put("12:05}", f"12:05, digest: {digest_of(record)}}}")


def sealed_at_another_time(practice: Practice) -> None:
    text, times = re.subn(r"at: 2026-01-19 13:00", "at: 2026-01-19 12:50", (practice.root / NOTE).read_text())
    assert times == 1
    (practice.root / NOTE).write_text(text)


def co_signed(practice: Practice) -> None:
    practice.put(BY_HAND, BY_HAND + CO_SIGNED)


def co_sealed(practice: Practice) -> None:
    practice.carry_out(practice.sign(by="sam.lee"))


def renamed_signer(practice: Practice) -> None:
    """Another name in the author's line, whatever stands beside it."""
    practice.put("by: dana.ruiz", "by: kim.park")


def line_above(practice: Practice) -> None:
    """A witness's line, typed above the first one, however that is written."""
    practice.put("signatures:\n", f"signatures:\n{WITNESSED}")


def other_order(practice: Practice) -> None:
    """The last signature put first."""
    text = (practice.root / NOTE).read_text()
    listed = re.search(r"signatures:\n((?:  .*\n)+)", text)
    assert listed is not None
    each = re.findall(r"  - .*\n(?:    .*\n)*", listed[1])
    assert len(each) > 1
    (practice.root / NOTE).write_text(text.replace(listed[1], "".join([each[-1], *each[:-1]])))


def another_meaning(practice: Practice) -> None:
    """What a signature means, put into its line or put otherwise, beside who, as what, when and the digest."""
    text = (practice.root / NOTE).read_text()
    old, new = (
        ("meaning: author", "meaning: agreed") if "meaning: author" in text else ("12:05}", "12:05, meaning: agreed}")
    )
    practice.put(old, new)


def sealed_and_meant(practice: Practice) -> None:
    """The digest of what stands there, and in the same hand what the signature means."""
    practice.put("12:05}", f"12:05, meaning: author, digest: {digest_of(practice.record(NOTE))}}}")


def typed_again(practice: Practice) -> None:
    """The line as it was, before a digest and a word more were put to it."""
    text, times = re.subn(r", meaning: author, digest: [^}]+", "", (practice.root / NOTE).read_text())
    assert times == 1
    (practice.root / NOTE).write_text(text)


def sealed_at_five_to(practice: Practice) -> None:
    """The digest of what stands there, and another time in the same line."""
    practice.put("12:05}", f"11:55, digest: {digest_of(practice.record(NOTE))}}}")


def sealed_ahead(practice: Practice) -> None:
    """The digest of words that are still to be written."""
    edited(practice)
    digest = digest_of(practice.record(NOTE))
    put_back(practice)
    practice.put("12:05}", f"12:05, digest: {digest}}}")


def plan_other_witness(practice: Practice) -> None:
    practice.put("witness: dana.ruiz", "witness: sam.lee", PLAN)


def plan_on_paper(practice: Practice) -> None:
    practice.put("role: client,", "role: client, method: paper, witness: dana.ruiz,", PLAN)
    begun(practice)


def consent_signed(practice: Practice) -> None:
    """A consent under which the client's signature is a line, as it was typed before there was `caseload sign`."""
    path = practice.root / CONSENT
    path.parent.mkdir(exist_ok=True)
    text = RECORD_TYPES["consent"].smallest.lstrip("\n").replace("2026-01-05", "2026-01-12")
    path.write_text(text.removesuffix("---\n") + "signatures:\n" + ON_PAPER + "---\n")
    practice.commit()


def consent_sealed(practice: Practice) -> None:
    practice.put("witness: dana.ruiz}", f"witness: dana.ruiz, digest: {digest_of(practice.record(CONSENT))}}}", CONSENT)
    practice.commit()


def consent_revoked(practice: Practice) -> None:
    practice.put("status: active", "status: revoked\nrevoked_on: 2026-01-20", CONSENT)


def consent_edited(practice: Practice) -> None:
    practice.put("copy_given: true", "copy_given: false", CONSENT)


def of_another_kind(practice: Practice) -> None:
    """A digest of a kind that nobody here knows, of a later version perhaps."""
    practice.put("12:05}", f"12:05, digest: caseload-v9:{64 * 'a'}}}")


def copied(practice: Practice) -> None:
    """The digest of another record."""
    practice.put("12:05}", f"12:05, digest: caseload-v1:{64 * 'a'}}}")


def copied_co_signature(practice: Practice) -> None:
    practice.put("12:05}", f"12:05, digest: caseload-co-v1:{64 * 'a'}}}")


def sealed_anew(practice: Practice) -> None:
    """Other words, and their digest in the old signature."""
    edited(practice)
    record = practice.record(NOTE)
    practice.put(record.signatures[0].digest, digest_of(record))


def on_paper(practice: Practice) -> None:
    practice.put(BY_HAND, BY_HAND + ON_PAPER)


def plan_kept_up(practice: Practice) -> None:
    practice.put("status: active", "status: superseded", PLAN)


def plan_edited(practice: Practice) -> None:
    practice.put("duration: 6 months", "duration: 9 months", PLAN)


def plan_stripped(practice: Practice) -> None:
    stripped(practice, PLAN)


def plan_sealed(practice: Practice) -> None:
    practice.carry_out(practice.sign(PLAN))


def plan_without_client(practice: Practice) -> None:
    """The client's line taken out from beside one with a digest."""
    text, times = re.subn(r"  - .*C-0001.*\n(?:    .*\n)*", "", (practice.root / PLAN).read_text())
    assert times == 1
    (practice.root / PLAN).write_text(text)


def plan_achieved(practice: Practice) -> None:
    practice.put("status: active", "status: superseded", PLAN)
    practice.commit()


def plan_sealed_beside(practice: Practice) -> None:
    """Sealed once progress was entered: by a line of today beside the one that was typed."""
    plan_sealed(practice)
    practice.commit()


def plan_open_again(practice: Practice) -> None:
    practice.put("status: superseded", "status: active", PLAN)


def plan_typed_below(practice: Practice) -> None:
    """A supervisor's line by hand, under one with a digest."""
    text = (practice.root / PLAN).read_text()
    line = {"by": "sam.lee", "role": "supervisor", "at": "2026-01-19 12:20"}
    (practice.root / PLAN).write_text(append_item(text, "signatures", line))
    practice.commit()


# state: what is done, how the record then stands, and what was done wrong to it, in the words of all.
STATES: dict[str, tuple[tuple[Deed, ...], str, str]] = {
    "unsigned": ((), "draft", ""),
    "unsigned, then edited": ((edited,), "draft", ""),
    "by hand, not committed": ((by_hand,), "signed by hand", ""),
    "by hand, not committed, then edited": ((by_hand, edited), "signed by hand", ""),
    "by hand": ((by_hand, committed), "signed by hand", ""),
    "by hand, then edited": ((by_hand, committed, edited), "changed", CHANGED),
    "by hand, edited, committed": ((by_hand, committed, edited, committed), "changed", CHANGED),
    "by hand, edited, committed, put back": ((by_hand, committed, edited, committed, put_back), "signed by hand", ""),
    "by hand, then taken out": ((by_hand, committed, taken_out), "changed", TAKEN_OUT),
    "by hand, taken out, committed": ((by_hand, committed, taken_out, committed), "changed", TAKEN_OUT),
    "by hand, then back-dated": ((by_hand, committed, back_dated), "changed", TAKEN_OUT),
    "by hand, then sealed": ((by_hand, committed, sealed), "signed", ""),
    "by hand, sealed, committed": ((by_hand, committed, sealed, committed), "signed", ""),
    "by hand, sealed, then edited": ((by_hand, committed, sealed, committed, edited), "changed", CHANGED),
    "sealed": ((sealed, committed), "signed", ""),
    "sealed, taken out, committed": ((sealed, committed, stripped, committed), "changed", TAKEN_OUT),
    "sealed, then edited": ((sealed, committed, edited), "changed", CHANGED),
    "sealed, edited, committed": ((sealed, committed, edited, committed), "changed", CHANGED),
    "co-signed by hand": ((by_hand, co_signed, committed), "signed by hand", ""),
    "co-signed by hand, sealed": ((by_hand, co_signed, committed, sealed, co_sealed, committed), "co-signed", ""),
    "co-signed by hand, then edited": (
        (by_hand, co_signed, committed, edited),
        "changed",
        "changed since dana.ruiz and sam.lee signed it",
    ),
    "client on paper": ((by_hand, on_paper, committed), "signed by hand", ""),
    "client on paper, then edited": (
        (by_hand, on_paper, committed, edited),
        "changed",
        "changed since dana.ruiz and C-0001 signed it",
    ),
    "plan, progress kept up": ((plan_kept_up, committed), "signed by hand", ""),
    "plan, then edited": ((plan_edited,), "changed", "changed since dana.ruiz and C-0001 signed it"),
    "plan, sealed over its progress, then that changed": (
        (plan_achieved, plan_sealed_beside, plan_open_again),
        "changed",
        CHANGED,
    ),
    "plan, sealed over its progress, that changed, committed": (
        (plan_achieved, plan_sealed_beside, plan_open_again, committed),
        "changed",
        CHANGED,
    ),
    "plan, sealed in place, then progress changed": (
        (plan_sealed_beside, plan_kept_up, committed),
        "changed",
        CHANGED,
    ),
    "plan, sealed, typed below, then progress changed": (
        (plan_sealed_beside, plan_typed_below, plan_kept_up),
        "changed",
        CHANGED,
    ),
    "plan, sealed, typed below, progress changed, committed": (
        (plan_sealed_beside, plan_typed_below, plan_kept_up, committed),
        "changed",
        CHANGED,
    ),
    "plan, sealed over its progress, then edited": (
        (plan_achieved, plan_sealed_beside, plan_edited),
        "changed",
        "changed since dana.ruiz and C-0001 signed it",
    ),
    "begun sealed": ((sealed, begun), "signed", ""),
    "begun sealed, then co-signed": ((sealed, begun, co_sealed), "co-signed", ""),
    "begun sealed, then taken out": ((sealed, begun, stripped), "changed", TAKEN_OUT),
    "begun by hand, then taken out": ((by_hand, begun, stripped), "changed", TAKEN_OUT),
    "plan, begun sealed, both taken out": ((plan_sealed, begun, plan_stripped), "changed", TAKEN_OUT),
    "plan, begun sealed, the client taken out": ((plan_sealed, begun, plan_without_client), "changed", TAKEN_OUT),
    "clock behind, by hand": ((clock_behind, by_hand, committed), "signed by hand", ""),
    "clock behind, by hand, then edited": ((clock_behind, by_hand, committed, edited), "changed", CHANGED),
    "clock behind, by hand, then taken out": ((clock_behind, by_hand, committed, taken_out), "changed", TAKEN_OUT),
    "clock behind, by hand, edited, committed": (
        (clock_behind, by_hand, committed, edited, committed),
        "changed",
        CHANGED,
    ),
    "clock behind, sealed, taken out, committed": (
        (clock_behind, sealed, committed, stripped, committed),
        "changed",
        TAKEN_OUT,
    ),
    "plan, clock behind, then edited": (
        (clock_behind, plan_edited),
        "changed",
        "changed since dana.ruiz and C-0001 signed it",
    ),
    "sealed, another name": ((sealed, committed, renamed_signer), "changed", NAMED),
    "co-sealed, another name": ((sealed, co_sealed, committed, renamed_signer), "changed", NAMED),
    "co-sealed, another name, committed": ((sealed, co_sealed, committed, renamed_signer, committed), "changed", NAMED),
    "co-sealed by hand, another name": ((by_hand, co_sealed, committed, renamed_signer), "changed", NAMED),
    "co-sealed by hand, another name, committed": (
        (by_hand, co_sealed, committed, renamed_signer, committed),
        "changed",
        NAMED,
    ),
    "co-sealed, another name and edited": (
        (sealed, co_sealed, committed, renamed_signer, edited),
        "changed",
        "changed since",
    ),
    "sealed, then unsealed": ((sealed, committed, unsealed), "changed", NAMED),
    "sealed, unsealed, committed": ((sealed, committed, unsealed, committed), "changed", NAMED),
    "sealed, sealed anew over other words": ((sealed, committed, sealed_anew), "changed", CHANGED),
    "sealed, sealed anew over other words, committed": (
        (sealed, committed, sealed_anew, committed),
        "changed",
        CHANGED,
    ),
    "by hand, a line above": ((by_hand, committed, line_above), "signed by hand", ""),
    "by hand, a line above, committed": ((by_hand, committed, line_above, committed), "signed by hand", ""),
    "sealed, a line above": ((sealed, committed, line_above), "signed", ""),
    "sealed, a line above, committed": ((sealed, committed, line_above, committed), "signed", ""),
    "co-sealed, a line above": ((sealed, co_sealed, committed, line_above), "co-signed", ""),
    "co-sealed by hand, a line above": ((by_hand, co_sealed, committed, line_above), "co-signed", ""),
    "co-sealed by hand, a line above, committed": (
        (by_hand, co_sealed, committed, line_above, committed),
        "co-signed",
        "",
    ),
    "co-signed by hand, other order": ((by_hand, co_signed, committed, other_order), "signed by hand", ""),
    "co-signed by hand, other order, committed": (
        (by_hand, co_signed, committed, other_order, committed),
        "signed by hand",
        "",
    ),
    "co-signed by hand, other order, sealed": (
        (by_hand, co_signed, other_order, committed, sealed, co_sealed, committed),
        "co-signed",
        "",
    ),
    "co-signed by hand, other order, co-sealed": (
        (by_hand, co_signed, other_order, committed, co_sealed),
        "co-signed",
        "",
    ),
    "co-sealed by hand, other order": ((by_hand, co_sealed, committed, other_order), "co-signed", ""),
    "co-sealed, other order, committed": ((sealed, co_sealed, committed, other_order, committed), "co-signed", ""),
    "co-sealed, other order and edited": (
        (sealed, co_sealed, committed, other_order, edited),
        "changed",
        "changed since dana.ruiz and sam.lee signed it",
    ),
    "co-sealed, other order, then taken out": (
        (sealed, co_sealed, committed, other_order, committed, stripped),
        "changed",
        TAKEN_OUT,
    ),
    "by hand, sealed, typed again": ((by_hand, committed, sealed, committed, unsealed), "changed", NAMED),
    "by hand, sealed, typed again, committed": (
        (by_hand, committed, sealed, committed, unsealed, committed),
        "changed",
        NAMED,
    ),
    "by hand, sealed, typed again, sealed again": (
        (by_hand, committed, sealed, committed, unsealed, committed, resealed_by_hand),
        "signed",
        "",
    ),
    "by hand, then sealed and meant": ((by_hand, committed, sealed_and_meant), "signed", ""),
    "by hand, sealed and meant, committed": ((by_hand, committed, sealed_and_meant, committed), "signed", ""),
    "by hand, sealed and meant, committed, then edited": (
        (by_hand, committed, sealed_and_meant, committed, edited),
        "changed",
        CHANGED,
    ),
    "by hand, sealed and meant, then typed again": (
        (by_hand, committed, sealed_and_meant, committed, typed_again),
        "signed by hand",
        "",
    ),
    "by hand, then sealed at another time": ((by_hand, committed, sealed_at_five_to), "changed", NAMED),
    "by hand, sealed at another time, committed": (
        (by_hand, committed, sealed_at_five_to, committed),
        "changed",
        NAMED,
    ),
    "by hand, another meaning": ((by_hand, committed, another_meaning), "changed", NAMED),
    "by hand, another meaning, committed": ((by_hand, committed, another_meaning, committed), "changed", NAMED),
    "sealed, another meaning": ((sealed, committed, another_meaning), "changed", NAMED),
    "sealed, another meaning, committed": ((sealed, committed, another_meaning, committed), "changed", NAMED),
    "plan, another witness, committed": (
        (plan_on_paper, plan_other_witness, committed),
        "changed",
        "C-0001's signature",
    ),
    "by hand, back-dated and edited": ((by_hand, committed, back_dated, edited), "changed", CHANGED),
    "by hand, back-dated and edited, committed": (
        (by_hand, committed, back_dated, edited, committed),
        "changed",
        CHANGED,
    ),
    "by hand, taken out and edited, committed": (
        (by_hand, committed, edited, taken_out, committed),
        "changed",
        CHANGED,
    ),
    "sealed, back-dated and edited": ((sealed, committed, sealed_at_another_time, edited), "changed", CHANGED),
    "consent, by hand": ((consent_signed,), "draft", ""),
    "consent, by hand, revoked": ((consent_signed, consent_revoked), "draft", ""),
    "consent, by hand, revoked, committed": ((consent_signed, consent_revoked, committed), "draft", ""),
    "consent, by hand, then edited": ((consent_signed, consent_edited), "changed", "changed since C-0001 signed it"),
    "consent, by hand, edited and revoked, committed": (
        (consent_signed, consent_edited, consent_revoked, committed),
        "changed",
        "changed since C-0001 signed it",
    ),
    "consent, with a digest, revoked, committed": (
        (consent_signed, consent_sealed, consent_revoked, committed),
        "changed",
        "changed since C-0001 signed it",
    ),
    "a digest of another kind": ((by_hand, of_another_kind, committed), "signed by hand", ""),
    "a digest of another kind, signed beside it": (
        (by_hand, of_another_kind, committed, sealed, committed),
        "signed",
        "",
    ),
    "by hand, then a digest of another kind, committed": (
        (by_hand, committed, of_another_kind, committed),
        "changed",
        NAMED,
    ),
    "a digest of another kind, then edited": ((by_hand, of_another_kind, committed, edited), "changed", CHANGED),
    "a digest of another kind, edited, committed": (
        (by_hand, of_another_kind, committed, edited, committed),
        "changed",
        CHANGED,
    ),
    "a copied digest, committed": ((by_hand, copied, committed), "changed", CHANGED),
    "a copied digest, then edited": ((by_hand, copied, committed, edited), "changed", CHANGED),
    "a copied digest, edited, committed": ((by_hand, copied, committed, edited, committed), "changed", CHANGED),
    "a copied co-signature, then edited": ((by_hand, copied_co_signature, committed, edited), "changed", CHANGED),
    "a digest of words to come, committed": ((by_hand, sealed_ahead, committed), "changed", CHANGED),
    "a digest of words to come, then those": ((by_hand, sealed_ahead, committed, edited), "signed", ""),
    "a copied co-signature, committed": ((by_hand, copied_co_signature, committed), "changed", CHANGED),
    "plan, edited, committed": ((plan_edited, committed), "changed", "changed since dana.ruiz and C-0001 signed it"),
}


_COMMITTED = (committed, begun, consent_signed)
_OF_LINES = {
    typed_again,
    copied,
    sealed_ahead,
    sealed_and_meant,
    sealed_at_five_to,
    line_above,
    other_order,
    unsealed,
    another_meaning,
    of_another_kind,
}


def _kind(name: str) -> Hashable:
    """How a note stands, what is wrong with it and whether that is committed; of others and of lines, whether it is."""
    deeds, stands, wrong = STATES[name]
    word, lines = name.partition(",")[0], frozenset(_OF_LINES & {*deeds})
    if lines or word in ("plan", "consent"):
        return word if not lines else "", bool(wrong), lines
    return stands, wrong.partition(" ")[0], bool(deeds) and deeds[-1] in _COMMITTED


@pytest.fixture(params=one_of_each(STATES, _kind), ids=lambda name: name.replace(", ", "-").replace(" ", "_"))
def asked(request: Any, tmp_path: Path, git: Git) -> tuple[Practice, str, str, str, bool]:
    """A practice in a state, the record, how it stands, what is wrong with it, and whether that is committed."""
    deeds, stands, wrong = STATES[request.param]
    practice = Practice(small_practice(tmp_path / "practice", git), git)
    for deed in deeds:
        deed(practice)
    path = {"plan": PLAN, "consent": CONSENT}.get(request.param.partition(",")[0], NOTE)
    return practice, path, stands, wrong, not deeds or deeds[-1] in _COMMITTED


def test_all_give_one_answer_in_the_same_words(asked: tuple[Practice, str, str, str, bool]) -> None:
    practice, path, stands, wrong, is_committed = asked
    chart = practice.chart()
    record = practice.record(path)
    standing = standing_of(record, chart)
    assert standing.state == stands and (wrong in standing.wrong if wrong else not standing.wrong)
    told = {"lint": _of_lint(practice, path), "show": _of_show(chart, record), "site": _of_site(chart, record)}
    told["due"] = _of_due(chart, record)
    told["sign"] = _of_sign(practice, path)
    if path == CONSENT:  # nobody signs it here, as it is or was
        assert told.pop("sign") == ""
    elif wrong:
        told["sign --paper"] = _of_paper(chart, record, (practice.root / path).read_bytes())
    if is_committed:
        told["verify"], told["log"] = _of_verify(practice, path), _of_log(practice, path)
        told["push"] = _of_push(practice, path)
    else:
        told["hook"], told["staged lint"] = _of_hook(practice), _of_staged_lint(practice, path)
    if wrong and is_committed:
        wrong_acts = ("edited-after-signing", "signature-removed", "signature-changed")
        # Below a digest that never held nothing may have been done later.
        text = (practice.root / path).read_text()
        commits = practice.git("rev-list", "--count", "HEAD", cwd=practice.root).strip()
        as_begun = commits == "2" and "digest" in text and "her fingers" in text
        assert told.pop("log") in wrong_acts or as_begun
        if as_begun:
            told.pop("push")
    for asker, words in told.items():
        assert wrong in words if wrong else words == "", (asker, words)
    whose = {asker: named for asker, words in told.items() for named in re.findall(r"since (\S.*?) signed it", words)}
    assert len(set(whose.values())) < 2, whose


@pytest.mark.parametrize("today", [date(2026, 1, 18), TODAY])
def test_an_earlier_commit_is_judged_by_its_own_past_and_by_no_date(tmp_path: Path, git: Git, today: date) -> None:
    practice = Practice(small_practice(tmp_path / "practice", git), git)
    for deed in (by_hand, committed, edited, committed):
        deed(practice)
    for revision, wrong in (("HEAD~1", ""), ("HEAD", CHANGED)):
        state = state_at(str(practice.root), revision)
        asked = LintRequest(today=today, select=["SIG001"], history=state.past, baseline={})
        said = "; ".join(each.message for each in lint_caseload(state.tree, state.practice, asked).findings)
        assert wrong in said if wrong else said == ""


def test_what_was_changed_is_due_from_the_day_of_the_change(tmp_path: Path, git: Git) -> None:
    """Of several changes from the first that was not taken back; today where it is not committed."""
    practice = Practice(small_practice(tmp_path / "practice", git), git)
    for deed in (by_hand, committed, edited):
        deed(practice)
    practice.today = date(2026, 2, 3)
    (due,) = (each for each in obligations(practice.chart()) if each.kind == "signed record")
    assert (due.due, due.rule, due.clinician) == (practice.today, "SIG001", "dana.ruiz")
    assert due.what == "Put the note of 19 Jan back as it was signed"
    commit(practice.root, git, "2026-01-22T12:00:00+0000")
    changes: tuple[tuple[int, Deed], ...] = ((25, put_back), (27, plan_edited), (29, edited))
    for day, change in changes:
        change(practice)
        commit(practice.root, git, f"2026-01-{day}T12:00:00+0000")
    found = [each for each in obligations(practice.chart()) if each.kind == "signed record"]
    assert {(each.rule, each.due) for each in found} == {("SIG001", date(2026, 1, 29)), ("PLN018", date(2026, 1, 27))}


# --- the askers -------------------------------------------------------------------------------------------------


def _of_lint(practice: Practice, path: str, staged: bool = False) -> str:
    root = practice.root
    past: Any = LazyHistory(root)
    if staged:
        state = staged_state(str(root))
        assert state is not None
        past = state.past
    codes = ["SIG001", "PLN018"]
    result = lint_caseload(
        root, load_practice(root), LintRequest(today=practice.today, select=codes, history=past, baseline={})
    )
    return "; ".join(each.message for each in result.findings if each.path == path)


def _of_staged_lint(practice: Practice, path: str) -> str:
    practice.git("add", "--all", cwd=practice.root)
    return _of_lint(practice, path, staged=True)


def _of_hook(practice: Practice) -> str:
    practice.git("add", "--all", cwd=practice.root)
    with Contents(practice.root) as contents:
        found = list(locked_changes(staged_step(practice.root), contents))
    kept = [each for each in found if not puts_back(each, PastBefore(practice.root))]
    return "; ".join(refusal_of(each, "").message for each in kept)


def _of_push(practice: Practice, path: str) -> str:
    """What the last commit would be refused for, as an append-only repository and a push refuse it."""
    commits = practice.git("rev-list", "--reverse", "HEAD", cwd=practice.root).split()
    before, tip = ("0" * 40, *commits)[-2:]
    found = push_refusals(
        practice.root, [Update("refs/heads/main", before, tip)], [before], load_practice(practice.root)
    )
    return "; ".join(each.message for each in found if each.where.endswith(path))


def _of_sign(practice: Practice, path: str) -> str:
    """Why `sign` refuses what is not as it was signed; it has no reason else, or nothing left to do."""
    made = practice.sign(path)
    return made.why if isinstance(made, Refused) and made.why not in KEPT_UP.values() else ""


def _of_paper(chart: Chart, record: Record, raw: bytes) -> str:
    made = witness_signature(record, raw, chart, chart.practice.staff["dana.ruiz"], NOON, NOON)
    return made.why if isinstance(made, Refused) else ""


def _of_verify(practice: Practice, path: str) -> str:
    answers = verify_history(practice.root, today=practice.today).answers
    alarms = [each for one in answers if one.name in ("signed-records", "signature-blocks") for each in one.alarms]
    return "; ".join(each.what for each in alarms if each.path == path)


def _of_log(practice: Practice, path: str) -> str:
    wrong = ("edited-after-signing", "signature-removed", "signature-changed")
    acts = [did.event.action for each in read_past(practice.root) for did in each.found if did.path == path]
    return next((each for each in acts if each in wrong), "")


def _of_show(chart: Chart, record: Record) -> str:
    caseload = Caseload(Path(), chart.practice, chart.today, (chart,), EMPTY_SHELF)
    tables = brief(caseload, chart).tables
    return "; ".join(
        str(row[1]) for each in tables if each.key == "changed" for row in each.rows if row[0] == record.link
    )


def _of_due(chart: Chart, record: Record) -> str:
    due = (each for each in obligations(chart) if each.kind == "signed record")
    return "; ".join(each.why for each in due if each.record is not None and each.record.path == record.path)


def _of_site(chart: Chart, record: Record) -> str:
    shown = unescape(str(entry_of(chart, record).gist or "")).replace("Changed", "changed")
    return shown if "changed since" in shown or TAKEN_OUT in shown else ""
