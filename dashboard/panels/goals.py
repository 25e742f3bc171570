"""All goals as one table: searched, filtered, sorted, in parts, and as CSV."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from dashboard.charts.headline import headline as drawn_headline
from dashboard.charts.lamps import lamp_word
from dashboard.charts.rows import Cell, Column
from dashboard.charts.tables import goal_table
from dashboard.exchange.csv_files import write_sheet
from dashboard.languages import say
from dashboard.languages.quoting import cited
from dashboard.panels import naming
from dashboard.panels.standing import GROUPS, LAMPS, UNSEEN, Row, Standing
from dashboard.panels.tally import tally, unseen_sentence
from dashboard.progress.statuses import STATUSES
from dashboard.selection import Selection

if TYPE_CHECKING:
    import pandas as pd

ROWS_A_PART = 50
# Beyond this the list of all units would be too long to choose from: choose a region first.
MOST_REGIONS = 24

_SEARCHED = (
    "id", "name_zh", "name_en", "subject_name_zh", "subject_name_en", "indicator_name_zh",
    "indicator_name_en", "wording", "clause", "target_text", "ambition", "basis_zh", "basis_en",
)  # fmt: skip


def headline(standing: Standing, chosen: Sequence[str], lang: str) -> str:
    """Return what the table shows, in numbers; `chosen` are goal ids."""
    table = standing.table()
    counted = tally(table["group"].reindex(list(chosen)))
    values = {group: getattr(counted, group) for group in GROUPS}
    title = say("pages.goals.title", lang, n=counted.total)
    if counted.total != len(table):
        title = say("pages.goals.title-of", lang, n=counted.total, all=len(table))
    manner = standing.manner()
    sentence = say(f"pages.goals.sentence{manner}", lang, **values)
    sentence += unseen_sentence(counted, manner, lang)
    return drawn_headline(title, sentence.rstrip(), lang)


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
    table = standing.table()
    groups = (*LAMPS, *(group for group in UNSEEN if (table["group"] == group).any()))
    words |= {lamp: say(f"pages.lamp.{lamp}", lang) for lamp in groups}
    occurring = set(table["status"]) - set(UNSEEN)
    for status in STATUSES:
        if status in occurring:
            word = lamp_word(status, lang)
            words[status] = say("pages.status-only", lang, word=word)
    return words


def _unit_words(standing: Standing, region: str | None, lang: str) -> dict[str, str]:
    """The responsible units; without a region only where all regions' fit into one list."""
    words = {"": say("pages.all.unit", lang)}
    taken: set[str] = set()
    regions = [region] if region else standing.regions()[:MOST_REGIONS]
    for row in (row for one in regions for row in standing.rows(one)):
        names = naming.unit_names(standing, row["document"], lang)
        for unit in row["responsible"]:
            if unit not in words:
                word = names.get(unit, unit)
                # Two units of different regions may share an English name.
                words[unit] = word if word not in taken else f"{word} ({unit})"
                taken.add(word)
    return words


def part_table(
    standing: Standing, chosen: Sequence[str], part: int, parts: int, lang: str, base: Selection
) -> str:
    """Return one part of the table, with where it stands among all."""
    first = (part - 1) * ROWS_A_PART
    shown = [row for goal in chosen[first : first + ROWS_A_PART] if (row := standing.row(goal))]
    caption = None
    if parts > 1:
        last = first + len(shown)
        caption = say("pages.goals.part", lang, first=first + 1, last=last, all=len(chosen))
    return goals_table(standing, shown, lang, base, caption=caption)


def chosen_goals(standing: Standing, chosen: Selection) -> tuple[str, ...]:
    """Return the ids of the goals that pass all filters of the selection, in its order."""
    table = standing.table()
    if chosen.region:
        table = table[table["region"] == chosen.region]
    if chosen.indicator:
        table = table[table["indicator"] == chosen.indicator]
    if chosen.status:
        table = table[_has_status(table, chosen.status)]
    if chosen.since or chosen.until:
        low, high = chosen.since or 0, chosen.until or 9999
        table = table[table["due"].between(low, high)]
    if chosen.cluster or chosen.unit or chosen.text:
        words = standing.drawn(_words)
        table = table.join(words)
        if chosen.cluster:
            named = table["members"].map(lambda members: chosen.cluster in members)
            table = table[(table["cluster"] == chosen.cluster) | named]
        if chosen.unit:
            table = table[table["units"].map(lambda units: chosen.unit in units)]
        for word in (chosen.text or "").casefold().split():
            table = table[table["words"].str.contains(word, regex=False)]
    columns = {"gap": "gap_points", "completion": "completion", "due": "due"}
    if chosen.sort in columns:
        table = table.sort_values(columns[chosen.sort], na_position="last", kind="stable")
    return tuple(table.index)


def of_regions(
    standing: Standing, chosen: Sequence[str], regions: Collection[str]
) -> tuple[str, ...]:
    """Return those of the goals that belong to one of `regions`, in their order."""
    home = standing.table()["region"]
    return tuple(goal for goal in chosen if home[goal] in regions)


