"""A link as it arrives: what chat programs, mail and hands have made of it is made good.

They write `&amp;` for `&`, `？＆＝` for `?&=` (Chinese keyboards do), encode the whole once more, take the
full stop of the sentence around it along, change capitals, and add parameters of their own. What is
mended here is read as if nothing had happened; what a name was taken for is told.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlencode

from dashboard.languages.characters import written

Pairs = Iterable[tuple[str, str]]

_ENCODED_WHOLE = re.compile(r"%(?:25)*(?:3d|26|3f)", re.IGNORECASE)
# Octets above ASCII that were encoded twice: nobody types them.
_ENCODED_TEXT = re.compile(r"%(?:25)*[89a-f][0-9a-f]", re.IGNORECASE)
_ESCAPED = re.compile(r"^[\s&?]*(?:amp;)+|^[\s&?]+", re.IGNORECASE)
# What surrounds a link in a sentence; no id begins or ends with any of it.
_AROUND = "<>()[]{}\"'`*_.,;:!?|\\"
_STOPS = "。，、；：！？…》】」』”’"
_BRACKETS = (("（", "）"), ("(", ")"))
# From here on what follows an id is the sentence around the link.
_SENTENCE = re.compile(r"(?<=[A-Za-z0-9])[^A-Za-z0-9]*[^\x00-\x9f].*", re.DOTALL)
# Between the parts of an address; the full-width ones where a parameter begins.
_QUESTION, _FRAGMENT = re.compile("[?？]"), re.compile("[#＃].*", re.DOTALL)
_AND, _IS = re.compile("[&＆](?=(?:amp;)*[A-Za-z_-]+[=＝])"), re.compile("(^|[&;])([A-Za-z_-]+)＝")
_MOST_ROUNDS = 3
# No link of ours holds more parameters, or a longer one; what lies beyond is not looked at.
_MOST_PARTS, _LONGEST_PART = 60, 1000
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Received:
    """A query as it is meant.

    `values` has for each of our parameters what the link holds of it, the best named first;
    `others` are the parameters of whoever passed the link on; `taken` says which strange names were
    taken for ours, `unread` which only resemble one of ours and were left alone.
    """

    values: Mapping[str, list[str]]
    others: Mapping[str, str]
    taken: Mapping[str, str]
    unread: Mapping[str, str]


def received(pairs: Pairs, known: Collection[str]) -> Received:
    """Return what a query means whose parameters are called `known`."""
    called: dict[str, list[tuple[int, str]]] = {}
    others: dict[str, str] = {}
    taken: dict[str, str] = {}
    unread: dict[str, str] = {}
    for name, value in islice(_parted(pairs, known), _MOST_PARTS):
        plain = _ESCAPED.sub("", written(name)).lower().replace("-", "_")
        if name in known:
            called.setdefault(name, []).append((0, value))
        elif plain in known:
            called.setdefault(plain, []).append((1, value))
        elif value and (near := _near(plain, known)):
            # A short name resembles too much that others may add.
            sure = len(near) > _SHORT or sorted(near) == sorted(plain)
            (taken if sure else unread)[name] = near
            if sure:
                called.setdefault(near, []).append((2, value))
        else:
            others[name] = value
    values = {name: [v for _, v in sorted(all, key=lambda e: e[0])] for name, all in called.items()}
    return Received(values, others, taken, unread)


def bare_word(text: str) -> str:
    """Return an id, a year, a day as it was before a sentence was put around it, in small letters."""
    plain = written(_decoded(text)).translate({ord(sign): "'" for sign in "“”‘’"})
    return _SENTENCE.sub("", plain).strip(_AROUND + _STOPS + " ").lower()


def bare_text(text: str) -> str:
    """Return a text in one line without the full stop, or the bracket, of the sentence around it."""
    if _ENCODED_TEXT.search(text):
        text = _decoded(text)
    plain = " ".join("".join(s if s.isprintable() else " " for s in text).split())
    while plain:
        shorter = plain.rstrip(_STOPS).rstrip()
        for opened, closed in _BRACKETS:
            if shorter.endswith(closed) and shorter.count(closed) > shorter.count(opened):
                shorter = shorter[:-1].rstrip()
        if shorter == plain or not shorter:
            return plain
        plain = shorter
    return plain


def mended_address(path: str, query: str, pages: Collection[str]) -> str | None:
    """Return the address that a bent one of nobody's means, None where it means none of our pages.

    `path` is decoded, as the server sees it: `/Region`, `/region/`, `/region。` or a whole that was
    encoded, `/region?region=binzhou`. What is returned stays on this server.
    """
    whole = _FRAGMENT.sub("", _decoded(path)).lstrip("/／")
    head, rest = parted_path(whole)
    if not rest:
        head, rest = parted_path(re.sub("[&＆]", "?", whole, count=1))
    page = bare_word(head.rstrip("/"))
    if page not in pages and page:
        return None
    pairs = [(_ESCAPED.sub("", name), value) for name, value in parse_qsl(rest) + parse_qsl(query)]
    there = "/" if page in {"", "overview"} else f"/{page}"
    return f"{there}?{urlencode(pairs)}" if pairs else there


def parted_path(path: str) -> tuple[str, str]:
    """Return a path, and the query that stands in it where a whole was encoded; "" for none.

    The query has our signs, also where a Chinese keyboard wrote `？＆＝`.
    """
    head, rest = (*_QUESTION.split(path, maxsplit=1), "")[:2]
    return head, _IS.sub(r"\1\2=", _AND.sub("&", rest))


def _parted(pairs: Pairs, known: Collection[str]) -> Iterable[tuple[str, str]]:
    """Part what stands glued together: an encoded whole, a further parameter within a value."""
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    further = re.compile(rf"[&?＆？](?:amp;)*(?=(?:{names})[=＝])", re.IGNORECASE)
    for long_name, long_value in pairs:
        name, value = long_name[:_LONGEST_PART], long_value[:_LONGEST_PART]
        whole = f"{name}={value}"
        if name not in known and ("=" in name or "＝" in name or _ENCODED_WHOLE.search(name)):
            whole = _decoded(whole if value else name)
        elif _ENCODED_WHOLE.search(value):
            whole = f"{name}={_decoded(value)}"
        for part in further.split(whole):
            own, held = (*re.split("[=＝]", part, maxsplit=1), "")[:2]
            yield _QUESTION.split(own)[-1], held


def _near(name: str, known: Collection[str]) -> str | None:
    """Return what a misspelt name may stand for: other letters, or the same in another order."""
    if len(name) < _SHORT:
        return None
    long = [each for each in sorted(known) if len(each) >= _SHORT]
    turned = next((each for each in long if sorted(each) == sorted(name)), None)
    return turned or next(iter(get_close_matches(name, long, n=1, cutoff=0.8)), None)


def _decoded(text: str) -> str:
    """Undo what encoded a text once more; what is no UTF-8 stays as it is."""
    for _ in range(_MOST_ROUNDS):
        try:
            plain = unquote(text, errors="strict")
        except UnicodeDecodeError:
            return text
        if plain == text:
            return text
        text = plain
    return text
