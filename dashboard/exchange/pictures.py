"""Drawings as PNG, in the fonts of print: no browser and no font of the machine is asked."""

from collections.abc import Sequence

from dashboard.exchange.typesetting import Typeset, typeset

_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'


def as_png(svg: str, ppi: float = 200.0) -> bytes:
    """Return a drawing as PNG, its texts in the font that comes along."""
    return as_pngs([svg], ppi)[0]


def as_pngs(drawings: Sequence[str], ppi: float = 200.0) -> list[bytes]:
    """Return drawings as PNG, at the cost of one."""
    return typeset(
        [
            Typeset({"main.typ": _PAGE, "drawing.svg": svg.encode()}, "png", ppi=ppi)
            for svg in drawings
        ]
    )
