"""An address as a QR code, for paper and screens."""

import io

# The paper around a code, in modules, as ISO/IEC 18004 asks.
_BORDER = 4
# Wide enough for a phone to read from paper.
_WIDTH_MM = 20
_PIXELS_A_MODULE = 12


def as_svg(address: str) -> bytes:
    """Return the code as SVG, 2 cm wide with its white border."""
    import segno

    code = segno.make_qr(address, error="m")
    scale = _WIDTH_MM / code.symbol_size(border=_BORDER)[0]
    out = io.BytesIO()
    code.save(out, kind="svg", border=_BORDER, scale=scale, unit="mm", light="#fff", xmldecl=False)
    return out.getvalue()


def as_png(address: str) -> bytes:
    """Return the code as PNG, sharp at 2 cm on any printer."""
    import segno

    out = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, kind="png", border=_BORDER, scale=_PIXELS_A_MODULE, light="#fff")
    return out.getvalue()
