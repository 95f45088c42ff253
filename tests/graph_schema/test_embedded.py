"""One server for each home: shared, found, started on demand, and gone when it is not needed any more."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from graph_schema import embedded
from graph_schema.errors import StoreUnavailable
from graph_schema.settings import Settings
from graph_schema.store import Store

CLIENT = """
import sys
from pathlib import Path
from graph_schema.settings import Settings
from graph_schema.store import Store
with Store.open(Settings(home=Path(sys.argv[1]), _env_file=None)) as store:
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def client(home: Path, count: int = 1) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that start at once, each in a terminal of its own as it were, and hold the store open."""
    command = [sys.executable, "-c", CLIENT, str(home)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        for _ in range(count)
    ]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "open\n"
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def servers(home: Path) -> list[psutil.Process]:
    """The server processes on this home's folder."""
    folder = str(home / "embedded")
    return [each for each in psutil.process_iter(["cmdline"]) if folder in (each.info["cmdline"] or [])]


def state(home: Path) -> embedded.Server:
    server = embedded.Folder(home / "embedded").read_state()
    assert server
    return server


def eventually(true: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return true()


def test_clients_that_start_at_once_share_one_server_that_outlives_none_of_them(home: Path) -> None:
    with client(home, count=3) as clients:
        [server] = servers(home)
        assert server.pid == state(home).pid
        assert stat.S_IMODE((home / "embedded" / "server.json").stat().st_mode) == 0o600

        listening = [each for each in server.net_connections() if each.status == psutil.CONN_LISTEN]
        assert {(each.laddr.ip.removeprefix("::ffff:"), each.laddr.port) for each in listening} == {
            ("127.0.0.1", state(home).port)
        }

        os.killpg(clients[0].pid, signal.SIGINT)  # Ctrl-C in the terminal of the one that may have started it
        clients[1].kill()
        for ended in clients[:2]:
            ended.wait()
        time.sleep(embedded.LINGER + 3 * embedded.LOOK)
        assert servers(home) == [server]
        clients[2].kill()
    assert eventually(lambda: not servers(home))
    assert not (home / "embedded" / "server.json").exists()


def test_a_server_that_was_killed_is_replaced_and_nothing_is_lost(home: Path, settings: Settings) -> None:
    with Store.open(settings) as store:
        store.write(lambda transaction: transaction.run("CREATE (:Company {id: 'kept'})"))
        killed = state(home)
        os.kill(killed.pid, signal.SIGKILL)
        assert store.read("MATCH (c:Company) RETURN c.id AS id") == [{"id": "kept"}]
        assert state(home).password != killed.password
        # Its state stays behind where nobody is there to notice; the next to come is not misled.
        os.kill(state(home).pid, signal.SIGKILL)
        assert eventually(lambda: not servers(home))
        with Store.open(settings) as other:
            assert other.read("MATCH (c:Company) RETURN c.id AS id") == [{"id": "kept"}]
            assert len(servers(home)) == 1
    assert eventually(lambda: not servers(home))


def test_a_server_that_cannot_start_names_its_log(home: Path, settings: Settings) -> None:
    folder = home / "embedded"
    folder.mkdir(parents=True)
    (folder / "databases").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="cannot start") as raised:
        Store.open(settings)
    log = folder / "server.log"
    assert str(log) in str(raised.value)
    assert "rror" in log.read_text() or "Exception" in log.read_text()
    assert not servers(home)


def test_a_home_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="STACKGRAPH_HOME"):
        Store.open(Settings(home=tmp_path / "file", _env_file=None))
