"""What must never stand in a log."""

import json
import logging

import pytest
from structlog.contextvars import bound_contextvars

from dashboard.doors.logs import LOG, clean, lines
from tests.doors.conftest import PASSWORD, Team


@pytest.mark.parametrize(
    "secret",
    [
        "cd_" + "A" * 43,
        "cluster_session=" + "s" * 43,
        "__Host-cluster_session=" + "s" * 43,
        "password=hunter2hunter2",
        "'client_secret': 'verysecretvalue'",
        "Authorization: verysecretvalue",
        "/oauth2callback?code=verysecretvalue&state=verysecretvalue",
        "postgresql://li:verysecretvalue@db/figures",
        "postgresql://li:pa/verysecretvalue@db/figures",
        "Authorization: Basic verysecretvalue",
        "Authorization: Bearer verysecretvalue",
        "sent with bearer verysecretvalue",
        "password=five quiet herons verysecretvalue",
        "one_time_password: verysecretvalue",
        "{'pwd': 'verysecretvalue'}",
        "id_token=verysecretvalue",
        "access_token='verysecretvalue'",
        "refresh_token: verysecretvalue",
        "secret=verysecretvalue",
    ],
)
def test_what_slips_into_a_line_is_hidden(secret: str) -> None:
    said = clean(f"before {secret} after")
    for hidden in ("A" * 43, "s" * 43, "hunter2hunter2", "verysecretvalue"):
        assert hidden not in said
    assert said.startswith("before ")


def test_on_ones_own_machine_a_line_tells_reason_and_id_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.handler.setFormatter(lines(plain=True))
    with bound_contextvars(request="0123456789abcdef"):
        LOG.warning("refused", kind="stream", reason="origin")
    line = caplog.text.strip()
    assert line.endswith("[warning] refused request=0123456789abcdef kind=stream reason=origin")


def test_a_secret_of_this_server_is_hidden_in_traces_too() -> None:
    written_as = lines(["top-secret-value"])
    try:
        raise ValueError("found top-secret-value here")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", None, sys.exc_info())
    written = written_as.format(record)
    assert "top-secret-value" not in written
    assert "ValueError" in json.loads(written)["trace"]


def test_the_servers_log_is_json_with_request_ids_and_holds_nothing_secret(team: Team) -> None:
    visitor = team.signed_in("clerk")
    session = visitor.cookies["cluster_session"]
    answer = visitor.get("/region?region=binzhou&password=in-the-address")
    visitor.sign_in("clerk", "a wrong password of mine")
    lines = [line for line in team.served.printed().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    assert answer.header("x-request-id") in {each.get("request") for each in told}
    written = "\n".join(lines)
    for secret in (PASSWORD, session, "a wrong password of mine", "in-the-address"):
        assert secret not in written
