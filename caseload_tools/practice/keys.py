"""Every limit a policy may set: its name, its kind, the event it counts from, what it says.

A list of names and no values: values, with their citations, live in `profiles/*.toml` and in a
practice's own caseload.toml. A rule may only ask for a key that stands here. Nothing here may
decide anything, and nothing may be imported but the standard library.
"""

# ruff: noqa: E501  (a table is read one row a line)

from __future__ import annotations

from typing import Literal, NamedTuple

LimitKind = Literal["time", "sessions", "count", "share", "yes or no"]


class LimitKey(NamedTuple):
    """One limit: `kind` says how its value is written, `start` what a time is counted from."""

    name: str
    kind: LimitKind
    about: str
    start: str
    family: str


_TABLE: tuple[tuple[str, tuple[tuple[str, LimitKind, str, str], ...]], ...] = (
    ("Notes", (
        ("note_within", "time", "the end of the session", "A session's note is written"),
        ("crisis_note_within", "time", "the end of the session", "A crisis session's note is written"),
        ("note_before_next_session", "yes or no", "", "A note is written before the next session of the same service"),
        ("note_every", "time", "the last note", "An active client has a note at least this often"),
        ("draft_limit", "time", "the date of the record", "A draft is finished"),
        ("unsigned_limit", "time", "the date of the record", "A note, assessment, review, discharge or addendum is signed"),
        ("returned_limit", "time", "the return of the record", "A note returned for revision is revised"),
        ("backdating_tolerance", "time", "the first commit", "`written` and git's own time agree within"),
        ("minutes_tolerance", "count", "", "Minutes and clock times may differ by this many minutes"),
        ("session_minutes_min", "count", "", "A shorter session is questioned (minutes)"),
        ("session_minutes_max", "count", "", "A longer session is questioned (minutes)"),
        ("group_minutes_max", "count", "", "A longer group is questioned (minutes)"),
        ("contact_minutes_max", "count", "", "A longer contact is questioned (minutes)"),
        ("crisis_minutes_max", "count", "", "A longer session or contact in a crisis is questioned (minutes)"),
        ("note_words_min", "count", "", "A shorter note is thin (words)"),
        ("note_words_max", "count", "", "A longer note is hard to read (words)"),
        ("note_similarity", "share", "", "A note this much like an earlier one counts as copied"),
        ("normal_repeats", "count", "", "The same all-normal block this often in a row is questioned"),
        ("quote_within_notes", "count", "", "The client's own words appear at least once in this many notes"),
    )),
    ("Assessment and plan", (
        ("intake_within", "time", "the day the chart was opened", "The intake assessment is done"),
        ("comprehensive_within", "time", "the day the chart was opened", "The comprehensive assessment is done"),
        ("initial_plan_within", "time", "the day the chart was opened", "The first plan is in force"),
        ("initial_plan_by_session", "sessions", "the first attended session", "The first plan is in force"),
        ("plan_review_every", "time", "the last review, or when the plan was made", "The plan is reviewed"),
        ("plan_review_by_session", "sessions", "the last review, or when the plan was made", "The plan is reviewed"),
        ("reassessment_every", "time", "the intake assessment", "The client is assessed again"),
        ("reassessment_window", "time", "the day of reassessment", "Reassessment this long before or after is on time"),
        ("provisional_limit", "time", "the provisional plan's date", "A provisional plan becomes a plan or ends"),
        ("meeting_required", "yes or no", "", "A plan becomes active only through a clinical meeting"),
        ("plan_needs_assessment", "yes or no", "", "Each problem cites the assessment or measure it comes from"),
        ("plan_needs_diagnosis", "yes or no", "", "A plan names a diagnosis"),
        ("plan_needs_baseline", "yes or no", "", "A measured objective states where the client starts"),
        ("plan_needs_discharge_criteria", "yes or no", "", "A plan says what ends treatment"),
        ("plan_needs_strengths", "yes or no", "", "A plan names strengths or the client's own solutions"),
        ("plan_needs_family_decision", "yes or no", "", "A plan says how family takes part, or why not"),
        ("substance_goal_required", "yes or no", "", "Every plan has a goal about substance use"),
        ("objective_required", "yes or no", "", "An attended session works on an objective, or says why not"),
        ("max_goals", "count", "", "A plan has at most this many open goals"),
        ("max_problems", "count", "", "A plan takes on at most this many problems"),
        ("goal_characters_max", "count", "", "A goal is a brief statement (characters)"),
        ("objective_progress_within", "time", "the last progress recorded", "Each open objective is worked on"),
        ("new_problem_within", "time", "the session that named it", "A new problem reaches a plan or review"),
        ("target_date_pushes", "count", "", "A target date moved this often is questioned"),
        ("plan_similarity", "share", "", "A plan this much like another client's counts as copied"),
    )),
    ("Contact and follow-up", (
        ("contact_every", "time", "the last contact", "An active client is seen or spoken to"),
        ("contact_grace", "time", "the day contact was due", "A late contact is let pass"),
        ("next_session_required", "yes or no", "", "A session ends with the next one, or with a reason"),
        ("no_show_outreach_within", "time", "the missed session", "Somebody reaches out after a no-show"),
        ("reschedule_within", "time", "the missed session", "A missed or cancelled session is rescheduled"),
        ("consecutive_misses", "count", "", "This many missed sessions in a row ask for a decision"),
        ("referral_check_every", "time", "the referral or its last news", "An open referral is followed up"),
        ("referral_open_limit", "time", "the referral's date", "A referral has an outcome"),
        ("service_monitor_every", "time", "the last monitoring contact", "A service the client attends is asked about"),
        ("agency_check_every", "time", "`last_checked` of the agency", "An agency's entry is checked"),
        ("discharge_summary_within", "time", "the last session or the closing", "The discharge summary is written"),
        ("aftercare_contact_every", "time", "the last contact", "A client in follow-up is contacted"),
        ("inactive_after", "time", "the last contact", "An active client without contact counts as inactive"),
        ("minimum_hours_week", "count", "", "Service hours a week the programme promises"),
    )),
    ("Consent", (
        ("consent_grace", "time", "the first service", "Consent to treatment is on file"),
        ("consent_warning", "time", "the day before it expires", "A consent about to expire is announced this early"),
        ("telehealth_consent_required", "yes or no", "", "Video and phone sessions need a telehealth consent"),
        ("telehealth_location_required", "yes or no", "", "A video session records where the client is"),
        ("policy_acknowledge_within", "time", "the policy's effective date or the opening", "Policies are acknowledged"),
        ("part2_notice_required", "yes or no", "", "Every disclosure carries the notice of 42 CFR Part 2"),
        ("age_of_consent", "count", "", "From this age clients sign for themselves (years)"),
    )),
    ("Risk", (
        ("high_risk_contact_within", "time", "the record of high risk", "A client at high risk is contacted"),
        ("moderate_risk_contact_within", "time", "the record of moderate risk", "A client at moderate risk is contacted"),
        ("high_risk_no_show_outreach_within", "time", "the missed session", "A high-risk no-show is followed up"),
        ("safety_plan_review_every", "time", "the safety plan's date", "The safety plan is gone through again"),
        ("crisis_contacts_fresh", "time", "the day they were confirmed", "Emergency and crisis contacts are confirmed"),
        ("relapse_review_within", "time", "the relapse", "The plan is reviewed after a relapse"),
        ("relapse_plan_required", "yes or no", "", "Every client has a relapse-prevention plan"),
        ("relapse_plan_within", "time", "the day the chart was opened", "The relapse-prevention plan is written"),
        ("consultation_required", "yes or no", "", "High risk is discussed with a supervisor or colleague"),
        ("moderate_risk_consultation", "yes or no", "", "Moderate risk is discussed with a supervisor or colleague"),
        ("incident_report_within", "time", "the incident", "What law asks to be reported is reported"),
    )),
    ("Measures", (
        ("measure_every", "time", "the last result", "The plan's measures are repeated"),
        ("measure_grace", "time", "the day the measure was due", "A late measure is let pass"),
        ("no_change_after", "time", "the first result", "Treatment without reliable change is reviewed"),
        ("deterioration_review_within", "time", "the worse result", "Reliable worsening is answered by a review"),
    )),
    ("Practice", (
        ("inquiry_within", "time", "the inquiry", "An inquiry is answered"),
        ("complaint_acknowledge_within", "time", "the day it was received", "A complaint is acknowledged"),
        ("complaint_resolve_within", "time", "the day it was received", "A complaint is resolved"),
        ("feedback_action_within", "time", "the feedback", "Feedback gets an action or a decision"),
        ("policy_review", "time", "the policy's last review", "A policy of the practice is reviewed"),
        ("licence_warning", "time", "the day before it expires", "A licence about to expire is announced this early"),
    )),
    ("Billing", (
        ("charge_needs_signature", "yes or no", "", "Only a signed note is billed"),
        ("estimate_required", "yes or no", "", "Clients who pay themselves were told beforehand what it costs"),
        ("estimate_tolerance", "count", "", "A charge may be this much above what the client was told"),
        ("fee_review_every", "time", "the fee agreement", "A sliding or waived fee is reviewed"),
        ("face_to_face_hours_month", "count", "", "Hours face to face that the funder asks for in a month"),
    )),
)  # fmt: skip

KEYS: dict[str, LimitKey] = {
    name: LimitKey(name, kind, about, start, family) for family, rows in _TABLE for name, kind, start, about in rows
}