def _has_status(table: "pd.DataFrame", status: str) -> "pd.Series[bool]":
    if status in GROUPS:
        return table["group"] == status
    if status == "grey":
        return table["lamp"] == "grey"
    return table["status"] == status


def _words(standing: Standing) -> "pd.DataFrame":
    """All words a goal can be found by, in both languages; its units and members."""
    import pandas as pd

    catalogue = standing.catalogue
    goals = catalogue.frame("goals")
    places = {r["id"]: f"{r['name_zh']} {r['name_en']}" for r in catalogue.rows("regions")}
    english = naming.all_unit_names(standing, "en")
    said = goals["region"].map(places).astype(str)
    for name in _SEARCHED:
        said = said + " " + goals[name].fillna("").astype(str)
    units = list(goals["responsible"])
    named = [
        " ".join([*own, *(english.get(document, {}).get(unit, "") for unit in own)])
        for document, own in zip(goals["document"], units, strict=True)
    ]
    whole = (said + " " + pd.Series(named, index=goals.index)).str.lower()
    return pd.DataFrame(
        {"words": whole.to_list(), "units": units, "members": list(goals["members"])},
        index=pd.Index(goals["id"]),
    )


def goals_table(
    standing: Standing,
    rows: Sequence[Row],
    lang: str,
    base: Selection,
    title: str | None = None,
    subtitle: str | None = None,
    narrow: bool = False,
    caption: str | None = None,
    framed: bool = True,
    clause: bool = True,
) -> str:
    """Return the table of `rows`; `narrow` leaves out the region, which the page already names.

    Without `clause` the wording stands alone, for a table that stands under its clause.
    """
    names = ("goal", "wording", "lead", "due", "actual", "completion", "status")
    kinds = {"wording": "muted", "lead": "muted", "due": "number", "actual": "number",
             "completion": "number", "status": "status"}  # fmt: skip
    widths = {
        "goal": "21%", "wording": "18%", "lead": "17%", "due": "12%", "actual": "12%",
        "completion": "10%", "status": "10%",
    }  # fmt: skip
    columns = [
        Column(name, say(f"pages.column.{name}", lang), kinds.get(name, "text"), widths.get(name))
        for name in names
    ]
    cells = [_cells(standing, row, lang, base, narrow, clause) for row in rows]
    empty = say("pages.goals.none", lang)
    table = goal_table(
        cells,
        columns,
        lang,
        caption=caption,
        title=title,
        subtitle=subtitle,
        empty=empty,
        framed_card=framed,
    )
    return f'<div class="ct-goals">{table}</div>'


def _cells(
    standing: Standing, row: Row, lang: str, base: Selection, narrow: bool, clause: bool
) -> dict[str, object]:
    names = naming.unit_names(standing, row["document"], lang)
    units = row["responsible"] or []
    page = {"page": "cluster", "cluster": row["cluster"]} if row["cluster"] else {"page": "region"}
    region = None if narrow else standing.name(standing.catalogue.region(row["region"]), lang)
    under = [part for part in (region, ambition(row["ambition"], lang)) if part]
    actual = naming.actual_text(standing, row, lang)
    share, gap = naming.completion_text(row, lang), naming.gap_text(row, lang)
    return {
        "goal": Cell(
            naming.goal_name(row, lang),
            sub=say("pages.dot", lang).join(under) or None,
            href=base.href(region=row["region"], goal=row["id"], **page),
        ),
        "wording": Cell(cited(row["wording"], row["clause"] if clause else None, lang) or ""),
        "lead": _units(units, names, lang),
        "due": Cell(naming.target_text(standing, row, lang), sub=naming.due_text(row, lang)),
        "actual": Cell(actual, sub=naming.actual_period(row, lang)) if actual else None,
        "completion": Cell(share or gap or "", sub=gap if share else None)
        if share or gap
        else None,
        "status": Cell("", status=row["verdict"]["status"], href=naming.why(row, base)),
    }


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


def ambition(word: str | None, lang: str) -> str | None:
    """Return an ambition word: as printed, in English with its meaning before it."""
    if not word or lang == "zh":
        return word
    known = {
        "确保": "ensure", "力争": "strive", "奋力争取": "stretch", "争创": "create", "培育": "foster",
    }  # fmt: skip
    return say(f"pages.ambition.{known[word]}", lang, word=word) if word in known else word


CSV_COLUMNS = (
    "id", "region", "goal", "subject", "indicator", "basis", "target", "due", "ambition", "clause",
    "wording", "responsible", "actual", "period", "completion", "gap-points", "status",
)  # fmt: skip


def as_csv(standing: Standing, chosen: Iterable[str], lang: str) -> bytes:
    """Return goals as CSV for a spreadsheet: UTF-8 with its mark, no cell ever a formula."""
    heads = {name: say(f"pages.csv.{name}", lang) for name in CSV_COLUMNS}
    out = []
    for row in (row for goal in chosen if (row := standing.row(goal))):
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
