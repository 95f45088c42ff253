"""Names of one document to entities; mentions are made by hand, no model is needed."""

import pytest

from graph_schema.gazetteer import Entry, Gazetteer
from graph_schema.ontology import LABELS
from loaders.link import link
from loaders.recognise import Mention

NAMES = Gazetteer(
    [
        Entry("Apple CarPlay", "Platform", ("CarPlay",), parent="Apple"),
        Entry("CarPlay Ultra", "Platform", parent="Apple"),
        Entry("Android", "Platform"),
        Entry("Android Auto", "Platform"),
        Entry("General Motors", "Company", ("GM",), kinds=("oem",)),
    ]
)


def mention(words, label="Company", at=0):
    labels = tuple(0.9 if each == label else 0.05 for each in LABELS)
    return Mention(at, at + len(words), 0, 0, 0, words, labels, NAMES.lookup(words))


def names(*mentions, text=""):
    return [
        (cluster.entity.name, sorted(mentions[n].words for n in cluster.mentions))
        for cluster in link(mentions, text, NAMES)
    ]


def test_aliases_of_the_gazetteer_are_one_entity():
    assert names(mention("GM"), mention("General Motors")) == [("General Motors", ["GM", "General Motors"])]


def test_a_known_company_has_its_kinds():
    assert link([mention("GM")], "", NAMES)[0].entity.kinds == ("oem",)


def test_a_short_form_joins_the_fuller_one():
    assert names(mention("Veldra Motors"), mention("Veldra")) == [("Veldra Motors", ["Veldra", "Veldra Motors"])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Android", "Android Auto"),
        ("CarPlay", "CarPlay Ultra"),
        ("VeldraLink 2", "VeldraLink 3"),
        ("Polestar", "Polestar 3"),
    ],
)
def test_variants_with_a_name_of_their_own_stay_apart(one, other):
    assert len(names(mention(one, "Platform"), mention(other, "Platform"))) == 2


def test_an_acronym_in_brackets_is_the_name_before_it():
    text = "Brandt Kogel Systems (BKS) delivers."
    assert len(names(mention("Brandt Kogel Systems"), mention("BKS"), text=text)) == 1


def test_an_ambiguous_short_form_joins_nobody():
    assert len(names(mention("Nova Motors"), mention("Nova Foods"), mention("Nova"))) == 3


def test_the_context_decides_the_label_of_an_unknown_name():
    assert link([mention("HearthOS", "Platform")], "", NAMES)[0].entity.label == "Platform"
