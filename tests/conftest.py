"""Fixtures, and the policy behind them: take the smallest that does.

1. Text and records by hand, in the test itself: most tests need nothing else.
2. One sample document, for what only a whole text shows.
3. A database: `embedded_store`, or `store` where both databases must agree. Each test gets it empty, with the schema.
4. The whole sample graph, for the way from end to end.

Parts are real (a running database, real HTTP); what a machine lacks skips a test with a reason, printed at the end.
Nothing reads or writes outside temporary folders.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_schema import migrate
from graph_schema.settings import Settings
from graph_schema.store import Store
from tests import neo4j_server

for name in [name for name in os.environ if name.startswith("STACKGRAPH_")]:
    del os.environ[name]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of its own for everything that the product keeps."""
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path) -> Settings:
    """Settings with a home of their own: a store opened by them starts a database of its own, which takes seconds."""
    return Settings(home=home, _env_file=None)


@pytest.fixture(scope="session")
def embedded_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the embedded database that all tests share, one after the other."""
    return Settings(home=tmp_path_factory.mktemp("embedded"), _env_file=None)


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a Neo4j that runs for the whole session; skips, with the reason, where none can run."""
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j")) as settings:
        yield settings


@pytest.fixture(scope="session")
def _embedded(embedded_settings: Settings) -> Iterator[Store]:
    with Store.open(embedded_settings) as store:
        migrate.run(store)
        yield store


@pytest.fixture(scope="session")
def _neo4j(neo4j_settings: Settings) -> Iterator[Store]:
    with Store.open(neo4j_settings) as store:
        migrate.run(store)
        yield store


@pytest.fixture
def embedded_store(_embedded: Store) -> Store:
    """The embedded database, empty."""
    return _emptied(_embedded)


@pytest.fixture(params=["embedded", "neo4j"])
def store(request: pytest.FixtureRequest) -> Store:
    """Both databases, one after the other, empty."""
    return _emptied(request.getfixturevalue(f"_{request.param}"))


@pytest.fixture
def store_settings(store: Store) -> Settings:
    """The settings by which `store` was opened."""
    return store.settings


def _emptied(store: Store) -> Store:
    store.write(lambda transaction: transaction.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n"))
    return store
