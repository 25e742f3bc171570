"""The replica: whether it answers, follows the database, is of this version, and is not behind."""

import time

from sqlalchemy.exc import DBAPIError

from dashboard.actuals.database_addresses import shown, understood
from dashboard.actuals.database_trouble import first_line
from dashboard.actuals.engines import inspecting_engine, replica_engine
from dashboard.actuals.messages import Message
from dashboard.actuals.replica import MOST_BEHIND, primary_state, standby_state, unfit
from dashboard.actuals.store_faults import StoreError
from dashboard.diagnosis.finding import Finding, fault_told, fine, warning, warning_told
from dashboard.languages import LANGUAGES, say
from dashboard.settings import Settings

_PART = "replica"
# Seconds that a standby may take to replay what the primary had written when it was asked.
_MAY_TAKE, _PAUSE = 2.0, 0.1


def replica_findings(settings: Settings) -> list[Finding]:
    """Look at the replica that the settings name, if they name one, without changing it.

    None of it keeps the dashboard from working, but for an address that is none: a primary that
    cannot be asked is told by who looks at the database.
    """
    if not settings.replica:
        return []
    try:
        place = shown(understood(settings.replica))
        standby = replica_engine(settings.replica)
        primary = inspecting_engine(settings.database)
    except StoreError as error:
        return [fault_told(_PART, {lang: error.message.text(lang) for lang in LANGUAGES})]
    try:
        with primary.connect() as connection:
            written = primary_state(connection)
    except DBAPIError:
        return []
    finally:
        primary.dispose()
    try:
        ends = time.monotonic() + _MAY_TAKE
        while True:
            with standby.connect() as connection:
                found = standby_state(connection)
            lacking = written.written - found.replayed
            if lacking <= 0 or not found.follows or time.monotonic() > ends:
                break
            time.sleep(_PAUSE)
    except DBAPIError as error:
        return [warning(_PART, "replica-away", replica=place, reason=first_line(error))]
    finally:
        standby.dispose()
    if reason := unfit(found, written):
        # actuals.store.replica.*
        why = Message(f"actuals.store.replica.{reason}")
        told = {
            lang: say("diagnosis.replica-unfit", lang, why=why.text(lang)) for lang in LANGUAGES
        }
        return [warning_told(_PART, told)]
    if lacking > 0:
        most = int(MOST_BEHIND)
        return [warning(_PART, "replica-behind", replica=place, n=lacking, most=most)]
    return [fine(_PART, "replica-fine", replica=place)]
