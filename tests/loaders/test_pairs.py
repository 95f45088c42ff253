"""Which pairs are looked at; mentions are numbers, entities letters, references missing from `entity_of`."""

from loaders.pairs import ANTECEDENTS, FAR, PARTNERS, across, antecedents, within


def test_all_pairs_of_a_sentence_but_those_of_one_entity():
    sentence_of = [0, 0, 0, 1]
    entity_of = {0: "a", 1: "b", 2: "a", 3: "c"}
    assert list(within(0, sentence_of, entity_of)) == [(0, 1), (1, 2)]
    assert list(within(1, sentence_of, entity_of)) == []


def test_two_references_are_a_pair_as_long_as_it_is_open_what_they_stand_for():
    assert list(within(0, [0, 0], {})) == [(0, 1)]


def test_a_sentence_with_one_name_speaks_of_those_named_last():
    sentence_of = [0, 0, 0, 1]
    entity_of = {0: "a", 1: "b", 2: "c", 3: "d"}
    assert list(across(1, sentence_of, entity_of)) == [(2, 3), (1, 3)]
    assert PARTNERS == 2


def test_it_does_not_speak_of_what_was_named_long_ago_or_of_itself():
    assert list(across(FAR + 1, [0, FAR + 1], {0: "a", 1: "b"})) == []
    assert list(across(1, [0, 1], {0: "a", 1: "a"})) == []


def test_a_sentence_with_many_names_speaks_of_these():
    assert list(across(1, [0, 1, 1, 1], {0: "a", 1: "b", 2: "c", 3: "d"})) == []


def test_a_sentence_without_names_offers_none():
    assert list(across(1, [0, 1], {0: "a"})) == []


def test_antecedents_are_the_nearest_mention_of_each_entity_before_and_of_those_behind_in_the_sentence():
    sentence_of = [0, 0, 1, 1, 1, 2]
    entity_of = {0: "a", 1: "b", 2: "a", 4: "c", 5: "d"}
    assert antecedents(3, sentence_of, entity_of) == [2, 1, 4]


def test_antecedents_are_no_more_than_a_few():
    many = 3 * ANTECEDENTS
    found = antecedents(many, [0] * many + [1], {n: n for n in range(many)})
    assert found == list(range(many - 1, many - 1 - ANTECEDENTS, -1))
