"""What may be set from outside, gathered once into one frozen value and read at the edges only.

Each field that may be set is read from the command line, else from the variable of its name behind
`CLUSTER_DASHBOARD_`, else from the settings file. A further source is one more line in
`settings_customise_sources`.
"""

import ipaddress
import os
import re
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import Field, ValidationError, ValidationInfo
from pydantic import field_validator as checked
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from dashboard.languages import LANGUAGES, has, say
from dashboard.setting_values import (
    Address,
    Day,
    EvidencePlace,
    FilePath,
    MailServer,
    Minutes,
    SiteOrigins,
    Texts,
    Webhook,
)

NAME = "cluster-dashboard"
PREFIX = "CLUSTER_DASHBOARD_"

# How it is known who is asking; `public` knows nobody, so that nobody can enter anything.
Mode: TypeAlias = Literal["local", "public", "team", "oidc", "proxy"]
Reading: TypeAlias = Literal["public", "signed-in"]
# What an entered figure goes through before readers see it: nothing, a publisher, or a return that
# was approved.
Review: TypeAlias = Literal["off", "publisher", "on"]
MODES: tuple[str, ...] = get_args(Mode)
READINGS: tuple[str, ...] = get_args(Reading)
REVIEWS: tuple[str, ...] = get_args(Review)
# Where people sign in and may enter figures, so that answers are theirs alone.
SIGNED_IN_MODES = frozenset({"team", "oidc", "proxy"})

# Where a value in force comes from.
Origin: TypeAlias = Literal["option", "variable", "file", "default"]
_ORIGINS: Mapping[str, Origin] = {
    "InitSettingsSource": "option",
    "Variables": "variable",
    "SettingsFile": "file",
}
# Decided by a command or by other settings, never by a variable or a file.
NOT_FROM_OUTSIDE = frozenset({"demo", "read_only", "origins", "file"})
# Names of files, in a settings file beside which they may lie.
_PATHS = frozenset(
    {"register", "seeds", "cache", "provider", "secret", "certificate", "certificate_key"}
    | {"mail_password", "webhook_secret"}
)


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
    return user_data_path(NAME, appauthor=False)


def settings_file() -> Path:
    """Return where this platform keeps a user's settings of this program (it may not exist)."""
    return user_config_path(NAME, appauthor=False) / "settings.toml"


def without_password(url: str) -> str:
    """Return a database's address such that no part of a password is left in it, however broken."""
    url = re.sub(r"(?i)(password=)[^&]*", r"\1***", url)
    scheme, found, rest = url.partition("://")
    if not found:
        # What no scheme begins may be anything.
        return url.partition(":")[0].rpartition("@")[2]
    if scheme.startswith("sqlite"):
        return url
    who, at, where = rest.rpartition("@")
    user, colon, _ = who.partition(":")
    return f"{scheme}://{user}{':***' if colon else ''}{at}{where}"


def cache_folder() -> Path:
    """Return where this platform keeps what a program can rebuild (it may not exist yet)."""
    return user_cache_path(NAME, appauthor=False)


class Wrong(NamedTuple):
    """One setting that cannot be understood: its variable, what it holds, a wording of what it may."""

    name: str
    found: str
    expected: str

    def text(self, lang: str) -> str:
        """Return it as a sentence."""
        if self.expected == "unknown":
            known = tuple(sorted(set(Settings.model_fields) - NOT_FROM_OUTSIDE))
            return say("server.setting.unknown", lang, name=self.name, known=known)
        if self.expected in {"unreadable", "no-toml"}:
            # server.setting.*
            return say(f"server.setting.{self.expected}", lang, name=self.name, found=self.found)
        choices = {"mode": MODES, "reading": READINGS, "review": REVIEWS}.get(self.expected, ())
        told = f"server.setting.{self.expected}"
        expected = " / ".join(choices) or say(
            told if has(told, lang) else "server.setting.text", lang
        )
        return say("cli.fault.setting", lang, name=self.name, found=self.found, expected=expected)


class SettingFault(ValueError):
    """Settings cannot be understood; `wrong` has all of them."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        told = [each.text(lang) for lang in reversed(LANGUAGES) for each in wrong]
        super().__init__("\n".join(told))
        self.wrong = wrong


class Variables(EnvSettingsSource):
    """The variables of the environment; a blank one counts as none."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        held = {name: (text or "").strip() for name, text in super()._load_env_vars().items()}
        return {name: text for name, text in held.items() if text}

    def __call__(self) -> dict[str, Any]:
        """Return the values by field."""
        return {k: v for k, v in super().__call__().items() if k not in NOT_FROM_OUTSIDE}


# The settings file of the reading under way: its name and what it holds.
_HELD: ContextVar[tuple[Path | None, Mapping[str, Any]]] = ContextVar("held", default=(None, {}))


