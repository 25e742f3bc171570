"""Which region, subject and indicator of the register an entry means, or the nearest one there is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Protocol

from dashboard.actuals.messages import Message, Name, OddCharacters, Param
from dashboard.actuals.observations import SeriesKey
from dashboard.languages import LANGUAGES, names_of, said_in_each
from dashboard.languages.characters import compared_name
from dashboard.register.measurement import compiled_unit
from dashboard.register.names import TIER_COUNT
from dashboard.register.quantities import DeclaredUnit

Row = Mapping[str, Any]

ALL_CLUSTERS = "clusters"
EACH_CLUSTER = "each-cluster"


class Register(Protocol):
    """What this room asks of the compiled register."""

    def rows(self, name: str, /) -> list[dict[str, Any]]: ...
    def region(self, name: str, /) -> Row | None: ...
    def cluster(self, region: str, name: str, /) -> Row | None: ...
    def indicator(self, name: str, /) -> Row | None: ...
    def clusters_of(self, region: str, /) -> Sequence[Row]: ...
    def goals_of(self, region: str, /) -> Sequence[Row]: ...
    def subjects_of(self, region: str, /) -> Sequence[Row]: ...


# Names compared for the nearest one in one batch. A file of fifty thousand unknown names would take
# minutes; what is unknown after this is said without a guess.
MOST_COMPARED = 20_000
_LONGEST_NAME = 80
# A printed table numbers its rows: 1.高端铝业, 一、高端铝业, （二）精细化工, ③食品加工.
_NUMBERED = re.compile(
    r"^(?:[(\[]?[0-9]{1,3}[)\]]?[、.]?|[(\[][一二三四五六七八九十]{1,3}[)\]]|[一二三四五六七八九十]{1,3}[、.])"
    r"\s*(?=[^0-9\s、.)\]])"
)
_CLUSTER_WORD = re.compile(r"(?:产业)?集群$")
_NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Names:
    """Every way to call something, in the form in which names are compared -> its id and its print."""

    ids: Mapping[str, str]
    printed: Mapping[str, str]


class Places:
    """The register's names, looked up once for a batch. Ids and printed names are both understood.

    Names are compared as `compared_name` gives them, so that what cannot be seen makes no difference.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self._compared = 0
        self._rows: dict[str, Row | None] = {}
        self._subjects: dict[str, _Names] = {}
        self._asked: dict[str, frozenset[SeriesKey]] = {}
        self._marks: dict[str, dict[SeriesKey, list[Decimal]]] = {}
        self._outer: dict[str, tuple[str, ...]] = {}

    def region(self, text: str) -> tuple[str, Message | None]:
        wanted = _plainly(text, self._regions)
        if wanted in self._subjects or self.register.region(wanted) is not None:
            return wanted, None
        return self._found("region", wanted, self._regions)

    def indicator(self, text: str) -> tuple[Row | None, Message | None]:
        wanted = _plainly(text, self._indicators)
        row = self._indicator(wanted)
        if row is not None:
            return row, None
        id, fault = self._found("indicator", wanted, self._indicators)
        return (None if fault else self._indicator(id)), fault

    def subject(self, region: str, text: str) -> tuple[str, Message | None]:
        """The subject's id within a known `region`."""
        wanted = self._subject_named(region, text)
        if wanted == EACH_CLUSTER:
            return wanted, Message("actuals.entering.each-cluster")
        names = self._subjects_of(region)
        if wanted not in names.ids and wanted in self._tiers:
            counted = next((name for name in names.ids if name.endswith(f".{wanted}")), None)
            if counted is not None:
                near: dict[str, Param] = {
                    "text": wanted,
                    "odd": OddCharacters(wanted),
                    "near": counted,
                }
                return wanted, Message("actuals.entering.subject-near", near)
            return wanted, Message("actuals.entering.tier", {"subject": wanted})
        return self._found("subject", wanted, names)

    def known_indicator(self, text: str) -> str:
        """Return the id of the indicator of that name, "" where there is none."""
        return self._indicators.ids.get(_plainly(text, self._indicators), "")

    def knows_subject(self, region: str, text: str) -> bool:
        """Whether a known region has a subject of that name, without looking for the nearest one."""
        return self._subject_named(region, text) in self._subjects_of(region).ids

    def _subject_named(self, region: str, text: str) -> str:
        """The name as the register has it: without its number, and 集群 behind a cluster's."""
        names = self._subjects_of(region)
        wanted = _plainly(text, names)
        if wanted in names.ids:
            return wanted
        for each in (wanted, _NUMBERED.sub("", wanted, count=1)):
            shorter = _CLUSTER_WORD.sub("", each)
            if shorter != each and names.ids.get(shorter) in self.cluster_ids(region):
                return shorter
        return wanted

    def name_of(self, region: str, subject: str) -> Name:
        """How a subject is called."""
        if subject == ALL_CLUSTERS:
            return Name(said_in_each("actuals.entering.all-clusters"))
        row = self.register.region(region) if subject == region else None
        row = row or self.register.cluster(region, subject)
        others = (each for each in self.register.subjects_of(region) if each["subject"] == subject)
        row = row or next(others, None)
        return _name(row) if row else Name.each(lambda _: subject)

    def declared_unit(self, unit: str) -> DeclaredUnit | None:
        """The unit that the register declares under this id; None for the built-in ones."""
        return self._declared.get(unit)

    @cached_property
    def _declared(self) -> dict[str, DeclaredUnit]:
        units = map(compiled_unit, self.register.rows("measurement_units"))
        return {unit.id: unit for unit in units if unit is not None}

    def indicator_name(self, id: str) -> Name:
        row = self._indicator(id)
        return _name(row) if row else Name.each(lambda _: id)

    def cluster_ids(self, region: str) -> frozenset[str]:
        return frozenset(str(row["id"]) for row in self.register.clusters_of(region))

    def outer_clusters(self, region: str) -> tuple[str, ...]:
        """The clusters of a region that lie in no other: no chains, parks or firms."""
        if region not in self._outer:
            self._outer[region] = tuple(
                str(row["id"])
                for row in self.register.clusters_of(region)
                if row["kind"] == "cluster" and row["parent"] is None
            )
        return self._outer[region]

    @cached_property
    def growth_of(self) -> dict[str, str]:
        """Growth rates, each with the level whose growth it is."""
        rows = self.register.rows("indicators")
        return {str(row["id"]): str(row["growth_of"]) for row in rows if row.get("growth_of")}

    def asked_for(self, key: SeriesKey) -> bool:
        """Whether a goal is judged by this series, directly, through its parts, or in step with it."""
        region = key[0]
        if region not in self._asked:
            asked: set[SeriesKey] = set()
            for goal in self.register.goals_of(region):
                subjects = {goal["subject"]}
                if goal["subject_kind"] in {"tier", "each-cluster"}:
                    subjects = set(goal["members"] or self.cluster_ids(region))
                if goal["count_subject"]:
                    asked.add((region, goal["count_subject"], TIER_COUNT))
                for indicator in self._with_parts(goal["indicator"]):
                    asked |= {(region, subject, indicator) for subject in subjects}
            self._asked[region] = frozenset(asked)
        return key in self._asked[region] or key in self._kept_step_with

    @cached_property
    def _kept_step_with(self) -> frozenset[SeriesKey]:
        """The series that goals of any region keep step with, such as the province's GDP."""
        return frozenset(
            (goal["step_region"], goal["step_subject"], goal["step_indicator"])
            for goal in self.register.rows("goals")
            if goal["step_indicator"]
        )

    def marks(self, key: SeriesKey) -> list[Decimal]:
        """The sizes the register names for a series: its goals' values, tier thresholds, bases.

        Positive amounts in the base unit; what a goal states as a multiple or a change is left out.
        """
        region = key[0]
        if region not in self._marks:
            found: dict[SeriesKey, list[Decimal]] = {}
            for goal in self.register.goals_of(region):
                # A tier's own goal counts clusters; its threshold is in the goals of its members.
                if goal["subject_kind"] == "tier":
                    continue
                sizes = [size for text in _sizes(goal) if (size := Decimal(text)) > 0]
                subjects = [goal["subject"]]
                if goal["subject_kind"] == EACH_CLUSTER:
                    subjects = list(goal["members"] or self.cluster_ids(region))
                # On another basis the size is still of the same order.
                heir = (self._indicator(goal["indicator"]) or {}).get("continued_by")
                for subject in subjects:
                    for indicator in filter(None, (goal["indicator"], heir)):
                        found.setdefault((region, subject, indicator), []).extend(sizes)
            self._marks[region] = found
        return self._marks[region].get(key, [])

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """Indicators of which the first counts a part of the second."""
        pairs = []
        for row in self.register.rows("indicators"):
            if row.get("covered") and row.get("of"):
                pairs.append((str(row["covered"]), str(row["of"])))
            if row.get("part_of"):
                pairs.append((str(row["id"]), str(row["part_of"])))
        return pairs

    def _with_parts(self, indicator: str) -> list[str]:
        row = self._indicator(indicator) or {}
        related = [row.get(name) for name in ("growth_of", "covered", "of")]
        return [indicator, *(str(id) for id in related if id)]

    def _indicator(self, id: str) -> Row | None:
        if id not in self._rows:
            self._rows[id] = self.register.indicator(id)
        return self._rows[id]

    @cached_property
    def _regions(self) -> _Names:
        return _names(self.register.rows("regions"))

    @cached_property
    def _indicators(self) -> _Names:
        return _names(self.register.rows("indicators"))

    @cached_property
    def _tiers(self) -> frozenset[str]:
        return frozenset(str(row["id"]) for row in self.register.rows("tiers"))

    def _subjects_of(self, region: str) -> _Names:
        if region not in self._subjects:
            own = self.register.region(region)
            # A cluster that is called like its region is the cluster.
            weak = {str(own[f"name_{lang}"]): region for lang in LANGUAGES} if own else {}
            strong = {ALL_CLUSTERS: ALL_CLUSTERS, region: region}
            # All clusters together, groups of regions, tiers that are counted: `<plan>.<tier>`.
            others = [
                {**row, "id": row["subject"]}
                for row in self.register.subjects_of(region)
                if row["subject_kind"] in {"clusters", "group", "tier"}
            ]
            rows = [*self.register.clusters_of(region), *others]
            self._subjects[region] = _names(rows, weak, strong)
        return self._subjects[region]

    def _found(self, what: str, text: str, names: _Names) -> tuple[str, Message | None]:
        if text in names.ids:
            return names.ids[text], None
        shown = text[:_LONGEST_NAME]
        said: dict[str, Param] = {"text": shown, "odd": OddCharacters(shown)}
        near = []
        if self._compared < MOST_COMPARED:
            self._compared += len(names.ids)
            near = get_close_matches(shown, names.ids, n=1, cutoff=0.6)
        if near:
            return text, Message(
                # actuals.entering.indicator-near, actuals.entering.region-near,
                # actuals.entering.subject-near
                f"actuals.entering.{what}-near",
                said | {"near": names.printed[near[0]]},
            )
        # actuals.entering.indicator-unknown, actuals.entering.region-unknown,
        # actuals.entering.subject-unknown
        return text, Message(f"actuals.entering.{what}-unknown", said)


