"""The embedded database: one ArcadeDB server for each data folder, shared by every process that uses the folder.

Two locks of the operating system carry the whole arrangement, because the kernel lets go of them when a process ends,
however it ends:

* `server.lock`, held alone by the server, taken by the client that starts it and handed down: never two on one folder;
* `clients.lock`, held together by all clients: once nobody holds it, the server ends by itself.

The file `server.json` (readable by its owner only) says where the server that holds the lock can be reached. Whoever
finds the lock free takes what that file says as stale.
"""

import argparse
import fcntl
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING

from graph_schema.errors import StoreUnavailable

if TYPE_CHECKING:
    from arcadedb_embedded.server import ArcadeDBServer

DATABASE = "stackgraph"
USER = "root"
LINGER = 3.0  # seconds without a client after which the server ends
LOOK = 0.25  # seconds between two looks at the lock of the clients
STOP_LIMIT = 60.0  # seconds; what was committed is on disk, so a server that hangs may be cut off
START_LIMIT = 300.0  # seconds; recovery after a crash of a large database takes its time
HEAP = "2g"
MESSAGE_LIMIT = 256 * 1024 * 1024  # bytes of one Bolt message; documents travel in groups


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `start` tells one start from the next, `port` is its Bolt port on loopback."""

    pid: int
    port: int
    password: str
    start: str

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one embedded database."""

    path: Path

    @property
    def state(self) -> Path:
        return self.path / "server.json"

    @property
    def log(self) -> Path:
        return self.path / "server.log"

    def lock(self, name: str) -> IO[bytes]:
        """An open lock file, not locked yet."""
        return (self.path / f"{name}.lock").open("ab")

    def read_state(self) -> Server | None:
        """What the state file says, None where there is none (yet)."""
        try:
            return Server(**json.loads(self.state.read_text(encoding="utf-8")))
        except (FileNotFoundError, json.JSONDecodeError, TypeError):
            return None

    def write_state(self, server: Server) -> None:
        draft = self.path / "server.json.new"
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(server), file)
        draft.replace(self.state)


class Lease:
    """A client's share in the embedded server of one home; as long as one is open the server stays up."""

    def __init__(self, home: Path) -> None:
        self.folder = Folder(home.resolve() / "embedded")  # the server has a working folder of its own
        try:
            self.folder.path.mkdir(parents=True, exist_ok=True)
            self._share = self.folder.lock("clients")
        except OSError as error:
            raise StoreUnavailable(f"cannot keep a database in {home}: {error}; set STACKGRAPH_HOME") from error
        fcntl.flock(self._share, fcntl.LOCK_SH)

    def server(self) -> Server:
        """The running server, started if there is none.

        Raises StoreUnavailable, naming the log file, where it cannot start.
        """
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            with self.folder.lock("server") as lock:
                if _take(lock):
                    return self._start(lock)
            if server := self.folder.read_state():
                return server
            time.sleep(0.05)
        raise StoreUnavailable(f"the embedded database does not come up; see {self.folder.log}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one writer of all processes in at a time: ArcadeDB notices a conflict only when the work is done."""
        with self.folder.lock("writer") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def close(self) -> None:
        self._share.close()

    def _start(self, lock: IO[bytes]) -> Server:
        """Start the server process, which inherits the lock, and wait until it answers."""
        self.folder.state.unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            self.folder.log.replace(self.folder.path / "server.previous.log")
        start = secrets.token_hex(8)
        with self.folder.log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(self.folder.path), str(lock.fileno()), start],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[lock.fileno()],
                start_new_session=True,  # Ctrl-C in a client's terminal is not meant for the server
            )
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline and process.poll() is None:
            server = self.folder.read_state()
            if server and server.start == start:
                # It outlives us or ends before us: reaped either way, without a warning from Popen.
                threading.Thread(target=process.wait, daemon=True).start()
                return server
            time.sleep(0.05)
        process.kill()
        process.wait()
        raise StoreUnavailable(f"the embedded database cannot start: {self._last_words()}; see {self.folder.log}")

    def _last_words(self) -> str:
        lines = [line for line in self.folder.log.read_text(encoding="utf-8", errors="replace").splitlines() if line]
        errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
        return (errors or lines or ["no word from it"])[-1]


def _take(lock: IO[bytes]) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def serve(folder: Folder, start: str) -> None:
    """Run the server until its clients are gone. The process holds `server.lock` already."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    os.chdir(folder.path)
    os.umask(0o077)
    password = secrets.token_urlsafe(24)
    server, port = _run_arcadedb(folder.path, password)
    # After the start of the JVM, which brings handlers of its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    folder.write_state(Server(os.getpid(), port, password, start))
    with folder.lock("clients") as clients:
        _wait_for_the_last_client(clients, stopping)
        # Newcomers wait at this lock until the process has ended, then start a server of their own.
        folder.state.unlink(missing_ok=True)
        threading.Timer(STOP_LIMIT, os._exit, (1,)).start()
        server.stop()
        sys.stdout.flush()
        os._exit(0)  # the JVM must not hold up the end: everything is on disk


def _wait_for_the_last_client(clients: IO[bytes], stopping: threading.Event) -> None:
    alone_since = None
    while not stopping.wait(LOOK):
        if not _take(clients):
            alone_since = None
            continue
        alone_since = alone_since or time.monotonic()
        if time.monotonic() - alone_since >= LINGER:
            return
        fcntl.flock(clients, fcntl.LOCK_UN)


def _run_arcadedb(path: Path, password: str) -> tuple["ArcadeDBServer", int]:
    """Start ArcadeDB in this process, on loopback, with nothing but its Bolt port open."""
    from arcadedb_embedded.server import ArcadeDBServer  # noqa: PLC0415 - clients need no JVM

    # ArcadeDB takes a password only where it knows no user yet; ours is new at every start.
    (path / "config" / "server-users.jsonl").unlink(missing_ok=True)
    server = ArcadeDBServer(
        str(path),
        password,
        {
            "mode": "production",  # the write-ahead log is flushed at every commit
            "host": "127.0.0.1",
            "http_port": 0,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": 0,
            "bolt_defaultDatabase": DATABASE,
            "bolt_maxMessageSize": MESSAGE_LIMIT,
            "server_logsDirectory": str(path / "log"),
            "server_saltIterations": 1000,  # a random password of 192 bits needs no slow hash, which delays the start
        },
        {"heap_size": HEAP, "jvm_args": f"-XX:ErrorFile={path / 'crash.log'}"},
    )
    server.start()
    server.create_database(DATABASE)
    # The bindings offer no way to leave the HTTP server out or to ask for a plugin's port, their Java object does.
    java = server._java_server
    java.getHttpServer().stopService()
    port = next(int(plugin.getPort()) for plugin in java.getPlugins() if plugin.getName() == "Neo4j-Bolt")
    return server, port


def main() -> None:
    parser = argparse.ArgumentParser(description="The server process of the embedded database; started by its clients.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("lock", type=int, help="file descriptor of server.lock, held")
    parser.add_argument("start", help="a word that this start can be told by")
    arguments = parser.parse_args()
    serve(Folder(arguments.folder), arguments.start)


if __name__ == "__main__":
    main()
