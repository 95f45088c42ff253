"""The small parts of the grammar: verb forms, dates, names."""

from datetime import date

import pytest

from app.questions.dates import find_period
from app.questions.inflect import forms, plural
from app.questions.names import Known, Names
from app.questions.query import Period
from app.questions.words import Words, lexicon
from graph_schema.ontology import ONTOLOGY

TODAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("use", ["use", "uses", "used", "used", "using"]),
        ("drop", ["drop", "drops", "dropped", "dropped", "dropping"]),
        ("run on", ["run on", "runs on", "ran on", "run on", "running on"]),
        ("supply", ["supply", "supplies", "supplied", "supplied", "supplying"]),
        ("abandon", ["abandon", "abandons", "abandoned", "abandoned", "abandoning"]),
        ("switch to", ["switch to", "switches to", "switched to", "switched to", "switching to"]),
        ("team up with", ["team up with", "teams up with", "teamed up with", "teamed up with", "teaming up with"]),
    ],
)
def test_forms(verb: str, expected: list[str]) -> None:
    assert list(forms(verb, {"run": ("ran", "run")}).values()) == expected


def test_plural() -> None:
    assert [plural(noun) for noun in ("company", "cloud provider", "car brand")] == [
        "companies",
        "cloud providers",
        "car brands",
    ]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("in 2024", Period(since="2024", until="2024")),
        ("in March 2024", Period(since="2024-03", until="2024-03")),
        ("since March", Period(since="2025-03")),
        ("since january", Period(since="2026-01")),
        ("since 5 March 2023", Period(since="2023-03-05")),
        ("since March 5th, 2023", Period(since="2023-03-05")),
        ("after 2022", Period(since="2023")),
        ("after 2023-12", Period(since="2024-01")),
        ("before 2023-03-01", Period(until="2023-02-28")),
        ("between 2020 and 2022", Period(since="2020", until="2022")),
        ("from 2020 to June 2022", Period(since="2020", until="2022-06")),
        ("as of 2022-06", Period(as_of="2022-06")),
        ("in Q3 2024", Period(since="2024-07", until="2024-09")),
        ("last year", Period(since="2025", until="2025")),
        ("this month", Period(since="2026-02", until="2026-02")),
        ("last month", Period(since="2026-01", until="2026-01")),
        ("last week", Period(since="2026-02-02", until="2026-02-08")),
        ("in the last two years", Period(since="2024-02-11")),
        ("yesterday", Period(since="2026-02-09", until="2026-02-09")),
        ("until the moon", None),
        ("may use", None),
    ],
)
def test_periods(words: str, period: Period | None) -> None:
    found, rest, said = find_period(f"which OEMs use AWS {words}?", TODAY)
    assert found == period
    assert (words not in rest) == (period is not None)
    assert said == (words if period else "")


@pytest.mark.parametrize("words", ["on 2024-02-31", "in 2023 since 2024", "since 2024-13"])
def test_times_that_are_none(words: str) -> None:
    with pytest.raises(ValueError, match=r"two times|out of range|month must be"):
        find_period(f"who uses AWS {words}?", TODAY)


def test_names_in_full_come_before_short_forms() -> None:
    gemini = Known("platform:gemini", "Gemini", "Platform")
    other = Known("company:gemini-trust", "Gemini Trust", "Company", aliases=("Gemini",))
    assert Names([gemini, other]).lookup("gemini") == (gemini,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stelantis", True),
        ("Stllntis", True),
        ("Stela", False),
        ("Llama 4", False),
        ("Forb", False),
        ("Llamma 3", True),
    ],
)
def test_how_far_a_spelling_may_be_off(text: str, found: bool) -> None:
    names = Names([Known(name, name, "Company") for name in ("Stellantis", "Ford", "Llama 3")])
    assert (names.correct(text) is not None) == found


def test_search_goes_from_whole_names_to_words_within() -> None:
    names = Names([Known(name, name, "Platform") for name in ("Android Auto", "Android", "LG Android", "QNX")])
    assert [hit.known.name for hit in names.search("android")] == ["Android", "Android Auto", "LG Android"]
    assert [hit.known.name for hit in names.search("au")] == ["Android Auto"]
    assert names.search("ndroid") == []


def test_search_finds_only_what_is_in_the_graph() -> None:
    names = Names([Known("a", "Alexa", "Platform", in_graph=False), Known("b", "Alexa+", "Platform")])
    assert [hit.known.id for hit in names.search("alexa")] == ["b"]


def test_every_predicate_can_be_asked_for() -> None:
    relations = lexicon().relations.values()
    worded = {
        name for relation in relations for reading in relation.readings for way in reading for name in way.predicates
    }
    assert worded == set(ONTOLOGY.predicates)


def test_kinds_and_statuses_of_the_words_are_those_of_the_ontology() -> None:
    words: Words = lexicon().words
    assert words.kinds.keys() == ONTOLOGY.kinds.keys()
    assert words.adjectives.keys() <= ONTOLOGY.statuses.keys()
