"""Drawings as PNG, in the fonts of print: no browser and no font of the machine is asked."""

from pathlib import Path
from typing import Any


def as_png(svg: str, ppi: float = 200.0) -> bytes:
    """Return a drawing as PNG, its texts in the font that comes along."""
    import typst

    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'
    files = {"main.typ": page.encode(), "drawing.svg": svg.encode()}
    made: bytes = typst.compile(files, font_paths=fonts(), format="png", ppi=ppi)
    return made


def fonts() -> Any:
    """Return the fonts of print: Noto Sans CJK, which the locked requirements bring, and no other."""
    import noto_cjk_sans_otc
    import typst

    folder = Path(str(noto_cjk_sans_otc.FONT_PATH)).parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
