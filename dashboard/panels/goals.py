"""All goals as one table: searched, filtered, sorted, in parts, and as CSV."""

from collections.abc import Iterable, Sequence

from dashboard.charts.headline import headline as drawn_headline
from dashboard.charts.lamps import lamp_word
from dashboard.charts.rows import Cell, Column
from dashboard.charts.tables import goal_table
from dashboard.exchange.csv_files import write_sheet
from dashboard.languages import say
from dashboard.panels import naming
from dashboard.panels.standing import Row, Standing
from dashboard.panels.tally import LAMPS, lamp_group, tally
from dashboard.progress.statuses import STATUSES
from dashboard.selection import Selection

ROWS_A_PART = 50


def headline(standing: Standing, rows: Sequence[Row], chosen: Selection, lang: str) -> str:
    """Return what the table shows, in numbers."""
    counted, total = tally(rows), len(standing.rows())
    values = {lamp: getattr(counted, lamp) for lamp in LAMPS}
    title = say("pages.goals.title", lang, n=counted.total)
    if counted.total != total:
        title = say("pages.goals.title-of", lang, n=counted.total, all=total)
    return drawn_headline(title, say("pages.goals.sentence", lang, **values), lang)


def filters(standing: Standing, chosen: Selection, lang: str) -> dict[str, dict[str, str]]:
    """Return the filters with their options: URL name -> id -> words; the empty id is "all"."""
    return {
        "region": {"": say("pages.all.region", lang), **naming.region_names(standing, lang)},
        "status": standing.drawn(_status_words, lang),
        "unit": standing.drawn(_unit_words, chosen.region, lang),
        "sort": {
            "": say("pages.sort.plan", lang),
            **{name: say(f"pages.sort.{name}", lang) for name in ("gap", "completion", "due")},
        },
    }


def _status_words(standing: Standing, lang: str) -> dict[str, str]:
    """The lamps, then each status that occurs; a status named like a lamp is told apart."""
    words = {"": say("pages.all.status", lang)}
    words |= {lamp: say(f"pages.lamp.{lamp}", lang) for lamp in LAMPS}
    occurring = {row["verdict"]["status"] for row in standing.rows()}
    for status in STATUSES:
        if status in occurring:
            word = lamp_word(status, lang)
            words[status] = say("pages.status-only", lang, word=word)
    return words


def _unit_words(standing: Standing, region: str | None, lang: str) -> dict[str, str]:
    words = {"": say("pages.all.unit", lang)}
    taken: set[str] = set()
    for row in standing.rows(region):
        names = naming.unit_names(standing, row["document"], lang)
        for unit in row["responsible"]:
            if unit not in words:
                word = names.get(unit, unit)
                # Two units of different regions may share an English name.
                words[unit] = word if word not in taken else f"{word} ({unit})"
                taken.add(word)
    return words


def part_table(
    standing: Standing, rows: Sequence[Row], part: int, parts: int, lang: str, base: Selection
) -> str:
    """Return one part of the table, with where it stands among all."""
    first = (part - 1) * ROWS_A_PART
    shown = rows[first : first + ROWS_A_PART]
    caption = None
    if parts > 1:
        last = first + len(shown)
        caption = say("pages.goals.part", lang, first=first + 1, last=last, all=len(rows))
    return goals_table(standing, shown, lang, base, caption=caption)


def chosen_rows(standing: Standing, chosen: Selection) -> list[Row]:
    """Return the goals that pass all filters of the selection, in its order."""
    rows = standing.rows(chosen.region)
    if chosen.cluster:
        rows = [row for row in rows if chosen.cluster in (row["members"] or [row["cluster"]])]
    if chosen.indicator:
        rows = [row for row in rows if row["indicator"] == chosen.indicator]
    if chosen.status:
        rows = [row for row in rows if _has_status(row, chosen.status)]
    if chosen.unit:
        rows = [row for row in rows if chosen.unit in (*row["responsible"], *row["also"])]
    if chosen.since or chosen.until:
        rows = [row for row in rows if _due_within(row, chosen.since, chosen.until)]
    if chosen.text:
        rows = [row for row in rows if _mentions(standing, row, chosen.text)]
    return _sorted(rows, chosen.sort)


def _has_status(row: Row, status: str) -> bool:
    if status in LAMPS:
        return lamp_group(row) == status
    if status == "grey":
        return STATUSES[row["verdict"]["status"]].lamp == "grey"
    return bool(row["verdict"]["status"] == status)


def _due_within(row: Row, since: int | None, until: int | None) -> bool:
    due = row["due"]
    return due is not None and (since or due) <= due <= (until or due)


def _mentions(standing: Standing, row: Row, text: str) -> bool:
    """Every word must occur somewhere in the goal, in either language."""
    region = standing.catalogue.region(row["region"]) or {}
    fields: list[object] = [row[name] for name in (
        "id", "name_zh", "name_en", "subject_name_zh", "subject_name_en", "indicator_name_zh",
        "indicator_name_en", "wording", "clause", "target_text", "ambition", "basis_zh", "basis_en",
    )]  # fmt: skip
    fields += [*row["responsible"], *row["also"], region.get("name_zh"), region.get("name_en")]
    fields += [
        naming.unit_names(standing, row["document"], "en").get(u) for u in row["responsible"]
    ]
    whole = " ".join(str(field) for field in fields if field).casefold()
    return all(word in whole for word in text.casefold().split())


