"""Sentences → the windows that the encoder reads: some sentences to be judged, with the lead and the words before them as context.

Trainer and pipeline share this file, so that the model sees in use what it saw in training.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from loaders.sentences import Sentence

LEAD = 32  # most tokens of the document's first sentence that each window repeats
BEFORE = 72  # most tokens of earlier sentences
TARGET = 160  # most tokens of the sentences to be judged (a longer sentence is judged alone)
LONGEST = 400  # a sentence beyond this many tokens is cut: no prose has one

CLS, SEP, PAD = 101, 102, 0
SHAPES = 6

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tokens:
    """Word pieces of a document. All arrays have one row a token.

    `ids`: vocabulary ids; `starts`, `ends`: character offsets; `first`: whether it begins a word; `shapes`: 0 lower case,
    1 capitalised, 2 capitals, 3 mixed case, 4 has digits, 5 other; `hints`: what the gazetteer says of it (see `hints.py`).
    """

    ids: Ints
    starts: Ints
    ends: Ints
    first: NDArray[np.bool_]
    shapes: Ints
    hints: Ints


@dataclass(frozen=True)
class Window:
    """`index`: the document's token at each place, -1 for the encoder's own; `target`: which places are to be judged;
    `sentences`: the numbers of the sentences that these places belong to."""

    index: Ints
    target: NDArray[np.bool_]
    sentences: tuple[int, ...]


def shape(word: str) -> int:
    """The class of a word's capitalisation, which an uncased vocabulary does not keep."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 0
    if word.isupper():
        return 2
    return 1 if word[0].isupper() and word[1:].islower() else 3


def tokenise(tokenizer: Tokenizer, text: str, hints_of_characters: Sequence[int] | Ints) -> Tokens:
    """Word pieces of a text; `hints_of_characters`: one hint a character."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array([-1 if w is None else w for w in encoding.word_ids], dtype=np.int64)
    first = np.ones(len(words), dtype=bool)
    first[1:] = words[1:] != words[:-1]
    hints = np.asarray(hints_of_characters, dtype=np.int64)
    ends_of_word: dict[int, int] = {int(w): int(e) for w, (_, e) in zip(words, offsets, strict=True)}
    shapes, current = np.zeros(len(words), dtype=np.int64), 0
    for n, (start, _) in enumerate(offsets):
        if first[n]:
            current = shape(text[start : ends_of_word[int(words[n])]])
        shapes[n] = current
    return Tokens(
        ids=np.array(encoding.ids, dtype=np.int64),
        starts=offsets[:, 0],
        ends=offsets[:, 1],
        first=first,
        shapes=shapes,
        hints=hints[offsets[:, 0]] if len(offsets) else np.zeros(0, dtype=np.int64),
    )


def token_ranges(tokens: Tokens, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """First token and the one after the last, for each sentence."""
    return [
        (
            int(np.searchsorted(tokens.starts, s.start)),
            min(
                int(np.searchsorted(tokens.starts, s.end)),
                int(np.searchsorted(tokens.starts, s.start)) + LONGEST,
            ),
        )
        for s in sentences
    ]


def cut(ranges: Sequence[tuple[int, int]]) -> list[Window]:
    """Windows that judge every sentence exactly once."""
    windows: list[Window] = []
    group: list[int] = []
    size = 0
    for n, (start, end) in enumerate(ranges):
        if group and size + end - start > TARGET:
            windows.append(_window(ranges, group))
            group, size = [], 0
        group.append(n)
        size += end - start
    if group:
        windows.append(_window(ranges, group))
    return windows


def _window(ranges: Sequence[tuple[int, int]], group: list[int]) -> Window:
    before: list[int] = []
    for n in range(group[0] - 1, -1, -1):
        more = list(range(*ranges[n]))
        if before and len(before) + len(more) > BEFORE:
            break
        before = (more + before)[-BEFORE:]
        if len(before) == BEFORE:
            break
    lead = list(range(*ranges[0]))[:LEAD]
    if not before or lead[-1:] >= before[:1] or group[0] == 0:
        lead = []
    targets = [t for n in group for t in range(*ranges[n])]
    index = [-1, *lead, -1, *before, *targets, -1] if lead else [-1, *before, *targets, -1]
    first = len(index) - 1 - len(targets)
    target = np.zeros(len(index), dtype=bool)
    target[first:-1] = True
    return Window(np.array(index, dtype=np.int64), target, tuple(group))
