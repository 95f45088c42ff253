"""Judged pairs → claims, or drops with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.ontology import ONTOLOGY, STATUSES, Status
from graph_schema.records import Claim, Document, Drop, Entity
from loaders.attribution import attribution
from loaders.dates import validity
from loaders.link import Cluster
from loaders.recognise import Recognised
from loaders.relabel import allowed
from loaders.relate import Meant, PairJudgement
from loaders.status import is_doubtful, settled

ACCEPT = 0.5  # least confidence of a claim


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
    status_certainty: float
    sentence: int = 0
    at: int = 0


def relations(
    found: Recognised,
    clusters: Sequence[Cluster],
    meant: Mapping[int, Sequence[Meant]],
    judged: Mapping[tuple[int, int], PairJudgement],
    classes: tuple[str, ...],
) -> Iterator[Relation]:
    """Every relation that the judged pairs say."""
    for (a, b), said in judged.items():
        later = found.mentions[b]
        judgement = settled(said, found.mentions[a], later, found.text, classes)
        for one in meant[a]:
            for two in meant[b]:
                ends = clusters[one.cluster].entity, clusters[two.cluster].entity
                if one.cluster != two.cluster and (read := _read(*ends, judgement, classes)):
                    confidence = read.confidence * one.certainty * two.certainty
                    yield replace(read, sentence=later.sentence, at=later.start, confidence=confidence)


def _read(one: Entity, two: Entity, judged: PairJudgement, classes: tuple[str, ...]) -> Relation | None:
    """The likeliest relation that the labels of the two entities allow, None where none is likelier than no relation."""
    chances = judged.relation * allowed(classes, one.label, two.label)
    best = int(chances.argmax())
    if classes[best] == "none":
        return None
    subject, object = (one, two) if classes[best].endswith(">") else (two, one)
    status = STATUSES[int(judged.status.argmax())]
    certainty = float(judged.status.max())
    confidence = float(chances[best] / chances.sum()) * certainty
    return Relation(subject, classes[best][:-1], object, status, confidence, certainty)


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
        sentence = found.sentences[relation.sentence]
        wording = found.text[sentence.start : sentence.end]
        if relation.status == "current" and is_doubtful(wording, relation.status_certainty):
            yield Drop("status not certain", words)
            continue
        if relation.confidence < ACCEPT:
            yield Drop("not certain enough", words)
            continue
        valid_from, valid_to = validity(wording, relation.status, document.published, relation.at - sentence.start)
        yield Claim(
            document.id, relation.subject, relation.predicate, relation.object, relation.status,
            wording, sentence.start, sentence.end, round(relation.confidence, 4), extractor,
            attribution(wording), valid_from, valid_to, document.published,
        )  # fmt: skip
