"""What every figure states about itself."""

from dashboard.actuals.periods import label_kind
from dashboard.charts.rows import Heading
from dashboard.judging import Row, Standing
from dashboard.wording import naming


def heading(standing: Standing, row: Row, lang: str, period: str) -> Heading:
    """Return what every figure states: indicator, basis, unit, period, source."""
    document = standing.catalogue.document(row["document"]) or {}
    subject = row[f"subject_name_{lang}"]
    if row["subject_kind"] == "clusters":
        subject = standing.name(standing.catalogue.region(row["region"]), lang)
    return Heading(
        indicator=row[f"indicator_name_{lang}"],
        unit=row["unit"],
        basis=row[f"basis_{lang}"],
        period=period,
        source=document.get("number") or standing.catalogue.name(document, lang),
        subject=subject,
        counted=naming.counted(standing, row, lang),
        kind=label_kind(row),
        wording=row["wording"],
        clause=row["clause"],
    )