class SettingsFile(PydanticBaseSettingsSource):
    """What the settings file says."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base's own
        """Give no single value."""
        return None, "", False

    def __call__(self) -> dict[str, Any]:
        """Return the values by field."""
        path, held = _HELD.get()
        values = dict(held)
        for name in _PATHS & set(values):
            if path is not None and isinstance(values[name], str):
                # Beside the file, wherever the program was started.
                values[name] = path.parent / Path(values[name]).expanduser()
        for name, value in values.items():
            # A yes is no number, and a bare number of a time means minutes, as in a variable.
            if (
                isinstance(value, int)
                and name != "metrics"
                and (isinstance(value, bool) or name != "port")
            ):
                values[name] = str(value)
        return values


class Origins(PydanticBaseSettingsSource):
    """The last source: says of each field which source before it was the first to have it."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base's own
        """Give no single value."""
        return None, "", False

    def __call__(self) -> dict[str, Any]:
        """Return the field `origins`."""
        found: dict[str, Origin] = {}
        for source, values in self.settings_sources_data.items():
            if source in _ORIGINS:
                found = dict.fromkeys(values, _ORIGINS[source]) | found
        found.pop("file", None)
        return {"origins": tuple(found.items())}


# `register` is also a method of every abstract class's class; nobody calls it here.
warnings.filterwarnings("ignore", 'Field name "register" in "Settings" shadows', UserWarning)


class Settings(BaseSettings):
    """The whole configuration of one process.

    `database` is an SQLAlchemy URL, `replica` that of one PostgreSQL server that follows it, from
    which pages may be read. `register` is a YAML file or a folder of such files; `seeds`
    is the folder of document records, by default `../seeds` beside the register. `cache` holds
    only what can be rebuilt. So many `processes` serve on one port. `today` stands in for the clock
    where a day matters.

    `mode` is one of `MODES`, `reading` of `READINGS`, `review` of `REVIEWS`. `address` is what
    people type to come here, as in `https://targets.example` or, below a path of another site,
    `https://site.example/targets`; `hosts` are further names of this server,
    `embed_origins` the other sites whose pages may frame links that are keys. `proxies` are the
    addresses of reverse proxies to believe, and `proxy_header` names who is signed in there.
    `provider` is the TOML file of the identity provider, `secret` a file with at least 32 random
    characters that replicas share. A session lasts `session_idle` without use, and no longer than
    `session_absolute`. `mail` is the server that bulletins are sent through, `smtp://host:587`
    (with STARTTLS) or `smtps://host`, and `mail_password` a file; `webhook` is an address that gets
    them, signed with what the file `webhook_secret` holds. Neither is asked unless it is set.
    `evidence` is where files of evidence are kept, `database`, `file:///folder` or
    `s3://bucket/prefix`, and "" for nowhere; each has at most `evidence_megabytes`.
    `origins` are the fields that were set, and where; `file` is
    the settings file that was read.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", validate_default=True
    )

    # In this order: what stands below may depend on what stands above.
    database: str = Field(default_factory=default_database, repr=False)
    replica: Annotated[str, Field(repr=False)] = ""
    register: FilePath = Field(default_factory=default_register)
    seeds: FilePath | None = None
    cache: FilePath = Field(default_factory=cache_folder)
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=0, le=65535)
    processes: int = Field(default=1, ge=1, le=64)
    demo: bool = False
    today: Day = None
    # Unless somebody says otherwise: alone on this machine, and for others to read only.
    mode: Mode = Field(
        default_factory=lambda known: "local" if is_loopback(known["host"]) else "public"
    )
    # Who has accounts has readers; showing everything to all is to be said, not assumed.
    reading: Reading = Field(
        default_factory=lambda known: "signed-in" if known["mode"] in SIGNED_IN_MODES else "public"
    )
    # Unless an office says otherwise, a publisher decides and returns are kept by who wants them.
    review: Review = "publisher"
    read_only: bool = False
    address: Address = ""
    hosts: Texts = ()
    embed_origins: SiteOrigins = ()
    proxies: Texts = ()
    proxy_header: str = ""
    provider: FilePath | None = None
    secret: FilePath | None = None
    certificate: FilePath | None = None
    certificate_key: FilePath | None = None
    session_idle: Minutes = timedelta(hours=2)
    session_absolute: Minutes = timedelta(hours=12)
    metrics: bool = False
    mail: MailServer = ""
    mail_user: str = ""
    mail_password: FilePath | None = None
    mail_from: str = ""
    mail_to: Texts = ()
    webhook: Webhook = ""
    webhook_secret: FilePath | None = None
    evidence: EvidencePlace = ""
    evidence_megabytes: int = Field(default=8, ge=1, le=16)
    origins: tuple[tuple[str, Origin], ...] = ()
    file: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - ours stands in its place
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Name the sources; the first that has a value is the one that counts."""
        own = (Variables(settings_cls), SettingsFile(settings_cls), Origins(settings_cls))
        return init_settings, *own

    @checked("replica")
    @classmethod
    def _follows_the_database(cls, text: str, info: ValidationInfo) -> str:
        """Only PostgreSQL has replicas, and one address names one of them."""
        postgres = str(info.data.get("database")).startswith("postgresql")
        host = urlsplit(text).netloc.rpartition("@")[2]
        if text and not (postgres and text.startswith("postgresql") and "," not in host):
            raise ValueError(text)
        return text

    @checked("read_only")
    @classmethod
    def _nobody_enters(cls, asked: bool, info: ValidationInfo) -> bool:
        """Nobody enters in the mode `public`, nor from outside loopback in the mode `local`."""
        mode, host = info.data.get("mode"), str(info.data.get("host"))
        return asked or mode == "public" or (mode == "local" and not is_loopback(host))

    @classmethod
    def from_environment(cls, settings: str | None = None, **options: Any) -> "Settings":
        """Read the `CLUSTER_DASHBOARD_*` variables, and behind them the file `settings`.

        `options` that say something go before both. Without `settings` it is the file that
        `CLUSTER_DASHBOARD_SETTINGS` names, else the user's own if there is one. Raises
        `SettingFault` with all that is wrong.
        """
        given = {name: value for name, value in options.items() if value not in (None, "")}
        with _held_file(settings) as (path, wrong):
            try:
                made = cls(**given, file=path)
            except ValidationError as fault:
                raise SettingFault((*wrong, *_wrong(fault, given))) from fault
            if wrong:
                raise SettingFault(tuple(wrong))
            return made

    @property
    def secure(self) -> bool:
        """Whether people reach this server over TLS only, its own or a proxy's."""
        return self.address.startswith("https://") or self.certificate is not None

    @property
    def base_path(self) -> str:
        """The path of `address` below which all addresses of ours lie, as in `/targets`; "" for none."""
        return urlsplit(self.address).path

    @property
    def address_origin(self) -> str:
        """Scheme, host and port of `address`, as a browser names them; "" without one."""
        return self.address.removesuffix(self.base_path)

    @property
    def signs_in(self) -> bool:
        """Whether people are known one by one."""
        return self.mode in SIGNED_IN_MODES

    def on(self) -> date:
        """Return the day that counts as today: China's, wherever the server's own clock stands."""
        from dashboard.languages.numbers import CHINA

        return self.today or datetime.now(CHINA).date()

    def origin(self, name: str) -> Origin:
        """Return where the value of a field comes from."""
        return dict(self.origins).get(name, "default")

    def with_changes(self, **changes: Any) -> "Settings":
        """Return a copy with some fields changed."""
        return self.model_copy(update=changes)


