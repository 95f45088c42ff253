"""What questions mean. A query is written short here: what is asked, of whom, in which state, of what."""

import pytest

from app.questions.query import (
    About,
    All,
    Changes,
    Condition,
    Either,
    Group,
    HowMany,
    Link,
    Linked,
    Period,
    Query,
    Readings,
    Ref,
    Side,
    When,
    Whether,
    Which,
    Without,
)
from app.questions.understand import understand
from app.questions.words import lexicon
from graph_schema.errors import NotUnderstood
from tests.app.questions.conftest import NAMES, TODAY, ask


def short(query: Query) -> str:
    match query:
        case Which(group=group) | HowMany(group=group):
            words = f"{query.ask} {side(group)}"
        case Whether() | When():
            words = f"{query.ask} {side(query.subject)}: {said(query.where)}"
        case Linked(start=start, end=end):
            words = f"path {start.name} – {end.name}"
        case Changes(entity=entity):
            words = f"changes {entity.name}" + (f" and {query.other.name}" if query.other else "")
        case About(entity=entity, other=other):
            words = f"about {entity.name}" + (f" and {other.name}" if other else "")
    period = Period() if isinstance(query, Linked) else query.period
    dates = [f"{key} {value}" for key, value in period.model_dump().items() if value]
    return ", ".join([words, *dates])


def side(side: Side) -> str:
    if isinstance(side, Ref):
        return side.name
    labels = "/".join(label.lower() for label in side.labels)
    kinds = f"[{' '.join(side.kinds)}]" if side.kinds else ""
    return f"{labels}{kinds}" + (f": {said(side.where)}" if side.where else "")


def said(condition: Condition) -> str:
    match condition:
        case Link(asked=asked, relation=relation, other=other, ways=ways):
            turned = {"subject": "", "object": "~", "either": "="}[ways[0].role]
            name = side(other)
            return f"{asked} {turned}{relation} " + (f"({name})" if isinstance(other, Group) else name)
        case All(parts=parts):
            return " & ".join(map(said, parts))
        case Either(parts=parts) | Readings(parts=parts):
            return " | ".join(map(said, parts))
        case Without(part=part):
            return f"not known: {said(part)}"


