"""No part of a database's password is printed, whatever is wrong with its address."""

import pytest

from tests.commands.conftest import Run

# Each has a password that says Qx7kYw2p or Zj9v somewhere, and is wrong in its own way.
ADDRESSES = [
    "postgresql://me:Qx7kYw2p@127.0.0.1:1/clusters",
    "postgresql://me:Qx7kYw2p@127.0.0.1:many/clusters",
    "postgresql://me:Qx7kYw2p@127.0.0.1:99999/clusters",
    "postgresql://me:Qx7kYw2p@127.0.0.1:1,127.0.0.1:2/clusters",
    "postgresql://me:Qx7kYw2p@127.0.0.1:1,127.0.0.1:many/clusters",
    "postgresql://me:Qx7k@Zj9v@127.0.0.1:1/clusters",
    "postgresql://me:Qx7k/ret@Zj9v/Zj9v@127.0.0.1:1/clusters",
    "postgresql://me:Qx7kYw2p:Zj9v@127.0.0.1:1/clusters",
    "postgresql://me:Qx7kYw2p%@127.0.0.1:1/clusters",
    "postgresql://me:Qx7kYw2p#Zj9v?Zj9v@127.0.0.1:1/clusters",
    "postgresql://me@127.0.0.1:1/clusters?password=Qx7kYw2p",
    "postgresql://me@127.0.0.1:1/clusters?password=Qx7k@Zj9v",
    "postgresql://me@127.0.0.1:1/clusters?sslpassword=Qx7kYw2p&sslmode=nonsense",
    "postgresql://me@127.0.0.1:1/clusters?nonsense=1&password=Qx7kYw2p",
    "mysql://me:Qx7kYw2p@127.0.0.1/clusters",
    "postgresql//me:Qx7kYw2p@127.0.0.1/clusters",
    "me:Qx7kYw2p@127.0.0.1",
    "oracle+nonsense://me:Qx7k@Zj9v@h/d",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_part_of_a_password_is_printed(run: Run, address: str) -> None:
    for words in (("actuals", "export"), ("settings",), ("settings", "--format", "json")):
        for given in ({"CLUSTER_DASHBOARD_DATABASE": address}, None):
            option = () if given else ("--database", address)
            done = run(*words, *option, **(given or {}))
            told = done.out + done.err
            assert [part for part in ("Qx7k", "Yw2p", "Zj9v") if part in told] == []
            assert "Traceback" not in told
            assert done.code == (1 if words[0] == "actuals" else 0)
            assert len(done.complaints) == done.code


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://me:Qx7kYw2p@h:many/d", "postgresql://me:***@h:many/d is no number"),
        ("postgresql://me:Qx7kYw2p@h:1,i:0/d", "postgresql://me:***@h:1,i:0/d is no number"),
        ("postgresql://me:Qx7k@Zj9v@h/d", "write it as %40"),
        ("postgresql://me:Qx7kYw2p@127.0.0.1:1/d", "postgresql+psycopg://me:***@127.0.0.1:1/d"),
    ],
)
def test_what_is_wrong_with_an_address_is_told(run: Run, address: str, told: str) -> None:
    assert told in run("actuals", "export", "--database", address).err
