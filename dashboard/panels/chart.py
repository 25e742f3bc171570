"""One goal's figure: the drawing that fits its measure, fed from the standing."""

from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.charts.rows import Derived, GoalMark, Heading, MonthPoint, YearPoint
from dashboard.languages import say
from dashboard.panels import naming
from dashboard.panels.standing import Row, Standing

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure

# What is counted over members is told by a list of them, not by a line.
_COUNTED = ("tier", "each-cluster")


def goal_figure(
    standing: Standing,
    goal: str,
    lang: str,
    since: int | None = None,
    until: int | None = None,
    what_if: Decimal | None = None,
) -> "Figure | None":
    """Return the figure of one goal, None where there is nothing to draw yet.

    Growth goals stand as lines over reported growth; yearly goals as this year's months over last
    year's; a goal without a year as bars; all others as a trajectory to the year due, with the
    forecast where there is one and the line of a supposed growth `what_if` (percent a year).
    """
    row = standing.row(goal)
    if row is None or row["subject_kind"] in _COUNTED or row["value"] is None:
        return None
    figures = standing.figures_of(row["region"], row["subject"], row["indicator"])
    if row["kind"] == "growth":
        return _growth(standing, row, figures, lang)
    if row["every"] and row["kind"] == "flow":
        months = months_figure(standing, row, figures, lang, goal=row["value"])
        return months or _bars(standing, row, figures, lang, since, until)
    if not row["due"]:
        return _bars(standing, row, figures, lang, since, until)
    return _trajectory(standing, row, figures, lang, since, until, what_if)


def series_years(
    standing: Standing,
    region: str,
    subject: str,
    indicator: str,
    goal: str | None,
    lang: str,
    since: int | None = None,
    until: int | None = None,
    what_if: Decimal | None = None,
) -> "Figure | None":
    """Return a series by year: on the way to its goal if it has one, else as bars."""
    if goal and (drawn := goal_figure(standing, goal, lang, since, until, what_if)) is not None:
        row = standing.row(goal)
        if row is not None and not (row["every"] and row["kind"] == "flow"):
            return drawn
    from dashboard.charts.years import years_bar

    row = series_row(standing, region, subject, indicator, goal)
    points = year_points(row, standing.figures_of(region, subject, indicator), since, until)
    if not points:
        return None
    return years_bar(heading(standing, row, lang, say("pages.chart.yearly", lang)), lang, points)


def series_months(
    standing: Standing, region: str, subject: str, indicator: str, lang: str
) -> "Figure | None":
    """Return the newest year's cumulative months over the year before; None without months."""
    row = series_row(standing, region, subject, indicator, None)
    figures = standing.figures_of(region, subject, indicator)
    if row["kind"] not in ("flow", "growth"):
        return None
    return months_figure(standing, row, figures, lang)


def series_row(
    standing: Standing, region: str, subject: str, indicator: str, goal: str | None
) -> Row:
    """Return what a figure has to state about a series, from its goal or from the register."""
    own = standing.row(goal) if goal else None
    if own is not None and own["subject_kind"] == "cluster":
        return own
    known = standing.catalogue.indicator(indicator) or {}
    cluster = standing.catalogue.cluster(region, subject) or {}
    plan = standing.plans(region)[0]
    names = {
        f"{part}_{lang}": source.get(f"name_{lang}")
        for part, source in (("indicator_name", known), ("subject_name", cluster))
        for lang in ("zh", "en")
    }
    return {
        **{name: known.get(name) for name in ("unit", "kind", "basis_zh", "basis_en")},
        **names,
        "document": plan["document"],
        "indicator": indicator,
        "subject_kind": "cluster",
        "region": region,
        "wording": None,
        "clause": None,
    }


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
        kind=row["kind"],
        wording=row["wording"],
        clause=row["clause"],
    )


def year_points(
    row: Row, figures: list[Row], since: int | None = None, until: int | None = None
) -> list[YearPoint]:
    """Return whole years; for levels the last value within each year."""
    level = row["kind"] in ("stock", "share", "index")
    kept: dict[int, YearPoint] = {}
    for one in figures:
        if one["period_kind"] == "year" or (
            level and one["period_kind"] in ("cumulative", "point")
        ):
            kept[one["year"]] = YearPoint(one["year"], one["value"], one["note"] or None)
    return [
        point for year, point in sorted(kept.items()) if (since or year) <= year <= (until or year)
    ]


def month_points(figures: list[Row], year: int) -> list[MonthPoint]:
    """Return the cumulative months of one year, the full year as its twelfth."""
    return [
        MonthPoint(one["month"], one["value"], one["note"] or None)
        for one in figures
        if one["year"] == year and one["period_kind"] in ("cumulative", "year")
    ]


