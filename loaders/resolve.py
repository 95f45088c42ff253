"""References → names: whom "the carmaker", "it" or "both firms" stand for, given how likely each name before it is meant."""

import re
from collections.abc import Mapping

CERTAIN_ENOUGH = 0.3
PLURAL = re.compile(
    r"^(?:both|they|their|theirs|them|the (?:two|three|pair|trio|duo|partners|companies|firms|groups|brands|rivals|\w*makers)|\w+ two)\b",
    re.IGNORECASE,
)


def resolve(words: str, chances: Mapping[int, float]) -> list[tuple[int, float]]:
    """(name mention, probability), the likeliest first: up to three for a plural, else one; none where no name is likely enough."""
    ranked = sorted(((p, -c) for c, p in chances.items() if p >= CERTAIN_ENOUGH), reverse=True)
    return [(-c, p) for p, c in ranked[: 3 if PLURAL.match(words) else 1]]