MEANINGS = {
    # which of a kind
    "which OEMs dropped Alexa": "which company[oem]: ended drop Alexa",
    "Which OEMs dropped Alexa?": "which company[oem]: ended drop Alexa",
    "what carmakers have ditched Alexa": "which company[oem]: ended drop Alexa",
    "which automakers no longer use the Alexa assistant": "which company[oem]: ended use Alexa",
    "which truck makers stopped using AWS?": "which company[oem]: ended use AWS",
    "which OEMs will drop Alexa": "which company[oem]: ended drop Alexa",
    "which car companies use AWS": "which company[oem]: current use AWS",
    "which chipmakers are using Amazon Web Services": "which company[chipmaker]: current use AWS",
    "which OEMs plan to use QNX": "which company[oem]: planned use QNX",
    "which OEMs are going to adopt QNX": "which company[oem]: planned use QNX",
    "which OEMs may use QNX": "which company[oem]: possible use QNX",
    "which OEMs are considering using QNX": "which company[oem]: possible use QNX",
    "which OEMs do not use QNX": "which company[oem]: denied use QNX",
    "which OEMs don't use QNX": "which company[oem]: denied use QNX",
    "which OEMs ruled out using QNX": "which company[oem]: denied use QNX",
    "which OEMs have not dropped Alexa": "which company[oem]: current drop Alexa",
    "which OEMs used Alexa": "which company[oem]: past use Alexa",
    "which OEMs adopted Alexa": "which company[oem]: current use Alexa",
    "which companies plan to switch to Android Automotive OS": "which company: planned move Android Automotive OS",
    "OEMs using AWS": "which company[oem]: current use AWS",
    "list all OEMs that use AWS": "which company[oem]: current use AWS",
    "show me the carmakers which dropped Alexa": "which company[oem]: ended drop Alexa",
    "which products are based on Alexa": "which product: current use Alexa",
    "what runs on Android": "which company/product/platform: current use Android",
    "which OEM is Qualcomm supplying": "which company[oem]: current ~supply Qualcomm",
    # what does it …
    "what does Stellantis use": "which product/platform: current ~use Stellantis",
    "which platforms does BMW use": "which platform: current ~use BMW",
    "what is SmartCockpit based on": "which product/platform: current ~use SmartCockpit",
    "what was SmartCockpit based on": "which product/platform: past ~use SmartCockpit",
    "on what does SmartCockpit run?": "which product/platform: current ~use SmartCockpit",
    "what may Stellantis move to": "which product/platform: possible ~move Stellantis",
    "what has Stellantis dropped": "which product/platform: ended ~drop Stellantis",
    "what will BMW use": "which product/platform: planned ~use BMW",
    "platforms that BMW uses": "which platform: current ~use BMW",
    # who …
    "who makes SmartCockpit": "which company: current make SmartCockpit",
    "who is SmartCockpit made by": "which company: current make SmartCockpit",
    "what does Ford make": "which product/platform: current ~make Ford",
    "who supplies BMW": "which company: current supply BMW",
    "who supplied BMW": "which company: past supply BMW",
    "who does Bosch supply": "which company: current ~supply Bosch",
    "who owns Jeep": "which company: current own Jeep",
    "which brands does Stellantis own": "which company: current ~own Stellantis",
    "who acquired Mobileye": "which company: current acquire Mobileye",
    "who was Mobileye acquired by": "which company: current acquire Mobileye",
    "who partners with Amazon": "which company: current =partner Amazon",
    "who stopped working with Amazon": "which company: ended =partner Amazon",
    "who competes with Bosch": "which company: current =compete Bosch",
    "who invests in Rivian": "which company: current invest Rivian",
    "who may acquire Rivian": "which company: possible acquire Rivian",
    "who merged with Rivian": "which company: current =merge Rivian",
    "what replaced Apple CarPlay": "which product/platform: current replace Apple CarPlay",
    "who replaced Apple CarPlay": "which company: ended drop Apple CarPlay",
    # nouns
    "who are BMW's suppliers": "which company: current supply BMW",
    "which suppliers does BMW have": "which company: current supply BMW",
    "list the partners of Amazon": "which company: current =partner Amazon",
    "former partners of Amazon": "which company: ended =partner Amazon",
    "what is the parent company of Jeep": "which company: current own Jeep",
    "customers of Bosch": "which company: current ~supply Bosch",
    "customers of AWS": "which company/product/platform: current use AWS",
    "Stellantis' brands": "which company: current ~own Stellantis",
    "which Stellantis brands use Alexa": "which company: current ~own Stellantis & current use Alexa",
    "which partners of Amazon use AWS": "which company: current =partner Amazon & current use AWS",
    "which OEMs are partners of Amazon": "which company[oem]: current =partner Amazon",
    "which companies use platforms made by Google": "which company: current use (platform: current ~make Google)",
    "which OEMs use a Google product": "which company[oem]: current use (product: current ~make Google)",
    # several
    "which OEMs use both AWS and Azure": "which company[oem]: current use AWS & current use Microsoft Azure",
    "who uses AWS, Azure and Alexa": "which company: current use AWS & current use Microsoft Azure & current use Alexa",
    "which OEMs use AWS or Azure": "which company[oem]: current use AWS | current use Microsoft Azure",
    "which OEMs use AWS but not Azure": "which company[oem]: current use AWS & not known: current use Microsoft Azure",
    "which OEMs use AWS but do not use Azure": (
        "which company[oem]: current use AWS & not known: current use Microsoft Azure"
    ),
    "which OEMs use AWS and have dropped Alexa": "which company[oem]: current use AWS & ended drop Alexa",
    "which OEMs replaced CarPlay with QNX": "which company[oem]: ended drop Apple CarPlay & current move QNX",
    "which OEMs use neither AWS nor Azure": "which company[oem]: denied use AWS & denied use Microsoft Azure",
    "which OEMs do not use AWS or Azure": "which company[oem]: denied use AWS & denied use Microsoft Azure",
    "which OEMs use AWS or Azure but not Alexa": (
        "which company[oem]: current use AWS | current use Microsoft Azure & not known: current use Alexa"
    ),
    "which platforms do both BMW and Ford use": "which platform: current ~use BMW & current ~use Ford",
    "which platforms does BMW use but Ford does not": "which platform: current ~use BMW & not known: current ~use Ford",
    "which OEMs use Alexa but are not partners of Amazon": (
        "which company[oem]: current use Alexa & not known: current =partner Amazon"
    ),
    # how many
    "how many OEMs use AWS": "how many company[oem]: current use AWS",
    "how many platforms does BMW use": "how many platform: current ~use BMW",
    "how many suppliers does BMW have": "how many company: current supply BMW",
    "number of partners of Amazon": "how many company: current =partner Amazon",
    # yes or no
    "did Stellantis drop Alexa": "whether Stellantis: ended drop Alexa",
    "Stellantis dropped Alexa?": "whether Stellantis: ended drop Alexa",
    "has GM dropped CarPlay yet?": "whether General Motors: ended drop Apple CarPlay",
    "didn't GM drop CarPlay": "whether General Motors: ended drop Apple CarPlay",
    "does Stellantis use AWS": "whether Stellantis: current use AWS",
    "does Stellantis still use AWS?": "whether Stellantis: current use AWS",
    "has GM ever used CarPlay": "whether General Motors: past use Apple CarPlay",
    "will GM use QNX": "whether General Motors: planned use QNX",
    "could GM move to QNX": "whether General Motors: possible move QNX",
    "is it true that GM does not use CarPlay": "whether General Motors: denied use Apple CarPlay",
    "is SmartCockpit based on Alexa": "whether SmartCockpit: current use Alexa",
    "is Jeep owned by Stellantis": "whether Jeep: current ~own Stellantis",
    "is Jeep part of Stellantis": "whether Jeep: current ~own Stellantis",
    "is Jeep a brand of Stellantis": "whether Jeep: current ~own Stellantis",
    "was Bosch a supplier of BMW": "whether Bosch: past supply BMW",
    "are Bosch and Continental rivals": "whether Bosch: current =compete Continental",
    "do BMW and Mercedes-Benz work together": "whether BMW: current =partner Mercedes-Benz",
    "does BMW use AWS or Azure": "whether BMW: current use AWS | current use Microsoft Azure",
    "does any OEM use Alexa": "whether company[oem]: current use Alexa",
    # the rest
    "when did Stellantis drop Alexa": "when Stellantis: ended drop Alexa",
    "how is BMW linked to Qualcomm": "path BMW – Qualcomm",
    "How are BMW and Qualcomm connected?": "path BMW – Qualcomm",
    "what links BMW and Qualcomm": "path BMW – Qualcomm",
    "what is the connection between BMW and Qualcomm": "path BMW – Qualcomm",
    "what changed for Ford since March": "changes Ford, since 2025-03",
    "what's new for Ford": "changes Ford",
    "what do we know about Ford": "about Ford",
    "tell me about Ford and Rivian": "about Ford and Rivian",
    # time
    "which OEMs dropped Alexa in 2024": "which company[oem]: ended drop Alexa, since 2024, until 2024",
    "which OEMs have dropped Alexa since 2023": "which company[oem]: ended drop Alexa, since 2023",
    "which OEMs used AWS as of 2022-06": "which company[oem]: past use AWS, as_of 2022-06",
    "Who supplied BMW before May 2021?": "which company: past supply BMW, until 2021-04",
    "what will BMW use from 2027": "which product/platform: planned ~use BMW, since 2027",
    # many ways to ask
    "Can you tell me which OEMs dropped Alexa?": "which company[oem]: ended drop Alexa",
    "do you know whether Stellantis dropped Alexa": "whether Stellantis: ended drop Alexa",
    "which carmakers are keeping CarPlay": "which company[oem]: current use Apple CarPlay",
    "which carmakers still offer CarPlay?": "which company[oem]: current offer Apple CarPlay",
    "which OEMs are moving away from CarPlay": "which company[oem]: ended drop Apple CarPlay",
    "which OEMs have abandoned plans to use CarPlay": "which company[oem]: ended use Apple CarPlay",
    "which OEMs are considering CarPlay": "which company[oem]: possible consider Apple CarPlay",
    "what is Stellantis considering?": "which product/platform: possible ~consider Stellantis",
    "what is BMW's iDrive based on": "which product/platform: current ~use iDrive",
    "who is behind SmartCockpit": "which company: current make SmartCockpit",
    "which brands belong to Stellantis": "which company: current ~belong Stellantis",
    "does Ford still own a stake in Rivian": "whether Ford: current invest Rivian",
    "has Ford sold its stake in Rivian": "whether Ford: ended divest Rivian",
    "which companies does Amazon have a stake in": "which company: current ~invest Amazon",
    "who sold Jeep": "which company: ended sell_off Jeep",
    "could Amazon become a partner of Ford": "whether Amazon: possible =partner Ford",
    "is Stellantis still the owner of Jeep": "whether Stellantis: current own Jeep",
    "which OEMs are no longer partners of Amazon": "which company[oem]: ended =partner Amazon",
    "what did Stellantis stop using": "which product/platform: ended ~use Stellantis",
    "did BMW and Ford merge": "whether BMW: current =merge Ford",
    "was CarPlay replaced by Google built-in": "whether Apple CarPlay: current ~replace Google built-in",
    "is BMW connected to Qualcomm": "path BMW – Qualcomm",
    "what changed between Stellantis and Amazon since 2023": "changes Stellantis and Amazon, since 2023",
    "who is acquiring Rivian": "which company: ongoing acquire Rivian",
    "is GM moving to QNX": "whether General Motors: ongoing move QNX",
    # a firm that is also a service, a firm that is asked for as one uses a thing
    "what does Netflix use": "which product/platform: current ~use Netflix",
    "who uses Netflix": "which company: current use Netflix",
    "who owns Netflix": "which company: current own Netflix",
    "with whom does Amazon partner?": "which company: current =partner Amazon",
    "which OEMs use Amazon": (
        "which company[oem]: current ~use Amazon | current use (product/platform: current ~make Amazon)"
    ),
    "which OEMs dropped Amazon": "which company[oem]: ended =drop Amazon",
}