@contextmanager
def _held_file(named: str | None) -> Iterator[tuple[Path | None, list[Wrong]]]:
    """Hold what the settings file says while settings are made; give its name and unknown keys.

    Raises `SettingFault` for a file that cannot be read.
    """
    said = named or os.environ.get(PREFIX + "SETTINGS", "").strip()
    path = Path(said).expanduser().absolute() if said else settings_file()
    held: dict[str, Any] = {}
    there = bool(said) or path.exists()
    try:
        if there:
            held = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise SettingFault((Wrong(str(path), fault.strerror or "", "unreadable"),)) from fault
    except ValueError as fault:
        # The words of the TOML reader name line and column, and nothing of what stands there.
        place = re.search(r"line \d+, column \d+", str(fault))
        found = place[0] if place else type(fault).__name__
        raise SettingFault((Wrong(str(path), found, "no-toml"),)) from fault
    known = set(Settings.model_fields) - NOT_FROM_OUTSIDE
    wrong = [Wrong(f"{path}: {key}", "", "unknown") for key in held if key not in known]
    token = _HELD.set(
        (path if there else None, {key: value for key, value in held.items() if key in known})
    )
    try:
        yield path if there else None, wrong
    finally:
        _HELD.reset(token)


def _wrong(fault: ValidationError, given: Mapping[str, object]) -> list[Wrong]:
    path, held = _HELD.get()
    variables = Variables(Settings)()
    found = {}
    for each in fault.errors(include_url=False):
        # What follows from a setting that is wrong already is no fault of its own.
        if each["type"] == "default_factory_not_called":
            continue
        name = str(each["loc"][0])
        in_file = name in held and name not in {*given, *variables}
        called = f"{path}: {name}" if in_file else PREFIX + name.upper()
        # A password may be in a database's address, whatever is wrong with it.
        shown = "…" if name in {"database", "replica"} else str(each["input"])
        found[name] = Wrong(called, shown, name)
    return list(found.values())


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
