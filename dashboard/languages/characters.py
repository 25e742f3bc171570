"""What of a text is writing: spaces, full-width forms, look-alikes, and what cannot be seen at all.

Texts come from spreadsheets, web pages, PDF files and chat programs, and bring along what nobody
typed: a byte order mark inside, a no-break space, a direction mark, ⾼ (a radical) for 高.
"""

import re
import unicodedata

# Controls, surrogates, direction marks, joiners, fillers, tags: nothing a reader can see.
_HIDDEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    r"\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_HIDDEN}]")
# These choose how the sign before them is drawn; they may stand in a note, not in a name.
_SELECTORS = re.compile(r"[\ufe00-\ufe0f]")
# Blanks that spread a short name over the width of its cell.
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_BLANKS = re.compile(r"\s+")
# Left as they are where a terminal is written to: a table's line ends.
_STEERING = re.compile(f"[{_HIDDEN}\r]")

# Radicals that Unicode itself does not fold into the ideograph they look like; PDF files have them.
_RADICALS = dict(
    zip(
        "⺁⺈⺊⺌⺒⺓⺝⺠⺬⺮⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻰⻳",
        "厂刀卜小巳幺月民示竹虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐齿龙龟",
        strict=True,
    )
)
_FOLDED = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {
        code: unicodedata.normalize("NFKC", chr(code))
        for start, end in ((0x2F00, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20), (0x2E80, 0x2F00))
        for code in range(start, end)
    }
    | {ord(radical): ideograph for radical, ideograph in _RADICALS.items()}
)
# What a program puts where it could not read the text.
_LOST = "\ufffd"
_ORDINARY = ("CJK UNIFIED", "LATIN ", "IDEOGRAPHIC ")


def written(text: str) -> str:
    """Return what a reader sees of `text`: no invisible sign, full-width forms and radicals folded.

    Runs of blanks of any kind become one space, those at the ends go. Superscripts and fractions
    stay what they are, so that `12²` is not read as 122.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _BLANKS.sub(" ", _UNSEEN.sub("", text).translate(_FOLDED)).strip()


def plain_name(text: str) -> str:
    """Return a name as it is compared: `written`, and in Unicode's compatibility form (NFKC)."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return written(_SELECTORS.sub("", unicodedata.normalize("NFKC", written(text))))


def compared_name(text: str) -> str:
    """Return a name as it is looked up: `plain_name`, without blanks between ideographs (地　区)."""
    return _SPREAD.sub("", plain_name(text))


def hidden(text: str) -> list[str]:
    """Return the code points of the invisible signs in `text`, each once: `["U+200B"]`."""
    return list(dict.fromkeys(code_point(sign) for sign in _UNSEEN.findall(text)))


def odd(text: str) -> list[str]:
    """Return the code points of signs that are neither Chinese nor Latin writing, each once.

    What a name holds that the register does not know and the eye cannot tell: a Cyrillic е, a sign
    of private use, the mark of a text that was read in the wrong encoding.
    """
    found = (
        sign
        for sign in text
        if sign == _LOST
        or not (
            sign.isascii()
            or unicodedata.category(sign)[0] in "PSNZ"
            or unicodedata.name(sign, "").startswith(_ORDINARY)
        )
    )
    return list(dict.fromkeys(map(code_point, found)))


def code_point(sign: str) -> str:
    """Return the name of a sign's place in Unicode: `U+200B`."""
    return f"U+{ord(sign):04X}"


def visible(text: str) -> str:
    """Return `text` with every invisible sign written out (`\\x1b`, `\\u202e`), for a terminal."""
    return _STEERING.sub(_escape, text)


def visible_in_json(text: str) -> str:
    """Return JSON with every invisible sign in its escape, which means the same to a program."""
    return _STEERING.sub(_json_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
