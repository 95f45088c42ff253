"""The one door to the database: Neo4j and the embedded ArcadeDB alike, over Bolt."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions, graph
from neo4j import time as temporal

from graph_schema import embedded
from graph_schema.errors import StoreUnavailable
from graph_schema.settings import Settings

Row = dict[str, Any]
T = TypeVar("T")

FEW = 3  # attempts to reach it: a connection of the pool may be stale, so one does not do, but a caller waits
MANY = 8  # attempts where other writers are in the way
SCHEMES = {f"{scheme}{tls}" for scheme in ("bolt", "neo4j") for tls in ("", "+s", "+ssc")}
PAUSE = 0.05  # seconds before the second attempt, doubled for each further one

_GONE = (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.IncompleteCommit, OSError)
# What the loser of a race gets on ArcadeDB. Neo4j makes it wait instead, or raises what the driver calls retryable.
_LOST_RACE = "Neo.ClientError.Schema.ConstraintValidationFailed"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect and as whom."""

    uri: str
    user: str
    password: str
    database: str | None


class Transaction:
    """What the work handed to `Store.write` may do: run statements, all of which hold or none."""

    def __init__(self, inner: neo4j.Transaction) -> None:
        self._inner = inner

    def run(self, query: str, **parameters: object) -> list[Row]:
        """The rows that a statement returns."""
        return _rows(self._inner.run(query, parameters))


