"""A team's server with a clerk, a viewer and an administrator, started once for all that only ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Role, user_of_the_machine
from tests.doors.tab import Tab
from tests.doors.visitor import Visitor
from tests.machine.server import Served, ServerFactory

ROOT = Path(__file__).parents[2]
PASSWORD = "five quiet herons wading"  # noqa: S105 - of accounts that live as long as a test
# The site whose pages may frame links that are keys.
PORTAL = "https://portal.example"
# Of the shipped register.
TREE = {"shandong": None, "binzhou": "shandong", "guangdong": None, "foshan": "guangdong"}
OPERATOR = By(user_of_the_machine("operator"), TREE)


@dataclass
class Team:
    """A served team and its accounts, whose password is `PASSWORD`."""

    served: Served
    people: Directory

    def visitor(self) -> Visitor:
        return Visitor(self.served.port)

    def signed_in(self, name: str) -> Visitor:
        visitor = self.visitor()
        assert visitor.sign_in(name, PASSWORD).status == 303
        return visitor

    def tab(self, visitor: Visitor) -> Tab:
        """Return a page of this visitor, to be opened."""
        return Tab(self.served.port, visitor.cookie)

    def add(self, name: str, *grants: Grant) -> None:
        self.people.accounts.add(OPERATOR, name, "", grants, password=PASSWORD)


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with Directory.open(database) as people, ServerFactory(folder, ROOT) as factory:
        served = factory(
            "--mode",
            "team",
            database=database,
            environment={
                "CLUSTER_DASHBOARD_METRICS": "on",
                "CLUSTER_DASHBOARD_EVIDENCE": "database",
                "CLUSTER_DASHBOARD_EMBED_ORIGINS": PORTAL,
            },
        )
        made = Team(served, people)
        made.add("clerk", Grant(Role.CLERK, "binzhou"))
        made.add("viewer", Grant(Role.VIEWER, EVERYWHERE, True))
        made.add("admin", Grant(Role.ADMINISTRATOR, EVERYWHERE, True))
        yield made
