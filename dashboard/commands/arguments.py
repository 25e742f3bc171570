"""The grammar of the command line, in the reader's language.

`--database`, `--register`, `--seeds`, `--cache`, `--settings` and `--lang` may stand before or after any command.
"""

import argparse
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from dashboard.commands.console import Console
from dashboard.languages import LANGUAGES, LOGGED, say
from dashboard.settings import MODES, READINGS, Settings

Command = Callable[[argparse.Namespace, Settings, Console], int]

if TYPE_CHECKING:
    _Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

# What argparse says (in English) -> the wording that says it in both languages.
_COMPLAINTS = (
    (r"argument (?:word|verb): invalid choice: (?P<found>.+?) \(choose from (?P<known>.+)\)", "command"),
    (r"the following arguments are required: (?:word|verb)", "no-command"),
    (r"argument (?P<name>.+?): invalid _day value: (?P<found>.+)", "day"),
    (r"argument (?P<name>.+?): invalid _moment value: (?P<found>.+)", "moment"),
    (r"argument (?P<name>.+?): invalid choice: (?P<found>.+?) \(choose from (?P<known>.+)\)", "choice"),
    (r"argument (?P<name>.+?): invalid .+? value: (?P<found>.+)", "value"),
    (r"argument (?P<name>.+?): expected .+ arguments?", "missing-value"),
    (r"the following arguments are required: (?P<names>.+)", "required"),
    (r"unrecognized arguments: (?P<names>.+)", "unknown"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "together"),
    (r"ambiguous option: (?P<found>.+?) could match (?P<known>.+)", "ambiguous"),
)  # fmt: skip


class UsageFault(ValueError):
    """The command line cannot be understood; its text is a sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One understood command line."""

    arguments: argparse.Namespace

    def run(self, console: Console) -> int:
        """Run the command and return its exit code."""
        module, _, name = self.arguments.command.partition(":")
        given = vars(self.arguments)
        names = ["database", "register", "seeds", "cache", "host", "port", "today"]
        names += ["mode", "reading", "address", "settings", "processes"]
        settings = Settings.from_environment(**{name: given.get(name) for name in names})
        command: Command = getattr(import_module(f"dashboard.commands.{module}"), name)
        return command(self.arguments, settings, console)


def language(words: Sequence[str]) -> str:
    """Return the language to speak: `--lang`, else the locale's, else English."""
    for i, word in enumerate(words):
        named = word[7:] if word.startswith("--lang=") else None
        if word == "--lang" and i + 1 < len(words):
            named = words[i + 1]
        if named in LANGUAGES:
            return str(named)
    # The order of the C library: the first of these that is set decides.
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            asked = value.lower()
            return next((lang for lang in LANGUAGES if asked.startswith(lang)), LOGGED)
    return LOGGED


def parse(words: Sequence[str], lang: str) -> Chosen:
    """Understand a command line. Raises `UsageFault`; `--help` and `--version` exit with 0."""
    return Chosen(parser(lang).parse_args(list(words)))


class _Parser(argparse.ArgumentParser):
    """Complains by raising, in the reader's language, instead of printing and leaving."""

    lang = LOGGED

    def error(self, message: str) -> NoReturn:
        for pattern, key in _COMPLAINTS:
            match = re.fullmatch(pattern, message, re.DOTALL)
            if match:
                values = {name: _named(value) for name, value in match.groupdict().items()}
                raise UsageFault(
                    # cli.usage.*
                    say(f"cli.usage.{key}", self.lang, **values)
                    + say("cli.usage.see-help", self.lang, program=self.prog)
                )
        raise UsageFault(say("cli.usage.other", self.lang, text=message))


