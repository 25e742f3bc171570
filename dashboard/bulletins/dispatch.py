"""Sending bulletins: by e-mail and to a webhook, both only where the settings name where to.

Nothing else ever leaves. What is sent waits in the database, so that a failure is tried again and of
several replicas one sends.
"""

import hmac
import smtplib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from dashboard.actuals.observations import microseconds
from dashboard.actuals.outbox import Letter, Way
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store

_SECONDS = 30


class NotSet(Exception):
    """The settings do not say where to send to; `missing` names what is lacking."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class Sent(NamedTuple):
    """What became of one letter: its state, and why it was not sent."""

    letter: Letter
    state: str
    fault: str


def ways(settings: Settings) -> tuple[Way, ...]:
    """Return the ways that are set. Raises `NotSet` where none is, or one only in part."""
    chosen: list[Way] = []
    missing = []
    if settings.mail:
        chosen.append("mail")
        missing += [name for name in ("mail_from", "mail_to") if not getattr(settings, name)]
    if settings.webhook:
        chosen.append("webhook")
        missing += [] if settings.webhook_secret else ["webhook_secret"]
    if missing or not chosen:
        raise NotSet(tuple(missing) or ("mail", "webhook"))
    return tuple(chosen)


def put(
    settings: Settings,
    store: "Store",
    name: str,
    title: str,
    media_type: str,
    content: bytes,
    author: str,
) -> None:
    """Keep a file to be sent on every way that is set. Raises `NotSet`, `StoreError`."""
    for way in ways(settings):
        store.put_letter(way, name, title, media_type, content, _now(), author)


def send_waiting(settings: Settings, store: "Store", author: str) -> Iterator[Sent]:
    """Send what is due, one after the other, each taken from all others; say what became of each."""
    while taken := store.take_letter(_now()):
        letter, content = taken
        fault = ""
        try:
            if letter.way == "mail":
                _mail(settings, letter, content)
            else:
                _post(settings, letter, content)
        except NotSet as lacking:
            fault = f"not set: {lacking}"
        except (OSError, smtplib.SMTPException, ssl.SSLError, _Unwelcome) as failed:
            # A server's own words may hold the password it was sent: the kind is enough.
            fault = str(failed) if isinstance(failed, _Unwelcome) else type(failed).__name__
        yield Sent(letter, store.tell_letter(letter, _now(), fault, author), fault)


def signature(secret: bytes, moment: str, content: bytes) -> str:
    """Return what a webhook checks: HMAC-SHA256 over the moment, a dot and the file."""
    return hmac.new(secret, moment.encode() + b"." + content, sha256).hexdigest()


class _Unwelcome(Exception):
    """The other side answered, and not with a success."""


def _mail(settings: Settings, letter: Letter, content: bytes) -> None:
    if not (settings.mail and settings.mail_from and settings.mail_to):
        raise NotSet(("mail", "mail_from", "mail_to"))
    server = urlsplit(settings.mail)
    message = EmailMessage()
    message["Subject"], message["From"] = letter.title, settings.mail_from
    message["To"] = ", ".join(settings.mail_to)
    # The same letter is the same message, also where it is sent a second time.
    message["Message-ID"] = f"<{letter.id}.{letter.put_at}@cluster-dashboard>"
    message.set_content(letter.title)
    kind, _, subtype = letter.media_type.partition(";")[0].partition("/")
    message.add_attachment(content, maintype=kind, subtype=subtype, filename=letter.name)
    safe, host = ssl.create_default_context(), server.hostname or ""
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, server.port or 465, timeout=_SECONDS, context=safe
        )
    else:
        connection = smtplib.SMTP(host, server.port or 587, timeout=_SECONDS)
    with connection:
        connection.ehlo()
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=safe)
        elif server.scheme == "smtp" and settings.mail_password is not None:
            # A password never goes over a line that others can read.
            raise _Unwelcome("no STARTTLS")
        if settings.mail_password is not None:
            password = Path(settings.mail_password).read_text(encoding="utf-8").strip()
            connection.login(settings.mail_user or settings.mail_from, password)
        connection.send_message(message)


def _post(settings: Settings, letter: Letter, content: bytes) -> None:
    import httpx

    if not settings.webhook or settings.webhook_secret is None:
        raise NotSet(("webhook", "webhook_secret"))
    secret = Path(settings.webhook_secret).read_bytes().strip()
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    headers = {
        "content-type": letter.media_type,
        "x-cluster-dashboard-id": str(letter.id),
        "x-cluster-dashboard-name": quote(letter.name),
        "x-cluster-dashboard-moment": moment,
        "x-cluster-dashboard-signature": f"sha256={signature(secret, moment, content)}",
    }
    try:
        # A redirect would take the file somewhere that no setting names.
        answer = httpx.post(
            settings.webhook,
            content=content,
            headers=headers,
            timeout=_SECONDS,
            follow_redirects=False,
            trust_env=False,
        )
    except httpx.HTTPError as fault:
        raise _Unwelcome(type(fault).__name__) from fault
    if not answer.is_success:
        raise _Unwelcome(f"HTTP {answer.status_code}")


def _now() -> int:
    return microseconds(datetime.now(UTC))
