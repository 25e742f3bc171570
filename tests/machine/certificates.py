"""A certificate of 127.0.0.1, signed by itself."""

import subprocess
from pathlib import Path


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Return the files of a new certificate and its key."""
    pem, key = folder / "certificate.pem", folder / "certificate-key.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=targets.example", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(pem)]
    subprocess.run([*made.split(), *names, *files], capture_output=True, check=True)
    return pem, key
