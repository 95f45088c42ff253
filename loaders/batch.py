"""Windows and pairs of mentions → the arrays that the encoder takes. Shared by trainer and pipeline.

Each pair adds two marker tokens behind the text of its window: copies of the first tokens of the two mentions, at the same
positions, with a hint that says which end of which kind of pair it is and what label the mention has. Markers see the text and each other; the text sees no marker. So one pass reads a window once and judges all of its pairs, each
as if the two mentions alone were marked (levitated markers: Zhong and Chen, NAACL 2021; Ye et al., ACL 2022).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.hints import TEXT_HINTS
from loaders.windows import CLS, PAD, SEP, Ints, Tokens, Window

RELATION, REFERENCE = 0, 1
UNKNOWN = 0  # label code of a mention whose label is not known: a reference
LABEL_CODES = 4  # unknown, Company, Product, Platform
HINTS = TEXT_HINTS + 4 * LABEL_CODES


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """Places in the window of the first and last token of two mentions; `kind`: RELATION, or REFERENCE (words, name);
    `labels`: code of each mention's label, 0 if unknown, else 1 + its place in LABELS."""

    first: tuple[int, int]
    second: tuple[int, int]
    kind: int
    labels: tuple[int, int] = (UNKNOWN, UNKNOWN)


@dataclass(frozen=True)
class Batch:
    """Arrays with one row a window: `ids`, `positions`, `shapes`, `hints` (windows × tokens), `mask` (windows × tokens × tokens,
    True where a token may look); and one row a pair: `pairs` (window, marker 1, marker 2, first 1, last 1, first 2, last 2), `kinds`."""

    ids: Ints
    positions: Ints
    shapes: Ints
    hints: Ints
    mask: NDArray[np.bool_]
    pairs: Ints
    kinds: Ints


def make(items: Sequence[tuple[Tokens, Window, Sequence[MarkedPair]]]) -> Batch:
    """Arrays for some windows, padded to the longest."""
    width = max(len(window.index) + 2 * len(pairs) for _, window, pairs in items)
    ids = np.full((len(items), width), PAD, dtype=np.int64)
    positions, shapes, hints = (np.zeros((len(items), width), dtype=np.int64) for _ in range(3))
    mask = np.zeros((len(items), width, width), dtype=bool)
    rows: list[tuple[int, ...]] = []
    kinds: list[int] = []
    for n, (tokens, window, pairs) in enumerate(items):
        length = len(window.index)
        own = window.index < 0
        ids[n, :length] = np.where(own, SEP, tokens.ids[window.index])
        ids[n, 0] = CLS
        positions[n, :length] = np.arange(length)
        shapes[n, :length] = np.where(own, 5, tokens.shapes[window.index])
        hints[n, :length] = np.where(own, 0, tokens.hints[window.index])
        mask[n, :, :length] = True
        for k, pair in enumerate(pairs):
            one, two = length + 2 * k, length + 2 * k + 1
            for end, (marker, mention) in enumerate(((one, pair.first), (two, pair.second))):
                ids[n, marker] = ids[n, mention[0]]
                positions[n, marker] = mention[0]
                shapes[n, marker] = shapes[n, mention[0]]
                hints[n, marker] = TEXT_HINTS + (2 * pair.kind + end) * LABEL_CODES + pair.labels[end]
            mask[n, one : two + 1, one : two + 1] = True
            rows.append((n, one, two, *pair.first, *pair.second))
            kinds.append(pair.kind)
    return Batch(
        ids, positions, shapes, hints, mask,
        np.array(rows, dtype=np.int64).reshape(-1, 7), np.array(kinds, dtype=np.int64),
    )  # fmt: skip
