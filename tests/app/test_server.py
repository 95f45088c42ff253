"""A real server, a real client, a real database behind a line that can be cut."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from app.dependencies import Submission
from app.main import create_app
from graph_schema import embedded
from graph_schema.embedded import Folder
from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.settings import Settings
from graph_schema.store import Store
from loaders import writer


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The application on a free port of this machine; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Line:
    """A line to a port of this machine that can be cut and mended."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def mend(self) -> None:
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()

    def cut(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()

    def end(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", self.port)

    async def _close(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        ways = [asyncio.ensure_future(_pass_on(reader, back)), asyncio.ensure_future(_pass_on(there, writer))]
        self._tasks.update(ways)
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in (writer, back):
            end.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


@pytest.fixture
def line(world: Store) -> Iterator[Line]:
    server = Folder(world.settings.home / "embedded").read_state()
    assert server
    line = Line(server.port)
    yield line
    line.end()


def through(line: Line, world: Store) -> Settings:
    """Settings that lead to the database through the line."""
    server = Folder(world.settings.home / "embedded").read_state()
    assert server
    return Settings(
        store_uri=f"bolt://127.0.0.1:{line.port}",
        store_user=embedded.USER,
        store_password=server.password,
        store_database=embedded.DATABASE,
        _env_file=None,
    )


def test_it_starts_without_a_database_and_comes_back_by_itself(world: Store, line: Line) -> None:
    with (
        serving(create_app(through(line, world))) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        question = {"q": "Which OEMs dropped Alexa?"}
        assert client.get("/healthz").status_code == 200
        for _ in range(2):
            refused = client.get("/v1/ask", params=question)
            assert refused.status_code == 503
            assert refused.json()["type"] == "urn:stackgraph:store-unavailable"
            assert refused.headers["retry-after"]
            line.mend()
            answer = client.get("/v1/ask", params=question)
            assert answer.status_code == 200, answer.text
            assert answer.json()["answer"]["value"] == ["Stellantis", "Volvo"]
            assert client.get("/readyz").json() == {"status": "ok"}
            line.cut()


def test_what_is_posted_can_be_asked_for_at_once(world: Store) -> None:
    def ingest(submission: Submission) -> Extraction:
        document = Document(submission.url or "text:1", submission.text or "", published=submission.published)
        entities = Entity("Zephyr Motors", "Company", ("oem",)), Entity("Alexa", "Platform")
        claim = Claim(document.id, entities[0], "USES", entities[1], "ended", document.text, 0, 5, 0.8, "by-hand")
        writer.write(world, [extraction := Extraction(document, (claim,), (), "by-hand")])
        return extraction

    app = create_app(world.settings, ingest, world)
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        before = client.get("/v1/ask", params={"q": "Did Zephyr Motors drop Alexa?"})
        assert before.status_code == 422
        body = {"text": "Zephyr Motors dropped Alexa.", "url": "https://news.example/zephyr", "published": "2026-01"}
        posted = client.post("/v1/documents", json=body)
        try:
            assert posted.status_code == 201, posted.text
            assert [claim["type"] for claim in posted.json()["claims"]] == ["DROPPED"]
            stored = client.get(posted.headers["location"]).json()
            assert (stored["text"], stored["url"]) == (body["text"], None)
            answer = client.get("/v1/ask", params={"q": "Did Zephyr Motors drop Alexa?"}).json()
            assert answer["answer"]["value"] == "yes"
            dropped = client.get("/v1/ask", params={"q": "Which OEMs dropped Alexa?"}).json()
            assert "Zephyr Motors" in dropped["answer"]["value"]
        finally:
            writer.remove(world, [posted.json()["document"]])


def test_many_ask_at_once(world: Store) -> None:
    """Threads share the connection, the names and the grammar."""
    questions = {
        "Which OEMs dropped Alexa?": ["Stellantis", "Volvo"],
        "does Ford use AWS": "no",
        "how many OEMs use AWS": 2,
        "who supplies BMW": ["Bosch"],
    }

    async def ask_all(address: str) -> list[tuple[str, object]]:
        async with httpx.AsyncClient(base_url=address, timeout=120) as client:

            async def ask(question: str) -> tuple[str, object]:
                response = await client.get("/v1/ask", params={"q": question})
                return question, response.json()["answer"]["value"]

            return await asyncio.gather(*(ask(question) for question in [*questions] * 8))

    with serving(create_app(world.settings, store=world)) as address:
        for question, value in asyncio.run(ask_all(address)):
            assert value == questions[question]


def test_an_outdated_schema_is_not_ready(world: Store) -> None:
    with serving(create_app(world.settings, store=world)) as address:
        world.write(lambda transaction: transaction.run("MATCH (m:Migration {number: 2}) SET m.number = 902"))
        try:
            response = httpx.get(f"{address}/readyz", timeout=60)
        finally:
            world.write(lambda transaction: transaction.run("MATCH (m:Migration {number: 902}) SET m.number = 2"))
        assert response.status_code == 503
        assert "0002_lookups" in response.json()["detail"]
        assert "stackgraph migrate" in response.json()["detail"]
