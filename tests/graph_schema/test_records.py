"""Ids come from content: a second run computes the same, and what matters changes them."""

from dataclasses import FrozenInstanceError, replace

import pytest

from graph_schema.ontology import ONTOLOGY
from graph_schema.records import Claim, Document, Entity

DOCUMENT = Document("https://news.example/1", "Ford uses Alexa.", title="News", published="2025-11")
CLAIM = Claim(
    DOCUMENT.id,
    Entity("Ford", "Company"),
    "USES",
    Entity("Alexa", "Platform"),
    "ended",
    "Ford uses Alexa.",
    0,
    16,
    0.9,
    "test-1",
)


def test_a_document_is_its_address() -> None:
    assert replace(DOCUMENT, text="Other.", title="Other").id == DOCUMENT.id
    assert replace(DOCUMENT, address="https://news.example/2").id != DOCUMENT.id


@pytest.mark.parametrize(
    "change", [{"text": "x"}, {"title": "x"}, {"published": "2024"}, {"source": "x"}, {"url": "x"}]
)
def test_any_change_of_a_document_is_a_new_version(change: dict[str, str]) -> None:
    assert replace(DOCUMENT, **change).version != DOCUMENT.version  # type: ignore[arg-type]


def test_the_same_words_elsewhere_are_the_same_content() -> None:
    copy = replace(DOCUMENT, address="https://mirror.example/9", published="2025-12", source="mirror.example")
    assert copy.content_id == DOCUMENT.content_id
    assert replace(DOCUMENT, text="Ford uses Alexa!").content_id != DOCUMENT.content_id


@pytest.mark.parametrize(
    "change",
    [
        {"status": "current"},
        {"predicate": "MAKES"},
        {"object": Entity("Alexa+", "Platform")},
        {"subject": Entity("Fiat", "Company")},
        {"start": 1},
        {"document_id": "other"},
    ],
)
def test_another_statement_is_another_claim(change: dict[str, object]) -> None:
    assert replace(CLAIM, **change).id != CLAIM.id  # type: ignore[arg-type]


def test_how_sure_we_are_does_not_make_it_another_claim() -> None:
    assert replace(CLAIM, confidence=0.1, extractor="test-2", attribution="Reuters").id == CLAIM.id


def test_the_type_is_the_arrow_of_predicate_and_status() -> None:
    assert CLAIM.type == "DROPPED"
    for predicate, rule in ONTOLOGY.predicates.items():
        for status, arrow in rule.arrows.items():
            assert replace(CLAIM, predicate=predicate, status=status).type == arrow


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        CLAIM.status = "current"  # type: ignore[misc]
