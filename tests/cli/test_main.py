"""The command as a whole, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import app
from tests.cli.conftest import Run

COMMANDS = [str(command.name or command.callback.__name__) for command in app.registered_commands if command.callback]
COMMANDS += [str(group.name) for group in app.registered_groups]
STACKGRAPH = str(Path(sys.executable).with_name("stackgraph"))


def stackgraph(*arguments: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"STACKGRAPH_HOME": str(home)} | more
    return subprocess.run(
        [STACKGRAPH, *arguments], capture_output=True, text=True, env=environment, timeout=120, check=False
    )


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert {"extract", "load", "ask", "serve", "up", "nightly", "failures", "migrate", "evaluate"} <= set(COMMANDS)
    for command in COMMANDS:
        assert f" {command} " in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"stackgraph {command}" in result.stdout.partition("Example")[2]


def test_help_starts_fast_because_it_loads_nothing_heavy() -> None:
    code = "import sys, cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "trafilatura", "neo4j", "fastapi", "onnxruntime", "numpy", "pydantic"} & set(loaded)


def test_errors_are_one_line(home: Path) -> None:
    result = stackgraph("migrate", home=home, STACKGRAPH_STORE_URI="bolt://127.0.0.1:9", STACKGRAPH_STORE_PASSWORD="x")
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "127.0.0.1:9" in result.stderr


def test_evaluating_a_file_that_is_not_there_is_one_line(home: Path) -> None:
    result = stackgraph("evaluate", "none.jsonl", home=home)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "stackgraph: none.jsonl: No such file or directory\n"


def test_wrong_use_says_what_is_right(home: Path) -> None:
    result = stackgraph("load", home=home)
    assert result.returncode == 2
    assert "Missing argument" in result.stderr


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("stackgraph ")
