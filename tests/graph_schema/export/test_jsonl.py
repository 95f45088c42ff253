"""JSON Lines: everything is in it, in one fixed form."""

import json
from typing import Any

import pytest

from graph_schema.export import graph as reading
from graph_schema.store import Store
from loaders import writer
from tests.graph_schema.export.conftest import WORLD, exported


def records(dump: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in dump.decode().removesuffix("\n").split("\n")]


def test_everything_in_the_graph_is_in_the_dump(graph: Store) -> None:
    found = records(exported(graph, "jsonl"))
    by_record: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        by_record.setdefault(each.pop("record"), []).append(each)
    known = {
        "document": graph.read("MATCH (n:Document) RETURN properties(n) AS p"),
        "claim": graph.read("MATCH (n:Claim) RETURN properties(n) AS p"),
        "entity": graph.read("MATCH (n:Company|Product|Platform) RETURN properties(n) AS p"),
        "arrow": graph.read(
            "MATCH (a:Company|Product|Platform)-[r]->(b) RETURN r {.*, source: a.id, target: b.id, type: type(r)} AS p"
        ),
    }
    total = graph.read("MATCH (n) WHERE NOT n:Migration RETURN count(n) AS n")[0]["n"]
    assert total == sum(len(known[record]) for record in ("document", "claim", "entity")), "a node that no record has"
    for record, rows in known.items():
        assert len(by_record[record]) == len(rows) == by_record["end"][0][record]
        dumped = {each["id"]: each for each in by_record[record]}
        for row in rows:
            for key, value in row["p"].items():
                if key in ("subject_id", "object_id"):
                    assert dumped[row["p"]["id"]][key.removesuffix("_id")]["id"] == value
                elif key == "seen":
                    assert dumped[row["p"]["id"]]["seen"] == json.loads(value)
                elif value is not None:
                    assert dumped[row["p"]["id"]][key] == value


def test_ends_are_as_the_document_words_them(embedded_graph: Store) -> None:
    claim = next(each for each in records(exported(embedded_graph, "jsonl")) if each.get("attribution"))
    assert claim["subject"] == {
        "id": "company:ford", "label": "Company", "name": "Ford", "kinds": ["oem"], "words": ["Ford", "the carmaker"],
    }  # fmt: skip


def test_documents_are_followed_by_their_claims_and_all_is_ordered(embedded_graph: Store) -> None:
    found = records(exported(embedded_graph, "jsonl"))
    order = ["graph", "document", "claim", "entity", "arrow", "end"]
    key = {
        "document": lambda each: (each["id"], ""),
        "claim": lambda each: (each["document_id"], each["id"]),
        "entity": lambda each: (each["id"], ""),
        "arrow": lambda each: (each["source"], each["id"]),
    }

    def place(each: dict[str, Any]) -> tuple[Any, ...]:
        section = "document" if each["record"] == "claim" else each["record"]
        return order.index(section), *key.get(each["record"], lambda _: ("", ""))(each)

    places = [place(each) for each in found]
    assert places == sorted(places)
    assert [each["record"] for each in found] != sorted((each["record"] for each in found), key=order.index)


def test_the_canonical_form_knows_no_clock_and_no_order_of_loading(graph: Store) -> None:
    before = exported(graph, "jsonl", canonical=True)
    assert b"loaded_at" in exported(graph, "jsonl")
    assert b"loaded_at" not in before
    writer.remove(graph, [each.document.id for each in WORLD])
    assert [each["record"] for each in records(exported(graph, "jsonl"))] == ["graph", "end"]
    for extraction in reversed(WORLD):
        writer.write(graph, [extraction])
    assert exported(graph, "jsonl", canonical=True) == before


@pytest.mark.parametrize("size", [1, 2])
def test_the_size_of_portions_does_not_matter(graph: Store, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    dumps = [exported(graph, "jsonl"), exported(graph, "jsonl", entity="company:ford")]
    monkeypatch.setattr(reading, "DOCUMENTS", size)
    monkeypatch.setattr(reading, "ENTITIES", size)
    assert [exported(graph, "jsonl"), exported(graph, "jsonl", entity="company:ford")] == dumps
