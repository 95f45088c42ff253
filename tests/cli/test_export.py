"""`stackgraph export` and `stackgraph import`: to a file, to the standard output, and back."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from graph_schema.errors import BadInput, NotFound, StoreUnavailable
from graph_schema.export import FORMATS
from graph_schema.export import graph as reading
from graph_schema.store import Store
from loaders import writer
from tests.app.world import WORLD
from tests.cli.conftest import Run
from tests.graph_schema.export.conftest import exported


@pytest.fixture
def filled(graph: Store) -> Store:
    writer.write(graph, WORLD)
    return graph


def test_the_dump_is_written_to_the_standard_output(run: Run, filled: Store) -> None:
    result = run("export", "--canonical")
    assert result.exit_code == 0
    assert result.stdout_bytes == exported(filled, "jsonl", canonical=True)
    assert result.stderr == ""


def test_there_and_back(run: Run, filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    assert run("export", "-o", file).exit_code == 0
    before = run("export", "--canonical").stdout_bytes
    writer.remove(filled, [each.document.id for each in WORLD])
    result = run("import", file)
    assert json.loads(result.stdout) == {"documents": len(WORLD), "claims": sum(len(each.claims) for each in WORLD)}
    assert run("export", "--canonical").stdout_bytes == before
    writer.remove(filled, [each.document.id for each in WORLD])
    assert run("import", "-", input=file.read_bytes()).exit_code == 0
    assert run("export", "--canonical").stdout_bytes == before


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_of_the_file_says_the_format(run: Run, filled: Store, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"graph.{FORMATS[name].suffix}"
    assert run("export", "-o", file).exit_code == 0
    assert file.read_bytes() == exported(filled, name)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("filled")
def test_entities_are_named_or_given_by_id(run: Run) -> None:
    def sentences(*options: str) -> set[str]:
        result = run("export", "--format", "csv", *options)
        assert result.exit_code == 0, result.exception
        return {row["sentence"] for row in csv.DictReader(StringIO(result.stdout, newline=""))}

    expected = {
        claim.sentence for each in WORLD for claim in each.claims
        if claim.object.name == "Alexa" and claim.status == "ended"
    }  # fmt: skip
    assert expected
    for alexa in ("Alexa", "alexa", "platform:alexa"):
        assert sentences("--entity", alexa, "--status", "ended") == expected
    assert sentences("--subject", "GM", "--predicate", "USES") == {"GM is dropping CarPlay."}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("options", "error", "reason"),
    [
        (["--entity", "Nobody"], NotFound, "the graph holds no entity Nobody"),
        (["--entity", "Toyota"], NotFound, "the graph holds no entity Toyota"),
        (["--status", "over"], BadInput, "--status: Input should be 'current'"),
        (["--published-from", "soon"], BadInput, "--published-from: "),
        (["--min-confidence", "2"], BadInput, "--min-confidence: "),
        (["--format", "csv", "--canonical"], BadInput, "only jsonl has a canonical form"),
        (["-o", "graph.xls"], BadInput, "say which --format"),
        (["-o", "/nowhere/graph.csv"], BadInput, "/nowhere/graph.csv: No such file"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, options: list[str], error: type[Exception], reason: str) -> None:
    result = run("export", *options)
    assert isinstance(result.exception, error)
    assert reason in str(result.exception)


def test_a_file_is_there_whole_or_not_at_all(
    run: Run, filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("of yesterday")
    monkeypatch.setattr(reading, "DOCUMENTS", 1)
    monkeypatch.setattr(
        "cli.export._write", lambda parts, out: (out.write(next(parts)), writer.write(filled, WORLD[:1]), list(parts))
    )
    monkeypatch.setattr("graph_schema.export.PART", 1)
    result = run("export", "-o", file)
    assert isinstance(result.exception, StoreUnavailable)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["of yesterday"]


@pytest.mark.usefixtures("filled")
def test_a_selection_is_not_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    run("export", "-o", file, "--status", "ended")
    assert "not whole documents" in str(run("import", file).exception)
