"""How goals, values, dates and units are written on the pages."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row, Standing
from dashboard.languages import PRINTED, quoting, say
from dashboard.languages.numbers import (
    Value,
    count,
    exact,
    period_text,
)
from dashboard.progress.assess import Assessment
from dashboard.progress.numbers import ZERO, compare, decimal_text
from dashboard.wording import reasons
from dashboard.wording.amounts import bare_points, percent_of
from dashboard.wording.reasons import done_text
from dashboard.wording.requirements import need_in_short
from dashboard.wording.scales import places_apart, scale_against
from dashboard.wording.targets import beside_its_goal, counted_word, number_text

# A count is entered once for a tier by its members' figures, so its own name already says whose.
_OF_ONE = ("cluster", "group")


def goal_name(row: Row, lang: str) -> str:
    """Return what a goal is called: "高端铝业：超5500亿级", "高新技术企业"."""
    name = str(row[f"name_{lang}"])
    if row["stretch_of"]:
        name = say("pages.goal.stretch", lang, name=name)
    if row["subject_kind"] in _OF_ONE:
        return say("pages.goal.of", lang, subject=row[f"subject_name_{lang}"], name=name)
    if row["subject_kind"] == "each-cluster":
        return say("pages.goal.of-each", lang, name=name)
    return name


def goal_labels(rows: Iterable[Row], lang: str) -> dict[str, str]:
    """Return a distinct label for each goal: its name, with the due year where two share it."""
    rows = list(rows)
    names = [goal_name(row, lang) for row in rows]
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for row, name in zip(rows, names, strict=True):
        label = name if names.count(name) == 1 else f"{name} · {due_text(row, lang)}"
        while label in taken:
            # Two goals alike to the year differ in their number.
            label = f"{label} · {row['target_text']}"
        taken.add(label)
        labels[row["id"]] = label
    return labels


def due_text(row: Row, lang: str) -> str:
    """Return when a goal is due: "2027年", "每年", "未定年份"."""
    if row["every"]:
        if row["due"]:
            return say("pages.due.every-until", lang, year=row["due"])
        return say("pages.due.every", lang)
    if row["due"]:
        return say("pages.due.year", lang, year=row["due"])
    return say("pages.due.none", lang)


def counted(standing: Standing, row: Row, lang: str) -> str:
    """Return the word for what a count counts ("家"), empty for other units."""
    return counted_word(standing.catalogue, row, lang)


def target_text(standing: Standing, row: Row, lang: str) -> str:
    """Return a goal's number: "> 5500 亿元级", "≥ 850 家", "3–5 家"."""
    return number_text(standing.catalogue, row, lang)


def own_value_text(standing: Standing, row: Row, own: object, lang: str) -> str:
    """Return one cluster's own figure of what every cluster owes; never as the number it is off."""
    bounds = [one for one in (row["value"], row["value_high"]) if one is not None]
    unit, word = str(row["unit"]), counted(standing, row, lang)
    value: Value = own  # type: ignore[assignment]  # frames hold exact texts
    declared = beside_its_goal(standing.catalogue, unit, value, bounds, lang)
    return declared or _listed(value, bounds, unit, lang, word)


def number_to_reach(row: Row) -> str | None:
    """A goal's number as exact text, a multiple of a base resolved; None while the base is unknown.

    What each cluster is to make of a base of its own is no one number either.
    """
    if row["measure"] != "value" and row["subject_kind"] == "each-cluster":
        return None
    made: str | None = row["verdict"]["goal_exact"]
    return row["value"] if made is None and row["measure"] == "value" else made


