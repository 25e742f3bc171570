"""Insides of libraries that a door relies on: another version that does otherwise is refused at once."""

from importlib import metadata
from typing import Any

import h11
import pytest
import streamlit as st
from h11._receivebuffer import ReceiveBuffer
from streamlit import config
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.context import StreamlitHeaders
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette import (
    starlette_app_utils,
    starlette_routes,
    starlette_websocket,
)
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.doors import logs
from dashboard.doors.modes import ModeRefused
from dashboard.doors.probes import Untested, probe, untested_versions
from dashboard.languages import say
from dashboard.settings import Settings
from dashboard.shell import bundles
from dashboard.shell.application import insides
from tests.doors.asked import in_a_thread

_IO_OBJECT = h11.Connection._get_io_object


@pytest.fixture
def settings() -> Settings:
    return Settings.from_environment(mode="oidc", address="https://targets.example")


def test_what_is_installed_does_what_the_doors_rely_on(settings: Settings) -> None:
    in_a_thread(lambda: probe(settings, insides(settings)))
    in_a_thread(lambda: probe(settings, insides(settings), own_server=False))


def _of_h11s_own_lines(speaks: Any, *asked: Any) -> Any:
    """Another version might keep its buffer elsewhere, so that ours would never be read."""
    speaks._receive_buffer.__class__ = ReceiveBuffer
    return _IO_OBJECT(speaks, *asked)


# What another version might do: the owner, the name, and what is there instead (None: nothing).
OTHERWISE: list[tuple[Any, str, Any, str]] = [
    (starlette_websocket, "_parse_subprotocols", lambda _: ("streamlit", "session", None), "streamlit"),
    (starlette_websocket, "_parse_subprotocols", None, "streamlit"),
    (MediaFileManager, "add_deferred", lambda *_, **__: "1", "streamlit"),
    (starlette_app_utils, "decode_signed_value", lambda *_: b"forged", "streamlit"),
    (MemoryUploadedFileManager, "remove_file", lambda *_: None, "streamlit"),
    (starlette_routes, "BASE_ROUTE_UPLOAD_FILE", "_stcore/files", "streamlit"),
    (starlette_routes, "BASE_ROUTE_MEDIA", "files", "streamlit"),
    (starlette_routes, "ROUTE_METRICS", "_stcore/health", "streamlit"),
    (starlette_websocket.StarletteClientContext, "headers", property(lambda _: {}), "streamlit"),
    (StreamlitHeaders, "get_all", lambda self, key: [self[key]], "streamlit"),
    (BidiComponentManager, "register_from_manifest", lambda *_: None, "streamlit"),
    (BidiComponentManager, "get_component_path", lambda *_: None, "streamlit"),
    (st, "App", lambda script: script, "streamlit"),
    (bundles, "_named", lambda *_: [], "streamlit"),
    (config, "get_config_options", dict, "streamlit"),
    (DeltaGenerator, "_enqueue", lambda _: None, "streamlit"),
    (H11Protocol, "handle_websocket_upgrade", lambda *_: None, "uvicorn"),
    (H11Protocol, "handle_events", lambda _: None, "uvicorn"),
    (H11Protocol, "_should_upgrade", None, "uvicorn"),
    (H11Protocol, "on_response_complete", None, "uvicorn"),
    (h11.Connection, "_get_io_object", _of_h11s_own_lines, "uvicorn"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "name", "instead", "library"), OTHERWISE)
def test_a_version_that_does_otherwise_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    owner: Any,
    name: str,
    instead: Any,
    library: str,
) -> None:
    if name == "_should_upgrade":
        # Asked for no more: then everything would become a websocket, or nothing.
        events = H11Protocol.handle_events
        monkeypatch.setattr(
            owner, "handle_events", lambda speaks: _without_upgrades(speaks, events)
        )
    elif instead is None:
        monkeypatch.delattr(owner, name)
    else:
        monkeypatch.setattr(owner, name, instead)
    with pytest.raises(ModeRefused) as refused:
        in_a_thread(lambda: probe(settings, insides(settings)))
    for lang in ("en", "zh"):
        sentence = say(refused.value.key, lang, **refused.value.values)
        assert f"{library} {metadata.version(library)}" in sentence


def _without_upgrades(speaks: Any, events: Any) -> None:
    speaks._should_upgrade = lambda: False
    events(speaks)


def test_an_untested_version_alone_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    assert untested_versions() == []
    monkeypatch.setattr(metadata, "version", lambda _: "999.0")
    found = untested_versions()
    assert {each.library for each in found} >= {"streamlit"}
    assert all(isinstance(each, Untested) and each.tested for each in found)
    in_a_thread(lambda: probe(settings))
    logs.warn_of(found)
    assert "streamlit 999.0 was not tested with this program" in caplog.text
