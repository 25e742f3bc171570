"""From files to a catalogue: the compiled file when nothing changed, else everything anew."""

from pathlib import Path

from dashboard.register.catalogue import Catalogue
from dashboard.register.faults import Fault, FaultList, RegisterFaults
from dashboard.register.sources import Files, Stamp, digest, find_files


def load_register(path: Path, seeds: Path | None = None, cache: Path | None = None) -> Catalogue:
    """The compiled register at `path` (a file or a folder of files).

    `seeds` is the folder of document records (default: `seeds` beside the register or beside its
    folder); `cache` a folder for the compiled file, or None for none. Raises RegisterFaults with
    every fault there is.
    """
    files = _found(path, seeds)
    return load_files(files, cache)


def check(path: Path, seeds: Path | None = None) -> list[Fault]:
    """All faults of the register, by file, line and column; empty when it can be used."""
    try:
        load_register(path, seeds)
    except RegisterFaults as broken:
        return broken.faults
    return []


def _found(path: Path, seeds: Path | None) -> Files:
    try:
        files = find_files(path, seeds)
    except FileNotFoundError:
        raise RegisterFaults([_plain(path, "no-register")]) from None
    except OSError as error:
        raise RegisterFaults([_plain(path, "unreadable", error)]) from None
    if not files.registers:
        raise RegisterFaults([_plain(path, "no-register")])
    return files


def _plain(path: Path, code: str, error: OSError | None = None) -> Fault:
    found = (error.strerror if error else None) or str(path)
    return Fault(str(path), 1, 1, "", code, {"found": found})


def load_files(files: Files, cache: Path | None) -> Catalogue:
    """As `load_register`, for files already found."""
    from dashboard.register import compiled

    try:
        stamps = files.stamps()
        stored = compiled.cache_file(cache, files) if cache else None
        kept = compiled.read_compiled(stored) if stored else None
        if kept is not None and kept.stamps == stamps:
            catalogue = compiled.usable(kept)
            if catalogue is not None:
                return catalogue
        contents = _contents(files)
    except OSError as error:
        raise RegisterFaults([_plain(Path(error.filename or ""), "unreadable", error)]) from None
    version = digest(contents)
    touched = kept is not None and kept.version == version  # touched, not changed
    catalogue = compiled.usable(kept) if kept is not None and touched else None
    if catalogue is None:
        catalogue = compile_contents(contents, len(files.registers), version)
    if stored is not None:
        _keep(stored, catalogue, stamps, files)
    return catalogue


def _keep(stored: Path, catalogue: Catalogue, stamps: list[Stamp], files: Files) -> None:
    """Store it, unless a file changed while it was being read: its stamp would lie."""
    from dashboard.register.compiled import write_compiled

    try:
        unchanged = files.stamps() == stamps
    except OSError:
        unchanged = False
    if unchanged:
        write_compiled(stored, catalogue, stamps)


def _contents(files: Files) -> list[tuple[str, bytes]]:
    here = Path.cwd()
    contents = []
    for path in (*files.registers, *files.seeds):
        absolute = path.absolute()
        inside = absolute.is_relative_to(here)
        name = absolute.relative_to(here) if inside else path
        contents.append((name.as_posix(), path.read_bytes()))
    return contents


def compile_contents(contents: list[tuple[str, bytes]], registers: int, version: str) -> Catalogue:
    """Read, check and compile; the first `registers` files are the register, the rest documents.

    Raises RegisterFaults. Nothing but columns is left alive afterwards.
    """
    # Imported here: a start from the compiled file needs no models.
    from dashboard.register.checking import check_all
    from dashboard.register.compiling import compile_tables
    from dashboard.register.gathering import gather
    from dashboard.register.reading import collector_paused, read_bytes

    with collector_paused():
        faults = FaultList()
        sources = [read_bytes(content, name) for name, content in contents]
        gathered = gather(sources[:registers], sources[registers:], faults)
        check_all(gathered, faults)
        if faults:
            raise RegisterFaults(faults.placed())
        tables = compile_tables(gathered)
        del sources, gathered
    return Catalogue(version, tables)