def _sorted(rows: list[Row], order: str | None) -> list[Row]:
    """Sort; goals without the number sorted by come last, in the plans' order."""
    if order == "gap":
        return sorted(rows, key=lambda r: _last(r["verdict"]["gap_points"]))
    if order == "completion":
        return sorted(rows, key=lambda r: _last(r["verdict"]["completion"]))
    if order == "due":
        return sorted(rows, key=lambda r: _last(r["due"]))
    return rows


def _last(value: float | None) -> tuple[bool, float]:
    return (value is None, value or 0.0)


def goals_table(
    standing: Standing,
    rows: Sequence[Row],
    lang: str,
    base: Selection,
    title: str | None = None,
    subtitle: str | None = None,
    narrow: bool = False,
    caption: str | None = None,
) -> str:
    """Return the table of `rows`; `narrow` leaves out the region, which the page already names."""
    names = ("goal", "wording", "lead", "due", "actual", "completion", "status")
    if not narrow:
        names = ("goal", "region", *names[1:])
    kinds = {"wording": "muted", "lead": "muted", "due": "number", "actual": "number",
             "completion": "number", "status": "status"}  # fmt: skip
    widths = {"goal": "24%", "wording": "22%", "lead": "15%"}
    columns = [
        Column(name, say(f"pages.column.{name}", lang), kinds.get(name, "text"), widths.get(name))
        for name in names
    ]
    cells = goal_rows(standing, rows, lang, base)
    empty = say("pages.goals.none", lang)
    return goal_table(
        cells, columns, lang, caption=caption, title=title, subtitle=subtitle, empty=empty
    )


def goal_rows(
    standing: Standing, rows: Iterable[Row], lang: str, base: Selection
) -> list[dict[str, object]]:
    """Return one dict of cells for each goal."""
    return [_cells(standing, row, lang, base) for row in rows]


def _cells(standing: Standing, row: Row, lang: str, base: Selection) -> dict[str, object]:
    verdict = row["verdict"]
    names = naming.unit_names(standing, row["document"], lang)
    units = row["responsible"] or []
    others = len(units) - 1
    gap = naming.gap_text(row, lang)
    page = {"page": "cluster", "cluster": row["cluster"]} if row["cluster"] else {"page": "region"}
    actual = naming.actual_text(standing, row, lang)
    return {
        "id": row["id"],
        "goal": Cell(
            naming.goal_name(row, lang),
            sub=row["ambition"],
            href=base.href(region=row["region"], goal=row["id"], **page),
        ),
        "region": standing.name(standing.catalogue.region(row["region"]), lang),
        "wording": Cell(say("charts.quoted", lang, wording=row["wording"]), sub=row["clause"]),
        "lead": Cell(
            names.get(units[0], units[0]),
            sub=say("pages.goals.others", lang, n=others) if others > 0 else None,
            title="\n".join(names.get(unit, unit) for unit in units),
        )
        if units
        else None,
        "due": Cell(naming.target_text(standing, row, lang), sub=naming.due_text(row, lang)),
        "actual": Cell(actual, sub=naming.actual_period(row, lang)) if actual else None,
        "completion": Cell(
            naming.completion_text(row, lang) or gap or "",
            sub=gap if naming.completion_text(row, lang) else None,
        )
        if (naming.completion_text(row, lang) or gap)
        else None,
        "status": verdict["status"],
    }


CSV_COLUMNS = (
    "id", "region", "goal", "subject", "indicator", "basis", "target", "due", "ambition", "clause",
    "wording", "responsible", "actual", "period", "completion", "gap-points", "status",
)  # fmt: skip


def as_csv(standing: Standing, rows: Iterable[Row], lang: str) -> bytes:
    """Return the rows as CSV for a spreadsheet: UTF-8 with its mark, no cell ever a formula."""
    heads = {name: say(f"pages.csv.{name}", lang) for name in CSV_COLUMNS}
    out = []
    for row in rows:
        verdict = row["verdict"]
        names = naming.unit_names(standing, row["document"], lang)
        values = (
            row["id"], standing.name(standing.catalogue.region(row["region"]), lang),
            naming.goal_name(row, lang), row[f"subject_name_{lang}"],
            row[f"indicator_name_{lang}"], row[f"basis_{lang}"],
            naming.target_text(standing, row, lang), naming.due_text(row, lang), row["ambition"],
            row["clause"], row["wording"], [names.get(unit, unit) for unit in row["responsible"]],
            naming.actual_text(standing, row, lang), naming.actual_period(row, lang),
            naming.completion_text(row, lang), naming.gap_text(row, lang),
            lamp_word(verdict["status"], lang),
        )  # fmt: skip
        out.append(dict(zip(heads.values(), values, strict=True)))
    return write_sheet(tuple(heads.values()), out).encode("utf-8-sig")
