"""Where the bytes of evidence files lie: in the database, in a folder, or in S3-compatible storage.

A file lies under the SHA-256 of its bytes, so that the same file lies there once and one that was
changed is known. Which storage it is, the operator's settings alone say.
"""

import hashlib
from typing import Any

from dashboard.actuals.messages import ActualsError

# Seconds that S3-compatible storage has to answer, and how often it is asked.
_S3 = {"config_kwargs": {"connect_timeout": 5, "read_timeout": 20, "retries": {"max_attempts": 2}}}


class EvidenceFault(ActualsError):
    """A file of evidence cannot be kept or had; the sentence says why and how to mend it."""


def checksum_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


class FileStorage:
    """A folder (`file:///folder`) or a bucket (`s3://bucket/prefix`). Raises `EvidenceFault`."""

    def __init__(self, url: str) -> None:
        self._url = url

    def put(self, checksum: str, content: bytes) -> None:
        """Keep a file's bytes; when this returns they are there as a whole."""
        files, root = self._there()
        path = f"{root}/{checksum[:2]}/{checksum}"
        try:
            files.makedirs(path.rpartition("/")[0], exist_ok=True)
            # A transaction moves what is whole into its place: half a file is never there.
            with files.transaction, files.open(path, "wb") as file:
                file.write(content)
        except Exception as fault:  # the libraries behind raise what they like
            raise EvidenceFault("evidence.not-kept", place=self._url) from fault

    def get(self, checksum: str, size: int) -> bytes | None:
        """Return a file's bytes, no more than `size` and one; None where there is no such file."""
        files, root = self._there()
        try:
            with files.open(f"{root}/{checksum[:2]}/{checksum}", "rb") as file:
                return bytes(file.read(size + 1))
        except FileNotFoundError:
            return None
        except Exception as fault:  # the libraries behind raise what they like
            raise EvidenceFault("evidence.unreachable", place=self._url) from fault

    def check(self) -> None:
        """Raise `EvidenceFault` unless the folder or the bucket is there."""
        self._there()

    def _there(self) -> tuple[Any, str]:
        """Return the file system and the root, which is never made: it may be a disk not mounted."""
        import fsspec

        options = _S3 if self._url.startswith("s3://") else {}
        try:
            # Its own each time: a transaction is of the whole file system, and threads share none.
            files, root = fsspec.url_to_fs(self._url, skip_instance_cache=True, **options)
        except ImportError as fault:
            raise EvidenceFault("evidence.no-s3") from fault
        except Exception as fault:  # the libraries behind raise what they like
            raise EvidenceFault("evidence.unreachable", place=self._url) from fault
        root = str(root).rstrip("/")
        try:
            # A bucket has no folders: it is there or not, and the prefix comes with the first file.
            there = files.isdir(root.partition("/")[0] if options else root)
        except Exception as fault:  # the libraries behind raise what they like
            raise EvidenceFault("evidence.unreachable", place=self._url) from fault
        if not there:
            raise EvidenceFault("evidence.unreachable", place=self._url)
        return files, root
