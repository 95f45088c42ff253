"""Claims as the rows of a table, each with all that is needed to quote it: for CSV and Parquet."""

from collections.abc import Iterator
from typing import Any

from graph_schema.export.graph import Graph, Statement
from graph_schema.store import Row

COLUMNS: dict[str, type] = {
    "claim": str,
    "subject_id": str,
    "subject": str,
    "subject_label": str,
    "predicate": str,
    "object_id": str,
    "object": str,
    "object_label": str,
    "status": str,
    "type": str,
    "confidence": float,
    "sentence": str,
    "attribution": str,
    "valid_from": str,
    "valid_to": str,
    "published": str,
    "document": str,
    "title": str,
    "url": str,
    "source": str,
    "start": int,
    "end": int,
    "extractor": str,
}
"""Name of each column and what is in it. `claim`, `document`: their ids; `subject`, `object`: names as the graph has them."""


def rows(graph: Graph) -> Iterator[Row]:
    """A row for each claim; None where something is unknown."""
    for stating in graph.documents():
        for statement in stating.statements:
            values = _values(statement, stating.document)
            yield {column: values.get(column) for column in COLUMNS}


def _values(statement: Statement, document: Row) -> dict[str, Any]:
    claim, subject, object = statement.claim, statement.subject, statement.object
    return claim | {
        "claim": claim["id"],
        "subject": subject.name,
        "subject_label": subject.label,
        "object": object.name,
        "object_label": object.label,
        "document": document["id"],
        "title": document.get("title"),
        "url": document.get("url"),
        "source": document.get("source"),
    }
