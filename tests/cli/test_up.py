"""`stackgraph up` from end to end: the real pipeline, the real database, real HTTP; what `make up` runs."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from cli import serving
from graph_schema.errors import BadInput

STACKGRAPH = str(Path(sys.executable).with_name("stackgraph"))
PATIENCE_S = 300


@contextmanager
def running(*arguments: str, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, once it serves, and all that it printed until then; stopped by Ctrl-C at the end."""
    log = home.parent / f"{arguments[0]}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [STACKGRAPH, *arguments, "--port", "0"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"STACKGRAPH_HOME": str(home)},
            text=True,
        )
        try:
            until = time.monotonic() + PATIENCE_S
            while "startup complete" not in log.read_text():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.2)
            yield process, log.read_text()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_S)


def address(printed: str) -> str:
    (found,) = re.findall(r"API at (http://127\.0\.0\.1:\d+)/docs", printed)
    return str(found)


def counts(printed: str) -> dict[str, int]:
    return {
        name: int(count)
        for name, count in re.findall(r"^(fetched|loaded|unchanged|failed|claims)\s+(\d+)", printed, re.M)
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int, list[int]]:
    """A first run: its home, what it printed, how it ended, and the processes that it had started."""
    home = tmp_path_factory.mktemp("up") / "home"
    with running("up", home=home) as (process, printed):
        started = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        asked = httpx.get(f"{address(printed)}/v1/ask", params={"q": "which OEMs dropped Alexa?"}, timeout=60).json()
        assert asked["answer"] == {"type": "entities", "value": ["Stellantis"]}
        assert httpx.get(f"{address(printed)}/docs", timeout=60).status_code == 200
    return home, printed, process.returncode, started


def test_it_loads_answers_and_serves(first: tuple[Path, str, int, list[int]]) -> None:
    _, printed, _, _ = first
    assert counts(printed) | {"claims": 0} == {"fetched": 12, "loaded": 12, "unchanged": 0, "failed": 0, "claims": 0}
    assert counts(printed)["claims"] > 30
    answer = printed.partition("which OEMs dropped Alexa?")[2]
    assert "Stellantis" in answer
    assert "SmartCockpit WAS_BASED_ON Alexa" in answer
    assert "“SmartCockpit, which was meant to integrate Alexa" in answer
    assert "but: “Alexa also remains active in some of the group’s existing vehicles" in answer


def test_ctrl_c_ends_it_in_peace_and_leaves_nothing_running(first: tuple[Path, str, int, list[int]]) -> None:
    _, _, code, started = first
    assert code == 0
    assert started, "the embedded database was started by it"
    until = time.monotonic() + 60
    while any(map(psutil.pid_exists, started)) and time.monotonic() < until:
        time.sleep(0.2)
    assert not any(map(psutil.pid_exists, started))


def test_second_start_loads_nothing_twice(first: tuple[Path, str, int, list[int]]) -> None:
    home, _, _, _ = first
    with running("up", home=home) as (_, printed):
        assert counts(printed) == {"fetched": 12, "loaded": 0, "unchanged": 12, "failed": 0, "claims": 0}


def test_serve_takes_documents_while_the_command_line_works_beside_it(first: tuple[Path, str, int, list[int]]) -> None:
    home, _, _, _ = first
    text = "Polestar drops Alexa\n\nPolestar no longer uses Alexa in its cars, the company said on Monday."
    with running("serve", home=home) as (_, printed):
        posted = httpx.post(f"{address(printed)}/v1/documents", json={"text": text}, timeout=120)
        assert posted.status_code == 201, posted.text
        asked = subprocess.run(
            [STACKGRAPH, "ask", "which OEMs dropped Alexa?", "--json"],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"STACKGRAPH_HOME": str(home)},
        )
    assert set(json.loads(asked.stdout)["answer"]["value"]) == {"Polestar", "Stellantis"}


def test_only_one_can_have_a_port() -> None:
    with serving.listen("127.0.0.1", 0) as first, pytest.raises(BadInput, match="choose another with --port"):
        serving.listen("127.0.0.1", int(first.getsockname()[1]))


def test_port_in_use_is_said_at_once(home: Path) -> None:

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [STACKGRAPH, "up", "--port", port],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"STACKGRAPH_HOME": str(home)},
        )
    assert result.returncode == 1
    assert result.stderr == (
        f"stackgraph: cannot listen on 127.0.0.1 port {port}: Address already in use; choose another with --port\n"
    )
    assert not home.exists()
