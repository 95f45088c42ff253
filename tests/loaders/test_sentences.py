"""Sentences and their places in the text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from loaders.sentences import split

TEXT = "Veldra drops Alexa\n\nGRAZ - The carmaker said so on Monday. It will use its own assistant, it added.\n"


def words(text):
    return [text[s.start : s.end] for s in split(text)]


def test_sentences_of_a_line():
    assert words(TEXT) == [
        "Veldra drops Alexa",
        "GRAZ - The carmaker said so on Monday.",
        "It will use its own assistant, it added.",
    ]


def test_a_line_break_always_ends_one():
    assert words("Veldra\nNordbil") == ["Veldra", "Nordbil"]


def test_paragraphs_are_counted():
    assert [s.paragraph for s in split(TEXT)] == [0, 1, 1]


def test_nothing_comes_of_nothing():
    assert split("") == ()
    assert split(" \n\t\n ") == ()


@given(st.text(alphabet=st.sampled_from("Ab. \n?!\t“”’é—0"), max_size=60))
def test_sentences_are_in_order_apart_and_hold_every_character_but_white_space(text):
    found = split(text)
    assert all(s.start < s.end for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = {n for s in found for n in range(s.start, s.end)}
    assert all(n in inside for n, c in enumerate(text) if not c.isspace())
    assert all(not text[s.start].isspace() and not text[s.end - 1].isspace() for s in found)
