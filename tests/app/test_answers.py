"""Questions over the small graph, on both databases: what they answer, and why."""

from typing import Any

import pytest

from app.answers import ask
from app.known import KnownNames
from app.responses import Asked, Row
from graph_schema.errors import NotUnderstood
from graph_schema.store import Store
from tests.app.conftest import TODAY

ANSWERS: dict[str, Any] = {
    # dropped: ended use, or a product that was based on it; also what was taken up again later
    "Which OEMs dropped Alexa?": ["Stellantis", "Volvo"],
    "which companies dropped CarPlay": ["General Motors"],
    "which OEMs dropped Alexa since 2024": ["Stellantis"],
    "which OEMs dropped Alexa in 2021": ["Volvo"],
    "which OEMs dropped Alexa in 2022": [],
    "what has Stellantis dropped": ["Alexa", "SmartCockpit"],
    # use: also by what a company makes, and by a move
    "which OEMs use AWS": ["BMW", "Stellantis"],
    "which companies use AWS": ["BMW", "Netflix", "Stellantis"],
    "which OEMs use Android": ["BMW"],
    "which OEMs use Google built-in": ["General Motors"],
    "which OEMs use Alexa": ["Jeep", "Rivian", "Stellantis", "Volvo"],
    "what does BMW use": ["Android", "AWS", "Microsoft Azure"],
    "what is iDrive based on": ["Android"],
    "which products are based on Android": ["iDrive"],
    "which OEMs plan to use Alexa": ["BMW"],
    "which OEMs may use Android": ["General Motors", "Stellantis"],
    "which OEMs do not use CarPlay": ["General Motors", "Tesla"],
    "which OEMs do not use AWS": ["Ford"],
    "which OEMs used AWS": ["BMW", "Ford", "Stellantis"],
    "what may Stellantis move to": ["Android"],
    "what is General Motors moving to": ["Google built-in"],
    # time
    "which OEMs use AWS as of 2024": ["BMW", "Ford"],
    "which OEMs use AWS as of 2023-03": ["Ford"],
    "which OEMs use AWS as of 2022": [],
    # several conditions
    "which OEMs use both AWS and Azure": ["BMW"],
    "which OEMs use AWS but not Azure": ["Stellantis"],
    "which OEMs use AWS or Azure": ["BMW", "Ford", "Stellantis"],
    "which OEMs use AWS and have dropped Alexa": ["Stellantis"],
    "which OEMs replaced CarPlay with Google built-in": ["General Motors"],
    "which Stellantis brands use Alexa": ["Jeep"],
    "which companies use platforms made by Amazon": ["BMW", "Jeep", "Netflix", "Rivian", "Stellantis", "Volvo"],
    "which OEMs use Google": ["General Motors"],
    # other relations
    "who makes iDrive": ["BMW"],
    "who makes SmartCockpit": ["Stellantis"],
    "who supplies BMW": ["Bosch"],
    "who will supply BMW": ["Qualcomm"],
    "who owns Jeep": ["Stellantis"],
    "who stopped working with Amazon": ["Stellantis"],
    "who partners with Amazon": [],
    "which OEMs dropped Amazon": ["Stellantis"],
    "who invests in Rivian": ["Amazon"],
    "who competes with Amazon": ["Google"],
    "who competes with Google": ["Amazon"],
    "what replaced CarPlay": ["Google built-in"],
    # a firm and its service
    "what does Netflix use": ["AWS"],
    "which OEMs plan to use Netflix": ["Rivian"],
    # counts
    "how many OEMs use AWS": 2,
    "how many platforms does BMW use": 3,
    "how many OEMs use QNX": 0,
    # verdicts
    "did Stellantis drop Alexa": "yes",
    "did Volvo drop Alexa": "no",
    "did BMW drop Alexa": "no evidence",
    "did Ford drop AWS": "yes",
    "does Stellantis use Alexa": "yes",
    "does Ford use AWS": "no",
    "does Ford use Azure": "yes",
    "does Tesla use CarPlay": "no",
    "does BMW use CarPlay": "no evidence",
    "does BMW use Alexa": "no evidence",
    "will BMW use Alexa": "yes",
    "has Ford ever used AWS": "yes",
    "did Ford use AWS": "yes",
    "is it true that Tesla does not use CarPlay": "yes",
    "is it true that Ford does not use CarPlay": "no",
    "does Ford use both AWS and Azure": "no",
    "does BMW use both AWS and Azure": "yes",
    "does BMW use AWS but not CarPlay": "no evidence",
    "does BMW use AWS or CarPlay": "yes",
    "is Jeep part of Stellantis": "yes",
    "is Ford part of Stellantis": "no evidence",
    "are Google and Amazon rivals": "yes",
    "did Stellantis partner with Amazon": "yes",
    "does Stellantis partner with Amazon": "no",
    "does any OEM use Azure": "yes",
    "does any OEM use QNX": "no evidence",
    "does Toyota use Alexa": "no evidence",
    # paths
    "how is Bosch linked to Amazon": ["Bosch", "BMW", "AWS", "Amazon"],
    "how is Stellantis linked to Netflix": ["Stellantis", "AWS", "Netflix"],
    "how is Bosch linked to Toyota": [],
    # changes and claims
    "what changed for Ford since 2024": ["AWS", "Microsoft Azure"],
    "what changed for Stellantis since 2023": ["Alexa", "Amazon", "Android", "AWS", "SmartCockpit"],
    "what changed for Volvo": ["Alexa"],
    "what changed for Volvo between 2020 and 2022": ["Alexa"],
    "what changed for Bosch since 2025": [],
    "what do we know about Jeep": ["Alexa", "Stellantis"],
    "what do we know about Stellantis and Amazon": ["Amazon"],
    "when did Stellantis drop Alexa": ["2025-11-06"],
    "when did Volvo drop Alexa": [],
}


