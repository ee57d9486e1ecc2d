"""How other agencies have served, and for whom the practice spoke up, at which level."""

from __future__ import annotations

from statistics import median

from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.referral import Referral
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report

LEVELS = ("micro", "meso", "macro")


@report("partners", of_days=True)
def partners(caseload: Caseload, days: Days) -> Report:
    """Referrals by agency with what became of them, and advocacy by level: one person, an organisation, the law."""
    made = [each for chart in caseload.charts for each in chart.referrals if each.date in days]
    spoke = [
        each for chart in caseload.charts for each in chart.contacts if each.date in days and each.purpose == "advocacy"
    ]
    levels = tuple(
        (level or "not said", sum(each.level == level for each in spoke)) for level in (*LEVELS, "") if spoke
    )
    tables = (
        Table(
            "Referrals by agency",
            ("agency", "made", "open", "with an outcome", "days to it (median)", "poor fit", "last checked"),
            tuple(
                _served(caseload, to, [each for each in made if each.to == to])
                for to in sorted({each.to for each in made})
            ),
            key="agencies",
        ),
        Table("Advocacy by level", ("level", "contacts"), levels, key="advocacy"),
    )
    lead = f"{count_of(len(made), 'referral')} made and {count_of(len(spoke), 'contact')} of advocacy from {days}."
    return Report(f"Partners, {days}", lead, only_filled(tables))


def _served(caseload: Caseload, to: str, made: list[Referral]) -> tuple[str | int | None, ...]:
    agency = caseload.shared.find(to)
    known = agency if isinstance(agency, Agency) else None
    ended = [(each.outcome_on - each.date).days for each in made if each.outcome_on]
    return (
        known.name if known else to,
        len(made),
        sum(each.is_open for each in made),
        len(ended),
        round(median(ended)) if ended else None,
        sum(each.fit == "poor" for each in made),
        known.last_checked.isoformat() if known and known.last_checked else "not said",
    )
