"""The settings and the register: whether they fit together, and what is set in vain."""

import os
from pathlib import Path

from dashboard.actuals.evidence_storage import EvidenceFault, FileStorage
from dashboard.diagnosis.finding import Finding, fault, fault_told, fine, warning, warning_told
from dashboard.doors.modes import ModeRefused, check_mode, provider_of
from dashboard.languages import LANGUAGES, say
from dashboard.people.messages import PeopleError
from dashboard.register import RegisterFaults, load_register
from dashboard.settings import NOT_FROM_OUTSIDE, PREFIX, Settings, without_password

# Variables that are no settings of a server.
_OTHERS = {"SETTINGS", "TRACEBACK", "TOKEN"}
# What an engine lays into a container is the container's alone, and its rights cannot be changed there.
_OF_A_CONTAINER = "/run/secrets"
_PART = "settings"


def settings_findings(settings: Settings) -> list[Finding]:
    """Look at the settings as the start of a server would, and for what none of them reads."""
    found = []
    try:
        check_mode(settings)
        provider_of(settings)
    except ModeRefused as refused:
        told = {lang: say(refused.key, lang, **refused.values) for lang in LANGUAGES}
        found.append(fault_told(_PART, told))
    except PeopleError as error:
        found.append(fault_told(_PART, {lang: error.message.text(lang) for lang in LANGUAGES}))
    known = {name.upper() for name in set(Settings.model_fields) - NOT_FROM_OUTSIDE} | _OTHERS
    said = (name for name in sorted(os.environ) if name.startswith(PREFIX))
    for name in said:
        if name.removeprefix(PREFIX) not in known:
            found.append(warning(_PART, "unknown-variable", name=name))
    cores = os.cpu_count() or 1
    if settings.processes > cores:
        found.append(warning(_PART, "more-processes", n=settings.processes, cores=cores))
    for path in (settings.certificate, settings.certificate_key):
        if path is not None and not os.access(path, os.R_OK):
            found.append(fault(_PART, "unreadable", path=path))
    kept = (settings.secret, settings.provider, settings.certificate_key, _with_password(settings))
    for path in kept:
        if path is None or path.is_relative_to(_OF_A_CONTAINER) or not path.is_file():
            continue
        if path.stat().st_mode & 0o077:
            found.append(warning(_PART, "open-secret", path=path))
    return found or [fine(_PART, "settings-fine")]


def register_findings(settings: Settings) -> list[Finding]:
    """Read the register as a start does, without keeping it compiled."""
    try:
        catalogue = load_register(settings.register, settings.seeds)
    except RegisterFaults as faults:
        n, path = len(faults.faults), settings.register
        return [fault("register", "register-faults", n=n, path=path)]
    return [fine("register", "register-fine", n=len(catalogue.rows("goals")))]


def evidence_findings(settings: Settings) -> list[Finding]:
    """Look whether the place where evidence files are kept is there; nothing is written to it."""
    if not settings.evidence:
        return []
    try:
        if settings.evidence != "database":
            FileStorage(settings.evidence).check()
    except EvidenceFault as error:
        # All else works: the pages stand, and say so where a file is handed in or asked for.
        told = {lang: error.message.text(lang) for lang in LANGUAGES}
        return [warning_told("evidence", told)]
    return [fine("evidence", "evidence-fine", place=settings.evidence)]


def _with_password(settings: Settings) -> Path | None:
    """The settings file, where the database's password is in it."""
    secret = without_password(settings.database) != settings.database
    return settings.file if secret and settings.origin("database") == "file" else None
