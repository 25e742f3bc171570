"""What a page finds, in sentences with numbers: a title and a sentence, or a sentence of parts.

A part is words, words with the lamp they stand for, or words that are "strong". Every wording is
named in full: what is seen as published, or not at all, has a wording of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from dashboard.actuals.periods import label_kind
from dashboard.judging import GROUPS, Row, Standing
from dashboard.judging.tally import Tally, tally
from dashboard.languages import say
from dashboard.languages.numbers import change, count, date_text, moment_text, period_text
from dashboard.wording import naming
from dashboard.wording.amounts import amount_of
from dashboard.wording.states import lamp_group_word, lamp_word

Part: TypeAlias = str | tuple[str, str]

# How figures are seen (`Standing.wording_suffix`) -> the wording.
_TITLE_EMPTY = {
    "": "pages.overview.title-empty",
    "-published": "pages.overview.title-empty-published",
}
_SENTENCE_EMPTY = {
    "": "pages.overview.sentence-empty",
    "-published": "pages.overview.sentence-empty-published",
}
_SILENT = {
    "": "pages.overview.silent",
    "-published": "pages.overview.silent-published",
}
_WITHOUT_LAMP = {
    "": "pages.overview.without-lamp",
    "-published": "pages.overview.without-lamp-published",
}
_GOALS = {
    "": "pages.goals.sentence",
    "-published": "pages.goals.sentence-published",
}
_NOTHING = {
    "": "pages.region.nothing",
    "-published": "pages.region.nothing-published",
    "-withheld": "pages.region.nothing-withheld",
}
_GROUP = {
    "": "pages.region.group",
    "-published": "pages.region.group-published",
    "-withheld": "pages.region.group-withheld",
}
_CARD_SILENT = {
    "": "pages.card.silent",
    "-published": "pages.card.silent-published",
    "-withheld": "pages.card.silent-withheld",
}
_NO_FIGURE = {
    "": "pages.cluster.no-figure",
    "-published": "pages.cluster.no-figure-published",
    "-withheld": "pages.cluster.no-figure-withheld",
}
_EMPTY_TITLE = {
    "": "pages.cluster.empty-title",
    "-published": "pages.cluster.empty-title-published",
    "-withheld": "pages.cluster.empty-title-withheld",
}
_EMPTY = {
    "": "pages.cluster.empty",
    "-published": "pages.cluster.empty-published",
    "-withheld": "pages.cluster.empty-withheld",
}
_DISTANCE_EMPTY = {
    "": "pages.cluster.distance-empty",
    "-published": "pages.cluster.distance-empty-published",
    "-withheld": "pages.cluster.distance-empty-withheld",
}
# What goals of a region are counted under -> how its sentence says so.
_REGION_LAMPS = {
    "green": "pages.region.green",
    "yellow": "pages.region.yellow",
    "red": "pages.region.red",
    "missed": "pages.region.missed",
    "none": "pages.region.none",
    "unreported": "pages.region.unreported",
    "unpublished": "pages.region.unpublished",
    "withheld": "pages.region.withheld",
}


def in_words(counted: Tally, lang: str) -> str:
    """Return the lamps with their counts as a sentence without a verb."""
    return say("pages.list-comma", lang).join(
        say("pages.dot-count", lang, what=lamp_group_word(lamp, lang), n=n)
        for lamp in GROUPS
        if (n := getattr(counted, lamp))
    )


def _unseen(counted: Tally, suffix: str, lang: str) -> str:
    """How many goals' figures are kept from the reader, as far as not said otherwise.

    Of published figures the sentence names the unpublished ones itself.
    """
    told = ""
    if counted.withheld:
        told += say("pages.overview.withheld", lang, n=counted.withheld)
    if counted.unpublished and not suffix:
        told += say("pages.overview.unpublished", lang, n=counted.unpublished)
    return told


def overview_finding(standing: Standing, counted: Tally, lang: str) -> tuple[str, str]:
    """Return how many goals are met, can still be caught up, or were missed: three different things."""
    values = {
        "n": sum(len(standing.plans(region)) for region in standing.regions()),
        "total": counted.total,
        "unreported": counted.unreported,
        "unpublished": counted.unpublished,
        "rest": counted.none,
        "far": counted.red,
    }
    suffix = standing.wording_suffix()
    if not counted.reported:
        title = say(_TITLE_EMPTY[suffix], lang, **values)
        return title, say(_SENTENCE_EMPTY[suffix], lang)
    said = []
    if counted.red:
        said.append(say("pages.overview.far", lang, **values))
    if left := _left(counted, suffix, lang):
        said.append(left)
    said.append(_unseen(counted, suffix, lang))
    said.append(say("pages.overview.rule", lang))
    found = say("pages.comma", lang).join(_found(counted, lang))
    return say("pages.overview.title", lang, **values, found=found), "".join(said)


def _found(counted: Tally, lang: str) -> list[str]:
    """The lamps of a title. Noughts tell nothing: before the first it says how far reporting has come."""
    found = []
    if counted.green:
        found.append(say("pages.overview.green", lang, n=counted.green))
    if counted.late:
        found.append(say("pages.overview.late", lang, n=counted.late))
    if counted.missed:
        found.append(say("pages.overview.missed", lang, n=counted.missed))
    return found or [say("pages.overview.no-lamp", lang, n=counted.reported)]


def _left(counted: Tally, suffix: str, lang: str) -> str:
    """How many goals have no figure, and how many have one but no lamp; noughts tell nothing."""
    silent = counted.unpublished if suffix else counted.unreported
    told = []
    if silent:
        told.append(say(_SILENT[suffix], lang, n=silent))
    if counted.none:
        told.append(say(_WITHOUT_LAMP[suffix], lang, n=counted.none))
    return say("pages.comma", lang).join(told) + say("pages.overview.end", lang) if told else ""


def goals_finding(standing: Standing, counted: Tally, whole: int, lang: str) -> tuple[str, str]:
    """Return what a table of goals shows, of `whole` that there are."""
    title = say("pages.goals.title", lang, n=counted.total)
    if counted.total != whole:
        title = say("pages.goals.title-of", lang, n=counted.total, all=whole)
    suffix = standing.wording_suffix()
    values = {group: getattr(counted, group) for group in GROUPS}
    sentence = say(_GOALS[suffix], lang, **values) + _unseen(counted, suffix, lang)
    return title, sentence.rstrip()


def region_details(standing: Standing, region: str, lang: str) -> list[str]:
    """Return what stands behind a region's name: its plans, how long they run, their numbers."""
    details: list[str] = []
    for plan in standing.plans(region):
        document = standing.catalogue.document(plan["document"]) or {}
        details.append(standing.name(plan, lang))
        details.append(say("pages.region.until", lang, year=plan["end"]))
        details.append(document.get("number") or say("pages.sources.no-number", lang))
    return details