@pytest.mark.parametrize(("question", "meaning"), MEANINGS.items(), ids=list(MEANINGS))
def test_meaning(question: str, meaning: str) -> None:
    assert short(ask(question)) == meaning


REFUSED = {
    "why did Stellantis drop Alexa": "why",
    "what is the weather": "weather",
    "which OEMs dropped Foobarix": "Foobarix",
    "which OEMs use Llama 4": "4",
    "which OEMs may drop Alexa": "what may end",
    "which OEMs may not use Alexa": "what may not be",
    "which OEMs": "what should hold",
    "is Ford an OEM": "no claim",
    "which OEMs use SmartCockpit since 2023 in 2024": "two times",
    "what happened to Ford on 2024-02-31": "time",
    "which companies supply Alexa": "SUPPLIES leads from Company to Company",
    "who makes Ford": "MAKES leads from Company to Product/Platform",
    "which former OEMs use Alexa": "not dated",
    "which operating system does BMW use": "ask for platforms",
    "which cars use CarPlay": "ask for products",
    "which OEMs do not use AWS and Azure": "two ways",
    "who runs AWS": "runs",
    "Alexa": "no question",
    "": "no question",
    "which OEMs use AWS and Azure or Alexa": "",
    "do all OEMs use": "no question",
    "DROP TABLE claims; MATCH (n) DETACH DELETE n": "not known",
}


