"""Behind a proxy: its header is believed, from anywhere else it is an attack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.people.names import folded
from dashboard.people.proxies import (
    NetworkFault,
    ProxyRefused,
    Vouched,
    identify_from_proxy,
    trusted_networks,
)

TRUSTED = trusted_networks(["127.0.0.1", "10.1.0.0/16", "2001:db8::/32"])
HEADER = "X-Remote-User"


def ask(*headers: tuple[bytes, bytes], peer: str = "10.1.2.3") -> Vouched | None:
    return identify_from_proxy(headers, peer, TRUSTED, HEADER)


def refused(*headers: tuple[bytes, bytes], peer: str = "10.1.2.3") -> str:
    with pytest.raises(ProxyRefused) as caught:
        ask(*headers, peer=peer)
    assert caught.value.message.text("zh").endswith("已拒绝。")
    return caught.value.code.removeprefix("proxy.")


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.1.255.255", "2001:db8::7", "::ffff:10.1.2.3"])
@pytest.mark.parametrize("name", [b"X-Remote-User", b"x-remote-user", b"X-REMOTE-USER"])
def test_a_trusted_proxy_is_believed(peer: str, name: bytes) -> None:
    assert ask((b"Host", b"x"), (name, b" li "), peer=peer) == Vouched("li")
    assert ask((name, "李雷".encode()), peer=peer) == Vouched("李雷")


@pytest.mark.parametrize(
    "peer",
    [
        "10.2.0.1",
        "192.0.2.7",
        "::1",
        "2001:db9::1",
        "",
        "unix:",
        "10.1.2.3, 192.0.2.7",
        "testclient",
    ],
)
def test_from_anywhere_else_the_header_is_an_attack(peer: str) -> None:
    assert refused((b"x-remote-user", b"li"), peer=peer) == "untrusted"
    # Empty or imitated, it is none of theirs to send either.
    assert refused((b"x-remote-user", b""), peer=peer) == "untrusted"
    assert refused((b"x_remote_user", b"li"), peer=peer) == "untrusted"
    assert ask((b"x-forwarded-for", b"10.1.2.3"), peer=peer) is None


def test_whom_the_proxy_does_not_name_is_a_guest() -> None:
    assert ask() is None
    assert ask((b"x-remote-user", b"")) is None
    assert ask((b"x-remote-user", b" \t ")) is None


def test_two_names_are_none() -> None:
    assert refused((b"x-remote-user", b"li"), (b"X-Remote-User", b"root")) == "repeated"
    assert refused((b"x-remote-user", b"li"), (b"x-remote-user", b"li")) == "repeated"
    assert refused((b"x-remote-user", b""), (b"x-remote-user", b"li")) == "repeated"
    assert refused((b"x-remote-user", b"li, root")) == "value"


@pytest.mark.parametrize(
    "name", [b"x_remote_user", b"X_Remote-User", b"x-remote_user", b"x-remote-user "]
)
def test_a_header_some_servers_take_for_it_is_smuggled(name: bytes) -> None:
    assert refused((name, b"root")) == "lookalike"
    assert refused((b"x-remote-user", b"li"), (name, b"root")) == "lookalike"


@pytest.mark.parametrize(
    "value",
    [b"li\r\nx: y", b"li\x00", b"\xff\xfe", b"<script>", b"x" * 65, b"a b", b"..", b"DOMAIN\\li"],
)
def test_what_is_no_name_is_refused(value: bytes) -> None:
    assert refused((b"x-remote-user", value)) == "value"


@pytest.mark.parametrize(
    "text", ["", "everywhere", "10.0.0.0/33", "10.1.2.3/16", "0.0.0.0/0", "::/0"]
)
def test_a_trusted_address_that_is_unclear_or_everybody_is_refused(text: str) -> None:
    with pytest.raises(NetworkFault) as caught:
        trusted_networks(["127.0.0.1", text])
    assert caught.value.message.text("zh").endswith("。")


def test_without_trusted_addresses_nobody_is_believed() -> None:
    with pytest.raises(ProxyRefused):
        identify_from_proxy([(b"x-remote-user", b"li")], "127.0.0.1", (), HEADER)


HEADERS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([b"x-remote-user", b"x_remote_user", b"host"]), st.binary()),
        st.binary(max_size=80),
    ),
    max_size=4,
)


@given(HEADERS, st.one_of(st.ip_addresses().map(str), st.text(max_size=20)))
def test_any_request_names_a_person_by_a_real_name_from_a_trusted_address_or_nobody(
    headers: list[tuple[bytes, bytes]], peer: str
) -> None:
    try:
        found = identify_from_proxy(headers, peer, TRUSTED, HEADER)
    except ProxyRefused:
        return
    if found is not None:
        assert folded(found.name)
        assert peer.startswith(("127.0.0.1", "10.1.", "2001:db8:", "::ffff:"))
