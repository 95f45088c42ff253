"""JSON Lines: the whole graph, or a selection, as records that `stackgraph import` reads.

A header; each document, followed by the claims that it states; entities; arrows; and the counts of all, by which a reader
knows that nothing is missing. Keys are sorted and what is unknown is left out, so the same graph gives the same bytes:
the canonical form leaves out the clock of loading too, the only property that depends on when something was done.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph_schema.export.graph import End, Graph, Statement
from graph_schema.store import Row

FORMAT = "stackgraph"
VERSION = 1

_CLOCK = ("loaded_at",)


def write(graph: Graph, *, canonical: bool = False) -> Iterator[str]:
    """The lines."""
    yield _line("graph", format=FORMAT, version=VERSION, canonical=canonical, selection=graph.selection.given)
    counts: Counter[str] = Counter()
    for record, properties in _records(graph):
        counts[record] += 1
        yield _line(record, **{key: value for key, value in properties.items() if not canonical or key not in _CLOCK})
    yield _line("end", **{record: counts[record] for record in ("document", "claim", "entity", "arrow")})


def _records(graph: Graph) -> Iterator[tuple[str, Row]]:
    for stating in graph.documents(text=True):
        yield "document", stating.document
        for statement in stating.statements:
            yield "claim", _claim(statement)
    for entity in graph.entities():
        yield "entity", entity | {"seen": json.loads(entity["seen"])}
    for arrow in graph.arrows():
        yield "arrow", arrow.properties | {"source": arrow.source, "type": arrow.type, "target": arrow.target}


def _claim(statement: Statement) -> Row:
    properties = {key: value for key, value in statement.claim.items() if key not in ("subject_id", "object_id")}
    return properties | {"subject": _end(statement.subject), "object": _end(statement.object)}


def _end(end: End) -> Row:
    """An end as the document words it."""
    return {"id": end.id, "label": end.label} | end.words


def _line(record: str, **properties: Any) -> str:
    known = {key: value for key, value in properties.items() if value is not None} | {"record": record}
    return json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
