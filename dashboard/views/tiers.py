"""Tiers as the boards show them."""

from dashboard.judging import Row, Standing
from dashboard.wording.targets import planned_count


def tier_part(tier: Row) -> str:
    """Return what heads a tier's row: its part of the slogan, else how many the plan counts."""
    if tier["code_part"]:
        return str(tier["code_part"])
    return planned_count(tier) or "N"


def board_tiers(standing: Standing, plan: str) -> list[Row]:
    """Return the tiers the board shows: those due next (else last), and those without a year."""
    tiers = standing.catalogue.tiers_of(plan)
    years = sorted({tier["due"] for tier in tiers if tier["due"]})
    coming = [year for year in years if year >= standing.on.year]
    year = coming[0] if coming else (years[-1] if years else None)
    return [tier for tier in tiers if tier["due"] in (year, None)]
