"""The registers that figures are entered against: the shipped one and a small invented one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.actuals.store import Store
from dashboard.register import Catalogue, load_register

ROOT = Path(__file__).parents[2]

INVENTED = """
version: 1
regions:
  here: {name: {zh: 此地, en: Here}, level: county}
indicators:
  revenue: {name: {zh: 营业收入, en: Operating revenue}, unit: yuan, kind: flow, direction: up}
  export-revenue:
    {name: {zh: 出口收入, en: Export revenue}, unit: yuan, kind: flow, direction: up,
     part_of: {indicator: revenue}}
  share-of-city:
    {name: {zh: 占全市比重, en: Share of the city}, unit: fraction, kind: share, direction: up}
clusters:
  here:
    lamps: {name: {zh: 灯具, en: Lamps}, aliases: [照明]}
    chairs: {name: {zh: 座椅, en: Chairs}}
"""


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The register of the four real plans."""
    cache = tmp_path_factory.mktemp("register-cache")
    return load_register(ROOT / "data" / "targets.yaml", ROOT / "seeds", cache)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Two clusters, a part of a whole, a share without a natural limit; no plan."""
    folder = tmp_path_factory.mktemp("register")
    (folder / "seeds").mkdir()
    path = folder / "targets.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    return load_register(path, folder / "seeds", folder / "cache")


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """An empty store."""
    with Store.open(sqlite_url) as opened:
        yield opened