def actual_text(standing: Standing, row: Row, lang: str) -> str | None:
    """Return the actual that a goal is judged by, None when nothing is reported."""
    verdict = row["verdict"]
    if not row["reported"]:
        return None
    if conferred := reasons.conferred_text(verdict["assessment"], lang):
        return conferred
    if row["subject_kind"] in ("each-cluster", "tier") and verdict.get("member_count"):
        found = verdict["assessment"]
        if found.measured.tally.unnamed:
            return reasons.at_least_text(found, lang)
        met = count(verdict["met_count"], lang)
        return say("pages.met-of", lang, met=met, all=count(verdict["member_count"], lang))
    unit, word = verdict["actual_unit"], counted(standing, row, lang)
    word = word if unit != "count" or unit == row["unit"] else ""
    bounds = [number_to_reach(row), *exact_bounds(verdict["assessment"])]
    if unit != "count" and unit != row["unit"]:
        # Growth that was worked out of levels.
        return percent_of(
            verdict["actual"], lang, reasons.bounds_of(verdict["assessment"]), places=2
        )
    declared = beside_its_goal(standing.catalogue, unit, verdict["actual"], bounds, lang)
    return declared or _listed(verdict["actual"], bounds, unit, lang, word)


def _listed(value: Value, bounds: Sequence[Value], unit: str, lang: str, word: str) -> str:
    """A figure in a list beside the number it is to reach, the first of `bounds`, and off them all."""
    if unit == "count":
        # What is counted stands with its number: "1 platform".
        return count(value, lang, word, places_apart(value, *bounds))
    # Two decimals of money in every row, so that a column of them stands in line.
    least = 2 if unit == "yuan" else 0
    scale = scale_against(
        [(value, bounds[0])] if bounds else [(value, None)], unit, lang, word, least=least
    )
    return scale.full_apart(value, *bounds)


def exact_bounds(found: Assessment) -> list[str]:
    """The numbers that a figure must not be taken for, as exact texts on the same side of it."""
    actual = found.actual or ZERO
    told = (
        decimal_text(bound, [(actual, compare(bound, actual))])
        for bound in reasons.bounds_of(found)
    )
    return [text for text in told if text is not None]


def expected_text(standing: Standing, row: Row, lang: str) -> str:
    """Return what a goal's path expects of the figure judged, in the unit of figure and goal."""
    verdict = row["verdict"]
    found: Assessment = verdict["assessment"]
    expected = found.measured.expected
    if expected is not None:
        actual = found.actual or ZERO
        value = decimal_text(expected.value, [(actual, compare(expected.value, actual))])
        bounds = [number_to_reach(row), verdict["actual"]]
        declared = beside_its_goal(standing.catalogue, str(row["unit"]), value, bounds, lang)
        if declared is not None:
            return declared
    return reasons.expected_text(found, lang, counted(standing, row, lang))


def actual_period(row: Row, lang: str) -> str | None:
    """Return the period of the actual that a goal is judged by."""
    period = row["verdict"]["period"]
    return period_text(period, label_kind(row), lang) if period else None


def completion_text(row: Row, lang: str, *, fixed: bool = False) -> str | None:
    """Return the completion rate, actual over target, None where there is none.

    With `fixed` it has a decimal even where that is nought.
    """
    if row["completion"] is None or not row["reported"]:
        return None
    return done_text(row["verdict"]["assessment"], lang, fixed=fixed)


def progress_text(row: Row, lang: str) -> str | None:
    """Return 进度, the share of the way from the base, where the gap comes from it; else None."""
    if not row["reported"]:
        return None
    return reasons.way_text(row["verdict"]["assessment"], lang)


def gap_text(row: Row, lang: str) -> str | None:
    """Return the gap in percentage points, None where there is none."""
    found = row["verdict"]["assessment"]
    return None if found.gap is None else reasons.gap_text(found, lang)


def gap_number(row: Row, lang: str) -> str | None:
    """Return the gap as a bare number, for a column that names percentage points in its head."""
    found = row["verdict"]["assessment"]
    return (
        None if found.gap is None else bare_points(found.gap * 100, reasons.gap_sides(found), lang)
    )


