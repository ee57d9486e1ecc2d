"""Shorter records: contact, consent, referral, assessment, measure, safety plan, addendum, disclosure, discharge."""

from __future__ import annotations

from collections.abc import Collection

from caseload_tools.chart.audience import audience_beside
from caseload_tools.chart.audience_doubts import AUDIENCE
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import DUTIES
from caseload_tools.chart.disclosing.answering import needs_no_release
from caseload_tools.chart.disclosing.channels import channel_reason, safe_channels_of, ways_not_understood
from caseload_tools.chart.ledger import left_by_closing
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.consent import RELEASES
from caseload_tools.chart.records.safety_plan import SECTIONS
from caseload_tools.chart.release_contents import WRITTEN, laws_over
from caseload_tools.chart.signing import digest_of, has_digest
from caseload_tools.dates import add_months
from caseload_tools.desk.drafts.draft import Draft, DraftLines, Wish, client_draft, draft, free_link, needed_option
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice
from caseload_tools.practice.laws import laws_of
from caseload_tools.text.nearest import did_you_mean


def _like(link: str, known: Collection[str]) -> str:
    return did_you_mean(link, known, "name it as in `--to sessions/2026-11-03`", typed="--to ")


def _slug(to: str) -> str:
    """The last word of a link, for a file name: `agencies/riverside` gives `riverside`."""
    name = to.rpartition("/")[2].casefold()
    return "".join(each if each.isascii() and each.isalnum() else "-" for each in name).strip("-")[:40]


