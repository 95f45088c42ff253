"""docker-compose.yml, as Debian's docker-compose reads it."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_schema.settings import Settings

ROOT = Path(__file__).parents[1]


def config(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("docker-compose"):
        pytest.skip("docker-compose is not installed")
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, tmp_path)
    return subprocess.run(
        ["docker-compose", "config"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    result = config(
        tmp_path_factory.mktemp("compose"), STACKGRAPH_STORE_PASSWORD="long enough", STACKGRAPH_API_KEY="a key"
    )
    assert result.returncode == 0, result.stderr
    return dict(yaml.safe_load(result.stdout)["services"])


def test_all_three_are_there_healthy_only_when_they_answer(services: dict[str, dict[str, Any]]) -> None:
    assert services.keys() == {"neo4j", "api", "nightly"}
    assert all(service["healthcheck"]["test"] for service in services.values())
    assert all(services[name]["depends_on"]["neo4j"]["condition"] == "service_healthy" for name in ("api", "nightly"))


def test_images_are_pinned() -> None:
    images = re.findall(
        r"(?:FROM|image:) *(\S+)", (ROOT / "Dockerfile").read_text() + (ROOT / "docker-compose.yml").read_text()
    )
    assert images == [image for image in images if re.search(r":\d+\.\d+\.\d+-", image)]
    assert len(images) == 2


def test_what_is_kept_is_in_named_volumes(services: dict[str, dict[str, Any]]) -> None:
    assert "graph:/data:rw" in services["neo4j"]["volumes"]
    assert "home:/data:rw" in services["api"]["volumes"]


def test_nightly_loads_what_the_sources_beside_it_name(services: dict[str, dict[str, Any]]) -> None:
    assert "stackgraph nightly --sources /sources/sources.toml" in str(services["nightly"]["command"])
    assert any(volume.endswith("/sources:/sources:ro") for volume in services["nightly"]["volumes"])


def test_ports_are_open_on_this_machine_only(services: dict[str, dict[str, Any]]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports == [port for port in ports if port.startswith("127.0.0.1:")]
    assert len(ports) == 3


def test_only_settings_that_exist_are_set(services: dict[str, dict[str, Any]]) -> None:
    names = {name for service in services.values() for name in service["environment"] if name.startswith("STACKGRAPH_")}
    assert names == {"STACKGRAPH_STORE_URI", "STACKGRAPH_STORE_PASSWORD", "STACKGRAPH_API_KEY"}
    assert {name.removeprefix("STACKGRAPH_").lower() for name in names} <= Settings.model_fields.keys()


def test_without_a_password_it_says_what_to_do(tmp_path: Path) -> None:
    result = config(tmp_path)
    assert result.returncode != 0
    assert "set a password" in result.stderr
