"""What each address lists: plain rows of one standing, as the command line gives them."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from dashboard.doors.api import models
from dashboard.doors.api.callers import acting
from dashboard.doors.api.problems import Problem
from dashboard.exchange.evaluations import evaluation_rows
from dashboard.exchange.remedies import problem_rows, remedy_rows
from dashboard.exchange.representations import goal_rows, plain, verdict_rows
from dashboard.judging import Row, Standing
from dashboard.judging.evaluations import evaluated, methods_of, periods_of, regions_evaluated
from dashboard.judging.officials import Official, officials_of
from dashboard.languages import columns_of
from dashboard.people.actor import By
from dashboard.settings import Settings
from dashboard.wording.targets import words_counted

if TYPE_CHECKING:
    from starlette.requests import Request

Rows: TypeAlias = list[dict[str, object]]

_STEPS = ("steps", "indicators", "officials")
# No name of a filter: nobody can ask for what waits for another.
WAITING = " waiting"


class Listing(NamedTuple):
    """What an address lists: its words, an item's shape, and items from (standing, language, asked).

    `filters` narrow the list; `find` gives the filters that narrow it to about one id, None for an
    id that is nobody's. `waiting` gives what waits for the asker alone, for `rows` to find under
    `WAITING`.
    """

    name: str
    words: str
    model: type[BaseModel]
    rows: Callable[[Standing, str, dict[str, Any]], Rows]
    filters: tuple[str, ...] = ()
    find: Callable[[Standing, str], dict[str, Any] | None] = lambda _, __: {}
    waiting: Callable[["Request", Settings, Standing], Iterable[Hashable]] = lambda _, __, ___: ()

    @property
    def thing(self) -> str:
        """Return what one item is called."""
        name = self.name
        return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the list as a table; the steps of a result are in its text."""
        return tuple(name for name in self.model.model_fields if name not in _STEPS)


