"""What the marks rest on: the code and data that read documents, and the graph that they were read into."""

import hashlib
import secrets
from functools import cache
from importlib import metadata
from pathlib import Path

import graph_schema
import loaders
from graph_schema import embedded
from graph_schema.names import digest
from graph_schema.settings import Settings


def basis(settings: Settings, *, begin: bool = True) -> str:
    """Changes when documents may be read otherwise than before, or when the graph is not the one of before.

    `begin`: whether to begin a graph that is not there yet. Raises StoreUnavailable.
    """
    return digest(_code(), _graph(settings, begin))


@cache
def version() -> str:
    """The version of this project."""
    return metadata.version("stackgraph")


def ontology() -> str:
    """A digest of the ontology as it is."""
    return digest(Path(graph_schema.__file__).with_name("ontology.yaml").read_text(encoding="utf-8"))


def _code() -> str:
    """A digest of everything that has a say in what a document gives: code, model, gazetteer, ontology."""
    found = hashlib.sha256()
    for package in (loaders, graph_schema):
        folder = Path(package.__file__ or "").parent
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                with path.open("rb") as file:
                    found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def _graph(settings: Settings, begin: bool) -> str | None:
    """Tells this graph from every other, also from one at the same place that was thrown away."""
    if settings.store_uri:
        return digest(settings.store_uri, settings.store_database, _born(settings, begin))
    # A night without news need not start the embedded database: a file beside its own, gone when they are, will do.
    token = settings.home.resolve() / "embedded" / "databases" / embedded.DATABASE / "nightly.token"
    if begin and not token.exists():
        _born(settings, begin)
        token.write_text(secrets.token_hex(16), encoding="ascii")
    return token.read_text(encoding="ascii") if token.exists() else None


def _born(settings: Settings, begin: bool) -> str | None:
    """When the graph got its schema, in UTC."""
    from graph_schema import migrate  # noqa: PLC0415 -- heavy: not for a night without news
    from graph_schema.store import Store  # noqa: PLC0415

    with Store.open(settings) as store:
        if begin:
            migrate.run(store)
        (row,) = store.read("MATCH (m:Migration) RETURN min(m.applied_at) AS born")
    return str(row["born"])
