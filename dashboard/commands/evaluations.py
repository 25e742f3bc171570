"""`cluster-dashboard evaluate REGION`: clusters scored, ranked and classed by a method of the register."""

import argparse

from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.judging import judged
from dashboard.exchange.evaluations import EVALUATION_FIELDS, evaluation_rows
from dashboard.exchange.representations import to_json, to_table
from dashboard.judging import Row, Standing
from dashboard.judging.evaluations import evaluated, methods_of, periods_of
from dashboard.languages import say
from dashboard.settings import Settings
from dashboard.wording import evaluation_steps
from dashboard.wording.evaluations import EvaluationWords, words_of

_NESTED = ("indicators", "explanation")


def evaluate(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Evaluate a region's clusters, or the regions below it."""
    from dashboard.actuals.written_periods import parse_period

    with judged(settings, arguments.on) as found:
        standing = found.standing
        region = known_region(arguments.region, standing.catalogue, standing.store)
        method = chosen_method(standing, region, arguments.method)
        code = chosen_period(standing, region, method, arguments.period)
        compared = parse_period(arguments.compare, None).code if arguments.compare else None
        told = evaluated(standing, region, method, code, compared)
        words = words_of(standing, told, console.lang)
        rows = evaluation_rows(standing, told, console.lang)
    if arguments.format == "json":
        console.write(to_json(rows))
    elif arguments.format == "csv":
        from dashboard.exchange.csv_files import write_sheet

        fields = tuple(name for name in EVALUATION_FIELDS if name not in _NESTED)
        console.write_csv(write_sheet(fields, rows))
    else:
        _tell(words, console)
    return 0


def chosen_period(standing: Standing, region: str, method: Row, asked: str | None) -> str:
    """Return the period that is asked for, else the newest with figures. Raises `CommandFault`."""
    from dashboard.actuals.written_periods import parse_period

    if asked:
        return parse_period(asked, None).code
    known = periods_of(standing, region, method)
    if not known:
        raise CommandFault("evaluation.cli.no-figures", region=region)
    return known[0]


def chosen_method(standing: Standing, region: str, asked: str | None) -> Row:
    """Return the method that is asked for, else the region's first. Raises `CommandFault`."""
    known = {row["id"]: row for row in methods_of(standing, region)}
    if not known:
        raise CommandFault("evaluation.cli.no-method", region=region)
    if asked is None:
        return next(iter(known.values()))
    if asked not in known:
        raise CommandFault(
            "evaluation.cli.unknown-method", region=region, found=asked, known=tuple(known)
        )
    return known[asked]


def _tell(words: EvaluationWords, console: Console) -> None:
    lang, found = console.lang, words.found
    console.write(f"{found.method[f'name_{lang}']}  {words.period()}")
    console.write(words.source())
    console.write(words.finding())
    ranked = words.evaluation.ranked
    if ranked:
        names = ("rank", "unit", "score", "moved", "class")
        # evaluation.column.*
        heads = [say(f"evaluation.column.{name}", lang) for name in names]
        cells = [
            (
                words.rank(one),
                words.unit(one.unit),
                words.score(one),
                words.moved(one),
                one.grade or "",
            )
            for one in ranked
        ]
        console.write(to_table(heads, cells))
    for one in words.evaluation.left_out:
        console.write(evaluation_steps.headline(words, one))
    for told in words.rules():
        console.write(told)
    for one in ranked:
        console.write("")
        console.write(evaluation_steps.as_text(words, one))
