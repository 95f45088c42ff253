"""A dump brings back the graph that it was made of, on either database, or is refused whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import BadInput
from graph_schema.store import Store
from loaders import dump, writer
from tests.graph_schema.export.conftest import FORD, WORLD, exported, stated

EMPTY = {"document": 0, "claim": 0, "entity": 0, "arrow": 0}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "graph.jsonl"


def counted(store: Store) -> dict[str, int]:
    end = json.loads(exported(store, "jsonl").splitlines()[-1])
    return {record: end[record] for record in EMPTY}


def changed(file: Path, change: Callable[[dict[str, Any]], object], record: str) -> None:
    """Change the first record of this kind."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")[:-1]]
    change(next(line for line in lines if line["record"] == record))
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


@pytest.mark.parametrize("canonical", [False, True])
def test_into_an_empty_graph_gives_the_same_graph(store: Store, file: Path, canonical: bool) -> None:
    writer.write(store, WORLD)
    before = exported(store, "jsonl", canonical=True)
    file.write_bytes(exported(store, "jsonl", canonical=canonical))
    writer.remove(store, [each.document.id for each in WORLD])
    assert counted(store) == EMPTY
    assert dump.load(file, store) == dump.Loaded(documents=4, claims=5)
    assert exported(store, "jsonl", canonical=True) == before


def test_both_databases_give_the_same_bytes(embedded_store: Store, file: Path, request: pytest.FixtureRequest) -> None:
    writer.write(embedded_store, WORLD)
    file.write_bytes(exported(embedded_store, "jsonl", canonical=True))
    neo4j: Store = request.getfixturevalue("_neo4j")
    neo4j.write(lambda transaction: transaction.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n"))
    dump.load(file, neo4j)
    assert exported(neo4j, "jsonl", canonical=True) == file.read_bytes()


def test_into_a_filled_graph_replaces_its_documents_and_leaves_the_others(store: Store, file: Path) -> None:
    writer.write(store, WORLD[:3])
    file.write_bytes(exported(store, "jsonl"))
    former = stated(
        1, [("Nothing of the kind: Ford has left the fair.", FORD, "MAKES", WORLD[0].claims[1].object, "ended")]
    )
    assert former.document.id == WORLD[0].document.id
    writer.write(store, [former, WORLD[3]])
    dump.load(file, store)
    merged = exported(store, "jsonl", canonical=True)
    writer.remove(store, [each.document.id for each in WORLD])
    writer.write(store, WORLD)
    assert merged == exported(store, "jsonl", canonical=True)


def test_again_changes_nothing(embedded_store: Store, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer.write(embedded_store, WORLD)
    file.write_bytes(exported(embedded_store, "jsonl", canonical=True))
    monkeypatch.setattr(dump, "BATCH", 3)
    heard: list[tuple[int, int]] = []
    dump.load(file, embedded_store, lambda done, total: heard.append((done, total)))
    assert heard == [(3, 4), (4, 4)]
    assert exported(embedded_store, "jsonl", canonical=True) == file.read_bytes()


def test_a_dump_of_one_document_brings_that_document(embedded_store: Store, file: Path) -> None:
    writer.write(embedded_store, WORLD)
    file.write_bytes(exported(embedded_store, "jsonl", document=WORLD[0].document.id))
    writer.remove(embedded_store, [WORLD[0].document.id])
    dump.load(file, embedded_store)
    found = exported(embedded_store, "jsonl", canonical=True)
    writer.write(embedded_store, WORLD)
    assert found == exported(embedded_store, "jsonl", canonical=True)


def without(record: str, before: str = "") -> Callable[[list[str]], list[str]]:
    """Leaves out the first record of a kind, or the one right before the first of another."""

    def cut(lines: list[str]) -> list[str]:
        records = [json.loads(line)["record"] for line in lines]
        del lines[records.index(before) - 1 if before else records.index(record)]
        return lines

    return cut


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda _: [], "not a dump"),
        (lambda lines: lines[1:], "not a dump"),
        (lambda lines: lines[:-1], "this dump breaks off"),
        (lambda lines: [*lines[:5], lines[5][:40]], "line 6: not a record of a dump"),
        (lambda lines: [*lines[:5], "[]", *lines[5:]], "line 6: not a record of a dump"),
        (lambda lines: [*lines, lines[1]], "comes after the end"),
        (without("document", before="claim"), "a claim that does not follow the document that states it"),
        (without("claim"), "this dump had 5 × claim, and 4 are here"),
        (without("arrow"), "this dump had 5 × arrow, and 4 are here"),
        (lambda _: ['{"text": "Ford uses Azure."}'], "line 1: not a record of a dump"),
    ],
)
def test_what_is_not_a_whole_dump_is_refused_and_nothing_written(
    embedded_store: Store, file: Path, spoil: Callable[[list[str]], list[str]], reason: str
) -> None:
    writer.write(embedded_store, WORLD)
    lines = exported(embedded_store, "jsonl").decode().split("\n")[:-1]
    writer.remove(embedded_store, [each.document.id for each in WORLD])
    file.write_text("".join(f"{line}\n" for line in spoil(lines)), encoding="utf-8")
    with pytest.raises(BadInput, match=reason):
        dump.load(file, embedded_store)
    assert counted(embedded_store) == EMPTY


@pytest.mark.parametrize(
    ("record", "change", "reason"),
    [
        ("document", {"text": "Another."}, "this document does not have the id that its content gives"),
        ("document", {"title": 3}, "title: Input should be a valid string"),
        ("claim", {"status": "denied"}, "this claim does not have the id"),
        ("claim", {"status": "over"}, "status: Input should be 'current'"),
        ("claim", {"predicate": "LIKES"}, "the ontology has no predicate LIKES"),
        ("claim", {"confidence": "sure"}, "confidence: Input should be a valid number"),
        ("graph", {"version": 2}, "line 1: a dump of version 2"),
        ("graph", {"selection": {"status": "ended"}}, "a selection by status, not whole documents"),
    ],
)
def test_what_was_changed_by_hand_is_refused(
    embedded_store: Store, file: Path, record: str, change: dict[str, Any], reason: str
) -> None:
    writer.write(embedded_store, WORLD)
    file.write_bytes(exported(embedded_store, "jsonl"))
    before = exported(embedded_store, "jsonl")
    changed(file, lambda values: values.update(change), record)
    with pytest.raises(BadInput, match=reason):
        dump.load(file, embedded_store)
    assert exported(embedded_store, "jsonl") == before


def test_a_file_that_cannot_be_read_is_named(embedded_store: Store, file: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        dump.load(file, embedded_store)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not UTF-8"):
        dump.load(file, embedded_store)
