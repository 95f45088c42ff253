"""The Cypher script, run on an emptied database."""

from typing import Any

import pytest

from graph_schema.export.cypher import literal
from graph_schema.store import Store
from loaders import writer
from tests.graph_schema.export.conftest import BROKEN, MARKUP, QUOTED, WORLD, exported


def run(store: Store, script: str) -> None:
    assert script.endswith(";\n")
    for statement in script.removesuffix(";\n").split(";\n"):
        if statement.startswith("CREATE"):
            store.define(statement)
        else:
            store.write(lambda transaction, statement=statement: transaction.run(statement))


def test_the_script_builds_the_same_graph(graph: Store) -> None:
    dump, script = exported(graph, "jsonl"), exported(graph, "cypher").decode()
    writer.remove(graph, [each.document.id for each in WORLD])
    run(graph, script)
    assert exported(graph, "jsonl") == dump


def test_the_script_may_be_run_again(graph: Store) -> None:
    dump, script = exported(graph, "jsonl"), exported(graph, "cypher").decode()
    run(graph, script)
    assert exported(graph, "jsonl") == dump


def test_a_statement_is_a_line(embedded_graph: Store) -> None:
    assert all(line.endswith(";") for line in exported(embedded_graph, "cypher").decode().split("\n")[:-1])


@pytest.mark.parametrize(
    "value",
    [
        QUOTED,
        BROKEN,
        MARKUP,
        "\\u0041",
        "C:\\users",
        "\\\\u",
        "\\",
        "'",
        '"',
        "`",
        "$x",
        "{}",
        ";",
        "",
        ["a", "b;\n"],
        0.1,
        3,
        True,
    ],
)
def test_a_literal_is_what_it_says(store: Store, value: Any) -> None:
    assert store.read(f"RETURN {literal(value)} AS value") == [{"value": value}]
