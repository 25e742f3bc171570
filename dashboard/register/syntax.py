"""What the YAML parser could not read, as the name of a sentence and the text that stands there.

libyaml and PyYAML's own parser say the same things in two wordings, both in English; the sentences
for people are `register.syntax-…` in the message catalogues.
"""

import re

import yaml

Position = tuple[int, int]

MAX_SHOWN = 30

# Looked for in "context: problem", in this order.
_PROBLEMS = (
    ("syntax-quote-open", r"quoted scalar.*end of stream"),
    ("syntax-escape", r"unknown escape|hexadecimal"),
    ("syntax-bracket", r"expected ',' or|flow.*node content.*stream end"),
    ("syntax-no-value", r"node content"),
    ("syntax-character", r"cannot start any token"),
    ("syntax-colon-in-text", r"mapping values are not allowed"),
    ("syntax-dash", r"sequence entries are not allowed"),
    ("syntax-indentation", r"did not find expected key|<block end>|'-' indicator"),
    ("syntax-colon-missing", r"could not find expected ':'"),
    ("syntax-control", r"(control|special) characters"),
    ("syntax-deep", r"deeper than"),
    ("syntax-second-document", r"second document"),
)
# Found where the parser gives up, and mended where it began.
_OPENED_AT = ("syntax-quote-open", "syntax-colon-missing")
# What a Chinese keyboard or a word processor writes, and the sign of YAML that was meant.
_LOOKALIKES = {
    "：": ": ", "，": ", ", "、": ", ", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]",
    "–": "- ", "—": "- ", "－": "- ", "•": "- ", "·": "- ",
}  # fmt: skip


def told(problem: str, at: Position, text: str) -> dict[str, str]:
    """`problem` (the sentence's key), `found` (what stands at the place), `line` and `column`."""
    name = next((key for key, words in _PROBLEMS if re.search(words, problem)), "syntax-other")
    lines = text.splitlines()
    line = lines[at[0] - 1] if at[0] <= len(lines) else ""
    rest = line[at[1] - 1 :]
    if name == "syntax-no-value" and not "\n".join([rest, *lines[at[0] :]]).strip():
        name = "syntax-bracket"  # nothing follows: what is missing is its end
    if name == "syntax-character" and rest.startswith("\t"):
        name = "syntax-tab"
    if name == "syntax-character" and line[: at[1] - 1].endswith(('"', "'")):
        name = "syntax-quote-before"  # a quote that seems to close here was meant to open
    params = {"line": str(at[0]), "column": str(at[1])}
    if sign := _lookalike(name, line, at[1] - 1):
        name = "syntax-lookalike"
        params |= {"sign": sign, "plain": _LOOKALIKES[sign]}
    found = "".join(c if c.isprintable() else "␣" for c in rest.replace("\t", "⇥"))
    short = found if len(found) <= MAX_SHOWN else found[: MAX_SHOWN - 1] + "…"
    return {"problem": name, "found": short, **params}


def _lookalike(name: str, line: str, column: int) -> str | None:
    """The sign on a line that only looks like one of YAML's, where that explains the fault."""
    if name == "syntax-colon-missing":
        return lookalike_colon(line[column:])
    if name == "syntax-bracket":
        # Between the last sign that YAML knows and the place where it gave up.
        item = re.split(r"[,\[\]{}]", line[:column])[-1]
        return next((sign for sign in item if sign in _LOOKALIKES), None)
    if name == "syntax-indentation":
        first = line[column : column + 1]
        return first if _LOOKALIKES.get(first) == "- " else None
    return None


def lookalike_colon(text: str) -> str | None:
    """The full-width colon that ends a key of the register at the beginning of a text."""
    return "：" if re.match(r"-?\s*[a-z_-]+\s*：", text) else None


def told_by(error: yaml.MarkedYAMLError, text: str) -> tuple[Position, dict[str, str]]:
    """Where to look, and what to say there: an open quote is found at its beginning."""
    problem = f"{error.context or ''}: {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    params = told(problem, at, text)
    if params["problem"] in _OPENED_AT and error.context_mark is not None:
        at = (error.context_mark.line + 1, error.context_mark.column + 1)
        params = told(problem, at, text)
    return at, params
