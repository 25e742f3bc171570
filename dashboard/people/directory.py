"""The people of one database: the one object the server and the command line hold.

people = Directory.open("sqlite:////home/me/actuals.db")
by = By(user_of_the_machine("me"), regions_tree)
added = people.accounts.add(by, "li", "李雷", [Grant(Role.CLERK, "binzhou")])
signed_in = people.signing_in.sign_in(By(address="192.0.2.7"), "li", added.one_time_password)
person = people.sessions.resolve(signed_in.session)
"""

from sqlalchemy import Engine

from dashboard.people.accounts import Accounts
from dashboard.people.actor import By
from dashboard.people.attempts import Attempts
from dashboard.people.audit import Audit, Record, demand
from dashboard.people.clock import Clock, Limits, system_clock
from dashboard.people.database import open_people
from dashboard.people.grants import Grants
from dashboard.people.links import Links
from dashboard.people.matrix import Action
from dashboard.people.mended_clock import Mended, mend
from dashboard.people.outside import Outside
from dashboard.people.passwords import Passwords
from dashboard.people.sessions import Sessions
from dashboard.people.sign_in import SigningIn
from dashboard.people.tokens import Tokens


class Directory:
    """Accounts, grants, sessions, tokens, links and their audit. Safe to share between threads."""

    def __init__(self, engine: Engine, limits: Limits, passwords: Passwords, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self.passwords = passwords
        self.audit = Audit(engine, clock)
        self.attempts = Attempts(engine, clock)
        self.grants = Grants(engine, self.audit, clock)
        self.sessions = Sessions(engine, self.audit, limits, clock)
        self.tokens = Tokens(engine, self.audit, limits, clock)
        self.links = Links(engine, self.audit, limits, clock)
        self.accounts = Accounts(
            engine, self.audit, self.grants, self.sessions, passwords, limits, clock
        )
        self.outside = Outside(engine, self.audit, clock)
        self.signing_in = SigningIn(
            engine, self.audit, self.accounts, self.sessions, self.attempts, passwords, clock
        )

    @classmethod
    def open(
        cls,
        url: str,
        limits: Limits | None = None,
        passwords: Passwords | None = None,
        clock: Clock = system_clock,
    ) -> "Directory":
        """Open the store's database and make or migrate the people's tables in it.

        Raises `StoreError` or `PeopleError` (`NewerPeople`).
        """
        return cls(open_people(url), limits or Limits(), passwords or Passwords(), clock)

    def read_audit(self, by: By, most: int, subject: str | None = None) -> list[Record]:
        """Return the newest lines of the audit, of one person or thing or of all.

        Lines are of no region, so it takes an administrator of all. Raises `NotPermitted`.
        """
        demand(self.audit, by, Action.READ_AUDIT, subject or "")
        return self.audit.latest(most, subject)

    def mend_clock(self, by: By) -> Mended:
        """End what a clock that was ahead has dated beyond the present: sessions, waits of sign-in."""
        return mend(self._engine, self.audit, self._clock, by)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
