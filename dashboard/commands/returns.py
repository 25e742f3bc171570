"""`cluster-dashboard returns list|show|submit|return|approve|correct|publish`: one unit's figures for a period.

Who runs the command line on the server's machine has every role, as in `local` mode.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dashboard.actuals.return_states import Step, Vintage
from dashboard.actuals.return_steps import ReturnKey, ReturnNow
from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.promises import give, load
from dashboard.doors.permitted_returns import PermittedReturns
from dashboard.entry.returns import ShownReturn
from dashboard.entry.review import missing_in_words
from dashboard.exchange.representations import to_json, to_table
from dashboard.exchange.returns import report_row, return_row, shown_return
from dashboard.languages import say
from dashboard.settings import Settings
from dashboard.wording.checks import checks_in_words
from dashboard.wording.return_steps import taken_in_words
from dashboard.wording.states import (
    return_state_word,
    return_step_word,
    since_word,
    standing_word,
    vintage_word,
)

if TYPE_CHECKING:
    from dashboard.register import Catalogue

LISTED = (
    "region", "unit", "period", "state", "standing", "due", "owed", "entered", "level", "through",
    "round", "number", "author", "at", "reason",
)  # fmt: skip
_SHOWN = ("region", "unit", "period", "state", "standing", "due", "reported", "waits-for", "at")
_FIGURES = (
    "subject", "indicator", "period", "value", "published", "before", "last-year", "vintage", "checks", "since",
    "reason",
)  # fmt: skip
_STEPS = ("number", "step", "state", "author", "at", "reason")


class _Desk:
    """The returns of one database, with the one region that a command is about."""

    def __init__(
        self, returns: PermittedReturns, catalogue: "Catalogue", region: str | None
    ) -> None:
        self.returns, self.catalogue, self.region = returns, catalogue, region
        every = [str(row["id"]) for row in catalogue.rows("regions")]
        self.regions = every if region is None else [region]

    def keys(self, arguments: argparse.Namespace) -> list[ReturnKey]:
        """Return the returns that are named: a unit's, or with `--all` every unit's of the period.

        Raises `CommandFault` where it is not said which of several units.
        """
        code = period_of(arguments.period)
        units = self.returns.unit_of(str(self.region), arguments.unit)
        if len(units) > 1 and not getattr(arguments, "all", False):
            raise CommandFault("cli.fault.returns-which", units=tuple(units))
        if not units:
            raise CommandFault("cli.fault.returns-none", region=str(self.region))
        return [ReturnKey(str(self.region), unit, code) for unit in units]


def period_of(text: str) -> str:
    """Return the code of a period as people write it. Raises `PeriodError`."""
    from dashboard.actuals.written_periods import parse_period

    return parse_period(text, None).code


@contextmanager
def _desk(arguments: argparse.Namespace, settings: Settings) -> Iterator[_Desk]:
    from dashboard.actuals.store import Store
    from dashboard.commands.machine_user import as_machine_user
    from dashboard.register.in_force import in_force_on

    catalogue = in_force_on(load(settings), settings.on())
    own, by = as_machine_user(settings, catalogue)
    with Store.open(settings.database) as store:
        named = arguments.region
        region = known_region(named, catalogue, store) if named else None
        yield _Desk(PermittedReturns(store, catalogue, own, lambda: by), catalogue, region)


def list_returns(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List what every unit owes and has reported, by region, unit and period."""
    code = period_of(arguments.period) if arguments.period else None
    rows: list[dict[str, Any]] = []
    with _desk(arguments, settings) as desk:
        for region in desk.regions:
            for report in desk.returns.reports(region, settings.on(), code):
                if arguments.unit is None or report.reporting.is_called(arguments.unit):
                    rows.append(report_row(report))
    if arguments.state:
        rows = [row for row in rows if arguments.state in (row["state"], row["standing"])]
    if arguments.format != "table":
        give(rows, LISTED, arguments.format, console)
        return 0
    if not rows:
        console.tell("cli.returns.nothing")
        return 0
    names = ("region", "unit", "period", "state", "standing", "due", "reported", "at", "reason")
    console.write(to_table(_headings(names, console), [_cells(r, names, console) for r in rows]))
    return 0


