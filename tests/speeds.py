"""Which tests are quick: what `make quick`, `make test` and the rest of `.ci/run` each run, and what holds them to it.

A test is quick unless it is marked. Most marks are given here, by file, so that a new file needs none: a quick test
that starts a process fails, and is told what to do. How long a test takes is nobody's rule.

`make test` has an example of each kind of thing that a user relies on, and fails when that kind breaks; `.ci/run`
goes on with `extended`, every further instance. What is extended is said in one of three ways: EXTENDED below names a
file or a test, ONE_IN a table whose neighbouring rows are alike, and `one_of_each`, beside a table, what its rows are
kinds of.
`.venv/bin/pytest FILE` runs all of a file's tests but the slow ones, whatever they are marked.
"""

from __future__ import annotations

import fnmatch
import multiprocessing.process
import os
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
# What these do is in other processes: git, hooks, caseload as a user starts it, programs of others.
STARTS_PROCESSES = [
    "browser/*",
    "clients/*",
    "faults/*",
    "history/*",
    "tampering/*",
    "test_api.py",
    "test_api_types.py",
    "test_audit_*",
    "test_backup.py",
    "test_change_list.py",
    "test_cli_diff.py",
    "test_cli_output.py",
    "test_cli_process.py",
    "test_cli_sign.py",
    "test_client_codes.py",
    "test_clinicians_day.py",
    "test_demo_generator.py",
    "test_demo_history.py",
    "test_docs*",
    "test_doctor.py",
    "test_hooks*",
    "test_import_bhsim.py",
    "test_import_command.py",
    "test_imports.py",
    "test_libraries.py",
    "test_lint_at.py",
    "test_lint_processes.py",
    "test_lint_staged.py",
    "test_newer_format.py",
    "test_older_names.py",
    "test_own_fields.py",
    "test_never_signed.py",
    "test_past_not_whole.py",
    "test_pre_commit.py",
    "test_refusals.py",
    "test_remote.py",
    "test_scaffold.py",
    "test_signing*",
    "test_site_build.py",
    "test_subjects.py",
    "test_trees.py",
    "test_unread_records.py",
    "test_vcs_git.py",
    "test_vcs_hostile.py",
    "test_vcs_objects.py",
    "test_vcs_signatures.py",
    "test_wheel.py",
]
# In one process, but they go through hundreds of charts or hundreds of thousands of characters: more than a first look
# can wait for.
LONG = (
    "test_accuracy.py",
    "test_drawn_records.py",
    "test_ledger_machine.py",
    "test_limits_in_use.py",
    "test_site_safe_html.py",
    "test_slips.py",
    "test_specificity.py",
)
# Every way to be interrupted, every bit, thousands of drawn cases: whole files, or single tests (FILE::TEST) that go
# the way of a cheaper one with more instances. `make test` has examples of each of these.
EXTENDED = [
    "faults/test_full_disk.py",
    "faults/test_kills_*",
    "faults/test_races.py",
    "tampering/test_bit_flips.py",
    "test_mutation.py",
    "tampering/test_log_against_git.py",  # a messy past in full; test_audit_log.py has its parts
    "test_client_codes.py",  # every tool twice; test_code_forms.py has what a form may be
    "test_drawn_records.py",
    "test_ledger_machine.py",
    "test_libraries.py",
    "test_prose_corpus.py",
    "test_slips.py",  # every slip of a key; test_specificity.py has faults of every family
    "test_text_properties.py",
    # A page built from hundreds of sentences, of which the rules' own examples are asked in any case.
    "test_accuracy.py::test_the_page_is_fresh",
    "test_import_command.py::test_killed_at_any_moment_it_leaves_whole_records_and_can_go_on",
    "test_lint_processes.py::test_of_a_practice_with_each_fault_once",
    "test_lint_processes.py::test_without_git_and_with_what_is_staged",
    # More builds of the site, each of which tests/browser, tests/clients or a cheaper test of the same file has too.
    "test_audience.py::test_a_build_names_what_it_kept_back",
    "test_own_fields.py::test_a_note_kept_for_its_clinician_keeps_them_too",
    "test_site_build.py::test_a_hostile_practice_is_built_and_nothing_of_it_is_markup",
    "test_site_build.py::test_bare_mkdocs_builds_the_same_pages",
    "test_site_build.py::test_bare_mkdocs_says_that_the_past_could_not_be_read",
    "test_site_build.py::test_no_key_of_a_record_stands_in_the_front_matter_of_a_page",
    # What is left behind, of which the files have shorter tests too.
    "test_backup.py::test_a_mistake_at_restoring_is_answered",
    "test_vcs_objects.py::test_a_fork_leaves_the_git_of_its_parent_alone",
    "test_vcs_objects.py::test_what_is_written_into_it_is_gone_with_it",
    # Another way to the same answer: a second practice, a folder below, a clone, what was there before.
    "test_audit_report.py::test_the_same_history_gives_the_same_bytes",
    "test_audit_verify_command.py::test_a_practice_may_be_a_folder_of_a_larger_repository",
    "test_cli_output.py::test_a_baseline_goes_where_it_is_read",
    "test_demo_history.py::test_a_clock_stopped_later_counts_for_nothing",
    "test_demo_history.py::test_in_the_untidy_demo_git_shows_what_a_test_would_tell",
    "test_demo_history.py::test_inside_another_repository_it_is_one_of_its_own",
    "test_demo_history.py::test_it_can_be_looked_back_at_signed_and_committed",
    "test_demo_history.py::test_the_past_of_the_untidy_demo_has_its_faults_and_no_other",
    "test_hooks_plain_git.py::test_a_practice_in_a_folder_of_its_repository",
    "test_hooks_plain_git.py::test_a_worktree_has_the_hooks_of_its_repository",
    "test_hooks_plain_git.py::test_of_two_practices_each_that_is_asked_for_is_guarded",
    "test_hooks_plain_git.py::test_of_two_practices_one_is_let_go",
    "test_hooks_plain_git.py::test_the_older_push_hook_is_told_what_git_told",
    "test_lint_processes.py::test_of_a_clone_cut_off",
    "test_lint_staged.py::test_a_commit_of_a_named_file_is_judged_by_its_own_index",
    "test_lint_staged.py::test_a_practice_in_a_folder_of_a_work_tree_beside_the_first",
    "test_remote.py::test_a_clone_cut_off_pushes_what_it_adds_and_nothing_else",
    "test_remote.py::test_a_practice_in_a_folder_of_the_repository_is_looked_at_too",
    "test_remote.py::test_a_repository_with_long_ids_gets_one_of_its_kind",
    # Under another program (prek) what test_hooks_plain_git.py has with git alone.
    "test_hooks.py::test_a_bad_message_is_refused",
    "test_hooks.py::test_a_clients_name_in_path_or_branch_is_refused",
    "test_hooks.py::test_a_draft_is_begun_and_nothing_of_a_person_overwritten",
    "test_hooks.py::test_parts_of_the_work_may_be_committed",
    # What the wheel holds is looked at in `make test`; the slow ones install it.
    "test_wheel.py::test_the_wheel_works_without_a_checkout",
    # A measure is begun, filled in and tried in `make test`, and every other thing is begun and loaded.
    "test_scaffold.py::test_a_rule_from_its_first_line_to_its_page",
    # Hundreds of drawn texts, beside written ones in the same file.
    "test_digest.py::test_spelling_does_not_count",
    "test_text_depth.py::test_no_parser_sees_more_open_brackets_than_are_followed",
    # That the watchmen watch: what they said of us is asked of them in `make test`.
    "clients/test_formats.py::test_the_sarif_validator_does_find_what_is_wrong",
    "clients/test_programs.py::test_the_browser_sees_every_way_out",
    "clients/test_programs.py::test_what_a_page_left_behind_is_found_by_the_same_job_and_by_no_other",
]
# Tables of which neighbouring rows are alike (the same deed to another record, the same question to another command):
# of so many rows that follow each other `make test` takes one, `.ci/run` all. Where rows have a kind that can be
# computed, `one_of_each` below says it beside the table, and takes no chances.
ONE_IN = {
    "clients/test_formats.py::test_the_sarif_validator_finds_nothing_wrong": 2,
    "clients/test_schema_validators.py::test_every_good_record_is_good_for_ajv": 2,
    "clients/test_yaml_readers.py::test_the_only_differences_are_known_ones": 4,
    "faults/test_faults.py::test_an_operation_that_fails_tears_nothing": 2,
    "history/test_put_back.py::test_what_stands_as_it_was_signed_first_is_let_back": 3,
    "tampering/test_moves.py::test_a_false_anchor_is_told_for_what_it_is": 2,
    "test_audience.py::test_no_word_of_what_is_kept_back_is_on_a_page": 4,
    "test_audience.py::test_what_is_for_the_team_is_shown": 2,
    "test_audience.py::test_what_seems_to_say_whom_a_record_is_for_keeps_it_back": 2,
    "test_backup.py::test_a_drill_that_is_stopped_removes_what_it_decrypted": 3,
    "test_backup.py::test_a_strange_archive_is_refused": 4,
    "test_backup.py::test_an_archive_gives_back_what_went_in": 4,
    "test_backup.py::test_no_piece_is_lost_without_a_word": 4,
    "test_cli_new.py::test_a_second_one_gets_a_name_of_its_own": 3,
    "test_cli_output.py::test_colour_is_for_those_who_want_it": 2,
    "test_cli_process.py::test_the_python_of_a_hook_does_what_python_does": 2,
    "test_cli_process.py::test_the_short_way_says_what_click_says": 2,
    "test_config_schema.py::test_a_validator_of_others_agrees": 2,
    "test_config_schema.py::test_with_any_value_changed_reader_and_schema_agree": 4,
    "test_demo_generator.py::test_any_number_of_notes": 4,
    "test_demo_generator.py::test_slots_never_meet": 3,
    "test_demo_history.py::test_its_charts_were_in_order_on_its_last_days": 3,
    "test_demo_history.py::test_the_past_of_the_demo_stands_on_every_day": 2,
    "test_demo_of_0_1_0.py::test_each_way_to_write_how_often_is_read_as_before": 3,
    "test_docs.py::test_what_the_page_shows_is_what_happens": 5,
    "test_doctor.py::test_a_record_in_any_hidden_folder_is_a_leftover": 3,
    "test_doctor.py::test_backup": 2,
    "test_doctor.py::test_git_configuration": 3,
    "test_doctor.py::test_remotes": 3,
    "test_every_character.py::test_a_word_is_read_or_named": 6,
    "test_hooks.py::test_a_signed_note_stays_as_it_was": 3,
    "test_hooks_agree.py::test_what_came_into_a_merge_is_committed_after_it": 2,
    "test_hooks_agree.py::test_what_git_does_not_look_at_is_said_by_all": 3,
    "test_hooks_agree.py::test_what_git_rightly_passes_over_is_no_fault": 3,
    "test_hooks_agree.py::test_what_the_hook_refuses_lint_says": 4,
    "test_hooks_drafts.py::test_a_draft_is_kept_and_told_what_it_lacks": 3,
    "test_hooks_drafts.py::test_a_note_that_does_not_say_whether_they_came_is_no_draft": 3,
    "test_hooks_drafts.py::test_a_record_outside_of_its_place_is_refused_at_commit_and_push": 3,
    "test_hooks_drafts.py::test_lint_of_what_is_staged_and_the_hook_end_alike": 2,
    "test_hooks_drafts.py::test_what_harms_is_refused_in_a_draft_too": 3,
    "test_hooks_drafts.py::test_what_only_looks_private_in_a_draft_may_be_allowed": 3,
    "test_hooks_plain_git.py::test_a_message_is_accepted": 3,
    "test_hooks_plain_git.py::test_a_message_is_refused": 3,
    "test_import_bhsim.py::test_lint_gives_the_known_answers": 2,
    "test_leftovers.py::test_a_file_of_a_system_is_to_be_deleted": 2,
    "test_leftovers.py::test_a_record_outside_of_its_place_is_named_whoever_put_it_there": 2,
    "test_limits_in_use.py::test_a_limit_speaks_while_every_other_one_is_off": 4,
    "test_limits_in_use.py::test_an_interval_of_a_record_is_used_or_lint_says_that_it_is_not": 4,
    "test_lost_values.py::test_an_unknown_word_is_named_and_nobody_says_that_all_is_well": 4,
    "test_own_fields.py::test_a_key_that_was_added_is_checked_as_any_other": 3,
    "test_past_not_whole.py::test_who_could_not_look_says_so_and_does_not_say_no": 3,
    "test_past_not_whole.py::test_without_an_old_commit_everybody_says_damaged": 2,
    "test_past_not_whole.py::test_without_objects_everybody_says_damaged": 3,
    "test_remote.py::test_nothing_is_deleted_moved_or_taken_back": 4,
    "test_remote.py::test_the_references_are_guarded_also_when_python_is_gone": 2,
    "test_right_lines.py::test_each_key_of_a_type_is_answered_with_a_line_that_it_takes": 4,
    "test_scaffold.py::test_a_mistake_is_answered_and_nothing_is_written": 2,
    "test_scaffold_names.py::test_a_name_that_is_taken": 4,
    "test_shell_words.py::test_what_is_put_into_a_command_is_one_word": 4,
    "test_signed_and_faulty.py::test_a_line_typed_where_nobody_could_read_it_holds_what_was_read": 2,
    "test_signed_and_faulty.py::test_a_slip_hides_no_change": 3,
    "test_signed_and_faulty.py::test_what_cannot_be_read_any_more_is_held_to_what_was_signed": 3,
    "test_signed_and_faulty.py::test_whose_signature_was_taken_out_is_held_to_it": 2,
    "test_signing_again.py::test_a_line_that_somebody_else_typed_gains_no_digest_below_its_day": 3,
    "test_signing_clocks.py::test_signed_in_the_east_and_co_signed_in_the_west": 3,
    "test_signing_hints.py::test_one_command_gives_back_the_name_and_the_words": 4,
    "test_signing_hints.py::test_the_hint_shows_the_change_and_says_it_beside_the_record": 3,
    "test_signing_hooks_hints.py::test_it_works_where_whoever_commits_stands": 3,
    "test_signing_paper.py::test_what_does_not_go_together_is_said": 3,
    "test_signing_returns.py::test_a_return_is_answered_by_what_came_after_it": 3,
    "test_signing_supervisors.py::test_a_new_supervisor_counts_once_somebody_who_may_wrote_it": 2,
    "test_signing_supervisors.py::test_all_say_the_same_of_a_supervisors_line": 3,
    "test_site_every_word.py::test_each_text_of_a_chart_is_on_its_pages": 3,
    "test_site_safe_html.py::test_texts_made_to_be_slow_are_not": 4,
    "test_specificity.py::test_a_clean_chart_is_clean_under_every_profile_it_is_meant_for": 2,
    "test_specificity.py::test_a_fault_raises_its_rule_and_no_other": 6,
    "test_time_zones.py::test_a_signature_and_its_commit_are_compared_by_the_practices_clock": 4,
    "test_words.py::test_the_names_that_the_page_gives_exist": 3,
}
_BY_FILE = {"process": STARTS_PROCESSES, "long": LONG, "extended": EXTENDED}
BY_FIXTURE = {"invoke", "git"}  # a test that asks for one of these starts processes with it

