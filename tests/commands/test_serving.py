"""`serve`: the demonstration, other machines, and addresses that are taken."""

import socket
from pathlib import Path

from tests.commands.conftest import Run
from tests.machine.server import Served


def test_a_port_in_use_is_one_sentence(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--no-browser")
        zh = run("serve", "--port", str(port), "--no-browser", lang="zh_CN.UTF-8")
    assert (done.code, done.out) == (1, "")
    assert done.complaints == [
        f"Port {port} is in use; choose another with --port, or stop the program that uses it."
    ]
    assert "已被占用" in zh.err


def test_an_address_that_is_not_ours_is_one_sentence(run: Run) -> None:
    # 192.0.2.1 is reserved for documentation: no machine has it.
    done = run("serve", "--host", "192.0.2.1", "--port", "18080", "--no-browser")
    assert done.code == 1
    assert len(done.complaints) == 1


def test_made_up_figures_never_meet_a_named_database(run: Run, tmp_path: Path) -> None:
    named = tmp_path / "named.db"
    done = run("serve", "--demo", "--database", f"sqlite:///{named.as_posix()}")
    assert (done.code, done.out) == (1, "")
    assert len(done.complaints) == 1
    assert not named.exists()


def test_the_demonstration_says_so_and_makes_no_database_of_the_users(demo_app: Served) -> None:
    assert "演示数据" in demo_app.printed()
    assert "Demo data" in demo_app.printed()
    assert list(demo_app.data.rglob("*.db")) == []