@pytest.mark.parametrize(("question", "reason"), REFUSED.items(), ids=list(REFUSED))
def test_refused_with_a_reason_and_examples(question: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        ask(question)
    assert reason in str(refusal.value)
    assert "Which OEMs dropped Alexa?" in refusal.value.examples


def test_a_refusal_says_what_was_understood() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        ask("which OEMs dropped Alexa because of money in 2024")
    assert "OEMs (kind), dropped (relation), Alexa (platform)" in refusal.value.understood
    assert "in 2024 (time)" in refusal.value.understood


@pytest.mark.parametrize(
    ("question", "note", "name"),
    [
        ("does Stelantis use AWS", "read “Stelantis” as “Stellantis”", "Stellantis"),
        ("does BMW use Apple Car Play", "read “Apple Car Play” as “Apple CarPlay”", "BMW"),
        ("does BMW use Apple Car Pley", "read “Apple Car Pley” as “Apple CarPlay”", "BMW"),
        ("does mercedes benz use AWS", "", "Mercedes-Benz"),
    ],
)
def test_spelling_is_corrected_with_a_note(question: str, note: str, name: str) -> None:
    understood = understand(question, NAMES, lexicon(), TODAY)
    assert isinstance(understood.query, Whether)
    assert isinstance(understood.query.subject, Ref)
    assert understood.query.subject.name == name
    assert understood.notes == ((note,) if note else ())


@pytest.mark.parametrize("name", ["Alexa+", "Android Auto", "CarPlay Ultra", "Android"])
def test_variants_of_a_name_are_not_taken_for_each_other(name: str) -> None:
    assert short(ask(f"which OEMs use {name}")) == f"which company[oem]: current use {name}"


def test_a_query_survives_being_written_down() -> None:
    query = ask("which OEMs use AWS but not Azure since 2023")
    assert Which.model_validate_json(query.model_dump_json()) == query
