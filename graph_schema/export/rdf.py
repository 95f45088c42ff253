"""The graph as RDF resources, for Turtle and JSON-LD. `docs/rdf.md` explains the vocabulary, and how to ask it.

Claims and arrows are reified: both are rdf:Statements, which say what they state without asserting it. Asserted, as one
triple between two entities, is only what holds now.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from graph_schema.export.graph import Drawn, Graph, Statement, label_of
from graph_schema.ontology import ONTOLOGY
from graph_schema.store import Row

BASE = "urn:stackgraph:"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sg": f"{BASE}vocabulary:",
    "rel": f"{BASE}relation:",
}
CLASSES: dict[str, str] = {
    **{str(label): meaning for label, meaning in ONTOLOGY.labels.items()},
    "Document": "a source text",
    "Claim": "one statement of one document, with its wording",
    "Arrow": "what all claims of one predicate and status say of the same two entities",
    "Predicate": "a relation, whatever its tense",
    "Status": "tense and modality of a claim",
    "Kind": "what a company does",
}
PROPERTIES = {
    "predicate": "the relation that a claim, an arrow or a relation with a tense is about",
    "status": "its tense and modality",
    "kind": "a kind of the company",
    "statedIn": "the document that states the claim",
    "supports": "the arrow that the claim supports",
    "quote": "the sentence that says so, word for word",
    "start": "where the sentence begins in the text of its document, in characters",
    "end": "where it ends",
    "confidence": "how sure the extraction is, from 0 to 1; of an arrow: the best of its claims",
    "attribution": "who said it, where the text names one",
    "validFrom": "from when it is so, where the text says",
    "validTo": "until when",
    "extractor": "version of what found the claim",
    "url": "where the document can be read",
    "claims": "how many claims support the arrow",
    "documents": "how many documents these are in",
    "sources": "how many of these are of different words",
    "first": "date of the arrow's oldest support",
    "last": "date of its newest",
    "holds": "whether it holds now, among arrows of other status between the same two",
    "because": "why it does, or why another does",
}

_DATES = (
    (re.compile(r"\d{4}"), "xsd:gYear"),
    (re.compile(r"\d{4}-\d{2}"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "xsd:date"),
)


@dataclass(frozen=True, slots=True)
class Iri:
    """A reference: a whole IRI, or a name with one of the prefixes."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value; `type`: a name with prefix, None for a string."""

    text: str
    type: str | None = None


Value = Iri | Literal


@dataclass(frozen=True, slots=True)
class Resource:
    """What is said of one subject."""

    subject: Iri
    values: tuple[tuple[str, Value], ...]


def resources(graph: Graph) -> Iterator[Resource]:
    """The vocabulary, then documents and claims, entities, and arrows."""
    yield from _vocabulary()
    for stating in graph.documents():
        yield _document(stating.document)
        yield from map(_claim, stating.statements)
    yield from map(_entity, graph.entities())
    for arrow in graph.arrows():
        yield from _arrow(arrow)


def _vocabulary() -> Iterator[Resource]:
    for name, meaning in CLASSES.items():
        yield _described(f"sg:{name}", "rdfs:Class", name, meaning)
    for name, meaning in PROPERTIES.items():
        yield _described(f"sg:{name}", "rdf:Property", name, meaning)
    for kind, meaning in ONTOLOGY.kinds.items():
        yield _described(_id("kind", kind), "sg:Kind", kind, meaning)
    for status, meaning in ONTOLOGY.statuses.items():
        yield _described(_id("status", status), "sg:Status", status, meaning)
    for predicate, rule in ONTOLOGY.predicates.items():
        yield _described(_id("predicate", predicate), "sg:Predicate", predicate, rule.meaning)
        for status, type_ in rule.arrows.items():
            values = _values(
                ("rdf:type", Iri("rdf:Property")),
                ("rdf:type", Iri("owl:SymmetricProperty") if rule.symmetric else None),
                ("rdfs:label", type_),
                *_tense(predicate, status),
            )
            yield Resource(Iri(f"rel:{type_}"), values)


def _described(name: str, type_: str, label: str, comment: str) -> Resource:
    return Resource(Iri(name), _values(("rdf:type", Iri(type_)), ("rdfs:label", label), ("rdfs:comment", comment)))


