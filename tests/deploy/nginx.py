"""A real nginx with the repository's own configuration, on ports of its own."""

import grp
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.machine.prepare import SYSTEM_PATH
from tests.machine.server import free_port
from tests.structure.test_tree import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


def arranged(folder: Path, replicas: Sequence[int], tls: int, below: str = "") -> Path:
    """Write a whole configuration: ours, with this machine's ports and a certificate made here.

    `below` is the path of the site that the dashboard has, as in `/targets`.
    """
    pem, key = folder / "certificate.pem", folder / "certificate-key.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=targets.example", "-keyout", str(key), "-out", str(pem)]
    subprocess.run([*made.split(), *names], capture_output=True, check=True)
    text = CONFIGURATION.read_text(encoding="utf-8")
    for number, port in enumerate(replicas, 1):
        text = text.replace(f"172.30.0.1{number}:8501", f"127.0.0.1:{port}")
    text = text.replace("/run/secrets/", f"{folder}/")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("location / {", f"location {below}/ {{")
    text = text.replace("location = /metrics", f"location = {below}/metrics")
    own = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Its workers keep what is larger than their buffer in this folder, which is open to this user only.
    user = f"{pwd.getpwuid(os.getuid()).pw_name} {grp.getgrgid(os.getgid()).gr_name}"
    whole = folder / "nginx.conf"
    whole.write_text(
        f"user {user}; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{own}\n{text}\n}}\n"
    )
    return whole


def command() -> str:
    """Return nginx's own name; `tests.machine.prepare` has seen to it that there is one."""
    return str(shutil.which("nginx", path=SYSTEM_PATH))


@contextmanager
def running(whole: Path, tls: int) -> Iterator[None]:
    """Run nginx until left, and end it by its own id."""
    process = subprocess.Popen([command(), "-p", str(whole.parent), "-c", str(whole)])
    try:
        until = time.monotonic() + 60
        while not (whole.parent / "nginx.pid").exists():
            assert process.poll() is None, (whole.parent / "error.log").read_text()
            assert time.monotonic() < until, "nginx did not start"
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(30)
