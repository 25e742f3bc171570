"""Accounts, roles and the audit from the command line."""

import json

import pytest

from tests.commands.conftest import Run


def test_the_first_administrator_is_made_here_and_the_audit_says_by_whom(run: Run) -> None:
    from dashboard.entry.author import local_author

    done = run("user", "add", "Li", "--role", "administrator", "--region", "*")
    assert done.code == 0
    assert "One-time password" in done.out
    told = json.loads(run("user", "audit", "--format", "json").out)
    assert [(each["actor"], each["action"], each["subject"]) for each in told] == [
        (f"machine {local_author()}", "grant-role", "Li"),
        (f"machine {local_author()}", "add-account", "Li"),
    ]
    # The password is in the answer and nowhere else.
    password = done.out.strip().rpartition(" ")[2]
    assert password not in run("user", "audit").out


def test_the_audit_is_read_about_one_account_and_so_many_lines(run: Run) -> None:
    for name in ("li", "wang"):
        run("user", "add", name)
    assert "还没有任何记录" in run("user", "audit", "--about", "chen", lang="zh_CN.UTF-8").out
    about = json.loads(run("user", "audit", "--about", "li", "--format", "json").out)
    assert [each["subject"] for each in about] == ["li"]
    assert len(json.loads(run("user", "audit", "--most", "1", "--format", "json").out)) == 1


def test_units_go_with_clerks_and_anything_else_is_one_sentence(run: Run) -> None:
    grant = ("--region", "binzhou", "--unit", "市科技局")
    run("user", "add", "li")
    refused = run("user", "roles", "li", "--role", "reviewer", *grant)
    assert (refused.code, refused.out) == (1, "")
    assert refused.complaints == [
        "--unit goes with --role clerk only; other roles reach all units of their region."
    ]
    assert "市科技局" in run("user", "roles", "li", "--role", "clerk", *grant).out


def test_a_unit_that_answers_for_nothing_is_refused_by_name_and_no_account_is_made(
    run: Run,
) -> None:
    # A clerk of a misspelt unit could enter nothing, and nobody would know why.
    grant = ("--role", "clerk", "--region", "binzhou", "--unit", "市科技")
    refused = run("user", "add", "li", *grant)
    assert (refused.code, refused.out) == (1, "")
    (told,) = refused.complaints
    assert "“市科技”" in told
    assert "市科技局" in told
    # Of all regions are the units of each; Jiangsu has no municipal bureau.
    bureau = ("--role", "clerk", "--unit", "市科技局", "--region")
    assert run("user", "add", "li", *bureau, "*").code == 0
    assert run("user", "roles", "li", *bureau, "jiangsu").code == 1


@pytest.mark.parametrize("name", ["лi", "аdmin", "li\u200b", "Ηarris"])
def test_a_name_that_looks_like_another_is_refused(run: Run, name: str) -> None:
    done = run("user", "add", name)
    assert (done.code, done.out) == (1, "")
    assert len(done.complaints) == 1