_OURS = tuple(f"{ROOT}/{folder}/" for folder in ("tests", "caseload_tools"))
_STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
_WHAT_TO_DO = (
    "this test has no mark, so it belongs to `make quick`, which starts no process; but it started:\n\n{}\n"
    "Do the same in this process (caseload_tools.cli.app.run), or mark the test @pytest.mark.process; if its whole "
    "file is about processes, name the file in STARTS_PROCESSES of tests/speeds.py"
)


def mark(items: Iterable[pytest.Item]) -> None:
    """Give each test the marks of its file, its fixtures and its place in a table."""
    rows = Counter[str]()
    for item in items:
        names = set(marks_of(item.path))
        test = f"{os.path.relpath(item.path, ROOT / 'tests')}::{item.name.partition('[')[0]}"
        if set(getattr(item, "fixturenames", ())) & BY_FIXTURE:
            names.add("process")
        if test in EXTENDED or rows[test] % ONE_IN.get(test, 1):
            names.add("extended")
        rows[test] += 1
        for name in sorted(names):
            item.add_marker(getattr(pytest.mark, name))


@cache  # it is asked for each of thousands of tests
def marks_of(path: Path) -> frozenset[str]:
    """The marks that every test of a file has."""
    file = os.path.relpath(path, ROOT / "tests")
    return frozenset(name for name, files in _BY_FILE.items() if any(fnmatch.fnmatch(file, each) for each in files))


