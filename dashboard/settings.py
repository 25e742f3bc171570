"""What may be set from outside, gathered once into one frozen value and read at the edges only."""

import ipaddress
import os
import sys
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAME = "cluster-dashboard"
PREFIX = "CLUSTER_DASHBOARD_"

# How it is known who is asking; `public` knows nobody, so that nobody can enter anything.
MODES = ("local", "public", "team", "oidc", "proxy")
READINGS = ("public", "signed-in")
# Where people sign in and may enter figures, so that answers are theirs alone.
SIGNED_IN_MODES = frozenset({"team", "oidc", "proxy"})


class SettingFault(ValueError):
    """A setting cannot be understood; `name` is its variable, `found` what it holds."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(f"{name} is {found!r}; expected {expected}.")
        self.name, self.found, self.expected = name, found, expected


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration of one process.

    `database` is an SQLAlchemy URL. `register` is a YAML file or a folder of such files; `seeds`
    is the folder of document records, by default `../seeds` beside the register. `cache` holds
    only what can be rebuilt. `today` stands in for the clock where a day matters.

    `mode` is one of `MODES`, `reading` of `READINGS`. `address` is what people type to come here,
    as in `https://targets.example`; `hosts` are further names of this server. `proxies` are the
    addresses of reverse proxies to believe, and `proxy_header` names who is signed in there.
    `provider` is the TOML file of the identity provider, `secret` a file with at least 32 random
    characters that replicas share.
    """

    database: str
    register: Path
    seeds: Path | None
    cache: Path
    host: str = "127.0.0.1"
    port: int = 8501
    demo: bool = False
    read_only: bool = False
    today: date | None = None
    mode: str = "local"
    reading: str = "public"
    address: str = ""
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    proxy_header: str = ""
    provider: Path | None = None
    secret: Path | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None
    idle: timedelta = timedelta(hours=2)
    absolute: timedelta = timedelta(hours=12)
    metrics: bool = False

    @classmethod
    def from_environment(cls, **overrides: Any) -> "Settings":
        """Read the `CLUSTER_DASHBOARD_*` variables; `overrides` that are not None go before them.

        Raises `SettingFault`. Nobody can enter anything in the mode `public`, nor from outside
        loopback in the mode `local`.
        """
        chosen = {name: value for name, value in overrides.items() if value is not None}
        register = Path(chosen.get("register") or _variable("REGISTER") or default_register())
        seeds = chosen.get("seeds") or _variable("SEEDS")
        host = str(chosen.get("host") or _variable("HOST") or "127.0.0.1")
        # Unless somebody says otherwise: alone on this machine, and for others to read only.
        unsaid = "local" if is_loopback(host) else "public"
        mode = _one_of("MODE", chosen.get("mode"), MODES, unsaid)
        reading = _one_of("READING", chosen.get("reading"), READINGS, "")
        nobody_enters = mode == "public" or (mode == "local" and not is_loopback(host))
        return cls(
            database=str(chosen.get("database") or _variable("DATABASE") or default_database()),
            register=register.expanduser().absolute(),
            seeds=Path(seeds).expanduser().absolute() if seeds else None,
            cache=Path(chosen.get("cache") or _variable("CACHE") or cache_folder()).expanduser(),
            host=host,
            port=_port(chosen.get("port") or _variable("PORT") or 8501),
            demo=bool(chosen.get("demo", False)),
            read_only=bool(chosen.get("read_only", False)) or nobody_enters,
            today=_day(chosen.get("today") or _variable("TODAY")),
            mode=mode,
            # Who has accounts has readers; showing everything to all is to be said, not assumed.
            reading=reading or ("signed-in" if mode in SIGNED_IN_MODES else "public"),
            address=_address(str(chosen.get("address") or _variable("ADDRESS"))),
            hosts=_several("HOSTS"),
            proxies=_several("PROXIES"),
            proxy_header=_variable("PROXY_HEADER"),
            provider=_file("PROVIDER"),
            secret=_file("SECRET"),
            certificate=_file("CERTIFICATE"),
            certificate_key=_file("CERTIFICATE_KEY"),
            idle=timedelta(minutes=_minutes("SESSION_IDLE", 120)),
            absolute=timedelta(minutes=_minutes("SESSION_ABSOLUTE", 720)),
            metrics=_one_of("METRICS", None, ("on", "off"), "off") == "on",
        )

    @property
    def secure(self) -> bool:
        """Whether people reach this server over TLS only, its own or a proxy's."""
        return self.address.startswith("https://") or self.certificate is not None

    @property
    def signs_in(self) -> bool:
        """Whether people are known one by one."""
        return self.mode in SIGNED_IN_MODES

    def on(self) -> date:
        """Return the day that counts as today: China's, wherever the server's own clock stands."""
        from dashboard.languages.numbers import CHINA

        return self.today or datetime.now(CHINA).date()

    def with_changes(self, **changes: Any) -> "Settings":
        """Return a copy with some fields changed."""
        return replace(self, **changes)


