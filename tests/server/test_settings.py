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
    with pytest.raises(SettingFault, match=f"CLUSTER_DASHBOARD_{name} is '{found}'; expected"):
        Settings.from_environment()


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
