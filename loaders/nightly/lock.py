"""One nightly load at a time: a lock with an owner, which expires unless its owner goes on."""

import fcntl
import getpass
import json
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from graph_schema.errors import StackgraphError

EXPIRY_S = 180.0
REFRESH_S = 30.0


class Locked(StackgraphError):
    """Another load is at work, or has taken over from this one."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock; `started`, `expires` in UTC; `token` tells two loads of one process apart."""

    owner: str
    host: str
    pid: int
    started: str
    expires: str
    token: str

    def is_live(self, now: datetime) -> bool:
        """Whether its load may still be running: not expired and, as far as can be told from here, not dead."""
        if datetime.fromisoformat(self.expires) <= now:
            return False
        return self.host != socket.gethostname() or _runs(self.pid)


class Lock:
    """Held from `with` to its end. Raises Locked where a live load has it; takes it over from a dead or expired one."""

    def __init__(self, path: Path, *, expiry_s: float = EXPIRY_S, refresh_s: float = REFRESH_S) -> None:
        self._path = path
        self._expiry = timedelta(seconds=expiry_s)
        self._refresh_s = refresh_s
        self._token = secrets.token_hex(8)
        self._started = _now().isoformat(timespec="seconds")
        self.is_lost = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._guarded():
            holder = self._read()
            if holder and holder.is_live(_now()):
                raise Locked(
                    f"a nightly load is at work since {holder.started}: {holder.owner} on {holder.host}, process"
                    f" {holder.pid}; its lock {self._path} expires at {holder.expires} unless it goes on"
                )
            self._write()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()
        with self._guarded():
            if self._is_ours():
                self._path.unlink()

    def check(self) -> None:
        """Nothing, or Locked where another load has taken over since this process was held up for too long."""
        if self.is_lost:
            raise Locked(
                f"this load was held up for longer than its lock lasts, and another has taken over {self._path}"
            )

    def _keep(self) -> None:
        while not self._done.wait(self._refresh_s):
            with self._guarded():
                self.is_lost = not self._is_ours()
                if self.is_lost:
                    return
                self._write()

    # -- the file ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Nobody else reads and writes the lock meanwhile. The kernel lets go of this when a process ends."""
        with self._path.with_suffix(".guard").open("ab") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield

    def _read(self) -> Holder | None:
        """Who the file names; None where there is none, or nothing that can be read."""
        try:
            holder = Holder(**json.loads(self._path.read_text(encoding="utf-8")))
            datetime.fromisoformat(holder.expires)
            return holder
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _is_ours(self) -> bool:
        holder = self._read()
        return holder is not None and holder.token == self._token

    def _write(self) -> None:
        expires = (_now() + self._expiry).isoformat(timespec="seconds")
        holder = Holder(_user(), socket.gethostname(), os.getpid(), self._started, expires, self._token)
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(holder)), encoding="utf-8")
        draft.replace(self._path)


def _now() -> datetime:
    return datetime.now(UTC)


def _user() -> str:
    with suppress(OSError, KeyError):
        return getpass.getuser()
    return str(os.getuid())


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is there, and another user's
    return True
