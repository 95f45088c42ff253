"""Labels again, in the light of what is said: a firm that others run their work on is a platform in that document.

Whether "Cloudflare" is a company or a platform is often plain from the relation alone ("keeps using Cloudflare"); names
are labelled before relations are known, so each label is weighed once more by how much of what the model says it allows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph_schema.ontology import LABELS, ONTOLOGY, Label
from loaders.link import Cluster
from loaders.relate import Meant, PairJudgement

WEIGHT = 0.7  # of what is said, beside the name's own look
LEAST = 0.02  # chance of a pair under a label that forbids all that it says


@cache
def allowed(classes: tuple[str, ...], first: Label, second: Label) -> NDArray[np.bool_]:
    """Which of the model's classes may be said of entities with these labels, first in text first."""
    return np.array([_allows(name, first, second) for name in classes])


def _allows(name: str, first: Label, second: Label) -> bool:
    if name == "none":
        return True
    subject, object = (first, second) if name.endswith(">") else (second, first)
    return ONTOLOGY.predicates[name[:-1]].allows(subject, object)


def relabel(
    clusters: Sequence[Cluster],
    meant: Mapping[int, Sequence[Meant]],
    judged: Mapping[tuple[int, int], PairJudgement],
    classes: tuple[str, ...],
) -> list[Cluster]:
    """The clusters with the chances of their labels weighed by the judged pairs that they stand in."""
    clusters = list(clusters)
    for c in range(len(clusters)):
        scores = np.log([chance + 1e-6 for _, chance in clusters[c].options])
        for (a, b), judgement in judged.items():
            one, two = meant[a][0].cluster, meant[b][0].cluster
            if c not in (one, two) or one == two:
                continue
            for n, label in enumerate(LABELS):
                other = clusters[two if c == one else one].entity.label
                ends = (label, other) if c == one else (other, label)
                scores[n] += WEIGHT * np.log(LEAST + judgement.relation[allowed(classes, *ends)].sum())
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        options = tuple((entity, float(p)) for (entity, _), p in zip(clusters[c].options, chances, strict=True))
        clusters[c] = replace(clusters[c], options=options)
    return clusters