def region_finding(standing: Standing, region: str, late: Sequence[str], lang: str) -> list[Part]:
    """Return where a region stands; `late` are its goals that are behind, the most urgent first."""
    rows = standing.rows(region)
    named = [row for row in rows if row["subject_kind"] == "cluster"]
    counted = tally(row["group"] for row in rows)
    told = tally(row["group"] for row in named)
    said: list[Part] = []
    # What is counted first is what the rest of the sentence is about.
    about = rows
    if not counted.reported:
        said.append(say(_NOTHING[standing.wording_suffix(region)], lang, total=counted.total))
    elif named and told.reported:
        about = named
        n = len({row["cluster"] for row in named})
        if n == len(named):
            said.append(say("pages.region.clusters", lang, n=n))
        else:
            said.append(say("pages.region.clusters-goals", lang, n=n, goals=len(named)))
        said += _region_lamps(told, lang)
    else:
        said.append(say("pages.region.goals", lang, n=counted.total))
        said += _region_lamps(counted, lang)
    dues = sorted({r["due"] for r in rows if r["due"] and r["due"] >= standing.on.year})
    if dues:
        said.append(time_left(dues[-1], standing.on, lang))
    shown = {row["id"]: row for row in about}
    still = [shown[goal] for goal in late if goal in shown]
    still = [row for row in still if row["group"] != "missed"]
    needing = next((row for row in still if naming.need_text(standing, row, lang)), None)
    if needing:
        said.append(say("pages.region.widest", lang))
        name = (
            needing[f"subject_name_{lang}"] if about is named else naming.goal_name(needing, lang)
        )
        said.append((name, "strong"))
        need = naming.need_text(standing, needing, lang)
        said.append(say("pages.region.need", lang, need=need))
    said.append(say("pages.stop", lang))
    return said


def time_left(year: int, on: date, lang: str) -> str:
    """Return years and months to the end of `year`; what is nought is not said."""
    years, months = year - on.year, 12 - on.month
    if years and months:
        return say("pages.region.time-left", lang, year=year, years=years, months=months)
    if years:
        return say("pages.region.years-left", lang, year=year, years=years)
    if months:
        return say("pages.region.months-left", lang, year=year, months=months)
    return say("pages.region.last-month", lang, year=year)


def _region_lamps(counted: Tally, lang: str) -> list[Part]:
    """Every group with its number, so that the numbers add up to all that were counted."""
    parts: list[Part] = []
    for group in GROUPS:
        n = getattr(counted, group)
        if n:
            if parts:
                parts.append(say("pages.comma", lang))
            parts.append((say(_REGION_LAMPS[group], lang, n=n), group))
    return parts


def group_sentence(standing: Standing, rows: Sequence[Row], lang: str) -> str:
    """Return how many goals a clause or a unit has, and how many of them are reported."""
    counted = tally(row["group"] for row in rows)
    key = _GROUP[standing.wording_suffix(rows[0]["region"])]
    return say(key, lang, n=counted.total, reported=counted.reported)


