"""A Neo4j for the tests: started by the same script as `make neo4j`, with a home and ports of its own."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_schema.settings import Settings

SCRIPT = Path(__file__).parents[1] / "tools" / "neo4j" / "run.py"


@contextmanager
def running(home: Path) -> Iterator[Settings]:
    """Settings that lead to it; skips where the machine has no Java or Maven, or cannot fetch Neo4j."""
    lacking = [program for program in ("java", "mvn") if not shutil.which(program)]
    if lacking:
        pytest.skip(f"Neo4j needs {' and '.join(lacking)}, which this machine lacks")
    fetched = subprocess.run([sys.executable, SCRIPT, "--fetch"], capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.skip(f"Neo4j could not be fetched: {fetched.stderr.strip().splitlines()[-1]}")
    with start(home, free_port(), free_port()) as settings:
        yield settings


@contextmanager
def start(home: Path, bolt: int, http: int) -> Iterator[Settings]:
    """Run the script until the end of the block; the graph stays in its home."""
    command = [sys.executable, SCRIPT, "--home", home, "--bolt-port", str(bolt), "--http-port", str(http)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        password = next((line.split()[1] for line in process.stdout if line.startswith("Password")), None)
        try:
            assert password, f"Neo4j did not start; see {home / 'neo4j.log'}"
            yield Settings(store_uri=f"bolt://127.0.0.1:{bolt}", store_password=password, home=home, _env_file=None)
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
