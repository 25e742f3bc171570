"""A server on one's own machine, whose figures programs may change."""

from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.machine.server import Served, ServerFactory


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ServerFactory(tmp_path_factory.mktemp("api"), ROOT) as factory:
        yield factory()