def _regions(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """Regions of the register in its order: all, or those of a level or below another."""
    planned = set(standing.regions())
    rows = (row | {"planned": row["id"] in planned} for row in standing.catalogue.rows("regions"))
    return _chosen(rows, models.Region, asked, "level", "parent")


def _clusters(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """Clusters with the leaders assigned to them on the day."""
    rows = (
        row
        | {
            "id": f"{row['region']}:{row['id']}",
            "cluster": row["id"],
            "officials": [
                _official(one) for one in officials_of(standing, row["region"], row["id"])
            ],
        }
        for row in standing.catalogue.rows("clusters")
    )
    return _chosen(rows, models.Cluster, asked, "region", "kind")


def _official(one: Official) -> Row:
    told = one._asdict()
    return told | columns_of("post", told.pop("post"))


def _documents(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """All documents."""
    return _chosen(standing.catalogue.rows("documents"), models.Document, asked)


def _plans(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """All plans, also those that are not in force."""
    return _chosen(
        standing.catalogue.rows("plans"), models.Plan, asked, "region", "document", "status"
    )


def _indicators(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """All indicators."""
    return _chosen(standing.catalogue.rows("indicators"), models.Indicator, asked, "unit", "kind")


def _goals(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """All goals, also those that are not in force."""
    catalogue = standing.catalogue
    region = asked.get("region")
    rows = catalogue.goals_of(region) if region else catalogue.rows("goals")
    return goal_rows(row for row in rows if _fits(row, asked, *_OF_GOALS))


def _assessments(standing: Standing, lang: str, asked: dict[str, Any]) -> Rows:
    """All goals in force with their verdicts and the steps that led to them."""
    from dashboard.views.verdict import told

    catalogue = standing.catalogue
    chosen = [asked["region"]] if asked.get("region") else standing.regions()
    found: list[Row] = []
    for region in chosen:
        found += [
            row
            for row in standing.rows(region)
            if _fits(row, asked, *_OF_GOALS) and _fits(row["verdict"], asked, "status", "lamp")
        ]
    members = {
        region: {row["id"]: catalogue.name(row, lang) for row in catalogue.clusters_of(region)}
        for region in chosen
    }
    verdicts = {row["id"]: row["verdict"] for row in found}
    shown = verdict_rows(found, verdicts, lang, members, words_counted(catalogue, lang))
    for row, goal in zip(shown, found, strict=True):
        said = told(standing, goal, lang)
        row["on"] = standing.on.isoformat()
        row["explanation"] = said.as_text()
        row["steps"] = [{"label": label, "value": value} for label, value in said.steps]
    return shown


def _observations(standing: Standing, _: str, asked: dict[str, Any]) -> Rows:
    """The latest figures that the asker may see, of the regions asked for."""
    every = [row["id"] for row in standing.catalogue.rows("regions")]
    chosen = [asked["region"]] if asked.get("region") else every
    units = units_of(standing)
    found = [
        one
        for one in standing.figures(chosen)
        if _fits(one._asdict(), asked, "subject", "indicator", "period")
    ]
    settled = {region: standing.vintages(region) for region in {one.region for one in found}}
    return [
        observation_row(
            one._asdict() | {"at": one.at_text if one.at else None},
            units,
            settled[one.region].get(one.revision),
        )
        for one in found
    ]


def _remedies(standing: Standing, lang: str, asked: dict[str, Any]) -> Rows:
    """What is done about the goals that are behind, as far as the asker may see it.

    And the problems that were taken up to the asker (`WAITING`), who may not read their regions.
    """
    regions = [asked["region"]] if asked.get("region") else standing.regions()
    rows = remedy_rows(standing, regions, lang)
    seen = {row["id"] for row in rows}
    waiting = (one for one in asked.get(WAITING, ()) if one.goal not in seen)
    more = [one for one in problem_rows(standing, waiting, lang) if _fits(one, asked, "region")]
    return [row for row in rows + more if _fits(row, asked, "state")]


def _problems(request: "Request", settings: Settings, standing: Standing) -> Iterable[Hashable]:
    """Problems taken up to the asker, who is asked for as they are now, never on an earlier day."""
    from dashboard.doors.permitted_remedies import PermittedRemedies

    if standing.as_of is not None:
        return ()

    def who() -> By:
        return acting(request, settings, standing.catalogue)

    return PermittedRemedies(standing.store, standing, settings, who, settings.on()).to_answer()


def _evaluations(standing: Standing, lang: str, asked: dict[str, Any]) -> Rows:
    """Clusters, or regions, as each method of the register scores them; the newest period unless asked."""
    from dashboard.actuals.periods import PeriodError, period

    if asked.get("period") is not None:
        try:
            period(asked["period"])
        except PeriodError:
            return []
    regions = [asked["region"]] if asked.get("region") else regions_evaluated(standing)
    found: Rows = []
    for region in regions:
        for method in methods_of(standing, region):
            known = (
                [asked["period"]] if asked.get("period") else periods_of(standing, region, method)
            )
            if known and asked.get("method") in (None, method["id"]):
                told = evaluated(standing, region, method, known[0])
                found += evaluation_rows(standing, told, lang)
    return [row for row in found if _fits(row, asked, "unit")]


def observation_row(
    row: Mapping[Any, Any], units: dict[str, str], vintage: str | None
) -> dict[str, object]:
    """Return one revision of a figure as it is given out; `units` are those of the indicators."""
    told = {**row, "unit": units.get(row["indicator"]), "vintage": vintage}
    return {name: plain(told[name]) for name in models.Observation.model_fields}


def units_of(standing: Standing) -> dict[str, str]:
    """Return the unit of each indicator."""
    return {row["id"]: row["unit"] for row in standing.catalogue.rows("indicators")}


def _region_of_goal(standing: Standing, id: str) -> dict[str, Any] | None:
    goal = standing.catalogue.goal(id)
    return None if goal is None else {"region": goal["region"]}


def _of_evaluation(_: Standing, id: str) -> dict[str, Any] | None:
    """The method, region and period that an evaluation's id names."""
    parts = id.split(":")
    if len(parts) != 4:
        return None
    return dict(zip(("method", "region", "period", "unit"), parts, strict=True))


_OF_GOALS = ("plan", "cluster", "indicator", "subject")

LISTINGS = (
    Listing(
        "regions", "Regions, a tree by `parent`", models.Region, _regions, ("level", "parent")
    ),
    Listing(
        "clusters", "Clusters, and who is assigned to them", models.Cluster, _clusters,
        ("region", "kind"),
    ),
    Listing("documents", "Published documents", models.Document, _documents),
    Listing("plans", "Plans", models.Plan, _plans, ("region", "document", "status")),
    Listing("indicators", "Indicators", models.Indicator, _indicators, ("unit", "kind")),
    Listing("goals", "Goals", models.Goal, _goals, ("region", *_OF_GOALS), _region_of_goal),
    Listing(
        "assessments", "Verdicts on the goals in force", models.Assessment, _assessments,
        ("region", *_OF_GOALS, "status", "lamp"), _region_of_goal,
    ),
    Listing(
        "remedies", "Goals that are behind: why, and what is done", models.Remedy, _remedies,
        ("region", "state"), _region_of_goal, _problems,
    ),
    Listing(
        "evaluations", "Clusters scored, ranked and graded by a method", models.Evaluation,
        _evaluations, ("region", "method", "period", "unit"), _of_evaluation,
    ),
)  # fmt: skip
OBSERVATIONS = Listing(
    "observations", "Figures", models.Observation, _observations,
    ("region", "subject", "indicator", "period"),
)  # fmt: skip

# What filters name -> whether the register knows it.
_KNOWN: dict[str, Callable[[Standing, str], object]] = {
    "region": lambda found, name: found.catalogue.region(name),
    "parent": lambda found, name: found.catalogue.region(name),
    "plan": lambda found, name: found.catalogue.plan(name),
    "document": lambda found, name: found.catalogue.document(name),
    "indicator": lambda found, name: found.catalogue.indicator(name),
    "method": lambda found, name: found.catalogue.evaluation_method(name),
}


def refuse_unknown(standing: Standing, asked: dict[str, Any]) -> None:
    """Raise `Problem` for an id that the register does not have: an empty list would hide it."""
    for name, knows in _KNOWN.items():
        if asked.get(name) is not None and not knows(standing, asked[name]):
            raise Problem(404, "unknown", what=name, id=asked[name])


def _chosen(
    rows: Iterable[Row], model: type[BaseModel], asked: dict[str, Any], *names: str
) -> Rows:
    return [
        {name: plain(row.get(name)) for name in model.model_fields}
        for row in rows
        if _fits(row, asked, *names)
    ]


def _fits(row: Row, asked: dict[str, Any], *names: str) -> bool:
    return all(asked.get(name) is None or row.get(name) == asked[name] for name in names)