def need_text(standing: Standing, row: Row, lang: str) -> str | None:
    """Return what it would take to reach the goal in few words, None where nothing is asked."""
    if not row["reported"]:
        return None
    found = row["verdict"]["assessment"]
    return need_in_short(
        found, lang, counted(standing, row, lang), target_text(standing, row, lang)
    )


def entered_by(figure: Row, lang: str) -> str:
    """Return who entered a figure; of one that names nobody, that its moment is a publication's."""
    return str(figure["author"]) or say("pages.published", lang)


def own_text(standing: Standing, goal: Row, own: object, lang: str) -> str | None:
    """Say whether one cluster's own figure reaches what every cluster owes, or what it lacks.

    None where the goal's comparator leaves that open.
    """
    value, wanted = exact(own), exact(goal["value"])  # type: ignore[arg-type]  # frames hold texts
    if value is None or wanted is None or goal["comparator"] not in (">=", ">", "about"):
        return None
    if value > wanted if goal["comparator"] == ">" else value >= wanted:
        return say("clusters.own-met", lang)
    word = counted(standing, goal, lang)
    missing = reasons.distance_text(Fraction(wanted - value), goal["unit"], lang, word)
    return say("pages.need.amount", lang, amount=missing)


def cited(row: Row, lang: str, *, clause: bool = True) -> str:
    """Return a goal's wording in quotation with its clause; the clause alone where no words are kept."""
    return quoting.cited(row["wording"], row["clause"] if clause else None, lang) or ""


def region_names(standing: Standing, lang: str) -> dict[str, str]:
    """Return region id -> name for the regions with a plan in force, distinct, in their tree.

    Each is named with those above it, so that a search for a province finds all of it.
    """
    planned = set(standing.regions())
    return {id: name for id, name in _tree_names(standing, lang).items() if id in planned}


def regions_above(standing: Standing, lang: str) -> dict[str, str]:
    """Return region id -> name, as `region_names`, of the regions that have others with a plan below."""
    above: set[str] = set()
    parents = {row["id"]: row["parent"] for row in standing.catalogue.rows("regions")}
    for region in standing.regions():
        parent = parents.get(region)
        while parent and parent not in above:
            above.add(parent)
            parent = parents.get(parent)
    return {id: name for id, name in _tree_names(standing, lang).items() if id in above}


def _tree_names(standing: Standing, lang: str) -> dict[str, str]:
    """Every region's name with the names above it, depth first."""
    rows = standing.catalogue.rows("regions")
    below: dict[str | None, list[Row]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(row)
    found: dict[str, str] = {}

    def walk(parent: str | None, path: tuple[str, ...]) -> None:
        for row in below.get(parent, ()):
            name = standing.name(row, lang)
            above = say("pages.path", lang).join(path)
            found[row["id"]] = say("pages.within", lang, name=name, above=above) if path else name
            walk(row["id"], (*path, name))

    walk(None, ())
    return distinct(found)


def clause_title(clause: Row, lang: str) -> str:
    """Return a clause's number with its heading, where it has one."""
    return f"{clause['id']} {clause.get(f'heading_{lang}') or ''}".strip()


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Return id -> name, with its id behind a name that several have."""
    times = Counter(names.values())
    return {id: f"{name} ({id})" if times[name] > 1 else name for id, name in names.items()}


def unit_names(standing: Standing, document: str, lang: str) -> dict[str, str]:
    """Return printed unit name -> its name in `lang`, for one document."""
    return all_unit_names(standing, lang).get(document, {})


def all_unit_names(standing: Standing, lang: str) -> dict[str, dict[str, str]]:
    """Return document -> printed unit name -> its name in `lang`."""
    return standing.drawn(_unit_names, lang)


def _unit_names(standing: Standing, lang: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for unit in standing.catalogue.rows("units"):
        word = unit[f"name_{lang}"]
        found.setdefault(unit["document"], {})[unit[f"name_{PRINTED}"]] = word
    return found
