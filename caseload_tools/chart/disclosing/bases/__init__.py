"""Every basis on which something may be told, one a file; see basis.py for what they share."""

from caseload_tools.chart.disclosing.bases import (
    agency_service,
    agreement,
    audit,
    client_asked,
    consent,
    court,
    emergency,
    inbound,
    law_enforcement,
    mandated_report,
    operations,
    oversight,
    payment,
    public_health,
    representative,
    research,
    threat,
    treatment,
    whistleblower,
)
from caseload_tools.chart.disclosing.bases.basis import BASES, Basis

__all__ = ["BASES", "Basis", "agency_service", "agreement", "audit", "client_asked", "consent", "court", "emergency", "inbound", "law_enforcement", "mandated_report", "operations", "oversight", "payment", "public_health", "representative", "research", "threat", "treatment", "whistleblower"]
