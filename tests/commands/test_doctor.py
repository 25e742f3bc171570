"""`doctor` finds what is wrong, says how to mend it, and changes nothing."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dashboard.actuals.observations import microseconds
from tests.commands.conftest import Run
from tests.machine.register import register_to_edit


def findings(run: Run, *words: str, code: int = 0, **variables: str) -> dict[str, list[str]]:
    """Return what was found: severity and part -> sentences."""
    done = run("doctor", "--format", "json", *words, **variables)
    assert (done.code, done.err) == (code, "")
    told = json.loads(done.out)
    assert told["working"] is (code == 0)
    found: dict[str, list[str]] = {}
    for each in told["findings"]:
        found.setdefault(f"{each['severity']} {each['part']}", []).append(each["text"])
    return found


def changed(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_an_installation_in_order_is_told_so_and_left_as_it_is(
    run: Run, store_url: str, tmp_path: Path
) -> None:
    for path in tmp_path.glob("actuals.db"):
        path.chmod(0o600)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found = findings(run, "--database", store_url)
    assert {"fine settings", "fine register", "fine database", "fine versions"} <= set(found)
    assert [each for each in found if each.startswith("fault")] == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    for lang, told in (("en_US.UTF-8", "Nothing was changed."), ("zh_CN.UTF-8", "没有改动")):
        done = run("doctor", "--database", store_url, lang=lang)
        assert done.code == 0
        assert told in done.out.splitlines()[-1]


def test_a_clock_that_was_ahead_is_a_fault(run: Run, store_url: str) -> None:
    later = microseconds(datetime.now(UTC) + timedelta(days=9))
    changed(store_url, f"UPDATE counter SET at = {later}")  # noqa: S608 - a number
    (told,) = findings(run, "--database", store_url, code=1)["fault clock"]
    assert "mend-clock" in told


def test_a_newer_database_and_one_that_is_not_there(
    run: Run, store_url: str, tmp_path: Path
) -> None:
    changed(store_url, "UPDATE people_version SET version_num = '9999'")
    (told,) = findings(run, "--database", store_url, code=1)["fault database"]
    assert "9999" in told
    missing = tmp_path / "missing.db"
    assert "fine database" in findings(run, "--database", f"sqlite:///{missing}")
    assert not missing.exists()
    # A file stands where a folder would have to be made.
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"no database")
    for path, said in ((blocked / "x" / "a.db", "cannot make it"), (blocked, "Restore a backup")):
        (told,) = findings(run, "--database", f"sqlite:///{path}", code=1)["fault database"]
        assert said in told
    away = "postgresql://me:s3cret@127.0.0.1:1/d"
    (told,) = findings(run, "--database", away, code=1)["fault database"]
    assert "s3cret" not in told


def test_a_damaged_file_is_a_fault(run: Run, sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    whole = bytearray(path.read_bytes())
    for place in range(4096, len(whole), 512):
        whole[place : place + 8] = b"\xff" * 8
    path.write_bytes(whole)
    assert "fault database" in findings(run, code=1)


def test_a_user_without_rights_is_told_what_to_grant(run: Run, postgres_url: str) -> None:
    """Without CREATE all is well until an upgrade wants it; without INSERT nothing is."""
    name = "reader_of_" + postgres_url.rpartition("test_")[2].partition("?")[0][:12]
    changed(postgres_url, f"CREATE USER {name}", f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")  # fmt: skip
    theirs = postgres_url.replace("//tests@", f"//{name}@").replace("//postgres:@", f"//{name}@")
    try:
        (told,) = findings(run, "--database", theirs, code=1)["fault database"]
        assert (
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};"
            in told
        )
        changed(postgres_url, f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")  # fmt: skip
        assert "fine database" in findings(run, "--database", theirs)
    finally:
        changed(postgres_url, f"DROP OWNED BY {name}", f"DROP USER {name}")


def test_accounts_where_nobody_signs_in_are_told_because_commands_take_what_is_not_published(
    run: Run, store_url: str
) -> None:
    run("user", "add", "li")
    assert "CLUSTER_DASHBOARD_MODE" in " ".join(findings(run)["warning database"])
    told = findings(run, CLUSTER_DASHBOARD_MODE="team").get("warning database", [])
    assert "CLUSTER_DASHBOARD_MODE" not in " ".join(told)


def test_a_broken_register_and_settings_that_do_not_fit_are_faults(
    run: Run, tmp_path: Path
) -> None:
    register = register_to_edit(tmp_path)
    register.write_text("version: 1\nnonsense: 1\n", encoding="utf-8")
    found = findings(run, "--register", str(register), CLUSTER_DASHBOARD_MODE="proxy", code=1)
    assert {"fault register", "fault settings"} <= set(found)


def test_a_secret_that_is_not_there_yet_keeps_nothing_else_from_being_looked_at(
    run: Run, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    found = findings(run, CLUSTER_DASHBOARD_SECRET=str(secret), code=1)
    (told,) = found["fault settings"]
    assert str(secret) in told
    assert {"fine register", "fine disk", "fine versions"} <= set(found)


def test_what_works_all_the_same_is_a_warning(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x" * 40)
    secret.chmod(0o644)
    many = (os.cpu_count() or 1) + 1
    variables = {"CLUSTER_DASHBOARD_SECRET": str(secret), "CLUSTER_DASHBOARD_PROT": "8501"}
    variables["CLUSTER_DASHBOARD_PROCESSES"] = str(many)
    told = " ".join(findings(run, **variables)["warning settings"])
    assert f"{many} processes are set" in told
    assert "CLUSTER_DASHBOARD_PROT" in told
    assert f"chmod 600 {secret}" in told


@pytest.mark.parametrize("lang", ["en_US.UTF-8", "zh_CN.UTF-8"])
def test_a_setting_that_cannot_be_read_is_a_sentence(run: Run, lang: str) -> None:
    done = run("doctor", CLUSTER_DASHBOARD_PORT="many", lang=lang)
    assert (done.code, len(done.complaints)) == (1, 1)


def test_the_place_of_evidence_files_is_looked_at_and_never_made(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "evidence"
    asked = {"CLUSTER_DASHBOARD_EVIDENCE": place.as_uri()}
    (told,) = findings(run, **asked)["warning evidence"]
    assert place.as_uri() in told
    assert not place.exists()
    place.mkdir()
    assert len(findings(run, **asked)["fine evidence"]) == 1
    assert list(place.iterdir()) == []
    assert "fine evidence" not in findings(run)
    (told,) = findings(run, CLUSTER_DASHBOARD_EVIDENCE="s3://bucket/prefix")["warning evidence"]
    assert "cluster-target-tracking-dashboard[s3]" in told
    for wrong in (
        "/srv/evidence",
        "http://x/y",
        "file://host/x",
        "file:///a/../b",
        "s3://U:p@b",
        "memory://x",
        "file:///a::zip://b",
    ):
        done = run("doctor", CLUSTER_DASHBOARD_EVIDENCE=wrong)
        assert done.code == 1
        assert "CLUSTER_DASHBOARD_EVIDENCE" in done.err
