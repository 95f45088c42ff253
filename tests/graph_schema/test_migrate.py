"""Schema changes run once, on both databases, and are remembered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_schema import migrate
from graph_schema.ontology import LABELS
from graph_schema.store import Store


@pytest.fixture
def bare(store: Store) -> Iterator[Store]:
    """A database that forgot what ran on it, as one that was killed before it could remember."""
    store.write(lambda transaction: transaction.run("MATCH (m:Migration) DELETE m"))
    yield store
    store.write(lambda transaction: transaction.run("MATCH (m:Migration) DELETE m"))
    migrate.run(store)


def test_each_runs_once_and_is_remembered(bare: Store) -> None:
    assert migrate.pending(bare) == migrate.known()
    assert migrate.run(bare) == migrate.known()
    assert migrate.pending(bare) == ()
    assert migrate.run(bare) == ()
    rows = bare.read(
        "MATCH (m:Migration) RETURN m.number AS number, m.name AS name, m.applied_at AS at ORDER BY number"
    )
    assert [(row["number"], row["name"]) for row in rows] == [(each.number, each.name) for each in migrate.known()]
    assert all(row["at"].startswith("20") for row in rows)


def test_a_new_one_is_all_that_runs(bare: Store, tmp_path: Path) -> None:
    migrate.run(bare)
    file = tmp_path / "0999_new_thing.cypher"
    file.write_text("// A reason.\nMERGE (c:Company {id: 'first'});\n\nMERGE (c:Company {id: 'second; not third'});\n")
    file.write_text(file.read_text().replace("; not third", ""))
    assert [each.name for each in migrate.run(bare, tmp_path)] == ["new_thing"]
    assert bare.read("MATCH (c:Company) RETURN c.id AS id ORDER BY id") == [{"id": "first"}, {"id": "second"}]
    assert migrate.pending(bare, tmp_path) == ()


@pytest.mark.parametrize("label", ["Document", "Claim", "Migration", *LABELS])
def test_ids_are_unique(store: Store, label: str) -> None:
    key = "number" if label == "Migration" else "id"
    with pytest.raises(Exception, match=r"(?i)constraint|duplicate|already exists"):
        store.write(lambda transaction: transaction.run(f"UNWIND [1, 2] AS n CREATE (:{label} {{{key}: -1}})"))


def test_numbers_follow_one_another() -> None:
    assert [migration.number for migration in migrate.known()] == list(range(1, len(migrate.known()) + 1))
