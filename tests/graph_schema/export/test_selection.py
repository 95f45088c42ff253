"""An export takes what the filters of claims let through, and what belongs to it."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from graph_schema.errors import StoreUnavailable
from graph_schema.export import FORMATS, export
from graph_schema.export import graph as reading
from graph_schema.selection import Selection
from graph_schema.store import Store
from loaders import writer
from tests.graph_schema.export.conftest import ALEXA, BOSCH, FORD, WORLD, exported

CONDITIONS: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({"subject": "company:ford"}, {("Ford", "USES"), ("Ford", "WILL_MAKE"), ("Ford", "DROPPED")}),
    ({"object": "company:ford"}, {("Bosch", "PARTNERS_WITH")}),
    ({"entity": ALEXA.id}, {("Ford", "USES"), ("Ford", "DROPPED"), ("𠮷野家", "MAY_USE")}),
    ({"entity": ALEXA.id, "status": "ended"}, {("Ford", "DROPPED")}),
    ({"predicate": "USES"}, {("Ford", "USES"), ("Ford", "DROPPED"), ("𠮷野家", "MAY_USE")}),
    ({"predicate": "USES", "status": "ended"}, {("Ford", "DROPPED")}),
    ({"kind": "supplier"}, {("Bosch", "PARTNERS_WITH")}),
    ({"kind": "retailer"}, {("𠮷野家", "MAY_USE")}),
    ({"document": WORLD[2].document.id}, {("𠮷野家", "MAY_USE")}),
    ({"document": WORLD[2].document.id, "entity": FORD.id}, set()),
    ({"published_from": "2025"}, {("Ford", "DROPPED"), ("Bosch", "PARTNERS_WITH")}),
    ({"published_to": "2024"}, {("Ford", "USES"), ("Ford", "WILL_MAKE")}),
    ({"min_confidence": 1.0}, {("Ford", "WILL_MAKE")}),
    ({"entity": "company:nobody"}, set()),
    ({"entity": "nobody"}, set()),
]


@pytest.mark.parametrize(("conditions", "expected"), CONDITIONS)
def test_a_selection_takes_claims_and_what_belongs_to_them(
    graph: Store, conditions: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    found: dict[str, list[dict[str, Any]]] = {"document": [], "claim": [], "entity": [], "arrow": []}
    header, *rest, _ = [json.loads(line) for line in exported(graph, "jsonl", **conditions).split(b"\n")[:-1]]
    assert header["selection"] == conditions
    for each in rest:
        found[each["record"]].append(each)
    assert {(claim["subject"]["name"], claim["type"]) for claim in found["claim"]} == expected
    assert {each["id"] for each in found["document"]} == {claim["document_id"] for claim in found["claim"]}
    assert {each["id"] for each in found["entity"]} == {
        claim[end]["id"] for claim in found["claim"] for end in ("subject", "object")
    }
    assert {each["id"] for each in found["arrow"]} == {claim["arrow_id"] for claim in found["claim"]}


def test_conditions_are_checked() -> None:
    for wrong in (
        {"predicate": "LIKES"}, {"status": "over"}, {"kind": "bank"}, {"published_from": "last year"},
        {"min_confidence": 1.5}, {"min_confidence": float("nan")}, {"colour": "red"},
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            Selection.model_validate(wrong)


def test_parts_that_refer_to_each_other_are_of_one_state(
    embedded_graph: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "DOCUMENTS", 1)
    monkeypatch.setattr("graph_schema.export.PART", 1)
    for name in ("jsonl", "turtle", "cypher"):
        parts = export(embedded_graph, FORMATS[name])
        next(parts)
        writer.write(embedded_graph, WORLD[:1])
        with pytest.raises(StoreUnavailable, match="written to while it was being exported"):
            list(parts)


def test_rows_that_stand_alone_come_while_the_graph_is_written_to(
    embedded_graph: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "DOCUMENTS", 1)
    monkeypatch.setattr("graph_schema.export.PART", 1)
    parts = export(embedded_graph, FORMATS["csv"])
    first = next(parts)
    writer.remove(embedded_graph, [each.document.id for each in WORLD])
    assert first.startswith(b"claim,")
    assert b"".join(parts) == b"", "read at once, not part by part"


def test_an_entity_has_the_counts_of_the_graph_whatever_is_selected(embedded_graph: Store) -> None:
    writer.write(embedded_graph, WORLD)
    lines = exported(embedded_graph, "jsonl", entity=BOSCH.id).split(b"\n")[:-1]
    ford = next(each for each in map(json.loads, lines) if each.get("id") == FORD.id)
    assert ford["seen"]["names"] == {"Ford": 4}
