"""Judged pairs → claims, or drops with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph_schema.ontology import ONTOLOGY, STATUSES, Status
from graph_schema.records import Claim, Document, Drop, Entity
from loaders.attribution import attribution
from loaders.dates import validity
from loaders.link import Cluster
from loaders.recognise import Recognised
from loaders.relate import PairJudgement, Related
from loaders.resolve import resolve

ACCEPT = 0.25  # least confidence of a claim


@dataclass(frozen=True, slots=True)
class Relation:
    """What one pair of mentions says, with entities in the place of mentions.

    `at`: character offset of the second mention, near which a date of the relation is looked for.
    """

    subject: Entity
    predicate: str
    object: Entity
    status: Status
    confidence: float
    sentence: int = 0
    at: int = 0


def relations(
    found: Recognised, clusters: Sequence[Cluster], related: Related, classes: Sequence[str]
) -> Iterator[Relation | Drop]:
    """Every relation that the judged pairs say, and what was dropped on the way."""
    entity_of = {n: c for c, cluster in enumerate(clusters) for n in cluster.mentions}
    meant = {n: resolve(n, found.mentions, chances, entity_of) for n, chances in related.references.items()}

    def stands_for(n: int) -> list[tuple[int, float]]:
        return [(entity_of[n], 1.0)] if n in entity_of else meant.get(n, [])

    for (a, b), judged in related.relations.items():
        ones, twos = stands_for(a), stands_for(b)
        if classes[int(judged.relation.argmax())] != "none" and not (ones and twos):
            yield Drop("unresolved reference", f"{found.mentions[a].words} … {found.mentions[b].words}")
        for one, p in ones:
            for two, q in twos:
                read = _read(clusters[one], clusters[two], judged, classes) if one != two else None
                if read:
                    yield replace(
                        read,
                        sentence=found.mentions[b].sentence,
                        at=found.mentions[b].start,
                        confidence=read.confidence * p * q,
                    )


def _read(one: Cluster, two: Cluster, judged: PairJudgement, classes: Sequence[str]) -> Relation | None:
    """The likeliest relation that the labels of the two entities allow, None where none is likelier than no relation."""
    allowed = judged.relation * [_allows(name, one.entity, two.entity) for name in classes]
    best = int(allowed.argmax())
    if classes[best] == "none":
        return None
    subject, object = (one.entity, two.entity) if classes[best].endswith(">") else (two.entity, one.entity)
    chance = allowed[best] / allowed.sum()
    status = STATUSES[int(judged.status.argmax())]
    return Relation(subject, classes[best][:-1], object, status, float(chance * judged.status.max()))


def _allows(name: str, one: Entity, two: Entity) -> bool:
    """Whether a class of the model may be said of two entities with these labels."""
    if name == "none":
        return True
    subject, object = (one, two) if name.endswith(">") else (two, one)
    return ONTOLOGY.predicates[name[:-1]].allows(subject.label, object.label)


def claims(document: Document, found: Recognised, said: Sequence[Relation], extractor: str) -> Iterator[Claim | Drop]:
    """One claim for each relation and sentence, by the likeliest of its wordings."""
    best: dict[tuple[str, str, str, str, int], Relation] = {}
    for relation in said:
        ends = (relation.subject.id, relation.object.id)
        if ONTOLOGY.predicates[relation.predicate].symmetric:
            ends = (min(ends), max(ends))
        place = (ends[0], relation.predicate, ends[1], relation.status, relation.sentence)
        if place not in best or best[place].confidence < relation.confidence:
            best[place] = relation
    for relation in best.values():
        words = f"{relation.subject.name} {relation.predicate} {relation.object.name}"
        if relation.confidence < ACCEPT:
            yield Drop("not certain enough", words)
            continue
        sentence = found.sentences[relation.sentence]
        wording = found.text[sentence.start : sentence.end]
        valid_from, valid_to = validity(wording, relation.status, document.published, relation.at - sentence.start)
        yield Claim(
            document.id, relation.subject, relation.predicate, relation.object, relation.status,
            wording, sentence.start, sentence.end, round(relation.confidence, 4), extractor,
            attribution(wording), valid_from, valid_to, document.published,
        )  # fmt: skip
