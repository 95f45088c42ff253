"""The whole way of a document, with the shipped model: the same in, the same out, whatever is read before or beside it."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from graph_schema.ontology import ONTOLOGY
from graph_schema.records import Document
from graph_schema.settings import Settings
from loaders.pipeline import Pipeline

ARTICLE = Document(
    "text:1",
    "Veldra drops Alexa\n\nGRAZ - The carmaker Veldra Motors said on Monday that its cars will no longer come with Alexa. "
    "It uses Amazon Web Services and will go on doing so.\n\nVeldra buys its screens from LG.\n",
    title="Veldra drops Alexa",
    published="2026-03-02",
)
OTHER = Document("text:2", "Uber has teamed up with Waymo in Austin, the two companies said.")


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.open(Settings(_env_file=None))


@pytest.fixture(scope="module")
def extraction(pipeline):
    return pipeline.extract(ARTICLE)


def test_claims_quote_the_text(extraction):
    assert extraction.claims
    for claim in extraction.claims:
        assert ARTICLE.text[claim.start : claim.end] == claim.sentence
        assert (claim.document_id, claim.published) == (ARTICLE.id, ARTICLE.published)


def test_claims_obey_the_ontology(extraction):
    for claim in extraction.claims:
        assert ONTOLOGY.predicates[claim.predicate].allows(claim.subject.label, claim.object.label)
        assert claim.subject.id != claim.object.id
        assert 0 < claim.confidence <= 1


def test_claims_stand_in_reading_order_and_once_each(extraction):
    assert [c.start for c in extraction.claims] == sorted(c.start for c in extraction.claims)
    assert len({c.id for c in extraction.claims}) == len(extraction.claims)


def test_the_version_names_code_and_model(pipeline, extraction):
    assert extraction.extractor == pipeline.version
    assert all(claim.extractor == pipeline.version for claim in extraction.claims)


def test_the_same_document_gives_the_same_claims_whatever_stands_beside_it(pipeline, extraction):
    beside = list(pipeline.extract_many([OTHER, ARTICLE, OTHER]))
    assert beside[1] == extraction
    assert beside[0] == beside[2]
    assert Pipeline.open(Settings(_env_file=None)).extract(ARTICLE) == extraction


def test_what_was_dropped_is_told_with_a_reason(extraction):
    assert {drop.reason for drop in extraction.drops} <= {
        "unresolved reference",
        "not certain enough",
        "status not certain",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "It rains.", "…", "\ue000 uses \ue001."])
def test_a_text_without_names_gives_none(pipeline, text):
    assert pipeline.extract(Document("text:3", text)).claims == ()


def test_a_line_of_hundreds_of_names_is_read(pipeline):
    names = ", ".join(f"Company {n}" for n in range(300))
    assert pipeline.extract(Document("text:4", f"Present were {names}.")).document.text.endswith("299.")


@examples(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_read(pipeline, text):
    for claim in pipeline.extract(Document("text:5", text)).claims:
        assert text[claim.start : claim.end] == claim.sentence
