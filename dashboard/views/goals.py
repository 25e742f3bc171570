"""All goals as one table: searched, filtered, sorted, and in parts."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from dashboard.addresses.selection import Selection
from dashboard.judging import GROUPS, LAMPS, UNSEEN, Standing
from dashboard.judging.tally import tally
from dashboard.languages import LANGUAGES, PRINTED, in_columns, names_of, say
from dashboard.progress.status import STATUSES
from dashboard.views.goal_rows import goals_table
from dashboard.views.prose import headline as drawn_headline
from dashboard.wording import naming
from dashboard.wording.findings import goals_finding
from dashboard.wording.states import lamp_group_word, lamp_word, sort_word

if TYPE_CHECKING:
    import pandas as pd

ROWS_A_PART = 50
# Beyond this the list of all units would be too long to choose from: choose a region first.
MOST_REGIONS = 24

# One sign of a unit's name says too little.
_SHORTEST = 2
_SEARCHED = in_columns(
    "id name_* subject_name_* indicator_name_* wording clause target_text ambition basis_*"
)


def headline(standing: Standing, chosen: Sequence[str], lang: str) -> str:
    """Return what the table shows, in numbers; `chosen` are goal ids."""
    table = standing.table()
    counted = tally(table["group"].reindex(list(chosen)))
    return drawn_headline(*goals_finding(standing, counted, len(table), lang), lang)


def filters(standing: Standing, chosen: Selection, lang: str) -> dict[str, dict[str, str]]:
    """Return the filters with their options: URL name -> id -> words; the empty id is "all"."""
    return {
        "region": {"": say("pages.all.region", lang), **naming.region_names(standing, lang)},
        "status": standing.drawn(_status_words, lang),
        "unit": standing.drawn(_unit_words, chosen.region, lang),
        "sort": {
            "": sort_word("plan", lang),
            **{name: sort_word(name, lang) for name in ("gap", "completion", "due")},
        },
    }


def years_due(standing: Standing) -> list[int]:
    """Return the years in which goals are due."""
    due = standing.table()["due"].dropna().astype(int)
    return sorted(set(due[due > 0]))


def _status_words(standing: Standing, lang: str) -> dict[str, str]:
    """The lamps, then each status that occurs; a status named like a lamp is told apart."""
    words = {"": say("pages.all.status", lang)}
    table = standing.table()
    groups = (*LAMPS, *(group for group in UNSEEN if (table["group"] == group).any()))
    words |= {lamp: lamp_group_word(lamp, lang) for lamp in groups}
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
    standing: Standing, chosen: Sequence[str], part: int, parts: int, lang: str, here: Selection
) -> str:
    """Return one part of the table, with where it stands among all."""
    first = (part - 1) * ROWS_A_PART
    shown = [row for goal in chosen[first : first + ROWS_A_PART] if (row := standing.row(goal))]
    caption = None
    if parts > 1:
        last = first + len(shown)
        caption = say("pages.goals.part", lang, first=first + 1, last=last, all=len(chosen))
    return goals_table(standing, shown, lang, here, caption=caption)


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
            found = table["words"].str.contains(word, regex=False)
            if units := standing.drawn(_units_called, word):
                found |= table["units"].map(lambda own, units=units: not units.isdisjoint(own))
            table = table[found]
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


def _units_called(standing: Standing, word: str) -> frozenset[str]:
    """The units a word may be short for: 工信局 for 市工业和信息化局, by some of its signs in order."""
    if len(word) < _SHORTEST or not all("\u4e00" <= sign <= "\u9fff" for sign in word):
        return frozenset()
    known = {unit[f"name_{PRINTED}"] for unit in standing.catalogue.rows("units")}
    return frozenset(unit for unit in known if unit.endswith(word[-1]) and _within(word, unit))


def _within(word: str, name: str) -> bool:
    signs = iter(name)
    return all(sign in signs for sign in word)


def _figures(standing: Standing) -> "pd.Series[str]":
    """The latest figures as plain numbers, money in 亿 as the tables have it."""
    table = standing.table()
    actual = table["actual"].astype("string").fillna("")
    in_yi = (table["actual_float"] / 1e8).round(2).astype("string").fillna("")
    return actual.mask(table["unit"] == "yuan", in_yi)


def _words(standing: Standing) -> "pd.DataFrame":
    """All words a goal can be found by, in every language; its units and members."""
    import pandas as pd

    catalogue = standing.catalogue
    goals = catalogue.frame("goals")
    places = {r["id"]: " ".join(names_of(r).values()) for r in catalogue.rows("regions")}
    called = [naming.all_unit_names(standing, lang) for lang in LANGUAGES if lang != PRINTED]
    said = goals["region"].map(places).astype(str)
    for name in _SEARCHED:
        said = said + " " + goals[name].fillna("").astype(str)
    units = list(goals["responsible"])
    named = [
        " ".join(
            [*own, *(names.get(document, {}).get(unit, "") for names in called for unit in own)]
        )
        for document, own in zip(goals["document"], units, strict=True)
    ]
    numbers = _figures(standing).reindex(goals["id"]).fillna("").to_list()
    whole = (said + " " + pd.Series(named, index=goals.index)).str.lower()
    whole = whole + " " + pd.Series(numbers, index=goals.index).astype(str)
    return pd.DataFrame(
        {"words": whole.to_list(), "units": units, "members": list(goals["members"])},
        index=pd.Index(goals["id"]),
    )
