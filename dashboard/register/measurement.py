"""Units of measurement: three are built in, the others are declared in the register."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dashboard.languages import LANGUAGES, in_columns, said_in_each, say
from dashboard.register.models import MeasurementUnit
from dashboard.register.models.words import Names
from dashboard.register.names import BUILT_IN
from dashboard.register.quantities import DeclaredUnit, Multiple, Unit

# Powers of ten that stand before a unit's name, largest first.
_SCALES = {12: "numbers.multiple.e12", 8: "numbers.multiple.e8", 4: "numbers.multiple.e4"}

# Built-in units whose figures may have decimals.
WITH_DECIMALS = frozenset({"yuan", "fraction"})


def unit_names(unit: str) -> dict[str, str]:
    """A built-in unit's name in each language; empty for counts and fractions."""
    return said_in_each("numbers.unit.yuan") if unit == "yuan" else dict.fromkeys(LANGUAGES, "")


def built_in_multiples(unit: str) -> tuple[Multiple, ...]:
    """The multiples in which a built-in unit is written, largest first."""
    if unit == "fraction":
        return ((_the_same("%"), Decimal("0.01")), (_the_same("‰"), Decimal("0.001")))
    names = unit_names(unit)
    powers = _SCALES if unit == "yuan" else {8: _SCALES[8], 4: _SCALES[4]}
    return tuple((_scaled(key, names), Decimal(10) ** power) for power, key in powers.items())


def _scaled(key: str, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(say(key, lang, name=names[lang]).strip() for lang in LANGUAGES)


def _the_same(word: str) -> tuple[str, ...]:
    return tuple(word for _ in LANGUAGES)


def unit_of(name: str | None, model: MeasurementUnit | None) -> Unit | None:
    """A unit as the grammar knows it; None for one that is neither built in nor declared."""
    for built_in in BUILT_IN:
        if name == built_in:
            return built_in
    if name is None or model is None:
        return None
    return DeclaredUnit(name, _as_written(model.name), tuple(_multiples(model)))


def compiled_unit(row: Mapping[str, Any]) -> DeclaredUnit | None:
    """The unit of a row of `measurement_units`; None for one that is built in."""
    if row["id"] in BUILT_IN:
        return None
    columns = in_columns("name_*")
    multiples = [
        (tuple(str(each[name]) for name in columns), Decimal(each["factor"]))
        for each in row["multiples"]
    ]
    return DeclaredUnit(str(row["id"]), tuple(str(row[name]) for name in columns), tuple(multiples))


def _as_written(names: Names) -> tuple[str, ...]:
    """The name in each language as it is written: one that only stands in is no word to type."""
    written = names.written()
    return tuple(written[_source(written, lang)] for lang in LANGUAGES)


def _source(written: Mapping[str, str], lang: str) -> str:
    """The language whose name stands for `lang`: its own, else the last that there is."""
    return lang if lang in written else list(written)[-1]


def _multiples(model: MeasurementUnit) -> Iterator[Multiple]:
    own = [(_as_written(each.name), Decimal(each.factor)) for each in model.multiples]
    named = {word for names, _ in own for word in names}
    if model.base is not None:
        # Each name takes the scales of its own language; one in a single language has but those.
        written = model.name.written()
        for power, key in _SCALES.items():
            said = {lang: say(key, lang, name=name) for lang, name in written.items()}
            names = tuple(said[_source(written, lang)] for lang in LANGUAGES)
            if names[0] not in named:
                own.append((names, Decimal(10) ** power))
    yield from sorted(own, key=lambda multiple: multiple[1], reverse=True)
