"""References → entities: whom "the carmaker", "it" or "both firms" stand for."""

import re

from loaders.recognise import Mention

CERTAIN_ENOUGH = 0.4
PLURAL = re.compile(
    r"^(?:both|they|their|theirs|them|the (?:two|three|pair|trio|duo|partners|companies|firms|groups|brands|rivals|\w*makers)|\w+ two)\b",
    re.IGNORECASE,
)


def resolve(
    number: int, mentions: tuple[Mention, ...], chances: dict[int, float], entity_of: dict[int, int]
) -> list[tuple[int, float]]:
    """(cluster, probability) of the entities that a reference stands for; none where the model is not certain enough."""
    ranked = sorted(((p, -c) for c, p in chances.items() if p >= CERTAIN_ENOUGH), reverse=True)
    most = 3 if PLURAL.match(mentions[number].words) else 1
    return [(entity_of[-c], p) for p, c in ranked[:most]]
