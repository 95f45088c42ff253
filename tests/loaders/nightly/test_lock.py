"""One load at a time, and none that a dead one holds up."""

import json
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from loaders.nightly.lock import Lock, Locked


def write(path: Path, **holder: Any) -> None:
    """A lock as another load would have written it."""
    now = datetime.now(UTC)
    usual = {
        "owner": "ann",
        "host": socket.gethostname(),
        "pid": os.getppid(),
        "started": now.isoformat(),
        "expires": (now + timedelta(minutes=3)).isoformat(),
        "token": "other",
    }
    path.write_text(json.dumps(usual | holder))


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock.json"


def test_says_who_holds_it_and_is_gone_afterwards(path: Path) -> None:
    with Lock(path):
        holder = json.loads(path.read_text())
        assert (holder["host"], holder["pid"]) == (socket.gethostname(), os.getpid())
        assert datetime.fromisoformat(holder["expires"]) > datetime.now(UTC)
    assert not path.exists()


def test_live_lock_gives_a_clear_error_and_stays(path: Path) -> None:
    write(path, started="2025-11-06T03:00:00+00:00")
    with pytest.raises(Locked) as caught, Lock(path):
        pytest.fail("two loads at once")
    for part in (
        "since 2025-11-06T03:00:00+00:00",
        "ann",
        socket.gethostname(),
        str(os.getppid()),
        str(path),
        "expires",
    ):
        assert part in str(caught.value)
    assert json.loads(path.read_text())["token"] == "other"


def test_lock_of_this_very_process_is_live_too(path: Path) -> None:
    with Lock(path), pytest.raises(Locked), Lock(path):
        pytest.fail("two loads at once")


def test_lock_of_another_host_is_live_until_it_expires(path: Path) -> None:
    write(path, host="elsewhere", pid=dead_pid())
    with pytest.raises(Locked), Lock(path):
        pytest.fail("two loads at once")
    write(path, host="elsewhere", expires=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    with Lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()


def test_lock_of_a_dead_process_is_taken_over(path: Path) -> None:
    write(path, pid=dead_pid())
    with Lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()


def test_expired_lock_is_taken_over_though_its_process_number_lives(path: Path) -> None:
    write(path, expires=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    with Lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"pid": 1}', '{"owner": 1, "host": 2}'])
def test_torn_lock_holds_nobody_up(path: Path, torn: str) -> None:
    path.write_text(torn)
    with Lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()


def test_lock_is_refreshed_as_long_as_the_load_runs(path: Path) -> None:
    with Lock(path, expiry_s=2, refresh_s=0.05) as lock:
        first = datetime.fromisoformat(json.loads(path.read_text())["expires"])
        until = time.monotonic() + 20
        while datetime.fromisoformat(json.loads(path.read_text())["expires"]) <= first:
            assert time.monotonic() < until, "not refreshed"
            time.sleep(0.05)
        lock.check()


def test_load_that_was_held_up_too_long_notices_that_another_took_over(path: Path) -> None:
    with Lock(path, refresh_s=0.05) as lock:
        write(path, token="the other's")
        until = time.monotonic() + 20
        while not lock.is_lost and time.monotonic() < until:
            time.sleep(0.05)
        with pytest.raises(Locked, match="another has taken over"):
            lock.check()
    assert json.loads(path.read_text())["token"] == "the other's", "the lock of the other must stay"