def parser(lang: str) -> argparse.ArgumentParser:
    """Build the parser; every help text comes from the catalogue `cli`."""
    from dashboard.commands import verbs as verbs_of

    def help_of(key: str) -> str:
        # cli.help.*
        return say(f"cli.help.{key}", lang)

    # A class of its own per call: argparse makes sub-parsers of the same class.
    kind: type[argparse.ArgumentParser] = type("Parser", (_Parser,), {"lang": lang})
    shared = kind(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group(help_of("shared"))
    group.add_argument("--database", metavar="URL", help=help_of("database"))
    group.add_argument("--register", metavar="PATH", help=help_of("register"))
    group.add_argument("--seeds", metavar="PATH", help=help_of("seeds"))
    group.add_argument("--cache", metavar="PATH", help=help_of("cache"))
    group.add_argument("--settings", metavar="FILE", help=help_of("settings-file"))
    group.add_argument(
        "--lang", choices=LANGUAGES, metavar="|".join(LANGUAGES), help=help_of("lang")
    )

    root = kind(prog="cluster-dashboard", description=help_of("program"), parents=[shared])
    root.add_argument("--version", action="version", version=_version())
    commands = root.add_subparsers(required=True, dest="word")

    def add(to: "_Words", word: str, run: str, of: str = "") -> argparse.ArgumentParser:
        """Add a command; `of` is the word it stands below, where others have its own word too."""
        text = help_of(f"{of}-{word}" if of else word)
        made = to.add_parser(word, help=text, description=text, parents=[shared])
        made.set_defaults(command=run)
        return made

    serve = add(commands, "serve", "serving:serve")
    serve.add_argument("--host", help=help_of("host"))
    serve.add_argument("--port", type=_port, help=help_of("port"))
    serve.add_argument("--processes", type=int, metavar="N", help=help_of("processes"))
    serve.add_argument("--mode", choices=MODES, help=help_of("mode"))
    serve.add_argument("--reading", choices=READINGS, help=help_of("reading"))
    serve.add_argument("--address", metavar="URL", help=help_of("address"))
    serve.add_argument("--demo", action="store_true", help=help_of("demo"))
    serve.add_argument("--no-browser", action="store_true", help=help_of("no-browser"))

    checked = add(commands, "check", "promises:check")
    checked.add_argument("path", metavar="PATH", nargs="?", help=help_of("check-path"))
    goals = add(commands, "goals", "promises:goals")
    _add_format(goals, ("table", "json", "csv"), help_of("format"))
    goals.add_argument("--region", metavar="ID", help=help_of("region"))
    goals.add_argument("--plan", metavar="ID", help=help_of("plan"))

    assess = add(commands, "assess", "verdicts:assess")
    _add_format(assess, ("table", "json", "csv"), help_of("format"))
    assess.add_argument("--on", metavar="DATE", type=_day, help=help_of("on"))
    assess.add_argument("--compare", metavar="DATE", type=_day, help=help_of("compare"))
    assess.add_argument("--explain", metavar="GOAL", help=help_of("explain"))
    assess.add_argument("--region", metavar="ID", help=help_of("region"))
    assess.add_argument("--plan", metavar="ID", help=help_of("plan"))

    text = help_of("actuals")
    actuals = commands.add_parser("actuals", help=text, description=text, parents=[shared])
    verbs = actuals.add_subparsers(required=True, dest="verb")
    taken = add(verbs, "import", "figure_import:take_in")
    _add_format(taken, ("text", "json"), help_of("format"))
    taken.add_argument("file", metavar="FILE", help=help_of("file"))
    taken.add_argument("--region", metavar="ID", help=help_of("file-region"))
    taken.add_argument("--indicator", metavar="ID", help=help_of("file-indicator"))
    taken.add_argument("--reason", help=help_of("reason"))
    taken.add_argument("--dry-run", action="store_true", help=help_of("dry-run"))
    given = add(verbs, "export", "figures:give_out")
    given.add_argument("--output", "-o", metavar="FILE", help=help_of("output"))
    given.add_argument("--as-of", metavar="MOMENT", type=_moment, help=help_of("as-of"))
    given.add_argument("--region", metavar="ID", help=help_of("region"))
    published = add(verbs, "publish", "figures:publish")
    published.add_argument("regions", metavar="REGION", nargs="*", help=help_of("publish-region"))
    published.add_argument("--all", action="store_true", help=help_of("publish-all"))
    told = add(verbs, "history", "figures:history")
    _add_format(told, ("table", "json", "csv"), help_of("format"))
    for name in ("region", "subject", "indicator", "period"):
        told.add_argument(f"--{name}", metavar="ID", help=help_of(name))

    made = add(commands, "template", "templates:make")
    made.add_argument("region", metavar="REGION", help=help_of("template-region"))
    made.add_argument("--period", metavar="ID", required=True, help=help_of("template-period"))
    made.add_argument("--unit", metavar="NAME", help=help_of("template-unit"))
    made.add_argument(
        "--output", "-o", metavar="FILE.xlsx", required=True, help=help_of("template-output")
    )

    written = add(commands, "bulletin", "bulletins:make")
    written.add_argument("region", metavar="REGION", nargs="?", help=help_of("bulletin-region"))
    written.add_argument("--all", action="store_true", help=help_of("bulletin-all"))
    written.add_argument("--period", metavar="ID", required=True, help=help_of("bulletin-period"))
    _add_format(written, ("docx", "pdf", "xlsx", "html"), help_of("bulletin-format"))
    written.add_argument("--issuer", metavar="NAME", help=help_of("bulletin-issuer"))
    written.add_argument("--layout", metavar="FILE.docx", help=help_of("bulletin-layout"))
    written.add_argument(
        "--output", "-o", metavar="FILE", required=True, help=help_of("bulletin-output")
    )
    written.add_argument("--send", action="store_true", help=help_of("bulletin-send"))
    text = help_of("of-outbox")
    letters = commands.add_parser("outbox", help=text, description=text, parents=[shared])
    of_outbox = letters.add_subparsers(required=True, dest="verb")
    add(of_outbox, "send", "outbox:send", "outbox")
    listed = add(of_outbox, "list", "outbox:list_letters", "outbox")
    _add_format(listed, ("table", "json"), help_of("format"))
    verified = add(commands, "bulletin-verify", "bulletins:verify")
    verified.add_argument("file", metavar="FILE", help=help_of("bulletin-file"))

    text = help_of("returns")
    returns = commands.add_parser("returns", help=text, description=text, parents=[shared])
    returns_verbs = returns.add_subparsers(required=True, dest="verb")

    def add_return(word: str, run: str) -> argparse.ArgumentParser:
        return add(returns_verbs, word, f"returns:{run}", "returns")

    verbs_of.add_returns(add_return, help_of)

    evaluated = add(commands, "evaluate", "evaluations:evaluate")
    evaluated.add_argument("region", metavar="REGION", help=help_of("evaluate-region"))
    evaluated.add_argument("--period", metavar="P", help=help_of("evaluate-period"))
    evaluated.add_argument("--method", metavar="ID", help=help_of("evaluate-method"))
    evaluated.add_argument("--compare", metavar="P", help=help_of("evaluate-compare"))
    evaluated.add_argument("--on", type=_day, metavar="DATE", help=help_of("on"))
    _add_format(evaluated, ("text", "json", "csv"), help_of("format"))

    pictured = add(commands, "chart", "charts:draw")
    pictured.add_argument(
        "goal", metavar="REGION[/CLUSTER[/INDICATOR]]|GOAL", help=help_of("chart-goal")
    )
    pictured.add_argument("--period", metavar="P", help=help_of("chart-period"))
    pictured.add_argument("--method", metavar="ID", help=help_of("evaluate-method"))
    by = help_of("chart-by")
    pictured.add_argument("--by", choices=("year", "month"), default="year", help=by)
    _add_format(pictured, ("png", "svg", "csv", "xlsx"), help_of("chart-format"))
    pictured.add_argument(
        "--output", "-o", metavar="FILE", required=True, help=help_of("chart-output")
    )

    text = help_of("whole")
    whole = commands.add_parser("export", help=text, description=text, parents=[shared])
    whole.set_defaults(command="published_data:export")
    whole.add_argument("path", metavar="FOLDER|FILE", help=help_of("whole-path"))
    _add_format(whole, ("datapackage", "parquet", "sdmx-csv", "xlsx"), help_of("whole-format"))
    whole.add_argument(
        "--licence",
        metavar="ID",
        default="notspecified",
        type=_licence,
        help=help_of("whole-licence"),
    )

    text = help_of("remedies")
    remedies = commands.add_parser("remedies", help=text, description=text, parents=[shared])
    remedies_verbs = remedies.add_subparsers(required=True, dest="verb")

    def add_remedy(word: str, run: str) -> argparse.ArgumentParser:
        text = help_of(f"remedies-{word}")
        made = remedies_verbs.add_parser(word, help=text, description=text, parents=[shared])
        made.set_defaults(command=f"remedies:{run}")
        return made

    verbs_of.add_remedies(add_remedy, help_of)

    text = help_of("comments")
    comments = commands.add_parser("comments", help=text, description=text, parents=[shared])
    comments_verbs = comments.add_subparsers(required=True, dest="verb")
    listed = add(comments_verbs, "list", "comments:list_comments", "comments")
    _add_format(listed, ("table", "json", "csv"), help_of("format"))
    for name in ("region", "subject", "indicator", "period"):
        listed.add_argument(f"--{name}", metavar="ID", help=help_of(name))
    added = add(comments_verbs, "add", "comments:add", "comments")
    for name in ("region", "subject", "indicator"):
        added.add_argument(name, metavar=name.upper(), help=help_of(f"comments-{name}"))
    added.add_argument("--period", metavar="ID", required=True, help=help_of("comments-period"))
    added.add_argument("--text", metavar="TEXT", required=True, help=help_of("comments-text"))
    added.add_argument(
        "--audience",
        choices=("reporting", "readers", "public"),
        default="reporting",
        help=help_of("comments-audience"),
    )
    _add_format(added, ("table", "json"), help_of("format"))
    withdrawn = add(comments_verbs, "withdraw", "comments:withdraw", "comments")
    withdrawn.add_argument("id", metavar="ID", type=int, help=help_of("comments-id"))
    withdrawn.add_argument(
        "--reason", metavar="TEXT", required=True, help=help_of("comments-reason")
    )
    _add_format(withdrawn, ("table", "json"), help_of("format"))

    text = help_of("officials")
    officials = commands.add_parser("officials", help=text, description=text, parents=[shared])
    officials_verbs = officials.add_subparsers(required=True, dest="verb")

    def add_official(word: str, run: str) -> argparse.ArgumentParser:
        return add(officials_verbs, word, f"officials:{run}", "officials")

    verbs_of.add_officials(add_official, help_of)

    add(commands, "schema", "promises:schema")
    shown = add(commands, "settings", "settings_in_force:settings")
    _add_format(shown, ("table", "json"), help_of("format"))
    examined = add(commands, "doctor", "doctor:examine")
    _add_format(examined, ("text", "json"), help_of("format"))
    text = help_of("of-database")
    of_database = commands.add_parser("database", help=text, description=text, parents=[shared])
    acts = of_database.add_subparsers(required=True, dest="verb")
    mended = add(acts, "mend-clock", "database:mend_clock")
    mended.add_argument("--yes", action="store_true", help=help_of("mend-clock-yes"))
    parted = add(acts, "partition", "database:partition")
    parted.add_argument("--parts", type=int, default=16, metavar="N", help=help_of("parts"))
    parted.add_argument("--yes", action="store_true", help=help_of("partition-yes"))
    begun = add(commands, "init", "beginning:init")
    begun.add_argument("folder", metavar="FOLDER", help=help_of("init-folder"))
    backed = add(commands, "backup", "backups:backup")
    backed.add_argument("file", metavar="FILE", help=help_of("backup-file"))
    restored = add(commands, "restore", "backups:restore")
    restored.add_argument("file", metavar="FILE", help=help_of("restore-file"))
    restored.add_argument("--folder", metavar="FOLDER", help=help_of("restore-folder"))

    text = help_of("of-audit")
    of_audit = commands.add_parser("audit", help=text, description=text, parents=[shared])
    audit_verbs = of_audit.add_subparsers(required=True, dest="verb")
    verbs_of.add_audit(lambda word, run: add(audit_verbs, word, run, "audit"), help_of)

    groups = []
    for word in ("user", "token"):
        text = help_of(word)
        group_of = commands.add_parser(word, help=text, description=text, parents=[shared])
        groups.append(group_of.add_subparsers(required=True, dest="verb"))

    def add_verb(to: "_Words", word: str, run: str) -> argparse.ArgumentParser:
        return add(to, word, run, "user" if to is groups[0] else "token")

    verbs_of.add_people(groups[0], groups[1], add_verb, help_of)
    return root


def _add_format(to: argparse.ArgumentParser, known: tuple[str, ...], text: str) -> None:
    to.add_argument("--format", choices=known, default=known[0], help=text)


def _version() -> str:
    from dashboard import __version__

    return f"cluster-dashboard {__version__}"


def _named(value: str) -> str:
    return ", ".join(part.strip("' ") for part in value.split(","))


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ValueError(text)
    return int(text)


def _licence(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][-A-Za-z0-9.]{0,60}", text):
        raise ValueError(text)
    return text


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    """Read a moment: a day means its end, a time without a zone is on China's clock."""
    from dashboard.languages.numbers import CHINA

    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), CHINA)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
