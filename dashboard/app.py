"""What `streamlit run` starts: the same pages behind the same door as `cluster-dashboard serve`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import config

from dashboard import settings as configuration
from dashboard.actuals.messages import ActualsError
from dashboard.doors import logs
from dashboard.doors.metrics import Metrics
from dashboard.doors.modes import ModeRefused, check_mode, provider_of, secrets_of
from dashboard.doors.probes import probe, untested_versions
from dashboard.people.messages import PeopleError
from dashboard.register import RegisterFaults
from dashboard.server import open_once
from dashboard.settings import SettingFault, Settings
from dashboard.shell.application import (
    SCRIPT,
    behind_the_door,
    insides,
    pages_of,
    streamlit_options,
)

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def chosen() -> Settings:
    """Return the settings, for where Streamlit was told to listen.

    Without an address it listens everywhere, and then the mode is `public`: for reading only. Ends
    the process with a sentence where the settings do not fit.
    """
    host = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 - what Streamlit then does
    try:
        settings = Settings.from_environment(host=host, port=st.get_option("server.port"))
        certificate = st.get_option("server.sslCertFile")
        if certificate:
            key = Path(st.get_option("server.sslKeyFile") or certificate)
            settings = settings.with_changes(certificate=Path(certificate), certificate_key=key)
        check_mode(settings)
        probe(settings, insides(settings), own_server=False)
        open_once(settings)
    except (ModeRefused, SettingFault, ActualsError, PeopleError, RegisterFaults) as fault:
        sys.exit(str(fault))
    return settings


settings, metrics = chosen(), Metrics()
provider = provider_of(settings)
for name, value in streamlit_options(settings).items():
    # Where it listens, Streamlit has decided already.
    if name not in {"server.address", "server.port"}:
        config.set_option(name, value)
configuration.activate(settings)
logs.set_up(settings, secrets_of(settings, provider))
logs.warn_of(untested_versions())
# Streamlit looks for this very assignment in the text of this file, and serves what `app` is then.
app: "ASGIApp" = st.App(SCRIPT, **pages_of(settings, provider, metrics))
app = behind_the_door(app, settings, metrics)
