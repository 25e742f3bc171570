"""Texts inside a figure: harmless to Plotly's small HTML, and broken into lines."""

from dashboard.wording.scales import ems


def label(value: object) -> str:
    """Return a raw text as Plotly text: its small HTML (links, line breaks) has no effect."""
    if value is None:
        return ""
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(words: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` em, at blanks or between ideographs."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(words):
        if line and ems(line + piece.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    if line.strip():
        lines.append(line.strip())
    return lines


def _pieces(words: str) -> list[str]:
    """Cut where a line may break: after a blank, and after an ideograph."""
    pieces: list[str] = []
    piece = ""
    for sign in words:
        if sign in "，。；：、）》”」" and pieces and not piece:
            pieces[-1] += sign
            continue
        piece += sign
        if sign == " " or "\u4e00" <= sign <= "\u9fff":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
