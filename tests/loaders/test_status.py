"""What wording settles by itself; judgements are made by hand."""

import numpy as np
import pytest

from graph_schema.ontology import STATUSES
from loaders.recognise import Mention
from loaders.relate import PairJudgement
from loaders.status import is_doubtful, settled

CLASSES = ("none", "USES>", "BASED_ON>", "MOVES_TO>")


def pair(text, first, second, relation="USES>", status="possible", sentences=(0, 0)):
    def mention(words, sentence):
        start = text.index(words)
        return Mention(start, start + len(words), 0, 0, sentence, words, (1.0, 0.0, 0.0))

    judged = PairJudgement(
        np.array([0.9 if name == relation else 0.03 for name in CLASSES], dtype=np.float32),
        np.array([0.9 if name == status else 0.025 for name in STATUSES], dtype=np.float32),
    )
    after = settled(judged, mention(first, sentences[0]), mention(second, sentences[1]), text, CLASSES)
    return CLASSES[int(after.relation.argmax())], STATUSES[int(after.status.argmax())]


@pytest.mark.parametrize(
    "text",
    [
        "Veldra could switch to Android next year.",
        "Veldra has migrated its whole fleet to Android.",
        "It may move its Veldra system over to Android.",
    ],
)
def test_a_move_worded_as_such_is_no_mere_use(text):
    assert pair(text, "Veldra", "Android")[0] == "MOVES_TO>"


@pytest.mark.parametrize("text", ["Veldra uses Android.", "Veldra, which moved house in May, likes Android."])
def test_other_wordings_stay_what_they_are(text):
    assert pair(text, "Veldra", "Android")[0] == "USES>"


def test_what_continues_holds_now():
    assert pair("Veldra will continue to use Alexa.", "Veldra", "Alexa", status="planned")[1] == "current"


def test_a_plan_stays_a_plan():
    assert pair("Veldra will use Alexa.", "Veldra", "Alexa", status="planned")[1] == "planned"


def test_what_is_said_of_a_company_of_an_earlier_sentence_continues_too():
    text = "Veldra was sold. Alexa will remain active in older cars."
    assert pair(text, "Veldra", "Alexa", status="planned", sentences=(0, 1))[1] == "current"


def test_doubtful_sentences_need_more_certainty():
    assert is_doubtful("PayPal, the former unit of eBay, grew.", 0.9)
    assert not is_doubtful("PayPal, the former unit of eBay, grew.", 0.99)
    assert not is_doubtful("PayPal, a unit of eBay, grew.", 0.5)