def _plainly(text: str, names: _Names) -> str:
    """A name as it is compared, without the number of its row where the rest alone is known."""
    wanted = compared_name(text)
    plain = _NUMBERED.sub("", wanted, count=1)
    return plain if wanted not in names.ids and plain in names.ids else wanted


def _sizes(goal: Row) -> Iterator[str]:
    named = [goal["base_value"]]
    if goal["measure"] == "value":
        named += [goal["value"], goal["value_high"]]
        named += [mark["value"] for mark in goal["milestones"] or ()]
    for text in named:
        if text is not None:
            yield str(text)


def _names(
    rows: Iterable[Row], weak: Mapping[str, str] = _NO_NAMES, strong: Mapping[str, str] = _NO_NAMES
) -> _Names:
    """An id wins over a name; a name two share means neither. `weak` names lose, `strong` ones win."""
    rows = list(rows)
    called: dict[str, set[str]] = {}
    printed: dict[str, str] = {compared_name(name): name for name in (*weak, *strong)}
    for row in rows:
        for name in (*names_of(row).values(), *(row.get("aliases") or ())):
            called.setdefault(compared_name(str(name)), set()).add(str(row["id"]))
            printed[compared_name(str(name))] = str(name)
        printed[str(row["id"])] = str(row["id"])
    clear = {name: next(iter(ids)) for name, ids in called.items() if len(ids) == 1}
    own = {str(row["id"]): str(row["id"]) for row in rows}
    ids = {compared_name(name): id for name, id in weak.items()} | clear | own | dict(strong)
    return _Names(ids, printed)


def _name(row: Row) -> Name:
    return Name(names_of(row))
