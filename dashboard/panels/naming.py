"""How goals, values, dates and units are written on the pages."""

from collections.abc import Iterable
from decimal import Decimal

from dashboard.actuals.periods import label_kind
from dashboard.exchange.target_texts import counted_word
from dashboard.languages import quoting, say
from dashboard.languages.numbers import (
    count,
    digits,
    exact,
    percent,
    period_text,
    points,
    quantity,
)
from dashboard.panels.standing import Row, Standing
from dashboard.selection import Selection
from dashboard.views.rows import Quotation
from dashboard.wording.amounts import scale_against, share_text, threshold_text

# A count is entered once for a tier by its members' figures, so its own name already says whose.
_OF_A_CLUSTER = "cluster"


def goal_name(row: Row, lang: str) -> str:
    """Return what a goal is called: "高端铝业：超5500亿级", "高新技术企业"."""
    name = str(row[f"name_{lang}"])
    if row["stretch_of"]:
        name = say("pages.goal.stretch", lang, name=name)
    if row["subject_kind"] == _OF_A_CLUSTER:
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
    if row["comparator"] == "in step" or row["value"] is None:
        return str(row["target_text"])
    if row["measure"] != "value":
        return str(row["target_text"])
    # A level that must be exceeded keeps its sign; "级" alone would say "at least".
    level = bool(row["level"]) and row["comparator"] == ">="
    return threshold_text(
        row["value"],
        row["comparator"],
        row["unit"],
        lang,
        level=level,
        high=row["value_high"],
        counted=counted(standing, row, lang),
    )


def value_text(standing: Standing, row: Row, value: object, lang: str) -> str:
    """Return a value of the goal's indicator with its unit."""
    return quantity(value, row["unit"], lang, counted(standing, row, lang))  # type: ignore[arg-type]  # frames hold exact texts and floats


def actual_text(standing: Standing, row: Row, lang: str) -> str | None:
    """Return the latest actual of a goal, None when nothing is reported."""
    verdict = row["verdict"]
    if not row["reported"]:
        return None
    if row["subject_kind"] in ("each-cluster", "tier") and verdict.get("member_count"):
        met = count(verdict["met_count"], lang)
        return say("pages.met-of", lang, met=met, all=count(verdict["member_count"], lang))
    unit, word = verdict["actual_unit"], counted(standing, row, lang)
    if unit == "count" or unit != row["unit"]:
        return quantity(verdict["actual"], unit, lang, word if unit == row["unit"] else "")
    pair = (verdict["actual"], verdict["goal_exact"] or row["value"])
    # Two decimals of money in every row, so that a column of them stands in line.
    scale = scale_against([pair], unit, lang, word, least=2 if unit == "yuan" else 0)
    return scale.full_against(*pair)


def actual_period(row: Row, lang: str) -> str | None:
    """Return the period of the latest actual."""
    period = row["verdict"]["period"]
    return period_text(period, label_kind(row), lang) if period else None


def completion_text(row: Row, lang: str) -> str | None:
    """Return the completion rate, actual over target, None where there is none."""
    share = row["completion"]
    return None if share is None or not row["reported"] else share_text(share, lang)


def gap_text(row: Row, lang: str) -> str | None:
    """Return the gap in percentage points, None where there is none."""
    gap, told = row["verdict"]["gap_points"], row["verdict"]["gap_told"]
    # The engine counts in percentage points; the writer takes a difference of fractions.
    if told is not None:
        return points(Decimal(told).scaleb(-2), lang, len(told.partition(".")[2]))
    return None if gap is None else points(gap / 100, lang, fixed=True)


def gap_number(row: Row, lang: str) -> str | None:
    """Return the gap as a bare number, for a column that names percentage points in its head."""
    gap, told = row["verdict"]["gap_points"], row["verdict"]["gap_told"]
    if told is not None:
        return digits(Decimal(told), lang, len(told.partition(".")[2]), fixed=True, signed=True)
    return None if gap is None else digits(gap, lang, 1, fixed=True, signed=True)


