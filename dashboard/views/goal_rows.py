"""Goals as rows of a table, on every page the same."""

from collections.abc import Sequence

from dashboard.actuals.periods import label_kind
from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.views import goal_links
from dashboard.views.environment import Markup
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.views.tables import goals_table as drawn
from dashboard.wording import naming
from dashboard.wording.columns import goals_head
from dashboard.wording.officials import officials_in_short
from dashboard.wording.states import vintage_of, with_vintage
from dashboard.wording.targets import ambition_text


def goals_table(
    standing: Standing,
    rows: Sequence[Row],
    lang: str,
    here: Selection,
    title: str | None = None,
    subtitle: str | None = None,
    narrow: bool = False,
    caption: str | None = None,
    framed: bool = True,
    clause: bool = True,
    unit: str | None = None,
    cluster: str | None = None,
) -> Markup:
    """Return the table of `rows`; `narrow` leaves out the region, which the page already names.

    Without `clause` the wording stands alone, for a table that stands under its clause. Under a
    `unit` the lead is named only where it is another one. For a `cluster` what every cluster owes
    shows the cluster's own figure.
    """
    cells = []
    for row in rows:
        own = _cells(standing, row, lang, here, narrow, clause)
        if unit is not None and row["lead"] == unit:
            own["lead"] = say("pages.goals.leads", lang)
        if cluster is not None and row["subject_kind"] == "each-cluster":
            own |= _own_cells(standing, row, cluster, lang, here)
        cells.append(own)
    table = goal_table(
        cells,
        columns_of(lang),
        lang,
        caption=caption,
        title=title,
        subtitle=subtitle,
        empty=say("pages.goals.none", lang),
        framed_card=framed,
    )
    return drawn(table)


def columns_of(lang: str) -> list[Column]:
    """Return the columns of every table of goals, always as wide."""
    names = ("goal", "wording", "lead", "due", "actual", "completion", "status")
    kinds = {"wording": "muted", "lead": "muted", "due": "number", "actual": "number",
             "completion": "number", "status": "status"}  # fmt: skip
    widths = {
        "goal": "21%", "wording": "18%", "lead": "15%", "due": "12%", "actual": "13%",
        "completion": "9%", "status": "12%",
    }  # fmt: skip
    subs = {"completion": goals_head("gap-points", lang)}
    return [
        Column(name, goals_head(name, lang), kinds.get(name, "text"), widths.get(name),
               subs.get(name), beneath=subs.get(name))
        for name in names
    ]  # fmt: skip


def _cells(
    standing: Standing, row: Row, lang: str, here: Selection, narrow: bool, clause: bool
) -> dict[str, object]:
    names = naming.unit_names(standing, row["document"], lang)
    units = row["responsible"] or []
    page, whose = ("cluster", {"cluster": row["cluster"]}) if row["cluster"] else ("region", {})
    region = None if narrow else standing.name(standing.catalogue.region(row["region"]), lang)
    leader = officials_in_short(standing, row["region"], row["cluster"], lang)
    under = [part for part in (region, ambition_text(row["ambition"], lang), leader) if part]
    actual = naming.actual_text(standing, row, lang)
    share, gap = naming.completion_text(row, lang), _gap_beside(row, lang)
    return {
        "goal": Cell(
            naming.goal_name(row, lang),
            sub=say("pages.dot", lang).join(under) or None,
            href=goal_links.elsewhere(here, page, region=row["region"], goal=row["id"], **whose),
        ),
        "wording": Cell(naming.cited(row, lang, clause=clause)),
        "lead": _units(units, names, lang),
        "due": Cell(naming.target_text(standing, row, lang), sub=naming.due_text(row, lang)),
        "actual": Cell(
            actual,
            sub=with_vintage(naming.actual_period(row, lang), vintage_of(standing, row), lang),
        )
        if actual
        else None,
        "completion": Cell(share or "–", sub=gap) if share or gap else None,
        "status": Cell("", status=row["verdict"]["status"], href=goal_links.why(row, here)),
    }


def _gap_beside(row: Row, lang: str) -> str | None:
    """The gap, with 进度 before it where it comes from that and not from the completion."""
    gap, progress = naming.gap_number(row, lang), naming.progress_text(row, lang)
    if gap is None or progress is None:
        return gap
    return say("pages.goals.progress-gap", lang, progress=progress, gap=gap)


def _own_cells(
    standing: Standing, row: Row, cluster: str, lang: str, here: Selection
) -> dict[str, object]:
    """What one cluster has of what every cluster owes; the lamp is that of all together."""
    figures = standing.figures_of(row["region"], cluster, row["indicator"])
    together = naming.actual_text(standing, row, lang)
    status = Cell(
        "",
        status=row["verdict"]["status"],
        href=goal_links.why(row, here),
        sub=say("clusters.together", lang, met=together) if together else None,
    )
    if not figures:
        return {"actual": None, "completion": None, "status": status}
    own = figures[-1]
    told = naming.own_text(standing, row, own["value"], lang)
    value = Cell(
        naming.own_value_text(standing, row, own["value"], lang),
        sub=with_vintage(
            period_text(own["period"], label_kind(row), lang),
            standing.vintages(row["region"]).get(own["revision"]),
            lang,
        ),
    )
    return {"actual": value, "completion": Cell(told) if told else None, "status": status}


def _units(units: Sequence[str], names: dict[str, str], lang: str) -> Cell | None:
    """The lead, how many others, and all of them on hovering."""
    if not units:
        return None
    others = len(units) - 1
    return Cell(
        names.get(units[0], units[0]),
        sub=say("pages.goals.others", lang, n=others) if others else None,
        title="\n".join(names.get(unit, unit) for unit in units),
    )
