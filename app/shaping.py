"""From records to what goes over the wire."""

from collections import Counter

from app import responses
from app.questions.names import Known
from app.records import Arrow, Node, Quote, Stated
from graph_schema import records


def entity_ref(node: Node) -> responses.EntityRef:
    """An entity by id, name and label."""
    return responses.EntityRef(id=node.id, name=node.name, label=node.label)


def entity(known: Known) -> responses.Entity:
    """An entity with its kinds and its other names."""
    aliases = [alias for alias in dict.fromkeys((*known.aliases, *known.seen)) if alias != known.name]
    return responses.Entity(id=known.id, name=known.name, label=known.label, kinds=list(known.kinds), aliases=aliases)


def arrow(found: Arrow) -> responses.Arrow:
    """An arrow with its two ends."""
    return responses.Arrow(
        id=found.id,
        subject=entity_ref(found.source),
        type=found.type,
        predicate=found.predicate,
        status=found.status,
        object=entity_ref(found.target),
        claims=found.claims,
        documents=found.documents,
        sources=found.sources,
        first=found.first,
        last=found.last,
        confidence=found.confidence,
        holds=found.holds,
        because=found.because,
    )


def claim(stated: Stated) -> responses.Claim:
    """A claim as the graph holds it."""
    properties = stated.claim
    kept = {name: properties.get(name) for name in responses.Claim.model_fields}
    ends = {"subject": entity_ref(stated.subject), "object": entity_ref(stated.object)}
    return responses.Claim.model_validate(kept | ends | {"document": properties["document_id"]})


def new_claim(found: records.Claim) -> responses.Claim:
    """A claim that was just found."""
    kept = {name: getattr(found, name, None) for name in responses.Claim.model_fields}
    ends = {"subject": Node(found.subject.id, found.subject.name), "object": Node(found.object.id, found.object.name)}
    refs = {side: entity_ref(node) for side, node in ends.items()}
    return responses.Claim.model_validate(kept | refs | {"document": found.document_id})


def read(extraction: records.Extraction) -> responses.Read:
    """What became of a document."""
    document = extraction.document
    return responses.Read(
        document=document.id,
        title=document.title,
        published=document.published,
        claims=[new_claim(found) for found in extraction.claims],
        dropped=dict(sorted(Counter(drop.reason for drop in extraction.drops).items())),
    )


def evidence(quote: Quote, found: Arrow) -> responses.Evidence:
    """The sentence of a claim that supports an arrow."""
    properties = quote.claim
    ends = {node.id: entity_ref(node) for node in (found.source, found.target)}
    return responses.Evidence(
        sentence=properties["sentence"],
        document=properties["document_id"],
        title=quote.title,
        url=quote.url,
        source=quote.source,
        date=properties.get("published"),
        attribution=properties.get("attribution"),
        confidence=properties["confidence"],
        claim=properties["id"],
        subject=ends[properties["subject_id"]],
        predicate=properties["predicate"],
        status=properties["status"],
        type=properties["type"],
        object=ends[properties["object_id"]],
        valid_from=properties.get("valid_from"),
        valid_to=properties.get("valid_to"),
    )
