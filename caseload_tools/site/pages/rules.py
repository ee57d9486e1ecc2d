"""Policies and rules: what holds here, what is asked of every record, and what was found today.

One page lists the written policies, the limits in force and the rules; every rule has a page of its
own with its reason, its examples and its findings; every written policy can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.dates import count_of, say_day
from caseload_tools.history.record_path import CLIENTS
from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.rule import FAMILIES, RULES, Rule
from caseload_tools.practice import KEYS
from caseload_tools.site.addresses import chart_address, policy_page, record_address, rule_page
from caseload_tools.site.components import lead
from caseload_tools.site.components.marks import badge
from caseload_tools.site.components.table import Cell, TableRow, table
from caseload_tools.site.content.key_facts import key_facts
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import ROOT, Child, Html, element, joined_html, link, small, strong
from caseload_tools.site.page import Page, pages
from caseload_tools.site.safe_html import safe_markdown
from caseload_tools.text.english import upper_first

TAB = "Policies and rules"
_MOST = 200


@pages(TAB, address="rules.html", order=6, key="p")
def rules(edition: Edition) -> Iterator[Page]:
    """The list, then a page for each rule and each policy."""
    asked = [RULES[code] for code in sorted(edition.lint.codes) if code in RULES]
    levels = edition.lint.by_level
    head = element(
        "header",
        element("h1", TAB, id="top"),
        lead.rules_lead(
            len(asked),
            levels.get("error", 0),
            levels.get("warning", 0),
            levels.get("advice", 0),
            edition.lint.records,
            well=edition.knows_all,
        ),
        class_="top",
    )
    body = element("div", head, _policies(edition), _rules(edition, asked), class_="cl")
    yield Page("rules.html", TAB, body, TAB, "chart", searched=False)
    yield _limits_page(edition)
    for rule in asked:
        yield _rule(edition, rule, asked)
    for policy in edition.caseload.shared.policies:
        yield _policy(edition, policy)


# --- written policies and limits ---------------------------------------------------------------


def _policies(edition: Edition) -> Html:
    policies = edition.caseload.shared.policies
    title = element("h2", "Written policies ", small(len(policies)), id="policies")
    limits = element("p", link("Limits in force, by programme", f"{ROOT}limits.html"), class_="more")
    if not policies:
        told = element("p", "None is on file in records/practice/policies.", class_="c")
        return element("section", title, told, limits)
    due = {each.record: each for each in edition.by_client.get("", ()) if isinstance(each.record, PolicyRecord)}
    rows = []
    for policy in policies:
        since = say_day(policy.effective, edition.today) if policy.effective else ""
        review: Child = (
            say_day(due[policy].due, edition.today) if policy in due else element("span", "none", class_="z")
        )
        if policy in due and due[policy].is_overdue(edition.today):
            review = element("span", review, class_="late")
        named = link(policy.title or policy.link, f"{ROOT}{policy_page(policy)}")
        rows.append(TableRow([Cell(named), str(policy.version or ""), since, policy.owner, Cell(review)]))
    heads = ["Policy", "Version", "Since", "Owner", "Next review"]
    return element("section", title, table("Written policies", heads, rows), limits)


def _limits_page(edition: Edition) -> Page:
    practice = edition.practice
    programmes = list(practice.programmes.values())
    policies = [practice.policy(each.id, edition.today) for each in programmes]
    policies = policies or [practice.policy(None, edition.today)]
    names = [each.label for each in programmes] or [practice.name]
    rows = []
    for key in KEYS.values():
        limits = [policy[key.name] for policy in policies]
        if all(limit.off for limit in limits):
            continue
        about = key.about + (f", from {key.start}" if key.start else "")
        told: list[Cell | str | int] = [Cell(about, class_="wrap")]
        told += [Cell(element("span", "none", class_="z") if limit.off else str(limit)) for limit in limits]
        cited = next((limit.why for limit in limits if not limit.off and limit.why), "")
        told.append(Cell(element("span", cited, class_="c"), class_="wrap"))
        rows.append(TableRow(told))
    head = element(
        "header",
        lead.breadcrumbs(link(TAB, f"{ROOT}rules.html"), "Limits in force"),
        element("h1", "Limits in force", id="top"),
        lead.lead_paragraph(strong(count_of(len(rows), "limit")), ", by programme, each with where it comes from."),
        class_="top",
    )
    body = element("div", head, table("Limits in force", ["What", *names, "Why"], rows, wide=True), class_="cl")
    return Page("limits.html", "Limits in force", body, TAB, "chart", searched=False)


def _policy(edition: Edition, policy: PolicyRecord) -> Page:
    since = f"since {say_day(policy.effective, edition.today)}" if policy.effective else ""
    facts = [
        f"version {policy.version}" if policy.version else "",
        since,
        f"kept by {policy.owner}" if policy.owner else "",
    ]
    facts.append("clients acknowledge it" if policy.ack_required else "")
    title = policy.title or policy.link
    head = element(
        "header",
        lead.breadcrumbs(link(TAB, f"{ROOT}rules.html"), "Written policies"),
        element("h1", title, id="top"),
        element("p", " · ".join(fact for fact in facts if fact), class_="c"),
        class_="top",
    )
    body = element(
        "div",
        head,
        element("div", safe_markdown(policy.document.shown, heading=2), key_facts(policy), class_="prose"),
        class_="cl",
    )
    return Page(policy_page(policy), title, body, TAB, "chart")


# --- rules -----------------------------------------------------------------------------------------


def _rules(edition: Edition, asked: Sequence[Rule]) -> Html:
    found = Counter(each.code for each in edition.lint.findings)
    level_of = {each.code: each.level for each in edition.lint.findings}
    parts = [element("h2", "Rules ", small(f"{len(asked)} asked of every record"), id="rules")]
    heads = ["Code", "What it says", "Level", "Found today"]
    for family, group in groupby(asked, key=lambda rule: rule.family):
        rows = []
        for rule in group:
            count = found[rule.code]
            level = level_of.get(rule.code, rule.level)
            sentence = link(rule.summary.rstrip("."), f"{ROOT}{rule_page(rule.code)}")
            rows.append(
                TableRow(
                    [
                        element("code", rule.code),
                        Cell(sentence, class_="wrap"),
                        Cell(level, class_="late" if count and level == "error" else "z" if not count else ""),
                        Cell(count, class_="" if count else "z"),
                    ]
                )
            )
        name = FAMILIES[family]
        parts.append(element("h3", upper_first(name)))
        parts.append(table(f"Rules of {name}", heads, rows, numbers=[3]))
    return element("section", *parts, class_="catalogue")


def _rule(edition: Edition, rule: Rule, asked: Sequence[Rule]) -> Page:
    told = page_of(rule)
    found = [each for each in edition.lint.findings if each.code == rule.code]
    allowed = [each for each in edition.lint.allowed if each.finding.code == rule.code]
    level = found[0].level if found else rule.level
    facts = joined_html(
        (
            element("code", rule.code),
            " ",
            badge(level, "late" if level == "error" else ""),
            " ",
            element("code", rule.name),
            f" · cites {', '.join(rule.cites)}",
        )
    )
    head = element(
        "header",
        lead.breadcrumbs(link(TAB, f"{ROOT}rules.html"), upper_first(FAMILIES[rule.family])),
        element("h1", told.summary.rstrip("."), id="top"),
        element("p", facts, class_="c"),
        class_="top",
    )
    left = element(
        "div",
        element("div", joined_html(element("p", why) for why in told.why), class_="prose"),
        *_examples(rule),
        _allow(rule),
    )
    neighbours = [each for each in asked if each.family == rule.family and each is not rule][:6]
    right = element("div", _found(edition, found), _allowed(len(allowed)), _beside(neighbours))
    body = element("div", head, element("div", left, right, class_="two"), class_="cl")
    return Page(rule_page(rule.code), told.summary.rstrip("."), body, TAB, "chart", searched=False)


def _examples(rule: Rule) -> Iterator[Html]:
    for example in page_of(rule).examples:
        words = {"Bad": "Found", "Good": "Good", "Fixed": "As `caseload fix` leaves it"}[example.kind]
        tone = "late" if example.kind == "Bad" else "good"
        yield element("h2", words, class_="eg-h")
        yield element("pre", example.text, class_=f"eg {tone}", tabindex="0")


def _allow(rule: Rule) -> Html:
    if not rule.allowable:
        return element("p", "This rule cannot be allowed away.", class_="c")
    return element(
        "section",
        element("h2", "When it is right to leave it out"),
        element("p", "With a reason and an end, in the record itself:", class_="c"),
        element("pre", f"# caseload: allow[{rule.code}] your reason (until 2027-01-15)", class_="eg", tabindex="0"),
    )


def _found(edition: Edition, found: Sequence[Finding]) -> Html:
    title = element("h2", "Found today ", small(len(found)), id="found")
    if not found:
        return element("section", title, element("p", "Nowhere.", class_="c"))
    rows = joined_html(element("li", _place(edition, each)) for each in found[:_MOST])
    more = (
        element("p", f"and {len(found) - _MOST:,} more: `caseload lint --select {found[0].code}`", class_="c")
        if len(found) > _MOST
        else None
    )
    return element("section", title, element("ul", rows, class_="rail"), more)


def _place(edition: Edition, finding: Finding) -> Html:
    chart, record = _whose(edition, finding.path)
    if chart is None:
        return joined_html((finding.message, element("br"), element("code", f"{finding.path}:{finding.line}")))
    client = link(element("b", chart.id), chart_address(chart.id))
    where: Child = element("code", f"{finding.path.removeprefix(chart.folder + '/')}:{finding.line}")
    if record is not None:
        where = link(where, record_address(chart, record), "plain")
    return joined_html((client, " ", finding.message, element("br"), where))


def _whose(edition: Edition, path: str) -> tuple[Chart | None, Record | None]:
    if not path.startswith(f"{CLIENTS}/"):
        return None, None
    for chart in edition.charts:
        if path.startswith(f"{chart.folder}/"):
            return chart, next((record for record in chart.records if record.path == path), None)
    return None, None


def _allowed(count: int) -> Html | None:
    if not count:
        return None
    return element(
        "section",
        element("h2", "Allowed ", small(count)),
        element("p", f"{count_of(count, 'place')} with a reason in the record.", class_="c"),
    )


def _beside(rules_: Sequence[Rule]) -> Html | None:
    if not rules_:
        return None
    rows = joined_html(
        element("li", link(each.code, f"{ROOT}{rule_page(each.code)}"), f" {each.summary.rstrip('.')}")
        for each in rules_
    )
    return element("section", element("h2", "Beside it"), element("ul", rows, class_="rail"))
