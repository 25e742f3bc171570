"""What visitors may say over a page's websocket: what a page says, and nothing else."""

import json
import re
import sys

import pytest
import streamlit
from google.protobuf.descriptor import FieldDescriptor  # type: ignore[import-untyped]  # ships no types
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.doors.conftest import ROOT, Team
from tests.doors.kept import digest
from tests.doors.tab import SHEET
from tests.doors.visitor import Visitor

# Of all kinds that Streamlit reads, those our pages' script needs.
NEEDED = {"rerun_script", "stop_script", "app_heartbeat", "deferred_file"}


def kinds() -> list[str]:
    """Return every kind of message that this Streamlit reads."""
    found = []
    for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        if field.name == "backend_operation_request":
            payload = field.message_type.oneofs_by_name["payload"]
            found += [f"backend_operation_request.{inner.name}" for inner in payload.fields]
        else:
            found.append(field.name)
    return found


def message(kind: str) -> BackMsg:
    asked = BackMsg()
    outer, _, inner = kind.partition(".")
    of = getattr(asked, outer) if inner else asked
    name = inner or outer
    if of.DESCRIPTOR.fields_by_name[name].message_type:
        getattr(of, name).SetInParent()
    else:
        flag = of.DESCRIPTOR.fields_by_name[name].type == FieldDescriptor.TYPE_BOOL
        setattr(of, name, True if flag else "x")
    return asked


def dropped(team: Team) -> int:
    found = re.search(
        r'refusals_total\{reason="message"\} (\d+)', team.visitor().get("/metrics").text
    )
    return int(found[1]) if found else 0


OTHERS = [kind for kind in kinds() if kind.rpartition(".")[2] not in NEEDED]


def test_streamlit_reads_what_the_pages_need_and_more() -> None:
    assert {kind.rpartition(".")[2] for kind in kinds()} >= NEEDED
    assert {"clear_cache", "file_urls_request"} <= set(OTHERS)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_no_page_says_is_dropped_counted_and_told_once(kind: str, team: Team) -> None:
    before = dropped(team)
    with team.tab(team.signed_in("viewer")) as page:
        for _ in range(3):
            page.send(message(kind))
        # Messages are taken in order: this run ends after the three have been looked at.
        assert "Binzhou" in page.open("sources", "lang=en").shown
    assert dropped(team) == before + 3
    lines = [json.loads(line) for line in team.served.printed().splitlines() if line[:1] == "{"]
    reason = f"message {kind.rpartition('.')[2]}"
    assert len([each for each in lines if each.get("reason") == reason]) == 1


def test_messages_out_of_order_or_malformed_change_nothing(team: Team) -> None:
    visitor = team.signed_in("clerk")
    before = digest(team.served.database)
    with team.tab(visitor) as page:
        # Before there is a page at all: stop it, its heartbeat, a file of it, a click in it.
        for kind in ("stop_script", "app_heartbeat", "backend_operation_request.deferred_file"):
            page.send(message(kind))
        click = BackMsg()
        click.rerun_script.page_name = "entry"
        click.rerun_script.fragment_id = "0" * 32
        for id in ("entry-save", "$$ID-00000000000000000000000000000000-entry-publish"):
            click.rerun_script.widget_states.widgets.add(id=id).trigger_value = True
        for _ in range(3):
            page.send(click)
        page.send(message("stop_script"))
        assert "Binzhou" in page.open("entry", "region=binzhou&lang=en").shown
    for garbage in (b"\xff\xfe", b"\x0a\x03abc", b"", b"\x00" * 4000, b"\x1a\x02\x08"):
        with team.tab(visitor) as page:
            page.send_bytes(garbage)
    with team.tab(visitor) as page:
        page.open("entry", "region=binzhou&lang=en")
        # Of another type than the input has, and of none.
        place = {"region": "binzhou", "period": "2025", "id": "x", "stamp": 1}
        for edits in (1, {"x": []}, [1], [{"value": "5"}], [place | {"value": 1}], [place]):
            page.report(SHEET, {"report": {"edits": edits, "enter": edits}})
            assert "entry-save" in page.widgets
    assert digest(team.served.database) == before
    assert Visitor(team.served.port).get("/readyz").status == 200


def test_no_page_is_told_where_the_server_lies_and_what_runs_it(team: Team) -> None:
    with team.tab(team.signed_in("viewer")) as page:
        told = page.open("region", "lang=en").everything
    assert str(ROOT) not in told
    assert streamlit.__version__ not in told
    assert sys.version.split()[0] not in told
