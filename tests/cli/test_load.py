"""`stackgraph load`: the balance as JSON for programs, as a table for people, and the exit code."""

import json
from pathlib import Path

from graph_schema.store import Store
from tests.cli.conftest import Run


def test_balance_is_json_on_the_standard_output_and_readable_on_the_other(
    run: Run, graph: Store, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ford uses Azure.")
    (tmp_path / "b.txt").write_text("VW setzt künftig auf Android Automotive OS statt auf ein eigenes System.")
    result = run("load", tmp_path)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "fetched": 2,
        "loaded": 1,
        "unchanged": 0,
        "duplicate": 0,
        "rejected": 1,
        "failed": 0,
        "claims": 1,
        "drops": {"no relation": 1},
        "rejections": [{"source": f"{tmp_path}/b.txt", "reason": "not in English"}],
        "failures": [],
    }
    assert f"{tmp_path}/b.txt: not in English" in result.stderr
    assert [line.split() for line in result.stderr.splitlines()][1:3] == [["fetched", "2"], ["loaded", "1"]]
    assert graph.read("MATCH (d:Document) RETURN count(d) AS n") == [{"n": 1}]


def test_failure_is_named_once_and_ends_with_exit_code_1(run: Run, graph: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ford uses Azure.")
    result = run("load", tmp_path / "missing", tmp_path / "a.txt")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["loaded"] == 1
    assert result.stderr.count("missing: no such file or folder") == 1
    assert graph.read("MATCH (d:Document) RETURN count(d) AS n") == [{"n": 1}]


def test_load_from_the_standard_input(run: Run, graph: Store) -> None:
    line = json.dumps({"text": "Ford uses Azure.", "url": "https://example.com/ford"})
    balance = json.loads(run("load", "-", input=line).stdout)
    assert (balance["loaded"], balance["claims"]) == (1, 1)
    assert graph.read("MATCH (d:Document) RETURN d.address AS address") == [{"address": "https://example.com/ford"}]
