"""`kill -9` in the middle of a night, more than once: the next run goes on, and the graph is that of a quiet night."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from graph_schema.settings import Settings
from graph_schema.store import Store
from loaders.encoder import FOLDER as MODEL
from loaders.nightly.run import Desk
from tests.loaders.nightly.conftest import BALANCE, counts
from tests.loaders.test_writer import dump

DOCUMENTS = 130
STACKGRAPH = (
    [str(Path(sys.executable).with_name("stackgraph"))]
    if (MODEL / "encoder.onnx").exists()
    else [sys.executable, "-m", "tests.loaders.nightly.stub"]
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Many small documents, and the file that names them."""
    makers = ("Ford", "Kia", "BMW", "Toyota", "Volvo", "Nissan", "Renault")
    platforms = ("Azure", "Alexa", "Android Automotive OS", "QNX", "Snapdragon Digital Chassis")
    (tmp_path / "docs").mkdir()
    for n in range(DOCUMENTS):
        maker, platform = makers[n % len(makers)], platforms[n % len(platforms)]
        words = f"{maker} {'no longer uses' if n % 3 == 0 else 'uses'} {platform}."
        (tmp_path / "docs" / f"{n:03}.txt").write_text(f"{words} This is note {n} of the year.")
    path = tmp_path / "sources.toml"
    path.write_text('[[source]]\nname = "docs"\nkind = "folder"\npath = "docs"\n')
    return path


def start(home: Path, sources: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*STACKGRAPH, "nightly", "--sources", str(sources)],
        env=os.environ | {"STACKGRAPH_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def steps(home: Path) -> int:
    """Entries in the journal, of killed runs and of the one at work."""
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"file:{Desk(home).state}?mode=ro", uri=True)) as state,
    ):
        return int(state.execute("SELECT count(*) FROM journal").fetchone()[0])
    return 0


def kill(process: subprocess.Popen[str], home: Path, done: int, wait_s: float) -> None:
    """Kill it some time after its journal has so many entries."""
    until = time.monotonic() + 300
    while steps(home) < done:
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until, "it does not come on"
        time.sleep(0.01)
    time.sleep(wait_s)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def graph(home: Path) -> list[str]:
    with Store.open(Settings(home=home, _env_file=None)) as store:
        return dump(store)


def test_killed_runs_are_gone_on_with(tmp_path: Path, sources: Path) -> None:
    chance = random.Random(5)
    home, quiet = tmp_path / "home", tmp_path / "quiet"
    for done in (0, 1, 2, 3):
        kill(start(home, sources), home, done, chance.uniform(0.0, 0.3))
    killed = steps(home)
    process = start(home, sources)
    output, complaints = process.communicate(timeout=300)
    assert process.returncode == 0, complaints
    report = json.loads(output)
    assert killed >= 3
    assert 2 <= len(report["goes_on_with"]) <= 4
    assert counts(report)["fetched"] == DOCUMENTS

    interrupted = [json.loads((Desk(home).reports / f"{run}.json").read_text()) for run in report["goes_on_with"]]
    assert {each["state"] for each in interrupted} == {"interrupted"}
    for each in (*interrupted, report):
        assert each["balance"]["fetched"] == sum(each["balance"][name] for name in BALANCE)
    done = sum(each["balance"]["loaded"] for each in interrupted)
    assert done > 0
    assert counts(report)["unchanged"] >= done, "what a killed run has finished is not done again"

    process = start(quiet, sources)
    assert counts(json.loads(process.communicate(timeout=300)[0])) == {"fetched": DOCUMENTS, "loaded": DOCUMENTS}
    assert graph(home) == graph(quiet)
