"""Mentions → what the model says of each pair of them: relation and status within a sentence, and which name a reference stands for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


from graph_schema.ontology import LABELS
from loaders import batch as batches
from loaders.batch import REFERENCE, RELATION, UNKNOWN, MarkedPair
from loaders.encoder import Encoder, Floats
from loaders.link import Cluster
from loaders.pairs import across, antecedents, within
from loaders.recognise import Mention, Recognised
from loaders.windows import Window

MOST_PAIRS = 150  # pairs a window; a list of dozens of names is no statement about each two of them


@dataclass(frozen=True, slots=True)
class PairJudgement:
    """Probabilities of the encoder's classes, and of the statuses."""

    relation: Floats
    status: Floats


@dataclass(frozen=True)
class Related:
    """`relations`: of (first mention, second mention), first in text first; `references`: reference mention to {name
    mention: probability that it is meant}."""

    relations: dict[tuple[int, int], PairJudgement]
    references: dict[int, dict[int, float]]


def relate(found: Recognised, clusters: Sequence[Cluster], encoder: Encoder) -> Related:
    """Judge the pairs that are worth a look."""
    entity_of = {n: c for c, cluster in enumerate(clusters) for n in cluster.mentions}
    label_of = {n: 1 + LABELS.index(cluster.entity.label) for cluster in clusters for n in cluster.mentions}
    work = []
    for window in found.windows:
        pairs = _pairs(window, found.mentions, entity_of, label_of)
        if pairs:
            work.append((window, pairs))
    relations: dict[tuple[int, int], PairJudgement] = {}
    references: dict[int, dict[int, float]] = defaultdict(dict)
    for n in range(0, len(work), 4):
        group = work[n : n + 4]
        made = batches.make([(found.tokens, window, [p for _, _, p in pairs]) for window, pairs in group])
        judged = encoder.judge(made, encoder.states(made))
        for row, (a, b, pair) in enumerate(item for _, pairs in group for item in pairs):
            if pair.kind == RELATION:
                relations[a, b] = PairJudgement(judged.relation[row], judged.status[row])
            else:
                references[a][b] = float(judged.reference[row])
    return Related(relations, dict(references))


def _pairs(
    window: Window, mentions: Sequence[Mention], entity_of: dict[int, int], label_of: dict[int, int]
) -> list[tuple[int, int, MarkedPair]]:
    """The pairs of one window that are worth a look, with the numbers of their mentions."""
    place = {int(t): n for n, t in enumerate(window.index) if t >= 0}

    def where(n: int) -> tuple[int, int] | None:
        first, last = place.get(mentions[n].first), place.get(mentions[n].last)
        return None if first is None or last is None else (first, last)

    sentence_of = [m.sentence for m in mentions]
    wanted = [
        (*pair, RELATION)
        for sentence in window.sentences
        for pair in (*within(sentence, sentence_of, entity_of), *across(sentence, sentence_of, entity_of))
    ]
    references = sorted({n for a, b, _ in wanted for n in (a, b) if n not in entity_of})
    wanted += [(n, c, REFERENCE) for n in references for c in antecedents(n, sentence_of, entity_of)]
    pairs = []
    for a, b, kind in wanted:
        one, two = where(a), where(b)
        if one and two:
            labels = label_of.get(a, UNKNOWN), label_of.get(b, UNKNOWN)
            pairs.append((a, b, MarkedPair(one, two, kind, labels)))
    return pairs[:MOST_PAIRS]