_active: Settings | None = None


def activate(settings: Settings) -> None:
    """Make `settings` what `current()` returns in this process. For the server's start only."""
    global _active  # noqa: PLW0603 - one process has one configuration, set once
    _active = settings


def active() -> Settings | None:
    """Return the settings the process was started with, or None if nothing started it."""
    return _active


def current() -> Settings:
    """Return the settings the process was started with, else those of the environment."""
    return _active or _from_environment()


@cache
def _from_environment() -> Settings:
    return Settings.from_environment()


def is_loopback(host: str) -> bool:
    """Tell whether `host` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def default_register() -> Path:
    """Return the repository's own register, or in an installed wheel the copy it carries."""
    package = Path(__file__).parent
    shipped = package / "_shipped"
    return (shipped if shipped.is_dir() else package.parent) / "data" / "targets.yaml"


def default_database() -> str:
    """Return the URL of the SQLite file in the user's data folder."""
    return f"sqlite:///{(data_folder() / 'actuals.db').as_posix()}"


def data_folder() -> Path:
    """Return where this platform keeps a user's data of this program (it may not exist yet)."""
    if sys.platform == "win32":
        return _folder("LOCALAPPDATA", "AppData", "Local") / NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME
    return _folder("XDG_DATA_HOME", ".local", "share") / NAME


def cache_folder() -> Path:
    """Return where this platform keeps what a program can rebuild (it may not exist yet)."""
    if sys.platform == "win32":
        return _folder("LOCALAPPDATA", "AppData", "Local") / NAME / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / NAME
    return _folder("XDG_CACHE_HOME", ".cache") / NAME


def _folder(variable: str, *below_home: str) -> Path:
    # The XDG rules say: a path that is not absolute is to be ignored.
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else Path.home().joinpath(*below_home)


def _variable(name: str) -> str:
    return os.environ.get(PREFIX + name, "").strip()


def _port(value: str | int) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise SettingFault(PREFIX + "PORT", text, "a port number from 0 to 65535")
    return int(text)


def _day(value: date | str | None) -> date | None:
    if not value or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise SettingFault(PREFIX + "TODAY", value, "a day such as 2026-10-31") from fault


def _one_of(name: str, given: object, known: tuple[str, ...], default: str) -> str:
    text = str(given or _variable(name) or default)
    if text and text not in known:
        raise SettingFault(PREFIX + name, text, " / ".join(known))
    return text


def _several(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _variable(name).split(",") if part.strip())


def _file(name: str) -> Path | None:
    text = _variable(name)
    return Path(text).expanduser().absolute() if text else None


def _minutes(name: str, default: int) -> int:
    text = _variable(name) or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 60 * 24 * 30):
        raise SettingFault(PREFIX + name, text, "minutes from 1 to 43200")
    return int(text)


def _address(text: str) -> str:
    found = urlsplit(text.rstrip("/"))
    if text and (
        found.scheme not in {"http", "https"}
        or not found.hostname
        or found.path
        or found.query
        or found.username
    ):
        raise SettingFault(PREFIX + "ADDRESS", text, "an address such as https://targets.example")
    return f"{found.scheme}://{found.netloc.lower()}" if text else ""
