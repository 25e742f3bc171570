"""Where a command speaks: results to stdout, complaints to stderr, in the reader's language."""

from dataclasses import dataclass
from typing import TextIO

from dashboard.languages import say


@dataclass(frozen=True, slots=True)
class Console:
    """The two streams of one run and the language it speaks."""

    lang: str
    out: TextIO
    err: TextIO

    def write(self, text: str) -> None:
        """Write a result, ended by exactly one line feed."""
        self.out.write(text if text.endswith("\n") else text + "\n")

    def tell(self, key: str, **values: object) -> None:
        """Write the wording of `key` as a result."""
        self.write(say(key, self.lang, **values))

    def complain(self, sentence: str) -> None:
        """Write one fault, on one line whatever the values in it hold."""
        self.err.write(" ".join(sentence.split()) + "\n")

    def complain_of(self, key: str, **values: object) -> None:
        """Write the wording of `key` as a fault."""
        self.complain(say(key, self.lang, **values))
