"""One small graph (`world.py`), written once for each module and only read there."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from app.known import KnownNames
from app.main import create_app
from graph_schema.gazetteer import gazetteer
from graph_schema.store import Store
from loaders import writer
from tests.app.world import WORLD

TODAY = date(2026, 2, 10)


def filled(store: Store) -> Store:
    store.write(lambda transaction: transaction.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n"))
    writer.write(store, WORLD)
    return store


@pytest.fixture(scope="module")
def world(_embedded: Store) -> Store:
    """The small graph in the embedded database."""
    return filled(_embedded)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def each_world(request: pytest.FixtureRequest) -> Store:
    """The small graph in both databases, one after the other."""
    return filled(request.getfixturevalue(f"_{request.param}"))


@pytest.fixture(scope="module")
def client(world: Store) -> Iterator[TestClient]:
    """A client of the application over the small graph; errors come back as responses."""
    with TestClient(create_app(world.settings, store=world), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def each_names(each_world: Store) -> KnownNames:
    return KnownNames(each_world, gazetteer())
