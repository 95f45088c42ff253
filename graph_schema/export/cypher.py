"""A Cypher script that builds the same graph in another Neo4j: one statement a line, to be run as often as one likes.

Everything that is found by its id is merged, so a script that was cut off can be run again. Constraints come first: they
are what makes the rest quick.
"""

import json
from collections.abc import Iterator
from typing import Any

from graph_schema import migrate
from graph_schema.export.graph import Drawn, End, Graph, Stating, label_of
from graph_schema.store import Row


def write(graph: Graph) -> Iterator[str]:
    """The statements, each with its semicolon and its line break."""
    for migration in migrate.known():
        for statement in migration.statements:
            if ":Migration" not in statement:
                yield f"{statement};\n"
    for entity in graph.entities():
        yield f"MERGE (n:{label_of(entity['id'])} {{id: {literal(entity['id'])}}}) SET n = {_map(entity)};\n"
    for stating in graph.documents(text=True):
        yield from _document(stating)
    for arrow in graph.arrows():
        yield _arrow(arrow)


def _document(stating: Stating) -> Iterator[str]:
    id = literal(stating.document["id"])
    yield f"MERGE (n:Document {{id: {id}}}) SET n = {_map(stating.document)};\n"
    for statement in stating.statements:
        yield (
            f"MATCH (d:Document {{id: {id}}}), {_match('s', statement.subject.id)}, {_match('o', statement.object.id)} "
            f"MERGE (n:Claim {{id: {literal(statement.claim['id'])}}}) SET n = {_map(statement.claim)} "
            f"MERGE (n)-[:STATED_IN]->(d) "
            f"{_edge('SUBJECT', 's', statement.subject)} {_edge('OBJECT', 'o', statement.object)};\n"
        )


def _edge(type_: str, node: str, end: End) -> str:
    edge = f"{node}_words"
    return f"MERGE (n)-[{edge}:{type_}]->({node}) SET {edge} = {_map(end.words)}"


def _arrow(arrow: Drawn) -> str:
    id = literal(arrow.properties["id"])
    return (
        f"MATCH {_match('s', arrow.source)}, {_match('t', arrow.target)} "
        f"MERGE (s)-[r:{arrow.type} {{id: {id}}}]->(t) SET r = {_map(arrow.properties)};\n"
    )


def _match(name: str, entity_id: str) -> str:
    return f"({name}:{label_of(entity_id)} {{id: {literal(entity_id)}}})"


def _map(properties: Row) -> str:
    known = {key: value for key, value in sorted(properties.items()) if value is not None}
    return "{" + ", ".join(f"{key}: {literal(value)}" for key, value in known.items()) + "}"


def literal(value: Any) -> str:
    """A value as Cypher writes it: numbers, booleans, strings and lists of these are as in JSON."""
    return json.dumps(value, ensure_ascii=False)
