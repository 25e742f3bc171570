"""What a spreadsheet's number format does to a number: percent signs, shortening, units, dates.

| format | a cell that holds 0.12 or 51234 | read as |
| --- | --- | --- |
| `0%` | 12% | `12%` |
| `0.00"亿元"` | 51234.00亿元 | `51234亿元` |
| `[$$-409]#,##0` | $51,234 | `$51234`, which is refused |
| `0!.0,"万"`, `#,##0,` | 5.1万, 51 | asked about: what is shown is not what is held |
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from dashboard.actuals.typed import MOST_DECIMALS

# Room for the largest number that a cell can hold, 1.8E+308, with all its digits.
_ROOM = Context(prec=400)

# A spreadsheet's number is exact to so many digits; what follows is left over from computing.
_EXACT_DIGITS = 15

# Those that a file names by their number alone and that matter here.
_BUILT_IN = {9: "0%", 10: "0.00%"} | dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy/m")
_PIECE = re.compile(
    r"\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|\"(?P<quoted>[^\"]*)\"|[\\!](?P<escaped>.)|[_*].|(?P<sign>.)",
    re.DOTALL,
)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format adds to a number: a sign of money before it, a percent sign or a unit behind it.

    `shortened` tells that it leaves out thousands; `month` that it shows a date without its day.
    """

    before: str = ""
    behind: str = ""
    percent: bool = False
    shortened: bool = False
    month: bool = False

    @property
    def plain(self) -> bool:
        """Whether it changes nothing of what a number means."""
        return self == _PLAIN

    def text(self, number: float) -> str:
        """Return a number as a person reads it from the cell, with all its digits."""
        exact = exact_number(number)
        if self.percent:
            return f"{self.before}{plain_number(exact.scaleb(2))}%"
        return f"{self.before}{plain_number(exact)}{self.behind}"


_PLAIN = NumberFormat()


@lru_cache(maxsize=4096)
def number_format(code: str, built_in: int = 0) -> NumberFormat:
    """Return what the format `code` does; `built_in` is its number where the file has no code."""
    first = _first_section(code or _BUILT_IN.get(built_in, ""))
    if not first or first.lower() == "general" or first == "@":
        return _PLAIN
    bare, before, behind, digits = "", "", "", False
    for piece in _PIECE.finditer(first):
        sign = piece["sign"] or ""
        literal = piece["money"] or piece["quoted"] or piece["escaped"] or ""
        if sign and not sign.isascii():
            sign, literal = "", sign
        bare += sign
        digits = digits or sign in ("0", "#", "?")
        if digits:
            behind += literal
        else:
            before += literal
    lowered = bare.lower()
    dated = re.search(r"[ymdhs]", lowered.replace("general", "")) is not None
    if dated:
        return NumberFormat(month=re.search(r"[ym]", lowered) is not None and "d" not in lowered)
    return NumberFormat(
        before.strip(),
        behind.strip(" -"),
        "%" in bare,
        _SCALED.search(bare) is not None or "!." in first or "\\." in first,
    )


def exact_number(number: float) -> Decimal:
    """Return the decimal number that a spreadsheet shows for what it holds, to the tenth decimal."""
    if number.is_integer() and abs(number) < 2**53:
        return Decimal(int(number))
    return _rounded(Decimal(f"{number:.{_EXACT_DIGITS}g}"), MOST_DECIMALS + 2)


def plain_number(number: Decimal) -> str:
    """Write a number without exponent and without zeros at the end."""
    text = format(_rounded(number, MOST_DECIMALS), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), context=_ROOM)


def _first_section(code: str) -> str:
    """Return the part of a format that is for positive numbers."""
    quoted = False
    for place, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            return code[:place]
    return code
