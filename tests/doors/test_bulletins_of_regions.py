"""A region's bulletin is offered to who may read all that it is judged by, and to nobody else."""

from dashboard.people.identity import Grant, Role
from tests.doors.conftest import Team


def offered(team: Team, name: str, page: str, query: str) -> set[str]:
    """Return the keys of what a page offers to someone who signs in."""
    with team.tab(team.signed_in(name)) as tab:
        return set(tab.open(page, query).widgets)


def test_who_may_not_read_a_region_gets_no_bulletin_of_it(team: Team) -> None:
    team.add("reader-of-foshan", Grant(Role.VIEWER, "foshan"))
    own = offered(team, "reader-of-foshan", "region", "region=foshan")
    other = offered(team, "reader-of-foshan", "region", "region=binzhou")
    assert {"bulletin-docx", "bulletin-pdf", "bulletin-xlsx", "bulletin-html"} <= own
    assert not {key for key in other if key.startswith("bulletin")}
    # Nor the tables of a page that tells nothing of its figures.
    assert ({"tables-csv", "tables-excel"} <= own, "tables-csv" in other) == (True, False)


def test_the_tables_and_the_board_of_pages_are_taken_as_files(team: Team) -> None:
    with team.tab(team.signed_in("admin")) as tab:
        for page in ("overview", "region", "cluster", "goals", "sources"):
            tab.open("" if page == "overview" else page, "region=binzhou&lang=en")
            for key in ("tables-csv", "tables-excel"):
                assert tab.file_of(key).startswith("/media/"), (page, key)
            for key in (
                "figure-board-png",
                "figure-board-svg",
                "figure-board-csv",
                "figure-board-excel",
            ):
                assert (key in tab.widgets) == (page == "region")
                assert page != "region" or tab.file_of(key).startswith("/media/")
        # Nothing is due or waits there, and so there is no table.
        for page in ("completeness", "review"):
            tab.open(page, "region=binzhou&lang=en")
            assert "tables-csv" not in tab.widgets


def test_all_data_are_those_that_the_reader_may_read(team: Team) -> None:
    team.add("exporter-of-foshan", Grant(Role.VIEWER, "foshan"))
    with team.tab(team.signed_in("exporter-of-foshan")) as tab:
        tab.open("sources", "region=foshan")
        assert {"export-kind", "export-start"} <= set(tab.widgets)
        tab.type("export-kind", "Bulletins of regions")
        # The trees that are offered hold no region of another.
        assert "export-tree" in tab.widgets
        assert 'options: "Foshan"' in tab.shown
        for name in ("Binzhou", "Jiangsu", "Xinle"):
            assert f'options: "{name}"' not in tab.shown.rpartition("export-tree")[0][-2000:]