def is_left_out(path: Path, chosen: str) -> bool:
    """Whether no test of a file is among those chosen by marks; then it need not even be read."""
    kept_out = set(re.findall(r"\bnot (\w+)", chosen)) if not re.search(r"\bor\b|\(", chosen) else set[str]()
    return bool(marks_of(path) & kept_out)


def one_of_each(rows: Iterable[T], kind: Callable[[T], Hashable]) -> list[Any]:
    """The rows of a long table for pytest: the first of each kind is in `make test`, the others are `extended`.

    Two rows are of one kind where the same mistake in the program would turn both red: who tries a row of each kind
    sees each mistake that a user would see, who tries all of them sees that it was no chance.
    """
    rows = list(rows)
    first = [id(row) for row in first_of_each(rows, kind)]
    return [pytest.param(row, marks=() if id(row) in first else pytest.mark.extended) for row in rows]


def first_of_each(rows: Iterable[T], kind: Callable[[T], Hashable]) -> list[T]:
    """Those rows of a table that `make test` tries, where the rest is tried in another way."""
    known: dict[Hashable, T] = {}
    for row in rows:
        known.setdefault(kind(row), row)
    return list(known.values())


class Watch:
    """Sees what processes this one starts, and whether it may."""

    def __init__(self) -> None:
        self._seen: list[str] | None = None
        sys.addaudithook(self._hear)
        start, note = multiprocessing.process.BaseProcess.start, self._note

        def started(self: multiprocessing.process.BaseProcess) -> None:
            note(f"a process of multiprocessing, {self.name}")
            start(self)

        multiprocessing.process.BaseProcess.start = started  # type: ignore[method-assign]

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _STARTS and self._seen is not None:
            self._note(" ".join([event, *map(repr, arguments[:2])]))

    def _note(self, what: str) -> None:
        if self._seen is not None:
            ours = [each for each in traceback.extract_stack() if each.filename.startswith(_OURS)][:-2]
            here = (f"  {os.path.relpath(each.filename, ROOT)}:{each.lineno} {each.line}" for each in ours)
            self._seen.append("\n".join([what[:300], *here]))

    @contextmanager
    def quick(self) -> Iterator[None]:
        """Fails the test that starts a process meanwhile."""
        self._seen = []
        try:
            yield
        finally:
            seen, self._seen = self._seen, None
        if seen:
            pytest.fail(_WHAT_TO_DO.format("\n\n".join(seen)), pytrace=False)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """For what is made once for all tests, and by whichever comes first."""
        kept, self._seen = self._seen, None
        try:
            yield
        finally:
            self._seen = kept


WATCH = Watch()