def show(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Show a return: where it stands, its figures beside what they are read with, and its steps."""
    with _desk(arguments, settings) as desk:
        for key in desk.keys(arguments):
            shown = desk.returns.show(key)
            row = _shown(shown)
            if arguments.format == "json":
                console.write(to_json(row))
                continue
            told = _state(shown.now, console)
            console.tell("cli.returns.heading", unit=key.unit, period=key.period, state=told)
            heads = _headings(_FIGURES, console)
            cells = [[_said(one, n, console) for n in _FIGURES] for one in row["figures"]]
            console.write(to_table(heads, cells))
            for sentence in missing_in_words(shown.missing, console.lang):
                console.write(sentence)
            if row["steps"]:
                heads = _headings(_STEPS, console)
                cells = [[_said(one, n, console) for n in _STEPS] for one in row["steps"]]
                console.write(to_table(heads, cells))
    return 0


def submit(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Submit what is recorded for the period."""
    vintage = Vintage(arguments.vintage)

    def act(desk: _Desk, key: ReturnKey, seen: int) -> ReturnNow:
        reason = arguments.reason or ""
        return desk.returns.submit(key, seen=seen, vintage=vintage, reason=reason)

    return _each(arguments, settings, console, Step.SUBMIT, act)


def send_back(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Return it with a reason; `--figure` names those to be mended."""

    def act(desk: _Desk, key: ReturnKey, seen: int) -> ReturnNow:
        marked = {}
        for text in arguments.figure or ():
            named, _, remark = text.partition("=")
            parts = named.strip().split("/")
            if len(parts) not in (2, 3):
                raise CommandFault("cli.fault.returns-figure", text=text[:60])
            code = parts[2] if len(parts) == 3 else key.period
            marked[key.region, parts[0], parts[1], code] = remark.strip() or arguments.reason
        return desk.returns.send_back(key, arguments.reason, seen=seen, figures=marked)

    return _each(arguments, settings, console, Step.RETURN, act)


def approve(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Approve at the level it waits for."""

    def act(desk: _Desk, key: ReturnKey, seen: int) -> ReturnNow:
        return desk.returns.approve(key, seen=seen, reason=arguments.reason or "")

    return _each(arguments, settings, console, Step.APPROVE, act)


def correct(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Open what is published for a correction."""

    def act(desk: _Desk, key: ReturnKey, seen: int) -> ReturnNow:
        return desk.returns.correct(key, arguments.reason, seen=seen)

    return _each(arguments, settings, console, Step.CORRECT, act)


def publish(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Publish what is approved."""

    def act(desk: _Desk, key: ReturnKey, seen: int) -> ReturnNow:
        return desk.returns.publish(key, seen=seen)

    return _each(arguments, settings, console, Step.PUBLISH, act)


def _each(
    arguments: argparse.Namespace,
    settings: Settings,
    console: Console,
    step: Step,
    act: Callable[[_Desk, ReturnKey, int], ReturnNow],
) -> int:
    """Take a step with each return that is named; with `--all`, with those that can take it."""
    done: list[ReturnNow] = []
    with _desk(arguments, settings) as desk:
        for key in desk.keys(arguments):
            now = desk.returns.show(key).now
            if arguments.all and not desk.returns.may(now, step):
                continue
            if arguments.all and step is Step.SUBMIT and not _has_figures(desk, key):
                continue
            done.append(act(desk, key, now.number))
    if arguments.format == "json":
        console.write(to_json([return_row(now) for now in done]))
        return 0
    for now in done:
        console.write(taken_in_words(desk.catalogue, now, console.lang))
    if not done:
        console.tell("cli.returns.nothing")
    return 0


def _has_figures(desk: _Desk, key: ReturnKey) -> bool:
    return any(row.figure is not None for row in desk.returns.show(key).rows)


# -- what is told


def _shown(shown: ShownReturn) -> dict[str, Any]:
    """As programs are given it; a column is called as all of the command line are."""
    row = shown_return(shown)
    for figure in row["figures"]:
        figure["last-year"] = figure.pop("last_year")
    return row


def _headings(names: tuple[str, ...], console: Console) -> list[str]:
    # cli.column.*
    return [say(f"cli.column.{name}", console.lang) for name in names]


def _cells(row: dict[str, Any], names: tuple[str, ...], console: Console) -> list[Any]:
    reported = say("pages.reported-of", console.lang, n=row["entered"], all=row["owed"])
    told = row | {"reported": reported}
    return [_said(told, name, console) for name in names]


_WORDS: dict[str, Callable[[str, str], str]] = {
    "state": return_state_word,
    "standing": standing_word,
    "step": return_step_word,
    "vintage": vintage_word,
    "since": since_word,
}


def _said(row: dict[str, Any], name: str, console: Console) -> Any:
    """What a table says of a column: states in words, and what is not reported as that."""
    value = row[name]
    if name == "checks":
        return checks_in_words(value, console.lang)
    if name in _WORDS and value:
        return _WORDS[name](value, console.lang)
    if name == "value" and value is None:
        return say("returns.not-reported", console.lang)
    return value


def _state(now: ReturnNow, console: Console) -> str:
    return return_state_word(now.state, console.lang)