def need_text(standing: Standing, row: Row, lang: str) -> str | None:
    """Return what it would take to reach the goal in few words, None where nothing is asked."""
    from dashboard.progress.needs import has_to_fall

    verdict = row["verdict"]
    need = verdict["need"]
    if not row["reported"] or need is None:
        return None
    each = verdict["required_per_year" if need == "year" else "required_per_month"]
    # Nobody adds half a firm: what suffices is said, and what a limit leaves is not exceeded.
    each = each if need == "room" else rounded_up(row, each)
    growth = verdict["required_growth"]
    amount = verdict["remaining"] if need == "amount" else each
    key = f"pages.need.{need}" + ("-less" if need != "room" and has_to_fall(verdict) else "")
    return say(
        key,
        lang,
        growth=percent(abs(growth or 0), lang),
        amount=_amount(standing, row, amount, lang),
        short=(gap_text(row, lang) or "").lstrip("−+"),
        goal=target_text(standing, row, lang),
    )


def _amount(standing: Standing, row: Row, value: float | None, lang: str) -> str:
    """An amount still missing: of a share in percentage points."""
    if row["unit"] == "fraction":
        return points(value, lang, signed=False)
    return value_text(standing, row, value, lang)


def entered_by(figure: Row, lang: str) -> str:
    """Return who entered a figure; of one that names nobody, that its moment is a publication's."""
    return str(figure["author"]) or say("pages.published", lang)


def why(row: Row, here: Selection) -> str:
    """Return the link that opens the explanation of a goal's verdict over the view `here`."""
    return here.href(goal=row["id"], why=True)


def elsewhere(here: Selection, page: str, **chosen: object) -> str:
    """Return the link to another page: the day looked back to and the language travel along."""
    return Selection(page=page, as_of=here.as_of, lang=here.lang).href(**chosen)


def own_text(standing: Standing, goal: Row, own: object, lang: str) -> str | None:
    """Say whether one cluster's own figure reaches what every cluster owes, or what it lacks.

    None where the goal's comparator leaves that open.
    """
    value, wanted = exact(own), exact(goal["value"])  # type: ignore[arg-type]  # frames hold texts
    if value is None or wanted is None or goal["comparator"] not in (">=", ">", "about"):
        return None
    if value > wanted if goal["comparator"] == ">" else value >= wanted:
        return say("clusters.own-met", lang)
    return say("pages.need.amount", lang, amount=value_text(standing, goal, wanted - value, lang))


def rounded_up(row: Row, value: float | None) -> float | None:
    """Return a required count as a whole number that suffices."""
    return float(-(-value // 1)) if value is not None and row["unit"] == "count" else value


def quoted(standing: Standing, row: Row, lang: str, href: str | None = None) -> Quotation:
    """Return the clause's own words for a goal; `href` leads to the document."""
    document = standing.catalogue.document(row["document"])
    title = standing.catalogue.name(document, lang) if document else None
    return Quotation(row["wording"], row["clause"], title, href)


def cited(row: Row, lang: str, *, clause: bool = True) -> str:
    """Return a goal's wording in quotation with its clause; the clause alone where no words are kept."""
    return quoting.cited(row["wording"], row["clause"] if clause else None, lang) or ""


def region_names(standing: Standing, lang: str) -> dict[str, str]:
    """Return region id -> name for the regions with a plan in force, distinct."""
    catalogue = standing.catalogue
    names = {region: standing.name(catalogue.region(region), lang) for region in standing.regions()}
    doubled = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {id: f"{name} ({id})" if name in doubled else name for id, name in names.items()}


def unit_names(standing: Standing, document: str, lang: str) -> dict[str, str]:
    """Return printed unit name -> its name in `lang`, for one document."""
    return all_unit_names(standing, lang).get(document, {})


def all_unit_names(standing: Standing, lang: str) -> dict[str, dict[str, str]]:
    """Return document -> printed unit name -> its name in `lang`."""
    return standing.drawn(_unit_names, lang)


def _unit_names(standing: Standing, lang: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for unit in standing.catalogue.rows("units"):
        word = unit[f"name_{lang}"] or unit["name_zh"]
        found.setdefault(unit["document"], {})[unit["name_zh"]] = word
    return found