class Store:
    """A connection to the graph. Safe to share between threads; comes back by itself after the database was away."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lease = None if settings.store_uri else embedded.Lease(settings.home)
        self._connecting = threading.Lock()
        self._driver: neo4j.Driver | None = None
        self._target: Target | None = None
        self._closed = False

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Connect to the database that the settings name: the embedded one, started on demand, or a Neo4j.

        Raises StoreUnavailable where it cannot be reached.
        """
        store = cls(settings)
        try:
            store.ping()
        except BaseException:
            store.close()
            raise
        return store

    def read(self, query: str, **parameters: object) -> list[Row]:
        """The rows that a reading statement returns.

        Raises StoreUnavailable where the database is away and stays so for some attempts.
        """

        def once(driver: neo4j.Driver, database: str | None) -> list[Row]:
            with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS) as session:
                return _rows(session.run(query, parameters))

        return self._persist(once)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do the work in one transaction; what it returns. All of it holds, or none.

        The work may be done again from its beginning where another writer was faster or the connection was lost, so it
        must not change anything outside the transaction. Raises StoreUnavailable as `read` does.
        """

        def once(driver: neo4j.Driver, database: str | None) -> T:
            with (
                self._lease.writing() if self._lease else nullcontext(),
                driver.session(database=database) as session,
                session.begin_transaction() as transaction,
            ):
                result = work(Transaction(transaction))
                transaction.commit()
                return result

        return self._persist(once)

    def define(self, statement: str) -> None:
        """Run one statement that changes the schema, in a transaction of its own, as Neo4j wants it."""

        def once(driver: neo4j.Driver, database: str | None) -> None:
            with self._lease.writing() if self._lease else nullcontext(), driver.session(database=database) as session:
                session.run(statement).consume()

        self._persist(once)

    def ping(self) -> None:
        """Nothing, or StoreUnavailable."""
        self.read("RETURN 1 AS one")

    def close(self) -> None:
        with self._connecting:
            self._closed = True
            if self._driver:
                self._driver.close()
                self._driver = None
        if self._lease:
            self._lease.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _persist(self, once: Callable[[neo4j.Driver, str | None], T]) -> T:
        """Do it; do it again, after a pause, where that can help."""
        for attempt in count(1):
            driver, target = self._connect()
            try:
                return once(driver, target.database)
            except (exceptions.DriverError, OSError) as error:
                # Also where another thread found the server gone and closed the driver that we share.
                if not isinstance(error, _GONE) and driver is self._driver:
                    raise
                self._forget(driver)
                if attempt == FEW:
                    raise StoreUnavailable(f"the database at {target.uri} cannot be reached: {error}") from error
            except exceptions.Neo4jError as error:
                if _is_refusal(error):
                    # An embedded server that was started again has a new password, and perhaps the old port.
                    self._forget(driver)
                if attempt >= _patience(error, embedded=self._lease is not None):
                    raise _told(error, target) from error
            time.sleep(PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.0))
        raise AssertionError  # the loop has no other end

    def _connect(self) -> tuple[neo4j.Driver, Target]:
        with self._connecting:
            if self._closed:
                raise StoreUnavailable("this store has been closed")
            if self._driver is None or self._target is None:
                self._target = self._find()
                self._driver = _driver(self._target)
            return self._driver, self._target

    def _forget(self, driver: neo4j.Driver) -> None:
        """Drop a driver whose server is gone; a Neo4j keeps its address, so its driver finds back alone."""
        with self._connecting:
            if self._lease and self._driver is driver:
                driver.close()
                self._driver = None

    def _find(self) -> Target:
        if self._lease:
            server = self._lease.server()
            return Target(server.uri, embedded.USER, server.password, embedded.DATABASE)
        settings = self.settings
        password = settings.store_password.get_secret_value()
        return Target(str(settings.store_uri), settings.store_user, password, settings.store_database)


def _driver(target: Target) -> neo4j.Driver:
    if not _is_address(target.uri):
        raise StoreUnavailable(f"STACKGRAPH_STORE_URI must be like bolt://host:7687 or neo4j://host, not {target.uri}")
    try:
        return neo4j.GraphDatabase.driver(
            target.uri,
            auth=(target.user, target.password),
            connection_timeout=5,
            connection_acquisition_timeout=20,
            notifications_min_severity="OFF",  # hints about our own statements are of no use to a user
            user_agent="stackgraph",
        )
    except (exceptions.ConfigurationError, ValueError) as error:
        raise StoreUnavailable(f"STACKGRAPH_STORE_URI is no address of a database: {error}") from error


def _is_address(uri: str) -> bool:
    with suppress(ValueError):
        parts = urlsplit(uri)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    return False


def _is_refusal(error: exceptions.Neo4jError) -> bool:
    return (error.code or "").startswith("Neo.ClientError.Security.")


def _patience(error: exceptions.Neo4jError, *, embedded: bool) -> int:
    """How many attempts such an error is worth."""
    if error.is_retryable():
        return MANY
    if error.code == _LOST_RACE or (embedded and _is_refusal(error)):
        return FEW
    return 1


def _told(error: exceptions.Neo4jError, target: Target) -> Exception:
    """What the caller gets: a database that cannot work is told apart from a statement that is wrong."""
    if _is_refusal(error):
        return StoreUnavailable(
            f"the database at {target.uri} refused the user {target.user}; "
            "check STACKGRAPH_STORE_USER and STACKGRAPH_STORE_PASSWORD"
        )
    if isinstance(error, exceptions.TransientError | exceptions.DatabaseError):
        return StoreUnavailable(f"the database at {target.uri} fails: {error.message}")
    if error.code == "Neo.ClientError.Database.DatabaseNotFound":
        return StoreUnavailable(
            f"there is no database {target.database} at {target.uri}; see STACKGRAPH_STORE_DATABASE"
        )
    return error


def _rows(result: neo4j.Result) -> list[Row]:
    keys = result.keys()
    return [{key: _plain(value) for key, value in zip(keys, record.values(), strict=True)} for record in result]


_AS_IT_IS = {str, int, float, bool, type(None)}


def _plain(value: Any) -> Any:
    """Values as JSON knows them: nodes and relationships as their properties, dates and times as ISO strings."""
    if type(value) in _AS_IT_IS:  # nearly all values
        return value
    match value:
        case list():
            return [_plain(item) for item in value]
        case Mapping() | graph.Entity():
            return {key: _plain(item) for key, item in value.items()}
        case temporal.Date() | temporal.Time() | temporal.DateTime() | temporal.Duration():
            return value.iso_format()
        case _:
            return value
