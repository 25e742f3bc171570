"""A bulletin as PDF: A4, fonts embedded, text that can be selected, bookmarks from the headings."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.drawings import section_drawings
from dashboard.bulletins.sections import lies_in, sections
from dashboard.bulletins.signature import Signature
from dashboard.exchange.typesetting import Typeset, typeset
from dashboard.judging import Standing
from dashboard.languages import say

_LAYOUT = Path(__file__).parent / "layouts" / "bulletin.typ"


def write_pdf(bulletin: Bulletin, signature: Signature, standing: Standing) -> bytes:
    """Return the PDF, typeset by typst: no office suite and no browser is asked."""
    lang = bulletin.lang
    files: dict[str, bytes] = {}
    drawn: dict[str, list[dict[str, Any]]] = {}
    for name, drawings in section_drawings(bulletin, standing).items():
        for n, one in enumerate(drawings):
            files[f"{name}-{n}.svg"] = one.svg.encode()
            told_of = {"file": f"{name}-{n}.svg", "width": one.width_mm}
            drawn.setdefault(name, []).append(told_of)
    lies = lies_in(lang)
    told: dict[str, Any] = {
        "title": bulletin.title,
        "addressees": bulletin.addressees,
        "issuer": signature.issuer_text,
        "issued": bulletin.issued,
        "lang": lang,
        "made": signature.made_text,
        "id": signature.id_text,
        "page": say("bulletin.page", lang, n="{n}", all="{all}"),
        "sections": [
            asdict(one)
            | {"drawings": drawn.get(one.name, []), "lies": lies and one.name == "goals"}
            for one in sections(bulletin, lying=lies)
        ],
    }
    files["main.typ"] = _LAYOUT.read_bytes()
    files["told.json"] = json.dumps(told, ensure_ascii=False).encode()
    (made,) = typeset([Typeset(files, "pdf", moment=signature.moment)])
    return made
