"""A bulletin as PDF: A4, fonts embedded, text that can be selected, bookmarks from the headings."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.drawings import completion_drawing
from dashboard.bulletins.sections import sections
from dashboard.bulletins.signature import Signature
from dashboard.exchange.pictures import fonts
from dashboard.languages import say

_LAYOUT = Path(__file__).parent / "layouts" / "bulletin.typ"


def write_pdf(bulletin: Bulletin, signature: Signature) -> bytes:
    """Return the PDF, typeset by typst: no office suite and no browser is asked."""
    import typst

    lang = bulletin.lang
    svg = completion_drawing(bulletin)
    told: dict[str, Any] = {
        "title": bulletin.title,
        "addressees": bulletin.addressees,
        "issuer": signature.issuer_text,
        "issued": bulletin.issued,
        "lang": lang,
        "made": signature.made_text,
        "id": signature.id_text,
        "page": say("bulletin.page", lang, n="{n}", all="{all}"),
        "drawing": svg is not None,
        "sections": [asdict(one) for one in sections(bulletin)],
    }
    files = {
        "main.typ": _LAYOUT.read_bytes(),
        "told.json": json.dumps(told, ensure_ascii=False).encode(),
    }
    if svg is not None:
        files["completion.svg"] = svg.encode()
    made: bytes = typst.compile(files, font_paths=fonts(), format="pdf", timestamp=signature.moment)
    return made
