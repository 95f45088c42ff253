"""Known names in a text: longest match, as spelled, whole words."""

import pytest

from graph_schema.gazetteer import Entry, Gazetteer
from loaders.hints import Matcher, of_characters

NAMES = Gazetteer(
    [
        Entry("Android", "Platform"),
        Entry("Android Auto", "Platform"),
        Entry("General Motors", "Company", ("GM",)),
        Entry("AT&T", "Company"),
        Entry("Uber", "Company"),
        Entry("Uber", "Platform"),
        Entry("Target", "Company", ambiguous=True),
        Entry("Model Y", "Product"),
    ]
)


def found(text):
    return [(text[m.start : m.end], m.code) for m in Matcher(NAMES).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GM drops Android Auto.", [("GM", 1), ("Android Auto", 3)]),
        ("GM drops Android.", [("GM", 1), ("Android", 3)]),
        ("A Model Y, at AT&T's expense", [("Model Y", 2), ("AT&T", 1)]),
        ("Androids, GMX and an android", []),
        ("gm is not spelled like this", []),
        ("", []),
    ],
)
def test_names_are_found_as_spelled_and_whole(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("name", ["Uber", "Target"])
def test_a_name_of_two_kinds_or_an_ordinary_word_is_marked_as_such(name):
    assert found(f"{name} grows.") == [(name, 4)]


def test_matches_do_not_overlap_and_are_in_reading_order():
    matches = Matcher(NAMES).find("Android Auto Android GM Android Auto")
    assert [m.start for m in matches] == [0, 13, 21, 24]


def test_each_character_of_a_name_has_its_code():
    text = "Now GM"
    codes = of_characters(len(text), Matcher(NAMES).find(text))
    assert list(codes) == [0, 0, 0, 0, 1, 1, 0]
