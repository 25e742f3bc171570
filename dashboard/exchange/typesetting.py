"""Documents and drawings set by typst, in a process of its own.

typst keeps what it has laid out for as long as its process lives: in a server, or over hundreds of
bulletins, that would be hundreds of megabytes. Run as a module, it sets what it reads.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dashboard.register.compiling_apart import own_environment

# Seconds; a bulletin of 150 goals takes one.
LONGEST = 120


# A drawing, as large as it is.
_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'


class Typeset(NamedTuple):
    """What is to be set: files by name with `main.typ` among them, and into what.

    `ppi` is of pictures, `moment` is what a document says of when it was made.
    """

    files: Mapping[str, bytes]
    form: Literal["pdf", "png"]
    ppi: float | None = None
    moment: datetime | None = None


class TypesettingFailed(Exception):
    """typst has ended without what was asked for."""


def typeset(works: Sequence[Typeset]) -> list[bytes]:
    """Return each work as a file, in the fonts of print alone. Raises `TypesettingFailed`."""
    told = [
        {
            "files": {
                name: base64.b64encode(content).decode() for name, content in one.files.items()
            },
            "form": one.form,
            "ppi": one.ppi,
            "moment": one.moment and one.moment.isoformat(),
        }
        for one in works
    ]
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            env=own_environment(),
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as fault:
        said = getattr(fault, "stderr", None) or b""
        raise TypesettingFailed(said.decode("utf-8", "replace")[-500:] or str(fault)) from fault
    return [base64.b64decode(one) for one in json.loads(done.stdout)]


def _set(told: Sequence[Mapping[str, Any]]) -> list[str]:
    import noto_cjk_sans_otc
    import typst

    # Noto Sans CJK, which the locked requirements bring, and no font of the machine.
    folder = Path(str(noto_cjk_sans_otc.FONT_PATH)).parent
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    made = []
    for one in told:
        files = {name: base64.b64decode(content) for name, content in one["files"].items()}
        more: dict[str, Any] = {}
        if one["ppi"] is not None:
            more["ppi"] = one["ppi"]
        if one["moment"] is not None:
            more["timestamp"] = datetime.fromisoformat(one["moment"])
        content: bytes = typst.compile(files, font_paths=fonts, format=one["form"], **more)
        made.append(base64.b64encode(content).decode())
    return made


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


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_set(json.load(sys.stdin))))
