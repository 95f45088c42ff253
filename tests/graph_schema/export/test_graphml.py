"""GraphML, read by networkx."""

from io import BytesIO

import networkx

from graph_schema.store import Store
from tests.graph_schema.export.conftest import ALEXA, SKODA, exported


def test_graphml(embedded_graph: Store) -> None:
    read = networkx.read_graphml(BytesIO(exported(embedded_graph, "graphml")), force_multigraph=True)
    assert read.is_directed()
    entities = embedded_graph.read("MATCH (n:Company|Product|Platform) RETURN n.id AS id, n.name AS name")
    assert {id: data["name"] for id, data in read.nodes(data=True)} == {row["id"]: row["name"] for row in entities}
    assert read.nodes[SKODA.id] == {"label": "Product", "name": SKODA.name, "kinds": "", "aliases": "Škoda"}
    assert read.nodes["company:bosch"]["kinds"] == "software | supplier"
    assert read.nodes["company:bosch"]["aliases"] == "Bo\ufffdsch", "XML cannot hold control characters"
    arrows = embedded_graph.read(
        "MATCH (a:Company|Product|Platform)-[r]->(b:Company|Product|Platform) "
        "RETURN a.id AS source, b.id AS target, type(r) AS type, properties(r) AS properties"
    )
    edges = {key: (source, target, data) for source, target, key, data in read.edges(keys=True, data=True)}
    assert len(arrows) == len(edges) == 5
    for row in arrows:
        source, target, data = edges[row["properties"]["id"]]
        assert (source, target, data["type"]) == (row["source"], row["target"], row["type"])
        for name in ("claims", "documents", "sources", "confidence", "holds", "because", "first", "last", "predicate"):
            assert data.get(name) == row["properties"].get(name)


def test_graphml_of_a_selection(embedded_graph: Store) -> None:
    dump = exported(embedded_graph, "graphml", entity=ALEXA.id, status="possible")
    read = networkx.read_graphml(BytesIO(dump))
    assert [data["type"] for *_, data in read.edges(data=True)] == ["MAY_USE"]
    assert set(read.nodes) == {ALEXA.id, "company:𠮷野家"}
