"""From what Pydantic refuses to faults with a place and a sentence."""

from collections.abc import Collection
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from dashboard.register.faults import FaultList, listed, nearest, shown
from dashboard.register.reading import Place, Source
from dashboard.register.salvaging import salvaged
from dashboard.register.syntax import lookalike_colon

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {
    "model_type": "wrong-type-mapping",
    "dict_type": "wrong-type-mapping",
    "model_attributes_type": "wrong-type-mapping",
    "list_type": "wrong-type-list",
    "string_type": "wrong-type-text",
    "too_short": "empty-list",
}


class Validated(NamedTuple, Generic[Model]):
    """What validation made of an entry; see `gathering.Entry`."""

    model: Model | None
    unsure: frozenset[str]


def validated(
    model: type[Model],
    raw: Any,
    source: Source,
    place: Place,
    faults: FaultList,
    allowed: type[BaseModel] | None = None,
    told: Collection[str] = (),
) -> Validated[Model]:
    """The validated model; or one fault for each thing that is wrong, and what is left of it.

    `allowed` is the model whose keys are offered for an unknown one, where that is another; `told`
    are keys whose values are from elsewhere and refused there.
    """
    aliased = _aliased(source, place)
    try:
        return Validated(model.__pydantic_validator__.validate_python(raw), aliased)
    except ValidationError as error:
        details: list[dict[str, Any]] = [
            {**d} for d in error.errors(include_url=False, include_context=True)
        ]
    for detail in details:
        detail["loc"] = _real_steps(raw, detail["loc"], detail["type"])
    misspelt = _misspelt(allowed or model, details)
    for detail in details:
        if detail["loc"] and detail["loc"][0] in told:
            continue
        if detail["type"] != "missing" or detail["loc"] not in misspelt:
            _add(allowed or model, raw, (source, place), detail, faults)
    if not isinstance(raw, dict):
        return Validated(None, aliased)
    part, unsure = salvaged(model, raw, [(d["type"], d["loc"]) for d in details])
    strangers = [
        d["loc"][0] for d in details if d["type"] == "extra_forbidden" and len(d["loc"]) == 1
    ]
    for key in strangers:
        names = _keys(allowed or model)
        # What an unknown key stood for is one of the keys that are not there.
        unsure |= set(nearest(key, names).values()) or set(names) - raw.keys()
    return Validated(part, frozenset(unsure) | aliased)


def _aliased(source: Source, place: Place) -> frozenset[str]:
    """The keys whose value is an alias, or holds one: it is told, and what it stood for is unknown."""
    deep = len(place)
    within = (bad.place for bad in source.faults if bad.code == "alias" and len(bad.place) > deep)
    return frozenset(str(at[deep]) for at in within if at[:deep] == place)


def _misspelt(model: type[BaseModel], details: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """The keys that are there under a name that comes near: not missing, but misspelt."""
    found = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *above, key = detail["loc"]
            near = nearest(str(key), _fields(model, tuple(above)))
            found |= {(*above, name) for name in near.values()}
    return found


def _add(
    model: type[BaseModel],
    raw: Any,
    at: tuple[Source, Place],
    detail: dict[str, Any],
    faults: FaultList,
) -> None:
    source, place = at
    kind, loc = detail["type"], detail["loc"]
    where = (*place, *loc)
    if kind == "missing":
        key = str(loc[-1])
        inside = _value(raw, loc[:-1])
        present = listed(map(str, inside)) if isinstance(inside, dict) else shown(inside)
        faults.add(source, where[:-1], "missing-key", True, key=key, found=present)
    elif kind == "extra_forbidden":
        key = str(loc[-1])
        allowed = _fields(model, loc[:-1])
        near = nearest(key, allowed)
        params = {"found": shown(key), "allowed": listed(allowed, 40), **near}
        # `{zh: 甲, 乙}` is a key 乙 without a value: the comma needed quotes.
        code = "unknown-key" if near or detail["input"] is not None else "comma-splits-text"
        if lookalike_colon(key):
            code = "lookalike-colon"
        faults.add(source, where, code, True, **params)
    elif kind == "literal_error":
        choices = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        found = shown(detail["input"])
        params = {"found": found, "allowed": choices, **nearest(found, choices.split(", "))}
        faults.add(source, where, "not-one-of", False, **params)
    elif kind in _KINDS:
        faults.add(source, where, _KINDS[kind], False, found=shown(detail["input"]))
    else:
        context = {k: str(v) for k, v in detail.get("ctx", {}).items() if k != "code"}
        faults.add(source, where, kind, False, **{"found": shown(detail["input"]), **context})


def _real_steps(raw: Any, loc: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
    """Pydantic adds steps of its own (union branches, `[key]`): keep those that lead somewhere."""
    steps: list[Any] = []
    node = raw
    for number, step in enumerate(loc):
        in_list = isinstance(node, list) and type(step) is int
        if in_list or (isinstance(node, dict) and step in node):
            steps.append(step)
            node = _value(node, (step,))
        elif kind == "missing" and number == len(loc) - 1:
            steps.append(step)
    return tuple(steps)


def _value(raw: Any, steps: tuple[Any, ...]) -> Any:
    for step in steps:
        raw = raw[step]
    return raw


def _fields(model: type[BaseModel], loc: tuple[Any, ...]) -> list[str]:
    """The keys allowed at `loc`, found by walking the annotations."""
    here: Any = model
    for step in loc:
        if type(step) is not int and isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = _model_within(field.annotation) if field else None
    known = isinstance(here, type) and issubclass(here, BaseModel)
    return _keys(here) if known else []


def _keys(model: type[BaseModel]) -> list[str]:
    """The keys as they are written: a key may be a word that Python keeps for itself."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_within(annotation: Any) -> Any:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation
    for argument in get_args(annotation):
        found = _model_within(argument)
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    return None