def months_figure(
    standing: Standing, row: Row, figures: list[Row], lang: str, goal: str | None = None
) -> "Figure | None":
    """Return the newest year's cumulative months over the year before; None without months."""
    from dashboard.charts.cumulative import cumulative_months

    monthly = [one for one in figures if one["period_kind"] == "cumulative"]
    if not monthly:
        return None
    year = max(one["year"] for one in figures if one["period_kind"] in ("cumulative", "year"))
    period = say("pages.chart.months", lang, year=year)
    return cumulative_months(
        heading(standing, row, lang, period),
        lang,
        year,
        month_points(figures, year),
        month_points(figures, year - 1),
        goal=goal,
    )


def _mark(row: Row, year: int | None = None) -> GoalMark:
    verdict = row["verdict"]
    return GoalMark(
        year=year or row["due"],
        value=verdict["goal_exact"] or row["value"],
        comparator=row["comparator"],
        value_high=row["value_high"],
        wording=row["wording"],
        clause=row["clause"],
        ambition=row["ambition"],
    )


def _growth(standing: Standing, row: Row, figures: list[Row], lang: str) -> "Figure | None":
    from dashboard.charts.growth import growth

    points = year_points(row, figures)
    rows = standing.rows(row["region"])
    floor_id = row["stretch_of"] or row["id"]
    floor = next((one for one in rows if one["id"] == floor_id), row)
    stretch = next((one for one in rows if one["stretch_of"] == floor_id), None)
    year = row["due"] or standing.on.year
    return growth(
        heading(standing, row, lang, say("pages.chart.yearly", lang)),
        lang,
        points,
        _mark(floor, year),
        _mark(stretch, year) if stretch else None,
    )


def _bars(
    standing: Standing,
    row: Row,
    figures: list[Row],
    lang: str,
    since: int | None,
    until: int | None,
) -> "Figure | None":
    from dashboard.charts.years import years_bar

    points = year_points(row, figures, since, until)
    if not points:
        return None
    stated = heading(standing, row, lang, say("pages.chart.yearly", lang))
    year = row["due"] or max(standing.on.year, points[-1].year)
    return years_bar(stated, lang, points, goal=_mark(row, year))


def _trajectory(
    standing: Standing,
    row: Row,
    figures: list[Row],
    lang: str,
    since: int | None,
    until: int | None,
    what_if: Decimal | None,
) -> "Figure | None":
    from dashboard.charts.trajectory import trajectory
    from dashboard.panels.outlook import outlook, supposition
    from dashboard.progress.forecasting import forecast_words, what_if_words

    verdict = row["verdict"]
    points = year_points(row, figures, since, until)
    others = [
        one
        for one in standing.rows(row["region"])
        if (one["subject"], one["indicator"]) == (row["subject"], row["indicator"])
        and one["id"] != row["id"]
        and one["due"]
        and one["value"] is not None
    ]
    printed = [
        GoalMark(
            year=mark["year"],
            value=mark["value"],
            comparator=mark["comparator"],
            clause=row["clause"],
        )
        for mark in row["milestones"]
    ]
    if not points and not others and not printed and verdict["base_value"] is None:
        return None
    derived = required = None
    path = verdict["path"] if verdict["path"] in ("constant growth", "straight") else row["path"]
    goal_value = verdict["goal_exact"] or row["value"]
    if (
        verdict["base_value"] is not None
        and verdict["base_year"]
        and verdict["base_year"] < row["due"]
    ):
        derived = Derived(
            base_year=verdict["base_year"],
            base_value=verdict["base_value"],
            goal_year=row["due"],
            goal_value=goal_value,
            path=path or "straight",
        )
    if points and points[-1].year < row["due"] and (verdict["remaining"] or 0) > 0:
        required = Derived(
            base_year=points[-1].year,
            base_value=points[-1].value,
            goal_year=row["due"],
            goal_value=goal_value,
            path=path or "straight",
        )
    given = standing.drawn(outlook, row["id"])
    forecast = given if given is not None and given.what == "forecast" else None
    supposed = None if what_if is None else supposition(standing, row["id"], what_if)
    return trajectory(
        heading(standing, row, lang, say("pages.chart.yearly", lang)),
        lang,
        points,
        goal=_mark(row),
        milestones=[*printed, *(_mark(one) for one in others)],
        derived=derived,
        required=required if derived is None or points[-1].year > derived.base_year else None,
        forecast=forecast.band if forecast else (),
        forecast_name=forecast_words(forecast, lang).name if forecast else None,
        supposed=supposed.path if supposed else (),
        supposed_name=what_if_words(supposed, row["unit"], lang).name if supposed else None,
    )
