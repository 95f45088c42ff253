"""Windows judge every sentence once, with what stands before it in view."""

from itertools import pairwise

import numpy as np
import pytest

from loaders import batch as batches
from loaders.batch import MarkedPair
from loaders.encoder import encoder
from loaders.sentences import split
from loaders.windows import BEFORE, LEAD, TARGET, cut, shape, token_ranges, tokenise

TEXT = "Veldra drops Alexa\n\n" + " ".join(
    f"In {1990 + n} the carmaker opened plant number {n} near the old harbour of its home town, Löping."
    for n in range(30)
)


@pytest.fixture(scope="module")
def tokens():
    return tokenise(encoder().tokenizer, TEXT, np.zeros(len(TEXT) + 1, dtype=np.int64))


def test_tokens_point_into_the_text(tokens):
    assert TEXT[tokens.starts[0] : tokens.ends[0]] == "Ve" or TEXT.startswith(TEXT[tokens.starts[0] : tokens.ends[0]])
    assert all(a <= b for a, b in pairwise(tokens.starts))


def test_every_sentence_is_judged_once_and_windows_are_bounded(tokens):
    sentences = split(TEXT)
    windows = cut(token_ranges(tokens, sentences))
    assert [n for window in windows for n in window.sentences] == list(range(len(sentences)))
    judged = np.concatenate([window.index[window.target] for window in windows])
    assert sorted(judged) == list(range(len(tokens.ids)))
    assert max(len(window.index) for window in windows) <= TARGET + BEFORE + LEAD + 3


def test_later_windows_begin_with_the_lead(tokens):
    windows = cut(token_ranges(tokens, split(TEXT)))
    assert len(windows) > 1
    assert list(windows[1].index[1:4]) == [0, 1, 2]


def test_text_does_not_see_markers_and_pairs_do_not_see_each_other(tokens):
    window = cut(token_ranges(tokens, split(TEXT)))[0]
    batch = batches.windows([(tokens, window, [MarkedPair((1, 1), (3, 3)), MarkedPair((1, 1), (5, 5))])])
    length = len(window.index)
    assert not batch.mask[0, :length, length:].any()
    assert batch.mask[0, length, length + 1]
    assert not batch.mask[0, length, length + 2]
    assert batch.positions[0, length + 1] == 3


def test_a_passage_holds_its_sentence_and_a_mark_on_each_side_of_the_two_mentions(tokens):
    pair = MarkedPair((1, 2), (5, 5), labels=(1, 3))
    batch = batches.passages([(tokens, range(8), pair)])
    marked = np.flatnonzero(batch.ids[0] == batches.MARK)
    assert len(marked) == 4
    assert list(batch.ids[0, batch.pairs[0, 3:5]]) == list(tokens.ids[[1, 2]])
    assert list(batch.ids[0, batch.pairs[0, 5:7]]) == list(tokens.ids[[5, 5]])
    assert batch.hints[0, batch.pairs[0, 1]] != batch.hints[0, batch.pairs[0, 2]]


def test_a_long_passage_is_cut_around_its_mentions():
    index = batches.passage([(0, 500)], MarkedPair((10, 11), (400, 401)))
    assert {10, 11, 400, 401} <= set(index)
    assert len(index) <= 2 * batches.LONGEST


@pytest.mark.parametrize(
    ("word", "expected"), [("drops", 0), ("Veldra", 1), ("AWS", 2), ("iPhone", 3), ("Z7", 4), ("&", 5)]
)
def test_shapes(word, expected):
    assert shape(word) == expected
