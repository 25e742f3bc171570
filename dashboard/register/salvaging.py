"""What can be understood of an entry that its model refuses, so that the rest is still checked."""

import copy
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError, create_model

Model = TypeVar("Model", bound=BaseModel)
Refusal = tuple[str, tuple[Any, ...]]


def salvaged(
    model: type[Model], raw: dict[str, Any], refusals: list[Refusal]
) -> tuple[Model | None, set[str]]:
    """The model without what was refused, and the keys of it whose value is not known.

    `refusals` are Pydantic's error types with the steps that lead there. Unknown keys are dropped;
    a refused item of a list leaves None in its place, so that those after it keep their numbers; any
    other refused value leaves None or its key's default.
    """
    kept = copy.deepcopy(raw)
    holes: dict[str, set[int]] = {}
    unsure: set[str] = set()
    for kind, steps in sorted(refusals, key=lambda refusal: refusal[0] != "extra_forbidden"):
        if not steps:
            return None, unsure
        if kind == "extra_forbidden":
            _drop(kept, steps)
            unsure |= set(steps[:1]) if len(steps) > 1 else set()
            continue
        unsure.add(steps[0])
        if len(steps) > 1 and isinstance(raw.get(steps[0]), list):
            holes.setdefault(steps[0], set()).add(steps[1])
        else:
            kept.pop(steps[0], None)
    for key, numbers in holes.items():
        if key in kept:
            kept[key] = [item for n, item in enumerate(kept[key]) if n not in numbers]
    try:
        part = _forgiving(model).__pydantic_validator__.validate_python(kept)
    except ValidationError:
        return None, unsure
    for key, numbers in holes.items():
        for number in sorted(numbers):
            items = getattr(part, key)
            if items is not None:
                items.insert(number, None)
    return part, unsure


def _drop(node: Any, steps: tuple[Any, ...]) -> None:
    for step in steps[:-1]:
        node = node[step]
    node.pop(steps[-1], None)


@cache
def _forgiving(model: type[BaseModel]) -> Any:
    """The model with every key optional."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            optional = copy.copy(field)
            optional.default = None
            fields[name] = (field.annotation, optional)
    return create_model(f"Part{model.__name__}", __base__=model, **fields)
