"""Whom a reference stands for, given the model's chances."""

import pytest

from loaders.resolve import CERTAIN_ENOUGH, resolve


def test_one_name_the_likeliest():
    assert resolve("the carmaker", {1: 0.6, 4: 0.9}) == [(4, 0.9)]


def test_none_where_none_is_likely_enough():
    assert resolve("it", {1: CERTAIN_ENOUGH - 0.01}) == []
    assert resolve("it", {}) == []


@pytest.mark.parametrize("words", ["both", "They", "the two companies", "the three", "the carmakers", "their"])
def test_a_plural_may_stand_for_several(words):
    assert resolve(words, {1: 0.8, 2: 0.9, 3: 0.7, 4: 0.6}) == [(2, 0.9), (1, 0.8), (3, 0.7)]


@pytest.mark.parametrize("words", ["it", "its", "the firm", "bothersome", "the twofold plan"])
def test_a_singular_stands_for_one(words):
    assert len(resolve(words, {1: 0.8, 2: 0.9})) == 1


def test_of_equal_chances_the_earlier_name_wins():
    assert resolve("it", {7: 0.8, 3: 0.8}) == [(3, 0.8)]
