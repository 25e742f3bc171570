"""Whether the settings fit the mode; what does not is refused before anything listens."""

import socket
from typing import TYPE_CHECKING

from dashboard.languages import LOGGED, say
from dashboard.settings import Settings, is_loopback

if TYPE_CHECKING:
    from dashboard.doors.provider_file import Provider


class ModeRefused(ValueError):
    """The mode cannot be run as it is set up; `key` and `values` are its wording."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(say(key, LOGGED, **values))
        self.key, self.values = key, values


def check_mode(settings: Settings) -> None:
    """Raise `ModeRefused` where the settings do not fit the mode, `NetworkFault` for a proxy."""
    from dashboard.doors.claims_cookie import SecretFault, server_secret
    from dashboard.people.proxies import trusted_networks

    if settings.mode == "local" and not is_loopback(settings.host):
        raise ModeRefused("doors.refused.local", host=settings.host)
    if settings.demo and settings.signs_in:
        raise ModeRefused("doors.refused.demo")
    trusted = trusted_networks(settings.proxies)
    if settings.mode == "proxy" and not (trusted and settings.proxy_header):
        raise ModeRefused("doors.refused.proxy")
    if settings.mode == "oidc" and not (settings.provider and settings.address):
        raise ModeRefused("doors.refused.provider")
    if (settings.certificate is None) != (settings.certificate_key is None):
        raise ModeRefused("doors.refused.certificate")
    if settings.processes > 1 and settings.certificate is not None:
        # Whose a connection is cannot be read off what is encrypted.
        raise ModeRefused("doors.refused.processes-certificate")
    if settings.processes > 1 and not hasattr(socket, "send_fds"):
        raise ModeRefused("doors.refused.processes-system")
    try:
        server_secret(settings.secret)
    except SecretFault as fault:
        raise ModeRefused("doors.refused.secret", path=str(settings.secret)) from fault
    except OSError as fault:
        path, reason = str(settings.secret), fault.strerror or ""
        raise ModeRefused("doors.refused.secret-file", path=path, reason=reason) from fault


def provider_of(settings: Settings) -> "Provider | None":
    """Return the identity provider of the mode `oidc`. Raises `ModeRefused`."""
    if settings.mode != "oidc" or settings.provider is None:
        return None
    from dashboard.doors.provider_file import ProviderFault, read_provider

    try:
        return read_provider(settings.provider)
    except (ProviderFault, OSError) as fault:
        path = str(settings.provider)
        reason = fault.strerror or "" if isinstance(fault, OSError) else str(fault)
        raise ModeRefused("doors.refused.provider-file", path=path, reason=reason) from fault


def secrets_of(settings: Settings, provider: "Provider | None") -> list[str]:
    """Return what must never stand in a log of this server."""
    from dashboard.doors.claims_cookie import server_secret

    return [server_secret(settings.secret), *([provider.secret] if provider else [])]
