"""What a file of evidence is, by its name and by its bytes: both have to say the same.

Looked at, never opened: no picture is decoded, nothing of an archive is unpacked but its list of
parts, and of that no more than `_MOST_LISTED` bytes.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping

from dashboard.actuals.evidence_storage import EvidenceFault
from dashboard.languages.characters import hidden

NAME_LENGTH = 120
# What a name may not hold on some system that it is saved on, or is a path in.
_NO_NAME = re.compile(r'[/\\<>:"|?*\x00-\x1f\x7f]')
# What a browser or an office program would run, wherever in the file it stands.
_MARKUP = re.compile(rb"<(?:script|!doctype|iframe|html|svg|object|embed)[\s>/]", re.IGNORECASE)
_RUNNING_PDF = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_PNG, _JPEG, _ZIP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"
# The container of old Office files, and of those with a password.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 2_000
_MOST_LISTED = 1 << 20
_MOST_UNPACKED = 256 << 20
_OFFICE = "application/vnd.openxmlformats-officedocument."
# Parts of an office file that can run or bring along another program's file. The workbook behind a
# chart is none, nor are a printer's settings.
_RUNNING_PARTS = re.compile(r"vbaproject|activex|macrosheets|oleobject|/embeddings/.*(?<!\.xlsx)$")


def evidence_name(given: str) -> str:
    """Return a file's name as it is kept. Raises `EvidenceFault` for what is no plain name."""
    name = unicodedata.normalize("NFC", given)
    if unseen := hidden(name):
        raise EvidenceFault("evidence.name-control", codes=tuple(unseen))
    name = " ".join(name.split())
    if _NO_NAME.search(given) or not name.strip(". ") or name.startswith(".") or name.endswith("."):
        raise EvidenceFault("evidence.name-path", name=name[:60])
    if len(name) > NAME_LENGTH:
        raise EvidenceFault("evidence.name-long", most=NAME_LENGTH)
    return name


def evidence_type(name: str, content: bytes) -> str:
    """Return the media type that name and bytes agree on. Raises `EvidenceFault`."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    known = FORMATS.get(ending)
    if known is None:
        raise EvidenceFault("evidence.type", name=name[:60])
    if not content:
        raise EvidenceFault("evidence.empty", name=name[:60])
    if content.startswith(_COMPOUND):
        raise EvidenceFault("evidence.password", name=name[:60])
    media_type, holds = known
    if not holds(content, name):
        raise EvidenceFault("evidence.renamed", name=name[:60], ending=ending)
    return media_type


def _is_pdf(content: bytes, name: str) -> bool:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        return False
    if _RUNNING_PDF.search(_without_streams(content)):
        raise EvidenceFault("evidence.running", name=name[:60])
    return _is_one_thing(content)


def _without_streams(content: bytes) -> bytes:
    """Return a PDF without what it holds packed, where any short word stands somewhere by chance."""
    parts, place = [], 0
    while (begin := content.find(b"stream", place)) >= 0:
        end = content.find(b"endstream", begin)
        if end < 0:
            break
        parts.append(content[place:begin])
        place = end + len(b"endstream")
    return b" ".join([*parts, content[place:]])


def _is_png(content: bytes, _: str) -> bool:
    """Whether it is a picture from its first byte to its last: nothing stands behind its end."""
    if not content.startswith(_PNG):
        return False
    place = len(_PNG)
    while place + 12 <= len(content):
        place_next = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] == b"IEND":
            return place_next == len(content) and _is_one_thing(content)
        place = place_next
    return False


def _is_jpeg(content: bytes, _: str) -> bool:
    # Telephones put more behind the end of a picture, which is let be as long as it is no archive.
    return content.startswith(_JPEG) and b"\xff\xd9" in content and _is_one_thing(content)


def _is_one_thing(content: bytes) -> bool:
    """Whether no other reader would find a page or an archive in it."""
    return not _MARKUP.search(content) and not zipfile.is_zipfile(io.BytesIO(content))


def _is_text(content: bytes, _: str) -> bool:
    """Whether it is text in an encoding that offices use, with nothing that a browser would run."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = [encoding for mark, encoding in marks if content.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        steering = re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text)
        return steering is None and not _MARKUP.search(text.encode())
    return False


def _is_office(main: str) -> Callable[[bytes, str], bool]:
    def holds(content: bytes, name: str) -> bool:
        if not content.startswith(_ZIP):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return _lists(archive, main, name)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
            LookupError, RuntimeError, OverflowError,
        ):  # fmt: skip
            # Whatever the bytes are, these are what a reader of archives says of broken ones.
            return False

    return holds


def _lists(archive: zipfile.ZipFile, main: str, name: str) -> bool:
    """Whether an archive's list of parts says that it is of this kind, and plainly so."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise EvidenceFault("evidence.inflates", name=name[:60], most=_MOST_UNPACKED >> 20)
    if any(_RUNNING_PARTS.search(part.filename.replace("\\", "/").lower()) for part in parts):
        raise EvidenceFault("evidence.running", name=name[:60])
    if min((part.header_offset for part in parts), default=1) != 0:
        return False
    with archive.open("[Content_Types].xml") as listed:
        types = listed.read(_MOST_LISTED + 1)
    if len(types) > _MOST_LISTED:
        raise EvidenceFault("evidence.inflates", name=name[:60], most=_MOST_UNPACKED >> 20)
    if re.search(rb"macroEnabled|vbaProject|activeX", types, re.IGNORECASE):
        raise EvidenceFault("evidence.running", name=name[:60])
    return f'"{main}"'.encode() in types


# Ending -> the media type it is given out as, and what its bytes have to be.
FORMATS: Mapping[str, tuple[str, Callable[[bytes, str], bool]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "png": ("image/png", _is_png),
    "jpg": ("image/jpeg", _is_jpeg),
    "jpeg": ("image/jpeg", _is_jpeg),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _is_office(f"{_OFFICE}spreadsheetml.sheet.main+xml")),
    "docx": (
        f"{_OFFICE}wordprocessingml.document",
        _is_office(f"{_OFFICE}wordprocessingml.document.main+xml"),
    ),
    "csv": ("text/csv", _is_text),
    "txt": ("text/plain", _is_text),
}
