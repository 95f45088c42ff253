"""`stackgraph evaluate`: the scores for people and for programs."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.loaders.test_evaluate import article, triple


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    path = tmp_path / "marked.jsonl"
    triples = [triple("Ford", "USES", "Azure"), triple("Kia", "USES", "Alexa", "ended")]
    path.write_text(json.dumps(article("one", "Ford uses Azure. Kia uses Alexa.", triples)))
    return path


def test_table_and_mistakes(run: Run, marked: Path) -> None:
    result = run("evaluate", marked, "--errors", 1)
    rows = {line.split("  ")[0].strip(): line.split()[-6:] for line in result.stdout.splitlines()}
    assert rows["all"] == ["1", "1", "1", "0.500", "0.500", "0.500"]
    assert rows["whatever the status"] == ["2", "0", "0", "1.000", "1.000", "1.000"]
    assert {"USES", "current", "ended"} <= rows.keys()
    assert result.stdout.count("wrong · one · Kia USES Alexa current") == 1
    assert "missed ·" not in result.stdout


def test_json(run: Run, marked: Path) -> None:
    result = run("evaluate", marked, marked, "--json")
    scores = json.loads(result.stdout)
    assert (scores["articles"], scores["with_status"]["f1"], scores["status_accuracy"]) == (2, 0.5, 0.5)
    assert len(scores["mistakes"]) == 4
