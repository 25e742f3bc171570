"""Units of measurement: three are built in, the others are declared in the register."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.register.models import MeasurementUnit
from dashboard.register.models.words import Names
from dashboard.register.names import BUILT_IN
from dashboard.register.quantities import DeclaredUnit, Unit

# Scale words that stand before a unit's name, largest first: Chinese, English, factor.
SCALES = (
    ("万亿", "trillion {}", 10**12),
    ("亿", "hundred million {}", 10**8),
    ("万", "ten thousand {}", 10**4),
)

# name_zh, name_en, multiples (Chinese, English, factor), whether figures have decimals
BUILT_IN_UNITS: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...], bool]] = {
    "yuan": (
        "元",
        "yuan",
        tuple((f"{zh}元", en.format("yuan"), str(factor)) for zh, en, factor in SCALES),
        True,
    ),
    "count": (
        "",
        "",
        (("亿", "hundred million", "100000000"), ("万", "ten thousand", "10000")),
        False,
    ),
    "fraction": ("", "", (("%", "%", "0.01"), ("‰", "‰", "0.001")), True),
}


def unit_of(name: str | None, model: MeasurementUnit | None) -> Unit | None:
    """A unit as the grammar knows it; None for one that is neither built in nor declared."""
    for built_in in BUILT_IN:
        if name == built_in:
            return built_in
    if name is None or model is None:
        return None
    zh, en = _both(model.name)
    return DeclaredUnit(name, zh, en, tuple(_multiples(model, zh, en)))


def _both(names: Names) -> tuple[str, str]:
    """The names as they are written: one that only stands in for the other is no word to type."""
    given = names.given()
    return given[0], given[-1]


def _multiples(model: MeasurementUnit, zh: str, en: str) -> Iterator[tuple[str, str, Decimal]]:
    own = [(*_both(each.name), Decimal(each.factor)) for each in model.multiples]
    named = {name for name, _, _ in own}
    if model.base is not None:
        # Each side takes its scales in its own language; a name in one language has but one.
        own += [
            (f"{word}{zh}", said.format(en) if en != zh else f"{word}{zh}", Decimal(factor))
            for word, said, factor in SCALES
            if f"{word}{zh}" not in named
        ]
    yield from sorted(own, key=lambda multiple: multiple[2], reverse=True)
