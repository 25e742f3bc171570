"""The scripts of the pages' own server: which ones a page needs, and compressed copies of them.

A page's script tells only by and by which kinds of elements it has, and the browser asks for each
kind's bundle when it is told of it, one wave after the other. Here they are named at once. Names
have a hash in them, so they are looked up in the installed package, as the shell is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread

from dashboard.shell.plotly_bundle import trimmed

# The kinds of elements of each page, as their bundles are named.
_EVERYWHERE = ("Html", "PageLink", "Button")
KINDS = {
    "overview": _EVERYWHERE,
    "region": (*_EVERYWHERE, "Selectbox", "Checkbox", "ButtonGroup", "PlotlyChart"),
    "cluster": (*_EVERYWHERE, "Selectbox", "Slider", "Checkbox", "PlotlyChart"),
    "goals": (*_EVERYWHERE, "TextInput", "Selectbox", "Pagination", "DownloadButton"),
    "evaluation": (*_EVERYWHERE, "Selectbox", "DownloadButton", "PlotlyChart"),
    "entry": (*_EVERYWHERE, "Selectbox", "ButtonGroup", "BidiComponent", "PlotlyChart"),
    "review": (*_EVERYWHERE, "Checkbox"),
    "completeness": (*_EVERYWHERE, "Selectbox"),
    "audit": (*_EVERYWHERE, "Selectbox", "TextInput", "DateInput", "DownloadButton"),
    "sources": (*_EVERYWHERE, "Selectbox"),
}
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
_ASKED_BY_SHELL = re.compile(r"static/js/([\w.-]+\.js)")
# Fonts and pictures are compressed already.
_COMPRESSED = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_DRAWS_CHARTS = "js/PlotlyChart."


@cache
def static_folder() -> Path:
    """Return the folder of the installed package whose files are answered below `/static/`."""
    import streamlit

    return Path(streamlit.__file__).parent / "static" / "static"


@cache
def bundles_of(page: str) -> tuple[str, ...]:
    """Return the scripts a page needs beyond the shell's own, the largest last.

    Names are relative to `/static/js/`. A kind that the installed version has no bundle of is left
    out: the page then asks for what it needs when it needs it.
    """
    folder = static_folder() / "js"
    shell = (static_folder().parent / "index.html").read_text(encoding="utf-8")
    known = set(_ASKED_BY_SHELL.findall(shell))
    found: dict[str, int] = {}
    waiting = [path.name for kind in KINDS[page] for path in _named(kind, folder)]
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        size, imported = _imports(name)
        found[name] = size
        waiting += imported
    return tuple(sorted(found, key=lambda name: (found[name], name)))


def has_bundle(kind: str) -> bool:
    """Tell whether the installed version has a script for a kind of elements."""
    return any(_named(kind, static_folder() / "js"))


@cache
def _imports(name: str) -> tuple[int, tuple[str, ...]]:
    """A script's size, and the scripts it cannot run without."""
    folder = static_folder() / "js"
    source = (folder / name).read_text(encoding="utf-8")
    return len(source), tuple(o for o in _IMPORTED.findall(source) if (folder / o).is_file())


def _named(kind: str, folder: Path) -> Iterable[Path]:
    return [path for path in folder.glob(f"{kind}.*.js") if path.name.count(".") == 2]


@dataclass(frozen=True, slots=True)
class Copy:
    """A compressed copy of a static file; `tag` names its content where the file's name does not."""

    body: bytes
    tag: str = ""


def _copy(path: str) -> Copy:
    content = (static_folder() / path).read_bytes()
    if path.startswith(_DRAWS_CHARTS) and (ours := trimmed(content.decode())):
        content = ours.encode()
        return Copy(compress(content, 6, mtime=0), f'"{sha256(content).hexdigest()[:32]}"')
    return Copy(compress(content, 6, mtime=0))


class Compressed:
    """Compressed copies of the static files, each made once a process and kept in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, Copy] = {}
        self._lock = Lock()

    def kind(self, path: str) -> str | None:
        """Return the media type of a static file that has a compressed copy; None for all others.

        `path` is relative to `/static/`. Only plain names of installed files have one.
        """
        folder, _, name = path.partition("/")
        ending = name.rpartition(".")[2]
        media = _COMPRESSED.get(f".{ending}")
        if media is None or folder != ending or not re.fullmatch(r"[\w.-]+", name):
            return None
        return media if (static_folder() / folder / name).is_file() else None

    def kept(self, path: str) -> Copy | None:
        """Return a copy that has been made; None where it has not."""
        return self._kept.get(path)

    def copy(self, path: str) -> Copy:
        """Return the compressed copy of a file that has a `kind`; takes long the first time."""
        kept = self._kept.get(path)
        if kept is None:
            # One at a time: whoever asks for the same file meanwhile has not to make it again.
            with self._lock:
                kept = self._kept.get(path)
                if kept is None:
                    kept = self._kept[path] = _copy(path)
        return kept

    def prepare(self) -> None:
        """Begin, beside whatever else goes on, to make the copies that every page will ask for."""
        Thread(target=self._prepare, name="compress", daemon=True).start()

    def _prepare(self) -> None:
        shell = (static_folder().parent / "index.html").read_text(encoding="utf-8")
        names = [f"js/{name}" for name in _ASKED_BY_SHELL.findall(shell)]
        names += [f"css/{name}" for name in re.findall(r"static/css/([\w.-]+\.css)", shell)]
        names += [f"js/{name}" for page in KINDS for name in bundles_of(page)]
        for path in dict.fromkeys(names):
            if self.kind(path):
                self.copy(path)
