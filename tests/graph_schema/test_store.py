"""The same contract on both databases."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from neo4j.exceptions import CypherSyntaxError
from pydantic import SecretStr

from graph_schema.errors import StoreUnavailable
from graph_schema.settings import Settings
from graph_schema.store import Store, Transaction

COUNT = "MATCH (c:Company) RETURN count(c) AS n"


def test_what_is_written_can_be_read(store: Store) -> None:
    rows = store.write(
        lambda transaction: transaction.run("CREATE (c:Company {id: $id, kinds: $kinds}) RETURN c", id="a", kinds=["x"])
    )
    assert rows == [{"c": {"id": "a", "kinds": ["x"]}}]
    assert store.read("MATCH (c:Company {id: $id}) RETURN c.kinds AS kinds, c.none AS none", id="a") == [
        {"kinds": ["x"], "none": None}
    ]


def test_work_that_fails_leaves_nothing(store: Store) -> None:
    def work(transaction: Transaction) -> None:
        transaction.run("CREATE (:Company {id: 'a'})")
        raise KeyError("half way")

    with pytest.raises(KeyError, match="half way"):
        store.write(work)
    assert store.read(COUNT) == [{"n": 0}]


def test_work_sees_its_own_writing(store: Store) -> None:
    def work(transaction: Transaction) -> list[dict[str, int]]:
        transaction.run("CREATE (:Company {id: 'a'})")
        return transaction.run(COUNT)

    assert store.write(work) == [{"n": 1}]


def test_dates_and_times_come_as_text(store: Store) -> None:
    [row] = store.read(
        "RETURN date('2025-11-06') AS day, [datetime('2025-11-06T10:00:00Z')] AS times, {day: date('2024-02-29')} AS map"
    )
    assert row["day"] == "2025-11-06"
    assert row["times"][0].startswith("2025-11-06T10:00:00")
    assert row["map"] == {"day": "2024-02-29"}


def test_a_wrong_statement_is_a_fault_of_ours_and_not_of_the_database(store: Store) -> None:
    with pytest.raises(CypherSyntaxError):
        store.read("MATCHING (n) RETURN")


def test_writers_that_meet_all_get_their_turn(store: Store, store_settings: Settings) -> None:
    """Each adds to the same new node; none of the additions may be lost."""

    def add(_: int) -> None:
        with Store.open(store_settings) as own:
            for _ in range(5):
                own.write(
                    lambda transaction: transaction.run(
                        "MERGE (c:Company {id: 'met'}) SET c.visits = coalesce(c.visits, 0) + 1"
                    )
                )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    assert store.read("MATCH (c:Company) RETURN c.visits AS visits") == [{"visits": 20}]


def test_threads_share_a_store(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: store.read("RETURN $n AS n", n=n), range(100)))
    assert answers == [[{"n": n}] for n in range(100)]


def test_a_breach_of_a_key_is_told_as_such(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)constraint|duplicate|already exists"):
        store.write(lambda transaction: transaction.run("UNWIND [1, 2] AS n CREATE (:Company {id: 'same'})"))
    assert store.read(COUNT) == [{"n": 0}]


def test_a_closed_store_says_so(store_settings: Settings) -> None:
    store = Store.open(store_settings)
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.ping()


def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(StoreUnavailable, match=f"{uri} cannot be reached"):
            Store.open(Settings(store_uri=uri, _env_file=None))


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "localhost", "bolt://127.0.0.1:port"])
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises(StoreUnavailable, match="STACKGRAPH_STORE_URI"):
        Store.open(Settings(store_uri=uri, _env_file=None))


def test_a_wrong_password_names_the_settings(neo4j_settings: Settings) -> None:
    wrong = neo4j_settings.model_copy(update={"store_password": SecretStr("wrong")})
    with pytest.raises(StoreUnavailable, match="STACKGRAPH_STORE_PASSWORD"):
        Store.open(wrong)


def test_an_unknown_database_names_the_setting(neo4j_settings: Settings) -> None:
    wrong = neo4j_settings.model_copy(update={"store_database": "nowhere"})
    with pytest.raises(StoreUnavailable, match="STACKGRAPH_STORE_DATABASE"):
        Store.open(wrong)


class Line:
    """A line to a server that can be cut and mended: what is sent to its port comes out at the server's."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._accept(self._listener)

    def cut(self) -> None:
        for end in [self._listener, *self._ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._accept(self._listener)

    def _accept(self, listener: socket.socket) -> None:
        def loop() -> None:
            with suppress(OSError):
                while True:
                    near, _ = listener.accept()
                    far = socket.create_connection(("127.0.0.1", self._target))
                    self._ends += [near, far]
                    threading.Thread(target=_pump, args=(near, far), daemon=True).start()
                    threading.Thread(target=_pump, args=(far, near), daemon=True).start()

        threading.Thread(target=loop, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@pytest.fixture
def line(neo4j_settings: Settings) -> Iterator[Line]:
    line = Line(int(str(neo4j_settings.store_uri).rpartition(":")[2]))
    yield line
    line.cut()


def test_it_comes_back_by_itself_after_the_database_was_away(neo4j_settings: Settings, line: Line) -> None:
    away = neo4j_settings.model_copy(update={"store_uri": f"bolt://127.0.0.1:{line.port}"})
    with Store.open(away) as store:
        with ThreadPoolExecutor(4) as pool:  # several connections in the pool, all of which will be stale
            list(pool.map(lambda n: store.read("RETURN $n AS n", n=n), range(20)))
        line.cut()
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            store.ping()
        line.mend()
        assert store.read("RETURN 1 AS n") == [{"n": 1}]
        line.cut()
        line.mend()
        assert store.read("RETURN 2 AS n") == [{"n": 2}]  # away between two calls: nobody notices
