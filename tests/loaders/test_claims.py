"""Judged pairs to relations, relations to claims; judgements are made by hand."""

import numpy as np
import pytest

from graph_schema.ontology import LABELS, STATUSES
from graph_schema.records import Claim, Document, Drop, Entity
from loaders.claims import ACCEPT, Relation, claims, relations
from loaders.link import Cluster
from loaders.recognise import Mention, Recognised
from loaders.relate import Meant, PairJudgement
from loaders.sentences import Sentence
from loaders.windows import Tokens

CLASSES = ("none", "USES>", "USES<", "MOVES_TO>", "MOVES_TO<", "BASED_ON>", "BASED_ON<", "PARTNERS_WITH>", "MAKES>")
TEXT = "Veldra uses AWS. From 2027 Nordbil will, according to Reuters."
NONE = Tokens(*(np.zeros(0, dtype=kind) for kind in (np.int64, np.int64, np.int64, bool, np.int64, np.int64)))
MENTIONS = tuple(
    Mention(TEXT.index(words), TEXT.index(words) + len(words), 0, 0, sentence, words, (1.0, 0.0, 0.0))
    for words, sentence in (("Veldra", 0), ("AWS", 0), ("Nordbil", 1))
)
FOUND = Recognised(TEXT, (Sentence(0, 16, 0), Sentence(17, len(TEXT), 0)), NONE, (), (), MENTIONS)
MEANT = {n: [Meant(n, 1.0)] for n in range(3)}


def cluster(n, name, label):
    return Cluster((n,), tuple((Entity(name, each), float(each == label)) for each in LABELS))


CLUSTERS = [cluster(0, "Veldra", "Company"), cluster(1, "AWS", "Platform"), cluster(2, "Nordbil", "Company")]


def judgement(status="current", certainty=0.9, **chances):
    relation = np.array(
        [chances.get(name.replace(">", "").replace("<", "_"), 0.0) for name in CLASSES], dtype=np.float32
    )
    relation[0] = 1 - relation.sum()
    others = (1 - certainty) / (len(STATUSES) - 1)
    return PairJudgement(
        relation, np.array([certainty if each == status else others for each in STATUSES], dtype=np.float32)
    )


def read(judged, clusters=CLUSTERS, meant=MEANT, pair=(0, 1)):
    return list(relations(FOUND, clusters, meant, {pair: judged}, CLASSES))


def test_the_likeliest_relation_with_its_direction_and_status():
    (one,) = read(judgement(USES=0.8, status="planned"))
    assert (one.subject.name, one.predicate, one.object.name, one.status) == ("Veldra", "USES", "AWS", "planned")
    assert (one.sentence, one.at) == (0, TEXT.index("AWS"))


def test_a_class_that_reads_backwards_turns_the_two_round():
    turned = [cluster(0, "Veldra", "Platform"), cluster(1, "AWS", "Company")]
    (one,) = read(judgement(USES_=0.8), turned)
    assert (one.subject.name, one.object.name) == ("AWS", "Veldra")


def test_confidence_is_that_of_relation_and_status_and_of_what_the_words_stand_for():
    (sure,) = read(judgement(USES=0.9))
    (open_,) = read(judgement(USES=0.9), meant=MEANT | {0: [Meant(0, 0.5)]})
    assert sure.confidence == pytest.approx(0.81, abs=0.01)
    assert open_.confidence == pytest.approx(sure.confidence / 2)


def test_no_relation_says_nothing():
    assert read(judgement(USES=0.3)) == []


def test_what_the_labels_forbid_is_passed_over():
    (one,) = read(judgement(BASED_ON=0.6, USES=0.3))
    assert one.predicate == "USES"


def test_an_entity_has_no_relation_to_itself():
    assert read(judgement(USES=0.9), meant={0: [Meant(1, 1.0)], 1: [Meant(1, 1.0)]}) == []


def test_words_that_stand_for_two_say_it_of_both():
    said = read(judgement(USES=0.9), meant=MEANT | {0: [Meant(0, 0.9), Meant(2, 0.8)]})
    assert [r.subject.name for r in said] == ["Veldra", "Nordbil"]


DOCUMENT = Document("text:1", TEXT, published="2026-05-01")


def relation(subject="Veldra", object="AWS", predicate="USES", status="current", confidence=0.9, sentence=0):
    label = "Company" if predicate == "PARTNERS_WITH" else "Platform"
    return Relation(
        Entity(subject, "Company"), predicate, Entity(object, label), status, confidence, 0.99, sentence=sentence
    )


def made(*said):
    return list(claims(DOCUMENT, FOUND, said, "test-1"))


def test_a_claim_quotes_its_sentence():
    (claim,) = made(relation())
    assert isinstance(claim, Claim)
    assert DOCUMENT.text[claim.start : claim.end] == claim.sentence == "Veldra uses AWS."
    assert (claim.document_id, claim.extractor, claim.published) == (DOCUMENT.id, "test-1", "2026-05-01")


def test_attribution_and_dates_of_the_sentence_are_filled_in():
    (claim,) = made(relation("Nordbil", status="planned", sentence=1))
    assert (claim.attribution, claim.valid_from) == ("Reuters", "2027")


def test_what_is_said_twice_in_a_sentence_is_one_claim_of_the_greater_confidence():
    (claim,) = made(relation(confidence=0.7), relation(confidence=0.8), relation(confidence=0.6))
    assert claim.confidence == 0.8


def test_a_symmetric_relation_is_one_claim_either_way():
    both = made(
        relation("Veldra", "Nordbil", "PARTNERS_WITH", confidence=0.7),
        relation("Nordbil", "Veldra", "PARTNERS_WITH", confidence=0.8),
    )
    assert [claim.subject.name for claim in both] == ["Nordbil"]


def test_two_sentences_and_two_statuses_are_claims_of_their_own():
    assert len(made(relation(), relation(sentence=1), relation(status="ended"))) == 3


def test_what_is_not_certain_enough_is_dropped_with_a_reason():
    assert made(relation(confidence=ACCEPT - 0.01)) == [Drop("not certain enough", "Veldra USES AWS")]
