"""Tags to mentions. The model's word on each word is given by hand, its tokenizer is the shipped one."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from graph_schema.gazetteer import Entry, Gazetteer
from graph_schema.ontology import LABELS
from loaders.encoder import encoder
from loaders.hints import Matcher
from loaders.recognise import RESCUE, recognise
from loaders.sentences import split

TAGS = ("O", "B-Company", "I-Company", "B-Product", "I-Product", "B-Platform", "I-Platform", "B-Ref", "I-Ref")
NAMES = Gazetteer([Entry("Orange", "Company"), Entry("Black Orange", "Company"), Entry("Windows", "Platform")])


@dataclass
class Tagger:
    """An encoder that tags words (each one token) as it was told, with `certainty`; all others are no names."""

    told: dict[str, str]
    certainty: float = 0.9
    tags: tuple[str, ...] = TAGS
    tokenizer: Any = field(default_factory=lambda: encoder().tokenizer)

    def states(self, batch):
        return batch.ids[..., None].astype(np.float32)

    def tag_probabilities(self, states):
        ids = {self.tokenizer.token_to_id(word): tag for word, tag in self.told.items()}
        found = np.full((*states.shape[:2], len(TAGS)), (1 - self.certainty) / (len(TAGS) - 1), dtype=np.float32)
        for row, token in np.ndindex(states.shape[:2]):
            found[row, token, TAGS.index(ids.get(int(states[row, token, 0]), "O"))] = self.certainty
        return found


def found(text, certainty=0.9, names=NAMES, **told):
    """(words, label or `Ref`) of each mention."""
    tagger = Tagger({word: tag.replace("_", "-") for word, tag in told.items()}, certainty)
    seen = recognise(text, split(text), tagger, Matcher(names))
    return [(m.words, LABELS[int(np.argmax(m.labels))] if m.is_name else "Ref") for m in seen.mentions]


def test_a_name_of_several_words_is_one_mention():
    assert found("Black River uses it.", black="B_Company", river="I_Company", it="B_Ref") == [
        ("Black River", "Company"),
        ("it", "Ref"),
    ]


def test_a_new_beginning_is_a_new_mention():
    assert found("Black River", black="B_Company", river="B_Product") == [("Black", "Company"), ("River", "Product")]


def test_an_inside_without_beginning_counts():
    assert found("We saw River today", river="I_Product") == [("River", "Product")]


def test_the_label_is_that_of_most_of_its_words():
    assert found("Green River Company", green="B_Product", river="I_Company", company="I_Company") == [
        ("Green River Company", "Company")
    ]


def test_a_name_and_a_reference_are_never_one():
    assert found("it River", it="B_Ref", river="I_Company") == [("it", "Ref"), ("River", "Company")]


def test_a_mention_ends_with_its_sentence():
    assert found("The new River. Black said so.", river="B_Company", black="I_Company") == [
        ("River", "Company"),
        ("Black", "Company"),
    ]


def test_a_sentence_does_not_end_inside_a_known_name():
    names = Gazetteer([Entry("ID. Buzz", "Product")])
    text = "Volkswagen builds the ID. Buzz in Hanover. It rains."
    seen = recognise(text, split(text), Tagger({"buzz": "B-Product"}), Matcher(names))
    assert [m.words for m in seen.mentions] == ["ID. Buzz"]
    assert [text[s.start : s.end] for s in seen.sentences] == [
        "Volkswagen builds the ID. Buzz in Hanover.",
        "It rains.",
    ]


def test_a_known_name_that_the_model_half_saw_is_taken():
    half = 1 - RESCUE - 0.1
    assert [words for words, _ in found("He ate an Orange there.", certainty=half)] == ["Orange"]


def test_a_known_name_that_the_model_did_not_see_is_left():
    assert found("He ate an Orange there.", certainty=0.99) == []


def test_a_name_is_cut_as_the_gazetteer_knows_it():
    assert [words for words, _ in found("The Black Orange grows.", black="B_Company")] == ["Black Orange"]


def test_mentions_carry_place_sentence_and_entries():
    text = "It rains. Windows runs."
    (mention,) = recognise(text, split(text), Tagger({"windows": "B-Platform"}), Matcher(NAMES)).mentions
    assert (text[mention.start : mention.end], mention.sentence) == ("Windows", 1)
    assert [entry.name for entry in mention.entries] == ["Windows"]
    assert mention.labels[LABELS.index("Platform")] > 0.8
    assert sum(mention.labels) == pytest.approx(1)


def test_an_empty_text_has_none():
    assert found("") == []
