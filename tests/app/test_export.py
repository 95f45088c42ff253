"""`GET /v1/export`: the same filters as the listing of claims, the formats of `graph_schema.export`, as they should be sent."""

import csv
import json
from io import StringIO
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from graph_schema.export import FORMATS, export
from graph_schema.export.graph import Graph
from graph_schema.formats import FormatName
from graph_schema.selection import Selection
from graph_schema.store import Store
from tests.app.test_graph import items
from tests.app.test_server import serving

FILTERS: list[dict[str, Any]] = [
    {},
    {"subject": "company:stellantis"},
    {"object": "platform:alexa"},
    {"entity": "company:amazon"},
    {"entity": "company:nobody"},
    {"predicate": "USES"},
    {"predicate": "USES", "status": "ended"},
    {"kind": "chipmaker"},
    {"published_from": "2023", "published_to": "2024-03"},
    {"min_confidence": 0.95},
    {"entity": "platform:alexa", "status": "current", "published_from": "2022-02"},
]


@pytest.mark.parametrize("name", FormatName)
def test_every_format_is_sent_as_what_it_is(client: TestClient, world: Store, name: FormatName) -> None:
    format = FORMATS[name]
    response = client.get("/v1/export", params={"format": name})
    assert response.status_code == 200
    assert response.headers["content-type"] == format.media_type
    assert response.headers["content-disposition"] == f'attachment; filename="stackgraph.{format.suffix}"'
    assert response.content == b"".join(export(world, format))


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_an_export_has_the_claims_that_the_listing_has(client: TestClient, filters: dict[str, Any]) -> None:
    response = client.get("/v1/export", params={"format": "csv", **filters})
    rows = list(csv.DictReader(StringIO(response.text, newline="")))
    listed = items(client, "/v1/claims", **filters)
    assert sorted(row["claim"] for row in rows) == sorted(item["id"] for item in listed)
    by_id = {row["claim"]: row for row in rows}
    for item in listed:
        row = by_id[item["id"]]
        assert (row["subject"], row["type"], row["object"]) == (
            item["subject"]["name"],
            item["type"],
            item["object"]["name"],
        )
        assert row["sentence"] == item["sentence"]


def test_both_have_the_same_filters(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    of_claims, of_export = (
        {parameter["name"]: parameter for parameter in paths[path]["get"]["parameters"]}
        for path in ("/v1/claims", "/v1/export")
    )
    assert of_claims.keys() - {"limit", "cursor"} == of_export.keys() - {"format", "canonical"}
    assert all(of_export[name] == of_claims[name] for name in of_claims.keys() & of_export.keys())


def test_the_api_description_names_every_format(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/export"]["get"]
    assert set(operation["responses"]["200"]["content"]) == {each.media_type.split(";")[0] for each in FORMATS.values()}
    (format,) = (each for each in operation["parameters"] if each["name"] == "format")
    assert all(f"`{name}`: " in format["description"] for name in FormatName)


def test_without_a_format_it_is_the_dump(client: TestClient, world: Store) -> None:
    dump = client.get("/v1/export", params={"canonical": "true", "status": "ended"})
    assert dump.content == b"".join(export(world, FORMATS[FormatName.JSONL], Selection(status="ended"), canonical=True))
    assert json.loads(dump.text.splitlines()[-1])["record"] == "end"


@pytest.mark.parametrize(
    "params",
    [
        {"format": "xls"}, {"format": "csv", "canonical": "true"}, {"predicate": "LIKES"}, {"status": "over"},
        {"published_from": "soon"}, {"min_confidence": "2"}, {"limit": "3"}, {"colour": "red"},
    ],
    ids=str,
)  # fmt: skip
def test_what_it_cannot_do_is_a_problem(client: TestClient, params: dict[str, str]) -> None:
    response = client.get("/v1/export", params=params)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("part", "status"), [(1 << 16, 503), (1, 200)])
def test_what_cannot_be_finished_is_not_taken_for_whole(
    world: Store, monkeypatch: pytest.MonkeyPatch, part: int, status: int
) -> None:
    """The graph is written to meanwhile: before the first part is there, or after it."""
    changes = count()
    monkeypatch.setattr(Graph, "_changes", lambda _: next(changes))
    monkeypatch.setattr("graph_schema.export.PART", part)
    with (
        serving(create_app(world.settings, store=world)) as address,
        httpx.stream("GET", f"{address}/v1/export") as response,
    ):
        assert response.status_code == status
        if status == 200:
            with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
                response.read()
