"""Where a command speaks: results to stdout, complaints to stderr, in the reader's language."""

from dataclasses import dataclass
from typing import TextIO

from dashboard.languages import say
from dashboard.languages.plain_text import printable


@dataclass(frozen=True, slots=True)
class Console:
    """The two streams of one run and the language it speaks."""

    lang: str
    out: TextIO
    err: TextIO

    def write(self, text: str) -> None:
        """Write a result, ended by exactly one line feed; a terminal is told nothing it would obey."""
        shown = printable(text) if self.out.isatty() else text
        self.out.write(shown if shown.endswith("\n") else shown + "\n")

    def tell(self, key: str, **values: object) -> None:
        """Write the wording of `key` as a result."""
        self.write(say(key, self.lang, **values))

    def complain(self, sentence: str) -> None:
        """Write one fault, on one line whatever the values in it hold."""
        self.err.write(printable(" ".join(sentence.split())) + "\n")

    def complain_of(self, key: str, **values: object) -> None:
        """Write the wording of `key` as a fault."""
        self.complain(say(key, self.lang, **values))
