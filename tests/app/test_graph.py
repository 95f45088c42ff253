"""Entities, claims, arrows, documents and the schema, as a client sees them."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from graph_schema.ontology import ONTOLOGY
from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.store import Store
from loaders import writer
from tests.app.world import WORLD

CLAIMS = [claim for extraction in WORLD for claim in extraction.claims]


def pages(client: TestClient, path: str, **params: Any) -> Iterator[list[dict[str, Any]]]:
    """The items of one page after the other."""
    cursor = None
    while True:
        response = client.get(path, params={**params, **({"cursor": cursor} if cursor else {})})
        assert response.status_code == 200, response.text
        body = response.json()
        yield body["items"]
        cursor = body["next"]
        if cursor is None:
            return


def items(client: TestClient, path: str, **params: Any) -> list[dict[str, Any]]:
    return [item for page in pages(client, path, **params) for item in page]


# -- entities -----------------------------------------------------------------------------------------------------------


def names(client: TestClient, **params: Any) -> list[str]:
    return [item["name"] for item in items(client, "/v1/entities", **params)]


def test_entities_by_beginning(client: TestClient) -> None:
    assert names(client, q="an") == ["Android"]
    assert names(client, q="built") == ["Google built-in"]
    assert names(client, q="google") == ["Google", "Google built-in"]


def test_entities_by_spelling_with_a_note(client: TestClient) -> None:
    body = client.get("/v1/entities", params={"q": "Stelantis"}).json()
    assert [item["name"] for item in body["items"]] == ["Stellantis"]
    assert "Stelantis" in body["note"]


def test_entities_by_label_and_kind(client: TestClient) -> None:
    assert names(client, label="Product") == ["iDrive", "SmartCockpit", "Snapdragon Ride", "Ultifi"]
    assert names(client, kind="cloud") == ["Amazon", "Google"]
    assert names(client, label="Product", kind="oem") == []


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_entities_page_by_page(client: TestClient, limit: int) -> None:
    everything = names(client, limit=500)
    assert everything == sorted(everything, key=str.casefold)
    assert names(client, limit=limit) == everything
    assert len(everything) == len({end.id for claim in CLAIMS for end in (claim.subject, claim.object)})


def test_one_entity(client: TestClient) -> None:
    assert client.get("/v1/entities/company:bmw").json() == {
        "id": "company:bmw",
        "name": "BMW",
        "label": "Company",
        "kinds": ["oem"],
        "aliases": [],
        "claims": 6,
    }


def test_claims_of_an_entity_newest_first(client: TestClient) -> None:
    found = items(client, "/v1/entities/platform:alexa/claims", limit=2)
    dates = [claim["published"] or "" for claim in found]
    assert dates == sorted(dates, reverse=True)
    assert len(found) == sum("platform:alexa" in (claim.subject.id, claim.object.id) for claim in CLAIMS)


# -- claims and arrows --------------------------------------------------------------------------------------------------


def expected(**wanted: Any) -> set[str]:
    """The ids of the claims that a filter lets through, by the records themselves."""

    def fits(claim: Claim) -> bool:
        ends = (claim.subject, claim.object)
        return all(
            {
                "subject": lambda value: claim.subject.id == value,
                "object": lambda value: claim.object.id == value,
                "entity": lambda value: value in {end.id for end in ends},
                "predicate": lambda value: claim.predicate == value,
                "status": lambda value: claim.status == value,
                "kind": lambda value: any(value in end.kinds for end in ends),
                "document": lambda value: claim.document_id == value,
                "published_from": lambda value: (claim.published or "") >= value,
                "published_to": lambda value: claim.published is not None and claim.published[: len(value)] <= value,
                "min_confidence": lambda value: claim.confidence >= value,
            }[name](value)
            for name, value in wanted.items()
        )

    return {claim.id for claim in CLAIMS if fits(claim)}


FILTERS: list[dict[str, Any]] = [
    {},
    {"subject": "company:stellantis"},
    {"object": "platform:alexa"},
    {"entity": "company:amazon"},
    {"entity": "company:nobody"},
    {"subject": "company:stellantis", "object": "platform:alexa"},
    {"predicate": "USES"},
    {"status": "ended"},
    {"predicate": "USES", "status": "ended"},
    {"predicate": "MERGES_WITH", "status": "denied"},
    {"kind": "oem"},
    {"kind": "chipmaker", "status": "planned"},
    {"document": WORLD[0].document.id},
    {"document": WORLD[0].document.id, "predicate": "USES"},
    {"published_from": "2024"},
    {"published_to": "2023"},
    {"published_from": "2022", "published_to": "2023-03"},
    {"min_confidence": 0.95},
    {"min_confidence": 0.5, "object": "platform:aws", "published_from": "2024-03-10"},
]


@pytest.mark.parametrize("limit", [2, 500])
@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_claims_filtered_page_by_page(client: TestClient, wanted: dict[str, Any], limit: int) -> None:
    found = [claim["id"] for claim in items(client, "/v1/claims", limit=limit, **wanted)]
    assert sorted(found) == sorted(expected(**wanted))


def test_a_claim_says_where_it_stands(client: TestClient) -> None:
    claim = items(client, "/v1/claims", object="platform:android", status="possible", predicate="MOVES_TO")[0]
    document = client.get(f"/v1/documents/{claim['document']}").json()
    assert claim["sentence"] == "Sources suggest Stellantis could switch to Android."
    assert document["text"][claim["start"] : claim["end"]] == claim["sentence"]
    assert (claim["type"], claim["attribution"], claim["published"]) == ("MAY_MOVE_TO", "sources", "2025-11-06")
    assert claim["subject"] == {"id": "company:stellantis", "name": "Stellantis", "label": "Company"}


ARROWS: list[dict[str, Any]] = [
    {},
    {"subject": "company:stellantis"},
    {"object": "platform:alexa"},
    {"entity": "company:amazon"},
    {"subject": "company:stellantis", "object": "platform:alexa"},
    {"predicate": "USES", "status": "ended"},
    {"kind": "oem"},
    {"entity": "platform:alexa", "status": "current"},
]


@pytest.mark.parametrize("limit", [2, 500])
@pytest.mark.parametrize("wanted", ARROWS, ids=str)
def test_arrows_filtered_page_by_page(client: TestClient, wanted: dict[str, Any], limit: int) -> None:
    by_id = {claim.id: claim for claim in CLAIMS}
    types = sorted({(by_id[id].subject.id, by_id[id].type, by_id[id].object.id) for id in expected(**wanted)})
    found = items(client, "/v1/arrows", limit=limit, **wanted)
    assert sorted((arrow["subject"]["id"], arrow["type"], arrow["object"]["id"]) for arrow in found) == types
    assert sum(arrow["claims"] for arrow in found) == len(expected(**wanted))


def test_arrows_that_hold(client: TestClient) -> None:
    between = {"subject": "company:volvo", "object": "platform:alexa"}
    assert [arrow["type"] for arrow in items(client, "/v1/arrows", holds=True, **between)] == ["USES"]
    assert [arrow["type"] for arrow in items(client, "/v1/arrows", holds=False, **between)] == ["DROPPED"]


def test_schema_counts_what_there_is(client: TestClient) -> None:
    schema = client.get("/v1/schema").json()
    assert schema["claims"] == len(CLAIMS)
    assert schema["documents"] == len(WORLD)
    assert schema["labels"]["Product"]["count"] == 4
    assert schema["kinds"]["cloud"]["count"] == 2
    assert schema["predicates"].keys() == ONTOLOGY.predicates.keys()
    assert schema["predicates"]["USES"]["arrows"]["ended"] == {"type": "DROPPED", "count": 3}


def test_asked_over_http(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": "Which OEMs dropped Alexa?"}).json()
    assert body["answer"] == {"type": "entities", "value": ["Stellantis", "Volvo"]}
    assert body["interpretation"]["query"]["ask"] == "which"
    assert set(body) == {"question", "interpretation", "notes", "cypher", "parameters", "answer", "rows"}
    assert body["rows"][0]["entity"] == {"id": "company:stellantis", "name": "Stellantis", "label": "Company"}


# -- pages while the graph changes --------------------------------------------------------------------------------------


def many(number: int, count: int = 20) -> Extraction:
    document = Document(
        f"https://news.example/many/{number}", f"Document {number}.", published=f"2020-01-{number + 1:02}"
    )
    cloud = Entity("Cloud X", "Platform")
    claims = (
        Claim(
            document.id,
            Entity(f"Firm {number} {n}", "Company"),
            "USES",
            cloud,
            "current",
            "x",
            n,
            n + 1,
            0.5,
            "by-hand",
        )
        for n in range(count)
    )
    return Extraction(document, tuple(claims), (), "by-hand")


@pytest.mark.parametrize("wanted", [{}, {"entity": "platform:cloud-x"}, {"predicate": "USES"}], ids=str)
def test_pages_are_stable_while_data_comes_and_goes(world: Store, client: TestClient, wanted: dict[str, Any]) -> None:
    """Claims that were there all the time come exactly once, whatever else comes and goes between two pages."""
    writer.write(world, [many(number) for number in range(5)])
    leaving, arriving = many(5), [many(number) for number in range(6, 12)]
    writer.write(world, [leaving])
    try:
        staying = {claim["id"] for claim in items(client, "/v1/claims", limit=500, **wanted)}
        staying -= {claim.id for claim in leaving.claims}
        seen: list[str] = []
        rng = random.Random(0)
        for number, page in enumerate(pages(client, "/v1/claims", limit=9, **wanted)):
            seen += [claim["id"] for claim in page]
            if number == 3:
                writer.remove(world, [leaving.document.id])
            if arriving and rng.random() < 0.7:
                writer.write(world, [arriving.pop()])
        assert not arriving
        assert len(seen) == len(set(seen))
        assert staying <= set(seen)
    finally:
        writer.remove(world, [many(number, 0).document.id for number in range(12)])
