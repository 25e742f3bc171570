"""Short ways for tests to walk through the door on a fixed day."""

from collections.abc import Sequence
from datetime import date

from dashboard.actuals.entering import Message, RawEntry, Understood, save, understand
from dashboard.actuals.entering.places import Register
from dashboard.actuals.store import Store

TODAY = date(2026, 3, 15)


def raw(value: str, period: str = "2025", **other: object) -> RawEntry:
    """The revenue of a Binzhou cluster that is to reach 100 亿元, unless said otherwise."""
    known = {"region": "binzhou", "subject": "next-generation-it", "indicator": "revenue"}
    return RawEntry(**{**known, "period": period, "value": value, **other})  # type: ignore[arg-type]  # the test's own words


def look(register: Register, store: Store, *rows: RawEntry) -> list[Understood]:
    return understand(rows, register, store, TODAY)


def put(register: Register, store: Store, *rows: RawEntry) -> None:
    """Save whatever is no error."""
    save(look(register, store, *rows), store, "li", "checked")


def errors(row: Understood) -> list[str]:
    return [each.code.removeprefix("actuals.") for each in _said(row.errors)]


def warnings(row: Understood) -> list[str]:
    return [each.code.removeprefix("actuals.entering.") for each in _said(row.warnings)]


def notices(row: Understood) -> list[str]:
    return [each.code.removeprefix("actuals.entering.") for each in _said(row.notices)]


def _said(messages: Sequence[Message]) -> Sequence[Message]:
    for message in messages:
        assert message.text("zh")
        assert message.text("en")
    return messages
