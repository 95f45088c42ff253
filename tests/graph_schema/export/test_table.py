"""CSV and Parquet, read by the csv module and by pyarrow."""

import csv
from io import BytesIO, StringIO
from typing import Any

from pyarrow import parquet

from graph_schema.export import table
from graph_schema.store import Store
from tests.graph_schema.export.conftest import WORLD, exported


def expected() -> dict[str, dict[str, Any]]:
    """A row for each claim, made from what was loaded."""
    return {
        claim.id: {
            "claim": claim.id,
            "subject_id": claim.subject.id,
            "subject": claim.subject.name,
            "subject_label": claim.subject.label,
            "predicate": claim.predicate,
            "object_id": claim.object.id,
            "object": claim.object.name,
            "object_label": claim.object.label,
            "status": claim.status,
            "type": claim.type,
            "confidence": claim.confidence,
            "sentence": claim.sentence,
            "attribution": claim.attribution,
            "valid_from": claim.valid_from,
            "valid_to": claim.valid_to,
            "published": claim.published,
            "document": extraction.document.id,
            "title": extraction.document.title,
            "url": extraction.document.url,
            "source": extraction.document.source,
            "start": claim.start,
            "end": claim.end,
            "extractor": "by-hand",
        }
        for extraction in WORLD
        for claim in extraction.claims
    }


def test_csv(graph: Store) -> None:
    text = exported(graph, "csv").decode()
    rows = {row["claim"]: row for row in csv.DictReader(StringIO(text, newline=""))}
    assert rows == {
        id: {column: "" if value is None else str(value) for column, value in row.items()}
        for id, row in expected().items()
    }


def test_csv_of_nothing_is_its_header(embedded_store: Store) -> None:
    assert exported(embedded_store, "csv").decode() == ",".join(table.COLUMNS) + "\r\n"


def test_parquet(embedded_graph: Store) -> None:
    read = parquet.read_table(BytesIO(exported(embedded_graph, "parquet")))
    assert {row["claim"]: row for row in read.to_pylist()} == expected()
    assert read.column_names == list(table.COLUMNS)


def test_parquet_in_several_row_groups(embedded_graph: Store, monkeypatch: Any) -> None:
    monkeypatch.setattr("graph_schema.export.parquet.ROWS", 2)
    file = parquet.ParquetFile(BytesIO(exported(embedded_graph, "parquet")))
    assert file.num_row_groups == 3
    assert {row["claim"]: row for row in file.read().to_pylist()} == expected()


def test_parquet_of_nothing_has_its_columns(embedded_store: Store) -> None:
    read = parquet.read_table(BytesIO(exported(embedded_store, "parquet")))
    assert (read.num_rows, read.column_names) == (0, list(table.COLUMNS))
