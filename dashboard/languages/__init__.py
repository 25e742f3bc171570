"""Every sentence a person reads, in each language that has a catalogue.

A catalogue is `dashboard/languages/<lang>/<room>.yaml`: nested mappings of strings, addressed as
`<room>.<key>[.<key>…]`. A wording may hold `{name}` (a text, a whole number, a day, a moment, or names
in a tuple, each as the language writes it) and `{name:one|many}` (the first word when the value is 1,
else the second: for English plurals).

    say("entry.saved", "en", n=3)    # "{n} {n:figure|figures} saved" -> "3 figures saved"

A new language is its folder of catalogues and its line in `LOCALES`. How it writes money, counts and
lists stands in its `language.yaml`; names of a register that lack it are shown in another, and say so.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

# What the browser, Babel and `<html lang>` call each language.
LOCALES: Mapping[str, str] = {"zh": "zh-CN", "en": "en"}
LANGUAGES = tuple(LOCALES)
if TYPE_CHECKING:
    Language: TypeAlias = str
else:
    Language = Literal[LANGUAGES]

# The language of the published documents: what units and clauses are printed in.
PRINTED = "zh"
# What is written for no particular reader: logs, and errors that nobody caught.
LOGGED = "en"

Item = TypeVar("Item")

_HERE = Path(__file__).parent
_PLACE = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")


class LanguageError(LookupError):
    """A sentence cannot be said: a fault in our catalogues or in the call, never in a user's data."""

    def __str__(self) -> str:
        return str(self.args[0])


# Numbers that name a thing instead of counting it: they are looked up as they are.
_NAMING = frozenset({"port", "line", "column", "revision", "id"})
# Numbers that only count are grouped as amounts are; any other may be a year up to four digits.
_COUNTING = frozenset(
    {"n", "all", "total", "members", "reported", "met", "rest", "far", "unreported", "unpublished"}
    | {"withheld", "green", "yellow", "red", "missed", "none"}
)


class UnknownLanguage(LanguageError):
    """The language has no catalogue."""


class MissingWording(LanguageError):
    """The catalogue of this language has no such key."""


class MissingValue(LanguageError):
    """The wording names a value that the call did not give."""


def language_of(locale: str | None) -> str:
    """Return the language for a locale (`en_GB.UTF-8`, `zh-CN`); Chinese where we have none for it."""
    asked = re.split("[-_.]", (locale or "").strip().lower())[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def say(key: str, lang: str, /, **values: object) -> str:
    """Return the wording of `key` in `lang` with `values` filled in.

    Texts stand as they are; whole numbers are grouped (45,000; a count from 1,000 on, as amounts are),
    days, moments and tuples of names are written as the language writes them. Raises
    `UnknownLanguage`, `MissingWording` or `MissingValue`. A value is inserted as text and never read
    as a template, so what a user typed may be passed on. It is not HTML-escaped.
    """
    wording = catalogue(key.partition(".")[0], lang).get(key)
    if wording is None:
        raise MissingWording(f"languages/{lang} has no wording for {key!r}")
    return _PLACE.sub(_filler(key, lang, values), wording) if "{" in wording else wording


def has(key: str, lang: str) -> bool:
    """Tell whether `lang` has a wording for `key`."""
    room = key.partition(".")[0]
    return room in rooms(lang) and key in catalogue(room, lang)


def in_each(write: Callable[[str], Item]) -> dict[str, Item]:
    """Return what `write` makes of each language: language -> wording."""
    return {lang: write(lang) for lang in LANGUAGES}


def said_in_each(key: str, **values: object) -> dict[str, str]:
    """Return the wording of `key` in each language."""
    return in_each(lambda lang: say(key, lang, **values))


def columns_of(name: str, wordings: Mapping[str, Item]) -> dict[str, Item]:
    """Return wordings as columns of a table: {"zh": …, "en": …} -> {"name_zh": …, "name_en": …}."""
    return {f"{name}_{lang}": wordings[lang] for lang in LANGUAGES}


def names_of(row: Mapping[str, object], column: str = "name") -> dict[str, str]:
    """Return what a row of a table is called, in each language: its columns `name_<lang>`."""
    return {lang: str(row[f"{column}_{lang}"]) for lang in LANGUAGES}


def in_columns(names: str) -> tuple[str, ...]:
    """Return names of columns, each that ends in `_*` once for each language: "id name_* kind"."""
    return tuple(
        full
        for name in names.split()
        for full in ((name[:-1] + lang for lang in LANGUAGES) if name.endswith("_*") else (name,))
    )


def language_name(named: str, lang: str) -> str:
    """Return what the language `named` is called in `lang`."""
    from babel import Locale

    known = Locale.parse(LOCALES[named], sep="-").get_language_name(lang)
    return str(known or say("language.name", named))


def next_language(lang: str) -> str:
    """Return the language that a reader of `lang` changes to: the next in the list."""
    return LANGUAGES[(LANGUAGES.index(lang) + 1) % len(LANGUAGES)]


@cache
def catalogue(room: str, lang: str) -> Mapping[str, str]:
    """Return all wordings of one room: full key -> wording. Read once per process."""
    if lang not in LANGUAGES:
        raise UnknownLanguage(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    # Late: a program that says nothing should not pay for YAML.
    import yaml

    path = _HERE / lang / f"{room}.yaml"
    if not path.is_file():
        raise MissingWording(f"languages/{lang} has no catalogue {room}.yaml")
    # The base loader keeps every scalar a string: a key `no` stays "no".
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = path.read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=loader)  # noqa: S506 - the base loader builds only texts
    return dict(_flatten(loaded or {}, room, path))


@cache
def rooms(lang: str) -> tuple[str, ...]:
    """Return the names of all rooms that have a catalogue in `lang`, sorted."""
    return tuple(sorted(path.stem for path in (_HERE / lang).glob("*.yaml")))


def places(wording: str) -> frozenset[str]:
    """Return the names of the values a wording shows; plurals aside, as Chinese has none."""
    return frozenset(match[1] for match in _PLACE.finditer(wording) if match[3] is None)


def _filler(key: str, lang: str, values: Mapping[str, object]) -> Callable[[re.Match[str]], str]:
    def fill(match: re.Match[str]) -> str:
        name, one, many = match.groups()
        if name not in values:
            raise MissingValue(f"languages/{lang}: {key!r} needs a value for {name!r}")
        text = _written(name, values[name], lang)
        if many is None:
            return text
        return one if text == "1" else many

    return fill


def _written(name: str, value: object, lang: str) -> str:
    """A value as the language writes it."""
    if isinstance(value, int):
        most = 1_000 if name in _COUNTING else 10_000
        return f"{value:,}" if abs(value) >= most and name not in _NAMING else str(value)
    if isinstance(value, date | tuple):
        # Late: numbers are written with wordings of ours.
        from dashboard.languages import numbers

        if isinstance(value, tuple):
            return numbers.listed(map(str, value), lang)
        if isinstance(value, datetime):
            return numbers.moment_text(value, lang)
        return numbers.date_text(value, lang)
    return str(value)


def _flatten(node: object, prefix: str, path: Path) -> list[tuple[str, str]]:
    if isinstance(node, str):
        return [(prefix, node)]
    if not isinstance(node, dict):
        raise MissingWording(f"{path.name}: {prefix} must be a text or a mapping of texts")
    flat: list[tuple[str, str]] = []
    for key, below in node.items():
        flat += _flatten(below, f"{prefix}.{key}", path)
    return flat
