"""What is under `deploy/`, as far as it can be tried here: cron's line, systemd's units, the example of sources."""

import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph_schema.settings import Settings
from loaders.nightly import sources

DEPLOY = Path(__file__).parents[1] / "deploy"
STACKGRAPH = "/opt/stackgraph/.venv/bin/stackgraph"
FIELDS = (range(60), range(24), range(1, 32), range(1, 13), range(8))


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / name)
    return parser


def is_a_command_of_ours(line: str) -> bool:
    """Whether these words are a command of `stackgraph` with options that it has."""
    program, *arguments = shlex.split(line)
    return program == STACKGRAPH and CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0


def are_settings_of_ours(text: str) -> bool:
    names = re.findall(r"STACKGRAPH_([A-Z_]+)=", text)
    return bool(names) and {name.lower() for name in names} <= Settings.model_fields.keys()


def test_line_of_cron() -> None:
    text = (DEPLOY / "stackgraph.cron").read_text()
    (line,) = [line for line in text.splitlines() if line and not re.match(r"#|\w+=", line)]
    *when, user, command = line.split(maxsplit=6)
    for field, values in zip(when, FIELDS, strict=True):
        assert field == "*" or int(field) in values
    assert user == "stackgraph"
    assert "%" not in command, "cron takes it for the end of the line"
    program, redirected = command.rsplit(" ", maxsplit=1)
    assert redirected == ">/dev/null", "the report on the standard error is what cron mails"
    assert is_a_command_of_ours(program)
    assert are_settings_of_ours(text)


@pytest.mark.parametrize("slip", ["nightli", "nightly --source x"])
def test_slips_in_commands_are_noticed(slip: str) -> None:
    assert not is_a_command_of_ours(f"{STACKGRAPH} {slip}")


def test_service_runs_a_command_of_ours() -> None:
    service = unit("stackgraph-nightly.service")["Service"]
    assert is_a_command_of_ours(service["ExecStart"])
    assert are_settings_of_ours(service["Environment"])
    assert service["Environment"].endswith(f"/var/lib/{service['StateDirectory']}"), "where it may write"


def verify(*command: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    return subprocess.run(["systemd-analyze", *command], capture_output=True, text=True, check=False, timeout=60)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With the command of this environment in place of the one under /opt, which systemd wants to be there."""
    for name in ("stackgraph-nightly.service", "stackgraph-nightly.timer"):
        text = (DEPLOY / name).read_text().replace(STACKGRAPH, str(Path(sys.executable).with_name("stackgraph")))
        (tmp_path / name).write_text(text)
    result = verify("verify", "--man=no", *map(str, sorted(tmp_path.iterdir())))
    ours = [line for line in result.stderr.splitlines() if "stackgraph-nightly" in line]
    assert (result.returncode, ours) == (0, []), result.stderr


def test_systemd_takes_the_time() -> None:
    result = verify("calendar", unit("stackgraph-nightly.timer")["Timer"]["OnCalendar"])
    assert result.returncode == 0, result.stderr
    assert "03:17:00" in result.stdout


def test_example_of_sources_has_every_kind() -> None:
    kinds = {source.kind for source in sources.read(DEPLOY / "sources.toml").source}
    assert kinds == {"feed", "sitemap", "urls", "folder", "jsonl"}
