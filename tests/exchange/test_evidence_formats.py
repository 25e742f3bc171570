"""What a file of evidence is, by name and by bytes: real ones are taken, disguised ones are named."""

import io
import zipfile
import zlib
from collections.abc import Callable

import docx
import openpyxl
import pytest

from dashboard.actuals.evidence_storage import EvidenceFault
from dashboard.exchange.evidence_formats import evidence_name, evidence_type

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20 + b"\xff\xd9"


def png(*more: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"") + b"".join(more)


def workbook() -> bytes:
    written = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "佐证"  # type: ignore[index]  # a new workbook has a sheet
    book.save(written)
    return written.getvalue()


def document() -> bytes:
    written = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("佐证")
    made.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, data: bytes = b"x") -> bytes:
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


def bomb() -> bytes:
    """An archive of 257 MB of zeros beside what a workbook has."""
    held = io.BytesIO(workbook())
    archive = zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("xl/media/zeros", "w") as part:
        for _ in range(257):
            part.write(bytes(1 << 20))
    return held.getvalue()


REAL: dict[str, Callable[[], bytes]] = {
    "报表.pdf": lambda: PDF,
    # Of a scan's packed bytes some are any short word by chance; an e-invoice brings its data along.
    "扫描件.pdf": lambda: PDF.replace(
        b"trailer", b"2 0 obj << >>\nstream\n\x00/JS \x01\nendstream\nendobj\ntrailer"
    ),
    "电子发票.pdf": lambda: PDF.replace(b"/Catalog", b"/EmbeddedFile"),
    # As Excel saves what was printed once, and Word what has a chart in it.
    "打印过.xlsx": lambda: with_part(workbook(), "xl/printerSettings/printerSettings1.bin"),
    "有图表.docx": lambda: with_part(document(), "word/embeddings/Microsoft_Excel_Sheet.xlsx"),
    "屏幕.PNG": png,
    "照片.jpg": lambda: JPEG,
    "照片.jpeg": lambda: JPEG,
    "台账.xlsx": workbook,
    "说明.docx": document,
    "数据.csv": lambda: "企业,营收\n甲,12\n".encode("gb18030"),
    "说明.txt": lambda: "含新并入的两家企业".encode("utf-16"),
}
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "txt": "text/plain",
}


@pytest.mark.parametrize("name", REAL)
def test_what_is_as_it_is_named_is_taken(name: str) -> None:
    assert evidence_type(name, REAL[name]()) == TYPES[name.rpartition(".")[2].lower()]


DISGUISED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a page named as a PDF": ("a.pdf", lambda: HTML, "renamed"),
    "a page named as a text": ("a.txt", lambda: HTML, "renamed"),
    "a drawing named as a table": ("a.csv", lambda: SVG, "renamed"),
    "a page in UTF-16 named as a text": ("a.txt", lambda: HTML.decode().encode("utf-16"), "renamed"),
    "a page": ("a.html", lambda: HTML, "type"),
    "a drawing": ("a.svg", lambda: SVG, "type"),
    "a program behind a second ending": ("a.pdf.exe", lambda: PDF, "type"),
    "no ending": ("report", lambda: PDF, "type"),
    "nothing in it": ("a.pdf", lambda: b"", "empty"),
    "a picture that is an archive too": ("a.png", lambda: png(workbook()), "renamed"),
    "a picture with a page behind its end": ("a.png", lambda: png(HTML), "renamed"),
    "a photograph that is an archive too": ("a.jpg", lambda: JPEG + workbook(), "renamed"),
    "a photograph with a page in it": ("a.jpg", lambda: JPEG[:-2] + HTML + JPEG[-2:], "renamed"),
    "a PDF that is an archive too": (
        "a.pdf",
        lambda: PDF + with_part(b"", "a", b"x") + b"\n%%EOF",
        "renamed",
    ),
    "an archive behind a PDF's head": ("a.xlsx", lambda: PDF + workbook(), "renamed"),
    "a PDF that runs a script": ("a.pdf", lambda: PDF + b"<< /S /JavaScript >>%%EOF", "running"),
    "a workbook with macros": (
        "a.xlsx",
        lambda: with_part(workbook(), "xl/vbaProject.bin"),
        "running",
    ),
    "a document with another file in it": (
        "a.docx",
        lambda: with_part(document(), "word/embeddings/oleObject1.bin"),
        "running",
    ),
    "a workbook named as a document": ("a.docx", workbook, "renamed"),
    "a document named as a workbook": ("a.xlsx", document, "renamed"),
    "any archive": ("a.xlsx", lambda: with_part(b"", "a.txt"), "renamed"),
    "a broken archive": ("a.docx", lambda: document()[:2000], "renamed"),
    "a workbook with a password": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "password"),
    "a workbook that inflates": ("a.xlsx", bomb, "inflates"),
    "bytes named as a text": ("a.txt", lambda: bytes(range(256)), "renamed"),
}  # fmt: skip


@pytest.mark.parametrize("what", DISGUISED)
def test_what_is_not_as_it_is_named_is_refused(what: str) -> None:
    name, content, code = DISGUISED[what]
    with pytest.raises(EvidenceFault) as refused:
        evidence_type(name, content())
    assert refused.value.args[0] == f"evidence.{code}"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd.txt", "name-path"),
        ("..\\..\\windows\\a.txt", "name-path"),
        ("C:a.txt", "name-path"),
        ("a\x00.txt", "name-control"),
        (".txt", "name-path"),
        ("...", "name-path"),
        ("a.txt.", "name-path"),
        ('a".txt', "name-path"),
        ("台" * 300 + ".pdf", "name-long"),
        # Shown as exe.pdf by what obeys the mark: a name that is not what it seems.
        ("a\u202efdp.exe", "name-control"),
    ],
)
def test_a_name_that_is_no_plain_name_is_refused(name: str, code: str) -> None:
    with pytest.raises(EvidenceFault) as refused:
        evidence_name(name)
    assert refused.value.args[0] == f"evidence.{code}"


def test_a_plain_name_is_kept_as_it_is_written() -> None:
    assert evidence_name("台账 9月（二稿）.xlsx") == "台账 9月（二稿）.xlsx"
    # Composed as a Mac writes it, and as all others do.
    assert evidence_name("Zu\u0308rich.pdf") == "Zürich.pdf"
