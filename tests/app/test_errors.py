"""Every kind of error as a client sees it: one shape, the right status, and a word on what to do."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.dependencies import Submission
from app.main import create_app
from graph_schema.errors import BadInput
from graph_schema.records import Extraction
from graph_schema.settings import Settings
from graph_schema.store import Store


def problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem in a response, checked for all that each of them has."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"urn:stackgraph:{kind}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("/v1/ask", "query.q"),
        ("/v1/ask?q=", "query.q"),
        (f"/v1/ask?q={'x' * 301}", "query.q"),
        ("/v1/ask?q=who+owns+Jeep&rows=-1", "query.rows"),
        ("/v1/claims?predicate=LIKES", "query.predicate"),
        ("/v1/claims?status=over", "query.status"),
        ("/v1/claims?kind=bakery", "query.kind"),
        ("/v1/claims?min_confidence=2", "query.min_confidence"),
        ("/v1/claims?published_from=yesterday", "query.published_from"),
        ("/v1/claims?limit=0", "query.limit"),
        ("/v1/claims?colour=red", "query.colour"),
        ("/v1/arrows?holds=perhaps", "query.holds"),
        ("/v1/entities?label=Person", "query.label"),
        ("/v1/entities/company:bmw/claims?limit=501", "query.limit"),
    ],
)
def test_parameters_that_cannot_be_used(client: TestClient, path: str, at: str) -> None:
    body = problem(client.get(path), 422, "bad-input")
    assert [fault["at"] for fault in body["errors"]] == [at]


@pytest.mark.parametrize("path", ["/v1/claims", "/v1/claims?entity=company:bmw", "/v1/arrows", "/v1/entities"])
@pytest.mark.parametrize("cursor", ["x", "e30", "WzFd", "////"])
def test_a_cursor_that_no_page_gave_out(client: TestClient, path: str, cursor: str) -> None:
    body = problem(client.get(path, params={**httpx.URL(path).params, "cursor": cursor}), 422, "bad-input")
    assert "cursor" in body["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/v1/nothing", 404, "no-such-path"),
        ("GET", "/v1/entities/company:nobody", 404, "not-found"),
        ("GET", "/v1/entities/company:nobody/claims", 404, "not-found"),
        ("GET", "/v1/documents/0000", 404, "not-found"),
        ("DELETE", "/v1/claims", 405, "method-not-allowed"),
        ("POST", "/v1/ask", 405, "method-not-allowed"),
    ],
)
def test_what_is_not_there(client: TestClient, method: str, path: str, status: int, kind: str) -> None:
    problem(client.request(method, path), status, kind)


def test_a_question_that_is_not_understood(client: TestClient) -> None:
    body = problem(client.get("/v1/ask", params={"q": "why did Stellantis drop Alexa"}), 422, "not-understood")
    assert "why" in body["detail"]
    assert "Stellantis (company)" in body["understood"]
    assert "Which OEMs dropped Alexa?" in body["examples"]


# -- documents ----------------------------------------------------------------------------------------------------------


def refuse(_submission: Submission) -> Extraction:
    raise BadInput("not in English")


def fail(_submission: Submission) -> Extraction:
    raise RuntimeError("the secret of the house")


@pytest.fixture
def serve(world: Store) -> Iterator[Any]:
    """A client of an application with its own way to read documents, and its own settings."""
    opened: list[TestClient] = []

    def start(ingest: Any = None, **settings: Any) -> TestClient:
        app = create_app(world.settings.model_copy(update=settings), ingest, world)
        client = TestClient(app, raise_server_exceptions=False)
        opened.append(client.__enter__())
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "a", "html": "b"},
        {"text": ""},
        {"text": "a", "url": "ftp://x"},
        {"text": "a", "published": "May"},
        [],
    ],
)
def test_documents_that_cannot_be_used(serve: Any, body: object) -> None:
    problem(serve(refuse).post("/v1/documents", json=body), 422, "bad-input")


def test_a_body_that_is_no_json(serve: Any) -> None:
    problem(
        serve(refuse).post("/v1/documents", content="{", headers={"content-type": "application/json"}), 422, "bad-input"
    )


def test_a_document_that_is_not_taken(serve: Any) -> None:
    body = problem(serve(refuse).post("/v1/documents", json={"text": "Guten Tag"}), 422, "bad-input")
    assert body["detail"] == "not in English"


def test_a_body_that_is_too_large(serve: Any) -> None:
    problem(serve(refuse).post("/v1/documents", json={"text": "x" * 11_000_000}), 413, "too-large")


def test_a_fault_of_ours_tells_nothing_of_the_inside(serve: Any) -> None:
    body = problem(serve(fail).post("/v1/documents", json={"text": "Hello"}), 500, "internal")
    assert "secret" not in str(body)


def test_without_a_reader_documents_are_refused(client: TestClient) -> None:
    problem(client.post("/v1/documents", json={"text": "Hello"}), 503, "not-ready")


@pytest.mark.parametrize(
    "headers", [{}, {"X-API-Key": ""}, {"X-API-Key": "wrong"}, {"X-API-Key": "schlüssel".encode()}]
)
def test_the_key_is_needed_once_configured(serve: Any, headers: dict[str, Any]) -> None:
    client = serve(refuse, api_key=Settings(api_key="right", _env_file=None).api_key)
    problem(client.post("/v1/documents", json={"text": "Hello"}, headers=headers), 401, "not-allowed")
    assert client.get("/v1/schema").status_code == 200


def test_the_right_key_opens(serve: Any) -> None:
    client = serve(refuse, api_key=Settings(api_key="right", _env_file=None).api_key)
    response = client.post("/v1/documents", json={"text": "Hello"}, headers={"X-API-Key": "right"})
    assert problem(response, 422, "bad-input")["detail"] == "not in English"


# -- the database -------------------------------------------------------------------------------------------------------


def test_the_database_is_away() -> None:
    settings = Settings(store_uri="bolt://127.0.0.1:9", _env_file=None)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        response = client.get("/readyz")
        problem(response, 503, "store-unavailable")
        assert int(response.headers["retry-after"]) > 0


def test_every_error_that_can_come_is_documented() -> None:
    app: FastAPI = create_app(Settings(_env_file=None))
    for path, operations in app.openapi()["paths"].items():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"], (path, status)
                elif path != "/v1/export":  # which has a media type for each format
                    assert list(response["content"]) == ["application/json"], (path, status)
            if path.startswith("/v1"):
                assert {"500", "503"} <= operation["responses"].keys()
            if operation.get("parameters") or operation.get("requestBody"):
                assert "422" in operation["responses"]
