"""Pairs of mentions → what the text says of them: which name a reference stands for, and relation and status of two entities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_schema.ontology import LABELS
from loaders import batch as batches
from loaders.batch import MarkedPair, passage
from loaders.encoder import Encoder, Floats
from loaders.link import Cluster
from loaders.pairs import across, antecedents, within
from loaders.recognise import Recognised
from loaders.resolve import resolve

MOST_PAIRS = 40  # pairs of one sentence; a list of dozens of names is no statement about each two of them
BATCH = 16  # passages a pass


@dataclass(frozen=True, slots=True)
class Meant:
    """An entity (number of its cluster) that a mention stands for, and how certain that is."""

    cluster: int
    certainty: float


@dataclass(frozen=True, slots=True)
class PairJudgement:
    """Probabilities of the encoder's classes, and of the statuses."""

    relation: Floats
    status: Floats


def refer(found: Recognised, clusters: Sequence[Cluster], encoder: Encoder) -> dict[int, list[Meant]]:
    """What each mention stands for: its own entity for a name, one or more for a reference, nothing where it stays open."""
    entity_of = {n: c for c, cluster in enumerate(clusters) for n in cluster.mentions}
    sentence_of = [m.sentence for m in found.mentions]
    chances: dict[int, dict[int, float]] = defaultdict(dict)
    for window in found.windows:
        place = {int(t): n for n, t in enumerate(window.index) if t >= 0}
        wanted, marked = [], []
        for n, mention in enumerate(found.mentions):
            if n in entity_of or mention.sentence not in window.sentences or mention.first not in place:
                continue
            for c in antecedents(n, sentence_of, entity_of):
                name = found.mentions[c]
                if name.first in place and name.last in place and mention.last in place:
                    wanted.append((n, c))
                    first = place[mention.first], place[mention.last]
                    label = 1 + LABELS.index(clusters[entity_of[c]].entity.label)
                    marked.append(MarkedPair(first, (place[name.first], place[name.last]), (batches.UNKNOWN, label)))
        if wanted:
            made = batches.windows([(found.tokens, window, marked)])
            for (n, c), chance in zip(wanted, encoder.references(made, encoder.states(made)), strict=True):
                chances[n][c] = float(chance)
    meant = {n: [Meant(c, 1.0)] for n, c in entity_of.items()}
    for n, of in chances.items():
        meant[n] = [Meant(entity_of[c], p) for c, p in resolve(found.mentions[n].words, of)]
    return meant


def relate(
    found: Recognised, clusters: Sequence[Cluster], meant: Mapping[int, Sequence[Meant]], encoder: Encoder
) -> dict[tuple[int, int], PairJudgement]:
    """The judgement on each pair of mentions, first in text first, that is worth a look."""
    sentence_of = [m.sentence for m in found.mentions]
    entity_of = {n: of[0].cluster for n, of in meant.items() if of}
    names = {n: c for n, c in entity_of.items() if found.mentions[n].is_name}
    items = []
    for sentence in sorted(set(sentence_of)):
        pairs = [(a, b) for a, b in within(sentence, sentence_of, entity_of) if a in entity_of and b in entity_of]
        pairs += across(sentence, sentence_of, names)
        for a, b in pairs[:MOST_PAIRS]:
            one, two = found.mentions[a], found.mentions[b]
            labels = tuple(1 + LABELS.index(clusters[entity_of[n]].entity.label) for n in (a, b))
            pair = MarkedPair((one.first, one.last), (two.first, two.last), (labels[0], labels[1]))
            ranges = [found.ranges[n] for n in sorted({one.sentence, two.sentence})]
            items.append(((a, b), (found.tokens, passage(ranges, pair), pair)))
    items.sort(key=lambda item: (len(item[1][1]), item[0]))
    judged: dict[tuple[int, int], PairJudgement] = {}
    for n in range(0, len(items), BATCH):
        made = batches.passages([item for _, item in items[n : n + BATCH]])
        relation, status = encoder.relations(made, encoder.states(made))
        for row, (key, _) in enumerate(items[n : n + BATCH]):
            judged[key] = PairJudgement(relation[row], status[row])
    return judged
