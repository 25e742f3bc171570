"""Where a command speaks: results to stdout, complaints to stderr, in the reader's language."""

from dataclasses import dataclass
from typing import TextIO

from dashboard.languages import say
from dashboard.languages.characters import visible


@dataclass(frozen=True, slots=True)
class Console:
    """The two streams of one run and the language it speaks."""

    lang: str
    out: TextIO
    err: TextIO

    def write(self, text: str) -> None:
        """Write a result, ended by exactly one line feed; what cannot be seen is written out."""
        shown = visible(text)
        self.out.write(shown if shown.endswith("\n") else shown + "\n")

    def write_csv(self, text: str) -> None:
        """Write CSV as a file of its own would be: with the mark that tells Excel it is UTF-8."""
        self.out.write("\ufeff" + text)

    def tell(self, key: str, **values: object) -> None:
        """Write the wording of `key` as a result."""
        self.write(say(key, self.lang, **values))

    def progress(self, key: str, share: float) -> None:
        """Say how far a work is, over and over on one line, where a person looks at a terminal."""
        if not self.err.isatty():
            return
        text = say(key, self.lang, n=int(share * 100))
        self.err.write("\r" + (text if share < 1 else " " * 2 * len(text) + "\r"))
        self.err.flush()

    def complain(self, sentence: str) -> None:
        """Write one fault, on one line whatever the values in it hold."""
        self.err.write(visible(" ".join(sentence.split())) + "\n")

    def complain_of(self, key: str, **values: object) -> None:
        """Write the wording of `key` as a fault."""
        self.complain(say(key, self.lang, **values))
