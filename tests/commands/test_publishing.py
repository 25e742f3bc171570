"""Publishing from the command line: the machine's user makes public what is entered."""

from decimal import Decimal

from dashboard.actuals.store import Entry, Store
from dashboard.entry.author import local_author
from tests.commands.conftest import Run


def enter(url: str, *regions: str) -> None:
    with Store.open(url) as store:
        store.write([Entry(r, "clusters", "output", "2024", Decimal(1)) for r in regions], "li")


def test_a_region_is_published_by_its_id_or_its_name(run: Run, sqlite_url: str) -> None:
    enter(sqlite_url, "binzhou", "foshan")
    done = run("actuals", "publish", "binzhou", "佛山市")
    assert (done.code, done.out) == (
        0,
        "Binzhou: 1 item published.\nFoshan: 1 item published.\n",
    )
    with Store.open(sqlite_url) as store:
        told = store.publications()
    assert {region: (p.revision, p.author) for region, p in told.items()} == {
        "binzhou": (2, local_author()),
        "foshan": (2, local_author()),
    }


def test_what_is_published_already_is_said_to_be(run: Run, sqlite_url: str) -> None:
    enter(sqlite_url, "binzhou")
    assert run("actuals", "publish", "binzhou").code == 0
    again = run("actuals", "publish", "binzhou")
    assert again.out == "Binzhou: everything is published already.\n"
    everywhere = run("actuals", "publish", "--all", lang="zh_CN.UTF-8")
    assert (everywhere.code, everywhere.out) == (0, "没有待发布的数据。\n")


def test_all_regions_are_published_at_once_also_those_the_register_has_lost(
    run: Run, sqlite_url: str
) -> None:
    enter(sqlite_url, "binzhou", "atlantis")
    done = run("actuals", "publish", "--all", lang="zh_CN.UTF-8")
    assert done.out == "滨州市：已发布 1 项。\natlantis：已发布 1 项。\n"


def test_an_unknown_region_publishes_nothing_and_names_the_nearest(
    run: Run, sqlite_url: str
) -> None:
    enter(sqlite_url, "binzhou")
    done = run("actuals", "publish", "binzhou", "fosham")
    assert done.code == 1
    assert "foshan" in done.err
    with Store.open(sqlite_url) as store:
        assert store.publications() == {}


def test_what_to_publish_has_to_be_said(run: Run) -> None:
    for words in ((), ("binzhou", "--all")):
        done = run("actuals", "publish", *words)
        assert done.code == 1
        assert done.complaints == ["Name the regions to publish, or say --all."]