def _document(document: Row) -> Resource:
    return Resource(
        Iri(_id("document", document["id"])),
        _values(
            ("rdf:type", Iri("sg:Document")),
            ("dcterms:title", document.get("title") or None),
            ("dcterms:issued", _date(document.get("published"))),
            ("dcterms:publisher", document.get("source")),
            ("dcterms:language", document.get("language")),
            ("dcterms:identifier", document.get("address")),
            # Not a reference: what a document gives as its address need not be a valid one.
            ("sg:url", Literal(document["url"], "xsd:anyURI") if document.get("url") else None),
        ),
    )


def _entity(entity: Row) -> Resource:
    return Resource(
        Iri(entity_iri(entity["id"])),
        _values(
            ("rdf:type", Iri(f"sg:{label_of(entity['id'])}")),
            ("rdfs:label", entity["name"]),
            *(("skos:altLabel", alias) for alias in entity["aliases"]),
            *(("sg:kind", Iri(_id("kind", kind))) for kind in entity["kinds"]),
        ),
    )


def _claim(statement: Statement) -> Resource:
    claim = statement.claim
    return Resource(
        Iri(_id("claim", claim["id"])),
        _values(
            ("rdf:type", Iri("sg:Claim")),
            *_stated(statement.subject.id, claim["type"], statement.object.id),
            *_tense(claim["predicate"], claim["status"]),
            ("sg:supports", Iri(_id("arrow", claim["arrow_id"]))),
            ("sg:statedIn", Iri(_id("document", claim["document_id"]))),
            ("sg:quote", claim["sentence"]),
            ("sg:start", claim["start"]),
            ("sg:end", claim["end"]),
            ("sg:confidence", claim["confidence"]),
            ("sg:attribution", claim.get("attribution")),
            ("sg:validFrom", _date(claim.get("valid_from"))),
            ("sg:validTo", _date(claim.get("valid_to"))),
            ("dcterms:issued", _date(claim.get("published"))),
            ("sg:extractor", claim["extractor"]),
        ),
    )


def _arrow(arrow: Drawn) -> Iterator[Resource]:
    properties = arrow.properties
    yield Resource(
        Iri(_id("arrow", properties["id"])),
        _values(
            ("rdf:type", Iri("sg:Arrow")),
            *_stated(arrow.source, arrow.type, arrow.target),
            *_tense(properties["predicate"], properties["status"]),
            *((f"sg:{name}", properties[name]) for name in ("claims", "documents", "sources", "confidence")),
            ("sg:first", _date(properties.get("first"))),
            ("sg:last", _date(properties.get("last"))),
            ("sg:holds", properties["holds"]),
            ("sg:because", properties["because"]),
        ),
    )
    if properties["holds"]:
        yield Resource(Iri(entity_iri(arrow.source)), ((f"rel:{arrow.type}", Iri(entity_iri(arrow.target))),))


def _stated(subject: str, type_: str, object: str) -> tuple[tuple[str, Value], ...]:
    return (
        ("rdf:type", Iri("rdf:Statement")),
        ("rdf:subject", Iri(entity_iri(subject))),
        ("rdf:predicate", Iri(f"rel:{type_}")),
        ("rdf:object", Iri(entity_iri(object))),
    )


def _tense(predicate: str, status: str) -> tuple[tuple[str, Value], ...]:
    return ("sg:predicate", Iri(_id("predicate", predicate))), ("sg:status", Iri(_id("status", status)))


def entity_iri(entity_id: str) -> str:
    """The IRI of an entity, e.g. `urn:stackgraph:company:general-motors`."""
    label, _, name = entity_id.partition(":")
    return _id(label, name)


def _id(kind: str, name: str) -> str:
    return f"{BASE}{kind}:{quote(name, safe='+')}"


def _values(*values: tuple[str, Value | str | float | None]) -> tuple[tuple[str, Value], ...]:
    """Those that are known."""
    return tuple(
        (name, value if isinstance(value, Iri | Literal) else _literal(value))
        for name, value in values
        if value is not None
    )


def _literal(value: str | float) -> Literal:
    match value:
        case bool():
            return Literal("true" if value else "false", "xsd:boolean")
        case int():
            return Literal(str(value), "xsd:integer")
        case float():
            return Literal(str(value), "xsd:double")
        case _:
            return Literal(str(value))


def _date(date: str | None) -> Literal | None:
    """To the precision that is known."""
    if date is None:
        return None
    return Literal(date, next((type_ for form, type_ in _DATES if form.fullmatch(date)), None))
