"""Where a request begins and ends, read in one way only: what two servers could read differently is refused.

h11 reads what older servers have sent (a bare LF, a folded line, blanks behind a chunk's size), the same
length said twice, and any version with two digits. A proxy in front may read each of these otherwise,
and then both see other requests.
"""

import re
from collections.abc import Sequence

import h11
from h11._receivebuffer import ReceiveBuffer

from dashboard.doors.visits import RawHeaders

# Of a request's first line, of its whole head, and of the line before a chunk, in bytes.
_LONGEST_FIRST_LINE, _LARGEST_HEAD, _LONGEST_CHUNK_LINE = 16 * 1024, 64 * 1024, 256
_MOST_LINES = 128

_BARE_LF = re.compile(rb"(?<!\r)\n")
# A CR alone, a control character, or a line that continues the one before.
_ODD = re.compile(rb"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r\n[ \t]")
_WORD = rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
_FIRST_LINE = re.compile(_WORD + rb" (\S+) HTTP/([0-9]\.[0-9])")
_LENGTH, _CODING = re.compile(rb"(?i)content-length:"), re.compile(rb"(?i)transfer-encoding:")
_EXTENSION = rb";" + _WORD + rb"(?:=(?:" + _WORD + rb'|"[^"\\\x00-\x1f\x7f]*"))?'
_CHUNK_LINE = re.compile(rb"[0-9A-Fa-f]{1,16}(?:" + _EXTENSION + rb")*\r\n")
_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])?(?::[0-9]*)?")


class StrictLines(ReceiveBuffer):
    """h11's buffer, for which lines of a head end in CR LF only, and each has one meaning.

    `head` are the lines last taken out, for who has to answer what they said.
    """

    head: Sequence[bytes | bytearray] = ()

    def begun(self) -> bytes:
        """Return what is known of the head that is being read: its lines, or what came so far."""
        return b"\r\n".join(self.head) if self.head else bytes(self._data[:_LARGEST_HEAD])

    def maybe_extract_lines(self) -> list[bytearray] | None:
        """Return the lines up to the first empty one. Raises `RemoteProtocolError` for a faulty one."""
        empty = self._data.startswith(b"\r\n")
        end = 2 if empty else self._data.find(b"\r\n\r\n") + 4
        whole = end > 3 or empty
        # Without an end all that came is of the head.
        if _BARE_LF.search(self._data, 0, end if whole else len(self._data)):
            raise h11.RemoteProtocolError("a line of the head ends in a bare LF")
        if whole:
            if end > _LARGEST_HEAD:
                raise h11.RemoteProtocolError("the head is too large", error_status_hint=431)
            if _ODD.search(self._data, 0, end):
                raise h11.RemoteProtocolError("a line of the head is folded, or has control codes")
        lines = super().maybe_extract_lines()
        if lines:
            self.head = lines
            _check(lines)
        return lines

    def maybe_extract_next_line(self) -> bytearray | None:
        """Return the line before a chunk. Raises `RemoteProtocolError` for a faulty or a long one."""
        line = super().maybe_extract_next_line()
        if len(self._data if line is None else line) > _LONGEST_CHUNK_LINE:
            raise h11.RemoteProtocolError("the line of a chunk is too long")
        if line is not None and not _CHUNK_LINE.fullmatch(line):
            raise h11.RemoteProtocolError("the line of a chunk is malformed")
        return line


def _check(lines: list[bytearray]) -> None:
    """Raise `RemoteProtocolError` for a head that could be read in two ways, or that is too large.

    The lines after a last chunk, which come here too, have no first line.
    """
    if len(lines) > _MOST_LINES:
        raise h11.RemoteProtocolError("too many lines in the head", error_status_hint=431)
    first = _FIRST_LINE.fullmatch(lines[0])
    if first is not None:
        target, version = first[1], first[2]
        if len(lines[0]) > _LONGEST_FIRST_LINE:
            raise h11.RemoteProtocolError("the address is too long", error_status_hint=414)
        if version not in {b"1.0", b"1.1"}:
            raise h11.RemoteProtocolError("another version of HTTP", error_status_hint=505)
        # An address with a host in it could name another one than the line `Host`.
        if not target.startswith(b"/") or b"#" in target:
            raise h11.RemoteProtocolError("what is asked for is no path")
        if version == b"1.0" and any(map(_CODING.match, lines)):
            raise h11.RemoteProtocolError("HTTP/1.0 knows no codings")
    lengths = [line for line in lines if _LENGTH.match(line)]
    if len(lengths) > 1 or any(b"," in line for line in lengths):
        raise h11.RemoteProtocolError("more than one length")


def framing_fault(headers: RawHeaders) -> str:
    """Return what could be read in two ways in a request's headers, in a word; "" for nothing.

    RFC 9112, 6.3 and 3.2: a length beside a coding, and what is not the name of one host. (Without any,
    HTTP/1.0 is still one request: so some ask for the server's health.)
    """
    if _all(headers, b"transfer-encoding") and _all(headers, b"content-length"):
        return "length"
    hosts = _all(headers, b"host")
    return "" if all(map(_HOST.fullmatch, hosts)) and len(hosts) < 2 else "host"


def _all(headers: RawHeaders, name: bytes) -> list[bytes]:
    return [value.strip() for key, value in headers if key.lower() == name]
