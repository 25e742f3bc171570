"""`settings`, and the file beside the variables."""

import json
from pathlib import Path

import pytest

from dashboard.settings import NOT_FROM_OUTSIDE, Settings
from tests.commands.conftest import Run


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def in_force(run: Run, *words: str, **variables: str) -> dict[str, tuple[str, str]]:
    done = run("settings", "--format", "json", *words, **variables)
    assert (done.code, done.err) == (0, "")
    return {
        each["name"]: (each["value"], each["origin"]) for each in json.loads(done.out)["settings"]
    }


def test_an_option_goes_before_a_variable_before_the_file_before_the_default(
    run: Run, tmp_path: Path
) -> None:
    file = written(
        tmp_path / "etc" / "own.toml",
        'port = 8600\nsession_idle = 30\nhosts = ["a.example"]\nmetrics = true\n'
        'today = 2026-10-21\naddress = "https://targets.example"\nregister = "reg/data"\n'
        'database = "postgresql://me:s3cret@h/d"\n',
    )
    found = in_force(run, "--settings", str(file), "--database", "sqlite:////tmp/other.db")
    assert found["database"] == ("sqlite:////tmp/other.db", "option")
    # The fixture sets the day by its variable.
    assert found["today"] == ("2026-10-20", "variable")
    assert found["port"] == ("8600", "file")
    assert found["session_idle"] == ("30", "file")
    assert found["hosts"] == ("a.example", "file")
    assert found["metrics"] == ("on", "file")
    # A name in the file is beside the file, wherever the command runs.
    assert found["register"] == (str(tmp_path / "etc" / "reg" / "data"), "file")
    assert found["session_absolute"] == ("720", "default")
    named = in_force(run, CLUSTER_DASHBOARD_SETTINGS=str(file), CLUSTER_DASHBOARD_PORT="8700")
    assert named["port"] == ("8700", "variable")
    assert "s3cret" not in run("settings", "--settings", str(file)).out


def test_the_users_own_file_is_read_without_being_named(run: Run, own_home: Path) -> None:
    file = written(own_home / "config" / "cluster-dashboard" / "settings.toml", "port = 8600\n")
    assert in_force(run)["port"] == ("8600", "file")
    told = run("settings").out
    assert f"Settings file: {file}" in told
    assert "variable CLUSTER_DASHBOARD_DATABASE" in told


def test_all_that_is_wrong_in_a_file_is_told_at_once(run: Run, tmp_path: Path) -> None:
    file = written(
        tmp_path / "own.toml",
        'port = true\nprot = 1\ndemo = true\nmode = "teem"\nsession_idle = 0\ntoday = "later"\n'
        '[server]\nhost = "x"\n',
    )
    for lang in ("en_US.UTF-8", "zh_CN.UTF-8"):
        # The day is the variable's, which goes before.
        done = run("check", "--settings", str(file), lang=lang)
        assert done.code == 1
        named = [line.split(f"{file}: ")[1].split()[0].strip("的") for line in done.complaints]
        assert sorted(named) == ["demo", "mode", "port", "prot", "server", "session_idle"]


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - NOT_FROM_OUTSIDE))
def test_every_setting_of_a_wrong_kind_is_a_sentence(run: Run, tmp_path: Path, name: str) -> None:
    file = written(tmp_path / "own.toml", f"[{name}]\na = 1\n")
    plain = {"CLUSTER_DASHBOARD_DATABASE": "", "CLUSTER_DASHBOARD_CACHE": ""}
    done = run("check", "--settings", str(file), CLUSTER_DASHBOARD_TODAY="", **plain)
    assert (done.code, len(done.complaints)) == (1, 1)
    assert f"{file}: {name}" in done.err


def test_a_file_that_is_no_toml_or_not_there_is_a_sentence_without_its_text(
    run: Run, tmp_path: Path
) -> None:
    broken = written(tmp_path / "own.toml", 'a = 1\ndatabase = "postgresql://me:s3cret@h/d\n')
    for path, told in ((broken, "line 2"), (tmp_path / "none.toml", "No such file")):
        done = run("check", "--settings", str(path))
        assert (done.code, len(done.complaints)) == (1, 1)
        assert told in done.err
        assert "s3cret" not in done.err
