"""Bulletins leave by e-mail and webhook only where the settings say so, once, and are tried again."""

import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer
from typing import ClassVar

import pytest

from dashboard.actuals import outbox
from dashboard.actuals.store import Store
from dashboard.bulletins.dispatch import NotSet, put, send_waiting, signature
from dashboard.settings import Settings

MINUTE = 60_000_000


class Mailbox(StreamRequestHandler):
    """A mail server in so many words: takes what comes, and keeps it."""

    kept: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                told = b""
                while not told.endswith(b"\r\n.\r\n"):
                    told += self.rfile.readline()
                self.kept.append(told)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
            if word == b"QUIT":
                return


class Hook(BaseHTTPRequestHandler):
    """A webhook that answers with `status`, and keeps what came."""

    status = 200
    kept: ClassVar[list[tuple[dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.kept.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.status)
        self.send_header("location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def mail() -> Iterator[str]:
    Mailbox.kept.clear()
    with TCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.kept.clear()
    Hook.status = 200
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/in"
        server.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("a secret of the office\n")
    return path


def test_nothing_is_set_by_itself(sqlite_url: str) -> None:
    with Store.open(sqlite_url) as store, pytest.raises(NotSet):
        put(Settings(database=sqlite_url), store, "b.pdf", "通报", "application/pdf", b"%PDF", "li")


def test_a_letter_goes_by_mail_once(store_url: str, mail: str) -> None:
    told = Settings(
        database=store_url, mail=mail, mail_from="a@x.example", mail_to=("b@x.example",)
    )
    with Store.open(store_url) as store:
        put(told, store, "通报.pdf", "关于滨州市的通报", "application/pdf", b"%PDF content", "li")
        assert [one.state for one in send_waiting(told, store, "li")] == ["sent"]
        assert list(send_waiting(told, store, "li")) == []
    (kept,) = Mailbox.kept
    message = message_from_bytes(kept, policy=default)
    assert message["subject"] == "关于滨州市的通报"
    (attached,) = message.iter_attachments()  # type: ignore[attr-defined]  # of the policy's message
    assert attached.get_filename() == "通报.pdf"
    assert attached.get_content() == b"%PDF content"


def test_a_webhook_can_check_who_sent_it(sqlite_url: str, hook: str, secret: Path) -> None:
    told = Settings(database=sqlite_url, webhook=hook, webhook_secret=secret)
    with Store.open(sqlite_url) as store:
        put(told, store, "通报.xlsx", "title", "application/x-test", b"content", "li")
        assert [one.state for one in send_waiting(told, store, "li")] == ["sent"]
    headers, body = Hook.kept[0]
    expected = signature(b"a secret of the office", headers["x-cluster-dashboard-moment"], body)
    assert headers["x-cluster-dashboard-signature"] == f"sha256={expected}"
    assert headers["x-cluster-dashboard-name"] == "%E9%80%9A%E6%8A%A5.xlsx"
    assert body == b"content"


def test_a_refusal_is_tried_again_later_and_given_up_in_the_end(sqlite_url: str) -> None:
    with Store.open(sqlite_url) as store:
        store.put_letter("webhook", "b.pdf", "title", "application/pdf", b"x", now=0)
        now, states = 0, []
        for _ in range(6):
            taken = store.take_letter(now)
            assert taken is not None
            assert store.take_letter(now) is None
            states.append(store.tell_letter(taken[0], now, "HTTP 503"))
            assert store.take_letter(now) is None
            now = store.letters()[0].due_at
        assert states == ["waiting"] * 5 + ["given up"]
        # 1, 5, 30, 120 and 720 minutes, one after the other.
        assert now == 876 * MINUTE


def test_a_redirect_is_not_followed_and_counts_as_a_failure(
    sqlite_url: str, hook: str, secret: Path
) -> None:
    Hook.status = 307
    told = Settings(database=sqlite_url, webhook=hook, webhook_secret=secret)
    with Store.open(sqlite_url) as store:
        put(told, store, "b.xlsx", "title", "application/x-test", b"content", "li")
        assert [(one.state, one.fault) for one in send_waiting(told, store, "li")] == [
            ("waiting", "HTTP 307")
        ]
    assert len(Hook.kept) == 1


def test_of_many_senders_each_letter_is_taken_by_one(store_url: str) -> None:
    with Store.open(store_url) as store:
        for n in range(12):
            store.put_letter("mail", f"{n}.pdf", "title", "application/pdf", b"x", now=0)
        taken: list[str] = []

        def sender() -> None:
            while letter := store.take_letter(1):
                taken.append(letter[0].name)
                store.tell_letter(letter[0], 1)

        threads = [threading.Thread(target=sender) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
    assert sorted(taken) == sorted(f"{n}.pdf" for n in range(12))


def test_who_ended_while_sending_is_followed_by_another(sqlite_url: str) -> None:
    with Store.open(sqlite_url) as store:
        store.put_letter("mail", "b.pdf", "title", "application/pdf", b"x", now=0)
        assert store.take_letter(1) is not None
        assert store.take_letter(outbox.TAKEN) is None
        assert store.take_letter(1 + outbox.TAKEN) is not None


def test_a_password_is_never_sent_over_a_line_in_the_open(
    sqlite_url: str, mail: str, secret: Path
) -> None:
    told = Settings(
        database=sqlite_url, mail=mail, mail_from="a@x.example", mail_to=("b@x.example",),
        mail_password=secret,
    )  # fmt: skip
    with Store.open(sqlite_url) as store:
        put(told, store, "b.pdf", "title", "application/pdf", b"x", "li")
        assert [one.fault for one in send_waiting(told, store, "li")] == ["no STARTTLS"]
    assert Mailbox.kept == []
