"""Tries to sign in, slowed down after failures, by account and by address.

A try is counted before its password is checked and forgiven when it was right, so that many at
once gain nothing. A try that comes too early is refused before any hashing, costs one read and
changes nothing: it cannot make the wait longer. Names that nobody has are counted like accounts, and
all tries at a name are counted together, wherever they come from.

The rightful owner is not locked out: where this very person has signed in before, from this very
address, their password is looked at also while others have to wait, a few times. A right one opens;
a wrong one is answered like everybody's too early try, so that no row of tries tells whether a name
exists or where its owner sits. That a look takes longer is made good by a pause where nobody looks,
at all addresses from which somebody has signed in.
"""

import hashlib
import ipaddress
import itertools
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Engine, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.actuals.retries import committed, reading
from dashboard.actuals.transactions import writing
from dashboard.people.clock import Clock, moment, span
from dashboard.people.messages import PeopleError
from dashboard.people.names import folded
from dashboard.people.tables import familiar_address, sign_in_failure

_SECOND = span(timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` failures without a wait, then one second and double each time up to `longest`.

    All is forgotten when nothing has been counted for `forgotten`.
    """

    free: int
    longest: timedelta
    forgotten: timedelta

    def wait(self, count: int) -> int:
        """Return the wait in microseconds after `count` failures."""
        # The exponent is cut before the power: a count has no bound.
        doubled = _SECOND * 2 ** min(max(count - self.free, 0), 30)
        return 0 if count < self.free else min(doubled, span(self.longest))


_ACCOUNT = Pace(5, timedelta(minutes=15), timedelta(days=1))
# An office shares one address, so an address has more free tries than an account. A pair is an
# account and an address that is familiar to it: looks at passwords while others have to wait.
PACES = {
    "account": _ACCOUNT,
    "address": Pace(30, timedelta(minutes=5), timedelta(hours=6)),
    "pair": _ACCOUNT,
}
MOST_ROWS = 20_000
_FAMILIAR = span(timedelta(days=90))
_PRUNED_EVERY = 100


class SlowDown(PeopleError):
    """Too soon after failures; `retry_after` is in whole seconds, at least 1.

    `is_known` tells that somebody has signed in from this address; `pause` is how many seconds the
    answer is to be held back then, so that it takes as long as a look at the password.
    """

    def __init__(self, retry_after: int, is_known: bool = False) -> None:
        super().__init__("sign-in.slow-down", seconds=retry_after)
        self.retry_after, self.is_known, self.pause = retry_after, is_known, 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that may go on: the rows it was counted in, as (kind, key), in the order of locking.

    `familiar` are the keys of this address, and of this person at it; `is_familiar` tells whether
    they have signed in from there. `wait` is how many seconds a wrong password has to wait all the same; 0 for none.
    `first_wait` tells that this try is the one after which its account has to wait.
    """

    rows: tuple[tuple[str, str], ...]
    familiar: tuple[str, str]
    is_familiar: bool
    wait: int = 0
    first_wait: bool = False


class Attempts:
    """The failures counted in one database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        self._turns = itertools.count()

    def begin(self, name: str, address: str) -> Attempt:
        """Count a try to sign in as `name` from `address`. Raises `SlowDown`."""
        now = moment(self._clock)
        network, account = network_of(address), _hashed(folded(name))
        pair = _hashed(f"{account} {network}")
        keys = (_hashed(network), pair)
        # One order for all, so that no two transactions wait for each other.
        rows = (("account", account), ("address", network))
        with reading(self._engine) as connection:
            known = set(
                connection.execute(
                    select(familiar_address.c.key).where(
                        familiar_address.c.key.in_(keys), familiar_address.c.at > now - _FAMILIAR
                    )
                ).scalars()
            )
            until = connection.execute(
                select(func.max(sign_in_failure.c.until)).where(_any_of(rows))
            ).scalar()
        if next(self._turns) % _PRUNED_EVERY == 0:
            committed(lambda: self._prune(now))
        try:
            if until is not None and until > now:
                raise SlowDown(_seconds(until - now))
            counts = committed(lambda: self._count(rows, now))
        except SlowDown as slow:
            told = SlowDown(slow.retry_after, bool(known))
            if pair not in known:
                raise told from None
            # The owner's usual place, while others have to wait.
            look = (("pair", pair),)
            try:
                committed(lambda: self._count(look, now))
            except SlowDown:
                raise told from None
            return Attempt(look, keys, True, told.retry_after)
        return Attempt(rows, keys, pair in known, first_wait=counts["account"] == _ACCOUNT.free)

    def succeeded(self, attempt: Attempt) -> None:
        """Forgive the try: it was right; and know this person at this address from now on.

        From a new place it also makes good all failures at the account; from a familiar one only
        itself: what others try elsewhere is not forgiven by the owner's coming to work.
        """

        def once() -> None:
            with writing(self._engine) as connection:
                for kind, key in attempt.rows:
                    row = (sign_in_failure.c.kind == kind, sign_in_failure.c.key == key)
                    if kind == "pair" or (kind == "account" and not attempt.is_familiar):
                        connection.execute(delete(sign_in_failure).where(*row))
                        continue
                    # Only this try: signing in as oneself must not buy guesses at others.
                    less = case((sign_in_failure.c.count > 0, sign_in_failure.c.count - 1), else_=0)
                    connection.execute(
                        update(sign_in_failure).where(*row).values(count=less, until=0)
                    )
                values = {"at": moment(self._clock)}
                for key in sorted(attempt.familiar):
                    connection.execute(
                        self._insert(familiar_address)
                        .values(key=key, **values)
                        .on_conflict_do_update(index_elements=["key"], set_=values)
                    )

        committed(once)

    def _count(self, rows: tuple[tuple[str, str], ...], now: int) -> dict[str, int]:
        with writing(self._engine) as connection:
            return {row[0]: self._count_one(connection, row, now) for row in rows}

    def _count_one(self, connection: Connection, row: tuple[str, str], now: int) -> int:
        kind, key = row
        pace = PACES[kind]
        stale = sign_in_failure.c.at < now - span(pace.forgotten)
        count = connection.execute(
            self._insert(sign_in_failure)
            .values(kind=kind, key=key, count=1, at=now, until=0)
            .on_conflict_do_update(
                index_elements=["kind", "key"],
                set_={"count": case((stale, 1), else_=sign_in_failure.c.count + 1), "at": now},
                # Asked again under the row's lock: of many tries at once one goes on.
                where=sign_in_failure.c.until <= now,
            )
            .returning(sign_in_failure.c.count)
        ).scalar()
        same = (sign_in_failure.c.kind == kind, sign_in_failure.c.key == key)
        if count is None:
            until = connection.execute(select(sign_in_failure.c.until).where(*same)).scalar_one()
            raise SlowDown(_seconds(until - now))
        connection.execute(
            update(sign_in_failure).where(*same).values(until=now + pace.wait(count))
        )
        return int(count)

    def _prune(self, now: int) -> None:
        """Drop what is forgotten, and above a bound those who wait least."""
        with writing(self._engine) as connection:
            longest = max(span(pace.forgotten) for pace in PACES.values())
            connection.execute(delete(sign_in_failure).where(sign_in_failure.c.at < now - longest))
            connection.execute(
                delete(familiar_address).where(familiar_address.c.at < now - _FAMILIAR)
            )
            over = connection.execute(
                select(func.count()).select_from(sign_in_failure)
            ).scalar_one()
            if over <= MOST_ROWS:
                return
            least = (
                select(sign_in_failure.c.kind, sign_in_failure.c.key)
                .order_by(sign_in_failure.c.until, sign_in_failure.c.at)
                .limit(over - MOST_ROWS)
            )
            for kind, key in connection.execute(least).all():
                connection.execute(delete(sign_in_failure).where(_any_of(((kind, key),))))


@lru_cache(maxsize=4096)
@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 that one IPv6 user has."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _any_of(rows: tuple[tuple[str, str], ...]) -> ColumnElement[bool]:
    return or_(
        *((sign_in_failure.c.kind == kind) & (sign_in_failure.c.key == key) for kind, key in rows)
    )


def _hashed(text: str) -> str:
    # Somebody may have typed a password for a name: it must not stand here in plain.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _seconds(length: int) -> int:
    return max(1, -(-length // _SECOND))
