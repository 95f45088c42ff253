"""JSON-LD: the same RDF for programs that read JSON, one resource a line."""

import json
from collections.abc import Iterator
from typing import Any

from graph_schema.export.graph import Graph
from graph_schema.export.rdf import PREFIXES, Iri, Resource, Value, resources


def write(graph: Graph) -> Iterator[str]:
    """The context and then each resource."""
    yield f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": ['
    separator = "\n"
    for resource in resources(graph):
        yield separator + json.dumps(_node(resource), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _node(resource: Resource) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": resource.subject.name}
    for name, value in resource.values:
        if name == "rdf:type" and isinstance(value, Iri):
            node.setdefault("@type", []).append(value.name)
        else:
            node.setdefault(name, []).append(_value(value))
    return node


def _value(value: Value) -> Any:
    if isinstance(value, Iri):
        return {"@id": value.name}
    return {"@value": value.text, "@type": value.type} if value.type else value.text
