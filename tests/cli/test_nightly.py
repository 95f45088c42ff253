"""`stackgraph nightly` and `stackgraph failures`, as a person and a cron job use them."""

import json
from pathlib import Path

import pytest

from graph_schema.store import Store
from loaders.nightly.lock import Lock
from loaders.nightly.run import Desk
from tests.cli.conftest import Run


@pytest.fixture
def home(tmp_path: Path, graph: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with `sources.toml` for the folder `docs` in it, on the shared database."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "embedded").symlink_to(graph.settings.home.resolve() / "embedded")
    (home / "sources.toml").write_text('[[source]]\nname = "docs"\nkind = "folder"\npath = "docs"\n')
    (home / "docs").mkdir()
    (home / "docs" / "a.txt").write_text("Ford uses Azure.")
    monkeypatch.setenv("STACKGRAPH_HOME", str(home))
    monkeypatch.setattr("loaders.nightly.basis._code", lambda: "this version")
    return home


def test_report_is_json_on_the_standard_output_and_readable_on_the_other(run: Run, home: Path) -> None:
    result = run("nightly")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["state"], report["balance"]["loaded"]) == ("finished", 1)
    assert [line.split()[:3] for line in result.stderr.splitlines() if line.startswith("docs")] == [["docs", "1", "1"]]
    assert "Ford USES Azure: new, holds now" in result.stderr
    assert {path.name for path in (home / "reports").iterdir()} == {f"{report['run']}.json", f"{report['run']}.txt"}
    assert json.loads((home / "reports" / f"{report['run']}.json").read_text()) == report
    assert (home / "reports" / f"{report['run']}.txt").read_text() in result.stderr
    assert {"code", "model", "ontology"} == report["versions"].keys()
    assert all(report["versions"].values())


def test_failure_ends_with_exit_code_1_and_the_next_night_without_news_with_0(run: Run, home: Path) -> None:
    (home / "docs" / "b.txt").write_text("This will break it.")
    result = run("nightly")
    assert result.exit_code == 1
    assert f"{home}/docs/b.txt: extraction failed: ValueError: a text that breaks it" in result.stderr
    assert run("nightly").exit_code == 0


def test_what_keeps_it_from_running_ends_with_exit_code_2(run: Run, home: Path) -> None:
    with Lock(Desk(home).lock):
        result = run("nightly")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a nightly load is at work since" in result.stderr
    result = run("nightly", "--sources", home / "none.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no file {home}/none.toml" in result.stderr


def test_dry_run_tells_and_does_nothing(run: Run, home: Path) -> None:
    result = run("nightly", "--dry-run")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"source": "docs", "would_look_at": 1, "unchanged": 0, "failed": 0}
    assert not (home / "reports").exists()
    assert not (home / "nightly").exists()


def test_failures_from_list_to_retry_and_drop(run: Run, home: Path) -> None:
    assert "Nothing has failed." in run("failures", "list").stderr
    for name in ("b", "c"):
        (home / "docs" / f"{name}.txt").write_text(f"This will break it: {name}.")
    run("nightly")
    result = run("failures", "list", "--json")
    one, two = map(json.loads, result.stdout.splitlines())
    assert one["item"] == f"{home}/docs/b.txt"
    assert (one["source"], one["reason"], one["times"], one["next"]) == (
        "docs", "extraction failed: ValueError: a text that breaks it", 1, "put aside"
    )  # fmt: skip
    assert one["failure"] in run("failures", "list").stdout

    result = run("failures", "retry", one["failure"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["balance"]["failed"] == 1
    assert run("failures", "drop", two["item"]).exit_code == 0
    assert [json.loads(line)["failure"] for line in run("failures", "list", "--json").stdout.splitlines()] == [
        one["failure"]
    ]
    assert run("failures", "drop", "--all").exit_code == 0
    assert run("failures", "list", "--json").stdout == ""


@pytest.mark.usefixtures("home")
def test_failures_that_are_not_there(run: Run) -> None:
    for arguments, reason in (
        (["retry"], "say which failures, or --all"),
        (["retry", "beef"], "no failure beef; `stackgraph failures list` shows them"),
        (["drop", "beef"], "no failure beef"),
    ):
        result = run("failures", *arguments)
        assert result.exit_code == 2
        assert reason in result.stderr


def test_retry_of_a_source_that_is_gone(run: Run, home: Path) -> None:
    (home / "docs" / "b.txt").write_text("This will break it.")
    run("nightly")
    (home / "sources.toml").write_text('[[source]]\nname = "other"\nkind = "folder"\npath = "docs"\n')
    result = run("failures", "retry", "--all")
    assert result.exit_code == 2
    assert "no source docs any more" in result.stderr
