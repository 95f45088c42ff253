"""The names of the graph, kept in memory, and read again once the graph has changed."""

import threading
import time
from dataclasses import dataclass, replace

from app import queries
from app.questions.names import Names, known_beforehand
from graph_schema.gazetteer import Gazetteer
from graph_schema.store import Store

PATIENCE = 10  # how many times longer than the reading took the names may stay as they are while the graph changes


@dataclass(frozen=True, slots=True)
class Edition:
    """The names as they were after so many changes of the graph; `cost`, `looked_at`: seconds of a monotonic clock."""

    changes: int | None
    names: Names
    cost: float
    looked_at: float


class KnownNames:
    """Gives out the names of the graph and of the gazetteer. Safe to share between threads.

    Reading the names of a large graph takes seconds, so while the graph keeps changing a question may be asked of names
    that are a little old. That can only make it be refused for an unknown name; whoever is about to refuse asks for
    `fresh` names first.
    """

    def __init__(self, store: Store, gazetteer: Gazetteer) -> None:
        self._store = store
        self._gazetteer = gazetteer
        self._edition: Edition | None = None
        self._reading = threading.Lock()

    def current(self) -> Names:
        """The names, at most a little old."""
        edition = self._edition
        if edition and time.monotonic() - edition.looked_at < edition.cost * PATIENCE:
            return edition.names
        return self.fresh()

    def fresh(self) -> Names:
        """The names as they are now."""
        changes = queries.changes(self._store)
        with self._reading:
            if self._edition is None or self._edition.changes != changes:
                self._edition = self._read(changes)
            else:
                self._edition = replace(self._edition, looked_at=time.monotonic())
            return self._edition.names

    def _read(self, changes: int | None) -> Edition:
        start = time.monotonic()
        in_graph = {entity.id: entity for entity in queries.names(self._store)}
        names = Names([*in_graph.values(), *known_beforehand(self._gazetteer, in_graph)])
        now = time.monotonic()
        return Edition(changes, names, now - start, now)
