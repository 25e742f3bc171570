"""A real LibreOffice, without a window: opens a file and saves it again, as an office does."""

import shutil
import subprocess
from pathlib import Path

HOW_TO_INSTALL = (
    "No LibreOffice can be started, and files are tried in a real one. Install one with:"
    " apt-get install libreoffice-calc-nogui"
)
_FORMATS = {
    ".xlsx": ("xlsx:Calc MS Excel 2007 XML", ""),
    # Comma, quotes, UTF-8, as shown in the cells.
    ".csv": ("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "CSV:44,34,76,1"),
}


class NoOffice(RuntimeError):
    """No LibreOffice can be started here."""


def office() -> str | None:
    """Return the path of an installed LibreOffice, if there is one."""
    return next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), None)


def saved_by_office(path: Path, folder: Path) -> Path:
    """Open a file in LibreOffice and save it in `folder` in the same format; raises `NoOffice`."""
    program = office()
    if program is None:
        raise NoOffice(HOW_TO_INSTALL)
    kind, read_as = _FORMATS[path.suffix]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            *([f"--infilter={read_as}"] if read_as else []),
            "--convert-to", kind, "--outdir", str(folder), str(path),
        ],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    made = sorted(each for each in folder.glob(f"*{path.suffix}"))
    if len(made) != 1:
        raise NoOffice(f"{HOW_TO_INSTALL}\n{done.stderr}")
    return made[0]
