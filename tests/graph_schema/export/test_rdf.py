"""Turtle and JSON-LD, read and asked by rdflib."""

import re
from pathlib import Path

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from graph_schema.export.rdf import CLASSES, PROPERTIES, entity_iri
from graph_schema.store import Store
from tests.graph_schema.export.conftest import ALEXA, BROKEN, FORD, MARKUP, QUOTED, SKODA, WORLD, exported

DOCS = Path(__file__).parents[3] / "docs" / "rdf.md"
SG = Namespace("urn:stackgraph:vocabulary:")
REL = Namespace("urn:stackgraph:relation:")
FORMS = {"turtle": "turtle", "jsonld": "json-ld"}


def read(store: Store, format: str) -> Graph:
    return Graph().parse(data=exported(store, format), format=FORMS[format])


@pytest.fixture(params=FORMS)
def rdf(embedded_graph: Store, request: pytest.FixtureRequest) -> Graph:
    return read(embedded_graph, request.param)


def test_both_say_the_same(graph: Store) -> None:
    turtle, jsonld = (set(read(graph, format)) for format in FORMS)
    assert turtle == jsonld
    assert turtle


def test_claims_by_sparql_with_status_evidence_and_time(rdf: Graph) -> None:
    """Who dropped what, in whose words, and when was that said?"""
    rows = rdf.query(
        """
        PREFIX sg: <urn:stackgraph:vocabulary:>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?who ?what ?quote ?said ?title WHERE {
          ?claim a sg:Claim ; rdf:subject/rdfs:label ?who ; rdf:object/rdfs:label ?what ;
                 sg:predicate <urn:stackgraph:predicate:USES> ; sg:status <urn:stackgraph:status:ended> ;
                 sg:quote ?quote ; dcterms:issued ?said ; sg:statedIn/dcterms:title ?title .
        }
        """
    )
    assert [tuple(row) for row in rows] == [
        (
            Literal("Ford"),
            Literal("Alexa+"),
            Literal(MARKUP),
            Literal("2025-11-06", datatype=XSD.date),
            Literal("News 2"),
        )
    ]


def test_only_what_holds_is_asserted(rdf: Graph) -> None:
    ford, alexa = URIRef(entity_iri(FORD.id)), URIRef(entity_iri(ALEXA.id))
    assert (ford, REL.DROPPED, alexa) in rdf
    assert (ford, REL.USES, alexa) not in rdf
    assert (None, RDF.predicate, REL.USES) in rdf, "what no longer holds is still stated"


def test_a_relation_is_found_in_any_tense(rdf: Graph) -> None:
    rows = rdf.query(
        """
        PREFIX sg: <urn:stackgraph:vocabulary:>
        SELECT ?type WHERE {
          ?company sg:kind <urn:stackgraph:kind:oem> . ?relation sg:predicate <urn:stackgraph:predicate:MAKES> .
          ?company ?relation ?thing . ?relation rdfs:label ?type
        }
        """
    )
    assert [str(row[0]) for row in rows] == ["WILL_MAKE"]


def test_dates_keep_their_precision(rdf: Graph) -> None:
    assert set(rdf.objects(None, SG.validFrom)) == {Literal("2024", datatype=XSD.gYear)}
    assert set(rdf.objects(None, SG.validTo)) == {Literal("2027-03", datatype=XSD.gYearMonth)}


def test_every_word_survives(rdf: Graph) -> None:
    assert {QUOTED, BROKEN, MARKUP} < {str(quote) for quote in rdf.objects(None, SG.quote)}
    assert rdf.value(URIRef(entity_iri(SKODA.id)), RDFS.label) == Literal(SKODA.name)
    assert {str(name) for name in rdf.objects(None, URIRef("http://purl.org/dc/terms/identifier"))} == {
        extraction.document.address for extraction in WORLD
    }


def test_every_statement_is_whole(rdf: Graph) -> None:
    """What a SHACL shape would ask: each claim has all of its parts, once, and they lead to what is there."""
    wrong = rdf.query(
        """
        PREFIX sg: <urn:stackgraph:vocabulary:>
        SELECT ?claim WHERE {
          ?claim a sg:Claim .
          FILTER NOT EXISTS {
            ?claim rdf:subject/a ?one ; rdf:object/a ?other ; rdf:predicate/sg:status ?status ; sg:status ?status ;
                   rdf:predicate/sg:predicate ?predicate ; sg:predicate ?predicate ; sg:quote ?quote ;
                   sg:confidence ?sure ; sg:supports/a sg:Arrow ; sg:statedIn/a sg:Document .
            ?one a rdfs:Class . ?other a rdfs:Class .
            FILTER (datatype(?sure) = <http://www.w3.org/2001/XMLSchema#double> && ?sure >= 0 && ?sure <= 1)
          }
        }
        """
    )
    assert len(wrong) == 0
    assert len(set(rdf.subjects(RDF.type, SG.Claim))) == 5


def test_the_vocabulary_describes_itself_and_is_documented(rdf: Graph) -> None:
    used = {term for triple in rdf for term in triple if isinstance(term, URIRef) and term.startswith(SG)}
    described = set(rdf.subjects(RDFS.comment, None))
    assert used <= described
    table = dict(re.findall(r"^\| `sg:(\w+)` \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert table == CLASSES | PROPERTIES


def test_the_questions_in_the_docs_have_answers(rdf: Graph) -> None:
    questions = re.findall(r"```sparql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(questions) == 2
    assert [{str(row[0]) for row in rdf.query(question)} for question in questions] == [{"Ford"}, {"Ford"}]
