"""Turtle: RDF to be read by people too."""

import json
from collections.abc import Iterator
from itertools import groupby

from graph_schema.export.graph import Graph
from graph_schema.export.rdf import PREFIXES, Iri, Resource, Value, resources


def write(graph: Graph) -> Iterator[str]:
    """The prefixes and then each resource, as blocks of lines."""
    yield "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "\n"
    yield from map(_block, resources(graph))


def _block(resource: Resource) -> str:
    lines = []
    for name, values in groupby(resource.values, key=lambda value: value[0]):
        objects = ", ".join(_term(value) for _, value in values)
        lines.append(f"{'a' if name == 'rdf:type' else name} {objects}")
    return f"{_term(resource.subject)} " + " ;\n    ".join(lines) + " .\n"


def _term(value: Value) -> str:
    if isinstance(value, Iri):
        return value.name if value.name.split(":")[0] in PREFIXES else f"<{value.name}>"
    text = json.dumps(value.text, ensure_ascii=False)  # strings are escaped as in JSON
    return f"{text}^^{value.type}" if value.type else text
