"""Which pairs of mentions are worth the model's judgement. Shared by trainer and pipeline, so that both look at the same.

Mentions are numbers in reading order; `sentence_of[n]` is where the n-th stands, `entity_of[n]` what it names (references
are missing there).
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

ANTECEDENTS = 8  # entities that a reference may stand for
PARTNERS = 2  # entities named earlier that a sentence may speak of without naming them
FEW = 2  # entities of a sentence that may do so
FAR = 3  # sentences between the two names

Entities = Mapping[int, Hashable]


def within(sentence: int, sentence_of: Sequence[int], entity_of: Entities) -> Iterator[tuple[int, int]]:
    """Pairs inside one sentence, but for two names of the same entity."""
    inside = [n for n, s in enumerate(sentence_of) if s == sentence]
    for k, a in enumerate(inside):
        for b in inside[k + 1 :]:
            if a not in entity_of or entity_of[a] != entity_of.get(b):
                yield a, b


def across(sentence: int, sentence_of: Sequence[int], entity_of: Entities) -> Iterator[tuple[int, int]]:
    """Pairs of a name in a sentence that names one or two entities with one of those named last before it: "Cloudflare sits in
    front of everything" speaks of the company of the sentences before."""
    inside = [n for n, s in enumerate(sentence_of) if s == sentence and n in entity_of]
    seen = {entity_of[n] for n in inside}
    if not 1 <= len(seen) <= FEW:
        return
    earlier: list[int] = []
    for a in range(inside[0] - 1, -1, -1):
        if a in entity_of and sentence - FAR <= sentence_of[a] < sentence and entity_of[a] not in seen:
            seen.add(entity_of[a])
            earlier.append(a)
            if len(earlier) == PARTNERS:
                break
    for a in earlier:
        for b in {entity_of[n]: n for n in reversed(inside)}.values():
            yield a, b


def antecedents(number: int, sentence_of: Sequence[int], entity_of: Entities) -> list[int]:
    """The nearest mention of each entity named before a reference, and of those named behind it in its own sentence."""
    chosen: list[int] = []
    seen: set[Hashable] = set()
    for c in range(number - 1, -1, -1):
        if c in entity_of and entity_of[c] not in seen:
            seen.add(entity_of[c])
            chosen.append(c)
            if len(chosen) == ANTECEDENTS:
                break
    for c in range(number + 1, len(sentence_of)):
        if sentence_of[c] != sentence_of[number]:
            break
        if c in entity_of and entity_of[c] not in seen:
            seen.add(entity_of[c])
            chosen.append(c)
    return chosen
