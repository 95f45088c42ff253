"""`stackgraph extract`: claims on the standard output and nothing else there."""

import json
from pathlib import Path

from tests.cli.conftest import Run

FIELDS = [
    "document", "subject", "predicate", "object", "status", "type", "confidence", "sentence", "start", "end",
    "attribution", "valid_from", "valid_to", "published",
]  # fmt: skip


def test_one_claim_a_line_with_exactly_these_fields(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kardan and Voxa\n\nKardan no longer uses Voxa. Ford uses Azure.")
    result = run("extract", path)
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(line) for line in lines] == [FIELDS, FIELDS]
    assert lines[0] == {
        "document": str(path),
        "subject": {"id": "company:kardan", "name": "Kardan", "label": "Company"},
        "predicate": "USES",
        "object": {"id": "platform:voxa", "name": "Voxa", "label": "Platform"},
        "status": "ended",
        "type": "DROPPED",
        "confidence": 0.9,
        "sentence": "Kardan no longer uses Voxa.",
        "start": 17,
        "end": 44,
        "attribution": None,
        "valid_from": None,
        "valid_to": None,
        "published": None,
    }


def test_documents_are_called_as_they_were_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Ford uses Azure."}\n{"text": "Kia uses Azure."}')
    (tmp_path / "b.md").write_text("GM uses Azure.")
    result = run("extract", tmp_path, "-", input="Nio uses Azure.")
    given = [json.loads(line)["document"] for line in result.stdout.splitlines()]
    assert given == [f"{tmp_path}/a.jsonl#1", f"{tmp_path}/a.jsonl#2", f"{tmp_path}/b.md", "-"]


def test_bad_input_is_named_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Ford uses Azure.")
    (tmp_path / "torn.jsonl").write_text('{"text": \n{"text": "Kia uses Azure."}')
    (tmp_path / "break.txt").write_text("This text will break it.")
    result = run("extract", tmp_path / "missing.txt", tmp_path)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    for line, part in zip(
        result.stderr.splitlines(),
        ("missing.txt: no such file", "break.txt: extraction failed", "torn.jsonl#1: not a line of JSON"),
        strict=True,
    ):
        assert part in line


def test_text_that_is_no_document_is_no_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Volkswagen setzt künftig auf Android Automotive OS.")
    result = run("extract", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{tmp_path}/a.txt: not in English\n"


def test_table_for_people(run: Run) -> None:
    result = run("extract", "-", "--format", "table", input="Kardan no longer uses Voxa.")
    assert "DROPPED" in result.stdout
    assert "0.90" in result.stdout