@pytest.mark.parametrize(("question", "value"), ANSWERS.items(), ids=list(ANSWERS))
def test_answer(each_world: Store, each_names: KnownNames, question: str, value: object) -> None:
    assert ask(question, each_world, each_names, TODAY).answer.value == value


@pytest.fixture(scope="module")
def dropped(each_world: Store, each_names: KnownNames) -> Asked:
    return ask("Which OEMs dropped Alexa?", each_world, each_names, TODAY)


def row(asked: Asked, name: str) -> Row:
    return next(row for row in asked.rows if row.entity.name == name)


def test_a_row_shows_the_path_the_sentence_and_what_speaks_against_it(dropped: Asked) -> None:
    stellantis = row(dropped, "Stellantis")
    assert [(step.subject.name, step.type, step.object.name) for step in stellantis.path] == [
        ("Stellantis", "DISCONTINUED", "SmartCockpit"),
        ("SmartCockpit", "WAS_BASED_ON", "Alexa"),
    ]
    first = stellantis.evidence[0]
    assert first.sentence == "SmartCockpit was supposed to integrate Alexa but is winding down."
    assert (first.title, first.url, first.date) == ("News of end", "https://news.example/end", "2025-11-06")
    assert [against.sentence for against in stellantis.counter_evidence] == [
        "Alexa will remain active in some of its existing vehicles."
    ]


def test_what_was_taken_up_again_is_shown_as_no_longer_so(dropped: Asked) -> None:
    volvo = row(dropped, "Volvo")
    assert [(step.type, step.holds) for step in volvo.path] == [("DROPPED", False)]
    assert [against.type for against in volvo.counter_evidence] == ["USES"]


def test_the_statement_shown_is_the_one_that_answers(each_world: Store, dropped: Asked) -> None:
    rows = each_world.read(dropped.cypher, **dropped.parameters)
    assert {row["entity_name"] for row in rows} >= {"Stellantis", "Volvo"}
    assert "Alexa" not in dropped.cypher
    assert dropped.parameters["ids"] == ["platform:alexa"]


def test_a_no_rests_on_a_claim(each_world: Store, each_names: KnownNames) -> None:
    answer = ask("does Ford use AWS", each_world, each_names, TODAY)
    assert [step.type for step in answer.rows[0].path] == ["DROPPED"]
    assert [evidence.sentence for evidence in answer.rows[0].evidence] == ["Ford has left AWS."]
    assert [evidence.sentence for evidence in answer.rows[0].counter_evidence] == ["Ford uses AWS."]


def test_no_evidence_says_what_is_known_instead(each_world: Store, each_names: KnownNames) -> None:
    answer = ask("does BMW use Alexa", each_world, each_names, TODAY)
    assert answer.rows == []
    assert answer.notes == ["known instead: BMW WILL_USE Alexa"]


def test_an_empty_set_says_what_is_known_instead(each_world: Store, each_names: KnownNames) -> None:
    answer = ask("which OEMs use Netflix", each_world, each_names, TODAY)
    assert (answer.answer.value, answer.notes) == ([], ["known instead: Rivian WILL_USE Netflix"])


def test_a_change_says_what_held_before(each_world: Store, each_names: KnownNames) -> None:
    answer = ask("what changed for Ford since 2024", each_world, each_names, TODAY)
    changes = {row.entity.name: row.change for row in answer.rows}
    assert (changes["AWS"].before, changes["AWS"].after) == ("current", "ended")  # type: ignore[union-attr]
    assert (changes["Microsoft Azure"].before, changes["Microsoft Azure"].after) == (None, "current")  # type: ignore[union-attr]


def test_a_path_has_the_sentences_of_each_arrow(each_world: Store, each_names: KnownNames) -> None:
    best = ask("how is Bosch linked to Amazon", each_world, each_names, TODAY).rows[0]
    assert [step.type for step in best.path] == ["SUPPLIES", "USES", "MAKES"]
    assert len(best.evidence) == 3


def test_sets_and_verdicts_agree(each_world: Store, each_names: KnownNames) -> None:
    """Whoever is in the set that a question asks for, a yes is said of; and nobody else."""
    for verb, verdict in (("use", "does {} use"), ("plan to use", "does {} plan to use"), ("may use", "may {} use")):
        for platform in ("Alexa", "AWS", "Android", "CarPlay"):
            found = ask(f"which OEMs {verb} {platform}", each_world, each_names, TODAY).answer.value
            for company in ("Stellantis", "BMW", "Ford", "Volvo", "Tesla", "General Motors", "Jeep", "Rivian"):
                said = ask(f"{verdict.format(company)} {platform}", each_world, each_names, TODAY).answer.value
                assert (said == "yes") == (company in found), (verb, platform, company)  # type: ignore[operator]


def test_rows_can_be_fewer_than_the_answer(each_world: Store, each_names: KnownNames) -> None:
    answer = ask("which OEMs use Alexa", each_world, each_names, TODAY, rows=1)
    assert (len(answer.rows), len(answer.answer.value)) == (1, 4)  # type: ignore[arg-type]


def test_spelling_is_corrected_with_a_note(each_world: Store, each_names: KnownNames) -> None:
    answer = ask("does Stelantis use AWS", each_world, each_names, TODAY)
    assert answer.answer.value == "yes"
    assert answer.notes == ["read “Stelantis” as “Stellantis”"]


def test_a_name_is_the_same_as_itself(each_world: Store, each_names: KnownNames) -> None:
    with pytest.raises(NotUnderstood, match="are the same"):
        ask("how is BMW linked to BMW", each_world, each_names, TODAY)
