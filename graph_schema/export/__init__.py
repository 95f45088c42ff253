"""The graph to take away: one file a format, all of them streams of small parts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph_schema.errors import BadInput
from graph_schema.export import csv, cypher, graphml, jsonl, jsonld, parquet, turtle
from graph_schema.export.graph import Graph
from graph_schema.formats import FormatName
from graph_schema.selection import Selection
from graph_schema.store import Store

PART = 1 << 16  # bytes: about what is handed on at once


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the graph down.

    `whole`: its parts refer to each other, so they must be of the same state of the graph; else each row stands alone.
    """

    name: FormatName
    suffix: str
    media_type: str
    meaning: str
    write: Callable[[Graph], Iterable[str] | Iterable[bytes]]
    whole: bool = True


FORMATS = {
    each.name: each
    for each in (
        Format(
            FormatName.JSONL, "jsonl", "application/x-ndjson",
            "documents with their claims, entities and arrows, as records; `stackgraph import` reads it", jsonl.write,
        ),
        Format(FormatName.CSV, "csv", "text/csv; charset=utf-8", "one claim a row", csv.write, whole=False),
        Format(
            FormatName.PARQUET, "parquet", "application/vnd.apache.parquet", "the same rows, typed; needs the extra `parquet`",
            parquet.write, whole=False,
        ),
        Format(FormatName.GRAPHML, "graphml", "application/graphml+xml", "entities and arrows, for tools that draw", graphml.write),
        Format(FormatName.TURTLE, "ttl", "text/turtle; charset=utf-8", "RDF, to be read by people too", turtle.write),
        Format(FormatName.JSONLD, "jsonld", "application/ld+json", "RDF as JSON", jsonld.write),
        Format(
            FormatName.CYPHER, "cypher", "application/x-cypher-query", "a script that builds the same graph in another Neo4j",
            cypher.write,
        ),
    )
}  # fmt: skip


def export(
    store: Store, format: Format, selection: Selection | None = None, *, canonical: bool = False
) -> Iterator[bytes]:
    """The graph in this format, or the selected claims with all that they rest on, part by part.

    `canonical` (JSON Lines alone): the same graph gives the same bytes, whenever it was loaded. Raises StoreUnavailable
    where the database is away, or is written to meanwhile and the format's parts would not fit together; BadInput
    where the format has no canonical form or its extra is not installed.
    """
    if canonical and format.name != FormatName.JSONL:
        raise BadInput(f"only jsonl has a canonical form, not {format.name}")
    graph = Graph(store, selection or Selection(), whole=format.whole)
    return _parts(jsonl.write(graph, canonical=True) if canonical else format.write(graph))


def _parts(pieces: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    """The same as bytes, in parts of some size."""
    part = bytearray()
    for piece in pieces:
        part += piece.encode() if isinstance(piece, str) else piece
        if len(part) >= PART:
            yield bytes(part)
            part.clear()
    yield bytes(part)
