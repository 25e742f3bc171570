"""Who issued a bulletin, when, and from what: printed in it, and kept to verify it later."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from dashboard import __version__
from dashboard.bulletins.content import Bulletin
from dashboard.languages import say


@dataclass(frozen=True, slots=True)
class Signature:
    """The id of a bulletin and what it was made from. `moment` is when, in UTC."""

    id: str
    moment: datetime
    issuer_text: str
    made_text: str
    id_text: str
    content_checksum: str


def sign(bulletin: Bulletin, moment: datetime) -> Signature:
    """Return the signature of what a bulletin says: the same content at one moment, the same id."""
    lang = bulletin.lang
    checksum = content_checksum(bulletin)
    id = f"{bulletin.region}-{bulletin.period}-{checksum[:12]}"
    issuer = bulletin.issuer.strip() or say("bulletin.no-issuer", lang)
    return Signature(
        id=id,
        moment=moment.replace(microsecond=0),
        issuer_text=say("bulletin.issuer", lang, issuer=issuer),
        made_text=say(
            "bulletin.made",
            lang,
            revision=bulletin.revision,
            register=bulletin.register_version[:12],
            software=__version__,
        ),
        id_text=say("bulletin.id", lang, id=id),
        content_checksum=checksum,
    )


def content_checksum(bulletin: Bulletin) -> str:
    """Return the SHA-256 of all that a bulletin says, its numbers to the last digit."""
    said = asdict(bulletin)
    # Of those that were issued before it was counted nothing of it was said.
    if not said["unpublished"]:
        del said["unpublished"]
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(told.encode()).hexdigest()