@draft("contact")
def contact(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """A call or message: with the client unless somebody else is named."""
    with_ = wish.to or "client"
    made = client_draft("contact", chart, wish).key("time", wish.time, "from and to, such as 10:00-10:10")
    made.key("staff", wish.staff or chart.clinician).key("direction", "out")
    made.key("channel", *_way_to(chart, with_)).key("with", with_)
    made.key("purpose", wish.kind, "check-in, coordination, collateral, inquiry, outreach, monitoring …")
    if wish.kind == "crisis":
        made.key("risk", None, "none, low, moderate, high or not-asked; ask, then write")
        made.key("consultation", None, "who was told the same day, and what was said")
        made.key("safety_plan", None, "the plan that was gone through, such as safety/2026-10-13")
    if with_ != "client":
        _what_covers(chart, wish, with_, made, "the release that covers this")
    return Draft(free_link(chart, "contact", wish, _slug(wish.to)), made.text)


def _way_to(chart: Chart, with_: str) -> tuple[str | None, str]:
    """The channel of a draft, and what is asked where none may be taken for safe."""
    if with_ != "client" or chart.client is None:
        return "phone", ""
    if safe := safe_channels_of(chart.client):
        return safe[0], ""
    if ways_not_understood(chart.client) or channel_reason(chart.client, "phone"):
        return None, "a way that client.md does not forbid; ask before you use one"
    return "phone", ""


_BASIS = "where no release covers it: treatment, payment, mandated-report, emergency, threat, court, client-asked …"


def _what_covers(chart: Chart, wish: Wish, to: str, made: DraftLines, hint: str, *, told: bool = True) -> None:
    """The release for a recipient, else the question for another basis; no report by law is held up for a release."""
    release = next((each for each in chart.consents_on(wish.date) if each.kind in RELEASES and each.to == to), None)
    if release is not None or not needs_no_release(chart, to):
        made.key("consent", release.link if release else None, hint)
    if release is None:
        made.key("basis", None, _BASIS)
    if told:
        made.key("information", release.information if release else None, "what was said, such as [attendance]")


@draft("consent")
def consent(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """A consent of a kind; a release names its recipient and runs for a year unless said otherwise."""
    kind = wish.kind or "treatment"
    made = client_draft("consent", chart, wish).key("kind", kind).key("status", "active")
    if kind in ("release-of-information", "part2-release"):
        to = needed_option(wish.to, "who the release is for", "`--to agencies/riverside`")
        made.key("from", wish.staff or chart.clinician).key("to", to)
        made.key("information", None, "what may be told, such as [attendance, work goals]").key("purpose", None)
        made.key("expires", add_months(wish.date, 12))
    made.key("signed_by", None, "client, guardian or representative, once signed").key("signed_on", None)
    made.key("right_to_revoke_explained", None, "true, once it was")
    if kind in WRITTEN:
        made.key("conditions_explained", None, "true, once it was")
        made.key("redisclosure_explained", None, "true, once it was")
    made.key("copy_given", None, "true, once it was")
    return Draft(free_link(chart, "consent", wish, _slug(wish.to) or kind), made.text)


@draft("referral")
def referral(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """A referral to an agency, with the release that covers it when there is one."""
    to = needed_option(wish.to, "where the client is referred to", "`--to agencies/riverside`")
    made = (
        client_draft("referral", chart, wish).key("to", to).key("kind", wish.kind, "vocational, housing, prescriber …")
    )
    made.key("goal", None, "the goal it serves, such as G1")
    _what_covers(chart, wish, to, made, "the release of information, such as consents/…", told=False)
    every = chart.policy.interval("referral_check_every")
    made.key("status", "sent").key("check_by", every.after(wish.date, practice.holidays) if every else None)
    return Draft(free_link(chart, "referral", wish, _slug(to)), made.text)


@draft("assessment")
def assessment(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """An intake when the chart has none, a reassessment otherwise."""
    kind = wish.kind or ("reassessment" if chart.episode_of(wish.date).assessments else "intake")
    made = client_draft("assessment", chart, wish).key("kind", kind).key("clinician", wish.staff or chart.clinician)
    made.key("risk", None, "none, low, moderate, high or not-asked; ask, then write")
    made.sections(("Presenting concerns", "History", "Strengths", "Supports", "Environment", "Risk"))
    return Draft(free_link(chart, "assessment", wish), made.text)


@draft("measure")
def measure(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """The measures this chart has taken before, empty."""
    made = (
        client_draft("measure", chart, wish).key("clinician", wish.staff or chart.clinician).key("administered", "self")
    )
    for measure_id in (wish.kind,) if wish.kind else chart.measured or ("phq9",):
        made.key(measure_id, None, "the items, such as [1, 0, 2, …], or the total")
    return Draft(free_link(chart, "measure", wish), made.text)


@draft("safety-plan")
def safety_plan(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """A safety plan with its six steps; carried forward from the last one of its kind."""
    kind = wish.kind or "crisis"
    last = next((each for each in reversed(chart.safety_plans) if each.kind == kind and each.prose.strip()), None)
    made = client_draft("safety-plan", chart, wish).key("kind", kind).key("clinician", wish.staff or chart.clinician)
    made.key("client_has_copy", None, "true, once given")
    every = chart.policy.interval("safety_plan_review_every")
    made.key("review_on", every.after(wish.date, practice.holidays) if every else None)
    if last is not None:
        made.body.append(last.prose.strip())
        return Draft(free_link(chart, "safety-plan", wish), made.text, (f"the text of {last.link}",))
    made.sections(SECTIONS)
    return Draft(free_link(chart, "safety-plan", wish), made.text)


@draft("addendum")
def addendum(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """An addition to a record that stays as it was."""
    to = needed_option(wish.to, "which record it adds to", "`--to sessions/2026-11-03`")
    if to not in chart.shelf.by_link:
        raise CaseloadError("this chart has no such record to add to", _like(to, chart.shelf.by_link))
    made = client_draft("addendum", chart, wish).key("to", to).key("kind", wish.kind or "addendum")
    made.key("author", wish.staff or chart.clinician).key("reason", None)
    target = chart.find(to)
    if isinstance(target, Record):
        made.known(AUDIENCE, audience_beside(target))
    if isinstance(target, Record) and has_digest(target):
        made.key("to_digest", digest_of(target))
    return Draft(free_link(chart, "addendum", wish, to.replace("/", "-")), made.text)


@draft("disclosure")
def disclosure(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """What was given to whom, on the release that covers it."""
    to = needed_option(wish.to, "who received it", "`--to agencies/riverside`")
    release = next((each for each in chart.consents_on(wish.date) if each.to == to), None)
    made = (
        client_draft("disclosure", chart, wish)
        .key("to", to)
        .key("what", None, "the records, such as [plans/2026-10-06]")
    )
    made.key("information", release.information if release else None).key("purpose", None)
    made.key("basis", release.link if release else None, "the release, or the legal basis in words")
    made.key("by", wish.staff or chart.clinician)
    policy = chart.policy_on(wish.date)
    laws = laws_over(release, policy) if release is not None else laws_of(policy)
    if laws.notices(wish.date):
        made.key("notice", None, "the words that go along, of 42 CFR 2.32")
        if laws.provision("2.32(b)", wish.date):
            made.key("scope_told", None, "copy, or explanation: what of the consent went along")
    return Draft(free_link(chart, "disclosure", wish, _slug(to)), made.text)


def _decisions(chart: Chart, made: DraftLines) -> None:
    """What is still owed and outlives the closing: each to be done, or answered here."""
    asked = [each for each in left_by_closing(chart) if DUTIES[each.kind].may_be_settled and each.kind != "closing"]
    if not asked:
        return
    made.comment("still owed: do it and take its lines out, or say how it ended and why; how is one of")
    made.comment("done-elsewhere, handed-over (and `to:`), declined, tried, entered-in-error, died")
    made.line("dispositions:")
    for each in asked:
        made.line(f"  - duty: {each.kind}")
        if each.record is not None and each.record.link:
            made.line(f"    of: {each.record.link}")
        if each.subject:
            made.line(f"    part: {each.subject}")
        made.line("    how:").line("    reason:")


@draft("discharge")
def discharge(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """The closing, with every goal of the plan and the last session."""
    made = client_draft("discharge", chart, wish).key("kind", wish.kind or "discharge")
    made.key("clinician", wish.staff or chart.clinician).key("reason", None)
    plan = chart.plan_on(wish.date)
    if plan is not None and plan.goals:
        made.comment("after each goal: achieved, partly achieved, not achieved or transferred").line("outcomes:")
        for goal in plan.goals:
            made.line(f"  {goal.id}:  # {' '.join(goal.text.split())}")
    kept = [each.date for each in chart.episode_of(wish.date).kept_sessions if each.date <= wish.date]
    if kept:
        made.key("last_session", kept[-1])
    made.key("check_ins", None, "such as monthly")
    _decisions(chart, made)
    made.sections(("Summary", "Aftercare"))
    return Draft(free_link(chart, "discharge", wish), made.text)
