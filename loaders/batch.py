"""Text and pairs of mentions → the arrays that the encoder takes. Shared by trainer and pipeline.

Two ways to show the model a pair:

* `windows`: beside the text, as markers behind it that see it without being seen (levitated markers: Zhong and Chen, NAACL 2021).
  One pass tags a window and judges all its references; cheap, and good enough for those.
* `passages`: inside the text, as marks around the two mentions (typed entity markers: Zhong and Chen, NAACL 2021), one short
  passage a pair. Dearer, and with as little data as there is, much better for relations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.hints import TEXT_HINTS
from loaders.windows import CLS, PAD, SEP, Ints, Tokens, Window

RELATION, REFERENCE = 0, 1
UNKNOWN = 0  # label code of a mention whose label is not known
LABEL_CODES = 4  # unknown, Company, Product, Platform
HINTS = TEXT_HINTS + 4 * LABEL_CODES
MARK = 1  # a vocabulary id that pretraining left unused; the hint tells the marks apart
LONGEST = 120  # tokens of a passage, marks not counted


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """First and last token of two mentions, and the code of each one's label (0 if unknown, else 1 + its place in LABELS)."""

    first: tuple[int, int]
    second: tuple[int, int]
    labels: tuple[int, int] = (UNKNOWN, UNKNOWN)


@dataclass(frozen=True)
class Batch:
    """Arrays with one row a text: `ids`, `positions`, `shapes`, `hints` (texts × tokens), `mask` (texts × tokens × tokens, True
    where a token may look); and one row a pair: `pairs` (text, mark 1, mark 2, first 1, last 1, first 2, last 2)."""

    ids: Ints
    positions: Ints
    shapes: Ints
    hints: Ints
    mask: NDArray[np.bool_]
    pairs: Ints


def _empty(rows: int, width: int) -> Batch:
    ids = np.full((rows, width), PAD, dtype=np.int64)
    positions, shapes, hints = (np.zeros((rows, width), dtype=np.int64) for _ in range(3))
    return Batch(
        ids, positions, shapes, hints, np.zeros((rows, width, width), dtype=bool), np.zeros((0, 7), dtype=np.int64)
    )


def _hint(kind: int, end: int, label: int) -> int:
    return TEXT_HINTS + (2 * kind + end) * LABEL_CODES + label


def windows(items: Sequence[tuple[Tokens, Window, Sequence[MarkedPair]]]) -> Batch:
    """Windows, each with the pairs (reference, name) to be judged; mentions by their places in the window."""
    batch = _empty(len(items), max(len(window.index) + 2 * len(pairs) for _, window, pairs in items))
    rows: list[tuple[int, ...]] = []
    for n, (tokens, window, pairs) in enumerate(items):
        length = len(window.index)
        own = window.index < 0
        batch.ids[n, :length] = np.where(own, SEP, tokens.ids[window.index])
        batch.ids[n, 0] = CLS
        batch.positions[n, :length] = np.arange(length)
        batch.shapes[n, :length] = np.where(own, 5, tokens.shapes[window.index])
        batch.hints[n, :length] = np.where(own, 0, tokens.hints[window.index])
        batch.mask[n, :, :length] = True
        for k, pair in enumerate(pairs):
            one, two = length + 2 * k, length + 2 * k + 1
            for end, (marker, mention) in enumerate(((one, pair.first), (two, pair.second))):
                batch.ids[n, marker] = batch.ids[n, mention[0]]
                batch.positions[n, marker] = mention[0]
                batch.shapes[n, marker] = batch.shapes[n, mention[0]]
                batch.hints[n, marker] = _hint(REFERENCE, end, pair.labels[end])
            batch.mask[n, one : two + 1, one : two + 1] = True
            rows.append((n, one, two, *pair.first, *pair.second))
    return Batch(
        batch.ids, batch.positions, batch.shapes, batch.hints, batch.mask, np.array(rows, dtype=np.int64).reshape(-1, 7)
    )


def passage(ranges: Sequence[tuple[int, int]], pair: MarkedPair) -> list[int]:
    """The tokens to show for a pair: those of its sentences (`ranges`), cut around the two mentions where they are too many."""
    index = [t for start, end in ranges for t in range(start, end)]
    if len(index) <= LONGEST:
        return index
    keep = {
        t for first, last in (pair.first, pair.second) for t in range(first - LONGEST // 4, last + 1 + LONGEST // 4)
    }
    return [t for t in index if t in keep][: 2 * LONGEST]


def passages(items: Sequence[tuple[Tokens, Sequence[int], MarkedPair]]) -> Batch:
    """Passages (indices of tokens), each with one pair; mentions by their tokens in the document, first in text first."""
    batch = _empty(len(items), max(len(index) for _, index, _ in items) + 6)
    rows: list[tuple[int, ...]] = []
    for n, (tokens, index, pair) in enumerate(items):
        place: dict[int, int] = {}
        marks: list[int] = []
        at = 1
        for t in index:
            for end, mention in enumerate((pair.first, pair.second)):
                if t == mention[0]:
                    marks.append(at)
                    batch.ids[n, at], batch.hints[n, at] = MARK, _hint(RELATION, end, pair.labels[end])
                    at += 1
            place[t] = at
            batch.ids[n, at], batch.shapes[n, at], batch.hints[n, at] = tokens.ids[t], tokens.shapes[t], tokens.hints[t]
            at += 1
            for end, mention in enumerate((pair.first, pair.second)):
                if t == mention[1]:
                    batch.ids[n, at], batch.hints[n, at] = MARK, _hint(RELATION, end, pair.labels[end])
                    at += 1
        batch.ids[n, 0], batch.ids[n, at] = CLS, SEP
        batch.positions[n, : at + 1] = np.arange(at + 1)
        batch.mask[n, :, : at + 1] = True
        rows.append((n, *marks, *(place[t] for t in (*pair.first, *pair.second))))
    return Batch(batch.ids, batch.positions, batch.shapes, batch.hints, batch.mask, np.array(rows, dtype=np.int64))
