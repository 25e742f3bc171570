"""What time it is, and how long things last here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from dashboard.actuals.observations import microseconds

Clock: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session, a one-time password, a token and a link may last, and how many there may be."""

    idle: timedelta = timedelta(hours=2)
    absolute: timedelta = timedelta(hours=12)
    one_time_password: timedelta = timedelta(hours=72)
    longest_token: timedelta = timedelta(days=366)
    longest_link: timedelta = timedelta(days=366)
    sessions_of_one: int = 20
    tokens_of_one: int = 50
    links_of_one: int = 200


def system_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def span(length: timedelta) -> int:
    """Return a length of time in microseconds."""
    return length // timedelta(microseconds=1)


def moment(clock: Clock) -> int:
    """Return the present moment in microseconds since 1970."""
    return microseconds(clock())
