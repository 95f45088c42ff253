"""What is asked of the model about mentions, and what becomes of its answers; both are made by hand, the tokenizer is the shipped one."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from graph_schema.ontology import LABELS, STATUSES
from graph_schema.records import Entity
from loaders import relate as relating
from loaders.encoder import encoder
from loaders.link import Cluster
from loaders.recognise import Mention, Recognised
from loaders.relate import Meant, refer, relate
from loaders.sentences import split
from loaders.windows import cut, token_ranges, tokenise

CLASSES = ("none", "USES>", "USES<")


@dataclass
class Answers:
    """Says of every pair of words (in lower case, each one token) what it was told; remembers what it was asked."""

    told: dict[tuple[str, str], float]
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokenizer: Any = field(default_factory=lambda: encoder().tokenizer)

    def states(self, batch):
        return batch.ids[..., None].astype(np.float32)

    def _pairs(self, batch):
        for text, _, _, one, _, two, _ in batch.pairs:
            pair = tuple(self.tokenizer.id_to_token(int(batch.ids[text, at])) for at in (one, two))
            self.asked.append(pair)
            yield pair

    def references(self, batch, states):
        assert states.shape[:2] == batch.ids.shape
        return np.array([self.told.get(pair, 0.0) for pair in self._pairs(batch)], dtype=np.float32)

    def relations(self, batch, states):
        assert states.shape[:2] == batch.ids.shape
        chances = [self.told.get(pair, 0.0) for pair in self._pairs(batch)]
        relation = np.array([[1 - p, p, 0.0] for p in chances], dtype=np.float32)
        return relation, np.full((len(chances), len(STATUSES)), 1 / len(STATUSES), dtype=np.float32)


def seen(marked):
    """A text whose mentions stand in brackets, `[Ford:Company]` or `[it]`, and one cluster for each name."""
    text, mentions, last = "", [], 0
    places = []
    for match in re.finditer(r"\[(\w+)(?::(\w+))?\]", marked):
        text += marked[last : match.start()]
        places.append((len(text), match[1], match[2]))
        text += match[1]
        last = match.end()
    text += marked[last:]
    sentences = split(text)
    tokens = tokenise(encoder().tokenizer, text, [0] * (len(text) + 1))
    ranges = token_ranges(tokens, sentences)
    by_name: dict[tuple[str, str], list[int]] = {}
    for n, (start, words, label) in enumerate(places):
        first = int(np.searchsorted(tokens.starts, start))
        sentence = next(i for i, s in enumerate(sentences) if s.start <= start < s.end)
        chances = tuple(float(each == label) for each in LABELS)
        mentions.append(Mention(start, start + len(words), first, first, sentence, words, chances))
        if label:
            by_name.setdefault((words, label), []).append(n)
    clusters = [
        Cluster(tuple(numbers), tuple((Entity(name, each), float(each == label)) for each in LABELS))
        for (name, label), numbers in by_name.items()
    ]
    return Recognised(text, sentences, tokens, tuple(ranges), tuple(cut(ranges)), tuple(mentions)), clusters


def test_a_name_stands_for_itself_and_a_reference_for_what_the_model_says():
    found, clusters = seen("[Ford:Company] met [Intel:Company]. [It] signed.")
    meant = refer(found, clusters, Answers({("it", "ford"): 0.9, ("it", "intel"): 0.2}))
    assert meant == {0: [Meant(0, 1.0)], 1: [Meant(1, 1.0)], 2: [Meant(0, pytest.approx(0.9))]}


def test_a_reference_that_stays_open_stands_for_nothing():
    found, clusters = seen("[Ford:Company] waits. [It] rains.")
    assert refer(found, clusters, Answers({})).get(1, []) == []


def test_a_plural_stands_for_several():
    found, clusters = seen("[Ford:Company] met [Intel:Company]. [Both] signed.")
    meant = refer(found, clusters, Answers({("both", "ford"): 0.9, ("both", "intel"): 0.8}))
    assert [m.cluster for m in meant[2]] == [0, 1]


def judge(marked, told=None):
    found, clusters = seen(marked)
    answers = Answers(told or {})
    meant = refer(found, clusters, answers)
    answers.asked.clear()
    return relate(found, clusters, meant, answers), answers.asked


def test_pairs_of_a_sentence_are_judged_first_in_text_first():
    judged, asked = judge("[Ford:Company] chose [Windows:Platform].", {("ford", "windows"): 0.7})
    assert asked == [("ford", "windows")]
    assert list(judged) == [(0, 1)]
    assert judged[0, 1].relation == pytest.approx([0.3, 0.7, 0.0])


def test_a_reference_that_stands_for_a_name_is_judged_as_it_stands_in_the_sentence():
    judged, asked = judge("[Ford:Company] grew. [It] chose [Windows:Platform].", {("it", "ford"): 0.9})
    assert ("it", "windows") in asked
    assert (1, 2) in judged


def test_a_reference_that_stays_open_is_not_judged():
    judged, _ = judge("[Ford:Company] grew. [It] chose [Windows:Platform].")
    assert (1, 2) not in judged


def test_a_lone_name_is_judged_with_the_one_named_before():
    judged, _ = judge("[Ford:Company] grew. The cars have [Windows:Platform] inside.")
    assert list(judged) == [(0, 1)]


def test_two_mentions_of_one_entity_are_no_pair():
    assert judge("[Ford:Company] is [Ford:Company].") == ({}, [])


def test_a_long_list_of_names_is_not_judged_pair_by_pair(monkeypatch):
    monkeypatch.setattr(relating, "MOST_PAIRS", 2)
    judged, _ = judge("[Ford:Company], [Intel:Company], [Apple:Company] and [Shell:Company] met.")
    assert len(judged) == 2


def test_nothing_to_judge():
    assert judge("It rains.") == ({}, [])