def card_of_all(standing: Standing, region: str, counted: Tally, lang: str) -> str:
    """Return what the lamps of a region's card are of; before any figure that there is none."""
    silent = _CARD_SILENT[standing.wording_suffix(region)]
    return say("pages.card.of-all" if counted.reported else silent, lang, n=counted.total)


def others_title(lang: str, *, reported: bool) -> str:
    """Return what stands over a card's goals of different bases, of which only completion compares."""
    return say("pages.card.completions" if reported else "pages.card.other-goals", lang)


def cluster_finding(
    standing: Standing,
    region: str,
    cluster: str,
    indicator: str,
    goal: Row | None,
    grown: Decimal | None,
    lang: str,
) -> list[Part]:
    """Return where a cluster stands; its newest figure has `grown` since the same period last year."""
    figures = standing.figures_of(region, cluster, indicator)
    known = standing.catalogue.indicator(indicator) or {}
    name = str(known.get(f"name_{lang}") or "")
    said: list[Part] = []
    if figures:
        last = figures[-1]
        counted = str(known.get(f"counted_{lang}") or "")
        value = amount_of(last["value"], known["unit"], lang, counted)
        period = period_text(last["period"], label_kind(known), lang)
        said.append(say("pages.cluster.latest", lang, period=period, indicator=name))
        said.append((value, "strong"))
        if grown is not None and known["unit"] != "fraction":
            said.append(say("pages.cluster.change", lang, change=change(grown, lang)))
        said.append(say("pages.stop", lang))
    else:
        said.append(say(_NO_FIGURE[standing.wording_suffix(region)], lang, indicator=name))
    if goal is None:
        said.append((lamp_word("no-goal", lang), "no-goal"))
        said.append(say("pages.stop", lang) + say("pages.cluster.no-goal", lang))
        return said
    status = goal["verdict"]["status"]
    target = naming.target_text(standing, goal, lang)
    said.append(say("pages.cluster.goal", lang, due=naming.due_text(goal, lang), target=target))
    together = goal["subject_kind"] == "each-cluster"
    if together:
        said.append(say("clusters.all", lang, n=len(goal["members"])))
    said.append((lamp_word(status, lang), status))
    # What all clusters still need together is nothing this one has to do.
    need = None if together else naming.need_text(standing, goal, lang)
    if need is None:
        said.append(say("pages.stop", lang))
    elif figures and goal["verdict"]["period"] != figures[-1]["period"]:
        # The sentence began with a later period than the verdict counts from.
        period = naming.actual_period(goal, lang) or ""
        said.append(say("pages.cluster.need-from", lang, period=period, need=need))
    else:
        said.append(say("pages.cluster.need", lang, need=need))
    return said


def cluster_empty(suffix: str, lang: str) -> tuple[str, str]:
    """Return title and sentence for a series without a figure that is seen."""
    return say(_EMPTY_TITLE[suffix], lang), say(_EMPTY[suffix], lang)


def distance_empty(suffix: str, lang: str) -> str:
    """Return what stands for the figures beside a cluster's thresholds."""
    return say(_DISTANCE_EMPTY[suffix], lang)


def looking_back(standing: Standing, lang: str) -> str:
    """Return that figures and lamps are those of a day that is over."""
    day = date_text(standing.on, lang)
    return say(_LOOKING_BACK[standing.young, standing.wording_suffix()], lang, day=day)


_LOOKING_BACK: Mapping[tuple[bool, str], str] = {
    (False, ""): "pages.looking-back",
    (False, "-published"): "pages.looking-back-published",
    (True, ""): "pages.looking-back-young",
    (True, "-published"): "pages.looking-back-young-published",
}


_LAGGARDS: Mapping[tuple[str, bool], str] = {
    ("open", False): "pages.laggards.open",
    ("open", True): "pages.laggards.open-some",
    ("missed", False): "pages.laggards.missed",
    ("missed", True): "pages.laggards.missed-some",
    ("stretch", False): "pages.laggards.stretch",
    ("stretch", True): "pages.laggards.stretch-some",
}


def laggards_title(which: str, n: int, shown: int, lang: str) -> str:
    """Return the heading over goals that are late (`which` open, missed or stretch); how many are shown."""
    return say(_LAGGARDS[which, shown < n], lang, n=n, shown=shown)


def regions_shown(first: int, last: int, n: int, lang: str, *, silent: bool) -> str:
    """Return which of `n` regions a part of their table shows; `silent` before any figure."""
    if last < first:
        return say("pages.regions.none", lang)
    key = "pages.regions.part-silent" if silent else "pages.regions.part"
    return say(key, lang, first=count(first, lang), last=count(last, lang), all=n)


def last_entry(at: str | None, lang: str, *, hidden: bool) -> str:
    """Return when something was last entered, that it never was, or that it is not shown."""
    if at:
        return moment_text(at, lang)
    return say("pages.withheld" if hidden else "pages.never", lang)


def named_and_more(names: Sequence[str], most: int, lang: str) -> list[str]:
    """Return the first names, and how many more there are."""
    more = len(names) - most
    return [*names[:most], say("pages.totals.more", lang, n=more)] if more > 0 else list(names)
