"""Text as it may be written to a terminal or a log, whoever chose it."""

import unicodedata

# Cc: control characters; Cf: those that only format, among them bidirectional overrides and
# invisible ones; Cs: halves of a pair; Zl, Zp: ends of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str, keep: str = "\n\t") -> str:
    r"""Return `text` with what a reader cannot see written as `\u202e`, but for those in `keep`.

    A terminal obeys such characters: it clears lines, turns their order round, or hides a part.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each in keep or unicodedata.category(each) not in _UNSEEN else _escaped(each)
        for each in text
    )


def _escaped(character: str) -> str:
    return f"\\U{ord(character):08x}" if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"
