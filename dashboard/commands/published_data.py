"""`cluster-dashboard export`: everything that is published, for other programs."""

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.files import write_whole
from dashboard.commands.promises import load
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.people.sight import Sight


def export(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write the whole published data as a Data Package, Parquet, SDMX-CSV or one workbook."""
    from dashboard.actuals.store import Store
    from dashboard.bulletins.issuing import published_sight
    from dashboard.exchange.published.data_package import write_data_package
    from dashboard.exchange.published.file_set import FolderTaken, file_set
    from dashboard.exchange.published.parquet import NotExact, write_parquet
    from dashboard.exchange.published.sdmx import write_sdmx
    from dashboard.exchange.published.workbook import write_published_workbook
    from dashboard.judging import Judging

    lang, path = console.lang, Path(arguments.path)
    catalogue = load(settings)

    def told(name: str) -> None:
        # Said as it goes: thousands of goals take a while, and Ctrl+C leaves nothing behind.
        if console.err.isatty():
            console.complain_of("cli.export.part", name=name)

    with Store.open(settings.database) as store:
        sight = published_sight(settings, store, catalogue)
        standing = Judging(store).standing(catalogue, settings.on(), sight=sight)
        if arguments.format == "xlsx":
            out = io.BytesIO()
            write_published_workbook(standing, lang, out, told)
            write_whole(path, out.getvalue())
            console.tell(_told(sight), path=path)
            return 0
        try:
            with file_set(path) as files:
                if arguments.format == "parquet":
                    write_parquet(standing, lang, files, told)
                elif arguments.format == "sdmx-csv":
                    write_sdmx(standing, lang, files, told)
                else:
                    write_data_package(standing, lang, files, arguments.licence, told)
        except FolderTaken:
            raise CommandFault("cli.fault.folder-taken", path=path) from None
        except NotExact as fault:
            raise CommandFault("cli.fault.not-exact", table=str(fault)) from None
    console.tell(_told(sight), path=path)
    return 0


def _told(sight: "Sight | None") -> str:
    """Name the sentence that says what was written: what is entered is not called published."""
    return "cli.export.entered" if sight is None else "cli.export.whole"
