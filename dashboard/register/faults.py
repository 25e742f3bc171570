"""What is wrong with a register, where, and how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from dashboard.languages import LOGGED, say

if TYPE_CHECKING:  # a start from the compiled register needs no YAML
    from dashboard.register.reading import Place, Source

MAX_FOUND = 60

# Quotation marks to a reader, part of the value to YAML.
_OPENING, _CLOSING = ("“", "‘", "「", "『", "＂"), ("”", "’", "」", "』", "＂")

# A slip of the pen is looked for in words of this length, among so many names: however long a word
# or a list is, reading stays linear.
MAX_WORD = 64
MAX_NAMES = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, at a place a person can open: lines and columns count from 1.

    `code` and `params` name the sentences in the message catalogues (`register.<code>.expected`,
    `register.<code>.mend`), so a fault reads in either language; `str()` is English, on one line.
    """

    file: str
    line: int
    column: int
    breadcrumb: str
    code: str
    params: dict[str, str] = field(default_factory=dict, hash=False)

    def expected_in(self, lang: str) -> str:
        """What should have stood here."""
        # register.*
        return _say(f"register.{self.code}.expected", lang, self.params)

    def mend_in(self, lang: str) -> str:
        """How to mend it, with the nearest known name where there is one."""
        if self.found[:1] in _OPENING and self.found[-1:] in _CLOSING:
            return _say("register.typographic-quotes", lang, {})
        sentence = self.params.get("problem", f"{self.code}.mend")
        mend = _say(f"register.{sentence}", lang, self.params)
        if "suggestion" in self.params:
            near = _say("register.did-you-mean", lang, self.params)
            mend = say("language.sentences", lang, one=mend, two=near)
        return mend

    def text(self, lang: str = LOGGED) -> str:
        """`file:line:column: breadcrumb: expected …, found …. How to mend it.`"""
        return _say(
            "register.fault",
            lang,
            {
                "where": f"{self.file}:{self.line}:{self.column}",
                "breadcrumb": self.breadcrumb or "—",
                "expected": self.expected_in(lang),
                "found": self.found or "—",
                "mend": self.mend_in(lang),
            },
        )

    @property
    def expected(self) -> str:
        """What should have stood here, in English."""
        return self.expected_in(LOGGED)

    @property
    def found(self) -> str:
        """What stands here, as written."""
        return self.params.get("found", "")

    @property
    def mend(self) -> str:
        """How to mend it, in English."""
        return self.mend_in(LOGGED)

    def __str__(self) -> str:
        return self.text(LOGGED)


def _say(key: str, lang: str, params: dict[str, str]) -> str:
    # The message catalogues are only read when there is something to say.
    from dashboard.languages import say

    return say(key, lang, **params)


class RegisterFaults(Exception):
    """The register cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


def shown(value: Any) -> str:
    """What was found, short and the same in every language."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    text = str(value).replace("\n", " ")
    return text if len(text) <= MAX_FOUND else text[: MAX_FOUND - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> dict[str, str]:
    """`{"suggestion": name}` when one known name is close to the word, else nothing."""
    if len(word) > MAX_WORD:
        return {}
    names = [name for name in islice(known, MAX_NAMES) if len(name) <= MAX_WORD]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.65)
    return {"suggestion": close[0]} if close else {}


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Names for a sentence, cut off when there are many."""
    some = [shown(name) for name in islice(names, limit + 1)]
    text = ", ".join(some[:limit])
    return f"{text}, …" if len(some) > limit else text or "—"


def breadcrumb(source: "Source", place: "Place") -> str:
    """`plans > binzhou-2024 > tiers > t5500 > members > #1`: list items by their id if they have one."""
    words: list[str] = []
    node: Any = source.data
    for step in place:
        if isinstance(node, dict) and step in node:
            node = node[step]
            words.append(shown(step))
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            named = isinstance(node, dict) and isinstance(node.get("id"), str)
            words.append(shown(node["id"]) if named else f"#{step + 1}")
        else:
            words.append(shown(step))
    return " > ".join(words)


class FaultList:
    """Gathers faults; positions are looked up once, at the end, in the order of the files."""

    def __init__(self) -> None:
        self._found: list[tuple[Source, Place, bool, str, dict[str, str]]] = []
        self._placed: list[Fault] = []

    def add(
        self, source: "Source", place: "Place", code: str, on_key: bool = False, **params: str
    ) -> None:
        """Note a fault at the value (or the key) at `place`."""
        self._found.append((source, place, on_key, code, params))

    def add_reading(self, source: "Source") -> None:
        """Take over what the YAML reader found."""
        for fault in source.faults:
            line, column = fault.position
            self._placed.append(
                Fault(
                    source.file,
                    line,
                    column,
                    breadcrumb(source, fault.place),
                    fault.code,
                    fault.params,
                )
            )

    def __bool__(self) -> bool:
        return bool(self._found or self._placed)

    def placed(self) -> list[Fault]:
        """All faults with their positions, by file, line and column; doubles dropped."""
        faults = list(self._placed)
        for source, place, on_key, code, params in self._found:
            if any(
                place[: len(bad.place)] == bad.place for bad in source.faults if bad.code == "alias"
            ):
                continue  # the alias is the fault; what it stood for is unknown
            line, column = source.position(place, on_key)
            faults.append(Fault(source.file, line, column, breadcrumb(source, place), code, params))
        unique = {(f.file, f.line, f.column, f.code, f.breadcrumb): f for f in faults}
        return sorted(unique.values(), key=lambda f: (f.file, f.line, f.column, f.code))
