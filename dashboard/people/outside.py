"""People whom an identity provider or a trusted proxy vouches for: their rows here, their names."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, select, union

from dashboard.actuals import tables as figures
from dashboard.actuals.retries import committed, reading
from dashboard.actuals.transactions import writing
from dashboard.people import persons
from dashboard.people.actor import By
from dashboard.people.audit import Audit
from dashboard.people.clock import Clock, moment
from dashboard.people.identity import Grant, Kind, Person
from dashboard.people.names import (
    NameRefused,
    checked_display,
    checked_name,
    cut_display,
    folded,
)
from dashboard.people.persons import NameTaken
from dashboard.people.tables import person as person_table

_AUTHORS = union(
    select(figures.audit.c.author),
    select(figures.draft.c.author),
    select(figures.publication.c.author),
)


class Outside:
    """Who is known from outside, in one database."""

    def __init__(self, engine: Engine, audit: Audit, clock: Clock) -> None:
        self._engine, self._audit, self._clock = engine, audit, clock

    def known(
        self,
        by: By,
        kind: Kind,
        key: str,
        name: str,
        display: str = "",
        grants: Sequence[Grant] = (),
    ) -> Person | None:
        """Return who a provider or proxy vouches for, with a row made at the first visit.

        `by` says from where and under which request they come. `key` is what the provider never
        gives to another (issuer and subject); `name` is only what they like to be called, and gets
        a number if somebody has it or has entered figures under it. `grants` come from the provider
        and are not kept. None when the person has been disabled here.
        """
        with reading(self._engine) as connection:
            row = persons.by_key(connection, kind, key)
            if row is not None:
                known = persons.as_person(connection, row, grants)
                return None if row.disabled is not None else known

        def once() -> Person:
            with writing(self._engine) as connection:
                row = persons.by_key(connection, kind, key)
                if row is None:
                    free = _free_name(connection, name, kind)
                    called = checked_display(cut_display(display), free)
                    at = moment(self._clock)
                    row = persons.add(connection, kind, key, free, called, at)
                    first = replace(by, person=Person(row.id, free, kind))
                    changed = [(person_table, row.id)]
                    self._audit.note(connection, first, "first-visit", free, changed=changed)
                return persons.as_person(connection, row, grants)

        try:
            return committed(once)
        except NameTaken:
            # Two first visits at once: the other one's row is there now.
            return committed(once)


def _free_name(connection: Connection, name: str, kind: Kind) -> str:
    try:
        plain = checked_name(name)
    except NameRefused:
        plain = kind.value
    # Who entered figures before there were accounts is known by nothing but a name.
    authors = {folded(each) for each in connection.execute(_AUTHORS).scalars()}
    free, number = plain, 2
    while folded(free) in authors or persons.by_name(connection, free) is not None:
        free, number = checked_name(f"{plain[:50]}-{number}"), number + 1
    return free
