"""Bulletins that were issued."""

from dashboard.doors.api.models.answers import Answer


class BulletinFile(Answer):
    """One file of a bulletin as it was issued."""

    format: str
    sha256: str
    at: str


class IssuedBulletin(Answer):
    """A bulletin that was issued: what it was made from, and its files."""

    id: str
    region: str
    period: str
    lang: str
    issuer: str
    day: str
    revision: int
    register_version: str
    software: str
    content_sha256: str
    files: list[BulletinFile]
