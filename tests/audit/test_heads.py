"""Heads kept elsewhere, the command line, and a chain that moves house."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from dashboard.actuals.chain import FIGURES, Chains, Rows, extend
from dashboard.actuals.chained_rows import COLUMNS, FORM, KEYS, digest_of
from dashboard.backup.restoration import restore
from tests.audit.recorded import record
from tests.audit.test_verification import disarm
from tests.backup.conftest import backed_up
from tests.commands.conftest import Run, run

__all__ = ["run"]


def told(run: Run, *words: str) -> dict[str, Any]:
    done = run("audit", "verify", "--format", "json", *words)
    found: dict[str, Any] = json.loads(done.out)
    assert found["whole"] is (done.code == 0)
    return found


def test_a_database_moves_to_the_other_kind_and_its_chains_stay_whole(
    recorded_url: str, run: Run, new_sqlite_url: str, new_postgres_url: str, tmp_path: Path
) -> None:
    heads = str(tmp_path / "heads.json")
    assert run("audit", "head", "-o", heads, "--database", recorded_url).code == 0
    target = new_sqlite_url if "postgresql" in recorded_url else new_postgres_url
    restore(backed_up(recorded_url, tmp_path / "backup"), target)
    found = told(run, "--head", heads, "--database", target)
    assert [each for each in found["chains"] if each["findings"]] == []
    first = told(run, "--head", heads, "--database", recorded_url)
    # One link more, in the chain of no region: that it was restored.
    for each in first["chains"]:
        if not each["chain"]:
            each["links"], each["rows"] = each["links"] + 1, each["rows"] + 1
    assert found == first


def test_a_chain_made_anew_is_whole_and_not_the_one_whose_head_was_kept(
    run: Run, new_sqlite_url: str, tmp_path: Path
) -> None:
    url, heads = new_sqlite_url, str(tmp_path / "heads.json")
    record(url)
    run("audit", "head", "-o", heads, "--database", url)
    assert told(run, "--head", heads, "--database", url)["whole"]
    engine = create_engine(url)
    with engine.begin() as connection:
        # The attacker knows how a chain is made, and changes a figure wherever it stands.
        for table in ("revision", "chain_link"):
            disarm(connection, table)
        for table in ("revision", "latest", "newest"):
            changed = f"UPDATE {table} SET value = '7' WHERE region = 'foshan'"  # noqa: S608 - the names above
            connection.execute(text(changed))
        connection.execute(text("DELETE FROM chain_link WHERE chain = 'foshan'"))
        connection.execute(text("DELETE FROM chain_head WHERE chain = 'foshan'"))
        rows = Rows()
        for table in ("revision", "publication", "published_figure"):
            names = ", ".join(COLUMNS[FORM][table])
            asked = f"SELECT {names} FROM {table} WHERE region = 'foshan'"  # noqa: S608 - the names above
            for row in connection.execute(text(asked)):
                named = dict(zip(COLUMNS[FORM][table], row, strict=True))
                rows.add(table, [named[key] for key in KEYS[table]], digest_of(table, tuple(row)))
        line = connection.execute(text("SELECT * FROM audit WHERE author = 'zhao'")).one()
        rows.add("audit", line[:1], digest_of("audit", tuple(line)))
        extend(connection, Chains(*FIGURES), {"foshan": rows}, "zhao", line.at, "")
    engine.dispose()
    assert told(run, "--database", url)["whole"]
    found = told(run, "--head", heads, "--database", url)
    broken = [each for each in found["chains"] if each["findings"]]
    assert [(each["chain"], each["findings"][0]["kind"]) for each in broken] == [
        ("foshan", "kept-head")
    ]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en_US.UTF-8", "Figure no. 1 (fine-chemicals/revenue, 2026-M09) was edited after it was written; link 1 vouches for other words. It was written by li at "),
        ("zh_CN.UTF-8", "第 1 号数据（fine-chemicals/revenue, 2026-M09）写入后被改动，与第 1 环所记不符。写入人 li，时间 "),
    ],
)  # fmt: skip
def test_the_command_says_of_each_region_in_a_sentence_whether_it_is_whole(
    run: Run, new_sqlite_url: str, lang: str, sentence: str
) -> None:
    url = new_sqlite_url
    record(url)
    whole = run("audit", "verify", "--database", url, lang=lang)
    assert (whole.code, whole.err, len(whole.out.splitlines())) == (0, "", 6)
    engine = create_engine(url)
    with engine.begin() as connection:
        disarm(connection, "revision")
        connection.execute(text("UPDATE revision SET value = '12.4' WHERE id = 1"))
    engine.dispose()
    broken = run("audit", "verify", "--database", url, lang=lang)
    assert (broken.code, broken.err) == (1, "")
    assert sentence in broken.out


def test_what_is_no_database_of_ours_or_no_file_of_heads_is_refused_in_a_sentence(
    run: Run, tmp_path: Path
) -> None:
    absent = tmp_path / "absent.db"
    refused = run("audit", "verify", "--database", f"sqlite:///{absent}")
    assert (refused.code, len(refused.complaints)) == (1, 1)
    assert not absent.exists()
    no_heads = tmp_path / "heads.json"
    no_heads.write_text('{"form": 1}')
    refused = run("audit", "verify", "--head", str(no_heads))
    assert (refused.code, len(refused.complaints)) == (1, 1)
    assert "holds no heads" in refused.err
