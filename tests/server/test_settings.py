"""Where the settings come from, and which one wins."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.settings import SettingFault, Settings, data_folder, is_loopback


def test_without_a_word_everything_is_local_and_private(own_home: Path) -> None:
    settings = Settings.from_environment()
    assert settings.database == f"sqlite:///{own_home}/data/cluster-dashboard/actuals.db"
    assert settings.cache == own_home / "cache" / "cluster-dashboard"
    assert (settings.host, settings.port) == ("127.0.0.1", 8501)
    assert not settings.read_only
    assert settings.register.name == "targets.yaml"
    assert settings.register.is_file()


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_DASHBOARD_DATABASE", "sqlite:///from-environment.db")
    monkeypatch.setenv("CLUSTER_DASHBOARD_TODAY", "2026-10-31")
    assert Settings.from_environment().database == "sqlite:///from-environment.db"
    assert Settings.from_environment().on() == date(2026, 10, 31)
    assert Settings.from_environment(database="sqlite:///given.db").database == "sqlite:///given.db"
    assert Settings.from_environment(database=None).database == "sqlite:///from-environment.db"


@pytest.mark.parametrize(
    ("name", "found"),
    [("PORT", "many"), ("PORT", "65536"), ("PORT", "-1"), ("TODAY", "31.10.2026")],
)
def test_a_setting_that_cannot_be_understood_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, found: str
) -> None:
    monkeypatch.setenv(f"CLUSTER_DASHBOARD_{name}", found)
    with pytest.raises(SettingFault, match=f"CLUSTER_DASHBOARD_{name} is “{found}”; expected"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("address", "origin", "base"),
    [
        ("", "", ""),
        ("https://Targets.example/", "https://targets.example", ""),
        ("https://site.example/targets", "https://site.example", "/targets"),
        (
            "http://site.example:8443/bureau/Targets-2/",
            "http://site.example:8443",
            "/bureau/Targets-2",
        ),
    ],
)
def test_an_address_may_lie_below_a_path_of_another_site(
    address: str, origin: str, base: str
) -> None:
    settings = Settings(address=address)
    assert (settings.address_origin, settings.base_path) == (origin, base)
    assert settings.address == origin + base


@pytest.mark.parametrize(
    "path",
    ["//targets", "/a//b", "/..", "/a/../b", "/%74argets", "/目标", "/a b", "/a?b", "/a#b", "/a;b"],
)
def test_a_path_that_proxies_and_browsers_may_read_otherwise_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Settings(address=f"https://site.example{path}")


def test_all_settings_that_are_wrong_are_told_at_once_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, found in (("MODE", "teem"), ("ADDRESS", "ftp://x"), ("SESSION_IDLE", "0")):
        monkeypatch.setenv(f"CLUSTER_DASHBOARD_{name}", found)
    with pytest.raises(SettingFault) as caught:
        Settings.from_environment()
    # What follows from the mode is no fault of its own.
    assert [(each.name.removeprefix("CLUSTER_DASHBOARD_"), each.found) for each in caught.value.wrong] == [
        ("MODE", "teem"), ("ADDRESS", "ftp://x"), ("SESSION_IDLE", "0"),
    ]  # fmt: skip
    assert caught.value.wrong[0].text("en") == (
        "CLUSTER_DASHBOARD_MODE is “teem”; expected local / public / team / oidc / proxy."
    )
    assert caught.value.wrong[2].text("zh") == (
        "CLUSTER_DASHBOARD_SESSION_IDLE 的值是“0”，应为：1 到 43200 的分钟数。"
    )


def test_of_each_value_it_is_known_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_DASHBOARD_DATABASE", "sqlite:///from-environment.db")
    monkeypatch.setenv("CLUSTER_DASHBOARD_HOSTS", "a.example, b.example")
    monkeypatch.setenv("CLUSTER_DASHBOARD_SECRET", "  ")
    settings = Settings.from_environment(database="sqlite:///given.db", seeds=None)
    asked = ("database", "hosts", "secret", "seeds", "port")
    assert [settings.origin(name) for name in asked] == [
        "option", "variable", "default", "default", "default",
    ]  # fmt: skip
    assert settings.hosts == ("a.example", "b.example")


def test_what_a_command_decides_is_decided_by_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_DASHBOARD_DEMO", "1")
    monkeypatch.setenv("CLUSTER_DASHBOARD_READ_ONLY", "1")
    settings = Settings.from_environment()
    assert not settings.demo
    assert not settings.read_only


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.20", False),
        ("dashboard.example", False),
        ("localhost.example", False),
    ],
)
def test_whoever_listens_beyond_this_machine_is_read_only(host: str, private: bool) -> None:
    assert is_loopback(host) is private
    assert Settings.from_environment(host=host).read_only is not private


def test_a_relative_data_home_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder() == tmp_path / ".local" / "share" / "cluster-dashboard"
